//! Checks, uniques and the names of constraints, in columns and apart.

use autogen_schema::sql::normalize;
use autogen_schema::sqlite::{ColumnConstraintKind, IndexedPart, Name, Span, TableConstraintKind};
use autogen_schema::{Check, Ident};

use super::layout::CHECK;
use super::splice::Change;
use super::{EditError, SQLITE, TableText};
use crate::dialect::sqlite::create;

/// Where a constraint is: among the constraints of a column, or an item of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Column(Ident, usize),
    Item(usize),
}

impl TableText {
    /// Adds a check behind the others that stand apart.
    pub fn add_check(&mut self, check: &Check) -> Result<(), EditError> {
        self.add_constraint(&create::check(check), CHECK)
    }

    /// Takes a check out: the one of that name and expression, else the one of that expression.
    pub fn drop_check(&mut self, check: &Check) -> Result<(), EditError> {
        let wanted = normalize(&check.expression, SQLITE);
        let checks = self.checks();
        let same = |expr: &Span| normalize(self.parsed.text(expr), SQLITE) == wanted;
        let named = |name: &Option<Name>| name.as_ref().map(|name| &name.ident) == check.name.as_ref();
        let found = checks
            .iter()
            .find(|(_, name, expr)| same(expr) && named(name))
            .or_else(|| checks.iter().find(|(_, _, expr)| same(expr)));
        match found.map(|(place, ..)| place.clone()) {
            Some(place) => self.drop_at(&place),
            None => Err(EditError::NoConstraint(format!("check ({})", check.expression))),
        }
    }

    /// Takes the unique constraint over `columns` out.
    pub fn drop_unique(&mut self, columns: &[Ident]) -> Result<(), EditError> {
        let place = self.unique(columns);
        match place {
            Some(place) => self.drop_at(&place),
            None => Err(EditError::NoConstraint(format!("unique constraint over {}", SQLITE.quote_list(columns)))),
        }
    }

    /// Gives a constraint another name.
    pub fn rename_constraint(&mut self, from: &Ident, to: &Ident) -> Result<(), EditError> {
        let names = self
            .parsed
            .columns()
            .flat_map(|(_, column)| column.constraints.iter().filter_map(|constraint| constraint.name.as_ref()))
            .chain(self.parsed.constraints().filter_map(|(_, constraint)| constraint.name.as_ref()));
        let spans: Vec<Span> =
            names.filter(|name| name.ident.same(from, SQLITE)).map(|name| name.span.clone()).collect();
        if spans.is_empty() {
            return Err(EditError::NoConstraint(format!("constraint `{from}`")));
        }
        self.apply(spans.into_iter().map(|span| Change::replace(span, SQLITE.quote(to))).collect())
    }

    /// Returns where the first unique or foreign key apart from the columns lies that is over `column`.
    pub(crate) fn constraint_over(&self, column: &Ident) -> Option<Span> {
        let found = self.parsed.constraints().find(|(_, constraint)| match &constraint.kind {
            TableConstraintKind::Unique { parts, .. } => {
                parts.iter().filter_map(IndexedPart::column).any(|name| name.ident.same(column, SQLITE))
            }
            TableConstraintKind::ForeignKey { columns, .. } => {
                columns.iter().any(|name| name.ident.same(column, SQLITE))
            }
            _ => false,
        });
        found.and_then(|(at, _)| self.parsed.items.get(at)).map(|item| item.span.clone())
    }

    /// Takes the constraint out that lies at `span`.
    pub(crate) fn drop_constraint_at(&mut self, span: &Span) -> Result<(), EditError> {
        match self.parsed.items.iter().position(|item| item.span == *span) {
            Some(at) => self.drop_item(at),
            None => Ok(()),
        }
    }

    pub(super) fn drop_at(&mut self, place: &Place) -> Result<(), EditError> {
        match place {
            Place::Column(column, at) => self.remove_at(column, *at),
            Place::Item(at) => self.drop_item(*at),
        }
    }

    /// Returns every check, its name and where its expression is.
    fn checks(&self) -> Vec<(Place, Option<Name>, Span)> {
        let inline = self.inline().filter_map(|(place, name, kind)| match kind {
            ColumnConstraintKind::Check { expr } => Some((place, name.cloned(), expr.clone())),
            _ => None,
        });
        let apart = self.parsed.constraints().filter_map(|(at, constraint)| match &constraint.kind {
            TableConstraintKind::Check { expr, .. } => Some((Place::Item(at), constraint.name.clone(), expr.clone())),
            _ => None,
        });
        inline.chain(apart).collect()
    }

    fn unique(&self, columns: &[Ident]) -> Option<Place> {
        let mut inline = self.inline().filter_map(|(place, _, kind)| match (&place, kind, columns) {
            (Place::Column(column, _), ColumnConstraintKind::Unique { .. }, [only]) => {
                column.same(only, SQLITE).then_some(place)
            }
            _ => None,
        });
        inline.next().or_else(|| {
            self.parsed.constraints().find_map(|(at, constraint)| match &constraint.kind {
                TableConstraintKind::Unique { parts, .. } => covers(parts, columns).then_some(Place::Item(at)),
                _ => None,
            })
        })
    }

    /// Returns the constraints of all columns.
    pub(super) fn inline(&self) -> impl Iterator<Item = (Place, Option<&Name>, &ColumnConstraintKind)> {
        self.parsed.columns().flat_map(|(_, column)| {
            column.constraints.iter().enumerate().map(move |(at, constraint)| {
                (Place::Column(column.name.ident.clone(), at), constraint.name.as_ref(), &constraint.kind)
            })
        })
    }
}

/// Whether the parts are the columns, in any order.
fn covers(parts: &[IndexedPart], columns: &[Ident]) -> bool {
    let mut wanted: Vec<Ident> = columns.iter().map(|name| name.key(SQLITE)).collect();
    let mut actual: Vec<Ident> =
        parts.iter().filter_map(IndexedPart::column).map(|name| name.ident.key(SQLITE)).collect();
    wanted.sort();
    actual.sort();
    actual.len() == parts.len() && wanted == actual
}
