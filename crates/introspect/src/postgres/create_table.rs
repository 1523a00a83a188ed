//! `CREATE TABLE`, put together from what the catalog says: the server has no function that writes it.

use autogen_schema::{Attachment, Column, DataType, Dialect, Identity, IdentityKind, TableName};

use super::attachment::{column_setting, setting};
use super::column::ColumnRow;
use super::other::server_options;
use super::relation::{Kind, Relation};
use super::text::unwrapped;

const POSTGRES: Dialect = Dialect::Postgres;

/// What stands behind the closing parenthesis, a clause each.
pub(super) fn clauses(relation: &Relation, parents: &[TableName]) -> Vec<String> {
    let parents: Vec<_> = parents.iter().map(|parent| POSTGRES.quote_table(parent)).collect();
    let inherits = !parents.is_empty() && !relation.is_partition;
    let method = relation.method.as_deref().filter(|method| *method != "heap");
    [
        inherits.then(|| format!("INHERITS ({})", parents.join(", "))),
        relation.partition_key.as_ref().map(|key| format!("PARTITION BY {key}")),
        method.map(|method| format!("USING {}", POSTGRES.quote(&method.into()))),
        relation.with(),
        relation.in_tablespace(),
        relation.server.as_deref().map(|server| {
            format!("SERVER {}{}", POSTGRES.quote(&server.into()), server_options(&relation.server_options))
        }),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The whole statement.
pub(super) fn statement(relation: &Relation, columns: &[ColumnRow], parents: &[TableName]) -> String {
    let what = match relation.kind {
        Kind::ForeignTable => "FOREIGN TABLE",
        _ if relation.unlogged => "UNLOGGED TABLE",
        _ => "TABLE",
    };
    let mut sql = format!("CREATE {what} {}", POSTGRES.quote_table(&relation.name));
    if let (true, Some(parent), Some(bound)) = (relation.is_partition, parents.first(), &relation.partition_bound) {
        sql += &format!(" PARTITION OF {} {bound}", POSTGRES.quote_table(parent));
    } else if let Some(of) = &relation.of_type {
        sql += &format!(" OF {of}");
    } else {
        let columns: Vec<_> = columns.iter().filter(|row| row.local).map(|row| column(&relation.name, row)).collect();
        sql += &format!(" (\n{}\n)", columns.iter().map(|line| format!("    {line}")).collect::<Vec<_>>().join(",\n"));
    }
    for clause in clauses(relation, parents) {
        sql.push(' ');
        sql += &clause;
    }
    sql
}

fn column(table: &TableName, row: &ColumnRow) -> String {
    let column = &row.column;
    let serial = serial_word(table, column);
    let mut text = format!("{} {}", POSTGRES.quote(&column.name), serial.unwrap_or(&row.type_text));
    text += &server_options(&row.server_options);
    if let Some(collation) = &row.collation {
        text += &format!(" COLLATE {collation}");
    }
    match (&column.identity, &column.generated, &row.expression) {
        (Some(identity), ..) if identity.kind != IdentityKind::Serial => {
            text += &generated_identity(table, column, identity)
        }
        (_, Some(generated), Some(expression)) => {
            let stored = if generated.storage == autogen_schema::Storage::Stored { "STORED" } else { "VIRTUAL" };
            text += &format!(" GENERATED ALWAYS AS ({}) {stored}", unwrapped(expression));
        }
        (_, None, Some(expression)) if serial.is_none() => text += &format!(" DEFAULT {expression}"),
        _ => {}
    }
    if !column.nullable {
        if let Some(constraint) = &row.not_null {
            text += &format!(" CONSTRAINT {}", POSTGRES.quote(&constraint.name));
        }
        text += " NOT NULL";
        if row.not_null.as_ref().is_some_and(|constraint| constraint.no_inherit) {
            text += " NO INHERIT";
        }
    }
    text
}

/// ` GENERATED … AS IDENTITY`, with what is not as the server would make it.
fn generated_identity(table: &TableName, column: &Column, identity: &Identity) -> String {
    let when = if identity.kind == IdentityKind::Always { "ALWAYS" } else { "BY DEFAULT" };
    let name = (identity.sequence != usual_sequence(table, column))
        .then(|| format!("SEQUENCE NAME {}", POSTGRES.quote_table(&identity.sequence)));
    let options: Vec<_> = name.iter().chain(&identity.options).map(String::as_str).collect();
    let options = if options.is_empty() { String::new() } else { format!(" ({})", options.join(" ")) };
    format!(" GENERATED {when} AS IDENTITY{options}")
}

/// What the server calls the sequence of a column, when nothing else is called that and the name is not too long.
fn usual_sequence(table: &TableName, column: &Column) -> TableName {
    TableName { schema: table.schema.clone(), name: format!("{}_{}_seq", table.name, column.name).into() }
}

/// `serial`, where the word makes exactly the column's sequence.
pub(super) fn serial_word(table: &TableName, column: &Column) -> Option<&'static str> {
    let identity = column.identity.as_ref()?;
    let usual = identity.kind == IdentityKind::Serial
        && identity.options.is_empty()
        && !column.nullable
        && identity.sequence == usual_sequence(table, column);
    let DataType::Reported(data_type) = &column.data_type else { return None };
    match data_type.name.as_str() {
        "smallint" if usual => Some("smallserial"),
        "integer" if usual => Some("serial"),
        "bigint" if usual => Some("bigserial"),
        _ => None,
    }
}

/// NOT NULL constraints that not every row keeps yet (`NOT VALID`).
pub(super) fn awaited(relation: &Relation, columns: &[ColumnRow]) -> Vec<Attachment> {
    let awaited = columns.iter().filter(|row| row.column.nullable).filter_map(|row| {
        let constraint = row.not_null.as_ref()?;
        let what = format!("ADD CONSTRAINT {} {}", POSTGRES.quote(&constraint.name), constraint.definition);
        let uses = [row.column.name.clone()].into();
        Some(Attachment { uses, ..setting(&relation.name, row.column.name.clone(), &what) })
    });
    awaited.collect()
}

/// What an inherited column has of its own: it is not written in the statement that makes the table.
pub(super) fn inherited(relation: &Relation, columns: &[ColumnRow], parents: &[&[ColumnRow]]) -> Vec<Attachment> {
    let mut settings = Vec::new();
    for row in columns.iter().filter(|row| relation.of_type.is_some() || relation.is_partition || !row.local) {
        let column = &row.column;
        let parent = parents.iter().flat_map(|columns| columns.iter()).find(|parent| parent.column.name == column.name);
        let expression = parent.and_then(|parent| parent.expression.as_ref());
        if column.generated.is_none() && row.expression.as_ref() != expression {
            let what = row.expression.as_ref().map_or("DROP DEFAULT".into(), |text| format!("SET DEFAULT {text}"));
            settings.push(column_setting(&relation.name, &column.name, &what));
        }
        if !column.nullable && parent.is_none_or(|parent| parent.column.nullable) {
            settings.push(column_setting(&relation.name, &column.name, "SET NOT NULL"));
        }
    }
    settings
}
