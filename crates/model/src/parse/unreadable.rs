//! Why a file, or a piece of it, cannot be read.

use std::ops::Range;

use super::context::Context;
use crate::{Code, Diagnostic};

/// What is wrong, and where.
pub(crate) enum Unreadable {
    Syntax(Range<usize>, String),
    TooDeep(Range<usize>),
}

impl Unreadable {
    pub(crate) fn finding(self, cx: &Context<'_>) -> Diagnostic {
        match self {
            Unreadable::Syntax(at, message) => {
                cx.finding(Code::Syntax, cx.span(at), "the file is not Rust that can be read").label(message)
            }
            Unreadable::TooDeep(at) => cx
                .finding(Code::NestingTooDeep, cx.span(at), "the code is nested too deeply to be read")
                .help("move the item to a file that is not read for entities"),
        }
    }
}
