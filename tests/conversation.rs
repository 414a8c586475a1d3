//! The real client against OpenSSH's sshd on loopback, with a small script that plays a router.
//! Without sshd (Debian: openssh-server) nothing here can be tested, and the tests say so.

mod support;

use std::fs;
use std::io::Write;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use vifctl::intent::{Algorithms, AuthWay, HostKey};
use vifctl::router::{Bastions, End, Entry, Error, Line, Router, Target, Why};
use vifctl::secret::Secret;
use vifctl::vendor::Vendors;
use vifctl::vendor::speech::Speech;

/// What is run for whoever logs in: a router with one refused word and a line that hangs.
const PLAY: &str = r#"#!/bin/sh
if [ -n "$SSH_ORIGINAL_COMMAND" ]; then
    echo "exec: $SSH_ORIGINAL_COMMAND"
    exit 0
fi
# As on a router, it is the program that echoes, when it reads.
stty -echo 2>/dev/null
host=R1; mode=; last=
prompt() { printf '%s%s#' "$host" "$mode"; }
echo 'A banner with R9# in it'
prompt
while IFS= read -r line; do
    printf '%s\n' "$line"
    case $line in
        'configure terminal') mode='(config)' ;;
        end) mode= ;;
        'hostname '*) host=${line#hostname } ;;
        'show long') i=0; while [ $i -lt 2000 ]; do echo "line $i of a long answer"; i=$((i + 1)); done ;;
        'show trap') printf 'R1#'; echo; echo 'R1#show' ;;
        nonsense*) printf '    ^\n%% Invalid input detected.\n' ;;
        secret*) echo "you said $line" ;;
        ask) printf 'Really do it? [yes/no]: '; read -r answer; echo "$answer"; echo "it was $answer" ;;
        hang) sleep 60 ;;
        die) kill -9 $PPID ;;
        exit) exit 0 ;;
    esac
    prompt
done
"#;

/// A folder, a server in it, and all that was started for it.
struct Lab {
    folder: PathBuf,
    port: u16,
    children: Vec<Child>,
}

impl Drop for Lab {
    fn drop(&mut self) {
        for child in &mut self.children {
            let _ = child.kill();
            let _ = child.wait();
        }
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn sshd() -> Option<PathBuf> {
    let found = ["/usr/sbin/sshd", "/usr/local/sbin/sshd", "/sbin/sshd"].map(PathBuf::from);
    let found = found.into_iter().find(|path| path.is_file());
    if found.is_none() {
        eprintln!("skipped: there is no sshd (Debian: openssh-server)");
    }
    found
}

fn run(program: &str, arguments: &[&str]) {
    let output = Command::new(program)
        .args(arguments)
        .output()
        .expect("it can be started");
    assert!(
        output.status.success(),
        "{program} {arguments:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
}

fn user() -> String {
    let output = Command::new("id")
        .arg("-un")
        .output()
        .expect("id can be started");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

impl Lab {
    /// A server with keys of its own; `settings` come first in its configuration.
    fn new(name: &str, settings: &str) -> Option<Self> {
        let sshd = sshd()?;
        let folder = std::env::temp_dir().join(format!("vifctl-ssh-{}-{name}", std::process::id()));
        fs::create_dir_all(&folder).expect("a temporary folder");
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o700)).expect("it is ours");
        // sshd wants this folder, and makes it only when its package starts it.
        let _ = fs::create_dir_all("/run/sshd");
        let file = |name: &str| folder.join(name).display().to_string();
        for (key, kind, passphrase) in [
            ("host_ed25519", "ed25519", ""),
            ("host_rsa", "rsa", ""),
            ("other_ed25519", "ed25519", ""),
            ("user", "ed25519", ""),
            ("user_rsa", "rsa", ""),
            ("closed", "ed25519", "hunter2"),
        ] {
            run(
                "ssh-keygen",
                &[
                    "-q",
                    "-t",
                    kind,
                    "-N",
                    passphrase,
                    "-C",
                    key,
                    "-f",
                    &file(key),
                ],
            );
        }
        let public: String = ["user.pub", "user_rsa.pub", "closed.pub"]
            .map(|name| fs::read_to_string(file(name)).expect("ssh-keygen wrote it"))
            .concat();
        fs::write(file("authorized_keys"), public).expect("the folder is ours");
        fs::write(file("play.sh"), PLAY).expect("the folder is ours");
        fs::set_permissions(file("play.sh"), fs::Permissions::from_mode(0o755))
            .expect("it is ours");
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
            .expect("a free port")
            .local_addr()
            .expect("it is bound")
            .port();
        let config = format!(
            "{settings}\nListenAddress 127.0.0.1\nPort {port}\nHostKey {}\nHostKey {}\nAuthorizedKeysFile {}\nStrictModes no\nUsePAM no\nPasswordAuthentication no\nPermitRootLogin yes\nPidFile none\nPrintMotd no\nPrintLastLog no\nForceCommand {}\n",
            file("host_ed25519"),
            file("host_rsa"),
            file("authorized_keys"),
            file("play.sh"),
        );
        fs::write(file("sshd_config"), config).expect("the folder is ours");
        let child = Command::new(sshd)
            .args(["-D", "-e", "-f", &file("sshd_config")])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(fs::File::create(file("log")).expect("the folder is ours"))
            .spawn()
            .expect("sshd can be started");
        let lab = Self {
            folder,
            port,
            children: vec![child],
        };
        lab.wait_for(port);
        Some(lab)
    }

    fn wait_for(&self, port: u16) {
        let until = Instant::now() + Duration::from_secs(10);
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            let log = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
            assert!(Instant::now() < until, "sshd does not start: {log}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// A way in with one key, that trusts what `known_hosts` says.
    fn entry(&self) -> Entry {
        Entry {
            ways: vec![AuthWay::Key],
            key_files: vec![self.file("user")],
            known_hosts: vec![self.file("known_hosts")],
            ..Entry::default()
        }
    }

    fn end(&self, entry: Entry) -> End {
        End {
            host: "127.0.0.1".into(),
            port: self.port,
            user: user(),
            entry: Arc::new(entry),
        }
    }

    fn target(&self, entry: Entry) -> Target {
        Target {
            name: "r1".into(),
            end: self.end(entry),
            jumps: Vec::new(),
            timeout: Duration::from_secs(10),
        }
    }

    /// Put a host key of ours on file, in some form.
    fn know(&self, key: &str, marker: &str) {
        let public =
            fs::read_to_string(self.file(&format!("{key}.pub"))).expect("ssh-keygen wrote it");
        let mut words = public.split(' ');
        let (kind, blob) = (words.next().expect("a kind"), words.next().expect("a key"));
        let line = format!("{marker}[127.0.0.1]:{} {kind} {blob}\n", self.port);
        let mut file = fs::OpenOptions::new()
            .append(true)
            .create(true)
            .open(self.file("known_hosts"))
            .expect("the folder is ours");
        file.write_all(line.as_bytes()).expect("the folder is ours");
    }
}

fn speech() -> Arc<Speech> {
    let vendors = Vendors::built_in().expect("the built-in packs can be read");
    let pack = vendors.get("cisco_ios").expect("it is one of them");
    Arc::new(pack.speech().expect("it can be talked with"))
}

fn open(target: &Target) -> Result<Router, Error> {
    Router::open(target, speech(), &Bastions::default())
}

/// What went wrong, and its sentence.
fn wrong(target: &Target) -> (Error, String) {
    let error = open(target).map(|_| ()).expect_err("it was to fail");
    let said = error.to_string();
    (error, said)
}

#[test]
fn lines_are_answered_each_by_its_own() {
    let Some(lab) = Lab::new("lines", "") else {
        return;
    };
    lab.know("host_ed25519", "");
    let mut router = open(&lab.target(lab.entry())).expect("it lets us in");
    assert_eq!(router.hostname().as_deref(), Some("R1"));
    assert_eq!(router.mode(), Some("exec"));
    let long = router.ask("show long").expect("an answer");
    assert_eq!(long.split(|byte| *byte == b'\n').count(), 2001);
    assert!(long.starts_with(b"line 0 of") && long.ends_with(b"line 1999 of a long answer\n"));
    router.enter("config").expect("a mode");
    let lines: Vec<Line> = (0..50)
        .map(|number| Line::plain(&format!("interface Gi0/{number}")))
        .collect();
    let answers = router.send(&lines, Some(20)).expect("nothing is refused");
    assert_eq!(answers.len(), 50);
    assert!(
        answers
            .iter()
            .all(|answer| answer.text.is_empty() && answer.mode == "config")
    );
    assert_eq!(answers[49].line, "interface Gi0/49");
    router
        .send(&[Line::plain("hostname LON-EDGE-1")], None)
        .expect("a new name");
    assert_eq!(router.hostname().as_deref(), Some("LON-EDGE-1"));
    router.enter("exec").expect("a mode");
    assert_eq!(router.ask("show nothing").expect("an answer"), b"");
    router.close();
}

#[test]
fn the_first_refusal_stops_the_rest() {
    let Some(lab) = Lab::new("refusal", "") else {
        return;
    };
    lab.know("host_ed25519", "");
    let mut router = open(&lab.target(lab.entry())).expect("it lets us in");
    router.enter("config").expect("a mode");
    let mut lines: Vec<Line> = (0..30)
        .map(|number| Line::plain(&format!("line {number}")))
        .collect();
    lines[3] = Line::plain("nonsense hunter2");
    let error = router.send(&lines, Some(4)).expect_err("it is refused");
    let Error::Refused(refused) = error else {
        panic!("{error:?}")
    };
    assert_eq!(
        (refused.number, refused.line.as_str()),
        (4, "nonsense hunter2")
    );
    assert_eq!(refused.answer, "% Invalid input detected.");
    assert_eq!(refused.taken.len(), 3);
    // What was under way behind it is told, and no more was sent.
    assert!(refused.behind.len() <= 3, "{}", refused.behind.len());
    assert_eq!(router.ask("show nothing").expect("it goes on"), b"");
}

#[test]
fn a_question_without_an_answer_is_an_error_and_no_silence() {
    let Some(lab) = Lab::new("question", "") else {
        return;
    };
    lab.know("host_ed25519", "");
    let mut target = lab.target(lab.entry());
    target.timeout = Duration::from_millis(1500);
    let mut router = open(&target).expect("it lets us in");
    let error = router.ask("ask").expect_err("it waits for an answer");
    assert!(
        error.to_string().contains("Really do it? [yes/no]:"),
        "{error}"
    );
}

#[test]
fn silence_and_death_are_told_in_time() {
    let Some(lab) = Lab::new("silence", "") else {
        return;
    };
    lab.know("host_ed25519", "");
    let mut target = lab.target(lab.entry());
    target.timeout = Duration::from_millis(1500);
    let mut router = open(&target).expect("it lets us in");
    let start = Instant::now();
    let error = router.ask("hang").expect_err("it hangs");
    assert!(
        matches!(&error, Error::Silent { line, .. } if line == "hang"),
        "{error:?}"
    );
    drop(router);
    assert!(
        start.elapsed() < Duration::from_secs(3),
        "{:?}",
        start.elapsed()
    );
    let mut router = open(&target).expect("it lets us in");
    let error = router.ask("die").expect_err("it dies");
    assert!(
        matches!(error, Error::Lost { outstanding: 1, .. }),
        "{error:?}"
    );
}
