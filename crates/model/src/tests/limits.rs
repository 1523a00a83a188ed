//! Whatever the text, reading it ends, and ends well.

use proptest::prelude::*;

use crate::{Code, Options, SourceFile, read};

/// Reads on a stack that is half as large as that of most threads.
fn read_on_small_stack(text: String) -> crate::Model {
    let run = move || read(&[SourceFile::new("src/t.rs", text)], &Options::default());
    std::thread::Builder::new().stack_size(1 << 20).spawn(run).unwrap().join().unwrap()
}

fn entity(ty: &str, attribute: &str) -> String {
    format!(
        "#[derive(DeriveEntityModel)]\n#[sea_orm(table_name = \"t\")]\nstruct Model {{ #[sea_orm(primary_key)] id: i32, \
         #[sea_orm({attribute})] a: {ty} }}"
    )
}

/// The nestings that a parser goes down by calling itself.
fn nested(depth: usize) -> Vec<String> {
    let around = |open: &str, inner: &str, close: &str| open.repeat(depth) + inner + &close.repeat(depth);
    let string = |text: String| format!("{text:?}");
    vec![
        entity(&around("Box<", "u8", ">"), "unique"),
        entity(&around("(", "u8", ")"), "unique"),
        entity(&around("[", "u8", "; 1]"), "unique"),
        entity(&around("&", "u8", ""), "unique"),
        entity(&around("*const ", "u8", ""), "unique"),
        entity(&around("fn() -> ", "u8", ""), "unique"),
        entity(&around("dyn Fn() -> ", "u8", ""), "unique"),
        entity(&around("<u8 as A<", "u8", ">>::B"), "unique"),
        entity(&format!("[u8; {}]", around("{", "1", "}")), "unique"),
        entity(&format!("[u8; {}]", around("!", "1", "")), "unique"),
        entity(&format!("[u8; {}]", around("1 + ", "1", "")), "unique"),
        entity(&format!("[u8; {}]", around("x = ", "1", "")), "unique"),
        entity(&format!("[u8; {}]", around("|a| ", "1", "")), "unique"),
        entity(&format!("[u8; {}]", around("return ", "1", "")), "unique"),
        entity(&format!("[u8; a{}]", ".b()".repeat(depth)), "unique"),
        entity(&format!("[u8; {}]", around("if a {} else ", "{}", "")), "unique"),
        entity(&format!("[u8; {}]", around("match a { _ => ", "1", "}")), "unique"),
        entity("u8", &format!("column_type = {}", string(around("(", "Text", ")")))),
        entity("u8", &format!("column_type = {}", string(around("Array(Arc::new(", "Text", "))")))),
        entity("u8", &format!("column_type = {}", string(around("!", "Text", "")))),
        entity("u8", &format!("default_expr = {}", string(around("Expr::val(", "1", ")")))),
        entity("u8", &format!("default_expr = {}", string(around("-", "1", "")))),
        entity("u8", &format!("default_value = {}", around("-", "1", ""))),
        entity("u8", &around("a(", "b", ")")),
        entity("u8", &format!("from = {}", string(around("(", "a", ")")))),
        format!("#[derive(DeriveActiveEnum)] enum A {{ A = {} }}", around("(", "1", ")")),
        format!("#[derive(DeriveActiveEnum)] enum A {{ A = {} }}", around("-", "1", "")),
        format!("use {};", around("a::{", "b", "}")),
        format!("use {}b;", "a::".repeat(depth)),
        format!("type A = {};", around("Vec<", "u8", ">")),
        around("mod a {", "", "}"),
        around("#[cfg(not(", "", "))]"),
        format!("#[cfg({})] struct A;", around("not(", "a", ")")),
        format!("{} struct A;", "#[cfg_attr(a, b)]".repeat(depth)),
        format!("#[{}] struct A;", around("cfg_attr(a, ", "b", ")")),
        format!("fn f() {{ {} }}", around("{", "", "}")),
        format!("fn f() {{ {} }}", around("!", "1", "")),
        format!("fn f() {{ {} }}", around("a + ", "1", "")),
        format!("m! {{ {} }}", around("[", "1", "]")),
        format!("impl EntityName for E {{ fn schema_name() {{ {} }} }}", around("(", "1", ")")),
        format!("impl RelationTrait for E {{ fn def() {{ {} }} }}", around("(", "1", ")")),
        format!("macro_rules! m {{ {} }}", around("(", "1", ")")),
        around("(", "", ""),
        around("/*", "", "*/"),
        format!("#[derive(DeriveEntityModel)] #[a = {}] struct Model {{}}", around("!", "1", "")),
        format!("#[derive(DeriveEntityModel)] struct Model where {} {{}}", around("for<'a> Fn(", "u8", "):")),
    ]
}

#[test]
fn nesting_of_every_kind() {
    for depth in [3, 6, 9, 12, 15, 18, 60, 20_000] {
        for text in nested(depth) {
            let shown: String = text.chars().take(200).collect();
            let model = read_on_small_stack(text);
            if depth == 3 && shown.contains("(table_name") {
                assert_eq!(model.schema.tables.len(), 1, "{shown}");
            }
        }
    }
}

#[test]
fn depth_is_reported() {
    let model = read_on_small_stack(entity(&("Box<".repeat(500) + "u8" + &">".repeat(500)), "unique"));
    assert_eq!(model.diagnostics[0].code, Code::NestingTooDeep);
    assert!(!model.is_complete());
}

#[test]
fn bodies_may_be_as_deep_as_they_like() {
    let deep = format!("fn f() {{ {}{} }} ", "(".repeat(5_000), ")".repeat(5_000));
    let model = read_on_small_stack(deep + &entity("u8", "unique"));
    assert_eq!((model.diagnostics.len(), model.schema.tables.len()), (0, 1));
}

const WORDS: &[&str] = &[
    "struct",
    "enum",
    "Model",
    "pub",
    "mod",
    "use",
    "impl",
    "EntityName",
    "RelationTrait",
    "for",
    "fn",
    "table_name",
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    "#",
    "!",
    "::",
    ":",
    ";",
    ",",
    "=",
    "<",
    ">",
    "->",
    "'a",
    "'x'",
    "\"x\"",
    "1",
    "-",
    ".5",
    "derive",
    "DeriveEntityModel",
    "DeriveEntity",
    "DeriveRelation",
    "DeriveActiveEnum",
    "DeriveValueType",
    "sea_orm",
    "cfg",
    "cfg_attr",
    "test",
    "not",
    "primary_key",
    "column_type",
    "\"Text\"",
    "belongs_to",
    "from",
    "to",
    "\"Column::Id\"",
    "\"(a, b)\"",
    "BelongsTo",
    "Option",
    "Entity",
    "id",
    "i32",
    "macro_rules",
    "const",
    "extern",
    "unsafe",
    "crate",
    "super",
    "self",
    "r#type",
    "r#\"x\"#",
    "b'x'",
    "//",
    "/*",
    "*/",
    "\n",
    "é",
    "\u{0}",
    "'",
    "\"",
];

const SAMPLE: &str = include_str!("sample.txt");

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text(text in any::<String>()) {
        read(&[SourceFile::new("t.rs", text)], &Options::default());
    }

    #[test]
    fn any_words(words in proptest::collection::vec(proptest::sample::select(WORDS), 0..80)) {
        read(&[SourceFile::new("t.rs", words.join(" "))], &Options::default());
    }

    /// A file in which something was deleted, moved or typed.
    #[test]
    fn any_edit(from in 0..SAMPLE.len(), length in 0_usize..60, words in proptest::collection::vec(proptest::sample::select(WORDS), 0..4)) {
        let at = |index: usize| (index..=SAMPLE.len()).find(|&at| SAMPLE.is_char_boundary(at)).unwrap();
        let (start, end) = (at(from), at((from + length).min(SAMPLE.len())));
        let text = format!("{}{}{}", &SAMPLE[..start], words.join(" "), &SAMPLE[end..]);
        let model = read(&[SourceFile::new("src/t.rs", text.clone())], &Options::default());
        for found in &model.diagnostics {
            prop_assert!(text.get(found.location.span()).is_some());
        }
        prop_assert!(!model.schema.tables.is_empty() || !model.is_complete() || !text.contains("DeriveEntityModel"));
    }
}
