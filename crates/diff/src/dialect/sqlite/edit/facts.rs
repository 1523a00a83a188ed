//! What a statement says of its columns.

use autogen_schema::sql::{Token, tokenize};
use autogen_schema::sqlite::{ColumnConstraintKind as Kind, ColumnDef, Span, TableConstraintKind, names_in};
use autogen_schema::{Ident, SqlType};

use super::{SQLITE, TableText};

impl TableText {
    fn definition(&self, column: &Ident) -> Option<&ColumnDef> {
        self.parsed.column(column.as_str())
    }

    fn has(&self, column: &Ident, is: fn(&Kind) -> bool) -> bool {
        self.definition(column).is_some_and(|column| column.constraints.iter().any(|c| is(&c.kind)))
    }

    /// Returns the columns, in order.
    pub(crate) fn column_names(&self) -> Vec<Ident> {
        self.parsed.columns().map(|(_, column)| column.name.ident.clone()).collect()
    }

    /// Returns the declared type of a column; an empty one where there is none.
    pub(crate) fn declared(&self, column: &Ident) -> SqlType {
        let ty = self.definition(column).and_then(|column| column.data_type.as_ref());
        SqlType::parse(ty.map_or("", |ty| ty.text.as_str()))
    }

    pub(crate) fn is_not_null(&self, column: &Ident) -> bool {
        self.has(column, |kind| matches!(kind, Kind::NotNull { .. }))
    }

    pub(crate) fn is_generated(&self, column: &Ident) -> bool {
        self.has(column, |kind| matches!(kind, Kind::Generated { .. }))
    }

    /// Whether a column is the rowid: a single key that is declared INTEGER.
    pub(crate) fn is_rowid(&self, column: &Ident) -> bool {
        let only = matches!(self.key_columns().as_slice(), [key] if key.same(column, SQLITE));
        only && self.declared(column).name == "integer" && self.parsed.options.without_rowid.is_none()
    }

    /// Whether rows have a rowid that no column shows.
    pub(crate) fn has_hidden_rowid(&self) -> bool {
        let names = self.column_names();
        self.parsed.options.without_rowid.is_none()
            && !names.iter().any(|name| name.as_str().eq_ignore_ascii_case("rowid") || self.is_rowid(name))
    }

    /// Returns what stands behind `DEFAULT`, so that it can stand in an expression.
    pub(crate) fn default_of(&self, column: &Ident) -> Option<String> {
        self.definition(column)?.constraints.iter().rev().find_map(|constraint| match &constraint.kind {
            Kind::Default { expr, parenthesised: true } => Some(format!("({})", self.parsed.text(expr))),
            Kind::Default { expr, parenthesised: false } => Some(literal(self.parsed.text(expr))),
            _ => None,
        })
    }

    /// Whether any constraint says what becomes of rows in conflict.
    pub(crate) fn has_conflict_clause(&self) -> bool {
        let tokens: Vec<Token<'_>> =
            tokenize(self.sql(), SQLITE).into_iter().filter(|token| !token.is_trivia()).collect();
        tokens.windows(2).any(|pair| matches!(pair, [on, conflict] if on.is_word("on") && conflict.is_word("conflict")))
    }

    /// Returns the first expression that names a column through the table called `name`.
    pub(crate) fn qualified_by(&self, name: &Ident) -> Option<&str> {
        self.expressions().into_iter().map(|span| self.parsed.text(&span)).find(|expression| {
            let tokens: Vec<Token<'_>> =
                tokenize(expression, SQLITE).into_iter().filter(|token| !token.is_trivia()).collect();
            tokens.windows(2).any(|pair| match pair {
                [table, dot] => dot.is_punct(".") && table.ident().is_some_and(|table| table.same(name, SQLITE)),
                _ => false,
            })
        })
    }

    /// Returns what may refuse a value of the column, in words: a check, or a foreign key over several columns.
    pub(crate) fn restricts(&self, column: &Ident) -> Option<String> {
        let over_several = self.parsed.constraints().find(|(_, constraint)| match &constraint.kind {
            TableConstraintKind::ForeignKey { columns, .. } => {
                columns.len() > 1 && columns.iter().any(|name| name.ident.same(column, SQLITE))
            }
            _ => false,
        });
        let text = over_several.and_then(|(at, _)| self.parsed.items.get(at)).map(|item| item.span.clone());
        let check = self
            .expressions()
            .into_iter()
            .find(|span| names_in(self.sql(), span.clone()).iter().any(|name| name.ident.same(column, SQLITE)));
        text.or(check).map(|span| self.parsed.text(&span).split_whitespace().collect::<Vec<_>>().join(" "))
    }

    fn expressions(&self) -> Vec<Span> {
        let inline = self.parsed.columns().flat_map(|(_, column)| &column.constraints).filter_map(|c| match &c.kind {
            Kind::Check { expr } | Kind::Generated { expr, .. } => Some(expr.clone()),
            _ => None,
        });
        let apart = self.parsed.constraints().filter_map(|(_, constraint)| match &constraint.kind {
            TableConstraintKind::Check { expr, .. } => Some(expr.clone()),
            _ => None,
        });
        inline.chain(apart).collect()
    }
}

/// A default that is a word or a name in double quotes is a string, which it would not be in an expression.
fn literal(text: &str) -> String {
    const CONSTANTS: [&str; 6] = ["null", "true", "false", "current_time", "current_date", "current_timestamp"];
    let tokens = tokenize(text, SQLITE);
    match tokens.as_slice() {
        [one] if !CONSTANTS.iter().any(|word| one.is_word(word)) => {
            one.ident().map_or_else(|| text.to_owned(), |word| SQLITE.literal(word.as_str()))
        }
        _ => text.to_owned(),
    }
}
