//! What is run on a revision file once it is written: formatters.

use std::path::Path;
use std::process::{Command, Stdio};

use autogen_revision::Revision;

use crate::error::Error;
use crate::memory::as_usual;

/// A command of the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Hook {
    /// What it is called.
    pub(crate) name: String,
    /// The program and its arguments.
    pub(crate) command: Vec<String>,
}

/// What stands for the file in a command; without it the file comes last.
const FILE: &str = "{{file}}";

/// Runs the hooks on a file, in the folder `root`. The file must still be a revision afterwards, and the same one.
pub(crate) fn run(hooks: &[Hook], file: &Path, root: &Path) -> Result<(), Error> {
    if hooks.is_empty() {
        return Ok(());
    }
    if file.extension().is_some_and(|extension| extension == "rs") {
        // What Rust means is its compiler's to say.
        return hooks.iter().try_for_each(|hook| hook.run(file, root));
    }
    let before = read(file)?;
    for hook in hooks {
        hook.run(file, root)?;
        let after = read(file).map_err(|error| {
            error.hint(format!(
                "the hook `{}` made this of it: format it by hand, or mend `[hooks]` in autogen.toml",
                hook.name
            ))
        })?;
        if after.header != before.header || after.changes().ok() != before.changes().ok() {
            return Err(Error::new(format!("the hook `{}` changed what `{}` says", hook.name, file.display()))
                .hint("a hook may format the statements; the header and the change list stay as they are"));
        }
    }
    Ok(())
}

impl Hook {
    fn run(&self, file: &Path, root: &Path) -> Result<(), Error> {
        // Hooks run in the folder of the project, whatever paths are relative to.
        let file = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
        let shown = file.display().to_string();
        let Some((program, args)) = self.command.split_first() else { return Ok(()) };
        let mut command = Command::new(program);
        command.args(args.iter().map(|arg| arg.replace(FILE, &shown)));
        if !args.iter().any(|arg| arg.contains(FILE)) {
            command.arg(&file);
        }
        if !root.as_os_str().is_empty() {
            command.current_dir(root);
        }
        let failed = |why: String| {
            Error::new(format!("the hook `{}` failed: {why}", self.name))
                .hint(format!("`{shown}` is written, and is as it would be without the hook, or as the hook left it"))
        };
        command.stdin(Stdio::null());
        let output = as_usual(|| command.output()).map_err(|error| failed(format!("`{program}`: {error}")))?;
        if output.status.success() {
            return Ok(());
        }
        let said = String::from_utf8_lossy(&output.stderr);
        let said = said.lines().rev().find(|line| !line.trim().is_empty()).map(|line| format!(": {}", line.trim()));
        Err(failed(format!("`{program}`: {}{}", output.status, said.unwrap_or_default())))
    }
}

fn read(file: &Path) -> Result<Revision, Error> {
    let text = std::fs::read_to_string(file).map_err(|error| Error::file("cannot read", file, &error))?;
    Ok(Revision::parse(file, &text)?)
}
