//! Entities as Rust source.

use std::fmt::Write as _;

use super::entities::{Entity, Field, Relation, Set};

impl Set {
    pub(super) fn source(&self) -> String {
        let mut text = String::from(
            "use sea_orm::entity::prelude::*;\n\n\
             #[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]\n\
             #[sea_orm(rs_type = \"String\", db_type = \"Enum\", enum_name = \"mood\")]\npub enum Mood {\n",
        );
        for label in 0..self.labels {
            let _ = writeln!(text, "    #[sea_orm(string_value = \"l{label}\")]\n    L{label},");
        }
        text.push_str(
            "}\n\n#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]\n\
             #[sea_orm(rs_type = \"String\", db_type = \"String(StringLen::N(1))\")]\npub enum Letter {\n    \
             #[sea_orm(string_value = \"A\")]\n    A,\n}\n",
        );
        for entity in &self.entities {
            text.push_str(&entity.source());
        }
        text
    }
}

impl Entity {
    fn source(&self) -> String {
        let mut text = format!("\npub mod e{} {{\n    use sea_orm::entity::prelude::*;\n\n", self.id);
        if self.dense {
            text.push_str("    #[sea_orm::model]\n");
        }
        text.push_str("    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]\n");
        let _ = writeln!(text, "    #[sea_orm(table_name = {:?})]\n    pub struct Model {{", self.table);
        for field in &self.fields {
            text.push_str(&field.source());
        }
        if self.dense {
            self.relations.iter().for_each(|relation| text.push_str(&self.dense_relation(relation)));
            text.push_str("    }\n");
        } else {
            text.push_str(
                "    }\n\n    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]\n    pub enum Relation {\n",
            );
            self.relations.iter().for_each(|relation| text.push_str(&compact_relation(relation)));
            text.push_str("    }\n");
        }
        text.push_str("\n    impl ActiveModelBehavior for ActiveModel {}\n}\n");
        text
    }

    fn dense_relation(&self, relation: &Relation) -> String {
        let nullable = relation.from.iter().any(|id| self.fields.iter().any(|field| field.id == *id && field.nullable));
        let itself = relation.target == self.id;
        let target = if itself { "Entity".to_owned() } else { format!("super::e{}::Entity", relation.target) };
        let target = if nullable { format!("Option<{target}>") } else { target };
        let columns = |ids: &[usize]| {
            let names: Vec<String> = ids.iter().map(|id| format!("f{id}")).collect();
            if names.len() == 1 { names.concat() } else { format!("({})", names.join(", ")) }
        };
        format!(
            "        #[sea_orm({}, relation_enum = \"R{}\", from = \"{}\", to = \"{}\"{})]\n        pub r{}: BelongsTo<{target}>,\n",
            if itself { "self_ref" } else { "belongs_to" },
            relation.id,
            columns(&relation.from),
            columns(&relation.to),
            relation.actions(),
            relation.id,
        )
    }
}

fn compact_relation(relation: &Relation) -> String {
    let module = format!("super::e{}::", relation.target);
    let columns = |prefix: &str, ids: &[usize]| {
        let names: Vec<String> = ids.iter().map(|id| format!("{prefix}Column::F{id}")).collect();
        if names.len() == 1 { names.concat() } else { format!("({})", names.join(", ")) }
    };
    format!(
        "        #[sea_orm(belongs_to = \"{module}Entity\", from = \"{}\", to = \"{}\"{})]\n        R{},\n",
        columns("", &relation.from),
        columns(&module, &relation.to),
        relation.actions(),
        relation.id,
    )
}

impl Relation {
    fn actions(&self) -> String {
        let mut text = String::new();
        for (name, action) in [("on_delete", self.on_delete), ("on_update", self.on_update)] {
            if let Some(action) = action {
                let _ = write!(text, ", {name} = \"{action}\"");
            }
        }
        text
    }
}

impl Field {
    fn source(&self) -> String {
        let mut attributes: Vec<String> = Vec::new();
        if self.key {
            attributes.push("primary_key".to_owned());
        }
        attributes.extend(self.auto_increment.map(|on| format!("auto_increment = {on}")));
        attributes.extend(self.ty.written.map(|ty| format!("column_type = \"{ty}\"")));
        if self.column != format!("f{}", self.id) {
            attributes.push(format!("column_name = {:?}", self.column));
        }
        for (on, name) in [(self.unique, "unique"), (self.indexed, "indexed")] {
            attributes.extend(on.then(|| name.to_owned()));
        }
        attributes.extend(self.unique_key.map(|key| format!("unique_key = {key:?}")));
        attributes.extend(self.default.map(str::to_owned));
        let mut text = String::new();
        if !attributes.is_empty() {
            let _ = writeln!(text, "        #[sea_orm({})]", attributes.join(", "));
        }
        let ty = if self.nullable { format!("Option<{}>", self.ty.rust) } else { self.ty.rust.to_owned() };
        let _ = writeln!(text, "        pub f{}: {ty},", self.id);
        text
    }
}
