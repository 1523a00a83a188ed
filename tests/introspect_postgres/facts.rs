//! Every fact that the schema types hold.

use autogen_schema::{
    Attachment, Check, Column, DataType, DefaultValue, Deferrable, Dialect, ForeignKey, Generated, Ident, Identity,
    IdentityKind, Index, IndexKey, IndexPart, Match, NullsOrder, ReferentialAction, Schema, SortOrder, SqlType,
    Storage, TableName, Unique, UniqueKind,
};

use super::{EVERYTHING, read, table};

fn column(name: &str, data_type: &str) -> Column {
    Column { nullable: true, ..Column::new(name, DataType::Reported(SqlType::parse(data_type))) }
}

fn default(expression: &str) -> DefaultValue {
    DefaultValue::Expression(expression.into())
}

fn idents<const N: usize>(names: [&str; N]) -> Vec<Ident> {
    names.into_iter().map(Ident::from).collect()
}

fn made_by(kind: IdentityKind, sequence: &str, options: &[&str]) -> Identity {
    Identity {
        kind,
        sequence: sequence.into(),
        options: options.iter().map(ToString::to_string).collect(),
        unlogged: false,
    }
}

#[tokio::test]
async fn columns() {
    let table = table(include_str!("../../fixtures/introspect/postgres/columns.sql")).await;
    let key = Column { nullable: false, auto_increment: true, ..column("", "integer") };
    let backwards = ["CACHE 3", "CYCLE", "INCREMENT BY -2", "MAXVALUE 9", "START WITH 5"];
    let typed = |data_type: &str| DataType::Reported(SqlType::parse(data_type));
    let expected = [
        Column { name: "id".into(), identity: Some(made_by(IdentityKind::Serial, "t_id_seq", &[])), ..key.clone() },
        Column {
            name: "small".into(),
            data_type: typed("smallint"),
            identity: Some(made_by(IdentityKind::Serial, "t_small_seq", &[])),
            ..key.clone()
        },
        Column {
            name: "always".into(),
            data_type: typed("bigint"),
            identity: Some(made_by(IdentityKind::Always, "t_always_seq", &[])),
            ..key.clone()
        },
        Column {
            name: "by_default".into(),
            data_type: typed("smallint"),
            identity: Some(made_by(IdentityKind::ByDefault, "odd", &backwards)),
            ..key
        },
        Column { default: Some(default("nextval('free'::regclass)")), ..column("unowned", "bigint") },
        Column { default: Some(default("(nextval('owned'::regclass) + 1)")), ..column("computed", "bigint") },
        Column { default: Some(default("'it''s'::text")), ..column("constant", "text") },
        Column { default: Some(default("'ok'::mood")), ..column("feeling", "mood") },
        Column {
            generated: Some(Generated { expression: "(id)::numeric + 1.5".into(), storage: Storage::Stored }),
            ..column("sum", "numeric(10,2)")
        },
        Column { comment: Some("a \"comment\"".into()), ..column("plain", "text") },
        Column { collation: Some("C".into()), ..column("bytes", "text") },
        Column { collation: Some(TableName::in_schema("other", "swedish")), ..column("swedish", "text") },
        Column {
            nullable: false,
            settings: ["SET STORAGE EXTERNAL", "SET COMPRESSION pglz", "SET STATISTICS 42", "SET (n_distinct=5)"]
                .map(Into::into)
                .into(),
            ..column("set_up", "text")
        },
    ];
    assert_eq!(table.columns, expected);
    let owned: Vec<_> = table.attachments.iter().map(|attachment| attachment.sql.as_str()).collect();
    assert_eq!(owned, ["ALTER SEQUENCE \"owned\" OWNED BY \"t\".\"computed\""]);
}

#[tokio::test]
async fn types_in_the_words_of_the_server() {
    let types = [
        "timestamp(3) with time zone",
        "timestamp without time zone",
        "time(2) without time zone",
        "time(1) with time zone",
        "interval",
        "interval(2)",
        "interval year",
        "interval day to second(3)",
        "interval second(0)",
        "\"char\"",
        "name",
        "numeric(10,2)[]",
        "numeric(5,-2)",
        "bit varying(5)",
        "bit(3)",
        "character(3)",
        "character varying",
        "character varying(20)[]",
        "timestamp(3) without time zone[]",
        "double precision",
        "bpchar",
        "jsonb",
        "regclass",
        "mood",
        "\"My Enum\"[]",
        "other.color",
        "other.\"Odd \"\"(Type)\"[]",
    ];
    let columns: Vec<_> = types.iter().enumerate().map(|(at, name)| format!("c{at} {name}")).collect();
    let table = table(&format!(
        "CREATE SCHEMA other; CREATE TYPE mood AS ENUM ('a'); CREATE TYPE \"My Enum\" AS ENUM (); CREATE TYPE other.color AS ENUM ('a');
         CREATE TYPE other.\"Odd \"\"(Type)\" AS (x integer); CREATE TABLE t ({})",
        columns.join(", ")
    ))
    .await;
    let spelled = |column: &Column| match &column.data_type {
        DataType::Reported(data_type) => data_type.to_string().replace(", ", ","),
        other => panic!("{other:?}"),
    };
    assert_eq!(table.columns.iter().map(spelled).collect::<Vec<_>>(), types);
}

#[tokio::test]
async fn constraints() {
    let schema = read(include_str!("../../fixtures/introspect/postgres/constraints.sql")).await.schema;
    let (p, q, r) = (&schema.tables[&"p".into()], &schema.tables[&"q".into()], &schema.tables[&"r".into()]);
    let key = p.primary_key.clone().unwrap();
    assert_eq!((key.name, key.columns), (Some("p_pkey".into()), idents(["b", "a"])));
    let unique = |name: &str, columns: &[&str]| Unique {
        name: Some(name.into()),
        ..Unique::new(columns.iter().copied(), UniqueKind::Constraint)
    };
    assert_eq!(p.uniques, [unique("same", &["c", "a"])]);
    assert_eq!(q.uniques, [Unique { nulls_not_distinct: true, ..unique("once", &["c"]) }]);
    assert_eq!(q.uniques[0].definition.as_deref(), Some("UNIQUE NULLS NOT DISTINCT (c) DEFERRABLE"));
    assert_eq!(q.checks, [Check::new(Some("same".into()), "(a > 0) AND (c <> '('::text)")]);
    assert_eq!(q.checks[0].definition.as_deref(), Some("CHECK (((a > 0) AND (c <> '('::text))) NO INHERIT"));
    assert_eq!(r.checks, [Check::new(Some("same".into()), "a < 0")]);
    assert_eq!(r.checks[0].definition.as_deref(), Some("CHECK ((a < 0)) NOT VALID"));
    assert_eq!(q.exclusions[0].sql, "EXCLUDE USING gist (during WITH &&) WHERE ((a > 0))");
    let to_p = ForeignKey::new(["a", "b"], "p", ["a", "b"]);
    let expected = ForeignKey {
        name: Some("same_fk".into()),
        on_delete: Some(ReferentialAction::Cascade),
        on_update: Some(ReferentialAction::SetNull),
        matching: Some(Match::Full),
        ..to_p.clone()
    };
    assert_eq!(q.foreign_keys, [expected]);
    let expected = [
        ForeignKey {
            name: Some("in_part".into()),
            on_delete: Some(ReferentialAction::SetNull),
            on_update: Some(ReferentialAction::NoAction),
            deferrable: Some(Deferrable::InitiallyImmediate),
            ..to_p
        },
        ForeignKey {
            name: Some("same_fk".into()),
            on_delete: Some(ReferentialAction::Restrict),
            on_update: Some(ReferentialAction::SetDefault),
            deferrable: Some(Deferrable::InitiallyDeferred),
            ..ForeignKey::new(["d"], TableName::in_schema("other", "p"), ["a"])
        },
    ];
    assert_eq!(r.foreign_keys, expected);
    assert!(r.foreign_keys[0].definition.as_deref().unwrap().contains("ON DELETE SET NULL (b)"));
}

#[tokio::test]
async fn indexes() {
    let schema = read(include_str!("../../fixtures/introspect/postgres/indexes.sql")).await.schema;
    let column = |name: &str| IndexPart::column(name);
    let expression = |text: &str| IndexPart::of(IndexKey::Expression(text.into()));
    let index = |name: &str, parts: &[IndexPart]| Index { name: Some(name.into()), ..Index::new(parts.to_vec()) };
    let descending = |name: &str| IndexPart { order: SortOrder::Descending, ..column(name) };
    let collated = |part: IndexPart, collation: &str| IndexPart { collation: Some(collation.into()), ..part };
    let class = |name: &str, class: &str| IndexPart { operator_class: Some(class.into()), ..column(name) };
    let expected = [
        index("cases", &[expression("(\nCASE\n    WHEN (a > 0) THEN 1\n    ELSE 2\nEND)"), expression("(a + 1)")]),
        Index {
            method: Some("gist".into()),
            ..index("class", &[class("b", "other.gist_trgm_ops (siglen=32)"), column("during")])
        },
        index(
            "collated",
            &[
                collated(column("b"), "C"),
                column("c"),
                collated(expression("lower(b)"), "POSIX"),
                expression("(b || c)"),
                expression("lower(c)"),
            ],
        ),
        Index { method: Some("gin".into()), ..index("method", &[column("d")]) },
        Index { unique: true, nulls_not_distinct: true, ..index("nulls", &[column("a")]) },
        index(
            "ordered",
            &[
                descending("a"),
                IndexPart { nulls: Some(NullsOrder::Last), ..descending("b") },
                IndexPart { nulls: Some(NullsOrder::First), ..column("c") },
            ],
        ),
        Index {
            unique: true,
            predicate: Some("(a > 0) AND (b IS NOT NULL)".into()),
            include: idents(["a", "c"]),
            ..index("part", &[class("b", "text_pattern_ops")])
        },
        index("plain", &[column("a"), column("b")]),
    ];
    assert_eq!(schema.tables[&"t".into()].indexes, expected);
    let on_parts = &schema.tables[&"parts".into()].indexes;
    assert_eq!(
        *on_parts,
        [index("everywhere", &[column("a")]), Index { valid: false, ..index("nowhere", &[descending("a")]) }]
    );
    assert_eq!(on_parts[0].definition.as_deref(), Some("CREATE INDEX everywhere ON parts USING btree (a)"));
}

#[tokio::test]
async fn views_and_triggers() {
    let schema = read(include_str!("../../fixtures/introspect/postgres/views.sql")).await.schema;
    let view = |name: &str| &schema.views[&name.into()];
    let uses = |name: &str| {
        let uses = view(name).uses.iter();
        uses.map(|(table, columns)| format!("{table}: {}", join(columns.iter()))).collect::<Vec<_>>().join("; ")
    };
    assert_eq!(uses("joined"), "t: id; other.t: id, tag");
    assert_eq!(uses("counted"), "joined: ");
    assert_eq!(uses("stored"), "t: name, size");
    assert_eq!(join(view("joined").mentions.iter()), "t");
    assert!(view("stored").materialized && !view("joined").materialized);
    assert!(view("stored").sql.starts_with("CREATE MATERIALIZED VIEW \"stored\" AS\n SELECT"));
    assert_eq!(view("joined").triggers[0].name.as_str(), "instead");
    let of = |name: &str| view(name).attachments.iter().map(|a| a.sql.as_str()).collect::<Vec<_>>();
    assert_eq!(
        of("joined"),
        ["CREATE RULE silent AS\n    ON DELETE TO joined DO INSTEAD NOTHING", "GRANT SELECT ON \"joined\" TO PUBLIC"]
    );
    assert_eq!(
        of("stored"),
        [
            "CREATE UNIQUE INDEX stored_name ON stored USING btree (name)",
            "COMMENT ON MATERIALIZED VIEW \"stored\" IS 'kept'"
        ]
    );

    let table = &schema.tables[&"t".into()];
    let triggers: Vec<_> = table.triggers.iter().map(|t| format!("{}: {}", t.name, join(t.uses.iter()))).collect();
    assert_eq!(triggers, ["a_first: name, size", "b_second: "]);
    let policy = table.attachments.iter().find(|attachment| attachment.name.as_str() == "mine").unwrap();
    assert_eq!(policy.sql, "CREATE POLICY \"mine\" ON \"t\" FOR ALL TO PUBLIC USING (size = 1)");
    assert_eq!(join(policy.uses.iter()), "size");
    let off: Vec<&Attachment> = table.attachments.iter().filter(|a| a.of == Some("b_second".into())).collect();
    assert_eq!(off[0].sql, "ALTER TABLE \"t\" DISABLE TRIGGER \"b_second\"");
}

#[tokio::test]
async fn everything_else_is_an_object() {
    let introspected = read(EVERYTHING).await;
    assert_eq!(introspected.notes, []);
    let schema = introspected.schema;
    let objects: Vec<_> = schema.objects.iter().map(|object| format!("{} {}", object.kind, object.name)).collect();
    let expected = [
        "aggregate counted()",
        "aggregate middle(double precision ORDER BY anyelement)",
        "aggregate total(integer)",
        "aggregate other.Most(integer)",
        "collation german",
        "domain email",
        "enum other.color",
        "enum other.mood",
        "extension citext",
        "foreign table remote",
        "foreign-data wrapper nowhere",
        "function a_user(users)",
        "function is_positive(n bigint)",
        "function is_positive(n integer)",
        "function named_again()",
        "function touch()",
        "partition measured_2024",
        "partition measured_rest",
        "procedure tidy(INOUT n integer)",
        "schema Odd \"Schema\"",
        "schema other",
        "sequence counter",
        "sequence other.counter",
        "server far",
        "type floatrange",
        "type point3",
    ];
    assert_eq!(objects, expected);
    assert_eq!(schema.enums.keys().map(Ident::as_str).collect::<Vec<_>>(), ["MyEnum", "mood"]);
    assert_eq!(schema.enums[&"mood".into()].labels, ["sad", "meh", "ok", "it's fine"]);
    let names: Vec<_> = schema.tables.keys().map(ToString::to_string).collect();
    let expected =
        ["animals", "dogs", "measured", "posts", "replies", "users", "Odd \"Schema\".Odd \"Table\"", "other.users"];
    assert_eq!(names, expected);
    clauses(&schema);
}

fn clauses(schema: &Schema) {
    let of = |name: &str| schema.tables[&name.into()].clauses.clone();
    assert_eq!(of("dogs"), ["INHERITS (\"animals\")"]);
    assert_eq!(of("measured"), ["PARTITION BY RANGE (at)"]);
    assert_eq!(of("users"), ["WITH (fillfactor=70, autovacuum_enabled=false, toast.autovacuum_enabled=false)"]);
    let odd = TableName::in_schema("Odd \"Schema\"", "Odd \"Table\"");
    assert_eq!(schema.table(&odd, Dialect::Postgres).unwrap().clauses, ["UNLOGGED"]);
    assert_eq!(schema.tables[&"users".into()].comment.as_deref(), Some("people; it's \"them\""));
    // What the parent holds is told by the parent.
    assert_eq!(schema.tables[&"dogs".into()].checks, []);
}

#[tokio::test]
async fn what_cannot_be_made_again_is_noted() {
    let introspected = read(
        "CREATE TEXT SEARCH CONFIGURATION plain (COPY = simple);
         CREATE OPERATOR === (LEFTARG = integer, RIGHTARG = integer, FUNCTION = int4eq)",
    )
    .await;
    let notes: Vec<_> = introspected.notes.iter().map(ToString::to_string).collect();
    let expected = [
        "operator `public.===(integer,integer)` cannot be made again: the database has no text of it",
        "text search configuration `plain` cannot be made again: the database has no text of it",
    ];
    assert_eq!(notes, expected);
    assert!(introspected.schema.objects.iter().all(|object| object.sql.is_none()));
}

fn join<'a>(names: impl Iterator<Item = &'a Ident>) -> String {
    names.map(Ident::as_str).collect::<Vec<_>>().join(", ")
}
