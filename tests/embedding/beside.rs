//! Programs that start while another one is at the database.

use std::sync::{Mutex, mpsc};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use autogen_revision::{Error, Event, Limits, Observer, Report, Revisions};
use autogen_schema::Dialect;

use super::{FIRST, Place, SECOND, ids, revisions, with_another};
use crate::revision_support::revision;

/// Waits before each statement until it is let go on.
struct Held {
    started: mpsc::Sender<()>,
    /// Observers are shared between threads, which a receiver alone cannot be.
    go_on: Mutex<mpsc::Receiver<()>>,
}

impl Observer for Held {
    fn observe(&mut self, event: Event<'_>) {
        if let Event::Running { .. } = event {
            // Nobody listens any more when everything may go on.
            let _ = self.started.send(());
            let _ = self.go_on.get_mut().unwrap().recv();
        }
    }
}

/// A program that is in the middle of a revision.
struct Other {
    process: JoinHandle<Result<Report, Error>>,
    go_on: mpsc::Sender<()>,
}

impl Other {
    /// Returns when it holds the lock, and on MySQL the row of the revision says that it is running.
    fn start(revisions: Revisions, place: &Place) -> Self {
        let ((started, has_started), (go_on, goes_on)) = (mpsc::channel(), mpsc::channel());
        let url = place.url.clone();
        let process = thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            let mut observer = Held { started, go_on: Mutex::new(goes_on) };
            runtime.block_on(revisions.upgrade_with(&url, "head", &mut observer))
        });
        has_started.recv().unwrap();
        Self { process, go_on }
    }

    async fn finish_after(self, pause: Duration) -> Result<Report, Error> {
        tokio::time::sleep(pause).await;
        drop(self.go_on);
        // Whoever waits beside it may have the lock that it waits for, and has to go on meanwhile.
        tokio::task::spawn_blocking(|| self.process.join().unwrap()).await.unwrap()
    }
}

/// No statement waits as long as it takes, and so the whole has to.
fn impatient(revisions: Revisions) -> Revisions {
    revisions.limits(Limits { lock: Duration::from_millis(50), ..Limits::default() })
}

#[tokio::test]
async fn others_are_waited_for_longer_than_a_lock() {
    for place in Place::everywhere("wait") {
        let dialect = place.dialect;
        let other = Other::start(revisions(), &place);
        let at_once = impatient(revisions()).wait_for_others(Duration::ZERO);
        let error = at_once.upgrade(&place.url, "head").await.unwrap_err();
        assert!(error.is_locked(), "{dialect}: {error}");
        let patient = impatient(revisions());
        let (waited, first) =
            tokio::join!(patient.upgrade(&place.url, "head"), other.finish_after(Duration::from_secs(1)));
        // Between two revisions either of them may have the lock next.
        let done = [first.unwrap().done, waited.unwrap().done].concat();
        assert_eq!(ids(&done), [FIRST, SECOND], "{dialect}");
        assert_eq!(ids(&patient.current(&place.url).await.unwrap()), [SECOND], "{dialect}");
    }
}

/// A revision that another program is at may still fail there: it counts when it is done.
#[tokio::test]
async fn what_another_program_fails_at_is_not_done() {
    for dialect in [Dialect::Mysql, Dialect::Postgres] {
        let place = Place::on_server(dialect, "fails");
        revisions().upgrade(&place.url, "head").await.unwrap();
        let text = revision("cccc", SECOND, "-- autogen: upgrade\nDROP TABLE ghosts;\n-- autogen: downgrade\n");
        let broken = with_another("cccc.sql", &text);
        let other = Other::start(broken.clone(), &place);
        let (second, first) =
            tokio::join!(broken.upgrade(&place.url, "head"), other.finish_after(Duration::from_secs(1)));
        let (first, second) = (first.unwrap_err(), second.unwrap_err());
        assert!(first.to_string().contains("ghosts"), "{first}");
        // It came to the statement itself, and did not stop at what the other had left.
        assert_eq!(second.to_string(), first.to_string());
        assert_eq!(ids(&broken.pending(&place.url).await.unwrap()), ["cccc"], "{dialect}");
    }
}
