//! The server's own texts where an enum or a label has another name: it knows both by number, and writes what they are called.

use autogen_schema::sql::{Token, TokenKind, is_reserved, tokenize};
use autogen_schema::{
    Attachment, DefaultValue, Definition, Dialect, EnumName, Index, IndexKey, Schema, Table, Trigger,
};

use super::POSTGRES;
use crate::Operation;

/// What is called otherwise, in the order in which it is renamed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct EnumNames {
    /// Types: before and after.
    pub(super) types: Vec<(EnumName, EnumName)>,
    /// Labels: the name of the type after, the label before and after.
    pub(super) labels: Vec<(EnumName, String, String)>,
}

impl EnumNames {
    /// Returns what takes the renames of `operations` back.
    pub(super) fn undoing(operations: &[Operation]) -> Self {
        let mut names = Self::default();
        for operation in operations {
            if let Operation::RenameEnum { from, to } = operation {
                names.types.push((to.clone(), from.clone()));
            }
        }
        for operation in operations {
            if let Operation::AlterEnum { to, renames, .. } = operation {
                let of = names.now(&to.name);
                names.labels.extend(renames.iter().map(|(old, new)| (of.clone(), new.clone(), old.clone())));
            }
        }
        names
    }

    pub(super) fn is_empty(&self) -> bool {
        self.types.is_empty() && self.labels.is_empty()
    }

    /// Returns a text with the new names. A label is written with its type behind it: `'happy'::mood`.
    pub(super) fn text(&self, sql: &str) -> String {
        if self.is_empty() {
            return sql.to_owned();
        }
        let tokens = tokenize(sql, POSTGRES);
        let spelled = |(at, token): (usize, &Token<'_>)| {
            let next = |to: usize| tokens.get(at + to);
            let cast_to = next(1).filter(|next| next.is_punct("::")).and_then(|_| next(2)).and_then(Token::ident);
            let is_type = at > 0 && tokens.get(at - 1).is_some_and(|before| before.is_punct("::"));
            match (token.kind, cast_to) {
                (TokenKind::String, Some(ty)) => self.label(&ty, token.text),
                (TokenKind::Word | TokenKind::QuotedIdent, _) if is_type => self.ty(token),
                _ => None,
            }
            .unwrap_or_else(|| token.text.to_owned())
        };
        tokens.iter().enumerate().map(spelled).collect()
    }

    fn now(&self, ty: &EnumName) -> EnumName {
        self.types.iter().find(|(old, _)| old == ty).map_or_else(|| ty.clone(), |(_, new)| new.clone())
    }

    fn label(&self, ty: &EnumName, literal: &str) -> Option<String> {
        let ty = self.now(ty);
        let mut found = self.labels.iter().filter(|(of, old, _)| *of == ty && POSTGRES.literal(old) == literal);
        found.next().map(|(.., new)| POSTGRES.literal(new))
    }

    fn ty(&self, token: &Token<'_>) -> Option<String> {
        let (_, new) = self.types.iter().find(|(old, _)| token.ident().as_ref() == Some(old))?;
        Some(as_the_server_writes(new))
    }

    /// Returns a schema as the server tells it after the renames. The labels of the types themselves stay.
    pub(super) fn schema(&self, schema: &Schema) -> Schema {
        let mut schema = schema.clone();
        for (from, to) in &self.types {
            schema.rename_enum(from, to);
        }
        for table in schema.tables.values_mut() {
            self.table(table);
        }
        for view in schema.views.values_mut() {
            view.sql = self.text(&view.sql);
            self.triggers(&mut view.triggers);
            self.attachments(&mut view.attachments);
        }
        schema
    }

    fn table(&self, table: &mut Table) {
        for column in &mut table.columns {
            if let Some(DefaultValue::Expression(sql)) = &mut column.default {
                *sql = self.text(sql);
            }
            if let Some(generated) = &mut column.generated {
                generated.expression = self.text(&generated.expression);
            }
        }
        for check in &mut table.checks {
            check.expression = self.text(&check.expression);
            self.definition(&mut check.definition);
        }
        for exclusion in &mut table.exclusions {
            exclusion.sql = self.text(&exclusion.sql);
        }
        for index in &mut table.indexes {
            self.index(index);
        }
        self.triggers(&mut table.triggers);
        self.attachments(&mut table.attachments);
        self.definition(&mut table.definition);
    }

    fn index(&self, index: &mut Index) {
        for part in &mut index.parts {
            if let IndexKey::Expression(sql) = &mut part.key {
                *sql = self.text(sql);
            }
        }
        index.predicate = index.predicate.take().map(|sql| self.text(&sql));
        self.definition(&mut index.definition);
    }

    fn triggers(&self, triggers: &mut [Trigger]) {
        for trigger in triggers {
            trigger.sql = self.text(&trigger.sql);
        }
    }

    fn attachments(&self, attachments: &mut [Attachment]) {
        for attachment in attachments {
            attachment.sql = self.text(&attachment.sql);
        }
    }

    fn definition(&self, definition: &mut Definition) {
        definition.0 = definition.0.take().map(|sql| self.text(&sql));
    }
}

/// The server writes a name in quotes only where it must.
fn as_the_server_writes(name: &EnumName) -> String {
    let bare = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    let starts = name.as_str().starts_with(|c: char| c.is_ascii_lowercase() || c == '_');
    let is_bare = starts && name.as_str().chars().all(bare) && !is_reserved(name.as_str(), Dialect::Postgres);
    if is_bare { name.to_string() } else { POSTGRES.quote(name) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_known_by_their_type() {
        let names = EnumNames {
            types: vec![("mood".into(), "Feeling".into())],
            labels: vec![
                ("Feeling".into(), "sad".to_owned(), "it's".to_owned()),
                ("Feeling".into(), "b".to_owned(), "sad".to_owned()),
            ],
        };
        let text = names
            .text("(mood <> 'sad'::mood) OR mood = 'b'::mood OR 'sad'::text = ANY (ARRAY['sad'::mood, NULL::mood])");
        assert_eq!(
            text,
            "(mood <> 'it''s'::\"Feeling\") OR mood = 'sad'::\"Feeling\" OR 'sad'::text = ANY (ARRAY['it''s'::\"Feeling\", \
             NULL::\"Feeling\"])"
        );
    }
}
