//! Walks through a page: does what it says, and compares what comes out.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use autogen_schema::Dialect;
use tempfile::TempDir;

use super::markdown::{Block, Page, Part};
use super::mistakes::mistakes;
use super::root;
use super::shell::Shell;
use super::stand_ins::{StandIns, Urls};

/// What came of a walk.
#[derive(Default)]
pub(super) struct Walked {
    pub(super) commands: usize,
    pub(super) files: usize,
    pub(super) failures: Vec<String>,
}

impl Walked {
    pub(super) fn add(&mut self, other: Self) {
        self.commands += other.commands;
        self.files += other.files;
        self.failures.extend(other.failures);
    }
}

/// Walks through a page, once on each database that it names. What came out is written into the page where that is blessed.
pub(super) fn walk(page: &mut Page, is_blessed: bool) -> Walked {
    let mut walked = Walked { failures: mistakes(page), ..Walked::default() };
    let named: Vec<String> =
        page.prose().filter_map(|line| Page::directive(line, "runs on")).map(str::to_owned).collect();
    if walked.failures.is_empty() && named.is_empty() && page.blocks().any(is_run) {
        walked.failures.push(format!("{}: does not say what it runs on: `<!-- runs on: sqlite -->`", page.name));
    }
    let is_in_order = walked.failures.is_empty();
    let mut urls = Urls::default();
    for dialect in named.iter().flat_map(|line| line.split_whitespace()) {
        urls.begin();
        match dialect.parse() {
            Ok(dialect) if is_in_order => {
                let (page_name, scene) = (page.name.clone(), Scene::start(None));
                Walk { page: page_name, dialect, is_blessed, scene, walked: &mut walked, urls: &mut urls }
                    .through(&mut page.parts);
            }
            Ok(_) => {}
            Err(_) => walked.failures.push(format!("{}: `{dialect}` is no database", page.name)),
        }
    }
    walked
}

fn is_run(block: &Block) -> bool {
    let does = block.language == "console"
        || ["file", "sections", "shows"].iter().any(|name| block.attributes.contains_key(*name));
    does && !block.attributes.contains_key("notrun")
}

/// A folder, a shell in it, and what stands for what there.
struct Scene {
    shell: Shell,
    stand_ins: StandIns,
    folder: TempDir,
}

impl Scene {
    fn start(from: Option<&Path>) -> Self {
        let folder = TempDir::new().unwrap();
        if let Some(from) = from {
            copy(from, folder.path());
        }
        Self { shell: Shell::start(folder.path()), stand_ins: StandIns::new(folder.path()), folder }
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap_or_else(|error| panic!("{}: {error}", from.display())) {
        let path = entry.unwrap().path();
        let to = to.join(path.file_name().unwrap());
        if path.is_dir() { copy(&path, &to) } else { fs::copy(&path, &to).map(drop).unwrap() }
    }
}

/// A walk on one database.
struct Walk<'a> {
    page: String,
    dialect: Dialect,
    is_blessed: bool,
    scene: Scene,
    walked: &'a mut Walked,
    urls: &'a mut Urls,
}

impl Walk<'_> {
    fn through(mut self, parts: &mut [Part]) {
        for part in parts {
            match part {
                Part::Line(line) => {
                    if let Some(from) = Page::directive(line, "starts from") {
                        self.scene = Scene::start((from != "nothing").then(|| root().join(from)).as_deref());
                    }
                }
                Part::Block(block) => self.block(block),
            }
        }
    }

    fn block(&mut self, block: &mut Block) {
        let on: BTreeSet<&str> =
            block.attributes.get("on").map(String::as_str).unwrap_or_default().split_whitespace().collect();
        if !is_run(block) || !(on.is_empty() || on.contains(self.dialect.name())) {
            return;
        }
        if block.language == "console" {
            self.console(block);
        } else if let Some(file) = block.attributes.get("file") {
            self.walked.files += 1;
            let path = self.path(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, self.scene.stand_ins.for_run(&(block.lines.join("\n") + "\n"))).unwrap();
        } else if let Some(file) = block.attributes.get("sections") {
            self.walked.files += 1;
            self.write_sections(block, &file.clone());
        } else if let Some(file) = block.attributes.get("shows").cloned() {
            self.walked.files += 1;
            self.shows(block, &file);
        }
    }

    /// What stands below the header of a revision gives way to the block.
    fn write_sections(&mut self, block: &Block, file: &str) {
        let path = self.path(file);
        let found = fs::read_to_string(&path).unwrap_or_default();
        match found.split_once("\n-- autogen: ") {
            Some((header, _)) => {
                let text = self.scene.stand_ins.for_run(&(block.lines.join("\n") + "\n"));
                fs::write(path, format!("{header}\n{text}")).unwrap();
            }
            None => self.fail(block, &format!("`{file}` is no revision:\n{found}")),
        }
    }

    /// Where the shell is by now a file is too.
    fn path(&mut self, file: &str) -> std::path::PathBuf {
        let here = self.scene.shell.run("pwd").map_or_else(String::new, |ended| ended.output.trim().to_owned());
        let here = if here.is_empty() { self.scene.folder.path().to_owned() } else { here.into() };
        here.join(self.scene.stand_ins.for_run(file))
    }

    fn shows(&mut self, block: &mut Block, file: &str) {
        let path = self.path(file);
        let expected = tidy(&block.lines.join("\n"));
        let found = fs::read_to_string(&path).unwrap_or_else(|error| error.to_string());
        let found = tidy(&self.scene.stand_ins.for_page(&found, &expected));
        if expected.is_empty() || !format!("\n{found}\n").contains(&format!("\n{expected}\n")) {
            if self.is_blessed {
                // Where it begins is what the page wants to show.
                let begins = |line: &&str| Some(*line) != expected.lines().next();
                let mut lines: Vec<&str> = found.lines().skip_while(begins).collect();
                if lines.is_empty() {
                    lines = found.lines().collect();
                }
                block.lines = lines.into_iter().map(str::to_owned).collect();
            } else {
                self.fail(block, &format!("`{file}` does not hold\n{expected}\n--- it holds\n{found}\n"));
            }
        }
    }

    fn console(&mut self, block: &mut Block) {
        let exit = block.attributes.get("exit").map_or("0", String::as_str).to_owned();
        let commands = block.commands();
        let last = commands.len().saturating_sub(1);
        let mut lines = Vec::new();
        for (at, command) in commands.iter().enumerate() {
            self.walked.commands += 1;
            let typed = command.typed.join("\n");
            let text = self.scene.stand_ins.for_run(typed.strip_prefix("$ ").unwrap_or(&typed));
            let Some(ended) = self.scene.shell.run(&text) else {
                self.fail(block, &format!("{typed}\nthe shell has ended\n"));
                return;
            };
            let expected = tidy(&command.output.join("\n"));
            let mut found = tidy(&self.scene.stand_ins.for_page(&ended.output, &expected));
            self.urls.note(&typed);
            if !block.attributes.contains_key("on") {
                found = self.urls.as_first(&found);
            }
            let code = if at == last { exit.as_str() } else { "0" };
            if ended.code != code {
                self.fail(block, &format!("{typed}\nexit {} and not {code}\n{found}\n", ended.code));
            }
            lines.extend(command.typed.iter().cloned());
            if found == expected {
                lines.extend(command.output.iter().cloned());
            } else {
                lines.extend(found.lines().map(str::to_owned));
                if !self.is_blessed {
                    let text = format!("{typed}\n--- the page says\n{expected}\n--- it says\n{found}\n");
                    self.fail(block, &text);
                }
            }
        }
        if self.is_blessed {
            block.lines = lines;
        }
    }

    fn fail(&mut self, block: &Block, text: &str) {
        let at = format!("{}:{} on {}", self.page, block.number, self.dialect);
        self.walked.failures.push(format!("{at}: {text}"));
    }
}

/// Takes away blanks that nobody sees.
fn tidy(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}
