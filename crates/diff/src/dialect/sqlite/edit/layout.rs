//! Columns and constraints put into the body of a statement, and taken out, in the layout that it has.

use autogen_schema::Ident;
use autogen_schema::sqlite::{Item, ItemKind, TableConstraintKind as Kind};

use super::splice::{Change, line_start, line_tail};
use super::{EditError, TableText};

pub(super) const PRIMARY_KEY: u8 = 1;
pub(super) const FOREIGN_KEY: u8 = 3;
pub(super) const CHECK: u8 = 4;

impl TableText {
    /// Adds a column behind the last one.
    pub fn add_column(&mut self, definition: &str) -> Result<(), EditError> {
        let at = self.last_column().unwrap_or_default();
        self.add_item(at, definition)
    }

    /// Adds a table constraint behind those of its kind: the primary key first, then uniques, foreign keys and checks, as
    /// [`super::super::create::table`] writes them.
    pub(super) fn add_constraint(&mut self, definition: &str, rank: u8) -> Result<(), EditError> {
        let at = self.parsed.items.iter().rposition(|item| rank_of(&item.kind) <= rank).unwrap_or_default();
        self.add_item(at, definition)
    }

    /// Takes a column out, with its comma and the comment behind it on its line.
    pub fn drop_column(&mut self, name: &Ident) -> Result<(), EditError> {
        let (at, _) = self.find(name)?;
        if self.parsed.columns().count() == 1 {
            return Err(EditError::OnlyColumn(name.clone()));
        }
        self.drop_item(at)
    }

    /// Puts a definition behind the item at `at`: on a line of its own where the items have that.
    fn add_item(&mut self, at: usize, definition: &str) -> Result<(), EditError> {
        let Some(item) = self.parsed.items.get(at) else { return Ok(()) };
        let source = self.sql();
        let changes = match (line_start(source, item.span.start), item.comma) {
            (Some(line), comma) => {
                let line = source.get(line).unwrap_or_default();
                match comma {
                    Some(comma) => vec![Change::insert(line_tail(source, comma + 1), format!("{line}{definition},"))],
                    None => vec![
                        Change::insert(item.span.end, ","),
                        Change::insert(line_tail(source, item.span.end), format!("{line}{definition}")),
                    ],
                }
            }
            (None, _) => vec![Change::insert(item.span.end, format!(", {definition}"))],
        };
        self.apply(changes)
    }

    /// Takes an item out, with one comma.
    pub(super) fn drop_item(&mut self, at: usize) -> Result<(), EditError> {
        let items = &self.parsed.items;
        let Some(item) = items.get(at) else { return Ok(()) };
        let previous = at.checked_sub(1).and_then(|previous| items.get(previous));
        let next = items.get(at + 1);
        let changes = self.without(item, previous, next);
        self.apply(changes)
    }

    fn without(&self, item: &Item, previous: Option<&Item>, next: Option<&Item>) -> Vec<Change> {
        let source = self.sql();
        let mut changes = Vec::new();
        let end = match (item.comma, next) {
            (Some(comma), _) => comma + 1,
            (None, Some(_)) => item.span.end,
            (None, None) => {
                changes.extend(previous.and_then(|item| item.comma).map(|comma| Change::cut(comma..comma + 1)));
                item.span.end
            }
        };
        if let Some(line) = line_start(source, item.span.start) {
            let tail = line_tail(source, end);
            let ends_line =
                source.get(tail..).is_some_and(|rest| rest.trim_start_matches([' ', '\t', '\r']).starts_with('\n'));
            if ends_line || next.is_none() {
                changes.push(Change::cut(line.start..tail));
                return changes;
            }
        }
        // Among others on a line, the blanks behind go along; at the end, those before.
        let behind = source.get(end..).unwrap_or_default();
        let blanks = behind.len() - behind.trim_start_matches([' ', '\t']).len();
        if next.is_some() {
            changes.push(Change::cut(item.span.start..end + blanks));
        } else {
            changes.push(Change::cut(super::splice::with_blank_before(source, &(item.span.start..end))));
        }
        changes
    }
}

/// Where an item stands among the others.
fn rank_of(kind: &ItemKind) -> u8 {
    match kind {
        ItemKind::Column(_) => 0,
        ItemKind::Constraint(constraint) => match constraint.kind {
            Kind::PrimaryKey { .. } => PRIMARY_KEY,
            Kind::Unique { .. } | Kind::Nothing => 2,
            Kind::ForeignKey { .. } => FOREIGN_KEY,
            Kind::Check { .. } => CHECK,
        },
    }
}
