//! The names of routines, which hold what they take.

use autogen_schema::TableName;

/// Whether two names are one to the server: of a routine the types that it takes count, and not what they are called.
pub(super) fn is_one(one: &TableName, other: &TableName) -> bool {
    match (one.name.as_str().split_once('('), other.name.as_str().split_once('(')) {
        (Some((name, taken)), Some((of, taking))) => {
            let (taken, taking) = (arguments(taken), arguments(taking));
            let takes_the_same =
                taken.len() == taking.len() && taken.iter().zip(taking).all(|(one, other)| is_type_of(one, other));
            one.schema == other.schema && name == of && takes_the_same
        }
        _ => one == other,
    }
}

/// The arguments of a call, without how they are passed.
fn arguments(list: &str) -> Vec<&str> {
    let arguments = list.trim_end_matches(')').split(", ").filter(|argument| !argument.is_empty());
    let modes = ["INOUT ", "IN ", "VARIADIC "];
    let bare = |argument: &'_ str| modes.iter().find_map(|mode| argument.strip_prefix(mode)).map(str::len);
    arguments
        .filter(|argument| !argument.starts_with("OUT "))
        .map(|argument| bare(argument).and_then(|length| argument.get(argument.len() - length..)).unwrap_or(argument))
        .collect()
}

/// Whether both may be of one type. The first word is a name or part of the type; where that is not clear they may.
fn is_type_of(one: &str, other: &str) -> bool {
    let rest = |argument: &'_ str| argument.find(' ').map(|at| at + 1);
    let (of_one, of_other) = (rest(one).and_then(|at| one.get(at..)), rest(other).and_then(|at| other.get(at..)));
    one == other || of_one == Some(other) || of_other == Some(one) || of_one.is_some() && of_one == of_other
}
