//! Where a secret is kept, and how it is had from there: an environment variable, a file, or a
//! program that is asked. Bytes on their way are wiped like the secret they become.

use std::fmt;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use zeroize::Zeroizing;

use super::Secret;

/// More than any key or password; what is longer is not one.
const LONGEST: u64 = 64 * 1024;
/// How long a password manager may think.
const COMMAND_DEADLINE: Duration = Duration::from_secs(10);

/// What may be a secret, or a part of one.
type Bytes = Zeroizing<Vec<u8>>;

/// Where a secret is kept. This is what an intent file says; it can be shown.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Origin {
    Env(String),
    File(PathBuf),
    Command(Vec<String>),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Env(name) => write!(f, "environment variable {name}"),
            Self::File(path) => write!(f, "file {}", path.display()),
            Self::Command(argv) => write!(f, "command `{}`", argv.join(" ")),
        }
    }
}

/// Why a secret could not be had. It names the way, never the value.
#[derive(Debug)]
pub struct Unresolved {
    pub reason: String,
    pub help: String,
}

impl Origin {
    /// Fetch the secret.
    pub fn resolve(&self) -> Result<Secret, Unresolved> {
        let mut bytes = match self {
            Self::Env(name) => from_env(name)?,
            Self::File(path) => from_file(path)?,
            Self::Command(argv) => from_command(argv, COMMAND_DEADLINE)?,
        };
        strip_line_end(&mut bytes);
        if bytes.is_empty() {
            return Err(unresolved("it is empty", "put the key there, on one line"));
        }
        Ok(Secret(bytes))
    }
}

/// The file a secret is kept in, as it is found from the folder of the intent file.
pub fn located(path: &Path, base: &Path) -> PathBuf {
    match path.strip_prefix("~") {
        Ok(below_home) => match std::env::home_dir() {
            Some(home) => home.join(below_home),
            None => path.to_owned(),
        },
        Err(_) => base.join(path),
    }
}

/// Can others than its owner read this file?
pub fn readable_by_others(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).is_ok_and(|meta| meta.permissions().mode() & 0o044 != 0)
}

fn unresolved(reason: impl Into<String>, help: impl Into<String>) -> Unresolved {
    Unresolved {
        reason: reason.into(),
        help: help.into(),
    }
}

/// An editor's or a password manager's one newline at the end does not belong to the key.
fn strip_line_end(bytes: &mut Vec<u8>) {
    if bytes.last() == Some(&b'\n') {
        bytes.pop();
        if bytes.last() == Some(&b'\r') {
            bytes.pop();
        }
    }
}

fn from_env(name: &str) -> Result<Bytes, Unresolved> {
    use std::os::unix::ffi::OsStringExt;
    match std::env::var_os(name) {
        Some(value) => Ok(Zeroizing::new(value.into_vec())),
        None => Err(unresolved(
            "it is not set",
            format!(
                "export {name}=... in the shell that runs vifctl, or check without keys: --no-secrets"
            ),
        )),
    }
}

fn from_file(path: &Path) -> Result<Bytes, Unresolved> {
    let help =
        "the path counts from the folder of the intent file; to check without keys: --no-secrets";
    let failed = |error: std::io::Error| unresolved(io_reason(&error), help);
    let meta = fs::metadata(path).map_err(failed)?;
    if !meta.is_file() {
        return Err(unresolved("it is not a regular file", help));
    }
    if meta.len() > LONGEST {
        return Err(unresolved("it is too large to be a key", help));
    }
    let mut bytes = Zeroizing::new(Vec::with_capacity(meta.len() as usize + 1));
    fs::File::open(path)
        .and_then(|file| file.take(LONGEST).read_to_end(&mut bytes))
        .map_err(failed)?;
    Ok(bytes)
}

/// An error of the operating system in its own words, without the number.
fn io_reason(error: &std::io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or(&text);
    text.to_lowercase()
}

fn from_command(argv: &[String], deadline: Duration) -> Result<Bytes, Unresolved> {
    let help = "it runs without a shell, in the directory vifctl was started in; to check without keys: --no-secrets";
    let [program, arguments @ ..] = argv else {
        return Err(unresolved("it is an empty list", help));
    };
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| unresolved(io_reason(&error), help))?;
    let output = collect(&mut child, deadline);
    // Whether it answered or not, it must not outlive us; an error here means that it is gone.
    let _ = child.kill();
    let status = child
        .wait()
        .map_err(|error| unresolved(io_reason(&error), help))?;
    let Some((answer, complaint)) = output else {
        return Err(unresolved(
            format!("it did not finish within {} s", deadline.as_secs_f32()),
            help,
        ));
    };
    if answer.len() as u64 >= LONGEST {
        return Err(unresolved("it printed too much to be a key", help));
    }
    // We kill it only after both its outputs ended, so a signal of ours cannot hide its verdict.
    if !status.success() {
        return Err(unresolved(
            format!("it failed ({status}){}", quoted(&complaint, &answer)),
            help,
        ));
    }
    Ok(answer)
}

/// Both outputs of a child up to their end, or nothing when the deadline passes. The readers are
/// threads that are left behind in that case: a grandchild may hold the pipe for ever.
fn collect(child: &mut Child, deadline: Duration) -> Option<(Bytes, Bytes)> {
    let until = Instant::now() + deadline;
    let answer = read_in_background(child.stdout.take()?);
    let complaint = read_in_background(child.stderr.take()?);
    let left = || until.saturating_duration_since(Instant::now());
    let outputs = (
        answer.recv_timeout(left()).ok()?,
        complaint.recv_timeout(left()).ok()?,
    );
    while Instant::now() < until {
        if child.try_wait().ok()?.is_some() {
            return Some(outputs);
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    None
}

fn read_in_background(pipe: impl Read + Send + 'static) -> mpsc::Receiver<Bytes> {
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        let mut bytes = Zeroizing::new(Vec::new());
        if pipe.take(LONGEST).read_to_end(&mut bytes).is_ok() {
            // Nobody listens any more once the deadline has passed.
            let _ = sender.send(bytes);
        }
    });
    receiver
}

/// What a program complained of, without what it answered: that may have been the key.
fn quoted(complaint: &[u8], answer: &[u8]) -> String {
    let answer = Zeroizing::new(String::from_utf8_lossy(answer).into_owned());
    let mut text = Zeroizing::new(String::from_utf8_lossy(complaint).into_owned());
    for word in answer.split_whitespace() {
        *text = text.replace(word, "***");
    }
    match text.trim() {
        "" => String::new(),
        text => format!(": {}", crate::diagnostic::quote(text)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn command(script: &str) -> Vec<String> {
        ["sh", "-c", script].map(str::to_owned).to_vec()
    }

    fn complaint(result: Result<Bytes, Unresolved>) -> String {
        result.err().map(|why| why.reason).unwrap_or_default()
    }

    #[test]
    fn a_command_gives_its_first_output_and_is_quoted_when_it_fails() {
        let second = Duration::from_secs(5);
        assert_eq!(
            *from_command(&command("printf 'abc def'"), second).unwrap_or_default(),
            b"abc def"
        );
        let failed = complaint(from_command(
            &command("echo no such entry >&2; exit 3"),
            second,
        ));
        assert!(
            failed.contains("no such entry") && failed.contains('3'),
            "{failed}"
        );
        let told = complaint(from_command(
            &command("echo hunter2; echo wrong: hunter2 >&2; exit 1"),
            second,
        ));
        assert!(
            told.contains("wrong: ***") && !told.contains("hunter2"),
            "{told}"
        );
        assert!(
            complaint(from_command(&["/no/such/program".to_owned()], second))
                .contains("no such file")
        );
    }

    #[test]
    fn a_command_that_never_ends_or_never_stops_printing_is_cut() {
        let soon = Duration::from_millis(100);
        assert!(complaint(from_command(&command("sleep 60"), soon)).contains("did not finish"));
        assert!(
            complaint(from_command(&command("sleep 60 & echo key"), soon))
                .contains("did not finish")
        );
        assert!(
            complaint(from_command(&command("yes"), Duration::from_secs(5))).contains("too much")
        );
    }

    #[test]
    fn one_newline_is_the_editors_and_all_else_is_the_key() {
        let mut bytes = b"key \r\n".to_vec();
        strip_line_end(&mut bytes);
        assert_eq!(bytes, b"key ");
        assert!(Secret::new(bytes).has_edge_space());
    }
}
