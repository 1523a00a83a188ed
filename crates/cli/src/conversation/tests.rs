//! What is asked, and what becomes of the answers.

#![allow(clippy::unwrap_used, reason = "what fails here fails its test")]

use autogen_diff::{Operation, candidates};
use autogen_engine::Origin;
use autogen_revision::RevisionId;
use autogen_schema::{Column, ColumnType, DataType, Dialect, SqlType};

use super::*;

/// Somebody who has made up their mind.
#[derive(Default)]
struct Decided {
    renames: Vec<Option<usize>>,
    fills: Vec<Option<&'static str>>,
    heard: Vec<String>,
}

impl Asker for Decided {
    fn rename(&mut self, gone: &Gone) -> Result<Option<usize>, Error> {
        let names: Vec<&str> = gone.candidates.iter().map(|candidate| candidate.new.as_str()).collect();
        self.heard.push(format!("{}: {}", gone.old, names.join(" ")));
        Ok(self.renames.remove(0))
    }

    fn fill(&mut self, unfilled: &Unfilled) -> Result<Option<String>, Error> {
        self.heard.push(unfilled.column.clone());
        Ok(self.fills.remove(0).map(str::to_owned))
    }
}

fn request() -> Request {
    Request {
        message: String::new(),
        id: RevisionId::new("aaaa").unwrap(),
        created: String::new(),
        template: String::new(),
        template_name: String::new(),
        allowed_drops: Vec::new(),
        renames: Vec::new(),
        values: Vec::new(),
        forgotten: Vec::new(),
        from: Origin::default(),
        place: None,
        splice: false,
        proof: true,
        online: false,
    }
}

/// Two columns that go, two that come, and one that needs a fill.
fn plan() -> Vec<Choice> {
    let drop = |name: &str| Operation::DropColumn {
        table: "users".into(),
        column: Column::new(name, DataType::Reported(SqlType::parse("integer"))),
    };
    let add = |name: &str| Operation::AddColumn {
        table: "users".into(),
        column: Column::new(name, DataType::Implied(ColumnType::Integer)),
    };
    let operations = [drop("a"), drop("b"), add("x"), add("y")];
    let renames = candidates(&operations, Dialect::Postgres).into_iter().map(Choice::Rename);
    let unfilled = Unfilled { column: "users.z".to_owned(), is_new: true, found: None };
    renames.chain([Choice::Fill(unfilled)]).collect()
}

#[test]
fn what_is_chosen_is_no_choice_for_the_next() {
    let asker = Decided { renames: vec![Some(1), Some(0)], ..Decided::default() };
    let (mut conversation, mut request) = (Conversation::with(Some(asker)), request());
    assert!(conversation.ask(&plan(), &mut request).unwrap());
    let names = |old: &str, new: &str| (old.to_owned(), new.to_owned());
    assert_eq!(request.renames, [names("users.a", "y"), names("users.b", "x")]);
    // What has another name may need no fill: that is asked when the plan is another one.
    assert_eq!(conversation.asker.unwrap().heard, ["users.a: x y", "users.b: x"]);
}

#[test]
fn nothing_is_asked_twice() {
    let asker = Decided { renames: vec![None, None], fills: vec![Some("0")], ..Decided::default() };
    let (mut conversation, mut request) = (Conversation::with(Some(asker)), request());
    assert!(conversation.ask(&plan(), &mut request).unwrap());
    assert!(!conversation.ask(&plan(), &mut request).unwrap());
    assert!(request.renames.is_empty());
    let said = Said { column: "users.z".to_owned(), role: Role::Fill, sql: "0".to_owned() };
    assert_eq!(request.values, [said]);
    assert_eq!(conversation.asker.unwrap().heard, ["users.a: x y", "users.b: y x", "users.z"]);
}

#[test]
fn an_empty_answer_changes_nothing() {
    let asker = Decided { renames: vec![None, None], fills: vec![None], ..Decided::default() };
    let (mut conversation, mut request) = (Conversation::with(Some(asker)), request());
    assert!(!conversation.ask(&plan(), &mut request).unwrap());
    assert!(request.values.is_empty());
}

#[test]
fn nobody_is_not_asked() {
    let (mut conversation, mut request) = (Conversation::<Decided>::with(None), request());
    assert!(!conversation.ask(&plan(), &mut request).unwrap());
    assert!(conversation.is_silent() && request.renames.is_empty());
}
