//! Runs a program once, and says what it took.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use autogen_benches::Failed;
use wait4::Wait4 as _;

/// What one run took.
#[derive(Clone, Copy)]
pub(crate) struct Taken {
    pub(crate) time: Duration,
    /// The most memory that it held, in bytes. What starts it may not hold more, which would be counted.
    pub(crate) memory: u64,
}

/// Runs a program, which must end with one of these codes.
pub(crate) fn run(command: &mut Command, codes: &[i32]) -> Result<Taken, Failed> {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let start = Instant::now();
    let ended = command.spawn()?.wait4()?;
    let time = start.elapsed();
    if !ended.status.code().is_some_and(|code| codes.contains(&code)) {
        let told = command.output()?;
        let told = [told.stdout, told.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
        return Err(format!("{command:?} ended with {}; run again it says:\n{told}", ended.status).into());
    }
    Ok(Taken { time, memory: ended.rusage.maxrss })
}
