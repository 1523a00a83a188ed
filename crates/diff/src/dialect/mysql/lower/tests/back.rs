use autogen_schema::{Check, Column, DefaultValue, Generated, Schema, Storage, Table};

use super::{column, downgrade, named_key, schema, table, text, users};

/// What leads back from one schema to another, both as a database tells them.
fn back(from: &Schema, to: &Schema) -> String {
    text(&downgrade(from, to, &[]).unwrap())
}

#[test]
fn a_table_that_goes_gives_up_its_names_first() {
    let named = |name: &str| Table {
        foreign_keys: vec![named_key("f", &["a"], "teams")],
        checks: vec![Check::new(Some("positive".into()), "a > 0")],
        ..table(name, vec![column("a", "int(11)")])
    };
    let teams = || table("teams", vec![]);
    assert_eq!(
        back(&schema([named("old"), teams()]), &schema([named("new"), teams()])),
        "ALTER TABLE `old` DROP CONSTRAINT `positive`;

ALTER TABLE `old` DROP FOREIGN KEY `f`;

CREATE TABLE `new` (
    `id` int(11) NOT NULL AUTO_INCREMENT PRIMARY KEY,
    `a` int(11),
    CONSTRAINT `f` FOREIGN KEY (`a`) REFERENCES `teams` (`id`),
    CONSTRAINT `positive` CHECK (a > 0)
);

DROP TABLE `old`;
"
    );
}

#[test]
fn what_is_filled_is_of_the_type_that_comes() {
    let of = |ty: &str| schema([table("users", vec![column("a", ty)])]);
    let mut to = of("enum('x','y')");
    let filled = &mut to.tables.get_mut(&users()).unwrap().columns[1];
    (filled.nullable, filled.default) = (false, Some(DefaultValue::Text("y".to_owned())));
    assert_eq!(
        back(&of("enum('x')"), &to),
        "ALTER TABLE `users` MODIFY COLUMN `a` enum('x', 'y');
UPDATE `users` SET `a` = 'y' WHERE `a` IS NULL;
ALTER TABLE `users` MODIFY COLUMN `a` enum('x', 'y') NOT NULL DEFAULT 'y';
"
    );
    // A number is made an identifier over text alone.
    assert_eq!(
        back(&of("int(11)"), &of("uuid")),
        "ALTER TABLE `users` MODIFY COLUMN `a` varchar(80);\nALTER TABLE `users` MODIFY COLUMN `a` uuid;\n"
    );
    assert_eq!(back(&of("char(36)"), &of("uuid")), "ALTER TABLE `users` MODIFY COLUMN `a` uuid;\n");
}

#[test]
fn values_outlive_what_computed_them() {
    let computed = |storage| {
        let generated = Some(Generated { expression: "`id` + 1".to_owned(), storage });
        schema([table("users", vec![Column { generated, ..column("a", "int(11)") }])])
    };
    let plain = schema([table("users", vec![column("a", "int(11)")])]);
    assert_eq!(
        back(&computed(Storage::Virtual), &plain),
        "ALTER TABLE `users` ADD COLUMN `_autogen_new_a` int(11);
UPDATE `users` SET `_autogen_new_a` = `a`;
ALTER TABLE `users`
    DROP COLUMN `a`,
    CHANGE COLUMN `_autogen_new_a` `a` int(11) AFTER `id`;
"
    );
    assert_eq!(back(&computed(Storage::Stored), &plain), "ALTER TABLE `users` MODIFY COLUMN `a` int(11);\n");
    let script = downgrade(&plain, &computed(Storage::Virtual), &[]).unwrap();
    assert_eq!(
        text(&script),
        "ALTER TABLE `users`
    DROP COLUMN `a`,
    ADD COLUMN `a` int(11) GENERATED ALWAYS AS (`id` + 1) VIRTUAL AFTER `id`;
"
    );
    assert!(script.hazards().any(|hazard| hazard.to_string() == "destroys the values of users.a"));
}
