use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .alter_type(
                extension::postgres::Type::alter()
                    .name("mood")
                    .rename_value("bad", "awful"),
            )
            .await?;

        manager
            .alter_type(
                extension::postgres::Type::alter()
                    .name("mood")
                    .add_value("so so")
                    .after("good"),
            )
            .await?;

        manager
            .alter_type(
                extension::postgres::Type::alter()
                    .name("mood")
                    .rename_to("humour"),
            )
            .await?;

        Ok(())
    }

    async fn down(&self, _manager: &SchemaManager) -> Result<(), DbErr> {
        Ok(())
    }
}
