//! `parse(print(c)) == c` for every change line, with names that try to get out of their quotes.

use proptest::prelude::*;

use super::super::*;
use crate::{ColumnType, DataType, DefaultValue, Ident, ReferentialAction, SqlType, StringLength, TableName};

/// Names as nobody should choose them, and every other string.
fn text() -> BoxedStrategy<String> {
    let hostile = prop::sample::select(vec![
        "",
        " ",
        "a b",
        "-- autogen: upgrade",
        "'; DROP TABLE users; --",
        "\"",
        "\\",
        "\\u{41}",
        "\\\"",
        "a\nb",
        "\r\n",
        "\u{2028}",
        "\u{202e}gnp.exe",
        "*/",
        "💥",
        "key",
        "null",
        "not",
        "->",
        "a->b",
        "a.b",
        "(a, b)",
        "[postgres]",
        "Ünïcödé",
        "select",
        "1st",
        "-x",
        "\u{0}",
        "\u{85}",
    ]);
    prop_oneof![4 => hostile.prop_map(str::to_owned), 2 => "[a-z_][a-z0-9_-]{0,8}", 1 => any::<String>()].boxed()
}

fn name() -> BoxedStrategy<Ident> {
    text().prop_map(Ident::from).boxed()
}

fn table() -> BoxedStrategy<TableName> {
    (prop::option::of(name()), name()).prop_map(|(schema, name)| TableName { schema, name }).boxed()
}

fn names() -> BoxedStrategy<Vec<Ident>> {
    prop::collection::vec(name(), 0..4).boxed()
}

fn length() -> BoxedStrategy<StringLength> {
    prop_oneof![Just(StringLength::Unset), Just(StringLength::Max), any::<u32>().prop_map(StringLength::Limit)].boxed()
}

fn column_type() -> BoxedStrategy<ColumnType> {
    use ColumnType as Ty;
    let plain = prop::sample::select(vec![
        Ty::Text,
        Ty::TinyInteger,
        Ty::SmallInteger,
        Ty::Integer,
        Ty::BigInteger,
        Ty::TinyUnsigned,
        Ty::SmallUnsigned,
        Ty::Unsigned,
        Ty::BigUnsigned,
        Ty::Float,
        Ty::Double,
        Ty::DateTime,
        Ty::Timestamp,
        Ty::TimestampWithTimeZone,
        Ty::Time,
        Ty::Date,
        Ty::Year,
        Ty::Blob,
        Ty::Boolean,
        Ty::Json,
        Ty::JsonBinary,
        Ty::Uuid,
        Ty::Cidr,
        Ty::Inet,
        Ty::MacAddr,
        Ty::LTree,
    ]);
    let number = prop::option::of(any::<u32>());
    let precision = prop::option::of((any::<u32>(), any::<u32>()));
    let leaf = prop_oneof![
        4 => plain,
        1 => number.clone().prop_map(Ty::Char),
        1 => length().prop_map(Ty::String),
        1 => length().prop_map(Ty::VarBinary),
        1 => precision.clone().prop_map(Ty::Decimal),
        1 => precision.prop_map(Ty::Money),
        1 => (prop::option::of(text()), number.clone()).prop_map(|(fields, n)| Ty::Interval(fields, n)),
        1 => any::<u32>().prop_map(Ty::Binary),
        1 => number.clone().prop_map(Ty::Bit),
        1 => any::<u32>().prop_map(Ty::VarBit),
        1 => number.prop_map(Ty::Vector),
        1 => name().prop_map(Ty::Enum),
        1 => text().prop_map(Ty::Custom),
    ];
    leaf.prop_recursive(3, 4, 1, |inner| inner.prop_map(|element| Ty::Array(Box::new(element)))).boxed()
}

fn data_type() -> BoxedStrategy<DataType> {
    prop_oneof![
        4 => column_type().prop_map(DataType::Exact),
        2 => column_type().prop_filter("only these are implied by Rust types", is_implicit).prop_map(DataType::Implied),
        1 => "[a-z]{1,8}(\\([0-9]{1,3}\\))?".prop_map(|sql| DataType::Reported(SqlType::parse(&sql))),
        1 => text().prop_map(DataType::Unknown),
    ]
    .boxed()
}

fn default() -> BoxedStrategy<DefaultValue> {
    prop_oneof![
        text().prop_map(DefaultValue::Text),
        text().prop_map(DefaultValue::Number),
        any::<bool>().prop_map(DefaultValue::Bool),
        text().prop_map(DefaultValue::Expression),
        text().prop_map(DefaultValue::Unknown),
    ]
    .boxed()
}

fn action() -> BoxedStrategy<ReferentialAction> {
    prop::sample::select(ReferentialAction::ALL.to_vec()).boxed()
}

fn value(facet: Facet) -> BoxedStrategy<FacetValue> {
    match facet {
        Facet::Type => data_type().prop_map(FacetValue::Type).boxed(),
        Facet::Null | Facet::AutoIncrement => any::<bool>().prop_map(FacetValue::Flag).boxed(),
        Facet::Default => default().prop_map(FacetValue::Default).boxed(),
        Facet::Extra | Facet::Comment => text().prop_map(FacetValue::Text).boxed(),
        Facet::Columns => names().prop_map(FacetValue::Columns).boxed(),
        Facet::Labels => prop::collection::vec(text(), 0..4).prop_map(FacetValue::Labels).boxed(),
        Facet::Name => name().prop_map(FacetValue::Name).boxed(),
        Facet::OnDelete | Facet::OnUpdate => action().prop_map(FacetValue::Action).boxed(),
    }
}

fn some_of(facets: &'static [Facet]) -> BoxedStrategy<Facets> {
    prop::sample::subsequence(facets, 0..=facets.len())
        .prop_flat_map(|facets| {
            let values: Vec<_> = facets.into_iter().map(|facet| value(facet).prop_map(move |v| (facet, v))).collect();
            values.prop_map(|values| values.into_iter().collect())
        })
        .boxed()
}

const OF_COLUMN: &[Facet] =
    &[Facet::Type, Facet::Null, Facet::AutoIncrement, Facet::Default, Facet::Extra, Facet::Comment];
const OF_FOREIGN_KEY: &[Facet] = &[Facet::Name, Facet::OnDelete, Facet::OnUpdate];

fn columns_of(table: &TableName) -> BoxedStrategy<Vec<Fact>> {
    let table = table.clone();
    let column = (name(), some_of(OF_COLUMN))
        .prop_map(move |(name, facets)| Fact::new(FactKey::Column(table.clone(), name), facets));
    prop::collection::vec(column, 0..4).boxed()
}

fn table_fact() -> BoxedStrategy<Fact> {
    table()
        .prop_flat_map(|table| {
            let facets = some_of(&[Facet::Comment]);
            (columns_of(&table), prop::option::of(names()), facets).prop_map(move |(mut members, key, facets)| {
                members.extend(key.map(|columns| key_fact(&table, columns)));
                Fact { key: FactKey::Table(table.clone()), facets, members }
            })
        })
        .boxed()
}

fn key_fact(table: &TableName, columns: Vec<Ident>) -> Fact {
    let facets = Facets::from([(Facet::Columns, FacetValue::Columns(columns))]);
    Fact::new(FactKey::PrimaryKey(table.clone()), facets)
}

fn fact() -> BoxedStrategy<Fact> {
    let foreign_key = (table(), names(), table(), names(), some_of(OF_FOREIGN_KEY));
    prop_oneof![
        table_fact(),
        (table(), name(), some_of(OF_COLUMN)).prop_map(|(t, c, f)| Fact::new(FactKey::Column(t, c), f)),
        (table(), names()).prop_map(|(table, columns)| key_fact(&table, columns)),
        (table(), names()).prop_map(|(t, c)| Fact::bare(FactKey::Unique(t, c))),
        (table(), names()).prop_map(|(t, c)| Fact::bare(FactKey::Index(t, c))),
        foreign_key.prop_map(|(t, c, r, rc, f)| Fact::new(FactKey::ForeignKey(t, c, r, rc), f)),
        (name(), value(Facet::Labels))
            .prop_map(|(name, labels)| Fact::new(FactKey::Enum(name), Facets::from([(Facet::Labels, labels)]))),
    ]
    .boxed()
}

fn facet_change() -> BoxedStrategy<FacetChange> {
    let all = &[
        Facet::Type,
        Facet::Null,
        Facet::AutoIncrement,
        Facet::Default,
        Facet::Extra,
        Facet::Comment,
        Facet::Columns,
        Facet::Labels,
        Facet::Name,
        Facet::OnDelete,
        Facet::OnUpdate,
    ][..];
    prop::sample::select(all)
        .prop_flat_map(|facet| {
            let side = || prop::option::of(value(facet));
            (side(), side()).prop_map(move |(old, new)| FacetChange { facet, old, new })
        })
        .boxed()
}

fn change() -> BoxedStrategy<Change> {
    let renamed = prop_oneof![
        table().prop_map(FactKey::Table),
        (table(), name()).prop_map(|(table, column)| FactKey::Column(table, column)),
        name().prop_map(FactKey::Enum),
    ];
    let action = prop_oneof![
        fact().prop_map(Action::Made),
        fact().prop_map(Action::Unmade),
        fact().prop_map(Action::Claimed),
        (fact(), prop::collection::vec(facet_change(), 1..4))
            .prop_map(|(fact, facets)| Action::Altered(fact.key, facets)),
        (renamed, name()).prop_map(|(key, to)| Action::Renamed(key, to)),
        (name(), any::<String>(), any::<String>()).prop_map(|(of, from, to)| Action::Relabelled(
            FactKey::Enum(of),
            from,
            to
        )),
    ];
    let dialect = prop::option::of(prop::sample::select(Dialect::ALL.to_vec()));
    (action, dialect).prop_map(|(action, dialect)| Change { action, dialect }).boxed()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn what_is_printed_is_parsed_back(change in change()) {
        let line = change.to_string();
        prop_assert!(!line.chars().any(char::is_control), "{line:?} has a control character");
        prop_assert_eq!(Change::parse(&line), Ok(change.clone()), "{}", line);

        for width in [20, 110] {
            let wrapped = layout(&line, width);
            let joined = wrapped.iter().map(|piece| piece.trim()).collect::<Vec<_>>().join(" ");
            prop_assert_eq!(Change::parse(&joined), Ok(change.clone()), "{}", joined);
        }
    }

    #[test]
    fn no_line_makes_the_parser_panic(line in "\\PC{0,80}", start in prop::sample::select(vec!["", "+ table ", "~ column a.b type ", "+ column a.b ", "+ enum "])) {
        let _ = Change::parse(&format!("{start}{line}"));
    }
}
