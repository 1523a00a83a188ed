use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_database_backend() == sea_orm::DbBackend::MySql {
            // hazard: destroys the values of users.team_id
            manager
                .alter_table(
                    Table::alter()
                        .table("users")
                        .drop_column("team_id")
                        .to_owned(),
                )
                .await?;
        }

        manager
            .alter_table(
                Table::alter()
                    .table("users")
                    .add_column(ColumnDef::new("phone").string_len(20))
                    .to_owned(),
            )
            .await?;

        match manager.get_database_backend() {
            sea_orm::DbBackend::Sqlite | sea_orm::DbBackend::Postgres => {
                manager
                    .alter_table(
                        Table::alter()
                            .table("users")
                            .add_column(
                                ColumnDef::new("note")
                                    .text()
                                    .not_null()
                                    .default(r#"it's "new""#),
                            )
                            .to_owned(),
                    )
                    .await?;
            }
            sea_orm::DbBackend::MySql => {
                manager
                    .alter_table(
                        Table::alter()
                            .table("users")
                            .add_column(
                                ColumnDef::new("note")
                                    .text()
                                    .not_null()
                                    .default(Expr::cust(r#"'it''s "new"'"#)),
                            )
                            .to_owned(),
                    )
                    .await?;
            }
            #[allow(unreachable_patterns)]
            other => return Err(DbErr::Custom(format!("nothing is written for {other:?}"))),
        }

        manager
            .alter_table(
                Table::alter()
                    .table("users")
                    .add_column(ColumnDef::new("seen").timestamp().null())
                    .to_owned(),
            )
            .await?;

        if manager.get_database_backend() != sea_orm::DbBackend::MySql {
            // hazard: destroys the values of users.team_id
            manager
                .alter_table(
                    Table::alter()
                        .table("users")
                        .drop_column("team_id")
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
