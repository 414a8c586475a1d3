//! Programs: run to their end, or kept until they are not needed any more.

use std::fs::File;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Run a script; a failure is the end of the test.
pub fn sh(script: &str) -> String {
    ran(Command::new("sh").args(["-ec", script]))
}

/// Run to the end; a failure is the end of the test.
pub fn ran(command: &mut Command) -> String {
    let output = command
        .stdin(Stdio::null())
        .output()
        .expect("it can be run");
    assert!(output.status.success(), "{command:?}:\n{}", both(&output));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// All that a program said.
pub fn both(output: &Output) -> String {
    String::from_utf8_lossy(&[output.stdout.as_slice(), output.stderr.as_slice()].concat())
        .into_owned()
}

/// A daemon in the foreground, ended with us.
pub struct Daemon(Child);

impl Daemon {
    pub fn start(command: &mut Command, log: &Path) -> Self {
        let log = File::create(log).expect("a log can be written");
        command
            .stdin(Stdio::null())
            .stdout(log.try_clone().expect("a file can be had twice"))
            .stderr(log);
        Self(
            command
                .spawn()
                .unwrap_or_else(|error| panic!("{command:?}: {error}")),
        )
    }

    pub fn freeze(&self) {
        ran(Command::new("kill").args(["-STOP", &self.0.id().to_string()]));
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        // One that has ended by itself was seen by the test already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Wait until something is so; what it was waiting for is in the complaint.
pub fn until(what: &str, seconds: u64, mut is_so: impl FnMut() -> bool) {
    assert!(comes(seconds, &mut is_so), "{what}: not within {seconds} s");
}

/// Does something become so in time?
pub fn comes(seconds: u64, mut is_so: impl FnMut() -> bool) -> bool {
    let end = Instant::now() + Duration::from_secs(seconds);
    loop {
        if is_so() {
            return true;
        }
        if Instant::now() > end {
            return false;
        }
        sleep(Duration::from_millis(200));
    }
}

pub fn seconds(count: f64) {
    sleep(Duration::from_secs_f64(count));
}
