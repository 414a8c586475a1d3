//! One push at a time on a router: a lock on a file of this machine, named by the router's address.
//! It is the kernel's, so a kill lets go of it. Other machines are kept out by the device's own lock,
//! where it has one.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, Write};
use std::os::unix::fs::OpenOptionsExt;

use rustix::fs::{FlockOperation, flock};

use super::state::{State, file_name, make_folder};

/// Held until it is dropped.
#[derive(Debug)]
pub(super) struct Lock(#[expect(dead_code, reason = "open, it holds the lock")] File);

/// The lock, or who has it.
pub(super) fn lock(state: &State, address: &str, who: &str) -> io::Result<Result<Lock, String>> {
    make_folder(&state.locks())?;
    let path = state.locks().join(file_name(address));
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).mode(0o600);
    let mut file = options.open(path)?;
    match flock(&file, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => {}
        Err(error) if error == rustix::io::Errno::WOULDBLOCK => {
            let mut holder = String::new();
            file.take(200).read_to_string(&mut holder)?;
            return Ok(Err(holder.trim().to_owned()));
        }
        Err(error) => return Err(error.into()),
    }
    file.set_len(0)?;
    file.rewind()?;
    writeln!(file, "{who}")?;
    Ok(Ok(Lock(file)))
}
