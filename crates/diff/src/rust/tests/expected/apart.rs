use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_database_backend() != sea_orm::DbBackend::Postgres {
            return Err(DbErr::Custom("this is written for PostgreSQL".to_owned()));
        }

        {
            use sea_orm::TransactionTrait;

            let transaction = manager.get_connection().begin().await?;
            let manager = &SchemaManager::new(&transaction);

            let db = manager.get_connection();

            db.execute_unprepared("SELECT 1").await?;
            db.execute_unprepared("SELECT 2").await?;

            transaction.commit().await?;
        }

        {
            let db = manager.get_connection();

            db.execute_unprepared("CREATE INDEX CONCURRENTLY i ON t (a)")
                .await?;
        }

        {
            use sea_orm::TransactionTrait;

            let transaction = manager.get_connection().begin().await?;
            let manager = &SchemaManager::new(&transaction);

            let db = manager.get_connection();

            db.execute_unprepared("SELECT 3").await?;

            transaction.commit().await?;
        }

        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_database_backend() != sea_orm::DbBackend::Postgres {
            return Err(DbErr::Custom("this is written for PostgreSQL".to_owned()));
        }

        let db = manager.get_connection();

        db.execute_unprepared("DROP INDEX i").await?;

        Ok(())
    }
}
