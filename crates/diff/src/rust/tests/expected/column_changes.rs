use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        match manager.get_database_backend() {
            sea_orm::DbBackend::Sqlite => {
                let strangers = "
SELECT 'users has an index or a trigger that this migration does not know, and would lose: ' || name AS what, 0 AS count FROM sqlite_master
WHERE tbl_name = 'users' COLLATE NOCASE AND type IN ('index', 'trigger') AND sql IS NOT NULL
AND name COLLATE NOCASE NOT IN ('idx-users-age')
UNION ALL SELECT 'users has a column that this migration does not know, and would lose: ' || name, 0 FROM pragma_table_xinfo('users')
WHERE name COLLATE NOCASE NOT IN ('id', 'name', 'age', 'team_id')";
                let rebuild = Rebuild::begin(manager, ORPHANS, Some(strangers)).await?;
                let manager = &SchemaManager::new(&rebuild.transaction);

                let db = manager.get_connection();

                // autogen: expects users 6874177e3c43bb8d
                // hazard: fills users.age with 1 where it is NULL
                // hazard: copies all rows of users
                db.execute_unprepared(
                    r#"CREATE TABLE "_autogen_new_users" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" varchar NOT NULL,
    "age" integer NOT NULL DEFAULT 1,
    "team_id" integer
)"#,
                )
                .await?;

                db.execute_unprepared(
                    r#"INSERT INTO "_autogen_new_users" ("id", "name", "age", "team_id")
SELECT "id", "name", COALESCE("age", 1), "team_id"
FROM "users""#,
                )
                .await?;

                db.execute_unprepared(
                    "DELETE FROM sqlite_sequence WHERE name = '_autogen_new_users'",
                )
                .await?;

                db.execute_unprepared(
                    "INSERT INTO sqlite_sequence (name, seq)
SELECT '_autogen_new_users', seq FROM sqlite_sequence WHERE name = 'users'",
                )
                .await?;

                db.execute_unprepared("PRAGMA legacy_alter_table = ON")
                    .await?;

                db.execute_unprepared(r#"DROP TABLE "users""#).await?;

                db.execute_unprepared(r#"ALTER TABLE "_autogen_new_users" RENAME TO "users""#)
                    .await?;

                db.execute_unprepared("PRAGMA legacy_alter_table = OFF")
                    .await?;

                db.execute_unprepared(r#"CREATE INDEX "idx-users-age" ON "users" ("age")"#)
                    .await?;

                rebuild.commit().await?;
            }
            sea_orm::DbBackend::Postgres => {
                let db = manager.get_connection();

                // hazard: copies all rows of users; reads and writes wait
                manager
                    .alter_table(
                        Table::alter()
                            .table("users")
                            .modify_column(ColumnDef::new("age").big_integer().default(1))
                            .to_owned(),
                    )
                    .await?;

                // hazard: fills users.age with 1 where it is NULL
                db.execute_unprepared(r#"UPDATE "users" SET "age" = DEFAULT WHERE "age" IS NULL"#)
                    .await?;

                // hazard: reads and writes of users wait while its rows are checked
                manager
                    .alter_table(
                        Table::alter()
                            .table("users")
                            .modify_column(ColumnDef::new("age").not_null())
                            .to_owned(),
                    )
                    .await?;
            }
            sea_orm::DbBackend::MySql => {
                let db = manager.get_connection();

                // hazard: copies all rows of users; writes wait
                manager
                    .alter_table(
                        Table::alter()
                            .table("users")
                            .modify_column(ColumnDef::new("age").big_integer())
                            .to_owned(),
                    )
                    .await?;

                // hazard: fills users.age with 1 where it is NULL
                db.execute_unprepared("UPDATE `users` SET `age` = 1 WHERE `age` IS NULL")
                    .await?;

                // hazard: copies all rows of users; writes wait
                manager
                    .alter_table(
                        Table::alter()
                            .table("users")
                            .modify_column(
                                ColumnDef::new("age").big_integer().not_null().default(1),
                            )
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

/// A table of SQLite's is replaced with foreign keys off, which only a connection of its own can promise: on another, whoever runs this
/// migration may have begun a transaction, and a pool may go on with one where they are on.
struct Rebuild {
    own: sea_orm::DatabaseConnection,
    transaction: sea_orm::DatabaseTransaction,
    orphans: Vec<Found>,
}

#[derive(sea_orm::FromQueryResult)]
struct Found {
    what: String,
    count: i64,
}

/// Finds rows that refer to nothing.
const ORPHANS: &str = "
SELECT [table] || ' refers to rows that ' || parent || ' does not have' AS what, count(*) AS count
FROM pragma_foreign_key_check GROUP BY 1";

fn find(sql: &str) -> sea_orm::SelectorRaw<sea_orm::SelectModel<Found>> {
    use sea_orm::FromQueryResult;

    let sql = sea_orm::Statement::from_string(sea_orm::DbBackend::Sqlite, sql);
    Found::find_by_statement(sql)
}

impl Rebuild {
    /// Fails where `strangers` finds something: it would be lost. `orphans` finds the rows that refer to nothing already.
    async fn begin(
        manager: &SchemaManager<'_>,
        orphans: &str,
        strangers: Option<&str>,
    ) -> Result<Self, DbErr> {
        use sea_orm::{ConnectOptions, Database, TransactionTrait};

        let file = "SELECT file AS what, 0 AS count FROM pragma_database_list LIMIT 1";
        let file = find(file).one(manager.get_connection()).await?;
        let file = file.map(|found| found.what).unwrap_or_default();
        if file.is_empty() {
            let reason = "a table in memory cannot be replaced";
            return Err(DbErr::Custom(reason.to_owned()));
        }
        let file = file.replace('%', "%25").replace('?', "%3F");
        let mut options = ConnectOptions::new(format!("sqlite://{file}"));
        options.max_connections(1);
        let own = Database::connect(options).await?;
        own.execute_unprepared("PRAGMA foreign_keys = OFF").await?;
        let transaction = own.begin().await?;
        let on = "SELECT '' AS what, foreign_keys AS count FROM pragma_foreign_keys";
        let on = find(on).one(&transaction).await?;
        if !matches!(on, Some(Found { count: 0, .. })) {
            return Err(DbErr::Custom("foreign keys are on".to_owned()));
        }
        let lost = match strangers {
            Some(strangers) => find(strangers).one(&transaction).await?,
            None => None,
        };
        if let Some(lost) = lost {
            return Err(DbErr::Custom(lost.what));
        }
        let orphans = find(orphans).all(&transaction).await?;
        Ok(Self {
            own,
            transaction,
            orphans,
        })
    }

    /// Fails where there are more rows that refer to nothing than before.
    async fn commit(self) -> Result<(), DbErr> {
        for now in find(ORPHANS).all(&self.transaction).await? {
            let same = |was: &Found| was.what == now.what && was.count >= now.count;
            if !self.orphans.iter().any(same) {
                return Err(DbErr::Custom(now.what));
            }
        }
        self.transaction.commit().await?;
        self.own.close().await
    }
}
