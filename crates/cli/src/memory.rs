//! How the operating system hands out memory.

/// Takes memory in small pages from now on.
///
/// Linux hands it out 2 MiB at a time where an allocator asks for that. A revision of a thousand tables is written a fifth faster
/// so; a check gains little, takes half as much memory again, and often runs beside others.
/// <https://docs.kernel.org/admin-guide/mm/transhuge.html>
pub(crate) fn take_small_pages() {
    // Whoever may not have it so has only more memory to give.
    #[cfg(target_os = "linux")]
    let _refused = rustix::thread::disable_transparent_huge_pages(true);
}
