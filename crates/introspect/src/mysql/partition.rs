//! How tables are partitioned.

use autogen_schema::{Dialect, Ident, Schema, TableName};
use sea_orm::{ConnectionTrait, DbErr};

use super::catalog::{Ask, Grouped};
use super::row::Row;
use crate::Error;

/// A row of `PARTITIONS`: a partition, or a subpartition of one.
#[derive(Clone, Debug, Default)]
pub(super) struct PartitionRow {
    pub(super) name: String,
    pub(super) subpartition: Option<String>,
    pub(super) method: String,
    pub(super) submethod: Option<String>,
    pub(super) expression: String,
    pub(super) subexpression: String,
    /// The values: `10`, `MAXVALUE`, `'a','b'`.
    pub(super) description: Option<String>,
    pub(super) comment: Option<String>,
}

pub(super) fn decode(row: &Row<'_>) -> Result<(String, PartitionRow), DbErr> {
    let partition = PartitionRow {
        name: row.text("partition_name")?,
        subpartition: row.optional("subpartition_name")?,
        method: row.text("partition_method")?,
        submethod: row.filled("subpartition_method")?,
        expression: row.text("partition_expression")?,
        subexpression: row.text("subpartition_expression")?,
        description: row.optional("partition_description")?,
        comment: row.filled("partition_comment")?,
    };
    Ok((row.text("table_name")?, partition))
}

/// The method of partitions by age.
const SYSTEM_TIME: &str = "SYSTEM_TIME";

/// Whether the catalog of MariaDB does not tell all of it: the interval or limit of partitions by age, and whether a list holds
/// zero or what no other list holds.
fn is_doubtful(rows: &[PartitionRow]) -> bool {
    rows.iter().any(|row| row.method == SYSTEM_TIME || row.method == "LIST" && row.description.as_deref() == Some("0"))
}

/// Puts the server's own text in place of a clause that is not certain. A database without such tables is asked nothing here.
pub(super) async fn complete<C: ConnectionTrait>(
    ask: &Ask<'_, C>,
    partitions: &Grouped<PartitionRow>,
    schema: &mut Schema,
) -> Result<(), Error> {
    let doubtful = partitions.tables().filter(|(_, rows)| ask.server.is_mariadb() && is_doubtful(rows));
    for (name, _) in doubtful {
        let name = TableName::new(name);
        let Some(table) = schema.tables.get_mut(&name) else { continue };
        let sql = format!("SHOW CREATE TABLE {}", Dialect::Mysql.quote_table(&name));
        let texts = ask.rows("partitions", &sql, |row| row.text("Create Table")).await?;
        let clause =
            texts.first().and_then(|text| Some(text.get(text.rfind("\n PARTITION BY ")?..)?.trim().replace('\n', " ")));
        if let Some(clause) = clause {
            table.clauses.retain(|clause| !clause.starts_with("PARTITION BY "));
            table.clauses.push(clause);
        }
    }
    Ok(())
}

/// Returns the clause that partitions a table.
pub(super) fn clause(rows: &[PartitionRow]) -> Option<String> {
    let first = rows.first()?;
    let mut clause = format!("PARTITION BY {} ({})", first.method, first.expression);
    let partitions: Vec<&[PartitionRow]> = rows.chunk_by(|a, b| a.name == b.name).collect();
    if let Some(method) = &first.submethod {
        let count = partitions.first().map_or(0, |rows| rows.len());
        clause = format!("{clause} SUBPARTITION BY {method} ({}) SUBPARTITIONS {count}", first.subexpression);
    }
    if is_counted(&partitions) {
        return Some(format!("{clause} PARTITIONS {}", partitions.len()));
    }
    let list: Vec<_> = partitions.iter().filter_map(|rows| partition(rows)).collect();
    Some(format!("{clause} ({})", list.join(", ")))
}

/// Whether the partitions are those that `PARTITIONS n` makes: `p0`, `p1`, … without anything said of one.
fn is_counted(partitions: &[&[PartitionRow]]) -> bool {
    partitions.iter().enumerate().all(|(at, rows)| {
        rows.iter().enumerate().all(|(sub, row)| {
            let default_subpartition = row.subpartition.as_ref().is_none_or(|name| *name == format!("p{at}sp{sub}"));
            row.name == format!("p{at}") && row.description.is_none() && row.comment.is_none() && default_subpartition
        })
    })
}

fn partition(rows: &[PartitionRow]) -> Option<String> {
    let row = rows.first()?;
    let quote = |name: &str| Dialect::Mysql.quote(&Ident::new(name));
    let mut text = format!("PARTITION {}", quote(&row.name));
    let columns = row.method.ends_with("COLUMNS");
    let values = match (row.method.as_str(), row.description.as_deref()) {
        (_, None) => String::new(),
        (method, Some("MAXVALUE")) if method.starts_with("RANGE") && !columns => {
            " VALUES LESS THAN MAXVALUE".to_owned()
        }
        (method, Some(values)) if method.starts_with("RANGE") => format!(" VALUES LESS THAN ({values})"),
        // Of a list it is whatever no other list holds.
        ("LIST COLUMNS", Some("MAXVALUE")) => " DEFAULT".to_owned(),
        (_, Some(values)) => format!(" VALUES IN ({values})"),
    };
    text += &values;
    let comment = row.comment.as_deref().filter(|_| row.subpartition.is_none());
    text.extend(comment.map(|comment| format!(" COMMENT = {}", Dialect::Mysql.literal(comment))));
    let named = rows.iter().enumerate().any(|(at, sub)| {
        sub.subpartition.as_ref().is_some_and(|name| sub.comment.is_some() || *name != format!("{}sp{at}", row.name))
    });
    if named {
        let list: Vec<_> = rows.iter().filter_map(subpartition).collect();
        text = format!("{text} ({})", list.join(", "));
    }
    Some(text)
}

fn subpartition(row: &PartitionRow) -> Option<String> {
    let name = Dialect::Mysql.quote(&Ident::new(row.subpartition.as_deref()?));
    let comment = row.comment.as_deref().map(|comment| format!(" COMMENT = {}", Dialect::Mysql.literal(comment)));
    Some(format!("SUBPARTITION {name}{}", comment.unwrap_or_default()))
}
