//! Stands between the program and a server, and holds back one of the round trips.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::spawn;

/// Which round trip is held back, and which part of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hold {
    /// The number of the round trip, counted from zero.
    pub(super) trip: usize,
    /// Whether the server has done its part, and its answer is held back; else it is never asked.
    pub(super) is_done: bool,
}

/// A port that leads to the server, for one run of the program.
pub(super) struct Proxy {
    pub(super) port: u16,
    state: Arc<State>,
    told: Receiver<()>,
}

struct State {
    hold: Hold,
    seen: Mutex<Seen>,
    /// Tells those who are held back that it is over.
    over: Condvar,
}

#[derive(Default)]
struct Seen {
    trips: usize,
    is_over: bool,
}

impl Proxy {
    pub(super) fn new(server: (String, u16), hold: Hold) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = Arc::new(State { hold, seen: Mutex::default(), over: Condvar::new() });
        let (tell, told) = channel();
        let shared = Arc::clone(&state);
        spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                if shared.seen.lock().unwrap().is_over {
                    return;
                }
                let server = TcpStream::connect((server.0.as_str(), server.1)).unwrap();
                connect(&client, &server, &shared, &tell);
            }
        });
        Self { port, state, told }
    }

    /// Whether the program waits for the round trip that is held back.
    pub(super) fn is_holding(&self) -> bool {
        self.told.try_recv().is_ok()
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.state.seen.lock().unwrap().is_over = true;
        self.state.over.notify_all();
        // Who listens looks up.
        drop(TcpStream::connect(("127.0.0.1", self.port)));
    }
}

/// Passes on what either says. A program asks only when it has been answered, so that what it says at once is a round trip.
fn connect(client: &TcpStream, server: &TcpStream, state: &Arc<State>, tell: &Sender<()>) {
    for (from, to, is_question) in [(client, server, true), (server, client, false)] {
        to.set_nodelay(true).unwrap();
        let (mut from, mut to) = (from.try_clone().unwrap(), to.try_clone().unwrap());
        let (state, tell) = (Arc::clone(state), tell.clone());
        spawn(move || {
            let mut buffer = vec![0; 1 << 16];
            while let Ok(length @ 1..) = from.read(&mut buffer) {
                if state.is_held(is_question) {
                    tell.send(()).unwrap_or_default();
                    state.wait();
                    break;
                }
                if to.write_all(&buffer[..length]).is_err() {
                    break;
                }
            }
            for end in [&from, &to] {
                // The other direction may have done so.
                drop(end.shutdown(Shutdown::Both));
            }
        });
    }
}

impl State {
    /// Counts what is said, and returns whether it is held back.
    fn is_held(&self, is_question: bool) -> bool {
        let mut seen = self.seen.lock().unwrap();
        let Hold { trip, is_done } = self.hold;
        if is_question {
            seen.trips += 1;
            return !is_done && seen.trips == trip + 1;
        }
        // More than one question may have been asked at once.
        is_done && seen.trips > trip
    }

    fn wait(&self) {
        let mut seen = self.seen.lock().unwrap();
        while !seen.is_over {
            seen = self.over.wait(seen).unwrap();
        }
    }
}
