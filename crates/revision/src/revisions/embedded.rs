//! A folder of revision files that is in the program.

use std::path::Path;

#[doc(hidden)]
pub use include_dir;
use include_dir::Dir;

/// What [`embed!`](crate::embed) found, for [`Revisions::embedded`](crate::Revisions::embedded).
#[derive(Clone, Debug)]
pub struct Embedded(Dir<'static>);

impl Embedded {
    #[doc(hidden)]
    pub const fn new(folder: Dir<'static>) -> Self {
        Self(folder)
    }
}

impl IntoIterator for Embedded {
    type Item = (&'static Path, &'static [u8]);
    type IntoIter = std::vec::IntoIter<Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.files().map(|file| (file.path(), file.contents())).collect::<Vec<_>>().into_iter()
    }
}

/// Puts the files of a folder into the program: `embed!("$CARGO_MANIFEST_DIR/migrations/versions")`. It can be the value of a
/// `const` or a `static`.
///
/// The folder is named from the root, or by a variable that is set while the program is compiled. Cargo sees by itself when one
/// of the files is edited. A file that is new it sees only when something else of the crate has changed: a test that
/// compares [`Revisions::ids`](crate::Revisions::ids) with those of the folder tells when one is missing, and
/// `println!("cargo::rerun-if-changed=migrations/versions")` in a `build.rs` does away with the matter.
#[macro_export]
macro_rules! embed {
    ($folder:tt) => {{
        // What the macro expands to names its crate so.
        use $crate::include_dir;
        $crate::Embedded::new(include_dir::include_dir!($folder))
    }};
}
