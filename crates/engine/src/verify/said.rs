//! A change list held against databases: what it says must be so.
//!
//! What the ledger holds is made a schema, as if entities said it, and compared with a database as entities are: so types, defaults
//! and actions count as the same here where they do everywhere else.

use autogen_diff::{Difference, Policy, Sides, facts};
use autogen_schema::change::{Action, Change, Facet, FacetValue, Facets, Fact, FactKey};
use autogen_schema::{
    Column, DataType, Dialect, EnumType, ForeignKey, Ident, Index, IndexPart, Ledger, PrimaryKey, Schema, Table,
    TableName, Unique, UniqueKind,
};

use crate::Error;
use crate::scratch::Scratch;

/// Two databases, the one before a revision and the one after it, and the ledger before it.
pub(super) struct Sight<'a> {
    pub(super) before: &'a Schema,
    pub(super) after: &'a Schema,
    pub(super) ledger: &'a Ledger,
    pub(super) dialect: Dialect,
}

/// What a revision starts from. Asked while the scratch stands there.
pub(super) struct Start<'a> {
    pub(super) scratch: &'a Scratch,
    pub(super) schema: &'a Schema,
    pub(super) ledger: &'a Ledger,
}

/// Something that a change list says and that is not so, or the other way round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Untrue {
    /// What it is about.
    pub(super) key: FactKey,
    /// How it differs: a sentence without a full stop.
    pub(super) text: String,
}

impl Start<'_> {
    /// Where the revisions before already say what is not so: that is not this one's doing.
    pub(super) async fn known(&self) -> Result<Vec<Change>, Error> {
        Ok(compared(self.scratch, self.ledger, self.schema).await?.changes)
    }

    /// What `changes` say that altered facts were, and that is not so.
    pub(super) async fn untrue(&self, changes: &[Change], known: &[Change]) -> Result<Vec<Untrue>, Error> {
        let dialect = self.scratch.dialect();
        let served = || changes.iter().filter(|change| change.serves(dialect)).map(|change| &change.action);
        // Lines that alter something call it by its new name; labels still have their old ones.
        let renames = served().filter(|action| matches!(action, Action::Renamed(..)));
        let mut schema = self.schema.clone();
        renames.clone().for_each(|action| rename(&mut schema, action, dialect));
        let old = served().filter_map(|action| match action {
            Action::Altered(key, facets) => {
                let facets = facets.iter().cloned().map(|mut facet| {
                    if let Some(FacetValue::Labels(labels)) = &mut facet.old {
                        for label in labels {
                            unlabel(key, label, served());
                        }
                    }
                    facet.new.clone_from(&facet.old);
                    facet
                });
                Some(Action::Altered(key.clone(), facets.collect()))
            }
            _ => None,
        });
        let said = folded(self.ledger.clone(), renames.cloned().chain(old));
        let differences = compared(self.scratch, &said, &schema).await?.changes;
        Ok(worded(differences, known, &schema, dialect, "before the upgrade"))
    }
}

impl Sight<'_> {
    /// Returns what `changes` say that is not so, but for what is `known`. The scratch stands after the upgrade.
    pub(super) async fn untrue(
        &self,
        scratch: &Scratch,
        changes: &[Change],
        known: &[Change],
    ) -> Result<Vec<Untrue>, Error> {
        let mut said = self.ledger.clone();
        said.fold(changes);
        let differences = compared(scratch, &said, self.after).await?.changes;
        let mut found = self.made_already(changes);
        found.extend(worded(differences, known, self.after, self.dialect, "after the upgrade"));
        found.extend(self.unmade(changes));
        Ok(found)
    }

    /// Returns what is made or gone and that no line of `changes` says.
    pub(super) fn unsaid(&self, changes: &[Change]) -> Vec<Untrue> {
        let said = self.mentioned(changes);
        let before = present(self.before, changes, self.dialect);
        let after = present(self.after, &[], self.dialect);
        let in_whole_table = |key: &FactKey| {
            let table = key.table().map(|table| FactKey::Table(table.clone()));
            table.is_some_and(|table| table != *key && (!before.holds(&table) || !after.holds(&table)))
        };
        let left = |one: &Ledger, other: &Ledger| -> Vec<FactKey> {
            let keys = one.facts().map(|(key, _)| key.clone());
            keys.filter(|key| !other.holds(key) && !said.holds(key) && !in_whole_table(key)).collect()
        };
        let made = left(&after, &before).into_iter().map(|key| (key, "is made"));
        let gone = left(&before, &after).into_iter().map(|key| (key, "is gone afterwards"));
        made.chain(gone)
            .map(|(key, how)| Untrue { text: format!("{key} {how}, which no line of the change list says"), key })
            .collect()
    }

    /// Every fact that a line is about, with its members.
    fn mentioned(&self, changes: &[Change]) -> Ledger {
        let made = changes.iter().filter(|change| change.serves(self.dialect)).map(|change| match &change.action {
            Action::Made(fact) | Action::Unmade(fact) | Action::Claimed(fact) => Action::Made(fact.clone()),
            Action::Altered(key, _) | Action::Relabelled(key, ..) => Action::Made(Fact::bare(key.clone())),
            Action::Renamed(key, to) => Action::Made(Fact::bare(renamed_key(key, to))),
        });
        folded(Ledger::new(self.dialect), made)
    }

    /// What is said to be made and was there already.
    fn made_already(&self, changes: &[Change]) -> Vec<Untrue> {
        let before = present(self.before, changes, self.dialect);
        let made =
            changes.iter().filter(|change| change.serves(self.dialect)).filter_map(|change| match &change.action {
                Action::Made(fact) => Some(&fact.key),
                _ => None,
            });
        made.filter(|key| before.holds(key) && !self.unmakes(changes, key))
            .map(|key| Untrue { key: key.clone(), text: format!("{key} was there before the upgrade") })
            .collect()
    }

    /// What is said to be unmade and still there.
    fn unmade(&self, changes: &[Change]) -> Vec<Untrue> {
        let after = present(self.after, &[], self.dialect);
        let unmade =
            changes.iter().filter(|change| change.serves(self.dialect)).filter_map(|change| match &change.action {
                Action::Unmade(fact) => Some(&fact.key),
                _ => None,
            });
        unmade
            .filter(|key| after.holds(key) && !self.makes(changes, key) && !self.stays(key))
            .map(|key| Untrue { key: key.clone(), text: format!("{key} is still there after the upgrade") })
            .collect()
    }

    fn makes(&self, changes: &[Change], key: &FactKey) -> bool {
        changes.iter().any(|change| match &change.action {
            Action::Made(fact) | Action::Claimed(fact) => fact.key.fold(self.dialect) == key.fold(self.dialect),
            _ => false,
        })
    }

    fn unmakes(&self, changes: &[Change], key: &FactKey) -> bool {
        changes.iter().any(|change| match &change.action {
            Action::Unmade(fact) => fact.key.fold(self.dialect) == key.fold(self.dialect),
            _ => false,
        })
    }

    /// What was there twice may be there once: one was ours. And MySQL keeps an index for each foreign key.
    fn stays(&self, key: &FactKey) -> bool {
        let count = |schema: &Schema| {
            let facts = key.table().and_then(|table| schema.table(table, self.dialect)).map(facts::whole_table);
            facts.iter().flatten().filter(|fact| fact.key.fold(self.dialect) == key.fold(self.dialect)).count()
        };
        count(self.after) < count(self.before) || (self.dialect == Dialect::Mysql && matches!(key, FactKey::Index(..)))
    }
}

/// Says what of `differences` is not `known`. Of a table that is missing, it is enough to say that.
fn worded(differences: Vec<Change>, known: &[Change], schema: &Schema, dialect: Dialect, when: &str) -> Vec<Untrue> {
    let new = differences.into_iter().filter(|change| !known.contains(change));
    new.filter(|change| !is_part_of_missing_table(change.key(), schema, dialect))
        .map(|change| Untrue { text: in_words(&change, when), key: change.key().clone() })
        .collect()
}

fn is_part_of_missing_table(key: &FactKey, schema: &Schema, dialect: Dialect) -> bool {
    !matches!(key, FactKey::Table(_)) && key.table().is_some_and(|table| schema.table(table, dialect).is_none())
}

/// Says what is found in place of what is said.
fn in_words(change: &Change, when: &str) -> String {
    match &change.action {
        Action::Altered(key, facets) => {
            let value =
                |value: &Option<FacetValue>| value.as_ref().map_or_else(|| "nothing".to_owned(), ToString::to_string);
            let facets: Vec<String> = facets
                .iter()
                .map(|facet| {
                    format!("its {} is `{}`, not `{}`", facet_name(facet.facet), value(&facet.old), value(&facet.new))
                })
                .collect();
            format!("{key} is not as it is said to be {when}: {}", facets.join(", "))
        }
        _ => format!("{} is not there {when}", change.key()),
    }
}

fn facet_name(facet: Facet) -> &'static str {
    match facet {
        Facet::Type => "type",
        Facet::Null => "nullability",
        Facet::AutoIncrement => "auto-increment",
        Facet::Default => "default",
        Facet::Extra => "extra",
        Facet::Comment => "comment",
        Facet::Columns => "list of columns",
        Facet::Labels => "list of labels",
        Facet::Name => "name",
        Facet::OnDelete => "`on delete`",
        Facet::OnUpdate => "`on update`",
    }
}

async fn compared(scratch: &Scratch, said: &Ledger, base: &Schema) -> Result<Difference, Error> {
    let dialect = scratch.dialect();
    let (model, policy) = (schema_of(said, base, dialect), Policy::default());
    scratch.compare(Sides { model: &model, base, ledger: said, dialect, policy: &policy, spellings: None }).await
}

/// Gives a label back the name that it has before it is renamed.
fn unlabel<'a>(key: &FactKey, label: &mut String, mut actions: impl Iterator<Item = &'a Action>) {
    let renamed = actions.find_map(|action| match action {
        Action::Relabelled(of, from, to) if of == key && to == label => Some(from),
        _ => None,
    });
    if let Some(from) = renamed {
        label.clone_from(from);
    }
}

/// Whether a line says that something has another name.
fn renames(action: &Action) -> bool {
    matches!(action, Action::Renamed(..) | Action::Relabelled(..))
}

fn rename(schema: &mut Schema, action: &Action, dialect: Dialect) {
    match action {
        Action::Renamed(FactKey::Column(table, from), to) => schema.rename_column(table, from, to, dialect),
        Action::Renamed(FactKey::Enum(from), to) => schema.rename_enum(from, to),
        Action::Renamed(FactKey::Table(from), to) => {
            schema.rename_table(from, &TableName { name: to.clone(), ..from.clone() }, dialect);
        }
        _ => {}
    }
}

fn folded(mut ledger: Ledger, actions: impl Iterator<Item = Action>) -> Ledger {
    let changes: Vec<Change> = actions.map(Change::new).collect();
    ledger.fold(&changes);
    ledger
}

fn renamed_key(key: &FactKey, to: &Ident) -> FactKey {
    match key {
        FactKey::Table(table) => FactKey::Table(TableName { name: to.clone(), ..table.clone() }),
        FactKey::Column(table, _) => FactKey::Column(table.clone(), to.clone()),
        FactKey::Enum(_) => FactKey::Enum(to.clone()),
        other => other.clone(),
    }
}

/// Returns every fact that a database holds, under the names that it has once the renames among `changes` are made.
pub(super) fn present(schema: &Schema, changes: &[Change], dialect: Dialect) -> Ledger {
    let facts = schema.tables.values().flat_map(facts::whole_table).map(Action::Made);
    let renames = changes.iter().filter(|change| change.serves(dialect)).map(|change| &change.action);
    let renames = renames.filter(|action| self::renames(action)).cloned();
    folded(Ledger::new(dialect), facts.chain(renames))
}

/// Returns the schema of which a ledger says what it says. What is not said is filled in from `base`, and never compared.
pub(crate) fn schema_of(ledger: &Ledger, base: &Schema, dialect: Dialect) -> Schema {
    let mut schema = Schema::default();
    for (key, facets) in ledger.facts() {
        if let (FactKey::Enum(name), Some(FacetValue::Labels(labels))) = (key, facets.get(&Facet::Labels)) {
            schema.enums.insert(name.clone(), EnumType::new(name.clone(), labels.iter().cloned()));
        }
        let Some(name) = key.table() else { continue };
        if schema.table(name, dialect).is_none() {
            schema.add(Table::new(name.clone()));
        }
        if let Some(table) = schema.table_mut(name, dialect) {
            add(table, key, facets, base.table(name, dialect), dialect);
        }
    }
    schema
}

fn add(table: &mut Table, key: &FactKey, facets: &Facets, base: Option<&Table>, dialect: Dialect) {
    match key {
        FactKey::Table(_) => table.comment = text(facets, Facet::Comment),
        FactKey::Column(_, name) => {
            table.columns.push(column(name, facets, base.and_then(|base| base.column(name, dialect))));
        }
        FactKey::PrimaryKey(_) => {
            if let Some(FacetValue::Columns(columns)) = facets.get(&Facet::Columns) {
                table.primary_key = Some(PrimaryKey::new(columns.iter().cloned()));
            }
        }
        FactKey::Unique(_, columns) => {
            table.uniques.push(Unique::new(columns.iter().cloned(), UniqueKind::Constraint));
        }
        FactKey::Index(_, columns) => table.indexes.push(Index::new(columns.iter().cloned().map(IndexPart::column))),
        FactKey::ForeignKey(_, columns, target, referenced) => {
            let mut key = ForeignKey::new(columns.iter().cloned(), target.clone(), referenced.iter().cloned());
            let action = |facet| match facets.get(&facet) {
                Some(FacetValue::Action(action)) => Some(*action),
                _ => None,
            };
            (key.on_delete, key.on_update) = (action(Facet::OnDelete), action(Facet::OnUpdate));
            if let Some(FacetValue::Name(name)) = facets.get(&Facet::Name) {
                key.name = Some(name.clone());
            }
            table.foreign_keys.push(key);
        }
        FactKey::Enum(_) => {}
    }
}

fn column(name: &Ident, facets: &Facets, found: Option<&Column>) -> Column {
    let data_type = match facets.get(&Facet::Type) {
        Some(FacetValue::Type(ty)) => ty.clone(),
        _ => DataType::Unknown("unsaid".to_owned()),
    };
    let flag = |facet| match facets.get(&facet) {
        Some(FacetValue::Flag(flag)) => Some(*flag),
        _ => None,
    };
    let mut column = Column::new(name.clone(), data_type);
    column.nullable = flag(Facet::Null).or(found.map(|found| found.nullable)).unwrap_or_default();
    column.auto_increment = flag(Facet::AutoIncrement).unwrap_or_default();
    if let Some(FacetValue::Default(default)) = facets.get(&Facet::Default) {
        column.default = Some(default.clone());
    }
    column.extra = text(facets, Facet::Extra);
    column.comment = text(facets, Facet::Comment);
    column
}

fn text(facets: &Facets, facet: Facet) -> Option<String> {
    match facets.get(&facet) {
        Some(FacetValue::Text(text)) => Some(text.clone()),
        _ => None,
    }
}
