//! What a run of the program did.

use std::process::Output;

/// What a run of the program did. Paths of the machine are replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Outcome {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Outcome {
    /// Takes what a process gave; `folder` reads `$DIR`.
    pub(super) fn new(output: &Output, folder: &str) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap().replace(folder, "$DIR");
        Self { code: output.status.code(), stdout: text(&output.stdout), stderr: text(&output.stderr) }
    }

    /// Checks the exit code and everything that was written. `expected` is indented as the code around it, starts with the
    /// code, and has standard output before standard error.
    #[track_caller]
    pub(crate) fn says(&self, expected: &str) -> &Self {
        let (expected, found) = (dedent(expected), self.to_string());
        assert!(expected == found, "expected:\n{expected}\nfound:\n{found}");
        self
    }

    /// Checks the exit code alone.
    #[track_caller]
    pub(crate) fn exits(&self, code: i32) -> &Self {
        assert!(self.code == Some(code), "expected exit {code}, found:\n{self}");
        self
    }

    /// Asserts that standard output holds `text`.
    #[track_caller]
    pub(crate) fn prints(&self, text: &str) -> &Self {
        assert!(self.stdout.contains(text), "expected on standard output: {text}\nfound:\n{self}");
        self
    }

    /// Checks that standard error holds the text.
    #[track_caller]
    pub(crate) fn complains(&self, text: &str) -> &Self {
        assert!(self.stderr.contains(text), "expected on standard error: {text}\nfound:\n{self}");
        self
    }
}

impl std::fmt::Display for Outcome {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.code {
            Some(code) => writeln!(f, "exit {code}")?,
            None => writeln!(f, "killed")?,
        }
        for (name, text) in [("stdout", &self.stdout), ("stderr", &self.stderr)] {
            if !text.is_empty() {
                let text: Vec<&str> = text.trim_end_matches('\n').split('\n').map(str::trim_end).collect();
                writeln!(f, "--- {name}\n{}", text.join("\n"))?;
            }
        }
        Ok(())
    }
}

/// Takes away the first line break and the blanks that all lines start with.
fn dedent(text: &str) -> String {
    let text = text.strip_prefix('\n').unwrap_or(text).trim_end();
    let filled = || text.lines().filter(|line| !line.trim().is_empty());
    let indent = filled().map(|line| line.len() - line.trim_start().len()).min().unwrap_or(0);
    let lines = text.lines().map(|line| line.get(indent..).unwrap_or_default().trim_end());
    lines.fold(String::new(), |text, line| text + line + "\n")
}
