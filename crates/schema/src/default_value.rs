//! The default of a column.

/// What a column gets when a row does not say.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DefaultValue {
    /// A string, unquoted.
    Text(String),
    /// A number, as it is written: `0`, `-7`, `1.50`.
    Number(String),
    /// `true` or `false`.
    Bool(bool),
    /// An SQL expression, without the parentheses around it: `now()`, `CURRENT_TIMESTAMP`, `1 + 2`. What a database
    /// reports is always of this kind, literals included.
    Expression(String),
    /// What source alone cannot resolve, as it is written there. Never compared, and nothing can be created from it.
    Unknown(String),
}
