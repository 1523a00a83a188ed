use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_database_backend() != sea_orm::DbBackend::Postgres {
            manager
                .drop_index(
                    Index::drop()
                        .name("idx-users-age")
                        .table("users")
                        .to_owned(),
                )
                .await?;
        }

        // hazard: writes to users wait while the index is built [postgres]
        manager
            .create_index(
                Index::create()
                    .name("idx-users-name-age")
                    .table("users")
                    .col("name")
                    .col("age")
                    .to_owned(),
            )
            .await?;

        if manager.get_database_backend() == sea_orm::DbBackend::Postgres {
            manager
                .drop_index(
                    Index::drop()
                        .name("idx-users-age")
                        .table("users")
                        .to_owned(),
                )
                .await?;
        }

        Ok(())
    }

    async fn down(&self, _manager: &SchemaManager) -> Result<(), DbErr> {
        Ok(())
    }
}
