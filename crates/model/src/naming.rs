//! The names that SeaORM's derives make of Rust names.
//!
//! Follows `derives/entity_model.rs`, `derives/case_style.rs` and `derives/util.rs` of sea-orm-macros, with the same
//! version of `heck`.

use heck::{
    ToKebabCase as _, ToLowerCamelCase as _, ToShoutySnakeCase as _, ToSnakeCase as _, ToTitleCase as _,
    ToUpperCamelCase as _,
};

/// A value of `rename_all` and `rename`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::enum_variant_names)]
pub(crate) enum CaseStyle {
    Camel,
    Kebab,
    Mixed,
    ShoutySnake,
    Snake,
    Title,
    Upper,
    Lower,
    ScreamingKebab,
    Pascal,
}

impl CaseStyle {
    /// The spellings that SeaORM lists as valid.
    pub(crate) const NAMES: [&str; 10] = [
        "camelCase",
        "PascalCase",
        "kebab-case",
        "snake_case",
        "SCREAMING_SNAKE_CASE",
        "SCREAMING-KEBAB-CASE",
        "lowercase",
        "UPPERCASE",
        "title_case",
        "mixed_case",
    ];

    pub(crate) fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "camel_case" | "PascalCase" => CaseStyle::Pascal,
            "camelCase" => CaseStyle::Camel,
            "snake_case" | "snek_case" => CaseStyle::Snake,
            "kebab_case" | "kebab-case" => CaseStyle::Kebab,
            "SCREAMING-KEBAB-CASE" => CaseStyle::ScreamingKebab,
            "shouty_snake_case" | "shouty_snek_case" | "SCREAMING_SNAKE_CASE" => CaseStyle::ShoutySnake,
            "title_case" => CaseStyle::Title,
            "mixed_case" => CaseStyle::Mixed,
            "lowercase" => CaseStyle::Lower,
            "UPPERCASE" => CaseStyle::Upper,
            _ => return None,
        })
    }

    pub(crate) fn apply(self, name: &str) -> String {
        match self {
            CaseStyle::Pascal => name.to_upper_camel_case(),
            CaseStyle::Kebab => name.to_kebab_case(),
            CaseStyle::Mixed => name.to_lower_camel_case(),
            CaseStyle::ShoutySnake => name.to_shouty_snake_case(),
            CaseStyle::Snake => name.to_snake_case(),
            CaseStyle::Title => name.to_title_case(),
            CaseStyle::Upper => name.to_uppercase(),
            CaseStyle::Lower => name.to_lowercase(),
            CaseStyle::ScreamingKebab => name.to_kebab_case().to_uppercase(),
            CaseStyle::Camel => {
                let camel = name.to_upper_camel_case();
                let mut chars = camel.chars();
                chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
            }
        }
    }
}

/// The names of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ColumnNames {
    /// The variant of `Column`.
    pub(crate) variant: String,
    /// The name in the database.
    pub(crate) column: String,
}

/// Names the column of a field, which may carry `r#`.
pub(crate) fn column_names(
    field: &str,
    rename_all: Option<CaseStyle>,
    enum_name: Option<&str>,
    column_name: Option<&str>,
) -> ColumnNames {
    let field = field.trim_start_matches("r#");
    if let (None, None, None) = (rename_all, enum_name, column_name)
        && let Some(variant) = plain_variant(field)
    {
        return ColumnNames { variant, column: field.to_owned() };
    }
    let camel = field.to_upper_camel_case();
    let variant = escape_keyword(enum_name.unwrap_or(&camel));
    let column = match (column_name, rename_all) {
        (Some(name), _) => name.to_owned(),
        (None, Some(style)) => style.apply(&camel),
        (None, None) if field != camel.to_snake_case() => field.to_snake_case(),
        (None, None) => variant.to_snake_case(),
    };
    ColumnNames { variant, column }
}

/// The variant of a field like `phone_number`, as most are: the rules for all others change nothing else in such a name.
fn plain_variant(field: &str) -> Option<String> {
    let mut variant = String::with_capacity(field.len());
    for word in field.split('_') {
        let (first, rest) = word.split_at_checked(1)?;
        let first = first.bytes().next().filter(u8::is_ascii_lowercase)?;
        if !rest.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()) {
            return None;
        }
        variant.push(char::from(first.to_ascii_uppercase()));
        variant.push_str(rest);
    }
    // The one variant that is a keyword.
    (variant != "Self").then_some(variant)
}

/// Names the `Column` variant that a dense relation means by `column`: `cake_id` and `CakeId` are `CakeId`.
pub(crate) fn relation_variant(column: &str) -> String {
    plain_variant(column).unwrap_or_else(|| escape_keyword(&column.to_upper_camel_case()))
}

/// Returns a name without the `r#` that keeps it from being a keyword.
pub(crate) fn plain(ident: &proc_macro2::Ident) -> String {
    let name = ident.to_string();
    name.strip_prefix("r#").map(str::to_owned).unwrap_or(name)
}

/// Names the column of a variant that does not say.
pub(crate) fn variant_column(variant: &str) -> String {
    variant.to_snake_case()
}

/// Names the type of an enum that does not say.
pub(crate) fn enum_type_name(ident: &str) -> String {
    ident.to_upper_camel_case()
}

/// Whether a word must be escaped to be a name; `crate`, `self` and `Self` never can be.
pub(crate) fn is_keyword(word: &str) -> bool {
    word.len() <= 8 && word.bytes().all(|byte| byte.is_ascii_lowercase()) && KEYWORDS.binary_search(&word).is_ok()
}

fn escape_keyword(name: &str) -> String {
    if is_keyword(name) {
        format!("r#{name}")
    } else if ["crate", "Self", "self"].contains(&name) {
        format!("{name}_")
    } else {
        name.to_owned()
    }
}

/// In their order.
const KEYWORDS: [&str; 49] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum",
    "extern", "false", "final", "fn", "for", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut",
    "override", "priv", "pub", "ref", "return", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "union", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];
