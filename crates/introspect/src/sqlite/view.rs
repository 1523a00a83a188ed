//! Views.

use autogen_schema::sqlite::CreateView;
use autogen_schema::{Dialect, Schema, TableName, View};
use sea_orm::{ConnectionTrait, DbErr, RuntimeErr, Statement};

use super::catalog::Catalog;
use super::row::Stored;
use super::table::triggers;
use crate::{Error, Note, ObjectKind};

/// Adds every view, and notes those that cannot be queried.
pub(super) async fn read(
    db: &impl ConnectionTrait,
    catalog: &Catalog,
    schema: &mut Schema,
    notes: &mut Vec<Note>,
) -> Result<(), Error> {
    for object in &catalog.views {
        let view = view(catalog, object, notes);
        notes.extend(broken(db, catalog, &view.name).await);
        schema.views.insert(view.name.clone(), view);
    }
    Ok(())
}

fn view(catalog: &Catalog, object: &Stored, notes: &mut Vec<Note>) -> View {
    let mentions = match CreateView::parse(&object.sql) {
        Ok(ddl) => ddl.mentions,
        Err(error) => {
            notes.push(Note::Unreadable { kind: ObjectKind::View, name: object.name.as_str().into(), error });
            // Whatever exists may be mentioned by a text that cannot be read.
            catalog.kinds.keys().map(|name| name.as_str().into()).collect()
        }
    };
    let triggers = triggers(catalog, &object.name);
    View { mentions, triggers, ..View::new(object.name.as_str(), object.sql.as_str()) }
}

/// Asks a view for nothing, when SQLite could not count its columns.
///
/// One broken view keeps `pragma_table_list` from counting the columns of views that are sound, so its count alone does not
/// tell. A database without a broken view is asked nothing here.
async fn broken(db: &impl ConnectionTrait, catalog: &Catalog, view: &TableName) -> Option<Note> {
    if catalog.kinds.get(view.name.as_str()).is_some_and(|kind| kind.columns > 0) {
        return None;
    }
    let sql = format!("SELECT 1 FROM \"main\".{} LIMIT 0", Dialect::Sqlite.quote_table(view));
    let asked = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await;
    asked.err().map(|error| Note::BrokenView { view: view.clone(), message: reason(&error) })
}

/// What SQLite says, without what the drivers add: `no such table: main.gone`.
fn reason(error: &DbErr) -> String {
    let (DbErr::Conn(inner) | DbErr::Exec(inner) | DbErr::Query(inner)) = error else { return error.to_string() };
    match inner {
        RuntimeErr::SqlxError(sqlx) => {
            sqlx.as_database_error().map_or_else(|| sqlx.to_string(), |error| error.message().to_owned())
        }
        RuntimeErr::Internal(message) => message.clone(),
    }
}
