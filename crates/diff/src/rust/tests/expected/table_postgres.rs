use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("posts")
                    .col(
                        ColumnDef::new("id")
                            .integer()
                            .not_null()
                            .auto_increment()
                            .primary_key(),
                    )
                    .col(ColumnDef::new("title").string().not_null())
                    .col(ColumnDef::new("body").text())
                    .col(ColumnDef::new("user_id").integer().not_null())
                    .col(ColumnDef::new("seen").timestamp_with_time_zone())
                    .col(ColumnDef::new("score").big_integer().not_null().default(0))
                    .col(
                        ColumnDef::new("made")
                            .date_time()
                            .not_null()
                            .default(Expr::current_timestamp()),
                    )
                    .col(ColumnDef::new("open").boolean().not_null().default(true))
                    .col(ColumnDef::new("token").uuid().not_null())
                    .col(
                        ColumnDef::new_with_type("data", ColumnType::VarBinary(StringLen::None))
                            .not_null(),
                    )
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk-posts-user_id")
                            .from("posts", "user_id")
                            .to("users", "id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .to_owned(),
            )
            .await?;

        manager
            .create_index(
                Index::create()
                    .name("idx-posts-title")
                    .table("posts")
                    .col("title")
                    .to_owned(),
            )
            .await?;

        manager
            .create_index(
                Index::create()
                    .name("idx-posts-title-user_id")
                    .table("posts")
                    .col("title")
                    .col("user_id")
                    .unique()
                    .to_owned(),
            )
            .await?;

        Ok(())
    }

    async fn down(&self, _manager: &SchemaManager) -> Result<(), DbErr> {
        Ok(())
    }
}
