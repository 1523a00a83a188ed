//! Texts that a catalog cannot tell, from what revisions said of them.

use autogen_schema::change::{Facet, FacetValue, FactKey};
use autogen_schema::{DefaultValue, Dialect, Ledger, Schema};

use crate::dialect::mysql::types::{as_catalogs_tell, same_default};

/// Gives the columns of a database the defaults and comments that its revisions said, where the catalog shows `?` for a character of
/// them. Whoever restates such a column would write down the `?` otherwise.
pub fn restore_texts(schema: &mut Schema, ledger: &Ledger, dialect: Dialect) {
    if dialect != Dialect::Mysql {
        return;
    }
    let is_lost = |text: &str| as_catalogs_tell(text) != text;
    for table in schema.tables.values_mut() {
        for column in &mut table.columns {
            let key = FactKey::Column(table.name.clone(), column.name.clone());
            let Some(facets) = ledger.facets(&key) else { continue };
            if let Some(FacetValue::Default(said @ DefaultValue::Text(text))) = facets.get(&Facet::Default)
                && let Some(DefaultValue::Expression(found)) = &column.default
                && is_lost(text)
                && same_default(said, found, &column.data_type)
            {
                column.default = Some(said.clone());
            }
            if let Some(FacetValue::Text(comment)) = facets.get(&Facet::Comment)
                && is_lost(comment)
                && column.comment.as_deref() == Some(&as_catalogs_tell(comment))
            {
                column.comment = Some(comment.clone());
            }
        }
    }
}
