//! Schemas and expressions under other names, as a server carries a rename through.

use autogen_schema::{Generated, Ident, Schema, Table, TableName};

use super::MYSQL;
use crate::exact::Renames;

/// Returns the schema under its new names. Expressions stay as they are.
pub(super) fn schema(schema: &Schema, renames: &Renames) -> Schema {
    let mut arrived = schema.clone();
    for table in schema.tables.values() {
        for column in &table.columns {
            let name = renames.column(&table.name, &column.name, MYSQL);
            if name != column.name {
                rename_column(&mut arrived, &table.name, &column.name, &name);
            }
        }
    }
    let tables: Vec<TableName> = schema.tables.keys().cloned().collect();
    // Two tables can change names: all go before any comes.
    let moved: Vec<_> = tables
        .iter()
        .filter_map(|old| {
            let new = renames.table(old, MYSQL);
            (new != *old).then(|| arrived.tables.remove(old).map(|table| (new, table))).flatten()
        })
        .collect();
    for (new, table) in moved {
        arrived.add(moved_table(table, new));
    }
    for key in arrived.tables.values_mut().flat_map(|table| &mut table.foreign_keys) {
        key.references = renames.table(&key.references, MYSQL);
    }
    arrived
}

/// Returns a table under another name. What a server named after the table (`t_ibfk_1`, `t_chk_1`) it names anew.
pub(super) fn moved_table(mut table: Table, name: TableName) -> Table {
    let old = std::mem::replace(&mut table.name, name);
    let keys = table.foreign_keys.iter_mut().map(|key| (&mut key.name, "_ibfk_"));
    let checks = table.checks.iter_mut().map(|check| (&mut check.name, "_chk_"));
    for (name, infix) in keys.chain(checks) {
        let number = name.as_ref().and_then(|name| name.as_str().strip_prefix(old.name.as_str())?.strip_prefix(infix));
        if let Some(number) = number.filter(|number| number.bytes().all(|byte| byte.is_ascii_digit())) {
            *name = Some(Ident::new(format!("{}{infix}{number}", table.name.name)));
        }
    }
    table
}

/// Renames a column wherever the types name it. A check that stands in a column is called as the column.
pub(super) fn rename_column(schema: &mut Schema, table: &TableName, from: &Ident, to: &Ident) {
    schema.rename_column(table, from, to, MYSQL);
    let Some(table) = schema.table_mut(table, MYSQL) else { return };
    for check in table.checks.iter_mut().filter(|check| check.column.as_ref().is_some_and(|c| c.same(from, MYSQL))) {
        check.column = Some(to.clone());
        check.name = check.name.take().map(|name| if name.same(from, MYSQL) { to.clone() } else { name });
    }
}

/// Renames a column in the expressions of its table.
pub(super) fn rename_in_expressions(schema: &mut Schema, table: &TableName, from: &Ident, to: &Ident) {
    let Some(table) = schema.table_mut(table, MYSQL) else { return };
    let names = [(from.clone(), to.clone())];
    for check in &mut table.checks {
        check.expression = expression(&check.expression, &names);
    }
    for column in &mut table.columns {
        column.generated = column.generated.take().map(|generated| Generated {
            expression: expression(&generated.expression, &names),
            storage: generated.storage,
        });
    }
}

/// Returns an expression with other names in it.
pub(super) fn expression(sql: &str, names: &[(Ident, Ident)]) -> String {
    crate::values::renamed(sql, names, MYSQL)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_columns_are_renamed_in_expressions() {
        let names = [("left".into(), "it's".into())];
        let renamed = expression("left(`Left`, 1) + `left`.`x` + `t`.LEFT + 'left' -- left", &names);
        assert_eq!(renamed, "left(`it's`, 1) + `left`.`x` + `t`.`it's` + 'left' -- left");
    }
}
