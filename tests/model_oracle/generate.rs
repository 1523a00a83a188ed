//! Entities by chance, each a module, and what they said.

use std::collections::{BTreeMap, BTreeSet};

use super::vocabulary::{ACTIONS, CASES, COLUMN_TYPES, EXPRESSIONS, FIELDS, KEYS, TYPES};

/// Numbers by chance: the same for the same seed.
pub(super) struct Chance(u64);

impl Chance {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Returns a number below `limit`.
    pub(super) fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % limit as u64).unwrap()
    }

    fn percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

/// How often each word was said.
pub(super) type Counts = BTreeMap<String, usize>;

/// An entity that later ones may lead to.
struct Known {
    module: String,
    key: String,
    dense: bool,
}

/// Makes `number` entities: the modules with their text, and the paths of the entities.
pub(super) fn entities(seed: u64, number: usize, counts: &mut Counts) -> Vec<(String, String)> {
    let mut chance = Chance::new(seed);
    let mut known: Vec<Known> = Vec::new();
    let mut out = Vec::new();
    for index in 0..number {
        let module = format!("e{index:04}");
        let mut writer = Writer {
            chance: &mut chance,
            counts,
            module: module.clone(),
            table: format!("t{seed}_{index}"),
            fields: Vec::new(),
            used: BTreeSet::new(),
            dense: false,
        };
        let (text, key, dense) = writer.entity(&known);
        known.push(Known { module: module.clone(), key, dense });
        out.push((module, text));
    }
    out
}

struct Field {
    name: String,
    /// The variant of `Column`.
    variant: String,
    ty: String,
    attributes: Vec<String>,
    /// What `def` says in the expanded format.
    def: String,
    is_key: bool,
}

struct Writer<'a> {
    chance: &'a mut Chance,
    counts: &'a mut Counts,
    module: String,
    table: String,
    fields: Vec<Field>,
    used: BTreeSet<&'static str>,
    dense: bool,
}

const HEAD: &str = "#![allow(non_snake_case, dead_code, unused_imports)]\nuse sea_orm::entity::prelude::*;\n\
                    use sea_orm::sea_query::ValueType;\nuse crate::{enums, json, values};\n\n";

impl Writer<'_> {
    fn say(&mut self, word: &str) {
        *self.counts.entry(word.to_owned()).or_default() += 1;
    }

    fn entity(&mut self, known: &[Known]) -> (String, String, bool) {
        let format = *self.chance.one(&["dense", "compact", "expanded"]);
        self.say(format);
        let expanded = format == "expanded";
        self.dense = format == "dense";
        let keys = if self.chance.percent(20) { 2 + self.chance.below(2) } else { 1 };
        for index in 0..keys {
            self.key(index, keys, expanded);
        }
        for _ in 0..=self.chance.below(9) {
            self.field(expanded);
        }
        let relations = self.relations(known, format);
        let key = self.fields[0].name.trim_start_matches("r#").to_owned();
        let text = if expanded { self.expanded(&relations) } else { self.derived(&relations, format == "dense") };
        (text, key, format == "dense")
    }

    fn key(&mut self, index: usize, keys: usize, expanded: bool) {
        let ty = *self.chance.one(&KEYS);
        self.say("primary_key");
        self.say(ty);
        let mut attributes = vec!["primary_key".to_owned()];
        if keys > 1 {
            self.say("composite key");
        }
        let given = !expanded && self.chance.percent(50);
        if given && keys == 1 {
            let value = self.chance.percent(50);
            self.say(if value { "auto_increment = true" } else { "auto_increment = false" });
            attributes.push(format!("auto_increment = {value}"));
        }
        let name = format!("key_{index}");
        let def = format!("<{ty} as ValueType>::column_type().def()");
        self.fields.push(Field {
            variant: format!("Key{index}"),
            name,
            ty: ty.to_owned(),
            attributes,
            def,
            is_key: true,
        });
    }

    fn field(&mut self, expanded: bool) {
        let name = *self.chance.one(&FIELDS);
        if !self.used.insert(name) {
            return;
        }
        let (rust, literal) = *self.chance.one(&TYPES);
        self.say(rust);
        let optional = self.chance.percent(30);
        if optional {
            self.say("Option");
        }
        let ty = if optional { format!("Option<{rust}>") } else { rust.to_owned() };
        let mut field = Field {
            variant: if expanded {
                format!("F{}", self.fields.len())
            } else {
                heck::AsUpperCamelCase(name.trim_start_matches("r#")).to_string()
            },
            name: if expanded { format!("f{}", self.fields.len()) } else { name.to_owned() },
            ty,
            attributes: Vec::new(),
            def: format!("<{rust} as ValueType>::column_type().def()"),
            is_key: false,
        };
        if !expanded && self.chance.percent(4) {
            self.say("ignore");
            field.attributes.push("ignore".to_owned());
            // What is ignored is made by `Default`, which some types lack.
            "String".clone_into(&mut field.ty);
        }
        self.names(&mut field, expanded);
        if self.chance.percent(35) {
            let column_type = *self.chance.one(&COLUMN_TYPES);
            self.say("column_type");
            self.say(column_type);
            field.attributes.push(format!("column_type = {column_type:?}"));
            field.def = format!("ColumnType::{column_type}.def()");
        }
        if optional {
            field.def.push_str(".null()");
        }
        self.facts(&mut field, literal);
        self.fields.push(field);
    }

    fn names(&mut self, field: &mut Field, expanded: bool) {
        let number = self.fields.len();
        if self.chance.percent(12) {
            self.say("column_name");
            field.attributes.push(format!("column_name = \"Own Name {number}\""));
        }
        if !expanded && self.chance.percent(12) {
            self.say("enum_name");
            field.attributes.push(format!("enum_name = \"V{number}Name\""));
            field.variant = format!("V{number}Name");
        }
        if !expanded && self.chance.percent(8) {
            self.say("select_as");
            field.attributes.push("select_as = \"text\"".to_owned());
        }
        if !expanded && self.chance.percent(8) {
            self.say("save_as");
            field.attributes.push("save_as = \"citext\"".to_owned());
        }
    }

    /// What both a derive and a definition can say.
    fn facts(&mut self, field: &mut Field, literal: Option<&str>) {
        let number = self.fields.len();
        for (word, value) in [
            ("nullable", None),
            ("unique", None),
            ("indexed", None),
            ("unique_key", Some(format!("\"key_{}\"", number % 2))),
            ("comment", Some("\"it's a \\\"comment\\\"\"".to_owned())),
            ("extra", Some(format!("\"CHECK ({number} > 0)\""))),
            ("renamed_from", Some(format!("\"old_{number}\""))),
        ] {
            // The functions that a dense entity has for unique columns go by the field's name, and do not compile where the
            // column has another.
            let is_renamed = |attribute: &String| attribute == "ignore" || attribute.starts_with("enum_name");
            let renamed = field.name.starts_with("r#") || field.attributes.iter().any(is_renamed);
            if self.dense && word.starts_with("unique") && renamed {
                continue;
            }
            if self.chance.percent(12) {
                self.say(word);
                field
                    .attributes
                    .push(value.as_ref().map_or_else(|| word.to_owned(), |value| format!("{word} = {value}")));
                field.def.push_str(&format!(".{word}({})", value.unwrap_or_default()));
            }
        }
        if let Some(literal) = literal.filter(|_| self.chance.percent(40)) {
            self.say("default_value");
            field.attributes.push(format!("default_value = {literal}"));
            field.def.push_str(&format!(".default_value({literal})"));
        }
        if self.chance.percent(10) {
            let expression = *self.chance.one(&EXPRESSIONS);
            self.say("default_expr");
            self.say(expression);
            field.attributes.push(format!("default_expr = {expression:?}"));
            field.def.push_str(&format!(".default({expression})"));
        }
    }

    fn relations(&mut self, known: &[Known], format: &str) -> Vec<String> {
        let mut out = Vec::new();
        for index in 0..self.chance.below(4) {
            let own = self.chance.percent(25) || known.is_empty();
            let target = if own { None } else { Some(&known[self.chance.below(known.len())]) };
            if format == "dense" && target.is_some_and(|target| !target.dense) {
                continue;
            }
            self.say(if own { "self reference" } else { "belongs_to" });
            let variant = self.chance.below(self.fields.len());
            let from = &self.fields[variant];
            if from.attributes.iter().any(|attribute| attribute == "ignore") {
                continue;
            }
            let optional = from.ty.starts_with("Option<");
            let from = from.variant.clone();
            let several = self.chance.percent(15);
            if several {
                self.say("from several columns");
            }
            let to = target.map_or_else(|| self.fields[0].name.clone(), |target| target.key.clone());
            let to = heck::AsUpperCamelCase(to).to_string();
            let relation =
                Relation { index, from, to, several, optional, target: target.map(|target| target.module.clone()) };
            let text = match format {
                "dense" => self.dense_relation(&relation),
                "compact" => self.compact_relation(&relation),
                _ => self.written_relation(&relation),
            };
            out.push(text);
        }
        out
    }

    fn actions(&mut self) -> Vec<(&'static str, &'static str)> {
        let mut out = Vec::new();
        for word in ["on_delete", "on_update"] {
            if self.chance.percent(40) {
                let action = *self.chance.one(&ACTIONS);
                self.say(word);
                self.say(action);
                out.push((word, action));
            }
        }
        out
    }

    fn skips(&mut self) -> bool {
        let skips = self.chance.percent(10);
        if skips {
            self.say("skip_fk");
        }
        skips
    }

    fn dense_relation(&mut self, relation: &Relation) -> String {
        let columns = |column: &str| if relation.several { format!("({column}, {column})") } else { column.to_owned() };
        let mut said = match relation.target {
            Some(_) => vec!["belongs_to".to_owned()],
            None => vec!["self_ref".to_owned()],
        };
        self.say("relation_enum");
        said.push(format!("relation_enum = \"R{}\"", relation.index));
        said.push(format!("from = \"{}\", to = \"{}\"", columns(&relation.from), columns(&relation.to)));
        said.extend(self.actions().iter().map(|(word, action)| format!("{word} = \"{action}\"")));
        if self.skips() {
            said.push("skip_fk".to_owned());
        }
        let entity = relation.entity();
        let required = if relation.optional { "BelongsTo<Option<{}>>" } else { "BelongsTo<{}>" };
        let wrapper = self.chance.one(&[required, "HasOne<{}>"]).replace("{}", &entity);
        format!("    #[sea_orm({})]\n    pub r{}: {wrapper},\n", said.join(", "), relation.index)
    }

    fn compact_relation(&mut self, relation: &Relation) -> String {
        let mut said = vec![
            format!("belongs_to = \"{}\"", relation.entity()),
            format!("from = \"{}\"", relation.columns(&relation.from, "Column")),
            format!("to = \"{}\"", relation.columns(&relation.to, &relation.entity().replace("Entity", "Column"))),
        ];
        said.extend(self.actions().iter().map(|(word, action)| format!("{word} = \"{action}\"")));
        if self.chance.percent(15) {
            self.say("fk_name");
            said.push(format!("fk_name = \"fk {} {}\"", self.table, relation.index));
        }
        if self.skips() {
            said.push("skip_fk".to_owned());
        }
        let comma = if self.chance.percent(20) { " " } else { ", " };
        if comma == " " {
            self.say("without commas");
        }
        format!("    #[sea_orm({})]\n    R{},\n", said.join(comma), relation.index)
    }

    fn written_relation(&mut self, relation: &Relation) -> String {
        self.say("relation by hand");
        let mut chain = format!(
            "Entity::belongs_to({}).from({}).to({})",
            relation.entity(),
            relation.columns(&relation.from, "Column"),
            relation.columns(&relation.to, &relation.entity().replace("Entity", "Column"))
        );
        for (word, action) in self.actions() {
            chain.push_str(&format!(".{word}(ForeignKeyAction::{action})"));
        }
        if self.chance.percent(15) {
            self.say("fk_name");
            chain.push_str(&format!(".fk_name(\"fk {} {}\")", self.table, relation.index));
        }
        if self.skips() {
            chain.push_str(".skip_fk()");
        }
        format!("            Self::R{} => {chain}.into(),\n", relation.index)
    }

    fn named(&mut self) -> Vec<String> {
        let mut out = vec![format!("table_name = {:?}", self.table)];
        if self.chance.percent(15) {
            self.say("schema_name");
            out.push("schema_name = \"sales\"".to_owned());
        }
        out
    }

    fn derived(&mut self, relations: &[String], dense: bool) -> String {
        let mut said = self.named();
        if self.chance.percent(15) {
            self.say("table comment");
            said.push("comment = \"what it's for\"".to_owned());
        }
        if self.chance.percent(35) {
            let case = *self.chance.one(&CASES);
            self.say("rename_all");
            self.say(case);
            said.push(format!("rename_all = {case:?}"));
        }
        let mut out = HEAD.to_owned();
        let derives = "derive(Clone, Debug, PartialEq, DeriveEntityModel)";
        if !dense && self.chance.percent(15) {
            self.say("cfg_attr");
            out.push_str(&format!("#[cfg_attr(all(), {derives}, sea_orm({}))]\n", said.join(", ")));
        } else {
            let model = if dense { "#[sea_orm::model]\n" } else { "" };
            out.push_str(&format!("{model}#[{derives}]\n#[sea_orm({})]\n", said.join(", ")));
        }
        out.push_str("pub struct Model {\n");
        for field in &self.fields {
            if !field.attributes.is_empty() {
                out.push_str(&format!("    #[sea_orm({})]\n", field.attributes.join(", ")));
            }
            out.push_str(&format!("    pub {}: {},\n", field.name, field.ty));
        }
        if dense {
            out.extend(relations.iter().map(String::as_str));
            out.push_str("}\n");
        } else {
            out.push_str("}\n\n#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]\npub enum Relation {\n");
            out.extend(relations.iter().map(String::as_str));
            out.push_str("}\n");
        }
        out + "\nimpl ActiveModelBehavior for ActiveModel {}\n"
    }

    fn expanded(&mut self, relations: &[String]) -> String {
        let said = self.named().join(", ");
        let keys: Vec<&Field> = self.fields.iter().filter(|field| field.is_key).collect();
        let list = |items: Vec<String>| items.join(", ");
        let variants = self.fields.iter().map(|field| {
            let named = field.attributes.iter().find(|attribute| attribute.starts_with("column_name"));
            named.map_or_else(String::new, |named| format!("#[sea_orm({named})] ")) + &field.variant
        });
        let fields = self.fields.iter().map(|field| format!("pub {}: {}", field.name, field.ty));
        let arms = self.fields.iter().map(|field| format!("            Self::{} => {},\n", field.variant, field.def));
        let names: Vec<String> = keys.iter().map(|key| key.variant.clone()).collect();
        let types = list(keys.iter().map(|key| key.ty.clone()).collect());
        let types = if keys.len() > 1 { format!("({types})") } else { types };
        let auto_increment = keys.len() == 1 && self.module.ends_with(['0', '2', '4', '6', '8']);
        let relation_names =
            relations.iter().filter_map(|relation| relation.trim().strip_prefix("Self::")?.split(' ').next());
        let relation_body = match relations {
            [] => "        panic!(\"No RelationDef\")\n".to_owned(),
            _ => format!("        match self {{\n{}        }}\n", relations.concat()),
        };
        format!(
            "{HEAD}#[derive(Copy, Clone, Default, Debug, DeriveEntity)]\n#[sea_orm({said})]\npub struct Entity;\n\n\
             #[derive(Clone, Debug, PartialEq, DeriveModel, DeriveActiveModel)]\npub struct Model {{ {} }}\n\n\
             #[derive(Copy, Clone, Debug, EnumIter, DeriveColumn)]\npub enum Column {{ {} }}\n\n\
             impl ColumnTrait for Column {{\n    type EntityName = Entity;\n\n    fn def(&self) -> ColumnDef {{\n\
             \x20       match self {{\n{}        }}\n    }}\n}}\n\n\
             #[derive(Copy, Clone, Debug, EnumIter, DerivePrimaryKey)]\npub enum PrimaryKey {{ {} }}\n\n\
             impl PrimaryKeyTrait for PrimaryKey {{\n    type ValueType = {types};\n\n    \
             fn auto_increment() -> bool {{\n        {auto_increment}\n    }}\n}}\n\n\
             #[derive(Copy, Clone, Debug, EnumIter)]\npub enum Relation {{ {} }}\n\n\
             impl RelationTrait for Relation {{\n    fn def(&self) -> RelationDef {{\n{relation_body}    }}\n}}\n\n\
             impl ActiveModelBehavior for ActiveModel {{}}\n",
            list(fields.collect()),
            list(variants.collect()),
            arms.collect::<String>(),
            list(names),
            relation_names.collect::<Vec<_>>().join(", "),
        )
    }
}

struct Relation {
    index: usize,
    from: String,
    to: String,
    several: bool,
    /// Whether the column that it comes from holds NULL.
    optional: bool,
    target: Option<String>,
}

impl Relation {
    fn entity(&self) -> String {
        self.target.as_ref().map_or_else(|| "Entity".to_owned(), |module| format!("super::{module}::Entity"))
    }

    fn columns(&self, column: &str, prefix: &str) -> String {
        if self.several { format!("({prefix}::{column}, {prefix}::{column})") } else { format!("{prefix}::{column}") }
    }
}
