//! What scratch databases are called: `autogen_<pid>_<random>`, so that they cannot clash and a person can tell whose they are.

use std::fmt;

/// The name of a scratch database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ScratchName {
    process: u32,
    random: u32,
}

impl ScratchName {
    /// Makes a name that nobody else has.
    pub(super) fn new() -> Result<Self, getrandom::Error> {
        Ok(Self { process: std::process::id(), random: getrandom::u32()? })
    }

    /// Reads a name; `None` where something else is called so.
    pub(super) fn parse(name: &str) -> Option<Self> {
        let (process, random) = name.strip_prefix("autogen_")?.split_once('_')?;
        let hexadecimal = random.len() == 8 && random.bytes().all(|byte| byte.is_ascii_hexdigit());
        let random = u32::from_str_radix(random, 16).ok().filter(|_| hexadecimal)?;
        Some(Self { process: process.parse().ok()?, random })
    }

    /// Returns the number of the advisory lock that its owner holds.
    pub(super) fn lock(self) -> i32 {
        i32::from_ne_bytes(self.random.to_ne_bytes())
    }
}

impl fmt::Display for ScratchName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "autogen_{}_{:08x}", self.process, self.random)
    }
}

#[cfg(test)]
mod tests {
    use super::ScratchName;

    #[test]
    fn a_name_is_read_back_and_nothing_else_is() {
        let name = ScratchName { process: 7, random: 0x00ab_cdef };
        assert_eq!(name.to_string(), "autogen_7_00abcdef");
        assert_eq!(ScratchName::parse("autogen_7_00abcdef"), Some(name));
        for other in
            ["autogen_7_abcdef", "autogen_x_00abcdef", "autogen_version", "autogen_7_00abcdefg", "autogen_7_+0abcdef"]
        {
            assert_eq!(ScratchName::parse(other), None, "{other}");
        }
    }
}
