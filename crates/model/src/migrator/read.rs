//! From the modules of a crate to its migrators and their migrations.

mod name;
mod problems;

use super::facts::{DEFAULT_TABLE, Hazard, HeaderLine, Migration, MigrationCrate, Migrator, Transaction, Unclear};
use super::resolve::Found;
use super::scan::list::{Element, List};
use super::scan::{Condition, Fault, FoundHazard, Given, Implementation};
use super::tree::{NodeId, Tree};

/// Says what the migrators among the modules are.
pub(super) fn read(tree: Tree) -> MigrationCrate {
    let mut migrators = Vec::new();
    for (node, _) in tree.nodes.iter().enumerate() {
        let found = tree.node(node).map(|(_, _, scope)| scope.migrators.iter().enumerate());
        migrators.extend(found.into_iter().flatten().map(|(index, found)| migrator(&tree, node, index, found)));
    }
    let problems = problems::of(&tree, &migrators);
    MigrationCrate { migrators, problems, tree }
}

fn migrator(tree: &Tree, node: NodeId, index: usize, of: &Implementation) -> Migrator {
    let around = tree.node(node).map(|(node, _, _)| node.conditions.as_slice()).unwrap_or_default();
    let conditions: Vec<&Condition> = around.iter().chain(&of.conditions).collect();
    Migrator {
        name: of.name.clone(),
        module: tree.names(node),
        location: tree.location(tree.file_of(node), of.at.clone()),
        only_tests: conditions.iter().any(|condition| condition.only_tests),
        conditions: conditions.iter().map(|condition| condition.text.clone()).collect(),
        table: table(tree, node, &of.table),
        migrations: migrations(tree, node, &of.list),
        node,
        index,
    }
}

fn table(tree: &Tree, node: NodeId, given: &Given) -> Result<String, Unclear> {
    match given {
        Given::DefaultTable => Ok(DEFAULT_TABLE.to_owned()),
        _ => text(tree, node, given, "the name of the migration table cannot be told"),
    }
}

/// Returns the text that a function gives, or says what cannot be told.
fn text(tree: &Tree, node: NodeId, given: &Given, what: &str) -> Result<String, Unclear> {
    let unclear = |fault: &Fault| tree.unclear(node, fault.at.clone(), format!("{what}: {}", fault.message));
    match given {
        Given::Text(text) => Ok(text.clone()),
        Given::Constant(name, fault) => {
            let constants = tree.node(node).map(|(_, _, scope)| &scope.constants);
            constants.and_then(|constants| constants.get(name)).cloned().ok_or_else(|| unclear(fault))
        }
        Given::Unclear(fault) => Err(unclear(fault)),
        Given::Stem | Given::DefaultTable => {
            Err(tree.unclear(node, 0..0, format!("{what}: a function gives what is not meant for it")))
        }
    }
}

fn migrations(tree: &Tree, node: NodeId, list: &List) -> Result<Vec<Migration>, Unclear> {
    match list {
        List::Vector(vector) => Ok(vector.elements.iter().map(|element| migration(tree, node, element)).collect()),
        List::Nothing(_) => Ok(Vec::new()),
        List::Unclear(fault) => Err(tree.unclear(node, fault.at.clone(), fault.message.clone())),
    }
}

fn migration(tree: &Tree, node: NodeId, element: &Element) -> Migration {
    let location = tree.location(tree.file_of(node), element.whole.clone());
    let conditions = |around: &[Condition]| {
        around.iter().chain(&element.conditions).map(|condition| condition.text.clone()).collect::<Vec<_>>()
    };
    let unknown = |path: String, message: String| Migration {
        path,
        location: location.clone(),
        conditions: conditions(&[]),
        module: None,
        declared: None,
        file: None,
        name: Err(Unclear { message, location: location.clone() }),
        header: Vec::new(),
        transaction: Transaction::Unsaid,
        hazards: Vec::new(),
    };
    let boxed = match &element.boxed {
        Ok(boxed) => boxed,
        Err(message) => return unknown(tree.source(node, &element.whole), message.clone()),
    };
    let path = boxed.path.join("::");
    match tree.resolve(node, &boxed.path) {
        Found::Type(home, index) => Migration {
            location: location.clone(),
            conditions: conditions(tree.node(home).map(|(home, _, _)| home.conditions.as_slice()).unwrap_or_default()),
            module: tree.names(home).pop(),
            declared: tree.declared(home),
            file: tree.node(home).map(|(_, file, _)| file.path.to_path_buf()),
            name: name::of(tree, home, index),
            header: header(tree, home),
            transaction: tree.node(home).map(|(_, _, scope)| scope.transaction).unwrap_or_default(),
            hazards: hazards(tree, home),
            path,
        },
        Found::Unread(parent, index, rest) => {
            let around = tree.node(parent).map(|(node, _, _)| node.conditions.as_slice()).unwrap_or_default();
            let declared = tree.declaration(parent, index);
            let own = declared.map(|declaration| declaration.conditions.as_slice()).unwrap_or_default();
            let known = declared.filter(|_| rest.len() == 1);
            let message = format!("the name of `{path}` cannot be told: {}", tree.why_unread(parent, index));
            Migration {
                module: known.map(|declaration| declaration.name.clone()),
                declared: known.map(|found| tree.location(tree.file_of(parent), found.whole.clone())),
                conditions: conditions(&[around, own].concat()),
                ..unknown(path, message)
            }
        }
        Found::Several(module) => {
            let message = format!("`{path}` may be either of several: `mod {module}` is declared more than once");
            unknown(path, message)
        }
        Found::Module(_) | Found::Nothing => {
            let message = format!("`{path}` is {}", tree.nowhere(node, &boxed.path));
            unknown(path, message)
        }
    }
}

fn header(tree: &Tree, home: NodeId) -> Vec<HeaderLine> {
    let lines = tree.node(home).map(|(_, _, scope)| scope.header.as_slice()).unwrap_or_default();
    let line = |(at, text): &(usize, String)| HeaderLine {
        line: tree.location(tree.file_of(home), *at..*at).line,
        text: text.clone(),
    };
    lines.iter().map(line).collect()
}

fn hazards(tree: &Tree, home: NodeId) -> Vec<Hazard> {
    let found = tree.node(home).map(|(_, _, scope)| scope.hazards.as_slice()).unwrap_or_default();
    let hazard = |found: &FoundHazard| Hazard {
        method: found.method,
        dialects: found.dialects.clone(),
        line: tree.location(tree.file_of(home), found.at..found.at).line,
        text: found.text.clone(),
    };
    found.iter().map(hazard).collect()
}

impl Tree {
    /// Returns the file that a module is in.
    pub(super) fn file_of(&self, node: NodeId) -> usize {
        self.node(node).map_or(0, |(node, _, _)| node.file)
    }

    pub(super) fn unclear(&self, node: NodeId, at: std::ops::Range<usize>, message: String) -> Unclear {
        Unclear { message, location: self.location(self.file_of(node), at) }
    }

    fn source(&self, node: NodeId, at: &std::ops::Range<usize>) -> String {
        let text = self.node(node).and_then(|(_, file, _)| file.text.get(at.clone())).unwrap_or_default();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Returns where a module is declared.
    fn declared(&self, id: NodeId) -> Option<crate::Location> {
        let node = self.nodes.get(id)?;
        let (parent, index) = (node.parent?, node.declaration?);
        Some(self.location(self.file_of(parent), self.declaration(parent, index)?.whole.clone()))
    }

    /// Says why a module that is declared was not read.
    pub(super) fn why_unread(&self, parent: NodeId, index: usize) -> String {
        let Some(declaration) = self.declaration(parent, index) else { return "its module was not read".to_owned() };
        let name = &declaration.name;
        match self.missing(parent, index) {
            Some(files) => format!("the module `{name}` has no file {files}"),
            None => format!("the file of the module `{name}` cannot be read"),
        }
    }

    /// Names the files of which one should hold a module, where none is there.
    pub(super) fn missing(&self, parent: NodeId, index: usize) -> Option<String> {
        let declaration = self.declaration(parent, index)?;
        let candidates = self.nodes.get(parent)?.place.candidates(&declaration.name, declaration.path.as_deref());
        let is_there = candidates.iter().any(|path| self.files.iter().any(|file| *file.path == **path));
        let named = candidates.iter().map(|path| format!("`{}`", path.display())).collect::<Vec<_>>().join(" or ");
        (!is_there).then_some(named)
    }

    /// Says where a type is not that a path leads to.
    fn nowhere(&self, from: NodeId, path: &[String]) -> String {
        let parent = path.split_last().map(|(_, parent)| self.resolve(from, parent));
        if let Some(Found::Module(module)) = parent
            && let Some((_, file, scope)) = self.node(module)
        {
            let hidden = if scope.calls_macros { ", whose macros are not expanded" } else { "" };
            return format!("no struct or enum of `{}`{hidden}", file.path.display());
        }
        let root = self.files.first().map(|file| file.path.display().to_string()).unwrap_or_default();
        format!("not declared in `{root}` or its modules")
    }
}
