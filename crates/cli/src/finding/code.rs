//! What `check` and `verify` find beside the entities. Findings in the entities have the codes of [`autogen_model::Code`].

use autogen_engine::Fault;
use autogen_model::Severity;

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $severity:ident;)*) => {
        /// Which finding it is. The words are stable, and documented in `docs/diagnostics.md`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Code {
            $($(#[$doc])* $variant,)*
        }

        impl Code {
            /// Every code.
            #[cfg(test)]
            pub(crate) const ALL: &'static [Code] = &[$(Code::$variant),*];

            /// Returns the word in kebab case.
            pub(crate) fn as_str(self) -> &'static str {
                match self {
                    $(Code::$variant => $name,)*
                }
            }

            /// Returns how bad such a finding is.
            pub(crate) fn severity(self) -> Severity {
                match self {
                    $(Code::$variant => Severity::$severity,)*
                }
            }
        }
    };
}

codes! {
    /// The entities ask for something that no revision makes.
    PendingChange = "pending-change", Warning;
    /// Something that the entities lack, and may only seem to.
    WithheldDrop = "withheld-drop", Warning;
    /// Something that must be made, and the source does not tell how.
    UntoldType = "untold-type", Error;
    /// A revision that the database lacks.
    PendingRevision = "pending-revision", Warning;
    /// A revision that the database has, and no file is here for.
    UnknownRevision = "unknown-revision", Error;
    /// A revision whose file was edited after the database had applied it.
    EditedRevision = "edited-revision", Warning;
    /// The database is not what its revisions make it.
    Drift = "drift", Error;
    /// Something could not be checked.
    NotChecked = "not-checked", Error;
    /// What the next revision claims beside its changes.
    PendingClaim = "pending-claim", Note;
    /// What is in the database alone, and stays.
    Unmanaged = "unmanaged", Note;
    /// What was seen on the way.
    WorthKnowing = "worth-knowing", Note;
    /// A revision says nothing of a direction on a dialect.
    MissingSection = "missing-section", Error;
    /// The change list of a revision is not what it does, or cannot be read.
    ChangeList = "change-list", Error;
    /// A statement of a revision fails.
    FailingStatement = "failing-statement", Error;
    /// A revision does not undo what it did, or does not do it again.
    NotRestored = "not-restored", Error;
    /// Rows are lost that no hazard speaks of.
    RowsLost = "rows-lost", Error;
    /// Something went along with what a revision dropped.
    DroppedAlong = "dropped-along", Error;
    /// A view can no longer be read after a revision.
    BrokenView = "broken-view", Error;
    /// Revisions could not be tried.
    NotTried = "not-tried", Error;
    /// What a revision under review may do to rows or to a busy table.
    Hazard = "hazard", Warning;
    /// A revision that others may have run is gone.
    RemovedRevision = "removed-revision", Error;
    /// The revisions have several ends.
    SeveralHeads = "several-heads", Error;
}

impl From<Fault> for Code {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::NoSection => Code::MissingSection,
            Fault::ChangeList => Code::ChangeList,
            Fault::Fails => Code::FailingStatement,
            Fault::NotRestored => Code::NotRestored,
            Fault::RowsLost => Code::RowsLost,
            Fault::DroppedAlong => Code::DroppedAlong,
            Fault::BrokenView => Code::BrokenView,
        }
    }
}
