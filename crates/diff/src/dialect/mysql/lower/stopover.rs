//! What a column is for a while, on its way to another type.
//!
//! What is filled into rows is a value of the type that the column gets. And some types are made of nothing but text:
//! <https://mariadb.com/kb/en/uuid-data-type/>, <https://mariadb.com/kb/en/inet6/>.

use autogen_schema::{Column, DataType, SqlType, Table};

use super::alter::{Alter, Clause, statement};
use super::column::Pair;
use super::online::Online;
use crate::Statement;
use crate::dialect::Refusal;
use crate::dialect::mysql::create;
use crate::dialect::mysql::types::canonical;

/// Holds whatever is no text and can become one, and an index over it stays short.
const TEXT: &str = "varchar(80)";

impl Alter<'_> {
    /// Returns the statement after which values can be filled in, or become those of the other type.
    pub(super) fn stopover(&self, pair: &Pair<'_>) -> Result<Option<Statement>, Refusal> {
        let by_text = self.goes_by_text(pair);
        if !by_text && !self.stops_at_type(pair) {
            return Ok(None);
        }
        let (data_type, collation) = if by_text {
            (DataType::Reported(SqlType::parse(TEXT)), None)
        } else {
            (pair.to.data_type.clone(), pair.to.collation.clone())
        };
        let column = Column {
            nullable: pair.from.nullable,
            collation,
            ..Column::new(self.old_name(&pair.to.name).clone(), data_type)
        };
        let definition = create::column(&Table::new(self.to.name.clone()), &column, &[], self.enums)?;
        let mut clause = Clause::new(format!("MODIFY COLUMN {definition}")).with(Online::COPIES);
        if !by_text {
            clause.hazards = pair.conversion(self);
        }
        Ok(Some(statement(self.to, &[clause])))
    }

    /// Whether the column has its new type before it is filled.
    pub(super) fn stops_at_type(&self, pair: &Pair<'_>) -> bool {
        let (old, new) = self.types(pair);
        old != new && pair.fill(self).is_some() && !self.goes_by_text(pair) && self.relabelled(pair).is_empty()
    }

    /// Whether no server makes one type of the other, but both of text.
    fn goes_by_text(&self, pair: &Pair<'_>) -> bool {
        let (old, new) = self.types(pair);
        let is_special = |ty: &SqlType| matches!(ty.name.as_str(), "uuid" | "inet4" | "inet6");
        let is_text = |ty: &SqlType| {
            let word = ty.name.split(' ').next().unwrap_or_default();
            let known = ["char", "varchar", "binary", "varbinary", "enum", "set", "json"];
            known.contains(&word) || word.ends_with("text") || word.ends_with("blob")
        };
        pair.to.generated.is_none()
            && old != new
            && (is_special(&old) && !is_text(&new) || is_special(&new) && !is_text(&old))
    }

    fn types(&self, pair: &Pair<'_>) -> (SqlType, SqlType) {
        let canonical = |column: &Column| canonical(&SqlType::parse(&self.type_of(column)));
        (canonical(pair.from), canonical(pair.to))
    }
}
