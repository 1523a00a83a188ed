use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // hazard: fails if users(team_id) refers to a row that teams does not have
        // hazard: writes to users and teams wait while the rows of users are checked
        manager
            .create_foreign_key(
                ForeignKey::create()
                    .name("fk-users-team_id")
                    .from("users", "team_id")
                    .to("teams", "id")
                    .to_owned(),
            )
            .await?;

        Ok(())
    }

    async fn down(&self, _manager: &SchemaManager) -> Result<(), DbErr> {
        Ok(())
    }
}
