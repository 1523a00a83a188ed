//! A value of sea-query's together with the Rust that makes it.
//!
//! What a revision is proven with is the value, what runs later is the text. They are made in one breath: a macro calls a function and
//! writes down its name, so that no text can say anything else than what was called.

use autogen_schema::{Ident, TableName};
use sea_query::{IntoTableRef, TableRef};

use super::expr::Expr;

/// A value, and the Rust that makes it.
#[derive(Clone, Debug)]
pub(crate) struct Both<T> {
    pub(crate) value: T,
    pub(crate) source: Expr,
}

impl<T> Both<T> {
    pub(crate) fn map<U>(self, make: impl FnOnce(T) -> U) -> Both<U> {
        Both { value: make(self.value), source: self.source }
    }
}

/// Calls a function: `call!(ColumnDef::new("id"))`.
macro_rules! call {
    ($($path:ident)::+($($argument:expr),*)) => {{
        #[allow(unused_mut)]
        let mut sources = Vec::new();
        let value = $($path)::+($($crate::rust::both::taken(&mut sources, $argument)),*);
        let path = [$(stringify!($path)),+].join("::");
        $crate::rust::both::Both { value, source: $crate::rust::expr::Expr::call(path, sources) }
    }};
}

/// Calls a method that changes what it is called on: `then!(column, default(0))`. What a method of sea-query's takes by reference is
/// passed as `&mut`; in the text that is what the last method of it returns.
macro_rules! then {
    ($on:expr, $method:ident(&mut $argument:expr)) => {{
        let (mut on, mut argument) = ($on, $argument);
        on.value.$method(&mut argument.value);
        let source = on.source.then(stringify!($method), vec![argument.source]);
        $crate::rust::both::Both { value: on.value, source }
    }};
    ($on:expr, $method:ident($($argument:expr),*)) => {{
        let mut on = $on;
        #[allow(unused_mut)]
        let mut sources = Vec::new();
        on.value.$method($($crate::rust::both::taken(&mut sources, $argument)),*);
        $crate::rust::both::Both { value: on.value, source: on.source.then(stringify!($method), sources) }
    }};
}

/// Calls a method that makes something else of what it is called on: `made!(alter, add_value("sad"))`.
macro_rules! made {
    ($on:expr, $method:ident($($argument:expr),*)) => {{
        let on = $on;
        #[allow(unused_mut)]
        let mut sources = Vec::new();
        let value = on.value.$method($($crate::rust::both::taken(&mut sources, $argument)),*);
        $crate::rust::both::Both { value, source: on.source.then(stringify!($method), sources) }
    }};
}

/// Names a constant: `word!(ForeignKeyAction::Cascade)`.
macro_rules! word {
    ($($path:ident)::+) => {
        $crate::rust::both::Both {
            value: $($path)::+,
            source: $crate::rust::expr::Expr::word([$(stringify!($path)),+].join("::")),
        }
    };
}

pub(crate) use {call, made, then, word};

/// Something that stands as an argument.
pub(crate) trait Argument {
    type Value;
    fn both(self) -> Both<Self::Value>;
}

/// Notes how an argument is written, and returns its value.
pub(crate) fn taken<A: Argument>(sources: &mut Vec<Expr>, argument: A) -> A::Value {
    let Both { value, source } = argument.both();
    sources.push(source);
    value
}

impl<T> Argument for Both<T> {
    type Value = T;
    fn both(self) -> Both<T> {
        self
    }
}

impl Argument for &str {
    type Value = String;
    fn both(self) -> Both<String> {
        Both { value: self.to_owned(), source: Expr::text(self) }
    }
}

impl Argument for &String {
    type Value = String;
    fn both(self) -> Both<String> {
        self.as_str().both()
    }
}

impl Argument for &Ident {
    type Value = String;
    fn both(self) -> Both<String> {
        self.as_str().both()
    }
}

impl Argument for &TableName {
    type Value = TableRef;
    fn both(self) -> Both<TableRef> {
        match &self.schema {
            Some(schema) => pair(schema, &self.name).map(IntoTableRef::into_table_ref),
            None => self.name.both().map(IntoTableRef::into_table_ref),
        }
    }
}

impl Argument for bool {
    type Value = bool;
    fn both(self) -> Both<bool> {
        Both { value: self, source: Expr::word(self.to_string()) }
    }
}

impl Argument for u32 {
    type Value = u32;
    fn both(self) -> Both<u32> {
        Both { value: self, source: Expr::word(self.to_string()) }
    }
}

impl Argument for i64 {
    type Value = i64;
    fn both(self) -> Both<i64> {
        // A number that does not say what it is is an i32.
        let suffix = if i32::try_from(self).is_ok() { "" } else { "_i64" };
        Both { value: self, source: Expr::word(format!("{self}{suffix}")) }
    }
}

impl Argument for f64 {
    type Value = f64;
    fn both(self) -> Both<f64> {
        Both { value: self, source: Expr::word(format!("{self:?}")) }
    }
}

impl<A: Argument> Argument for Option<A> {
    type Value = Option<A::Value>;
    fn both(self) -> Both<Option<A::Value>> {
        match self {
            Some(argument) => call!(Some(argument)),
            None => Both { value: None, source: Expr::word("None") },
        }
    }
}

/// Returns `(one, other)`.
pub(crate) fn pair<A: Argument, B: Argument>(one: A, other: B) -> Both<(A::Value, B::Value)> {
    let mut sources = Vec::new();
    let value = (taken(&mut sources, one), taken(&mut sources, other));
    Both { value, source: Expr::Tuple(sources) }
}

/// Returns `(one, other, third)`.
pub(crate) fn triple<A: Argument, B: Argument, C: Argument>(
    one: A,
    other: B,
    third: C,
) -> Both<(A::Value, B::Value, C::Value)> {
    let mut sources = Vec::new();
    let value = (taken(&mut sources, one), taken(&mut sources, other), taken(&mut sources, third));
    Both { value, source: Expr::Tuple(sources) }
}

/// Returns `[one, other, …]`.
pub(crate) fn array<A: Argument>(items: impl IntoIterator<Item = A>) -> Both<Vec<A::Value>> {
    let mut sources = Vec::new();
    let value = items.into_iter().map(|item| taken(&mut sources, item)).collect();
    Both { value, source: Expr::Array(sources) }
}
