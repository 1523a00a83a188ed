//! Everything that needs a database or the binary, as one test binary.
