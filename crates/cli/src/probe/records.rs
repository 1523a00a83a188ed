//! What the program says: statements, each behind a letter and with NUL at its end.

use autogen_engine::Compiled;

use crate::error::Error;

/// Takes apart what it says.
pub(super) fn read(bytes: &[u8]) -> Result<Compiled, Error> {
    let mut compiled = Compiled::default();
    let text = std::str::from_utf8(bytes).map_err(|_| not_understood())?;
    for record in text.split_terminator('\0') {
        match record.split_at_checked(1) {
            Some(("s", sql)) => compiled.statements.push(sql.to_owned()),
            Some(("x", sql)) => compiled.unwritten.push(sql.to_owned()),
            _ => return Err(not_understood()),
        }
    }
    Ok(compiled)
}

fn not_understood() -> Error {
    Error::new("what SeaORM says of the entities is not understood")
        .hint("it stands on standard output, where a library of the project may write too when it is loaded")
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn records_are_told_apart() {
        let compiled = read(b"sCREATE TABLE a\0xCREATE TABLE b\0sCREATE\nINDEX\0").unwrap();
        assert_eq!(compiled.statements, ["CREATE TABLE a", "CREATE\nINDEX"]);
        assert_eq!(compiled.unwritten, ["CREATE TABLE b"]);
        assert_eq!(read(b"").unwrap(), autogen_engine::Compiled::default());
        assert!(read(b"Hello").is_err());
        assert!(read(b"s\xff\0").is_err());
    }
}
