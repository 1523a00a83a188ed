//! Declares a module.

use super::text::{Patch, begins_line, indent, line_end, line_start, rest_of_line};
use crate::migrator::scan::{Declaration, Scope};

/// Declares a module beside another, or where it is the first.
///
/// Declarations in adjacent lines stay in the order that rustfmt keeps them in, where they are in it.
pub(super) fn patch(text: &str, scope: &Scope, beside: Option<usize>, name: &str) -> Patch {
    let beside = beside.and_then(|index| scope.modules.get(index)).or_else(|| other(scope));
    let Some(beside) = beside else { return first(text, scope, name) };
    let visibility = if beside.visibility.is_empty() { String::new() } else { format!("{} ", beside.visibility) };
    let line = format!("{visibility}mod {name};");
    let group = group(text, scope, beside);
    let is_sorted = group.is_sorted_by(|a, b| a.name <= b.name);
    let place = if is_sorted {
        group.partition_point(|declaration| declaration.name.as_str() < name)
    } else {
        group.iter().position(|declaration| declaration.item == beside.item).map_or(group.len(), |own| own + 1)
    };
    match place.checked_sub(1).and_then(|before| group.get(before)) {
        Some(before) => behind(text, before.whole.end, indent(text, before.whole.start), &line),
        None => before(text, group.first().map_or(beside.whole.start, |first| first.whole.start), &line),
    }
}

/// Returns the declaration that a new one goes beside where none is of a migration: the last with a file of its own.
fn other(scope: &Scope) -> Option<&Declaration> {
    let with_file = scope.modules.iter().filter(|declaration| declaration.inline.is_none());
    let mut used = with_file.filter(|declaration| !declaration.conditions.iter().any(|condition| condition.only_tests));
    used.next_back()
}

/// Declares the first module: behind the `use`s at the top, or before everything.
fn first(text: &str, scope: &Scope, name: &str) -> Patch {
    let line = format!("mod {name};");
    let uses = scope.use_items.iter().enumerate().take_while(|(index, item)| index == *item);
    let last = uses.last().and_then(|(_, item)| scope.items.get(*item));
    match (last, scope.items.first()) {
        (Some(last), _) => behind(text, last.end, indent(text, last.start), &line),
        (None, Some(first)) => before(text, first.start, &line),
        (None, None) => Patch::insert(text.len(), line),
    }
}

/// Lists the declarations around one that are in adjacent lines: those that rustfmt puts in order.
fn group<'a>(text: &str, scope: &'a Scope, around: &Declaration) -> Vec<&'a Declaration> {
    let mut group: Vec<&Declaration> = Vec::new();
    for declaration in &scope.modules {
        let adjacent = group.last().is_some_and(|last| {
            let between = text.get(last.whole.end..declaration.whole.start).unwrap_or_default();
            last.item + 1 == declaration.item && between.matches('\n').count() == 1
        });
        if !adjacent || !orderly(declaration) {
            if group.iter().any(|found| found.item == around.item) {
                return group;
            }
            group.clear();
        }
        if orderly(declaration) || declaration.item == around.item {
            group.push(declaration);
        }
    }
    group
}

fn orderly(declaration: &Declaration) -> bool {
    declaration.inline.is_none() && declaration.movable
}

fn behind(text: &str, end: usize, indent: &str, line: &str) -> Patch {
    let newline = line_end(text, end);
    Patch::insert(rest_of_line(text, end).unwrap_or(end), format!("{newline}{indent}{line}"))
}

fn before(text: &str, start: usize, line: &str) -> Patch {
    let newline = line_end(text, start);
    if begins_line(text, start) {
        Patch::insert(line_start(text, start), format!("{}{line}{newline}", indent(text, start)))
    } else {
        Patch::insert(start, format!("{line}{newline}"))
    }
}
