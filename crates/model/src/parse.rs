//! Reads one file into a summary that knows nothing of the others.

mod active_enum;
pub(crate) mod attributes;
mod bodies;
pub(crate) mod cfg;
mod column;
mod column_def;
pub(crate) mod conflict;
mod context;
mod entity;
mod entity_name;
mod expanded;
mod field;
pub(crate) mod header;
mod implementation;
pub(crate) mod items;
mod macros;
pub(crate) mod nesting;
mod piece;
mod relation;
mod relation_def;
mod relation_enum;
pub(crate) mod summary;
mod type_ref;
pub(crate) mod unreadable;
pub(crate) mod uses;
mod value_type;
mod variant;

use std::sync::Arc;

use rayon::prelude::*;

use crate::lex::{Token, Tokens, lex_into};
use crate::location::Lines;
use crate::{Code, SourceFile};
use context::Context;
pub use summary::ParsedFile;

/// Reads one file. Files can be read in any order and in parallel.
///
/// Spans of `proc_macro2` that the calling thread holds from elsewhere are invalid afterwards.
pub fn parse(file: &SourceFile) -> ParsedFile {
    parse_with(&mut Buffers::default(), file)
}

/// Reads files in parallel. What comes out has their order.
pub fn parse_all(files: &[SourceFile]) -> Vec<ParsedFile> {
    files.par_iter().map_init(Buffers::default, parse_with).collect()
}

/// What one file after the other fills: these lists are larger than anything that is kept.
#[derive(Default)]
struct Buffers {
    tokens: Vec<Token>,
    lines: Vec<usize>,
}

fn parse_with(buffers: &mut Buffers, file: &SourceFile) -> ParsedFile {
    let mut cx = Context::new(&file.path, Lines::new(&file.text, &mut buffers.lines));
    let content = read(&file.text, &mut buffers.tokens, &mut cx);
    // The parser keeps the text of every piece for the sake of its spans; all that matter are taken by now.
    proc_macro2::extra::invalidate_current_thread_spans();
    let failed = content.is_none();
    let content = content.unwrap_or_default();
    ParsedFile {
        path: Arc::clone(cx.path()),
        failed,
        modules: content.modules,
        diagnostics: cx.diagnostics,
        incomplete: cx.incomplete,
        macro_calls: content.macro_calls,
        macro_definitions: content.macro_definitions,
    }
}

fn read(text: &str, tokens: &mut Vec<Token>, cx: &mut Context<'_>) -> Option<items::Content> {
    if let Some(range) = conflict::find(&cx.lines) {
        let span = cx.span(range);
        let finding = cx
            .finding(Code::ConflictMarkers, span, "the file holds the markers of an unfinished merge")
            .label("a conflict begins here")
            .help("resolve the conflict and remove the lines `<<<<<<<`, `=======` and `>>>>>>>`");
        cx.report_incomplete(finding);
        return None;
    }
    if let Err(error) = lex_into(text, tokens) {
        let span = cx.span(error.at..error.at);
        let finding = cx
            .finding(Code::Syntax, span, "the file is not Rust that can be read")
            .label("here, or before, a bracket, a quote or a comment is not closed, or a character is out of place");
        cx.report_incomplete(finding);
        return None;
    }
    match items::read(Tokens::new(text, tokens), cx) {
        Ok(content) => Some(content),
        Err(error) => {
            let finding = error.finding(cx);
            cx.report_incomplete(finding);
            None
        }
    }
}
