//! What trying revisions on each dialect showed, and how people and programs are told.

use std::collections::BTreeSet;

use autogen_engine::{Finding, History, Spot, Target, Verified, verify};
use autogen_revision::RevisionId;
use autogen_schema::Dialect;

use crate::commands::Exit;
use crate::context::Workspace;
use crate::describe;
use crate::diagnostics;
use crate::document::{Document, NotProven, VerifiedRevision, VerifiedRevisions, VerifyFinding};
use crate::error::{Error, Excerpt};
use crate::finding::{self, Code};
use crate::output::{Format, Output, printable};
use crate::theme::{self, paint};

/// What came of trying revisions.
pub(in crate::commands) struct Trials {
    /// How many were to be tried.
    wanted: usize,
    /// Whether the project has one dialect, which need not be named.
    is_alone: bool,
    /// What was tried, by dialect.
    tried: Vec<(Dialect, Vec<Verified>)>,
    /// Where nothing could be tried, and why.
    untried: Vec<(Dialect, Error)>,
}

/// A revision with what each dialect showed of it.
struct One<'a> {
    id: &'a RevisionId,
    on: Vec<(Dialect, &'a Verified)>,
}

/// What is told of no revision.
pub(super) fn none() -> VerifiedRevisions {
    VerifiedRevisions { status: Exit::Done.status(), revisions: Vec::new(), not_proven: Vec::new() }
}

impl Trials {
    /// Tries the revisions on each target. An error where nothing can be tried on any of them.
    pub(in crate::commands) async fn run(
        targets: &[Target<'_>],
        history: &History,
        wanted: &BTreeSet<RevisionId>,
    ) -> Result<Self, Error> {
        use autogen_engine::Error as Engine;
        let is_alone = targets.iter().all(|target| target.project.has_one_dialect());
        let mut trials = Self { wanted: wanted.len(), is_alone, tried: Vec::new(), untried: Vec::new() };
        for target in targets {
            match verify(*target, history, wanted).await {
                Ok(verified) => trials.tried.push((target.dialect, verified)),
                Err(error @ (Engine::NoScratch { .. } | Engine::ScratchRefused(_) | Engine::Connect(_)))
                    if targets.len() > 1 =>
                {
                    trials.untried.push((target.dialect, error.into()));
                }
                Err(error) => return Err(target.named(error).into()),
            }
        }
        match trials.untried.pop_if(|_| trials.tried.is_empty()) {
            Some((_, error)) => Err(error),
            None => Ok(trials),
        }
    }

    /// Findings count for more than what could not be told.
    pub(in crate::commands) fn exit(&self) -> Exit {
        if self.tried.iter().flat_map(|(_, verified)| verified).any(|one| !one.findings.is_empty()) {
            Exit::Findings
        } else if self.untried.is_empty() {
            Exit::Done
        } else {
            Exit::Failed
        }
    }

    pub(super) fn tell(&self, workspace: &Workspace<'_>, history: &History) -> Result<(), Error> {
        let output = workspace.output();
        if output.format.is_lines() {
            return finding::write(&mut self.lines(workspace), output);
        }
        if output.format == Format::Json {
            return output.json(&Document::new(self.document(history)));
        }
        let revisions = self.revisions(history);
        for one in &revisions {
            self.tell_revision(history, one, output)?;
        }
        for (dialect, error) in &self.untried {
            let reason = printable(&error.report().message);
            output.problem(&format!("{}: {reason}", paint(theme::ERROR, format!("not proven on {dialect}"))));
            error.report().hints.iter().for_each(|hint| output.hint(&printable(hint)));
        }
        self.tell_end(&revisions, output);
        Ok(())
    }

    /// Returns everything that was found, for programs.
    pub(in crate::commands) fn document(&self, history: &History) -> VerifiedRevisions {
        VerifiedRevisions {
            status: self.exit().status(),
            revisions: self.revisions(history).iter().map(|one| self.of_revision(history, one)).collect(),
            not_proven: self.untried.iter().map(|(dialect, error)| NotProven::of(*dialect, error)).collect(),
        }
    }

    /// Returns what is wrong, each at its place.
    pub(in crate::commands) fn lines(&self, workspace: &Workspace<'_>) -> Vec<finding::Finding> {
        let mut found = Vec::new();
        for (dialect, verified) in &self.tried {
            let notes =
                verified.iter().flat_map(|one| one.notes.iter().map(|note| format!("{}: {note}", one.revision)));
            for wrong in verified.iter().flat_map(|one| &one.findings) {
                let spot = place(wrong).map_or_else(|| Spot::line(&wrong.file, wrong.line), |place| place.spot());
                let text = format!("{}{}", self.named(*dialect), wrong.text);
                let finding = finding::Finding::new(wrong.fault.into(), spot, text);
                found.push(wrong.hint.iter().fold(finding, finding::Finding::hint));
            }
            let note = |text| finding::Finding::new(Code::WorthKnowing, workspace.spot(), text);
            found.extend(notes.map(note).filter(|_| workspace.is_verbose()));
        }
        for (dialect, error) in &self.untried {
            let finding = finding::Finding::error(Code::NotTried, error, workspace.spot());
            found.push(finding.about(&format!("not proven on {dialect}")));
        }
        found
    }

    /// Returns what was tried anywhere, in the order of the history.
    fn revisions<'a>(&'a self, history: &'a History) -> Vec<One<'a>> {
        let of = |id: &'a RevisionId| {
            let on = self.tried.iter().filter_map(|(dialect, verified)| {
                verified.iter().find(|one| one.revision == *id).map(|one| (*dialect, one))
            });
            One { id, on: on.collect() }
        };
        history.graph.order().iter().map(of).filter(|one| !one.on.is_empty()).collect()
    }

    fn tell_revision(&self, history: &History, one: &One<'_>, output: Output) -> Result<(), Error> {
        let word = if one.is_proven() { paint(theme::GOOD, "proven") } else { paint(theme::ERROR, "FAILED") };
        let summary = history.get(one.id).map(|revision| revision.header.summary()).unwrap_or_default();
        let summary = if summary.is_empty() { String::new() } else { format!(", {}", printable(summary)) };
        let dialects: Vec<&str> = one.deciding().map(Dialect::name).collect();
        let dialects = if self.is_alone { String::new() } else { format!(" ({})", dialects.join(", ")) };
        output.line(&format!("{word} {}{summary}{dialects}", paint(theme::NAME, one.id)))?;
        for (dialect, verified) in &one.on {
            for finding in &verified.findings {
                tell_finding(finding, &self.named(*dialect), output)?;
            }
        }
        let notes: Vec<_> = one.on.iter().map(|(dialect, verified)| (*dialect, verified.notes.clone())).collect();
        for note in describe::of_dialects(&notes) {
            output.note(&format!("{}: {note}", one.id));
        }
        Ok(())
    }

    fn named(&self, dialect: Dialect) -> String {
        if self.is_alone { String::new() } else { format!("{dialect}: ") }
    }

    fn tell_end(&self, revisions: &[One<'_>], output: Output) {
        let untried = self.wanted - revisions.len();
        let untried =
            if untried > 0 { format!(", {} not tried", describe::count(untried, "revision")) } else { String::new() };
        let failed = revisions.iter().filter(|one| !one.is_proven()).count();
        let proven = describe::count(revisions.len() - failed, "revision");
        let names: Vec<&str> = self.tried.iter().map(|(dialect, _)| dialect.name()).collect();
        let on = if self.is_alone { String::new() } else { format!(" on {}", names.join(", ")) };
        let failing = if failed > 0 { format!(", {failed} failed") } else { String::new() };
        output.status(&format!("{proven} proven{on}: up, down, up, with rows{failing}{untried}"));
    }

    fn of_revision(&self, history: &History, one: &One<'_>) -> VerifiedRevision {
        let of = |dialect: Dialect| (!self.is_alone).then_some(dialect.name());
        let findings = one.on.iter().flat_map(|(dialect, verified)| {
            verified.findings.iter().map(|finding| VerifyFinding {
                path: finding.file.display().to_string(),
                line: finding.line,
                text: finding.text.clone(),
                hint: finding.hint.clone(),
                dialect: of(*dialect),
            })
        });
        let notes: Vec<_> = one.on.iter().map(|(dialect, verified)| (*dialect, verified.notes.clone())).collect();
        VerifiedRevision {
            revision: one.id.to_string(),
            path: history.get(one.id).map(|revision| revision.file.display().to_string()),
            proven: one.is_proven(),
            dialects: one.on.iter().filter_map(|(dialect, _)| of(*dialect)).collect(),
            findings: findings.collect(),
            notes: describe::of_dialects(&notes),
        }
    }
}

impl One<'_> {
    fn is_proven(&self) -> bool {
        self.on.iter().all(|(_, verified)| verified.findings.is_empty())
    }

    /// The dialects that it is proven on, or those that it fails on.
    fn deciding(&self) -> impl Iterator<Item = Dialect> {
        let failing = |verified: &Verified| self.is_proven() || !verified.findings.is_empty();
        self.on.iter().filter(move |(_, verified)| failing(verified)).map(|(dialect, _)| *dialect)
    }
}

fn tell_finding(finding: &Finding, dialect: &str, output: Output) -> Result<(), Error> {
    let text = format!("{dialect}{}", printable(&finding.text));
    let Some(place) = place(finding) else {
        return output.line(&format!("{}:{}: {text}", finding.file.display(), finding.line));
    };
    let excerpt = diagnostics::excerpt(&text, &place);
    let hint = finding.hint.as_ref().map(|hint| format!("\n{}: {}", paint(theme::HINT, "hint"), printable(hint)));
    output.problem(&format!("{excerpt}{}\n", hint.unwrap_or_default()));
    Ok(())
}

fn place(finding: &Finding) -> Option<Excerpt> {
    let text = std::fs::read_to_string(&finding.file).ok()?;
    Excerpt::line(&finding.file, text, finding.line)
}
