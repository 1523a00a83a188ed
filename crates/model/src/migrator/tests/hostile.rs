//! Nothing makes reading panic.
