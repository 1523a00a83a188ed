//! Runs every part once on a fixed input, for its instructions to be counted: `counted TABLES`. `tests/counts.rs` runs it.
//!
//! What is done on all cores is done on one here, which is this one.

use std::hint::black_box;

use autogen_benches::Failed;
use autogen_benches::parts::{Input, PARTS, Part};

fn main() -> Result<(), Failed> {
    let tables = std::env::args().nth(1).ok_or("counted takes how many tables")?;
    rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build_global()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let input = runtime.block_on(Input::new(tables.parse()?))?;
    for part in &PARTS {
        part_that_is_counted(part, &input)?;
    }
    Ok(())
}

/// What is counted, by its name. What it does more than once is in no cache the first time.
#[inline(never)]
fn part_that_is_counted(part: &Part, input: &Input) -> Result<usize, Failed> {
    black_box((part.1)(black_box(input)))
}
