use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_database_backend() != sea_orm::DbBackend::Sqlite {
            return Err(DbErr::Custom("this is written for SQLite".to_owned()));
        }

        let orphans = "
SELECT CASE [table]
WHEN 'b' THEN 'it''s c'
ELSE [table] END || ' refers to rows that ' || CASE parent
WHEN 'b' THEN 'it''s c'
ELSE parent END || ' does not have' AS what, count(*) AS count
FROM pragma_foreign_key_check GROUP BY 1";
        let rebuild = Rebuild::begin(manager, orphans, None).await?;
        let manager = &SchemaManager::new(&rebuild.transaction);

        let db = manager.get_connection();

        db.execute_unprepared(r#"CREATE TABLE "_autogen_new_a" (x integer)"#)
            .await?;

        db.execute_unprepared(r#"INSERT INTO "_autogen_new_a" (x) SELECT x FROM "a""#)
            .await?;

        db.execute_unprepared("PRAGMA legacy_alter_table = ON")
            .await?;

        db.execute_unprepared(r#"DROP TABLE "a""#).await?;

        db.execute_unprepared(r#"ALTER TABLE "_autogen_new_a" RENAME TO "a""#)
            .await?;

        db.execute_unprepared("PRAGMA legacy_alter_table = OFF")
            .await?;

        db.execute_unprepared(r#"CREATE INDEX i ON "a" (x)"#)
            .await?;

        db.execute_unprepared(r#"ALTER TABLE "b" RENAME TO "it's c""#)
            .await?;

        rebuild.commit().await?;

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
