use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_database_backend() != sea_orm::DbBackend::Sqlite {
            return Err(DbErr::Custom("this is written for SQLite".to_owned()));
        }

        let db = manager.get_connection();

        // hazard: destroys every row of "a\u{a}    panic!();\u{2028} // \u{202e}"
        db.execute_unprepared("UPDATE t SET a = '\"#; panic!() \u{202e}\r'")
            .await?;

        db.execute_unprepared(
            r###"UPDATE t SET a = '"#'
WHERE b = '"##'"###,
        )
        .await?;

        Ok(())
    }

    async fn down(&self, _manager: &SchemaManager) -> Result<(), DbErr> {
        Ok(())
    }
}
