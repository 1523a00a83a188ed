//! Runs one part on a fixed input, for its instructions to be counted: `counted PART TABLES`. `tests/counts.rs` runs it.

use std::hint::black_box;

use autogen_benches::Failed;
use autogen_benches::parts::{Input, PARTS, Part};

fn main() -> Result<(), Failed> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [name, tables] = arguments.as_slice() else { return Err("counted takes a part and how many tables".into()) };
    let part = PARTS.iter().find(|(known, _)| known == name).ok_or("there is no such part")?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let input = runtime.block_on(Input::new(tables.parse()?))?;
    part_that_is_counted(part, &input)?;
    Ok(())
}

/// What is counted, by its name. What it does more than once is in no cache the first time.
#[inline(never)]
fn part_that_is_counted(part: &Part, input: &Input) -> Result<usize, Failed> {
    black_box((part.1)(black_box(input)))
}
