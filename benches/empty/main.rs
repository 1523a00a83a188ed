//! A program that does nothing: what starting one takes.

fn main() {}
