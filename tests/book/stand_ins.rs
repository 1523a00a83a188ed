//! What a page says in place of what is otherwise in each run: random ids, the folder, databases.

use std::path::Path;

use autogen_schema::Dialect;

use crate::support::Database;

/// The folder that pages run in, as they say it.
const FOLDER: &str = "/home/me";

/// How URLs of databases on a server begin in pages.
const SERVERS: [(&str, Dialect); 2] =
    [("postgres://localhost/", Dialect::Postgres), ("mysql://root@localhost/", Dialect::Mysql)];

/// What stands for what.
pub(super) struct StandIns {
    folder: String,
    /// An id of the page, and the one of the run that it stands for.
    ids: Vec<(String, String)>,
    databases: Vec<(String, Database)>,
}

impl StandIns {
    /// Begins in a folder.
    pub(super) fn new(folder: &Path) -> Self {
        Self { folder: folder.to_str().unwrap().to_owned(), ids: Vec::new(), databases: Vec::new() }
    }

    /// Puts what there is in the place of what the page says. A database that is named for the first time is made.
    pub(super) fn for_run(&mut self, text: &str) -> String {
        let mut text = text.replace(FOLDER, &self.folder);
        for (beginning, dialect) in SERVERS {
            self.make_databases(&text, beginning, dialect);
        }
        // A longer name may begin with a shorter one.
        let mut databases: Vec<_> = self.databases.iter().map(|(page, database)| (page, database.url())).collect();
        databases.sort_by_key(|(page, _)| std::cmp::Reverse(page.len()));
        for (page, run) in databases {
            text = text.replace(page, &run);
        }
        self.ids_for_run(&text)
    }

    /// Puts what a page says in the place of what came out. `expected` is what the page says there, and tells which of its ids stand for
    /// those that are new.
    pub(super) fn for_page(&mut self, text: &str, expected: &str) -> String {
        let mut text = text.replace(&self.folder, FOLDER);
        for (page, database) in &self.databases {
            text = text.replace(&database.url(), page);
            text = text.replace(database.name(), page.rsplit('/').next().unwrap());
        }
        text = without_address(&text);
        self.bind(&text, expected);
        let page = |word: &str| self.ids.iter().find(|(_, run)| run == word).map(|(page, _)| page.clone());
        replace_words(&text, |word| is_id(word).then(|| page(word)).flatten())
    }

    fn make_databases(&mut self, text: &str, beginning: &str, dialect: Dialect) {
        for rest in text.split(beginning).skip(1) {
            let name: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
            let url = format!("{beginning}{name}");
            if !self.databases.iter().any(|(page, _)| *page == url) {
                self.databases.push((url, Database::new(dialect, &name)));
            }
        }
    }

    fn ids_for_run(&self, text: &str) -> String {
        replace_words(text, |word| {
            let is_beginning = (4..=12).contains(&word.len());
            let mut found = self.ids.iter().filter(|(page, _)| is_beginning && page.starts_with(word));
            found.next().filter(|_| found.next().is_none()).map(|(_, run)| run.clone())
        })
    }

    /// The first new id that came out is what the first new one of the page stands for, and so on.
    fn bind(&mut self, found: &str, expected: &str) {
        let mut pages = ids(expected);
        pages.retain(|id| !self.ids.iter().any(|(page, _)| page == id));
        let mut runs = ids(found);
        runs.retain(|id| !self.ids.iter().any(|(_, run)| run == id));
        // What a page wrote into a file itself is the same on both sides.
        let same: Vec<String> = runs.iter().filter(|run| pages.contains(run)).cloned().collect();
        pages.retain(|id| !same.contains(id));
        runs.retain(|id| !same.contains(id));
        self.ids.extend(same.into_iter().map(|id| (id.clone(), id)));
        self.ids.extend(pages.into_iter().zip(runs));
    }
}

/// Where the test servers are, as clients are told: `--host=127.0.0.1 --port=22047 --username=postgres`.
fn without_address(text: &str) -> String {
    let Some((before, rest)) = text.split_once(" --host=") else { return text.to_owned() };
    let (address, after) = rest.split_at(rest.find('\n').unwrap_or(rest.len()));
    let kept = address.split(' ').skip(1).filter(|word| !word.starts_with("--port=") && !word.starts_with("--user"));
    let kept: String = kept.map(|word| format!(" {word}")).collect();
    format!("{before} --host=localhost{kept}{}", without_address(after))
}

/// The URLs of a page that is run on several databases: one says `DATABASE_URL` for the first, and another in the same place for the next.
#[derive(Default)]
pub(super) struct Urls {
    first: Vec<String>,
    /// How many have been said of the database that is walked now; `None` while that is the first.
    said: Option<usize>,
    now: Option<(String, String)>,
    has_begun: bool,
}

impl Urls {
    /// Begins with the next database.
    pub(super) fn begin(&mut self) {
        self.said = self.has_begun.then_some(0);
        (self.has_begun, self.now) = (true, None);
    }

    /// Takes note of a command that says one.
    pub(super) fn note(&mut self, command: &str) {
        let Some(url) = command.strip_prefix("$ export DATABASE_URL=") else { return };
        match &mut self.said {
            None => self.first.push(url.to_owned()),
            Some(said) => {
                self.now = self.first.get(*said).map(|first| (first.clone(), url.to_owned()));
                *said += 1;
            }
        }
    }

    /// Puts the first database's URL in the place of the present one's.
    pub(super) fn as_first(&self, text: &str) -> String {
        self.now.as_ref().map_or_else(|| text.to_owned(), |(first, now)| text.replace(now, first))
    }
}

/// Returns the ids in a text, each once, in the order in which they come.
fn ids(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    replace_words(text, |word| {
        if is_id(word) && !found.iter().any(|id| id == word) {
            found.push(word.to_owned());
        }
        None
    });
    found
}

fn is_id(word: &str) -> bool {
    word.len() == 12
}

/// Replaces what is letters and digits, and all of it hexadecimal. What no answer is given for stays.
fn replace_words(text: &str, mut with: impl FnMut(&str) -> Option<String>) -> String {
    let hexadecimal = |word: &str| word.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    let mut out = String::new();
    let mut rest = text;
    while !rest.is_empty() {
        let length = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        let (word, after) = rest.split_at(length);
        let replaced = if word.is_empty() || !hexadecimal(word) { None } else { with(word) };
        out += replaced.as_deref().unwrap_or(word);
        let next = after.chars().next().map_or(0, char::len_utf8);
        out += &after[..next];
        rest = &after[next..];
    }
    out
}
