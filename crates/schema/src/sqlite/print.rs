//! A statement put together again from its parts.

use super::{
    ColumnDef, CreateIndex, CreateTable, IndexedPart, Item, ItemKind, QualifiedName, Span, TableConstraintKind,
};

impl CreateTable {
    /// Puts the statement together again: its parts where their spans say, and between them what no part covers.
    ///
    /// The result equals [`CreateTable::source`] as long as every part lies where it says, in order and without overlap.
    pub fn print(&self) -> String {
        let mut parts = Parts::default();
        parts.name(&self.name);
        parts.add(&(self.body.start..self.body.start + 1));
        for item in &self.items {
            parts.item(item);
        }
        parts.add(&(self.body.end.saturating_sub(1)..self.body.end));
        parts.add(&self.options.span);
        parts.join(&self.source)
    }
}

impl CreateIndex {
    /// Puts the statement together again, as [`CreateTable::print`] does.
    pub fn print(&self) -> String {
        let mut parts = Parts::default();
        parts.name(&self.name);
        parts.add(&self.table.span);
        parts.indexed(&self.parts);
        parts.0.extend(self.predicate.clone());
        parts.join(&self.source)
    }
}

/// Spans in the order in which they must lie.
#[derive(Default)]
struct Parts(Vec<Span>);

impl Parts {
    fn add(&mut self, span: &Span) {
        self.0.push(span.clone());
    }

    fn name(&mut self, name: &QualifiedName) {
        self.0.extend(name.schema.as_ref().map(|schema| schema.span.clone()));
        self.add(&name.name.span);
    }

    fn indexed(&mut self, parts: &[IndexedPart]) {
        self.0.extend(parts.iter().map(|part| part.span.clone()));
    }

    fn item(&mut self, item: &Item) {
        match &item.kind {
            ItemKind::Column(column) => self.column(column),
            ItemKind::Constraint(constraint) => match &constraint.kind {
                TableConstraintKind::PrimaryKey { parts, .. } | TableConstraintKind::Unique { parts, .. } => {
                    self.indexed(parts);
                }
                TableConstraintKind::Check { expr, .. } => self.add(expr),
                TableConstraintKind::ForeignKey { columns, clause } => {
                    self.0.extend(columns.iter().map(|column| column.span.clone()));
                    self.add(&clause.span);
                }
                TableConstraintKind::Nothing => self.add(&item.span),
            },
        }
        self.0.extend(item.comma.map(|comma| comma..comma + 1));
    }

    fn column(&mut self, column: &ColumnDef) {
        self.add(&column.name.span);
        self.0.extend(column.data_type.as_ref().map(|data_type| data_type.span.clone()));
        self.0.extend(column.constraints.iter().map(|constraint| constraint.span.clone()));
    }

    fn join(&self, source: &str) -> String {
        let mut out = String::with_capacity(source.len());
        let mut end = 0;
        for span in &self.0 {
            out.push_str(source.get(end..span.start).unwrap_or_default());
            out.push_str(source.get(span.clone()).unwrap_or_default());
            end = span.end;
        }
        out.push_str(source.get(end..).unwrap_or_default());
        out
    }
}
