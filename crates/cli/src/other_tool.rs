//! The history that another tool kept of a database, as people are told it.

use autogen_engine::{Files, Known};
use autogen_revision::Standing;

use crate::context::Workspace;
use crate::describe;
use crate::output::printable;

/// Tells where a database stands by other tools, and what becomes of that.
pub(crate) fn tell(workspace: &Workspace<'_>, standings: &[Standing]) {
    let output = workspace.output();
    for standing in standings {
        let files = Files::find(workspace.project(), standing.tool);
        let described = |tip: &&str| described(workspace, files.get(tip));
        match &standing.tips()[..] {
            [tip] => output.note(&format!("the database stands at {standing}, which {}", described(tip))),
            tips => {
                output.note(&format!("the database stands at {standing}"));
                for tip in tips {
                    output.note(&format!("`{}`, which {}", printable(tip), described(tip)));
                }
            }
        }
        let table = standing.tool.table().0;
        output.note(&format!("`{table}` and the files of that history stay as they are; autogen goes on from here"));
        let lacking = files.lacking(standing);
        if !lacking.is_empty() {
            let (them, names) = (describe::count(lacking.len(), "revision"), lacking.join("`, `"));
            output.warning(&format!("the database lacks {them} that files are here for: `{}`", printable(&names)));
            output.hint("what they do is now for the entities to say, and for `autogen -m MESSAGE` to write");
        }
    }
}

/// Says what a file says of a revision.
fn described(workspace: &Workspace<'_>, known: Option<&Known>) -> String {
    let Some(known) = known else { return "no file is here for".to_owned() };
    let path = workspace.project().shown(&known.path).display();
    match &known.message {
        Some(message) => format!("`{path}` describes as \"{}\"", printable(message)),
        None => format!("is in `{path}`"),
    }
}
