//! Judges calls of macros, once the definitions in all files are known.

use std::collections::BTreeMap;

use super::Linker;
use crate::{Code, Scope};

/// Notes every call that may make an entity. A macro defined in the files is judged by its text, any other by its name and
/// what it is given.
pub(super) fn judge(linker: &mut Linker<'_>) {
    let files = linker.files;
    let definitions: BTreeMap<&str, bool> =
        files.iter().flat_map(|file| &file.macro_definitions).map(|(name, makes)| (name.as_str(), *makes)).collect();
    for (index, file) in files.iter().enumerate() {
        for call in &file.macro_calls {
            let suspicious = match definitions.get(call.name.as_str()) {
                Some(makes) => *makes || call.hints && call.name == "include",
                None => call.hints,
            };
            if suspicious {
                let message = format!("the macro `{}!` may make an entity, and macros are not expanded", call.name);
                let finding = linker
                    .finding(index, call.span, Code::EntityMacro, message)
                    .help("write the entity out, or move the call to a file that is not read for entities");
                linker.report_incomplete(finding, Scope::Whole);
            }
        }
    }
}
