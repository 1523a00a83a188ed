//! Instructions of the pure parts, counted by callgrind: none takes a tenth more than `counts.txt` says, and four times the tables never
//! take much more than four times as many.
//!
//! A count that grows is changed by hand, in the commit that explains it: nothing writes the file. What is counted is the program `counted`
//! as the tests build it; numbers are compared with themselves alone. They depend on the compiler: of another one than `counts.txt` names
//! they may be half as many again, and how they grow with the tables is the same with every compiler.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails, and says where it was")]
#![allow(clippy::disallowed_methods, reason = "a test starts programs")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::process::Command;

use autogen_benches::parts::PARTS;

/// How many tables, few and many.
const TABLES: [u64; 2] = [50, 200];

/// How much more many may take than few do: four times the tables, each a little deeper in what is sorted.
const GROWTH: f64 = 5.5;

/// How much more a part may take than is written down.
const MORE: f64 = 1.1;

/// The same, where another compiler has counted.
const MORE_OF_ANOTHER: f64 = 1.5;

type Counts = BTreeMap<String, [u64; 2]>;

#[test]
fn no_part_takes_more_instructions_than_is_written_down() {
    let (compiler, expected) = written_down(include_str!("../counts.txt"));
    let counted = count();
    let is_same = compiler == this_compiler();
    let problems = problems(&expected, &counted, if is_same { MORE } else { MORE_OF_ANOTHER });
    assert!(
        problems.is_empty(),
        "{}\ncounted by {}, and in counts.txt by {compiler}. What is justified is changed there by hand:\n\n{}",
        problems.join("\n"),
        this_compiler(),
        lines(&counted)
    );
}

#[test]
fn what_grows_is_a_problem_and_what_is_as_written_is_none() {
    let counts = |few, many| Counts::from([("read".to_owned(), [few, many])]);
    let found = |of: &Counts| problems(&counts(1_000, 4_000), of, MORE).len();
    assert_eq!(found(&counts(1_000, 4_000)), 0);
    assert_eq!(found(&counts(1_099, 4_399)), 0);
    assert_eq!(found(&counts(1_000, 4_401)), 1, "a tenth more");
    assert_eq!(problems(&counts(1_000, 16_000), &counts(1_000, 16_000), MORE).len(), 1, "quadratic, and written down");
    assert_eq!(found(&Counts::new()), 1, "not counted any more");
    assert_eq!(problems(&Counts::new(), &counts(1, 4), MORE).len(), 1, "not written down");
}

fn problems(expected: &Counts, counted: &Counts, more: f64) -> Vec<String> {
    let mut problems = Vec::new();
    for (name, counts) in counted {
        let [few, many] = counts.map(of_instructions);
        if many > few * GROWTH {
            problems.push(format!("{name} is not linear: four times the tables take {:.1} times as much", many / few));
        }
        let Some(written) = expected.get(name) else {
            problems.push(format!("{name} is not in counts.txt"));
            continue;
        };
        for ((tables, count), written) in TABLES.iter().zip(counts).zip(written) {
            let ratio = of_instructions(*count) / of_instructions(*written);
            if ratio > more {
                problems.push(format!(
                    "{name}, {tables} tables: {ratio:.3} times the {written} instructions of counts.txt"
                ));
            }
        }
    }
    let uncounted = expected.keys().filter(|name| !counted.contains_key(*name));
    problems.extend(uncounted.map(|name| format!("{name} is in counts.txt, and no part")));
    problems
}

#[allow(clippy::cast_precision_loss, reason = "a ratio needs no more")]
fn of_instructions(count: u64) -> f64 {
    count as f64
}

/// Takes the file apart: the compiler that it was counted with, and a line a part.
fn written_down(text: &str) -> (String, Counts) {
    let compiler = text.lines().find_map(|line| line.strip_prefix("# compiler: ")).unwrap();
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    let counts = lines.map(|line| {
        let words: Vec<&str> = line.split_whitespace().collect();
        let [name, few, many] = words.as_slice() else { panic!("{line} in counts.txt is not a part and two counts") };
        ((*name).to_owned(), [few.parse().unwrap(), many.parse().unwrap()])
    });
    (compiler.to_owned(), counts.collect())
}

fn lines(counts: &Counts) -> String {
    let mut text = format!("# compiler: {}\n", this_compiler());
    for (name, [few, many]) in counts {
        let _infallible = writeln!(text, "{name:<16}{few:>14}{many:>14}");
    }
    text
}

fn this_compiler() -> String {
    let told = Command::new("rustc").arg("-vV").output().unwrap();
    let told = String::from_utf8(told.stdout).unwrap();
    let field = |name: &str| told.lines().find_map(|line| line.strip_prefix(name)).unwrap().to_owned();
    format!("{}, {}", told.lines().next().unwrap(), field("host: "))
}

/// Counts every part, few tables beside many.
fn count() -> Counts {
    let [few, many] = std::thread::scope(|scope| {
        TABLES.map(|tables| scope.spawn(move || instructions(tables))).map(|counting| counting.join().unwrap())
    });
    let counts = PARTS.iter().zip(few.into_iter().zip(many));
    counts.map(|((name, _), (few, many))| ((*name).to_owned(), [few, many])).collect()
}

/// Counts each part, with what it calls: what callgrind tells of the calls of the one function that calls them.
fn instructions(tables: u64) -> Vec<u64> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("counted");
    let ran = Command::new("valgrind")
        .args(["--tool=callgrind", "--collect-atstart=no", "--compress-strings=no", "--compress-pos=no"])
        .arg("--toggle-collect=*part_that_is_counted*")
        .arg(format!("--callgrind-out-file={}", file.display()))
        .arg(env!("CARGO_BIN_EXE_counted"))
        .arg(tables.to_string())
        .output()
        .expect("valgrind is there (tests/run --install installs it)");
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let calls = calls(&fs::read_to_string(file).unwrap());
    PARTS.iter().map(|(part, _)| *calls.get(*part).unwrap_or_else(|| panic!("{part} is not in {calls:?}"))).collect()
}

/// What calls from the function that is counted took, by the last name of what was called. The line after `calls=` is the place of the
/// call and the count (<https://valgrind.org/docs/manual/cl-format.html>).
fn calls(profile: &str) -> BTreeMap<String, u64> {
    let mut calls = BTreeMap::new();
    let is_counted = |line: &&str| line.starts_with("fn=") && line.ends_with("::part_that_is_counted");
    let mut lines = profile.lines().skip_while(|line| !is_counted(line)).skip(1);
    let mut called = "";
    while let Some(line) = lines.next().filter(|line| !line.starts_with("fn=")) {
        if let Some(name) = line.strip_prefix("cfn=") {
            called = name.rsplit("::").next().unwrap_or(name);
        } else if line.starts_with("calls=") {
            let count = lines.next().and_then(|line| line.split_whitespace().nth(1));
            calls.insert(called.to_owned(), count.and_then(|count| count.parse().ok()).unwrap());
        }
    }
    calls
}
