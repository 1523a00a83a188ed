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
