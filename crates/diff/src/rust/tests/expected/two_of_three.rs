use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();

        match manager.get_database_backend() {
            sea_orm::DbBackend::Sqlite => {
                db.execute_unprepared("SELECT 1").await?;
            }
            sea_orm::DbBackend::Postgres | sea_orm::DbBackend::MySql => {
                db.execute_unprepared("SELECT 2").await?;
            }
            #[allow(unreachable_patterns)]
            other => return Err(DbErr::Custom(format!("nothing is written for {other:?}"))),
        }

        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();

        match manager.get_database_backend() {
            sea_orm::DbBackend::Sqlite => {
                db.execute_unprepared("SELECT 1").await?;
            }
            sea_orm::DbBackend::MySql => {
                db.execute_unprepared("SELECT 2").await?;
            }
            other => return Err(DbErr::Custom(format!("nothing is written for {other:?}"))),
        }

        Ok(())
    }
}
