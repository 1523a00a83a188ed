use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        match manager.get_database_backend() {
            sea_orm::DbBackend::Sqlite => {
                manager
                    .create_table(
                        Table::create()
                            .table("tags")
                            .col(
                                ColumnDef::new("id")
                                    .integer()
                                    .not_null()
                                    .auto_increment()
                                    .primary_key(),
                            )
                            .col(ColumnDef::new("name").string().not_null())
                            .to_owned(),
                    )
                    .await?;

                manager
                    .create_index(
                        Index::create()
                            .name("idx-tags-name")
                            .table("tags")
                            .col("name")
                            .unique()
                            .to_owned(),
                    )
                    .await?;
            }
            sea_orm::DbBackend::Postgres | sea_orm::DbBackend::MySql => {
                manager
                    .create_table(
                        Table::create()
                            .table("tags")
                            .col(
                                ColumnDef::new("id")
                                    .integer()
                                    .not_null()
                                    .auto_increment()
                                    .primary_key(),
                            )
                            .col(ColumnDef::new("name").string().not_null().unique_key())
                            .to_owned(),
                    )
                    .await?;
            }
            #[allow(unreachable_patterns)]
            other => return Err(DbErr::Custom(format!("nothing is written for {other:?}"))),
        }

        Ok(())
    }

    async fn down(&self, _manager: &SchemaManager) -> Result<(), DbErr> {
        Ok(())
    }
}
