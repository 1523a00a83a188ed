use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_database_backend() != sea_orm::DbBackend::Postgres {
            manager
                .rename_table(Table::rename().table("users", "people").to_owned())
                .await?;
        }

        // hazard: destroys every row of teams
        manager
            .drop_table(Table::drop().table("teams").to_owned())
            .await?;

        if manager.get_database_backend() == sea_orm::DbBackend::Postgres {
            manager
                .rename_table(Table::rename().table("users", "people").to_owned())
                .await?;
        }

        Ok(())
    }

    async fn down(&self, _manager: &SchemaManager) -> Result<(), DbErr> {
        Ok(())
    }
}
