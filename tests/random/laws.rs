//! One pair of entity sets, on a database with rows and things made by hand: what must hold of it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::by_hand::{Kind, Object};
use super::entities::{Field, Names, Set};
use crate::cases::{assert_same_dump, sorted};
use crate::lab::{Dump, Lab, assert_rows_kept};
use crate::rows::fill;
use crate::support::Dice;
use autogen_diff::{Hazard, Script};
use autogen_engine::{Error, Plan, Proof};
use autogen_schema::Dialect;

#[derive(Clone, Debug)]
pub(super) struct Pair {
    /// What the first revision made, where `before` came after it.
    pub(super) earlier: Option<Set>,
    pub(super) before: Set,
    pub(super) after: Set,
    pub(super) objects: Vec<Object>,
    /// The database is adopted; otherwise a revision written by hand makes the objects.
    pub(super) adopted: bool,
}

/// What became of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Outcome {
    Held,
    Unchanged,
    /// Rows stood in the way of it, one way or the other, as it had said; on empty tables it held.
    HeldWithoutRows,
    /// Something made by hand stood in the way.
    Refused,
}

impl Pair {
    pub(super) fn random(seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        let mut names = Names::new(&mut dice);
        let first = Set::random(&mut dice, &mut names);
        let (earlier, before) = if dice.once_in(3) {
            let before = first.edited(&mut dice, &mut names);
            (Some(first), before)
        } else {
            (None, first)
        };
        let after = before.edited(&mut dice, &mut names);
        let count = if dice.once_in(2) { 0 } else { 1 + dice.below(5) };
        let objects = (0..count).filter_map(|_| Object::random(&before, &mut dice, &mut names)).collect();
        let adopted = count > 0 && dice.once_in(2);
        Self { earlier, before, after, objects, adopted }
    }

    pub(super) async fn hold(&self) -> Outcome {
        let outcome = Box::pin(self.hold_with(2)).await;
        if outcome == Outcome::HeldWithoutRows { Box::pin(self.hold_with(0)).await.max(outcome) } else { outcome }
    }

    async fn hold_with(&self, rows: u32) -> Outcome {
        let lab = self.begin().await;
        if rows > 0 {
            fill(&lab, rows).await;
            lab.sql(&self.nulls()).await;
            // A column of numbers cannot refer to one of texts, whatever is put into it.
            if !lab.query("SELECT * FROM pragma_foreign_key_check").await.is_empty() {
                return Outcome::HeldWithoutRows;
            }
        }
        lab.assert_sound().await;
        lab.write_entity("lib.rs", &self.after.source());
        let request = lab.request("Change it");
        let plan = match lab.plan(&request).await {
            Ok(Some(plan)) => plan,
            Ok(None) => {
                lab.assert_clean().await;
                return Outcome::Unchanged;
            }
            Err(Error::Refused(refusal)) => {
                assert!(!self.is_free(), "nothing stands in the way, and yet: {refusal}");
                return Outcome::Refused;
            }
            Err(error) => panic!("cannot plan: {error}"),
        };
        assert_eq!(plan.draft, lab.plan(&request).await.unwrap().unwrap().draft, "the same input gave another file");
        assert_eq!(plan.proof, Proof::Proven, "{}", plan.draft.text);
        autogen_engine::write(&lab.project, &plan.draft).unwrap();
        self.up_down_up(&lab, &plan, rows > 0).await
    }

    /// A database of the first set, with what was made by hand.
    async fn begin(&self) -> Lab {
        let lab = Lab::new();
        for set in self.earlier.iter().chain([&self.before]) {
            lab.write_entity("lib.rs", &set.source());
            if let Some(plan) = lab.plan(&lab.request("First")).await.unwrap() {
                assert_eq!(plan.proof, Proof::Proven, "{}", plan.draft.text);
                autogen_engine::write(&lab.project, &plan.draft).unwrap();
            }
        }
        lab.upgrade().await;
        if self.adopted {
            return self.adopt(&lab).await;
        }
        let by_hand: Vec<&Object> = self.objects.iter().filter(|object| object.kind != Kind::Item).collect();
        if !by_hand.is_empty() {
            let sql: String = by_hand.iter().map(|object| format!("{}\n;\n", object.sql)).collect();
            let head = lab.history().graph.head().unwrap().cloned().unwrap();
            let mut draft =
                autogen_engine::empty(&lab.project, &lab.request("By hand"), &autogen_engine::Place::upon(&[head]))
                    .unwrap();
            draft.text = draft.text.replace("-- autogen: upgrade\n", &format!("-- autogen: upgrade\n{sql}"));
            assert!(draft.text.contains(&sql), "{}", draft.text);
            autogen_engine::write(&lab.project, &draft).unwrap();
            lab.upgrade().await;
        }
        lab
    }

    /// Sets every other column that can be NULL, and that nothing refers to, to NULL in one row.
    fn nulls(&self) -> String {
        let quote = |name: &str| Dialect::Sqlite.quote(&name.into());
        let relations = self.before.entities.iter().flat_map(|entity| &entity.relations);
        let wanted: BTreeSet<(usize, usize)> =
            relations.flat_map(|relation| relation.to.iter().map(|field| (relation.target, *field))).collect();
        let mut sql = String::new();
        for entity in &self.before.entities {
            let table = quote(&entity.table);
            let free = |field: &&Field| {
                field.nullable && field.id.is_multiple_of(2) && !wanted.contains(&(entity.id, field.id))
            };
            for field in entity.fields.iter().filter(free) {
                let column = quote(&field.column);
                let _ = writeln!(
                    sql,
                    "UPDATE {table} SET {column} = NULL WHERE _rowid_ = (SELECT max(_rowid_) FROM {table});"
                );
            }
        }
        sql
    }

    async fn adopt(&self, made: &Lab) -> Lab {
        let lab = Lab::new();
        lab.write_entity("lib.rs", &self.before.source());
        let tables: BTreeMap<String, Vec<&Object>> =
            self.before.entities.iter().map(|entity| (entity.table.clone(), self.items_of(entity.id))).collect();
        let mut sql = String::new();
        for row in made.query("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid").await {
            let (name, statement) = (&row[0], row[1].trim_end());
            if name == "autogen_version" || name.starts_with("sqlite_") {
                continue;
            }
            let items = tables.get(name).filter(|items| !items.is_empty() && statement.starts_with("CREATE TABLE"));
            match (items, statement.strip_suffix(')')) {
                (Some(items), Some(open)) => {
                    let items: String = items.iter().map(|object| format!(",\n  {}", object.sql)).collect();
                    sql.push_str(&format!("{open}{items});\n"));
                }
                _ => sql.push_str(&format!("{statement};\n")),
            }
        }
        for object in self.objects.iter().filter(|object| object.kind != Kind::Item) {
            sql.push_str(&format!("{}\n;\n", object.sql));
        }
        lab.sql(&sql).await;
        lab.adopt().await;
        lab.assert_clean().await;
        lab
    }

    fn items_of(&self, entity: usize) -> Vec<&Object> {
        let of =
            |object: &&Object| object.kind == Kind::Item && object.uses.first().is_some_and(|(id, _)| *id == entity);
        self.objects.iter().filter(of).collect()
    }

    /// Whether nothing that was made by hand uses what changes its name or goes.
    fn is_free(&self) -> bool {
        self.objects.iter().all(|object| object.is_free_in(&self.after, &self.before))
    }

    async fn up_down_up(&self, lab: &Lab, plan: &Plan, with_rows: bool) -> Outcome {
        let (before, rows) = (lab.dump().await, lab.rows().await);
        if let Err(error) = lab.try_upgrade("head").await {
            assert!(with_rows && may_fail(&plan.parts[0].upgrade), "{error}\n{}", plan.draft.text);
            assert_eq!((lab.dump().await, lab.rows().await), (before, rows), "after {error}");
            lab.assert_sound().await;
            return Outcome::HeldWithoutRows;
        }
        lab.assert_sound().await;
        lab.assert_clean().await;
        let after = lab.dump().await;
        let text = &plan.draft.text;
        assert_rows_kept(&rows, &lab.rows().await, &self.named_losses(&[&plan.parts[0].upgrade]));
        self.assert_objects_kept(&before, &after, text);
        if self.objects.is_empty() && self.earlier.is_none() {
            let at_once = self.at_once().await.dump().await;
            assert_same_dump(
                &canonical(&at_once),
                &canonical(&after),
                &format!("compared with one made at once, {text}"),
            );
        }

        let rows_after = lab.rows().await;
        if let Err(error) = lab.try_downgrade("-1", false).await {
            assert!(with_rows && may_fail(&plan.parts[0].downgrade), "{error}\n{text}");
            assert_eq!((lab.dump().await, lab.rows().await), (after, rows_after), "after {error}");
            lab.assert_sound().await;
            return Outcome::HeldWithoutRows;
        }
        lab.assert_sound().await;
        assert_same_dump(&before, &lab.dump().await, &format!("after the downgrade, {text}"));
        assert_rows_kept(
            &rows,
            &lab.rows().await,
            &self.named_losses(&[&plan.parts[0].upgrade, &plan.parts[0].downgrade]),
        );

        if let Err(error) = lab.try_upgrade("head").await {
            assert!(with_rows && may_fail(&plan.parts[0].upgrade), "{error}\n{text}");
            return Outcome::HeldWithoutRows;
        }
        lab.assert_sound().await;
        lab.assert_clean().await;
        assert_same_dump(&after, &lab.dump().await, &format!("after the second upgrade, {text}"));
        Outcome::Held
    }

    /// `table.column` and `table` of which a hazard says that values change or go.
    fn named_losses(&self, scripts: &[&Script]) -> BTreeSet<String> {
        let named: String = scripts
            .iter()
            .flat_map(|script| script.hazards())
            .filter(|hazard| hazard.is_destructive() || matches!(hazard, Hazard::FillsRows(_)))
            .map(|hazard| format!("{hazard}\n"))
            .collect();
        let mut losses = BTreeSet::new();
        for entity in self.before.entities.iter().chain(&self.after.entities) {
            if named.contains(&format!("destroys every row of {}\n", entity.table)) {
                losses.insert(entity.table.clone());
            }
            for field in &entity.fields {
                let name = format!("{}.{}", entity.table, field.column);
                if named.contains(&name) {
                    losses.insert(name);
                }
            }
        }
        losses
    }

    /// What was made by hand is there as it was, unless what it uses went and the revision names it.
    fn assert_objects_kept(&self, before: &Dump, after: &Dump, text: &str) {
        for object in &self.objects {
            let name = &object.name;
            let kept = match object.kind {
                Kind::View | Kind::Trigger | Kind::Index => {
                    let found =
                        |dump: &Dump| dump.iter().find(|((_, other), _)| other == name).map(|(_, sql)| sql.clone());
                    found(before) == found(after)
                }
                Kind::Item if !self.adopted => continue,
                Kind::Column | Kind::Item => after.values().any(|sql| sql.contains(name.as_str())),
            };
            let goes = !object.is_free_in(&self.after, &self.before);
            assert!(kept || goes, "{name} is not what it was\n{object:?}\n{text}");
        }
    }

    /// A database made of the second set at once. Where a column does as it stands, it stays so.
    async fn at_once(&self) -> Lab {
        let mut set = self.after.clone();
        for entity in &mut set.entities {
            let table = entity.table.clone();
            let Some(before) = self.before.entities.iter().find(|other| other.table == table) else { continue };
            let keys = |fields: &[Field]| fields.iter().filter(|field| field.key).count();
            let one_key = keys(&before.fields) == 1 && keys(&entity.fields) == 1;
            for field in &mut entity.fields {
                let was = before.fields.iter().find(|other| other.column == field.column);
                // A key that counts up is `integer`, whatever its width.
                if was.is_some_and(Field::counts_up) && field.ty.is_integer() {
                    field.ty = super::types::plain();
                    continue;
                }
                if let Some(was) = was.filter(|was| field.ty.is_satisfied_by(was.ty)) {
                    field.ty = was.ty;
                    // Any key of SQLite's counts up that is just `integer`.
                    if field.key && was.key && one_key && field.auto_increment.is_none() && was.ty.is_rowid() {
                        field.auto_increment = was.auto_increment;
                    }
                }
            }
        }
        let lab = Lab::new();
        lab.write_entity("lib.rs", &set.source());
        lab.migrate("All at once").await;
        lab.upgrade().await;
        lab
    }

    /// Everything smaller by one thing.
    pub(super) fn smaller(&self) -> Vec<Self> {
        let mut pairs = Vec::new();
        let mut push = |change: &dyn Fn(&mut Self)| {
            let mut pair = self.clone();
            change(&mut pair);
            pair.before.mend();
            pair.after.mend();
            let before = pair.before.clone();
            pair.objects.retain(|object| object.is_spelled_in(&before));
            pairs.push(pair);
        };
        push(&|pair| pair.earlier = None);
        for at in 0..self.objects.len() {
            push(&|pair| drop(pair.objects.remove(at)));
        }
        let ids: BTreeSet<usize> =
            self.before.entities.iter().chain(&self.after.entities).map(|entity| entity.id).collect();
        for id in &ids {
            push(&|pair| {
                pair.before.entities.retain(|entity| entity.id != *id);
                pair.after.entities.retain(|entity| entity.id != *id);
            });
            if let (Some(_), Some(at)) = (self.before.entity(*id), self.after.entities.iter().position(|e| e.id == *id))
            {
                push(&|pair| pair.after.entities[at] = pair.before.entity(*id).cloned().unwrap());
            }
        }
        for entity in self.before.entities.iter().chain(&self.after.entities) {
            for field in &entity.fields {
                let each = |pair: &mut Self, change: &dyn Fn(&mut Vec<Field>, usize)| {
                    for set in [&mut pair.before, &mut pair.after] {
                        for one in set.entities.iter_mut().filter(|one| one.id == entity.id) {
                            if let Some(at) = one.fields.iter().position(|other| other.id == field.id) {
                                change(&mut one.fields, at);
                            }
                        }
                    }
                };
                if !field.key {
                    push(&|pair| each(pair, &|fields, at| drop(fields.remove(at))));
                }
                push(&|pair| each(pair, &|fields, at| fields[at].indexed = false));
                push(&|pair| each(pair, &|fields, at| fields[at].unique = false));
                push(&|pair| each(pair, &|fields, at| fields[at].default = None));
                push(&|pair| each(pair, &|fields, at| fields[at].unique_key = None));
                push(&|pair| each(pair, &|fields, at| fields[at].column = format!("f{}", fields[at].id)));
                push(&|pair| each(pair, &|fields, at| fields[at].ty = super::types::plain()));
                let was =
                    self.before.entity(entity.id).and_then(|e| e.fields.iter().find(|f| f.id == field.id)).cloned();
                if let Some(was) = was {
                    push(&|pair| {
                        for one in pair.after.entities.iter_mut().filter(|one| one.id == entity.id) {
                            one.fields.iter_mut().filter(|one| one.id == was.id).for_each(|one| *one = was.clone());
                        }
                    });
                }
            }
            for relation in &entity.relations {
                push(&|pair| {
                    for one in pair.before.entities.iter_mut().chain(&mut pair.after.entities) {
                        one.relations.retain(|other| other.id != relation.id);
                    }
                });
            }
            push(&|pair| {
                for one in pair.before.entities.iter_mut().chain(&mut pair.after.entities) {
                    if one.id == entity.id && one.table == entity.table {
                        one.table = format!("t{}", one.id);
                    }
                }
            });
        }
        pairs.retain(|pair| {
            !pair.before.entities.is_empty()
                && !pair.after.entities.is_empty()
                && format!("{pair:?}") != format!("{self:?}")
        });
        pairs
    }

    /// The pair as a person would hand it over.
    pub(super) fn describe(&self) -> String {
        let objects: String =
            self.objects.iter().map(|object| format!("{:?}: {}\n", object.kind, object.sql)).collect();
        let Self { before, after, adopted, .. } = self;
        let earlier = self.earlier.as_ref().map(|set| format!("--- earlier\n{}\n", set.source())).unwrap_or_default();
        format!(
            "{earlier}--- before\n{}\n--- after\n{}\n--- by hand, adopted: {adopted}\n{objects}",
            before.source(),
            after.source()
        )
    }
}

/// Saying NO ACTION says nothing.
fn without_no_action(sql: &str) -> String {
    sql.replace(" on delete no action", "").replace(" on update no action", "")
}

/// The dump without what makes no difference: the order of columns, in a key too, and the names of uniques.
fn canonical(dump: &Dump) -> Dump {
    let words = |text: &str| {
        let mut words: Vec<&str> = text.split(['(', ')', ',', ' ']).collect();
        words.sort_unstable();
        words.join(" ")
    };
    let unnamed = |((kind, name), sql): ((String, String), String)| {
        if let Some(at) = sql.rfind(" on ").filter(|_| sql.starts_with("create unique index")) {
            return ((kind, words(&sql[at..])), String::new());
        }
        let item = |item: &str| if item.starts_with("primary key(") { words(item) } else { item.to_owned() };
        ((kind, name), sql.split(" | ").map(item).collect())
    };
    let dump: Dump = dump.iter().map(|(key, sql)| (key.clone(), without_no_action(sql))).collect();
    sorted(&dump, Dialect::Sqlite).into_iter().map(unnamed).collect()
}

fn may_fail(script: &Script) -> bool {
    script.hazards().any(|hazard| matches!(hazard, Hazard::FailsOnRows(_)))
}
