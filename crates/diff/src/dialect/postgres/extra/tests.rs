use super::{Part, parts, says};

fn check(name: Option<&str>, sql: &str) -> Part {
    Part::Check { name: name.map(Into::into), sql: sql.to_owned() }
}

#[test]
fn each_clause_is_a_part() {
    assert_eq!(
        parts("COLLATE \"C\" DEFAULT 1 + 1 CONSTRAINT Pos CHECK (x > 0) CHECK (f(')') IN (1, 2)) UNIQUE"),
        [
            Part::Collate("C".into()),
            Part::Default("1 + 1".to_owned()),
            check(Some("pos"), "x > 0"),
            check(None, "f(')') IN (1, 2)"),
            Part::Unique,
        ]
    );
    assert_eq!(parts("collate pg_catalog.\"C\""), [Part::Collate("C".into())]);
    assert_eq!(parts("GENERATED ALWAYS AS (a * 2) STORED"), [Part::Generated("a * 2".to_owned())]);
    assert_eq!(parts("REFERENCES t (id) ON DELETE SET DEFAULT"), [Part::References]);
}

#[test]
fn what_is_not_known_is_no_part_that_is_compared() {
    for text in ["GENERATED ALWAYS AS IDENTITY", "CHECK x > 0", "STORAGE EXTERNAL", "GENERATED ALWAYS AS (a)"] {
        assert!(parts(text).iter().any(|part| !part.is_comparable()), "{text}");
    }
}

#[test]
fn what_an_entity_says_by_appending_it() {
    let said = says("DEFAULT 5 UNIQUE REFERENCES team (id)");
    assert!(said.default && said.unique && said.references);
    assert!(!says("CHECK (x > 0)").default);
}
