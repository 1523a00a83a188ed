use super::*;

mod property;

#[track_caller]
fn check(line: &str) {
    let change = Change::parse(line).unwrap_or_else(|error| panic!("{line}: {error}"));
    assert_eq!(change.to_string(), line);
    for width in [10, 40, 110] {
        let joined = layout(line, width).iter().map(|l| l.trim()).collect::<Vec<_>>().join(" ");
        assert_eq!(joined, line);
    }
}

#[test]
fn every_form_round_trips() {
    check("+ column users.phone_number string(20) null");
    check("+ table users (id integer not null auto-increment, email string(120) null, key (id)) comment 'people'");
    check("- table billing.users ()");
    check("+ unique users(tenant_id, email)");
    check("= index users(phone_number)");
    check("+ foreign-key orders(user_id) -> users(id) name fk_user on delete cascade on update set-null");
    check("~ foreign-key orders(user_id) -> users(id) on delete unsaid -> cascade");
    check("~ column users.name type string(20) -> string(40), null -> not null, default unsaid -> 'it\\'s'");
    check("> column users.fone -> phone");
    check("> table \"Users\" -> users");
    check("+ enum mood ('sad', 'ok')");
    check("~ enum mood labels ('sad') -> ('sad', 'happy, \\u{a}ok')");
    check("+ column t.x array(array(enum(mood))) not null extra 'CHECK (x > 0)' [postgres]");
    check("= column t.x default sql('now()')");
    check("~ key t columns (a) -> (a, b)");
    check("+ column t.c integer! not null default -7");
    check("+ column t.c double not null default 1.50");
    check("+ column t.c double not null default number('1e10')");
}

#[test]
fn errors_tell_where() {
    let error = |line: &str| Change::parse(line).unwrap_err().to_string();
    assert_eq!(error("* table x"), "expected one of `+ - ~ > =` (at character 1 of the change line)");
    assert_eq!(error("+ tabel x"), "unknown kind `tabel` (at character 8 of the change line)");
    assert_eq!(error("+ column t.x sting"), "unknown type `sting` (at character 19 of the change line)");
    assert_eq!(error("+ column t.\"x"), "this quote is never closed (at character 12 of the change line)");
}
