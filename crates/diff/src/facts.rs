//! Schema objects as facts: what a change list says about them.

use autogen_schema::change::{Facet, FacetValue, Facets, Fact, FactKey};
use autogen_schema::{Column, EnumType, ForeignKey, PrimaryKey, Table, TableName, Unique};

/// Returns what is said about a column.
pub fn column(table: &TableName, column: &Column) -> Fact {
    let mut facets = Facets::from([
        (Facet::Type, FacetValue::Type(column.data_type.clone())),
        (Facet::Null, FacetValue::Flag(column.nullable)),
    ]);
    if column.auto_increment {
        facets.insert(Facet::AutoIncrement, FacetValue::Flag(true));
    }
    if let Some(default) = &column.default {
        facets.insert(Facet::Default, FacetValue::Default(default.clone()));
    }
    if let Some(extra) = &column.extra {
        facets.insert(Facet::Extra, FacetValue::Text(extra.clone()));
    }
    if let Some(comment) = &column.comment {
        facets.insert(Facet::Comment, FacetValue::Text(comment.clone()));
    }
    Fact::new(FactKey::Column(table.clone(), column.name.clone()), facets)
}

/// Returns what is said about a primary key.
pub fn primary_key(table: &TableName, key: &PrimaryKey) -> Fact {
    let columns = FacetValue::Columns(key.columns.clone());
    Fact::new(FactKey::PrimaryKey(table.clone()), Facets::from([(Facet::Columns, columns)]))
}

/// Returns what is said about a table itself, called `name`.
pub fn said_of_table(name: &TableName, table: &Table) -> Fact {
    let comment = table.comment.as_ref().map(|comment| (Facet::Comment, FacetValue::Text(comment.clone())));
    Fact::new(FactKey::Table(name.clone()), comment.into_iter().collect())
}

/// Returns what is said about a table, its columns and its primary key.
pub fn table(table: &Table) -> Fact {
    let mut fact = said_of_table(&table.name, table);
    fact.members = table.columns.iter().map(|c| column(&table.name, c)).collect();
    fact.members.extend(table.primary_key.iter().map(|key| primary_key(&table.name, key)));
    fact
}

/// Returns what is said about a unique.
pub fn unique(table: &TableName, unique: &Unique) -> Fact {
    Fact::new(FactKey::Unique(table.clone(), unique.columns.clone()), Facets::new())
}

/// Returns what is said about a plain index.
pub fn index(table: &TableName, columns: impl IntoIterator<Item = impl Into<autogen_schema::Ident>>) -> Fact {
    let columns = columns.into_iter().map(Into::into).collect();
    Fact::new(FactKey::Index(table.clone(), columns), Facets::new())
}

/// Returns what is said about a foreign key.
pub fn foreign_key(table: &TableName, key: &ForeignKey) -> Fact {
    let mut facets = Facets::new();
    if let Some(name) = &key.name {
        facets.insert(Facet::Name, FacetValue::Name(name.clone()));
    }
    if let Some(action) = key.on_delete {
        facets.insert(Facet::OnDelete, FacetValue::Action(action));
    }
    if let Some(action) = key.on_update {
        facets.insert(Facet::OnUpdate, FacetValue::Action(action));
    }
    let key =
        FactKey::ForeignKey(table.clone(), key.columns.clone(), key.references.clone(), key.referenced_columns.clone());
    Fact::new(key, facets)
}

/// Returns what is said about an enum type.
pub fn enum_type(ty: &EnumType) -> Fact {
    let labels = FacetValue::Labels(ty.labels.clone());
    Fact::new(FactKey::Enum(ty.name.clone()), Facets::from([(Facet::Labels, labels)]))
}

/// Returns every fact that a table holds, in the order of a change list: the table, its uniques, indexes and foreign keys.
pub fn whole_table(of: &Table) -> Vec<Fact> {
    let name = &of.name;
    let mut facts = vec![table(of)];
    facts.extend(of.uniques.iter().map(|u| unique(name, u)));
    facts.extend(of.indexes.iter().filter_map(|i| {
        let columns: Vec<_> = i.plain_columns()?.into_iter().cloned().collect();
        let key = if i.unique { FactKey::Unique(name.clone(), columns) } else { FactKey::Index(name.clone(), columns) };
        Some(Fact::new(key, Facets::new()))
    }));
    facts.extend(of.foreign_keys.iter().map(|key| foreign_key(name, key)));
    facts
}
