//! What was read, as the facts that SeaORM's answer is told in: with what SeaORM adds, the names it makes up and its note of a
//! former name.

use std::collections::BTreeMap;

use autogen_model::{Code, Model};
use autogen_schema::{Column, ColumnType, DefaultValue, Dialect, Ident, Table, UniqueKind};

use super::facts::{ColumnFacts, Facts, KeyFacts};

const DIALECTS: [Dialect; 3] = [Dialect::Postgres, Dialect::Mysql, Dialect::Sqlite];

/// Returns the facts of every table.
pub(super) fn tables(model: &Model) -> BTreeMap<String, Facts> {
    // Where SeaORM has no type, a finding says so.
    let refused = DIALECTS.map(|dialect| {
        let mut model = model.clone();
        model.check_types(dialect);
        let found = model.diagnostics.into_iter().filter(|found| found.code == Code::UnsupportedType);
        found.map(|found| found.location).collect::<Vec<_>>()
    });
    let tables = model.schema.tables.values();
    tables.map(|table| (table.name.to_string(), facts(model, table, &refused))).collect()
}

fn facts(model: &Model, table: &Table, refused: &[Vec<autogen_model::Location>; 3]) -> Facts {
    let names = |columns: &[Ident]| columns.iter().map(ToString::to_string).collect::<Vec<_>>();
    let columns = table.columns.iter().map(|column| {
        let place = model.sources.get(&autogen_model::Subject::Column(table.name.clone(), column.name.clone()));
        let place = place.expect("a place");
        let written =
            [Dialect::Postgres, Dialect::Mysql, Dialect::Sqlite].iter().zip(refused).map(|(dialect, refused)| {
                (written(model, column, *dialect), !refused.iter().any(|refused| refused == place))
            });
        ColumnFacts {
            name: column.name.to_string(),
            ty: data_type(column).clone(),
            written: written.collect(),
            nullable: column.nullable,
            auto_increment: column.auto_increment,
            default: column.default.as_ref().map(default_sql),
            comment: match (&column.comment, &column.renamed_from) {
                (Some(comment), Some(name)) => Some(format!("{comment}; renamed_from \"{name}\"")),
                (None, Some(name)) => Some(format!("renamed_from \"{name}\"")),
                (comment, None) => comment.clone(),
            },
            extra: column.extra.clone(),
        }
    });
    let made_up = |kind: &str, rest: &str| format!("{kind}-{}-{rest}", table.name.name);
    let foreign_keys = table.foreign_keys.iter().map(|key| KeyFacts {
        name: key.name.as_ref().map_or_else(|| made_up("fk", &names(&key.columns).join("-")), ToString::to_string),
        columns: names(&key.columns),
        references: key.references.clone(),
        referenced: names(&key.referenced_columns),
        on_delete: key.on_delete,
        on_update: key.on_update,
    });
    let plain = table.indexes.iter().map(|index| {
        let columns = index.plain_columns().expect("columns").into_iter().map(ToString::to_string);
        let columns: Vec<String> = columns.collect();
        (made_up("idx", &columns.join("-")), index.unique, columns)
    });
    let of_kind = |kind: UniqueKind| table.uniques.iter().filter(move |unique| unique.kind == kind);
    let keys = of_kind(UniqueKind::Index)
        .map(|unique| (made_up("idx", unique.key.as_ref().expect("a key").as_str()), true, names(&unique.columns)));
    Facts {
        comment: table.comment.clone(),
        columns: columns.collect(),
        primary_key: table.primary_key.as_ref().map(|key| names(&key.columns)).unwrap_or_default(),
        uniques: of_kind(UniqueKind::Constraint).map(|unique| names(&unique.columns)).collect(),
        indexes: plain.chain(keys).collect(),
        foreign_keys: foreign_keys.collect(),
    }
}

fn data_type(column: &Column) -> &ColumnType {
    column.data_type.column_type().unwrap_or_else(|| panic!("{}: {:?}", column.name, column.data_type))
}

/// The type as SeaORM puts it into a statement: enums are spelled as each database knows them, unquoted.
fn written(model: &Model, column: &Column, dialect: Dialect) -> ColumnType {
    match (data_type(column), dialect) {
        (ColumnType::Enum(name), Dialect::Postgres) => ColumnType::Custom(name.to_string()),
        (ColumnType::Enum(name), Dialect::Mysql) => {
            let labels = model.schema.enums[name].labels.join("', '");
            ColumnType::Custom(format!("ENUM('{labels}')"))
        }
        (ty, _) => ty.clone(),
    }
}

fn default_sql(default: &DefaultValue) -> String {
    match default {
        DefaultValue::Text(text) => Dialect::Sqlite.literal(text),
        DefaultValue::Number(text) | DefaultValue::Expression(text) => text.clone(),
        DefaultValue::Bool(value) => value.to_string().to_uppercase(),
        DefaultValue::Unknown(text) => panic!("{text}"),
    }
}
