//! How a server is asked: in a constant number of statements.

use autogen_introspect::introspect;

use super::{connect, database, notes};

/// How many statements the connection has sent while the database is read.
async fn statements(tables: usize) -> u64 {
    let sql: String = (0..tables)
        .map(|n| {
            let before = n.saturating_sub(1);
            format!(
                "CREATE SEQUENCE s{n};
                 CREATE TABLE t{n}(a int PRIMARY KEY AUTO_INCREMENT, b int UNIQUE, c json, d int CHECK (d > 0), KEY (d),
                    CONSTRAINT f{n} FOREIGN KEY (b) REFERENCES t{before} (a));
                 CREATE TABLE p{n}(a int) PARTITION BY HASH (a) PARTITIONS 2;
                 CREATE VIEW v{n} AS SELECT a FROM t{n};
                 CREATE TRIGGER r{n} BEFORE INSERT ON t{n} FOR EACH ROW SET NEW.d = 1;
                 CREATE FUNCTION f{n}(x int) RETURNS int RETURN x;"
            )
        })
        .collect();
    let database = database("statements", &sql);
    let db = connect(&database).await;
    let asked = || async {
        let row = sea_orm::Statement::from_string(sea_orm::DbBackend::MySql, "SHOW SESSION STATUS LIKE 'Questions'");
        let row = sea_orm::ConnectionTrait::query_one_raw(&db, row).await.unwrap().unwrap();
        row.try_get_by_index::<String>(1).unwrap().parse::<u64>().unwrap()
    };
    let before = asked().await;
    let introspected = introspect(&db).await.unwrap();
    let after = asked().await;
    assert_eq!(notes(&introspected), [""; 0]);
    assert_eq!(introspected.schema.tables.len(), 2 * tables);
    assert_eq!(introspected.schema.views.len(), tables);
    assert_eq!(introspected.schema.objects.len(), 2 * tables);
    after - before
}

#[tokio::test]
async fn their_number_does_not_depend_on_the_tables() {
    let few = statements(5).await;
    assert!(few < 50, "{few}");
    assert_eq!(statements(100).await, few);
}

/// How many statements reach the server, as its log has it, while it is read: tables of 12 columns, 3 indexes and 2 keys.
async fn logged(tables: usize) -> usize {
    let table = |n: usize| {
        let other = n / 2;
        format!(
            "CREATE TABLE t{n} (id bigint AUTO_INCREMENT PRIMARY KEY, parent bigint, other bigint,
                name varchar(100) NOT NULL, slug varchar(100) UNIQUE, state int DEFAULT 0, price decimal(10,2), note text,
                made datetime DEFAULT now(), seen datetime, data blob, live boolean NOT NULL DEFAULT true,
                KEY by_parent (parent), KEY by_other (other, state),
                CONSTRAINT p{n} FOREIGN KEY (parent) REFERENCES t{n} (id),
                CONSTRAINT o{n} FOREIGN KEY (other) REFERENCES t{other} (id) ON DELETE CASCADE);"
        )
    };
    let database = database("logged", &(0..tables).map(table).collect::<String>());
    // The log is that of the whole server: another run would end it too early.
    let lock = connect(&database).await;
    number(&lock, "SELECT GET_LOCK('autogen-tests-log', 120)").await;
    let log = database.log();
    let db = connect(&database).await;
    let session = number(&db, "SELECT CONNECTION_ID()").await;
    let schema = introspect(&db).await.unwrap().schema;
    let statements = log.statements_of(session);
    drop(log);
    lock.close().await.unwrap();
    assert_eq!(schema.tables.len(), tables);
    let table = super::table(&schema, "t0");
    assert_eq!((table.columns.len(), table.indexes.len(), table.foreign_keys.len()), (12, 3, 2));
    assert!(statements.iter().any(|statement| statement.contains("information_schema")), "{statements:#?}");
    statements.len()
}

pub(super) async fn number(db: &sea_orm::DatabaseConnection, query: &str) -> u64 {
    let row = sea_orm::Statement::from_string(sea_orm::DbBackend::MySql, query);
    let row = sea_orm::ConnectionTrait::query_one_raw(db, row).await.unwrap().unwrap();
    let number = row.try_get_by_index::<u64>(0);
    number.or_else(|_| row.try_get_by_index::<i64>(0).map(i64::unsigned_abs)).unwrap()
}

#[tokio::test]
async fn the_servers_log_has_as_many_for_a_thousand_tables_as_for_ten() {
    let few = logged(10).await;
    assert_eq!(logged(1_000).await, few);
}
