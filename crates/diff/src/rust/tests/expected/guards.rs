use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_database_backend() != sea_orm::DbBackend::MySql {
            return Err(DbErr::Custom("this is written for MySQL".to_owned()));
        }

        let db = manager.get_connection();

        // autogen: expects t 00ff
        // autogen: expects column t."a\u{a}b" 00ff
        db.execute_unprepared("DROP TABLE t").await?;

        Ok(())
    }

    async fn down(&self, _manager: &SchemaManager) -> Result<(), DbErr> {
        Ok(())
    }
}
