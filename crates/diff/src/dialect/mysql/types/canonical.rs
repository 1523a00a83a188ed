//! One spelling for each type, of the many that MySQL and MariaDB take.

use autogen_schema::SqlType;

/// Spells a type as the servers report it, without what makes no difference: display widths, character sets.
pub(crate) fn canonical(ty: &SqlType) -> SqlType {
    let mut ty = ty.clone();
    // A character set is a property of the column, not of its type.
    for set in [" character set ", " charset ", " collate "] {
        if let Some(at) = ty.name.find(set) {
            ty.name.truncate(at);
        }
    }
    ty.modifiers.iter_mut().for_each(|modifier| *modifier = modifier.trim().to_owned());
    let (head, tail) = match ty.name.split_once(' ') {
        Some((head, tail)) => (head.to_owned(), Some(tail.to_owned())),
        None => (ty.name.clone(), None),
    };
    let whole = match ty.name.as_str() {
        "character varying" | "char varying" => Some("varchar"),
        "double precision" => Some("double"),
        _ => None,
    };
    if let Some(name) = whole {
        name.clone_into(&mut ty.name);
        return ty;
    }
    let head = match head.as_str() {
        "bool" | "boolean" => {
            ty.modifiers = vec!["1".to_owned()];
            "tinyint"
        }
        "tinyint" if tail.is_none() && ty.modifiers == ["1"] => "tinyint",
        "int" | "integer" | "int4" | "tinyint" | "int1" | "smallint" | "int2" | "mediumint" | "int3" | "middleint"
        | "bigint" | "int8" => {
            ty.modifiers.clear();
            match head.as_str() {
                "integer" | "int4" => "int",
                "int1" => "tinyint",
                "int2" => "smallint",
                "int3" | "middleint" => "mediumint",
                "int8" => "bigint",
                name => name,
            }
        }
        "dec" | "numeric" | "fixed" | "decimal" => {
            let given = std::mem::take(&mut ty.modifiers);
            let mut given = given.into_iter();
            ty.modifiers =
                vec![given.next().unwrap_or_else(|| "10".to_owned()), given.next().unwrap_or_else(|| "0".to_owned())];
            "decimal"
        }
        "real" | "float8" => "double",
        "float" | "float4" => {
            // `float(p)` says how many bits are kept: up to 24 are a float, more are a double.
            if let [bits] = ty.modifiers.as_slice() {
                let double = bits.parse::<u32>().is_ok_and(|bits| bits > 24);
                ty.modifiers.clear();
                if double { "double" } else { "float" }
            } else {
                "float"
            }
        }
        "character" | "nchar" | "char" | "binary" | "bit" => {
            if ty.modifiers.is_empty() {
                ty.modifiers.push("1".to_owned());
            }
            match head.as_str() {
                "character" | "nchar" => "char",
                name => name,
            }
        }
        "datetime" | "timestamp" | "time" => {
            ty.modifiers.retain(|digits| digits != "0");
            head.as_str()
        }
        "year" => {
            ty.modifiers.clear();
            "year"
        }
        "nvarchar" | "varcharacter" => "varchar",
        name => name,
    };
    ty.name = match tail {
        Some(tail) => format!("{head} {tail}"),
        None => head.to_owned(),
    };
    ty
}
