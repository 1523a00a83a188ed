//! Why a database that another tool kept is not taken over, and what a person can do about it.

use autogen_revision::{RevisionId, Standing, Tool};

/// Why a database is not taken over.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TakeOverError {
    /// Another tool brought the database to where the history begins, and nobody recorded that.
    #[error("the database stands at {}, and no revision of the project is recorded there", all(.standings))]
    Pending {
        /// Where it stands.
        standings: Vec<Standing>,
    },
    /// Another tool brought the database to another place than where a revision begins.
    #[error("the database stands at {standing}, and `{revision}` was made of one at {made_of}")]
    Elsewhere {
        /// Where it stands.
        standing: Standing,
        /// A revision that was made of a database.
        revision: RevisionId,
        /// Where that one stood.
        made_of: Standing,
        /// How far it is from there, where the tool's files tell.
        way: Way,
    },
    /// No revision says that it was made of such a database.
    #[error("the database stands at {}, and no revision of the project was made of such a one", all(.standings))]
    NotMade {
        /// Where it stands.
        standings: Vec<Standing>,
    },
    /// Nobody says what a revision of another tool is.
    #[error("the database stands at {}'s `{tip}`, which no `--map` is about", .tool.name())]
    NotMapped {
        /// The tool.
        tool: Tool,
        /// Its revision.
        tip: String,
    },
    /// There is nothing that a map could be about.
    #[error("no other tool keeps a history in the database: there is nothing that `--map` could be about")]
    NothingToMap,
    /// Other revisions are recorded than would be.
    #[error("other revisions of the project are recorded in the database already: {}", list(.revisions))]
    Recorded {
        /// The revisions.
        revisions: Vec<RevisionId>,
    },
}

/// How far a database is from where a revision begins, in revisions of the other tool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// It lacks so many.
    Behind(usize),
    /// It has so many more.
    Ahead(usize),
    /// There is no telling.
    Unknown,
}

impl TakeOverError {
    /// Returns what a person can do about it.
    pub fn hints(&self) -> Vec<String> {
        let known = "`autogen history` lists the revisions of the project".to_owned();
        match self {
            Self::Pending { .. } => {
                vec!["`autogen adopt` takes it over: nothing runs, and what is there is recorded".to_owned()]
            }
            Self::Elsewhere { standing, made_of, way, .. } => {
                vec![on_the_way(*way, made_of), format!("or {}", by_map(std::slice::from_ref(standing)))]
            }
            Self::NotMade { standings } => vec![by_map(standings), known],
            Self::NotMapped { tip, .. } => {
                vec![
                    format!("say which revision of the project makes what the database holds: `--map {tip}=REV`"),
                    known,
                ]
            }
            Self::NothingToMap => vec!["`autogen stamp REV` records what a database has by other means".to_owned()],
            Self::Recorded { .. } => vec![
                "`autogen current` shows where the database stands".to_owned(),
                "where that is wrong, correct the record: `autogen stamp REV`".to_owned(),
            ],
        }
    }
}

fn on_the_way(way: Way, to: &Standing) -> String {
    let goal = to.tips().join(" ");
    let tool = |count: Option<usize>| match (to.tool, count) {
        (Tool::Alembic, _) => format!("`alembic upgrade {goal}` or `flask db upgrade {goal}`"),
        (Tool::SeaOrm, Some(count)) => format!("`sea-orm-cli migrate up -n {count}`"),
        (Tool::SeaOrm, None) => "`sea-orm-cli migrate up`".to_owned(),
    };
    match way {
        Way::Behind(count) => {
            let it = if count == 1 { "1 revision".to_owned() } else { format!("{count} revisions") };
            format!("it is {it} behind: {}, then `autogen adopt`", tool(Some(count)))
        }
        Way::Ahead(1) => "it is 1 revision ahead, which no revision of the project knows of".to_owned(),
        Way::Ahead(count) => format!("it is {count} revisions ahead, which no revision of the project knows of"),
        Way::Unknown => format!("bring it there with its own tool, {}, then `autogen adopt`", tool(None)),
    }
}

fn by_map(standings: &[Standing]) -> String {
    let maps: Vec<String> = standings.iter().flat_map(Standing::tips).map(|tip| format!("--map {tip}=REV")).collect();
    format!("say which revision of the project makes what it holds: `autogen adopt {}`", maps.join(" "))
}

fn all(standings: &[Standing]) -> String {
    standings.iter().map(ToString::to_string).collect::<Vec<_>>().join(" and ")
}

fn list(ids: &[RevisionId]) -> String {
    ids.iter().map(RevisionId::as_str).collect::<Vec<_>>().join(", ")
}
