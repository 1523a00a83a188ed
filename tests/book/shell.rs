//! One shell, which reads what a person types into it.

use std::io::{BufRead as _, BufReader, PipeReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};

/// What the shell writes behind each command, with how that ended.
const END: &str = "--- end of the command:";

/// A shell in a folder, with `autogen` and what the system has.
pub(super) struct Shell {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<PipeReader>,
}

/// How a command ended, and what the terminal showed of it.
pub(super) struct Ended {
    pub(super) code: String,
    pub(super) output: String,
}

impl Shell {
    /// Starts one.
    pub(super) fn start(folder: &Path) -> Self {
        let (output, writer) = std::io::pipe().unwrap();
        let program = Path::new(env!("CARGO_BIN_EXE_autogen"));
        let path = format!("{}:{}", program.parent().unwrap().display(), std::env::var("PATH").unwrap());
        let mut command = Command::new("sh");
        command.current_dir(folder).env_clear().env("PATH", path).env("HOME", folder).env("LC_ALL", "C.UTF-8");
        // The time of the commands, and what Cargo and Git want to know of who they are run by.
        command.env("SOURCE_DATE_EPOCH", "1796637600").env("TZ", "UTC");
        for name in ["CARGO_HOME", "RUSTUP_HOME", "RUSTUP_TOOLCHAIN"] {
            command.envs(std::env::var(name).map(|value| (name, value)));
        }
        if std::env::var_os("RUSTUP_HOME").is_none() {
            command.envs(std::env::var("HOME").map(|home| ("RUSTUP_HOME", format!("{home}/.rustup"))));
        }
        command.stdin(Stdio::piped()).stdout(writer.try_clone().unwrap()).stderr(writer);
        let mut child = command.spawn().unwrap();
        let input = child.stdin.take();
        Self { child, input, output: BufReader::new(output) }
    }

    /// Runs a command to its end; `None` when the shell has ended with it.
    pub(super) fn run(&mut self, command: &str) -> Option<Ended> {
        let input = self.input.as_mut()?;
        let written = write!(input, "{{ {command}\n}} </dev/null\nprintf '\\n%s %s\\n' '{END}' \"$?\"\n");
        written.and_then(|()| input.flush()).ok()?;
        let mut output = String::new();
        loop {
            let mut line = String::new();
            if self.output.read_line(&mut line).unwrap() == 0 {
                self.input = None;
                return None;
            }
            if let Some(code) = line.strip_prefix(END) {
                return Some(Ended { code: code.trim().to_owned(), output });
            }
            output += &line;
        }
    }
}

impl Drop for Shell {
    fn drop(&mut self) {
        // At the end of its input it ends.
        self.input = None;
        let _ = self.child.wait();
    }
}
