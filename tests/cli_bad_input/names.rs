//! Names, defaults and labels that hold anything: accepted, and harmless in a file and on a terminal.

use crate::support::Sandbox;

const ENTITY: &str = r#"use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "TABLE")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i32,
    #[sea_orm(column_name = "COLUMN", default_value = "DEFAULT", indexed)]
    pub name: String,
    pub state: State,
}

#[derive(Clone, Debug, PartialEq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Enum", enum_name = "state")]
pub enum State {
    #[sea_orm(string_value = "LABEL")]
    One,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
"#;

#[test]
fn any_name_is_harmless() {
    for name in [
        r"order",
        r#"it's \"quoted\""#,
        r"a`b[c]d",
        r"; DROP TABLE users; --",
        r"*/ x /*",
        r"two\nlines",
        r"\n-- autogen: downgrade\n",
        r"{{message}}",
        r"\u{1b}[31mred\u{7}",
        r"\u{202e}reversed",
        r"😀 تجربة",
        r"a.b",
        r" blanks ",
    ] {
        let sandbox = Sandbox::new();
        let entity = ["TABLE", "COLUMN", "DEFAULT", "LABEL"]
            .iter()
            .fold(ENTITY.to_owned(), |text, word| text.replace(word, name));
        sandbox.write("src/users.rs", entity);
        for args in [
            &["-m", "First", "--rev-id", "aaaa"][..],
            &["upgrade"],
            &["check", "-v"],
            &["diff"],
            &["downgrade"],
            &["upgrade"],
            &["history"],
        ] {
            let outcome = sandbox.run(args);
            assert_eq!(outcome.code, Some(0), "{name}: {args:?}\n{outcome}");
            let shown = outcome.to_string();
            let spoils = |c: char| c.is_control() && c != '\n' || c == '\u{202e}';
            assert!(!shown.contains(spoils), "{name}: {args:?}\n{shown:?}");
        }
        sandbox.edit("src/users.rs", "pub state: State,", "");
        let outcome = sandbox.run(&["check"]);
        assert_eq!(outcome.code, Some(1), "{name}\n{outcome}");
        assert!(!outcome.to_string().contains(|c: char| c.is_control() && c != '\n'), "{name}\n{outcome:?}");
    }
}
