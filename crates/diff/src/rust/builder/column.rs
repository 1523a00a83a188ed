//! A column, as `ColumnDef` says it.

use autogen_schema::{Dialect, Ident};
use sea_query::{ColumnDef, Expr};

use super::kind::Kind;
use crate::rust::both::{Both, call, then};
use crate::rust::sql::Sql;

/// What is said of a column, or of what becomes of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Column {
    pub(crate) name: Ident,
    /// The type; none where a column has none, or keeps the one that it has.
    pub(crate) ty: Option<Typed>,
    pub(crate) null: Null,
    pub(crate) default: Option<Default>,
    pub(crate) auto_increment: bool,
    pub(crate) primary_key: bool,
    pub(crate) unique: bool,
    pub(crate) check: Option<Sql>,
    /// What it is computed from, and whether the value is stored.
    pub(crate) generated: Option<(Sql, bool)>,
    /// What else is said of it, each as SQL says it.
    pub(crate) extra: Vec<Sql>,
    pub(crate) comment: Option<String>,
    /// What a value becomes in the new type.
    pub(crate) using: Option<Sql>,
}

impl Column {
    pub(crate) fn new(name: Ident, ty: Option<Typed>) -> Self {
        Self {
            name,
            ty,
            null: Null { said: None, defaults: true },
            default: None,
            auto_increment: false,
            primary_key: false,
            unique: false,
            check: None,
            generated: None,
            extra: Vec::new(),
            comment: None,
            using: None,
        }
    }

    pub(super) fn both(&self) -> Both<ColumnDef> {
        let mut column = match &self.ty {
            Some(ty) => ty.kind().column(&self.name),
            None => call!(ColumnDef::new(&self.name)),
        };
        column = match self.null.said {
            Some(true) => then!(column, null()),
            Some(false) => then!(column, not_null()),
            None => column,
        };
        if self.auto_increment {
            column = then!(column, auto_increment());
        }
        if self.primary_key {
            column = then!(column, primary_key());
        }
        if self.unique {
            column = then!(column, unique_key());
        }
        if let Some(default) = &self.default {
            column = default.on(column);
        }
        if let Some((sql, stored)) = &self.generated {
            column = then!(column, generated(call!(Expr::cust(&sql.text)), *stored));
        }
        if let Some(sql) = &self.check {
            column = then!(column, check(call!(Expr::cust(&sql.text))));
        }
        if !self.extra.is_empty() {
            let extra = self.extra.iter().map(|sql| sql.text.as_str()).collect::<Vec<_>>().join(" ");
            column = then!(column, extra(&extra));
        }
        if let Some(text) = &self.comment {
            column = then!(column, comment(text));
        }
        if let Some(sql) = &self.using {
            column = then!(column, using(call!(Expr::cust(&sql.text))));
        }
        column
    }

    /// Whether a backend can write it. What sea-query writes in an order that a server does not take, it cannot.
    pub(super) fn is_on(&self, dialect: Dialect) -> bool {
        let typed = self.ty.as_ref().is_none_or(|ty| ty.kind().is_on(dialect));
        let counts =
            !self.auto_increment || dialect != Dialect::Postgres || self.ty.as_ref().is_some_and(Typed::counts);
        let ordered = match dialect {
            // MySQL takes NOT NULL only behind what a column is computed from, and MariaDB a check only at the very end.
            Dialect::Mysql => {
                let ends = self.extra.is_empty() && self.comment.is_none();
                let computed = self.generated.is_none() || self.null.said.is_none();
                computed && (self.check.is_none() || ends) && (!self.has_place() || self.comment.is_none())
            }
            Dialect::Sqlite | Dialect::Postgres => true,
        };
        typed && counts && ordered
    }

    /// Whether it is told where the column stands, which is the last that MySQL takes.
    fn has_place(&self) -> bool {
        let places = |sql: &Sql| {
            let first = sql.text.split_whitespace().next().unwrap_or_default();
            ["after", "first"].iter().any(|word| first.eq_ignore_ascii_case(word))
        };
        self.extra.iter().any(places)
    }
}

/// Whether a column holds NULL.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Null {
    /// `NULL` or `NOT NULL`, where that is said.
    pub(crate) said: Option<bool>,
    /// Whether it holds NULL when nothing is said.
    pub(crate) defaults: bool,
}

impl PartialEq for Null {
    fn eq(&self, other: &Self) -> bool {
        let told = |null: &Self| null.said.filter(|holds| !(null.defaults && *holds));
        told(self) == told(other)
    }
}

impl Eq for Null {}

/// The type of a column, as SQL says it, with all that sea-query can call it: any of them is written as the same SQL.
#[derive(Clone, Debug)]
pub(crate) struct Typed {
    /// The type in the one spelling that all its names share.
    pub(crate) canonical: String,
    /// What it can be called, the best first. Never empty.
    pub(crate) kinds: Vec<Kind>,
}

impl Typed {
    fn kind(&self) -> &Kind {
        const UNTYPED: &Kind = &Kind::Custom(String::new());
        self.kinds.first().unwrap_or(UNTYPED)
    }

    fn counts(&self) -> bool {
        counts(self.kind())
    }

    /// Leaves the names of types of which PostgreSQL can make values.
    pub(crate) fn keep_what_counts(&mut self) {
        self.kinds.retain(counts);
    }
}

/// Whether PostgreSQL can make values of it. sea-query panics for other types.
fn counts(kind: &Kind) -> bool {
    use autogen_schema::ColumnType::{BigInteger, Integer, SmallInteger};
    matches!(kind, Kind::Known(SmallInteger | Integer | BigInteger))
}

impl PartialEq for Typed {
    fn eq(&self, other: &Self) -> bool {
        self.canonical == other.canonical
    }
}

impl Eq for Typed {}

/// The default of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Default {
    Bool(bool),
    Text(String),
    /// A number, as it is written.
    Number(String),
    /// `CURRENT_TIMESTAMP`, `CURRENT_DATE`, `CURRENT_TIME`.
    Now(Clock),
    /// SQL that stands without parentheses.
    Bare(Sql),
    /// SQL in parentheses.
    Expression(Sql),
}

/// What the clock of a database tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Clock {
    Timestamp,
    Date,
    Time,
}

impl Default {
    fn on(&self, column: Both<ColumnDef>) -> Both<ColumnDef> {
        match self {
            Default::Bool(yes) => then!(column, default(*yes)),
            Default::Text(text) => then!(column, default(text)),
            Default::Number(number) => match (number.parse::<i64>(), float(number)) {
                (Ok(number), _) => then!(column, default(number)),
                (_, Some(number)) => then!(column, default(number)),
                _ => then!(column, default(call!(Expr::custom_keyword(number)))),
            },
            Default::Now(Clock::Timestamp) => then!(column, default(call!(Expr::current_timestamp()))),
            Default::Now(Clock::Date) => then!(column, default(call!(Expr::current_date()))),
            Default::Now(Clock::Time) => then!(column, default(call!(Expr::current_time()))),
            Default::Bare(sql) => then!(column, default(call!(Expr::custom_keyword(&sql.text)))),
            Default::Expression(sql) => then!(column, default(call!(Expr::cust(&sql.text)))),
        }
    }
}

/// A number with a fraction, where Rust writes it as it stands.
fn float(number: &str) -> Option<f64> {
    number.parse::<f64>().ok().filter(|float| float.is_finite() && float.to_string() == number)
}
