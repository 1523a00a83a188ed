//! The files that make autogen's commands an editor's own: tasks, and what tells findings from other output.

use std::fs;
use std::path::Path;

use clap::ValueEnum;

use super::Files;
use crate::error::Error;

/// An editor that has such files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Editor {
    Vscode,
    Zed,
    Neovim,
}

/// A file of an editor.
struct File {
    path: &'static str,
    text: &'static str,
    /// Where it is put when the editor's file is there already, which other tasks may stand in.
    beside: Option<&'static str>,
    /// What can be done with it then.
    merge: &'static str,
    /// How it is used.
    hint: &'static str,
}

impl Editor {
    fn file(self) -> File {
        match self {
            Editor::Vscode => File {
                path: ".vscode/tasks.json",
                text: include_str!("../../../editor/vscode/tasks.json"),
                beside: Some(".vscode/autogen.tasks.json"),
                merge: "copy its `tasks` and `inputs` into those of .vscode/tasks.json",
                hint: "`Tasks: Run Task` in VS Code lists autogen's",
            },
            Editor::Zed => File {
                path: ".zed/tasks.json",
                text: include_str!("../../../editor/zed/tasks.json"),
                beside: Some(".zed/autogen.tasks.json"),
                merge: "copy its tasks into the list of .zed/tasks.json",
                hint: "`task: spawn` in Zed lists autogen's",
            },
            Editor::Neovim => File {
                path: ".nvim/autogen.lua",
                text: include_str!("../../../editor/neovim/autogen.lua"),
                beside: None,
                merge: "delete it, and `autogen init --editor neovim` writes it anew",
                hint: "`:luafile .nvim/autogen.lua` in Neovim loads it; its first lines say how it is loaded each time",
            },
        }
    }
}

/// Writes the files of an editor. What is there stays.
pub(super) fn write_files(files: &mut Files, root: &Path, editor: Editor) -> Result<(), Error> {
    let file = editor.file();
    let path = root.join(file.path);
    if !path.exists() {
        files.write(&path, file.text)?;
        files.output.hint(file.hint);
        return Ok(());
    }
    if fs::read_to_string(&path).is_ok_and(|text| text == file.text) {
        files.keep(&path);
        files.output.hint(file.hint);
        return Ok(());
    }
    match file.beside {
        Some(beside) => {
            files.keep(&path);
            files.write(&root.join(beside), file.text)?;
        }
        None => files.keep(&path),
    }
    files.output.hint(file.merge);
    Ok(())
}
