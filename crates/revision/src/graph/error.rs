//! What can be wrong with the graph, and with what a person asks of it. The texts stay close to Alembic's, which users know.

use std::fmt::Display;
use std::path::PathBuf;

use crate::RevisionId;

/// Why revisions make no graph.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GraphError {
    /// Two revisions have the same id.
    #[error("revision `{id}` is present more than once{}", files([.first, .second]))]
    Duplicate {
        /// The id.
        id: RevisionId,
        /// One file.
        first: Option<PathBuf>,
        /// The other.
        second: Option<PathBuf>,
    },
    /// A parent or dependency has no file.
    #[error("revision `{parent}` referenced from `{revision}` is not present{}", files([.file]))]
    MissingParent {
        /// Who names it.
        revision: RevisionId,
        /// What is missing.
        parent: RevisionId,
        /// The file that names it.
        file: Option<PathBuf>,
    },
    /// Revisions that wait for each other.
    #[error("{} is detected in revisions ({})", if *.by_dependency { "dependency cycle" } else { "cycle" }, list(.ids))]
    Cycle {
        /// The revisions, sorted.
        ids: Vec<RevisionId>,
        /// Their files.
        files: Vec<PathBuf>,
        /// Whether a `Depends:` line closes it.
        by_dependency: bool,
    },
    /// A branch label is the id of a revision.
    #[error("branch name `{label}` in revision `{revision}` is the id of a revision")]
    LabelIsId {
        /// The label.
        label: String,
        /// The revision that has it.
        revision: RevisionId,
    },
    /// Two revisions do the work of a third.
    #[error("revision `{revision}` is replaced by `{first}` and by `{second}`")]
    ReplacedTwice {
        /// The revision.
        revision: RevisionId,
        /// Who replaces it.
        first: RevisionId,
        /// Who else.
        second: RevisionId,
    },
    /// A revision that another one replaces still has a file.
    #[error("revision `{by}` replaces `{revision}`, which is still present{}", files([.file]))]
    ReplacedPresent {
        /// The revision.
        revision: RevisionId,
        /// Who replaces it.
        by: RevisionId,
        /// Its file.
        file: Option<PathBuf>,
    },
    /// Two revisions have the same branch label.
    #[error("branch name `{label}` in revision `{second}` is already used by revision `{first}`")]
    DuplicateLabel {
        /// The label.
        label: String,
        /// One revision.
        first: RevisionId,
        /// The other.
        second: RevisionId,
    },
}

impl GraphError {
    /// Returns what a person can do about it, where that is not plain.
    pub fn hint(&self) -> Option<String> {
        Some(match self {
            GraphError::MissingParent { .. } => {
                "its file was removed or is on another branch; bring it back, or correct the `-- Revises:` line"
                    .to_owned()
            }
            GraphError::Cycle { files, .. } => {
                let files: Vec<_> = files.iter().map(|file| file.display().to_string()).collect();
                format!("correct the `-- Revises:` or `-- Depends:` line of one of {}", files.join(", "))
            }
            GraphError::Duplicate { .. } => "give one of them another id, in its `-- Revision:` line".to_owned(),
            GraphError::DuplicateLabel { .. } | GraphError::LabelIsId { .. } => {
                "give the branch another name, in the `-- Branch:` line".to_owned()
            }
            GraphError::ReplacedTwice { .. } => "take it out of one of the `-- Replaces:` lines".to_owned(),
            GraphError::ReplacedPresent { .. } => {
                "delete its file, which a merge may have brought back; or take it out of the `-- Replaces:` line"
                    .to_owned()
            }
        })
    }
}

/// Why what a person wrote names no revision.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ResolveError {
    /// No revision has that id or prefix.
    #[error("can't locate revision identified by `{0}`")]
    Unknown(String),
    /// The revision is part of a squash.
    #[error("revision `{revision}` is a part of `{by}` now")]
    Replaced {
        /// What was written.
        revision: RevisionId,
        /// The revision that does its work.
        by: RevisionId,
    },
    /// Several ids start so.
    #[error("multiple revisions start with `{prefix}`: {}", list(.candidates))]
    Ambiguous {
        /// What was written.
        prefix: String,
        /// The revisions, sorted.
        candidates: Vec<RevisionId>,
    },
    /// `head` where there are several.
    #[error(
        "multiple head revisions are present for given argument `{argument}`; please specify a specific target revision, \
         `<branchname>@head` to narrow to a specific head, or `heads` for all heads"
    )]
    MultipleHeads {
        /// What was written.
        argument: String,
        /// The heads, sorted.
        heads: Vec<RevisionId>,
    },
    /// `branch@…` with an unknown branch.
    #[error("no such branch: `{0}`")]
    UnknownBranch(String),
    /// `branch@revision` with a revision that is not on it.
    #[error("revision `{revision}` is not a member of branch `{branch}`")]
    NotAMember {
        /// The revision.
        revision: RevisionId,
        /// The branch.
        branch: String,
    },
    /// `+2`, `-1` from a place that has no such neighbour.
    #[error("relative revision `{text}` didn't produce {steps} migrations")]
    TooFar {
        /// What was written.
        text: String,
        /// How many steps were asked for.
        steps: u64,
    },
    /// A relative step where there are several ways.
    #[error("ambiguous walk: from `{from}` there are several ways: {}", list(.ways))]
    AmbiguousWalk {
        /// Where the ways part.
        from: String,
        /// The revisions that could be meant, sorted.
        ways: Vec<RevisionId>,
    },
    /// `+1`, `-1` while several revisions are current.
    #[error("ambiguous {action} from multiple current revisions: {}", list(.current))]
    MultipleCurrent {
        /// `upgrade` or `downgrade`.
        action: &'static str,
        /// The current revisions, sorted.
        current: Vec<RevisionId>,
    },
    /// `a:b` where one revision is wanted.
    #[error("range revision not allowed: `{0}`")]
    Range(String),
    /// Something else than `[start]:[end]` where a range is wanted.
    #[error("history range requires [start]:[end], [start]:, or :[end]")]
    NotARange,
    /// A downgrade without a database, and without a place to start from.
    #[error("downgrade with --sql requires <from>:<to>")]
    RangeRequired,
    /// `current` where no database is asked.
    #[error("`{0}` starts where the database stands, and no database is asked for a script")]
    NoCurrent(String),
    /// A range whose ends are not on one line.
    #[error("requested range `{0}` does not refer to ancestor/descendant revisions along the same branch")]
    Unrelated(String),
}

impl ResolveError {
    pub(super) fn multiple_heads(argument: &str, heads: &[&RevisionId]) -> Self {
        let heads = heads.iter().map(|head| (*head).clone()).collect();
        ResolveError::MultipleHeads { argument: argument.to_owned(), heads }
    }

    /// Returns what a person can do about it, where that is not plain.
    pub fn hint(&self) -> Option<String> {
        Some(match self {
            ResolveError::Unknown(text) if text.chars().count() < 4 => {
                "please ensure at least four characters are present for partial revision identifier matches".to_owned()
            }
            ResolveError::Unknown(_) => "`autogen history` lists the revisions".to_owned(),
            ResolveError::Ambiguous { .. } => "write more of it".to_owned(),
            ResolveError::MultipleHeads { heads, .. } => {
                format!("the heads are {}; `autogen merge heads` joins them", list(heads))
            }
            ResolveError::MultipleCurrent { current, .. } => match current.first() {
                Some(id) => format!("name the revision to go to, or the branch to move on: `{id}@-1`"),
                None => return None,
            },
            ResolveError::Replaced { by, .. } => format!("`{by}` was squashed from several: name it as a whole"),
            ResolveError::AmbiguousWalk { .. } => "name the revision to go to".to_owned(),
            ResolveError::RangeRequired => "`head:-1` undoes the last revision, `head:base` all of them".to_owned(),
            ResolveError::NoCurrent(_) => "`autogen current` tells where that is: name the revision".to_owned(),
            _ => return None,
        })
    }
}

/// Why a plan cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// What was asked for names no revision.
    #[error(transparent)]
    Resolve(#[from] ResolveError),
    /// The database holds revisions that have no file.
    #[error("can't locate revision identified by {}, which the database has", list(.0))]
    UnknownApplied(Vec<RevisionId>),
    /// The database stands in the middle of what was squashed.
    #[error(
        "the database has `{applied}`, which `{by}` replaces, but not all that it replaces: it lacks {}", list(.missing)
    )]
    PartlyReplaced {
        /// The revision that does the work of several.
        by: RevisionId,
        /// One of them that is applied.
        applied: RevisionId,
        /// Those that are not.
        missing: Vec<RevisionId>,
    },
    /// A downgrade to a revision that is not applied.
    #[error("destination `{target}` is not a valid downgrade target from current head(s) {}", list(.current))]
    NotApplied {
        /// Where the downgrade should go.
        target: RevisionId,
        /// The current revisions, sorted.
        current: Vec<RevisionId>,
    },
}

impl PlanError {
    /// Returns what a person can do about it, where that is not plain.
    pub fn hint(&self) -> Option<String> {
        Some(match self {
            PlanError::Resolve(error) => return error.hint(),
            PlanError::UnknownApplied(ids) => {
                let first = ids.first().map_or("", RevisionId::as_str);
                format!(
                    "`{first}` was applied from a file that is not here: bring the file back, undo it with `autogen downgrade` \
                     (its downgrade is stored in the database), or correct the record with `autogen stamp --purge`"
                )
            }
            PlanError::PartlyReplaced { missing, .. } => match missing.last() {
                Some(last) => {
                    format!("upgrade this database to `{last}` from a checkout before the squash, then come back")
                }
                None => return None,
            },
            PlanError::NotApplied { .. } => "`autogen current` shows what the database has".to_owned(),
        })
    }
}

fn list<T: Display>(ids: &[T]) -> String {
    ids.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ")
}

fn files<const N: usize>(files: [&Option<PathBuf>; N]) -> String {
    let files: Vec<_> = files.into_iter().flatten().map(|file| format!("`{}`", file.display())).collect();
    if files.is_empty() { String::new() } else { format!(": {}", files.join(" and ")) }
}
