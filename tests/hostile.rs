//! Hundreds of names and texts that trip over careless quoting: made, changed, renamed and dropped on each database by revisions
//! as they are generated, written, read again and run, and taken back.

use std::fmt::Write as _;

use autogen_schema::{Dialect, TableName};
use sea_orm::ConnectionTrait as _;

use crate::lab::{Dump, Lab, query};

mod names;

use names::{names, texts};

#[tokio::test]
async fn hostile_names_and_texts_go_through_everything() {
    through_everything(Dialect::Sqlite).await;
}

#[tokio::test]
async fn hostile_names_and_texts_go_through_everything_on_postgres() {
    through_everything(Dialect::Postgres).await;
}

#[tokio::test]
async fn hostile_names_and_texts_go_through_everything_on_mysql() {
    through_everything(Dialect::Mysql).await;
}

/// How many columns a table has beside its key.
const WIDTH: usize = 10;

/// What the entities say: each table is called as one of the names, and has some of them as columns, each with a text for a
/// default and a comment.
struct Entities {
    names: Vec<String>,
    texts: Vec<String>,
    /// How far the names of columns are moved along the list.
    renamed: usize,
    /// How far the names of tables are.
    tables_renamed: usize,
    /// How far the texts are.
    moved: usize,
    /// How many columns of a table are left, and whether every other table is.
    dropped: bool,
}

impl Entities {
    /// The tables, each with its columns and their texts.
    fn tables(&self) -> Vec<(&str, Vec<Column<'_>>)> {
        let count = self.names.len();
        let mut tables = Vec::new();
        for (number, start) in (0..count).step_by(WIDTH).enumerate() {
            if self.dropped && number % 2 == 1 {
                continue;
            }
            let width = if self.dropped { WIDTH / 2 } else { WIDTH };
            let columns = (start..count.min(start + width)).map(|at| Column {
                name: &self.names[(at + self.renamed) % count],
                was: (self.renamed > 0).then(|| self.names[at].as_str()),
                text: &self.texts[(at + self.moved) % self.texts.len()],
                indexed: self.moved > 0 && at % WIDTH == 0,
            });
            tables.push((self.table_name(start, self.tables_renamed), columns.collect()));
        }
        tables
    }

    /// Named otherwise than any of its columns, and than any other table ever is.
    fn table_name(&self, start: usize, renamed: usize) -> &str {
        &self.names[(start + self.names.len() / 2 + renamed) % self.names.len()]
    }

    /// Each table's old and new name.
    fn table_renames(&self) -> Vec<(String, String)> {
        let name = |start, renamed| TableName::new(self.table_name(start, renamed)).to_string();
        (0..self.names.len()).step_by(WIDTH).map(|start| (name(start, 0), name(start, self.tables_renamed))).collect()
    }

    fn source(&self) -> String {
        let mut source = String::new();
        for (number, (table, columns)) in self.tables().into_iter().enumerate() {
            let mut fields = String::new();
            for (at, column) in columns.iter().enumerate() {
                let was = column.was.map(|was| format!(", renamed_from = {was:?}")).unwrap_or_default();
                let indexed = if column.indexed { ", indexed" } else { "" };
                let Column { name, text, .. } = column;
                writeln!(
                    fields,
                    "        #[sea_orm(column_name = {name:?}, default_value = {text:?}, comment = {text:?}, \
                     column_type = \"String(StringLen::N(250))\"{indexed}{was})]\n        pub f{at}: String,"
                )
                .unwrap();
            }
            writeln!(
                source,
                "pub mod t{number} {{
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = {table:?}, comment = {table:?})]
    pub struct Model {{
        #[sea_orm(primary_key)]
        pub the_key_of_this: i32,
{fields}    }}

    impl ActiveModelBehavior for ActiveModel {{}}
}}
"
            )
            .unwrap();
        }
        source
    }
}

struct Column<'a> {
    name: &'a str,
    was: Option<&'a str>,
    text: &'a str,
    indexed: bool,
}

async fn through_everything(dialect: Dialect) {
    let lab = Lab::on(dialect, "hostile");
    let (names, texts) = (names(dialect), texts(dialect));
    assert!(names.len() >= 200, "only {}", names.len());
    let mut entities = Entities { names, texts, renamed: 0, tables_renamed: 0, moved: 0, dropped: false };
    let mut dumps = Vec::new();

    step(&lab, &entities, "Made", &mut dumps).await;
    insert(&lab, &entities).await;
    assert_texts(&lab, &entities).await;

    entities.moved = 7;
    step(&lab, &entities, "Changed", &mut dumps).await;
    lab.sql(&deletes(&lab, &entities)).await;
    insert(&lab, &entities).await;
    assert_texts(&lab, &entities).await;

    entities.renamed = 3 * WIDTH;
    step(&lab, &entities, "Renamed", &mut dumps).await;
    assert_texts(&lab, &entities).await;

    entities.tables_renamed = WIDTH / 2;
    lab.write_entity("all.rs", &entities.source());
    lab.migrate_renaming("Tables renamed", entities.table_renames()).await;
    run_and_keep(&lab, &mut dumps).await;
    assert_texts(&lab, &entities).await;

    entities.dropped = true;
    step(&lab, &entities, "Dropped", &mut dumps).await;
    assert_texts(&lab, &entities).await;

    dumps.pop();
    while let Some(dump) = dumps.pop() {
        lab.downgrade("-1").await;
        assert_eq!(lab.dump().await, dump);
    }
    lab.downgrade("base").await;
}

/// Generates a revision of what the entities say, and runs it. The files are read again by all that comes after.
async fn step(lab: &Lab, entities: &Entities, message: &str, dumps: &mut Vec<Dump>) {
    lab.write_entity("all.rs", &entities.source());
    lab.migrate(message).await;
    run_and_keep(lab, dumps).await;
}

async fn run_and_keep(lab: &Lab, dumps: &mut Vec<Dump>) {
    lab.upgrade().await;
    lab.assert_clean().await;
    dumps.push(lab.dump().await);
}

/// Puts a row of nothing but defaults into each table.
async fn insert(lab: &Lab, entities: &Entities) {
    let dialect = lab.dialect();
    let values = if dialect == Dialect::Mysql { "() VALUES ()" } else { "DEFAULT VALUES" };
    let insert = |table: &str| format!("INSERT INTO {} {values};\n", dialect.quote(&table.into()));
    run(lab, &entities.tables().iter().map(|(table, _)| insert(table)).collect::<String>()).await;
}

fn deletes(lab: &Lab, entities: &Entities) -> String {
    let delete = |table: &str| format!("DELETE FROM {};\n", lab.dialect().quote(&table.into()));
    entities.tables().iter().map(|(table, _)| delete(table)).collect()
}

/// Past the server's client, which has ideas of its own about backslashes and delimiters.
async fn run(lab: &Lab, statements: &str) {
    let connection = lab.connect().await;
    connection.database().execute_unprepared(statements).await.unwrap_or_else(|error| panic!("{error}\n{statements}"));
    connection.close().await.unwrap();
}

/// Each row holds the texts, to the letter.
async fn assert_texts(lab: &Lab, entities: &Entities) {
    let dialect = lab.dialect();
    let connection = lab.connect().await;
    for (table, columns) in entities.tables() {
        let names: Vec<String> = columns.iter().map(|column| dialect.quote(&column.name.into())).collect();
        let select = format!("SELECT {} FROM {}", names.join(", "), dialect.quote(&table.into()));
        let texts: Vec<&str> = columns.iter().map(|column| column.text).collect();
        assert_eq!(query(connection.database(), &select).await, [texts], "{select}");
    }
    connection.close().await.unwrap();
}

/// What is wrong with a name, so often repeated, and what is told of it.
const REFUSED: &[(Dialect, &str, usize, &str)] = &[
    (Dialect::Postgres, "x", 64, "is 64 bytes long, and PostgreSQL keeps no more than 63 bytes"),
    (Dialect::Postgres, "é", 32, "is 64 bytes long, and PostgreSQL keeps no more than 63 bytes"),
    (Dialect::Mysql, "x", 65, "is 65 characters long, and MySQL takes no more than 64 characters"),
    (Dialect::Mysql, "🦀", 1, "MySQL takes no character beyond U+FFFF in a name"),
    (Dialect::Mysql, "x ", 1, "ends in a blank, which MySQL does not take"),
    (Dialect::Postgres, "a\0b", 1, "holds a NUL character, which no database takes"),
    (Dialect::Mysql, "a\0b", 1, "holds a NUL character, which no database takes"),
    (Dialect::Sqlite, "a\0b", 1, "holds a NUL character, which no database takes"),
    (Dialect::Sqlite, "a\r\nb", 1, "holds a line end of two characters, of which a revision file keeps one"),
];

#[tokio::test]
async fn a_name_that_a_server_would_not_keep_is_refused_with_its_limit() {
    let entity = "use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = \"TABLE\")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i32,
    #[sea_orm(column_name = \"COLUMN\")]
    pub name: String,
}

impl ActiveModelBehavior for ActiveModel {}
";
    for (dialect, part, times, told) in REFUSED {
        let lab = Lab::on(*dialect, "refused");
        let name = part.repeat(*times).escape_default().to_string();
        let before = lab.dump().await;
        for (table, column) in [(name.as_str(), "fine"), ("fine", name.as_str())] {
            lab.write_entity("thing.rs", &entity.replace("TABLE", table).replace("COLUMN", column));
            let error = lab.plan(&lab.request("Refused")).await.unwrap_err();
            assert!(error.to_string().contains(told), "{dialect} {name}: {error}");
        }
        // A column that comes to a table is the other way in.
        lab.write_entity("thing.rs", &entity.replace("TABLE", "fine").replace("COLUMN", "fine"));
        lab.migrate("Fine").await;
        let more = entity.replace("TABLE", "fine").replace("COLUMN", "fine");
        let field = format!("    #[sea_orm(column_name = \"{name}\")]\n    pub more: Option<String>,\n}}\n\nimpl");
        lab.write_entity("thing.rs", &more.replace("}\n\nimpl", &field));
        lab.upgrade().await;
        let error = lab.plan(&lab.request("Refused")).await.unwrap_err();
        assert!(error.to_string().contains(told), "{dialect} {name}: {error}");
        lab.downgrade("base").await;
        assert_eq!(lab.dump().await, before);
    }
}
