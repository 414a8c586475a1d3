//! A long line: what goes in at one end comes out at the other half a round trip later, as fast as
//! it went in. How often somebody spoke after having heard is counted: those are the round trips
//! that were waited for.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::channel;
use std::thread::{sleep, spawn};
use std::time::{Duration, Instant};

/// A line to one server, until the program ends.
pub struct Proxy {
    pub address: SocketAddr,
    turns: Arc<AtomicUsize>,
}

impl Proxy {
    pub fn start(server: SocketAddr, round_trip: Duration) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        let address = listener.local_addr().expect("it is bound");
        let turns = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&turns);
        spawn(move || {
            for client in listener.incoming().flatten() {
                let turns = Arc::clone(&counted);
                spawn(move || carry(client, server, round_trip, turns));
            }
        });
        Self { address, turns }
    }

    /// Round trips since the last time of asking; the one that TCP needs is among them.
    pub fn turns(&self) -> usize {
        self.turns.swap(0, Ordering::SeqCst)
    }
}

fn carry(client: TcpStream, server: SocketAddr, round_trip: Duration, turns: Arc<AtomicUsize>) {
    // TCP's own handshake: the client may speak after one round trip, the server hears of it half
    // a one later.
    turns.fetch_add(1, Ordering::SeqCst);
    sleep(round_trip);
    let heard = Arc::new(AtomicBool::new(false));
    let (there, back) = (Arc::clone(&heard), heard);
    client.set_nodelay(true).ok();
    let from = client.try_clone().expect("a socket");
    let (ready, wait) = channel();
    let out = spawn(move || {
        let count = move || {
            if there.swap(false, Ordering::SeqCst) {
                turns.fetch_add(1, Ordering::SeqCst);
            }
        };
        pump(from, || wait.recv().ok(), round_trip / 2, count, || {});
    });
    sleep(round_trip / 2);
    let Ok(server) = TcpStream::connect(server) else {
        client.shutdown(Shutdown::Both).ok();
        return;
    };
    server.set_nodelay(true).ok();
    ready.send(server.try_clone().expect("a socket")).ok();
    let hear = move || back.store(true, Ordering::SeqCst);
    pump(server, || Some(client), round_trip / 2, || {}, hear);
    out.join().ok();
}

/// One direction: a thread that reads, and this one, that writes what is due.
fn pump(
    mut from: TcpStream,
    to: impl FnOnce() -> Option<TcpStream>,
    delay: Duration,
    taken: impl Fn() + Send + 'static,
    given: impl Fn(),
) {
    let (sender, due) = channel::<(Instant, Vec<u8>)>();
    let reader = spawn(move || {
        let mut buffer = [0; 65_536];
        while let Ok(count @ 1..) = from.read(&mut buffer) {
            taken();
            let due = Instant::now() + delay;
            if sender.send((due, buffer[..count].to_vec())).is_err() {
                return;
            }
        }
    });
    let Some(mut to) = to() else { return };
    for (due, bytes) in due {
        sleep(due.saturating_duration_since(Instant::now()));
        given();
        if to.write_all(&bytes).is_err() {
            break;
        }
    }
    to.shutdown(Shutdown::Write).ok();
    reader.join().ok();
}
