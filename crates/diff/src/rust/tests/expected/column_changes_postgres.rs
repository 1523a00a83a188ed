use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_database_backend() != sea_orm::DbBackend::Postgres {
            return Err(DbErr::Custom("this is written for PostgreSQL".to_owned()));
        }

        let db = manager.get_connection();

        // hazard: copies all rows of users; reads and writes wait
        manager
            .alter_table(
                Table::alter()
                    .table("users")
                    .modify_column(ColumnDef::new("age").big_integer().default(1))
                    .to_owned(),
            )
            .await?;

        // hazard: fills users.age with 1 where it is NULL
        db.execute_unprepared(r#"UPDATE "users" SET "age" = DEFAULT WHERE "age" IS NULL"#)
            .await?;

        // hazard: reads and writes of users wait while its rows are checked
        manager
            .alter_table(
                Table::alter()
                    .table("users")
                    .modify_column(ColumnDef::new("age").not_null())
                    .to_owned(),
            )
            .await?;

        Ok(())
    }

    async fn down(&self, _manager: &SchemaManager) -> Result<(), DbErr> {
        Ok(())
    }
}
