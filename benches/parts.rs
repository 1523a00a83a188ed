//! The parts by themselves: `cargo bench -p autogen-benches`.
//!
//! Times depend on the machine; what keeps a part from growing is its count of instructions (`tests/counts.rs`).

use autogen_benches::parts::{Input, PARTS};
use divan::Bencher;
use tokio::runtime::{Builder, Runtime};

fn main() {
    divan::main();
}

const TABLES: [usize; 2] = [100, 1_000];

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().expect("a runtime can be had")
}

fn part(bencher: Bencher<'_, '_>, name: &str, tables: usize) {
    let input = runtime().block_on(Input::new(tables)).expect("the input can be made");
    let (_, work) = PARTS.iter().find(|(known, _)| *known == name).expect("there is such a part");
    bencher.bench_local(|| work(&input).expect("it works"));
}

/// Reading a schema from SQLite in memory.
#[divan::bench(args = TABLES)]
fn introspect(bencher: Bencher<'_, '_>, tables: usize) {
    let runtime = runtime();
    let database = runtime.block_on(async { Input::new(tables).await?.database().await }).expect("a database");
    bencher.bench_local(|| runtime.block_on(autogen_introspect::introspect(&database)).expect("it can be read"));
}

macro_rules! parts {
    ($($name:ident),* $(,)?) => {$(
        #[divan::bench(args = TABLES)]
        fn $name(bencher: Bencher<'_, '_>, tables: usize) {
            part(bencher, stringify!($name), tables);
        }
    )*};
}

parts! {
    read,
    link,
    compare_same,
    compare_new,
    order,
    lower_sqlite,
    lower_postgres,
    lower_mysql,
    render,
    read_revision,
    graph,
}
