//! An enum type that is made anew, and takes the place of the old one in every column.

use autogen_schema::{Check, DefaultValue, EnumType, Ident, Index, TableName};

use super::super::column::goes_with_type;
use super::super::dropped::mentions;
use super::{Lowering, POSTGRES, create};
use crate::dialect::Refusal;
use crate::dialect::postgres::types::{Constant, constant, default_sql, spelled};
use crate::dialect::postgres::warn;
use crate::{Hazard, Operation, Statement};

impl Lowering<'_> {
    pub(super) fn swap_enum(&mut self, labels: &[String], ty: &EnumType) -> Result<(), Refusal> {
        let columns = self.standing.columns_of(&ty.name);
        let mut back = Vec::new();
        for (table, column) in &columns {
            self.clear_readers(table, column)?;
            let computed = self.put_computed_away(table, column)?;
            self.release_keys_over(table, column)?;
            let (checks, indexes) = self.put_texts_away(table, column)?;
            back.push((computed, checks, indexes));
        }
        self.refuse_left_behind(ty, &columns)?;
        let beside = TableName::new(ty.name.clone());
        let old = self.names.distinct(&beside, &format!("{}-old", ty.name));
        self.names.release(&beside, &old);
        let (old, new) = (POSTGRES.quote(&old), POSTGRES.quote(&ty.name));
        self.push_apart(Statement::new(format!("ALTER TYPE {new} RENAME TO {old}")));
        self.push_apart(Statement::new(create(ty)));
        self.push_belongings(ty);
        let removed: Vec<&String> = labels.iter().filter(|label| !ty.labels.contains(label)).collect();
        for (table, column) in &columns {
            self.give_new_type(table, column, ty, &removed)?;
        }
        self.push_apart(Statement::new(format!("DROP TYPE {old}")));
        self.standing.apply(&Operation::CreateEnum(ty.clone()));
        for ((table, _), (computed, checks, indexes)) in columns.iter().zip(back) {
            self.bring_computed_back(table, computed)?;
            for check in checks {
                self.add_check(table, &check);
            }
            for index in indexes {
                self.create_index(table, &index);
            }
        }
        Ok(())
    }

    /// What is made of the type and is no column of a table stays with the old one, which then cannot go.
    fn refuse_left_behind(&self, ty: &EnumType, columns: &[(TableName, Ident)]) -> Result<(), Refusal> {
        let schema = &self.standing.schema;
        let name = TableName::new(ty.name.clone());
        let uses = |other: &TableName| schema.needs.get(other).is_some_and(|needed| needed.contains(&name));
        // The columns of partitions get their type with those of their table.
        let objects = schema.objects.iter().filter(|object| object.kind != "partition" && uses(&object.name));
        let objects = objects.map(|object| format!("{} `{}`", object.kind, object.name));
        let views = schema.views.keys().filter(|view| uses(view)).map(|view| format!("view `{view}`"));
        let others = schema.tables.keys().filter(|table| uses(table) && !columns.iter().any(|(of, _)| of == *table));
        let left = objects.chain(views).chain(others.map(|table| format!("table `{table}`"))).next();
        match left {
            None => Ok(()),
            Some(left) => Err(Refusal::new(
                format!("make enum `{}` anew, which is how labels are taken away or reordered", ty.name),
                format!("{left} uses it"),
            )
            .hint(format!("drop the {left} in a revision before this one, or keep the labels"))),
        }
    }

    /// Drops the checks and indexes whose text compares the column with labels: the server would keep the old type in them.
    fn put_texts_away(&mut self, table: &TableName, column: &Ident) -> Result<(Vec<Check>, Vec<Index>), Refusal> {
        let standing = self.table(table)?;
        let checks: Vec<Check> =
            standing.checks.into_iter().filter(|check| mentions(&check.expression, column)).collect();
        for check in &checks {
            self.drop_check(table, check)?;
        }
        let compares = |index: &Index| {
            let expressions = index.parts.iter().filter_map(|part| match &part.key {
                autogen_schema::IndexKey::Expression(sql) => Some(sql),
                autogen_schema::IndexKey::Column(_) => None,
            });
            expressions.chain(&index.predicate).any(|sql| mentions(sql, column))
        };
        let indexes: Vec<Index> = standing.indexes.into_iter().filter(compares).collect();
        for index in &indexes {
            self.drop_index(table, index)?;
        }
        Ok((checks, indexes))
    }

    fn give_new_type(
        &mut self,
        table: &TableName,
        column: &Ident,
        ty: &EnumType,
        removed: &[&String],
    ) -> Result<(), Refusal> {
        let standing = self.table(table)?;
        let Some(column) = standing.column(column, POSTGRES).cloned() else { return Ok(()) };
        let (quoted, name) = (POSTGRES.quote_table(table), POSTGRES.quote(&column.name));
        let brackets = if spelled(&column).dimensions > 0 { "[]" } else { "" };
        let target = format!("{}{brackets}", POSTGRES.quote(&ty.name));
        let mut clauses = Vec::new();
        if column.default.is_some() {
            clauses.push(format!("ALTER COLUMN {name} DROP DEFAULT"));
        }
        let said = self.values(table, &column.name).using;
        let value = said.as_ref().map_or_else(|| name.clone(), |sql| format!("({sql})"));
        clauses.push(format!("ALTER COLUMN {name} TYPE {target} USING {value}::text{brackets}::{target}"));
        let default = column.default.as_ref().map(|default| self.literal(default));
        let lost = matches!(&default, Some(DefaultValue::Text(label)) if removed.contains(&label));
        if let Some(sql) = default.as_ref().filter(|_| !lost).and_then(default_sql) {
            clauses.push(format!("ALTER COLUMN {name} SET DEFAULT {sql}"));
        }
        let text = match clauses.as_slice() {
            [only] => format!("ALTER TABLE {quoted} {only}"),
            all => format!("ALTER TABLE {quoted}\n    {}", all.join(",\n    ")),
        };
        let mut statement = Statement::new(text);
        statement.hazards.extend(match said {
            Some(sql) => vec![Hazard::ConvertsData(format!("converts {table}.{} by {sql}", column.name))],
            None => removed.iter().map(|label| fails_on(table, &column.name, label)).collect(),
        });
        statement.hazards.push(warn::copies(table));
        self.push_apart(statement);
        let forgotten: Vec<String> = column.settings.iter().filter(|s| goes_with_type(s)).cloned().collect();
        for setting in forgotten {
            self.alter(table, &column.name, &setting);
        }
        if lost {
            let to = autogen_schema::Column { default: None, ..column.clone() };
            self.standing.apply(&Operation::AlterColumn { table: table.clone(), from: column, to });
        }
        Ok(())
    }

    /// Returns the default without the cast to the old type.
    fn literal(&self, default: &DefaultValue) -> DefaultValue {
        match default {
            DefaultValue::Expression(sql) => match constant(&self.enum_names.text(sql)) {
                Constant::Text(text) => DefaultValue::Text(text),
                _ => default.clone(),
            },
            _ => default.clone(),
        }
    }
}

fn fails_on(table: &TableName, column: &Ident, label: &str) -> Hazard {
    Hazard::FailsOnRows(format!("fails if {table}.{column} is {} in any row", POSTGRES.literal(label)))
}
