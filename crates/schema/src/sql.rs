//! SQL as text: its tokens, and expressions and statements compared as text.
//!
//! Nothing here knows what a statement means. The tokens lose nothing: joined, they are the input, whatever it was.
//! Where statements end is left to the readers of revision files, the grammar of SQLite's DDL to [`crate::sqlite`].

mod normalize;
mod reserved;
mod scan;
mod terminate;
mod token;

pub use normalize::{normalize, normalize_statement};
pub use reserved::is_reserved;
pub use scan::{tokenize, tokens_from};
pub use terminate::terminated;
pub(crate) use token::unquote;
pub use token::{Token, TokenKind};

#[cfg(test)]
mod tests;
