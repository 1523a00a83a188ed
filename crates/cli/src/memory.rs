//! How the operating system hands out memory.
//!
//! Linux hands it out 2 MiB at a time, everywhere or where an allocator asks for that, as ours does. A first revision of a thousand
//! tables is written a fifth faster so. Most commands are done before they would have filled one such page, and a check of very many
//! tables, which often runs beside others, takes half as much memory again.
//! <https://docs.kernel.org/admin-guide/mm/transhuge.html>

#[cfg(target_os = "linux")]
use std::sync::atomic::{AtomicBool, Ordering};

/// How many files of entities are taken apart so much faster with large pages that those are worth it.
pub(crate) const MANY: usize = 200;

/// Whether memory was handed out in large pages before.
#[cfg(target_os = "linux")]
static LARGE: AtomicBool = AtomicBool::new(false);

/// Takes memory in small pages from now on. What is started inherits that, but by [`as_usual`].
pub(crate) fn take_small_pages() {
    #[cfg(target_os = "linux")]
    if let Ok(false) = rustix::thread::transparent_huge_pages_are_disabled() {
        // Whoever may not have it so has only more memory to give.
        let taken = rustix::thread::disable_transparent_huge_pages(true);
        LARGE.store(taken.is_ok(), Ordering::Relaxed);
    }
}

/// Takes memory as it was handed out when the program began.
pub(crate) fn take_usual_pages() {
    #[cfg(target_os = "linux")]
    if LARGE.load(Ordering::Relaxed) {
        let _kept = rustix::thread::disable_transparent_huge_pages(false);
    }
}

/// Starts a program, and waits for it. It gets its memory as if we had said nothing.
pub(crate) fn as_usual<T>(start: impl FnOnce() -> T) -> T {
    #[cfg(target_os = "linux")]
    let is_small = matches!(rustix::thread::transparent_huge_pages_are_disabled(), Ok(true));
    take_usual_pages();
    let ended = start();
    #[cfg(target_os = "linux")]
    if is_small {
        let _taken = rustix::thread::disable_transparent_huge_pages(true);
    }
    ended
}
