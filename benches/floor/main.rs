//! What nothing can be faster than, as programs of their own: a whole process is measured against a whole process.
//!
//! - `floor catalog URL QUERIES PROJECT`: connects, asks the same catalog queries through the driver alone, and reads.
//! - `floor read PROJECT`: reads the files of a project and splits the Rust among them into tokens, on all cores.
//! - `floor parse PROJECT`: reads the entities alone and parses them with `syn`, on all cores.
//! - `floor revisions PROJECT`: reads the revision files alone.
//! - `floor send URL FILE…`: sends the statements of files through the driver, those of one file in one transaction.
//!
//! And what the harness needs besides: `floor split DIALECT PROJECT` writes such files, one a revision, and `floor execute URL SQL`
//! runs a statement.

use std::path::{Path, PathBuf};

use autogen_benches::Failed;

mod driver;
mod files;
mod statements;

fn main() -> Result<(), Failed> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["catalog", url, queries, project] => {
            files::read(Path::new(project))?;
            run(driver::ask(url, Path::new(queries)))
        }
        ["read", project] => files::read(Path::new(project)),
        ["parse", project] => files::parse(Path::new(project)),
        ["revisions", project] => files::revisions(Path::new(project)),
        ["split", dialect, project] => statements::write(Path::new(project), dialect),
        ["send", url, paths @ ..] => run(driver::send(url, &paths.iter().map(PathBuf::from).collect::<Vec<_>>())),
        ["execute", url, sql] => run(driver::execute(url, sql)),
        _ => Err("floor takes catalog, read, parse, revisions, split, send or execute".into()),
    }
}

fn run(work: impl Future<Output = Result<(), Failed>>) -> Result<(), Failed> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(work)
}
