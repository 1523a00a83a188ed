//! A script whose long statements run while others read and write.
//!
//! What is short runs in a transaction, as ever. What is long runs by itself, outside of one: in a transaction it would keep every lock
//! that was taken before it for as long as it takes. So a script becomes stages: what is short, what is long, and what is short and
//! takes the result of that.

use std::collections::BTreeSet;

use autogen_schema::sql::{Token, tokenize};
use autogen_schema::{Dialect, Ident};

use crate::{Block, Script, Statement, Steps};

/// Returns the script with each statement that has [`Steps`] done by them. What needs the result of one comes after it.
#[must_use]
pub fn online(script: Script) -> Script {
    let mut stages = Stages::default();
    for block in script.blocks {
        stages.take(block);
    }
    stages.finish();
    Script { blocks: stages.done, rebuild: script.rebuild }
}

#[derive(Default)]
struct Stages {
    done: Vec<Block>,
    /// What is long, and what comes after it.
    beside: Vec<Block>,
    after: Vec<Block>,
    /// What is called by those two, and is not yet there.
    names: BTreeSet<Ident>,
}

impl Stages {
    fn take(&mut self, block: Block) {
        let mut here = Block { guards: block.guards, ..Block::default() };
        let (mut beside, mut after) = (Vec::new(), Vec::new());
        for mut statement in block.statements {
            let steps = match statement.online.take() {
                Some(steps) => *steps,
                None => Steps { before: vec![statement], ..Steps::default() },
            };
            if steps.before.iter().any(|statement| self.must_wait(statement)) {
                self.put(&mut here, &mut beside, &mut after);
                self.finish();
            }
            here.statements.extend(steps.before);
            beside.extend(steps.beside);
            after.extend(steps.after);
            self.names.extend(steps.names);
        }
        self.put(&mut here, &mut beside, &mut after);
    }

    fn put(&mut self, here: &mut Block, beside: &mut Vec<Statement>, after: &mut Vec<Statement>) {
        let filled = |block: Block| (!block.statements.is_empty()).then_some(block);
        self.done.extend(filled(std::mem::take(here)));
        self.beside.extend(filled(Block { apart: true, ..Block::new(std::mem::take(beside)) }));
        self.after.extend(filled(Block::new(std::mem::take(after))));
    }

    /// Whether a statement needs what is long to be done: it calls it, or makes it call something by another name.
    fn must_wait(&self, statement: &Statement) -> bool {
        if self.names.is_empty() {
            return false;
        }
        let tokens = tokenize(&statement.sql, Dialect::Postgres);
        let renames = |token: &Token<'_>| token.is_word("rename") || token.is_word("identity");
        tokens.iter().any(|token| renames(token) || token.ident().is_some_and(|name| self.names.contains(&name)))
    }

    fn finish(&mut self) {
        self.done.append(&mut self.beside);
        self.done.append(&mut self.after);
        self.names.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statement(sql: &str) -> Statement {
        Statement::new(sql)
    }

    fn stepwise(sql: &str, before: &str, beside: &str, after: &str, name: &str) -> Statement {
        let one = |sql: &str| if sql.is_empty() { Vec::new() } else { vec![Statement::new(sql)] };
        let steps =
            Steps { before: one(before), beside: one(beside), after: one(after), names: vec![Ident::new(name)] };
        Statement { online: Some(Box::new(steps)), ..Statement::new(sql) }
    }

    fn written(script: Script) -> Vec<String> {
        let blocks = online(script).blocks.into_iter();
        blocks
            .flat_map(|block| {
                let sign = if block.apart { "|" } else { "" };
                block.statements.into_iter().map(move |statement| format!("{sign}{}", statement.sql))
            })
            .collect()
    }

    #[test]
    fn what_is_long_comes_behind_what_is_short() {
        let key = stepwise("ADD a", "ADD a NOT VALID", "VALIDATE a", "", "a");
        let unique = stepwise("UNIQUE c", "", "INDEX c", "USING c", "c");
        let blocks = vec![Block::new(vec![key, statement("b")]), Block::new(vec![unique, statement("d")])];
        let wanted = ["ADD a NOT VALID", "b", "d", "|VALIDATE a", "|INDEX c", "USING c"];
        assert_eq!(written(Script { blocks, rebuild: false }), wanted);
    }

    #[test]
    fn what_needs_it_comes_behind_it() {
        for needs in ["KEY TO \"c\"", "RENAME x TO y", "ADD GENERATED AS IDENTITY"] {
            let unique = stepwise("UNIQUE c", "", "INDEX c", "USING c", "c");
            let blocks = vec![Block::new(vec![unique, statement(needs)])];
            assert_eq!(written(Script { blocks, rebuild: false }), ["|INDEX c", "USING c", needs]);
        }
    }
}
