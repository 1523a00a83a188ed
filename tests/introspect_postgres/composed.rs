//! The texts that are put together here and not asked for: each is, to the letter, what the server would have written.

use std::collections::BTreeSet;

use autogen_introspect::introspect;
use autogen_schema::Schema;
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};

use super::{EVERYTHING, connect};
use crate::support::Database;

/// What the server writes of constraints and indexes, by name.
async fn told(db: &DatabaseConnection) -> BTreeSet<(String, String)> {
    let sql = "SELECT conname::text, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid >= 16384
        UNION ALL
        -- It names the default schema, too, and makes the index of a partitioned table on that one alone.
        SELECT c.relname::text, replace(replace(pg_get_indexdef(c.oid), ' ON ONLY ', ' ON '), ' ON public.', ' ON ')
        FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid WHERE i.indrelid >= 16384 AND i.indisvalid
            AND NOT EXISTS (SELECT FROM pg_constraint AS k WHERE k.conindid = c.oid AND k.conrelid = i.indrelid)";
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap();
    rows.iter().map(|row| (row.try_get_by_index(0).unwrap(), row.try_get_by_index(1).unwrap())).collect()
}

/// What was read of them.
fn read(schema: &Schema) -> Vec<(String, String)> {
    let mut texts = Vec::new();
    for table in schema.tables.values() {
        let key = table.primary_key.iter().map(|key| (key.name.clone(), &key.definition));
        let uniques = table.uniques.iter().map(|unique| (unique.name.clone(), &unique.definition));
        let keys = table.foreign_keys.iter().map(|key| (key.name.clone(), &key.definition));
        let checks = table.checks.iter().map(|check| (check.name.clone(), &check.definition));
        let indexes = table.indexes.iter().filter(|index| index.valid);
        let indexes = indexes.map(|index| (index.name.clone(), &index.definition));
        let all = key.chain(uniques).chain(keys).chain(checks).chain(indexes);
        texts.extend(all.map(|(name, text)| (name.unwrap().to_string(), text.as_deref().unwrap().to_owned())));
    }
    texts
}

async fn assert_as_told(sql: &str, least: usize) {
    let database = Database::postgres("composed");
    database.sql(sql);
    let db = connect(&database).await;
    let texts = read(&introspect(&db).await.unwrap().schema);
    assert!(texts.len() >= least, "{texts:#?}");
    let told = told(&db).await;
    for (name, text) in texts {
        // What is set on the index of a constraint the server tells apart from it.
        let text = text.replace(" WITH (fillfactor=70)", "");
        let same = (name, text);
        let of_name: Vec<_> = told.iter().filter(|(name, _)| *name == same.0).collect();
        assert!(told.contains(&same), "{same:?} is none of {of_name:?}");
    }
}

#[tokio::test]
async fn of_everything() {
    assert_as_told(EVERYTHING, 10).await;
}

#[tokio::test]
async fn of_names_that_need_quotes_and_names_that_do_not() {
    let names = [
        "plain", "Order", "user", "some", "name", "type", "a b", "_x1", "1x", "ä", "a\"b", "between", "xmlparse",
        "row", "text", "x$y",
    ];
    let columns: Vec<String> = names.iter().map(|name| format!("\"{}\" integer", name.replace('"', "\"\""))).collect();
    let mut sql = format!("CREATE SCHEMA \"Other\"; CREATE TABLE \"Table\" ({});", columns.join(", "));
    for (at, name) in names.iter().enumerate() {
        let name = name.replace('"', "\"\"");
        sql += &format!(
            "ALTER TABLE \"Table\" ADD CONSTRAINT \"u{at} {name}\" UNIQUE (\"{name}\");
             CREATE INDEX \"i{at}{name}\" ON \"Table\" (\"{name}\" DESC, plain NULLS FIRST);
             CREATE TABLE \"Other\".\"{name}\" (\"{name}\" integer CONSTRAINT \"p{at}{name}\" PRIMARY KEY,
                 r integer CONSTRAINT \"f{at}{name}\" REFERENCES \"Table\" (\"{name}\") ON DELETE CASCADE ON UPDATE RESTRICT);
             ALTER TABLE \"Table\" ADD CONSTRAINT \"g{at}{name}\" FOREIGN KEY (\"{name}\") REFERENCES \"Other\".\"{name}\";"
        );
    }
    assert_as_told(&sql, names.len() * 5).await;
}

#[tokio::test]
async fn of_what_is_more_than_columns() {
    let sql = "CREATE COLLATION german (provider = icu, locale = 'de');
        CREATE DOMAIN word AS text;
        CREATE TYPE mood AS ENUM ('sad', 'glad');
        CREATE TABLE pg_settings (id integer PRIMARY KEY);
        CREATE TABLE p (a integer, b integer, c text, PRIMARY KEY (a, b) INCLUDE (c), UNIQUE NULLS NOT DISTINCT (c));
        CREATE TABLE t (
            a integer, b integer, c text COLLATE german, d varchar(9), e mood, f word, g integer[], h inet, i cidr, j char(3), k name,
            CONSTRAINT set_some FOREIGN KEY (a, b) REFERENCES p ON DELETE SET NULL (b),
            CONSTRAINT set_all FOREIGN KEY (a, b) REFERENCES p ON DELETE SET DEFAULT ON UPDATE SET NULL,
            CONSTRAINT matched FOREIGN KEY (a, b) REFERENCES p MATCH FULL,
            CONSTRAINT late FOREIGN KEY (a, b) REFERENCES p DEFERRABLE INITIALLY DEFERRED,
            CONSTRAINT hidden FOREIGN KEY (a) REFERENCES public.pg_settings,
            CONSTRAINT late_key PRIMARY KEY (a) DEFERRABLE,
            CONSTRAINT full_of UNIQUE (b) WITH (fillfactor = 70),
            CONSTRAINT positive CHECK (a > 0) NO INHERIT
        );
        ALTER TABLE t ADD CONSTRAINT later FOREIGN KEY (b, a) REFERENCES p (a, b) NOT VALID;
        CREATE INDEX of_all ON t (a, b DESC, c, d, e, f, g, h, i, j, k);
        CREATE INDEX of_other_collation ON t (c COLLATE \"C\", d COLLATE \"C\");
        CREATE INDEX of_other_class ON t (c text_pattern_ops, j bpchar_pattern_ops);
        CREATE INDEX of_other_types ON t (d varchar_ops, i inet_ops);
        CREATE INDEX of_some ON t (a) WHERE b > 0;
        CREATE INDEX of_text ON t (lower(c), a);
        CREATE INDEX of_hash ON t USING hash (a);
        CREATE INDEX of_more ON t (a) INCLUDE (b);
        CREATE UNIQUE INDEX of_nulls ON t (a) NULLS NOT DISTINCT;
        CREATE INDEX of_fill ON t (a) WITH (fillfactor = 70);
        CREATE INDEX of_counted ON t (lower(d));
        ALTER INDEX of_counted ALTER COLUMN 1 SET STATISTICS 7;
        CREATE TABLE whole (a integer, b integer) PARTITION BY RANGE (a);
        CREATE TABLE part PARTITION OF whole FOR VALUES FROM (0) TO (9);
        CREATE INDEX of_whole ON whole (b);";
    assert_as_told(sql, 24).await;
}
