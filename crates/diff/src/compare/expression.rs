//! Expressions that text cannot tell apart: the database of the base is asked, once it is known what for.

use std::collections::BTreeSet;

use autogen_schema::change::FactKey;
use autogen_schema::sql::{TokenKind, tokenize};
use autogen_schema::{Column, DefaultValue, Dialect, ExpressionRole, Ident, Question, Spelling, Spellings, Table};

use super::{Difference, Sides};
use crate::dialect::Satisfied;
use crate::dialect::postgres::types::{declared_type, default_sql, is_of_the_moment, same_default, same_spelling};

/// What is compared, and what a person calls it.
pub(super) struct Subject<'a> {
    pub(super) table: &'a Table,
    /// The column whose default or computed value it is, or that a check was said of.
    pub(super) column: &'a Ident,
    pub(super) role: ExpressionRole,
}

impl Subject<'_> {
    fn question(&self, expression: &str) -> Option<Question> {
        let own = |column: &&Column| column.name == *self.column;
        let columns = match self.role {
            ExpressionRole::Default => typed(self.table.columns.iter().filter(own)),
            ExpressionRole::Check => typed(mentioned(self.table, expression)),
            ExpressionRole::Generated => {
                let others = mentioned(self.table, expression).filter(|column| !own(column));
                typed(others.chain(self.table.columns.iter().filter(own)))
            }
        };
        let (table, expression) = (self.table.name.clone(), expression.to_owned());
        Some(Question { table, columns: columns?, role: self.role, expression })
    }

    /// Whether two spellings of the server's are of one expression. Constants have several.
    fn same(&self, one: &str, other: &str) -> bool {
        let column = self.table.column(self.column, Dialect::Postgres).filter(|_| self.role == ExpressionRole::Default);
        let same_value = |column: &Column| {
            let one = DefaultValue::Expression(one.to_owned());
            same_default(&one, other, &column.data_type) == Satisfied::Yes
        };
        same_spelling(one, other) || column.is_some_and(same_value)
    }

    fn key(&self) -> FactKey {
        FactKey::Column(self.table.name.clone(), self.column.clone())
    }

    fn what(&self) -> &'static str {
        match self.role {
            ExpressionRole::Default => "default",
            ExpressionRole::Check => "check",
            ExpressionRole::Generated => "computed value",
        }
    }
}

/// The columns with their types in SQL; `None` where the database does not tell one.
fn typed<'a>(columns: impl Iterator<Item = &'a Column>) -> Option<Vec<(Ident, String)>> {
    columns.map(|column| Some((column.name.clone(), declared_type(column).ok()?))).collect()
}

/// The columns that have the name of something in the expression.
fn mentioned<'a>(table: &'a Table, expression: &str) -> impl Iterator<Item = &'a Column> + use<'a> {
    let tokens = tokenize(expression, Dialect::Postgres);
    let names: BTreeSet<Ident> = tokens
        .iter()
        .filter_map(|token| match token.kind {
            TokenKind::Word => Some(Ident::new(token.text.to_lowercase())),
            _ => token.ident(),
        })
        .collect();
    table.columns.iter().filter(move |column| names.contains(&column.name))
}

impl Sides<'_> {
    /// Compares two defaults of a column.
    pub(super) fn ask_default(
        self,
        table: &Table,
        column: &Ident,
        (said, found): (&DefaultValue, &DefaultValue),
        difference: &mut Difference,
    ) -> Satisfied {
        let (Some(said), DefaultValue::Expression(found)) = (default_sql(said), found) else {
            return Satisfied::NotCompared;
        };
        let subject = Subject { table, column, role: ExpressionRole::Default };
        if is_of_the_moment(&said) {
            let why = "the server keeps the moment at which it was set";
            difference.note_once(subject.key(), format!("its default is not compared: {why}"));
            return Satisfied::NotCompared;
        }
        self.ask(&subject, &said, &[found], difference).pop().unwrap_or(Satisfied::NotCompared)
    }

    /// Compares an expression that is said with those that the base has, of which text has told none to be the same.
    pub(super) fn ask(
        self,
        subject: &Subject<'_>,
        said: &str,
        found: &[&str],
        difference: &mut Difference,
    ) -> Vec<Satisfied> {
        let Some(of_said) = subject.question(said) else { return vec![Satisfied::NotCompared; found.len()] };
        if let Some(why) = self.spellings.and_then(Spellings::refusal) {
            refused(subject, why, difference);
        }
        found.iter().map(|found| self.ask_one(subject, &of_said, found, difference)).collect()
    }

    fn ask_one(self, subject: &Subject<'_>, said: &Question, found: &str, difference: &mut Difference) -> Satisfied {
        let Some(found) = subject.question(found) else { return Satisfied::NotCompared };
        let answers = self.spellings.and_then(|all| Some((all.answer(said)?, all.answer(&found)?)));
        let Some((of_said, of_found)) = answers else {
            difference.questions.extend([said.clone(), found]);
            return Satisfied::NotCompared;
        };
        let not_told = |why: &str, difference: &mut Difference| {
            difference.note_once(subject.key(), format!("its {} is not compared: {why}", subject.what()));
            Satisfied::NotCompared
        };
        let said = match of_said {
            Spelling::Spelled(texts) => texts,
            Spelling::Refused(why) => return not_told(why, difference),
        };
        let is_said = |text: &String| said.iter().any(|said| subject.same(said, text));
        match of_found {
            // It is the server's own spelling, but perhaps of long ago.
            _ if is_said(&found.expression) => Satisfied::Yes,
            Spelling::Spelled(texts) => texts.iter().any(is_said).into(),
            Spelling::Refused(why) => not_told(why, difference),
        }
    }
}

/// What is said once for all expressions where nothing is asked.
pub(super) fn not_compared(why: &str) -> String {
    format!("expressions that their text does not tell are not compared: {why}")
}

fn refused(subject: &Subject<'_>, why: &str, difference: &mut Difference) {
    let text = not_compared(why);
    if difference.notes.iter().all(|note| note.text != text) {
        difference.note(subject.key(), text);
    }
}
