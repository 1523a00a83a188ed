//! Names and texts that trip over whatever is not quoted, escaped or counted with care.

use autogen_schema::Dialect;

/// Parts that end, begin or fill in something somewhere.
const PARTS: [&str; 61] = [
    "'",
    "''",
    "\"",
    "\"\"",
    "`",
    "``",
    "[",
    "]",
    "[x]",
    "\\",
    "\\\\",
    "\\'",
    "\\n",
    "$$",
    "$tag$",
    "$1",
    "?",
    "?1",
    ":x",
    "@x",
    "%",
    "%s",
    "%%",
    ";",
    ";--",
    "--",
    "-- x",
    "/*",
    "*/",
    "*/ x /*",
    "#",
    "{{x}}",
    "{{{",
    "}}",
    "\n",
    "\r",
    "\t",
    "\u{1}",
    "\u{7f}",
    "\u{1b}[31m",
    "\u{202e}",
    "\u{200b}",
    "\u{feff}",
    "\u{a0}",
    "<",
    ">",
    "&",
    "&amp;",
    "|",
    "||",
    "!",
    "=",
    ":=",
    "::",
    "+",
    "~",
    "^",
    "{",
    "}",
    "\u{85}",
    "\u{2028}",
];

/// Words that mean something, to one database at least, or to autogen.
const WORDS: [&str; 62] = [
    "select",
    "SELECT",
    "from",
    "where",
    "group",
    "order",
    "by",
    "having",
    "limit",
    "offset",
    "union",
    "join",
    "on",
    "using",
    "natural",
    "table",
    "column",
    "index",
    "key",
    "keys",
    "primary",
    "foreign",
    "references",
    "check",
    "default",
    "constraint",
    "unique",
    "null",
    "not",
    "and",
    "or",
    "in",
    "is",
    "like",
    "between",
    "case",
    "when",
    "then",
    "else",
    "end",
    "user",
    "current_user",
    "values",
    "returning",
    "rank",
    "rows",
    "row",
    "rowid",
    "oid",
    "interval",
    "date",
    "timestamp",
    "true",
    "false",
    "public",
    "main",
    "temp",
    "mysql",
    "delimiter",
    "autogen: upgrade",
    "Changes:",
    "null null",
];

/// Names that are odd in some other way.
const ODD: [&str; 26] = [
    "1st",
    "1",
    "0x1f",
    "1e5",
    "-1",
    "a.b",
    "a.b.c",
    ".",
    "..",
    "a,b",
    "(",
    ")",
    "()",
    "a(b)",
    " leading",
    "two  blanks",
    "A",
    "Mixed Case",
    "ünïcödé",
    "Ünïcödé 2",
    "日本語",
    "العربية",
    "é",
    "e\u{301}",
    "Δ",
    "\u{fffd}",
];

/// Returns so many different names as every test takes; each is one that the database itself would keep.
pub(super) fn names(dialect: Dialect) -> Vec<String> {
    let long = match dialect {
        // As long as may be: 63 bytes, 64 characters.
        Dialect::Postgres => ["é".repeat(31) + "!", "x".repeat(63), "'".repeat(63), "\"".repeat(63)],
        _ => ["é".repeat(64), "x".repeat(64), "'".repeat(64), "`".repeat(64)],
    };
    let around = PARTS.iter().map(|part| format!("a{part}b"));
    let alone = PARTS.iter().map(|part| (*part).to_owned());
    let mut names: Vec<String> = WORDS.iter().chain(&ODD).map(|name| (*name).to_owned()).collect();
    names.extend(around.chain(alone).chain(long));
    if dialect == Dialect::Mysql {
        // No name ends in a blank there, or holds what takes four bytes.
        names.retain(|name| !name.ends_with([' ', '\t', '\n', '\r']));
    } else {
        names.extend(["trailing ", "  ", "🦀", "a🦀b", "𝒳"].map(str::to_owned));
    }
    let mut seen = std::collections::BTreeSet::new();
    // Where columns and tables compare without case, one of two is enough.
    names.retain(|name| seen.insert(name.to_lowercase()));
    names
}

/// Returns texts for defaults and comments: the names, and what no name may be.
pub(super) fn texts(dialect: Dialect) -> Vec<String> {
    let mut texts = names(dialect);
    texts.extend(
        ["", " ", "trailing ", "E'x'", "x'00'", "b'1'", "NULL", "now()", "'x'::text", "_utf8mb4'x'"].map(str::to_owned),
    );
    texts.push("long ".repeat(40));
    if dialect != Dialect::Sqlite {
        // SQLite has no way to write it but as it is, and a file does not keep that.
        texts.extend(["\r\n", "a\r\n'b"].map(str::to_owned));
    }
    if dialect != Dialect::Mysql {
        // MariaDB keeps these in a default, but tells a question mark instead; such a revision fails its proof.
        texts.extend(["🦀", "a🦀'b"].map(str::to_owned));
    }
    texts
}
