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

        db.execute_unprepared(r#"CREATE SCHEMA "billing""#).await?;

        // hazard: fails if a row of users does not satisfy age > 17
        // hazard: reads and writes of users wait while its rows are checked
        db.execute_unprepared(r#"ALTER TABLE "users" ADD CONSTRAINT "adult" CHECK (age > 17)"#)
            .await?;

        db.execute_unprepared(
            r#"COMMENT ON TABLE "users" IS 'who
"we" are'"#,
        )
        .await?;

        db.execute_unprepared(r#"ALTER INDEX "idx-users-age" RENAME TO "by-age""#)
            .await?;

        db.execute_unprepared(
            "UPDATE users
SET age = 1",
        )
        .await?;

        Ok(())
    }

    async fn down(&self, _manager: &SchemaManager) -> Result<(), DbErr> {
        Ok(())
    }
}
