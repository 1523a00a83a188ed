//! What kind of machine this is.

use std::fs;

/// Returns the class of the machine: its processor, its cores and its memory.
pub(crate) fn class() -> String {
    let cpu = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = field(&cpu, "model name").unwrap_or("an unknown processor");
    let memory = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let kib = field(&memory, "MemTotal").and_then(|text| text.trim_end_matches(" kB").parse::<u64>().ok());
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let virtual_machine = if cpu.contains(" hypervisor") { "virtual machine, " } else { "" };
    format!("{virtual_machine}{model}, {cores} cores, {} GiB", kib.unwrap_or_default().div_ceil(1024 * 1024))
}

fn field<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let line = text.lines().find(|line| line.starts_with(name))?;
    Some(line.split_once(':')?.1.trim())
}
