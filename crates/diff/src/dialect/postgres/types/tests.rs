use autogen_schema::{ColumnType as Ty, DataType, DefaultValue, SqlType, StringLength};

use super::conversion::{Coding, Loss, conversion};
use super::{default_sql, nothing, same_default, satisfies, sql_type};
use crate::dialect::Satisfied;

fn implied(ty: Ty, reported: &str) -> Satisfied {
    satisfies(&DataType::Implied(ty), &SqlType::parse(reported))
}

fn exact(ty: Ty, reported: &str) -> Satisfied {
    satisfies(&DataType::Exact(ty), &SqlType::parse(reported))
}

fn same(said: &DefaultValue, found: &str, ty: Ty) -> Satisfied {
    same_default(said, found, &DataType::Implied(ty))
}

fn text(text: &str) -> DefaultValue {
    DefaultValue::Text(text.to_owned())
}

fn sql(sql: &str) -> DefaultValue {
    DefaultValue::Expression(sql.to_owned())
}

#[test]
fn types_are_spelled_as_seaorm_does() {
    let spelled = |ty: Ty| sql_type(&ty).unwrap();
    assert_eq!(spelled(Ty::TinyUnsigned), "smallint");
    assert_eq!(spelled(Ty::SmallUnsigned), "integer");
    assert_eq!(spelled(Ty::Unsigned), "bigint");
    assert_eq!(spelled(Ty::Decimal(Some((10, 2)))), "decimal(10, 2)");
    assert_eq!(spelled(Ty::TimestampWithTimeZone), "timestamp with time zone");
    assert_eq!(spelled(Ty::Enum("It's \"M\"".into())), "\"It's \"\"M\"\"\"");
    assert_eq!(spelled(Ty::Array(Box::new(Ty::Array(Box::new(Ty::Enum("mood".into())))))), "\"mood\"[][]");
    assert_eq!(spelled(Ty::Interval(Some("day to second".to_owned()), Some(3))), "interval DAY TO SECOND(3)");
    assert_eq!(spelled(Ty::Vector(Some(3))), "vector(3)");
}

#[test]
fn what_seaorm_cannot_write_is_an_error() {
    let refused = [
        Ty::Year,
        Ty::Money(Some((10, 2))),
        Ty::Array(Box::new(Ty::Year)),
        Ty::Interval(Some("day; DROP TABLE x".to_owned()), None),
        Ty::Interval(Some("YEAR".to_owned()), Some(3)),
    ];
    for ty in refused {
        assert!(sql_type(&ty).is_err(), "{ty:?}");
        assert_eq!(exact(ty, "text"), Satisfied::NotCompared);
    }
}

#[test]
fn what_rust_implies_is_satisfied_by_what_decodes() {
    let string = || Ty::String(StringLength::Unset);
    for reported in ["character varying", "character varying(20)", "text", "character(3)", "citext", "name"] {
        assert_eq!(implied(string(), reported), Satisfied::Yes, "{reported}");
    }
    for reported in ["integer", "uuid", "text[]", "jsonb"] {
        assert_eq!(implied(string(), reported), Satisfied::No, "{reported}");
    }
    // It may be a domain.
    assert_eq!(implied(string(), "email"), Satisfied::NotCompared);
    assert_eq!(implied(Ty::Integer, "integer"), Satisfied::Yes);
    assert_eq!(implied(Ty::Integer, "bigint"), Satisfied::No);
    assert_eq!(implied(Ty::TinyInteger, "smallint"), Satisfied::Yes);
    assert_eq!(implied(Ty::Unsigned, "integer"), Satisfied::No);
    assert_eq!(implied(Ty::Json, "jsonb"), Satisfied::Yes);
    assert_eq!(implied(Ty::DateTime, "timestamp(3) without time zone"), Satisfied::Yes);
    assert_eq!(implied(Ty::DateTime, "timestamp with time zone"), Satisfied::No);
    assert_eq!(implied(Ty::Decimal(None), "numeric(10,2)"), Satisfied::Yes);
    assert_eq!(implied(Ty::Double, "real"), Satisfied::No);
    assert_eq!(implied(Ty::VarBinary(StringLength::Unset), "bytea"), Satisfied::Yes);
    assert_eq!(implied(Ty::Array(Box::new(string())), "text[]"), Satisfied::Yes);
    assert_eq!(implied(Ty::Array(Box::new(Ty::Integer)), "integer"), Satisfied::No);
    assert_eq!(implied(Ty::Enum("mood".into()), "mood"), Satisfied::Yes);
    assert_eq!(implied(Ty::Interval(None, None), "interval day to second(3)"), Satisfied::Yes);
}

#[test]
fn what_was_written_is_satisfied_by_itself_under_any_name() {
    assert_eq!(exact(Ty::String(StringLength::Limit(20)), "character varying(20)"), Satisfied::Yes);
    assert_eq!(exact(Ty::String(StringLength::Limit(20)), "character varying(21)"), Satisfied::No);
    assert_eq!(exact(Ty::String(StringLength::Unset), "text"), Satisfied::No);
    assert_eq!(exact(Ty::Char(None), "character(1)"), Satisfied::Yes);
    assert_eq!(exact(Ty::Bit(None), "bit(1)"), Satisfied::Yes);
    assert_eq!(exact(Ty::Decimal(Some((10, 2))), "numeric(10,2)"), Satisfied::Yes);
    for (custom, reported) in [
        ("CITEXT", "citext"),
        ("timestamptz(3)", "timestamp(3) with time zone"),
        ("int4", "integer"),
        ("bigserial", "bigint"),
        ("varchar(9)[]", "character varying(9)[]"),
        ("float(24)", "real"),
        ("numeric(5)", "numeric(5,0)"),
        ("public.geometry(Point,4326)", "geometry(Point,4326)"),
        ("text COLLATE \"C\"", "text"),
        ("\"mood\"", "mood"),
        ("pg_catalog.int8", "bigint"),
    ] {
        assert_eq!(exact(Ty::Custom(custom.to_owned()), reported), Satisfied::Yes, "{custom}");
    }
    assert_eq!(exact(Ty::Custom("\"char\"".to_owned()), "\"char\""), Satisfied::Yes);
    assert_eq!(exact(Ty::Custom("\"char\"".to_owned()), "character(1)"), Satisfied::No);
    assert_eq!(exact(Ty::Enum("My mood".into()), "\"My mood\""), Satisfied::Yes);
    assert_eq!(exact(Ty::Enum("mood".into()), "other.mood"), Satisfied::No);
}

#[test]
fn defaults_are_the_same_however_the_server_casts_them() {
    let string = || Ty::String(StringLength::Unset);
    let yes = [
        (text("o'clock"), "'o''clock'::character varying", string()),
        (text("5"), "5", string()),
        (DefaultValue::Number("-7".to_owned()), "'-7'::integer", Ty::Integer),
        (DefaultValue::Number("-7".to_owned()), "('-7'::integer)", Ty::Integer),
        (text("0"), "0", Ty::Integer),
        (DefaultValue::Number("1.50".to_owned()), "1.5", Ty::Decimal(None)),
        (text("false"), "false", Ty::Boolean),
        (DefaultValue::Bool(true), "true", Ty::Boolean),
        (sql("NOW( )"), "now()", Ty::TimestampWithTimeZone),
        (sql("current_timestamp"), "CURRENT_TIMESTAMP", Ty::TimestampWithTimeZone),
        (sql("now()"), "CURRENT_TIMESTAMP", Ty::TimestampWithTimeZone),
        (sql("'{}'"), "'{}'::jsonb", Ty::JsonBinary),
        (sql("ARRAY[]::text[]"), "'{}'::text[]", Ty::Array(Box::new(Ty::Text))),
        (text("happy"), "'happy'::mood", Ty::Enum("mood".into())),
        (text("happy"), "'happy'::\"My mood\"", Ty::Enum("My mood".into())),
        (sql("B'0'"), "'0'::\"bit\"", Ty::Bit(None)),
        (sql("interval '1 day'"), "'1 day'::interval", Ty::Interval(None, None)),
        (sql("CAST('x' AS character varying(3))"), "'x'::character varying(3)", string()),
        (sql("gen_random_uuid()"), "gen_random_uuid()", Ty::Uuid),
        (sql("E'a\\'b'"), "'a''b'::text", Ty::Text),
        (sql("$$it's$$"), "'it''s'::text", Ty::Text),
        (sql("null"), "NULL::text", Ty::Text),
    ];
    for (said, found, ty) in yes {
        assert_eq!(same(&said, found, ty), Satisfied::Yes, "{said:?} {found}");
    }
    let no = [
        (text("a"), "'b'::text", Ty::Text),
        (text("01"), "'1'::text", Ty::Text),
        (DefaultValue::Number("1".to_owned()), "2", Ty::Integer),
        (DefaultValue::Bool(true), "false", Ty::Boolean),
        (sql("now()"), "clock_timestamp()", Ty::TimestampWithTimeZone),
        (text("x"), "now()", Ty::TimestampWithTimeZone),
        (text("sad"), "'happy'::mood", Ty::Enum("mood".into())),
    ];
    for (said, found, ty) in no {
        assert_eq!(same(&said, found, ty), Satisfied::No, "{said:?} {found}");
    }
    let unsure = [
        (text("2020-01-01"), "'2020-01-01 00:00:00'::timestamp without time zone", Ty::DateTime),
        (text("{\"a\":1}"), "'{\"a\": 1}'::jsonb", Ty::JsonBinary),
        (sql("now() at time zone 'utc'"), "(now() AT TIME ZONE 'utc'::text)", Ty::DateTime),
        (sql("now() + interval '1 day'"), "(now() + '1 day'::interval)", Ty::TimestampWithTimeZone),
        (sql("uuid_generate_v4()"), "public.uuid_generate_v4()", Ty::Uuid),
        (sql("nextval('s')"), "nextval('s'::regclass)", Ty::Integer),
        (sql("trim('x')"), "btrim('x'::text)", Ty::Text),
        (sql("f('a')"), "f('b'::text)", Ty::Text),
        (sql("now()::date"), "now()", Ty::Text),
        (sql("mood 'ok'"), "'ok'::mood", Ty::Enum("mood".into())),
        (sql("interval '1' day"), "'1 day'::interval", Ty::Interval(None, None)),
        (text("nan"), "'NaN'::double precision", Ty::Double),
        (DefaultValue::Number("0x10".to_owned()), "16", Ty::Integer),
        (sql("a in (1, 2)"), "(a = ANY (ARRAY[1, 2]))", Ty::Boolean),
        (sql("(1 + 2) * 3"), "(1 + (2 * 3))", Ty::Integer),
        (DefaultValue::Number("1e3".to_owned()), "'1000'::double precision", Ty::Double),
        (DefaultValue::Unknown("f()".to_owned()), "1", Ty::Integer),
    ];
    for (said, found, ty) in unsure {
        assert_eq!(same(&said, found, ty), Satisfied::NotCompared, "{said:?} {found}");
    }
}

#[test]
fn defaults_stand_bare_where_their_end_is_plain() {
    for bare in
        ["now()", "CURRENT_TIMESTAMP", "-1", "'x'", "'x'::text", "f(1, (2))", "'{}'::jsonb", "nextval('a'::regclass)"]
    {
        assert_eq!(default_sql(&sql(bare)).as_deref(), Some(bare));
    }
    for (text, written) in [
        ("1 + 2", "(1 + 2)"),
        ("a IS NULL", "(a IS NULL)"),
        ("now() AT TIME ZONE 'utc'", "(now() AT TIME ZONE 'utc')"),
        ("f() || g()", "(f() || g())"),
        ("1) CHECK (true", "(1) CHECK (true)"),
        ("1 -- one", "(1 -- one\n)"),
    ] {
        assert_eq!(default_sql(&sql(text)).as_deref(), Some(written));
    }
    assert_eq!(default_sql(&text("it's")).as_deref(), Some("'it''s'"));
    assert_eq!(default_sql(&DefaultValue::Unknown("x".to_owned())), None);
}

#[test]
fn types_become_others_by_assignment_or_by_casts() {
    let casts = |from: &str, to: &str| {
        let found = conversion(&SqlType::parse(from), &SqlType::parse(to), to);
        (found.casts.join("::"), found.rewrites, found.loss)
    };
    let by_itself = String::new;
    assert_eq!(casts("character varying(5)", "text"), (by_itself(), false, Loss::None));
    // An explicit cast would cut what is too long.
    assert_eq!(casts("text", "varchar(5)"), (by_itself(), true, Loss::Fails));
    assert_eq!(casts("integer", "bigint"), (by_itself(), true, Loss::None));
    assert_eq!(casts("bigint", "integer"), (by_itself(), true, Loss::Fails));
    assert_eq!(casts("numeric(10,2)", "numeric(12,2)"), (by_itself(), false, Loss::None));
    assert_eq!(casts("numeric(10,2)", "numeric(10,1)").2, Loss::Changes("fractions are rounded"));
    assert_eq!(casts("text", "integer"), ("integer".to_owned(), true, Loss::Fails));
    assert_eq!(casts("bigint", "boolean").0, "integer::boolean");
    assert_eq!(casts("boolean", "bigint").0, "integer::bigint");
    assert_eq!(casts("\"a\"", "\"b\"").0, "text::\"b\"");
    assert_eq!(casts("text[]", "integer[]").0, "text[]::integer[]");
    assert_eq!(casts("varchar", "character varying"), (by_itself(), false, Loss::None));
}

#[test]
fn bytes_hold_text_and_no_digits() {
    let coding = |from: &str, to: &str| {
        let found = conversion(&SqlType::parse(from), &SqlType::parse(to), to);
        (found.coding, found.casts.join("::"), matches!(found.loss, Loss::Changes(_)))
    };
    assert_eq!(coding("varchar(9)", "bytea"), (Some(Coding::Encode), String::new(), true));
    assert_eq!(coding("uuid", "bytea"), (Some(Coding::Encode), "text".to_owned(), true));
    assert_eq!(coding("bytea", "varchar(9)"), (Some(Coding::Decode), String::new(), true));
    assert_eq!(coding("bytea", "jsonb"), (Some(Coding::Decode), "jsonb".to_owned(), true));
    assert_eq!(coding("bytea", "bytea").0, None);
}

#[test]
fn nothing_is_a_value_of_the_type() {
    assert_eq!(nothing(&SqlType::parse("numeric(10,2)")), Some("0"));
    assert_eq!(nothing(&SqlType::parse("mood")), None);
    assert_eq!(nothing(&SqlType::parse("mood[]")), Some("'{}'"));
}
