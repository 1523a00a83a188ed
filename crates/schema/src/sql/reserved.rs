//! Words that mean something else without quotes.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::Dialect;

/// Whether `word` (in lower case) cannot stand as a name without quotes, or means something else when it does
/// (`current_date`, `true`).
///
/// Sources: SQLite's `parse.y` (keywords without fallback, operators and literals), PostgreSQL's appendix "SQL Key Words"
/// (reserved, and those that are not allowed as functions or types), MySQL's "Keywords and Reserved Words" (reserved).
pub fn is_reserved(word: &str, dialect: Dialect) -> bool {
    let words = match dialect {
        Dialect::Sqlite => &SQLITE,
        Dialect::Postgres => &POSTGRES,
        Dialect::Mysql => &MYSQL,
    };
    words.contains(word)
}

type Words = LazyLock<HashSet<&'static str>>;

static SQLITE: Words = LazyLock::new(|| {
    "\
    add all alter and as asc autoincrement between case cast check collate commit constraint create cross \
    current_date current_time current_timestamp default deferrable delete desc distinct drop else end escape \
    except exists false filter foreign from full glob group having if in index inner insert intersect into is \
    isnull join left like limit match natural not nothing notnull null on or order outer over primary raise \
    references regexp returning right select set table then to transaction true union unique update using values \
    when where"
        .split_ascii_whitespace()
        .collect()
});

static POSTGRES: Words = LazyLock::new(|| {
    "\
    all analyse analyze and any array as asc asymmetric authorization between bigint binary bit boolean both \
    case cast char character check coalesce collate collation column concurrently constraint create cross \
    current_catalog current_date current_role current_schema current_time current_timestamp current_user dec \
    decimal default deferrable desc distinct do else end except exists extract false fetch float for foreign \
    freeze from full grant greatest group grouping having ilike in initially inner inout int integer intersect \
    interval into is isnull join lateral leading least left like limit localtime localtimestamp national natural \
    nchar none normalize not notnull null nullif numeric offset on only or order out outer overlaps overlay \
    placing position precision primary real references returning right row select session_user setof similar \
    smallint some substring symmetric system_user table tablesample then time timestamp to trailing treat trim \
    true union unique user using values varchar variadic verbose when where window with xmlattributes xmlconcat \
    xmlelement xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable"
        .split_ascii_whitespace()
        .collect()
});

static MYSQL: Words = LazyLock::new(|| {
    "\
    accessible add all alter analyze and as asc asensitive before between bigint binary blob both by call cascade \
    case change char character check collate column condition constraint continue convert create cross cube \
    cume_dist current_date current_time current_timestamp current_user cursor database databases day_hour \
    day_microsecond day_minute day_second dec decimal declare default delayed delete dense_rank desc describe \
    deterministic distinct distinctrow div double drop dual each else elseif empty enclosed escaped except exists \
    exit explain false fetch first_value float float4 float8 for force foreign from fulltext function generated \
    get grant group grouping groups having high_priority hour_microsecond hour_minute hour_second if ignore in \
    index infile inner inout insensitive insert int int1 int2 int3 int4 int8 integer intersect interval into is \
    iterate join json_table key keys kill lag last_value lateral lead leading leave left like limit linear lines \
    load localtime localtimestamp lock long longblob longtext loop low_priority match maxvalue mediumblob \
    mediumint mediumtext middleint minute_microsecond minute_second mod modifies natural not nth_value ntile null \
    numeric of on optimize option optionally or order out outer outfile over partition percent_rank precision \
    primary procedure purge range rank read reads real recursive references regexp release rename repeat replace \
    require resignal restrict return revoke right rlike row row_number rows schema schemas second_microsecond \
    select sensitive separator set show signal smallint spatial specific sql sqlexception sqlstate sqlwarning ssl \
    starting stored straight_join system table terminated then tinyblob tinyint tinytext to trailing trigger true \
    undo union unique unlock unsigned update usage use using utc_date utc_time utc_timestamp values varbinary \
    varchar varcharacter varying virtual when where while window with write xor year_month zerofill"
        .split_ascii_whitespace()
        .collect()
});
