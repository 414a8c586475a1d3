//! The real client against OpenSSH's sshd on loopback, with a small script that plays a router.
//! Without sshd (Debian: openssh-server) nothing here can be tested, and the tests say so.

mod support;

use std::fs;
use std::io::Write;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

use vifctl::intent::{Algorithms, AuthWay, HostKey};
use vifctl::router::{
    Bastions, Done, End, Entry, Error, Found, Line, Router, Spoken, SshConfig, Target, Why, Words,
};
use vifctl::secret::{Mark, Sealed, Secret, Writing};
use vifctl::vendor::Vendors;
use vifctl::vendor::change::Phase;
use vifctl::vendor::speech::Speech;

/// What is run for whoever logs in: a router with one refused word and a line that hangs.
const PLAY: &str = r#"#!/bin/sh
if [ -n "$SSH_ORIGINAL_COMMAND" ]; then
    echo "exec: $SSH_ORIGINAL_COMMAND"
    exit 0
fi
# As on a router, it is the program that echoes, when it reads.
stty -echo 2>/dev/null
host=R1; mode=; pending=
prompt() { printf '%s%s#' "$host" "$mode"; }
echo 'A banner with R9# in it'
prompt
while IFS= read -r line; do
    printf '%s\n' "$line"
    case $line in
        'configure terminal') mode='(config)' ;;
        'configure terminal revert timer'*)
            echo 'Rollback Confirmed Change: Backing up current running config to flash:x-1'
            pending=${line##* }; mode='(config)' ;;
        'show archive config rollback timer')
            if [ -n "$pending" ]; then echo "Timer value: $pending min"
            else echo '%No Rollback Confirmed Change pending'; fi ;;
        'configure confirm') pending= ;;
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

/// Keys for nothing but these tests, made once: an RSA key takes its time.
fn keys() -> Vec<PathBuf> {
    static KEYS: LazyLock<PathBuf> = LazyLock::new(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("conversation-keys");
        if folder.is_dir() {
            return folder;
        }
        let making = folder.with_extension(std::process::id().to_string());
        fs::create_dir_all(&making).expect("a folder for tests");
        for (key, kind, passphrase) in [
            ("host_ed25519", "ed25519", ""),
            ("host_rsa", "rsa", ""),
            ("other_ed25519", "ed25519", ""),
            ("user", "ed25519", ""),
            ("user_rsa", "rsa", ""),
            ("closed", "ed25519", "hunter2"),
        ] {
            let file = making.join(key).display().to_string();
            run(
                "ssh-keygen",
                &[
                    "-q", "-b", "2048", "-t", kind, "-N", passphrase, "-C", key, "-f", &file,
                ],
            );
        }
        // Another run may have been quicker; then theirs are as good.
        let _ = fs::rename(&making, &folder);
        folder
    });
    let entries = fs::read_dir(&*KEYS).expect("the keys were made");
    entries.flatten().map(|entry| entry.path()).collect()
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
        for key in keys() {
            fs::copy(&key, folder.join(key.file_name().expect("a name")))
                .expect("the folder is ours");
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
    speech_of("cisco_ios")
}

fn speech_of(pack: &str) -> Arc<Speech> {
    let vendors = Vendors::built_in().expect("the built-in packs can be read");
    let pack = vendors.get(pack).expect("it is one of them");
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

// --- Whom to believe -------------------------------------------------------------------------------

fn fingerprint(lab: &Lab, key: &str) -> String {
    let file = lab.file(&format!("{key}.pub")).display().to_string();
    let output = Command::new("ssh-keygen")
        .args(["-l", "-f", &file])
        .output()
        .expect("ssh-keygen");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.split(' ').nth(1).expect("a fingerprint").to_owned()
}

#[test]
fn an_unknown_host_is_refused_and_a_new_one_is_recorded_when_asked() {
    let Some(lab) = Lab::new("unknown", "") else {
        return;
    };
    let (error, said) = wrong(&lab.target(lab.entry()));
    let Error::HostKey(mistrust) = error else {
        panic!("{error:?}")
    };
    assert_eq!(mistrust.why, Why::Unknown);
    let offered = fingerprint(&lab, "host_ed25519");
    assert!(
        said.contains(&offered) && said.contains("accept-new"),
        "{said}"
    );
    assert!(!lab.file("known_hosts").exists());
    let new = Entry {
        host_key: HostKey::AcceptNew,
        ..lab.entry()
    };
    let router = open(&lab.target(new)).expect("a new host is taken");
    assert!(
        router.notes().iter().any(|note| note.contains(&offered)),
        "{:?}",
        router.notes()
    );
    drop(router);
    let router = open(&lab.target(lab.entry())).expect("now it is known");
    assert_eq!(router.notes(), Vec::<String>::new());
}

#[test]
fn a_changed_key_stops_with_both_fingerprints_even_when_new_ones_are_taken() {
    let Some(lab) = Lab::new("changed", "") else {
        return;
    };
    lab.know("other_ed25519", "");
    let (error, said) = wrong(&lab.target(Entry {
        host_key: HostKey::AcceptNew,
        ..lab.entry()
    }));
    assert!(
        matches!(&error, Error::HostKey(mistrust) if mistrust.why == Why::Changed),
        "{error:?}"
    );
    for key in ["host_ed25519", "other_ed25519"] {
        assert!(said.contains(&fingerprint(&lab, key)), "{said}");
    }
    assert!(said.contains("known_hosts:1"), "{said}");
}

#[test]
fn a_revoked_key_is_refused_though_it_is_on_file() {
    let Some(lab) = Lab::new("revoked", "") else {
        return;
    };
    lab.know("host_ed25519", "");
    lab.know("host_ed25519", "@revoked ");
    let (error, said) = wrong(&lab.target(lab.entry()));
    assert!(
        matches!(&error, Error::HostKey(mistrust) if mistrust.why == Why::Revoked),
        "{error:?}"
    );
    assert!(said.contains("revoked"), "{said}");
}

#[test]
fn hashed_names_other_kinds_of_key_and_broken_lines_are_no_obstacle() {
    let Some(lab) = Lab::new("hashed", "") else {
        return;
    };
    // Only the RSA key is on file, though the server would rather show another.
    fs::write(lab.file("known_hosts"), "this line is broken\n").expect("the folder is ours");
    lab.know("host_rsa", "");
    let router = open(&lab.target(lab.entry())).expect("it asks for the key that it knows");
    assert!(
        router
            .notes()
            .iter()
            .any(|note| note.contains("known_hosts:1")),
        "{:?}",
        router.notes()
    );
    drop(router);
    fs::remove_file(lab.file("known_hosts")).expect("it was ours");
    lab.know("host_rsa", "");
    run(
        "ssh-keygen",
        &[
            "-q",
            "-H",
            "-f",
            &lab.file("known_hosts").display().to_string(),
        ],
    );
    let hashed = fs::read_to_string(lab.file("known_hosts")).expect("it was written");
    assert!(hashed.starts_with("|1|"), "{hashed}");
    open(&lab.target(lab.entry())).expect("a hashed name is found");
}

// --- Ways in ---------------------------------------------------------------------------------------

#[test]
fn every_way_in_is_tried_in_order_and_told() {
    let Some(lab) = Lab::new("auth", "") else {
        return;
    };
    lab.know("host_ed25519", "");
    let entry = Entry {
        ways: vec![
            AuthWay::Agent,
            AuthWay::Key,
            AuthWay::Interactive,
            AuthWay::Password,
        ],
        key_files: vec![
            lab.file("nowhere"),
            lab.file("other_ed25519"),
            lab.file("closed"),
        ],
        agent: Some(lab.file("no-agent")),
        ..lab.entry()
    };
    let (error, said) = wrong(&lab.target(entry));
    let Error::Auth { tried, .. } = error else {
        panic!("{error:?}")
    };
    let ways: Vec<&str> = tried
        .iter()
        .map(|(way, _)| way.split(' ').next().expect("a word"))
        .collect();
    assert_eq!(
        ways,
        ["agent", "key", "key", "key", "interactive", "password"]
    );
    assert!(tried[1].1.contains("cannot be read"), "{tried:?}");
    assert!(tried[3].1.contains("is encrypted"), "{tried:?}");
    assert!(said.contains("publickey"), "{said}");
}

#[test]
fn keys_open_ones_encrypted_ones_and_rsa() {
    let Some(lab) = Lab::new("keys", "") else {
        return;
    };
    lab.know("host_ed25519", "");
    let closed = |passphrase: &[u8]| Entry {
        key_files: vec![lab.file("closed")],
        password: Some(Secret::new(passphrase.to_vec())),
        ..lab.entry()
    };
    open(&lab.target(closed(b"hunter2"))).expect("the passphrase opens it");
    let (_, said) = wrong(&lab.target(closed(b"wrong-one")));
    assert!(
        said.contains("passphrase") && !said.contains("wrong-one"),
        "{said}"
    );
    open(&lab.target(Entry {
        key_files: vec![lab.file("user_rsa")],
        ..lab.entry()
    }))
    .expect("an RSA key");
}

#[test]
fn the_agent_lets_us_in() {
    let Some(mut lab) = Lab::new("agent", "") else {
        return;
    };
    lab.know("host_ed25519", "");
    let socket = lab.file("agent");
    let child = Command::new("ssh-agent")
        .arg("-D")
        .arg("-a")
        .arg(&socket)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("ssh-agent can be started");
    lab.children.push(child);
    let until = Instant::now() + Duration::from_secs(5);
    while !socket.exists() {
        assert!(Instant::now() < until, "no agent");
        std::thread::sleep(Duration::from_millis(10));
    }
    let entry = || Entry {
        ways: vec![AuthWay::Agent],
        agent: Some(socket.clone()),
        ..lab.entry()
    };
    let (_, said) = wrong(&lab.target(entry()));
    assert!(said.contains("holds no key"), "{said}");
    let added = Command::new("ssh-add")
        .arg("-q")
        .arg(lab.file("user"))
        .env("SSH_AUTH_SOCK", &socket)
        .status()
        .expect("ssh-add");
    assert!(added.success());
    let router = open(&lab.target(entry())).expect("the agent has the key");
    assert!(
        router
            .tried()
            .last()
            .expect("it was tried")
            .1
            .ends_with("taken"),
        "{:?}",
        router.tried()
    );
}

#[test]
fn old_algorithms_only_by_name_and_the_name_is_told() {
    let old = "KexAlgorithms diffie-hellman-group14-sha1\nCiphers aes128-cbc\nMACs hmac-sha1\nHostKeyAlgorithms ssh-rsa";
    let Some(lab) = Lab::new("old", old) else {
        return;
    };
    lab.know("host_rsa", "");
    let (error, said) = wrong(&lab.target(lab.entry()));
    assert!(
        matches!(
            error,
            Error::Negotiation {
                setting: Some("algorithms = \"legacy\""),
                ..
            }
        ),
        "{error:?}"
    );
    assert!(
        said.contains("diffie-hellman-group14-sha1") && said.contains("aes128-cbc"),
        "{said}"
    );
    open(&lab.target(Entry {
        algorithms: Algorithms::Legacy,
        ..lab.entry()
    }))
    .expect("asked for by name");
}

#[test]
fn who_does_not_answer_is_given_up_in_time() {
    let silent = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    let port = silent.local_addr().expect("it is bound").port();
    let end = End {
        host: "127.0.0.1".into(),
        port,
        user: "nobody".into(),
        entry: Arc::new(Entry::default()),
    };
    let mut target = Target {
        name: "r1".into(),
        end,
        jumps: Vec::new(),
        timeout: Duration::from_millis(800),
    };
    let start = Instant::now();
    let (error, _) = wrong(&target);
    assert!(matches!(error, Error::Unreachable { .. }), "{error:?}");
    assert!(
        start.elapsed() < Duration::from_secs(3),
        "{:?}",
        start.elapsed()
    );
    drop(silent);
    target.timeout = Duration::from_secs(20);
    let start = Instant::now();
    let (_, said) = wrong(&target);
    assert!(
        said.contains("refused") && start.elapsed() < Duration::from_secs(3),
        "{said}"
    );
}

// --- Bastions --------------------------------------------------------------------------------------

fn accepted(lab: &Lab) -> usize {
    let log = fs::read_to_string(lab.file("log")).expect("sshd writes it");
    log.matches("Accepted publickey").count()
}

#[test]
fn many_routers_share_one_connection_to_the_bastion() {
    let Some(bastion) = Lab::new("bastion", "") else {
        return;
    };
    let Some(lab) = Lab::new("behind", "") else {
        return;
    };
    for lab in [&bastion, &lab] {
        lab.know("host_ed25519", "");
    }
    let mut target = lab.target(lab.entry());
    target.jumps = vec![bastion.end(bastion.entry())];
    let bastions = Bastions::default();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let mut router =
                    Router::open(&target, speech(), &bastions).expect("through the bastion");
                assert_eq!(
                    router.ask("show long").expect("an answer").len(),
                    long_answer().len()
                );
            });
        }
    });
    assert_eq!((accepted(&bastion), accepted(&lab)), (1, 4));
}

#[test]
fn a_router_that_does_not_answer_keeps_no_other_waiting_behind_the_bastion() {
    let Some(bastion) = Lab::new("stuck", "") else {
        return;
    };
    let Some(lab) = Lab::new("free", "") else {
        return;
    };
    for lab in [&bastion, &lab] {
        lab.know("host_ed25519", "");
    }
    // A socket whose queue is full: who connects to it waits.
    let full = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    let port = full.local_addr().expect("it is bound").port();
    let address = std::net::SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let soon = Duration::from_millis(100);
    let waiting: Vec<TcpStream> =
        std::iter::from_fn(|| TcpStream::connect_timeout(&address, soon).ok())
            .take(10_000)
            .collect();
    assert!(waiting.len() < 10_000, "the queue has no end");
    let mut target = lab.target(lab.entry());
    target.jumps = vec![bastion.end(bastion.entry())];
    let mut dead = target.clone();
    dead.end.port = port;
    dead.timeout = Duration::from_secs(8);
    let bastions = Bastions::default();
    std::thread::scope(|scope| {
        let gone = scope.spawn(|| Router::open(&dead, speech(), &bastions).map(|_| ()));
        std::thread::sleep(Duration::from_millis(500));
        let start = Instant::now();
        let mut router = Router::open(&target, speech(), &bastions).expect("another way past it");
        assert!(
            start.elapsed() < Duration::from_secs(6),
            "{:?}",
            start.elapsed()
        );
        assert_eq!(router.ask("show nothing").expect("an answer"), b"");
        let error = gone
            .join()
            .expect("no panic")
            .expect_err("nobody answers there");
        assert!(error.to_string().contains("no answer in time"), "{error}");
    });
    assert_eq!(accepted(&bastion), 2);
}

fn long_answer() -> String {
    (0..2000)
        .map(|number| format!("line {number} of a long answer\n"))
        .collect()
}

#[test]
fn bastions_make_a_chain_and_say_where_it_breaks() {
    let Some(first) = Lab::new("first", "") else {
        return;
    };
    let Some(second) = Lab::new("second", "") else {
        return;
    };
    let Some(closed) = Lab::new("closed", "AllowTcpForwarding no") else {
        return;
    };
    let Some(lab) = Lab::new("last", "") else {
        return;
    };
    for lab in [&first, &second, &closed, &lab] {
        lab.know("host_ed25519", "");
    }
    let mut target = lab.target(lab.entry());
    target.jumps = vec![first.end(first.entry()), second.end(second.entry())];
    let mut router = open(&target).expect("through both");
    assert_eq!(router.ask("show nothing").expect("an answer"), b"");
    drop(router);
    target.jumps = vec![first.end(first.entry()), closed.end(closed.entry())];
    let (error, said) = wrong(&target);
    assert!(matches!(error, Error::Unreachable { .. }), "{error:?}");
    assert!(said.contains("opens no way to it"), "{said}");
    target.jumps = vec![
        first.end(first.entry()),
        second.end(Entry {
            key_files: vec![second.file("other_ed25519")],
            ..second.entry()
        }),
    ];
    let (error, said) = wrong(&target);
    assert!(
        matches!(error, Error::Jump { .. }) && said.contains(&second.port.to_string()),
        "{said}"
    );
}

// --- Secrets, phases, channels ---------------------------------------------------------------------

#[test]
fn no_key_comes_back() {
    let Some(lab) = Lab::new("secret", "") else {
        return;
    };
    lab.know("host_ed25519", "");
    let heard = Arc::new(std::sync::Mutex::new(String::new()));
    let watch = {
        let heard = Arc::clone(&heard);
        Box::new(move |spoken: &Spoken<'_>| {
            heard
                .lock()
                .expect("nobody panicked")
                .push_str(&format!("{spoken:?}\n"));
        })
    };
    let mut router = Router::open_watched(
        &lab.target(lab.entry()),
        speech(),
        &Bastions::default(),
        Some(watch),
    )
    .expect("it lets us in");
    let key = Secret::new(b"hunter2".to_vec());
    let sealed = Sealed::new(
        format!("secret {}\nnonsense {}", Mark(0), Mark(0)),
        Writing::default(),
    );
    let lines = Line::unseal(&sealed, |_| Some(&key))
        .map_err(|mark| mark.to_string())
        .expect("there is one");
    let error = router
        .send(&lines, None)
        .expect_err("the second is refused");
    let Error::Refused(refused) = &error else {
        panic!("{error:?}")
    };
    assert_eq!(refused.taken[0].text, b"you said secret ********\n");
    let told = format!(
        "{error} {error:?} {lines:?} {}",
        heard.lock().expect("nobody panicked")
    );
    assert!(
        told.contains("nonsense ********") && !told.contains("hunter2"),
        "{told}"
    );
}

#[test]
fn the_phases_of_a_change_are_done_as_the_pack_has_them() {
    let Some(lab) = Lab::new("phases", "") else {
        return;
    };
    lab.know("host_ed25519", "");
    let mut router = open(&lab.target(lab.entry())).expect("it lets us in");
    let speech = speech();
    let way = speech.way("revert timer").expect("a way of this pack");
    assert_eq!(
        router.obstacles(way).expect("it answers"),
        Vec::<String>::new()
    );
    let lines = [
        Line::plain("! a comment"),
        Line::plain("interface Gi0/1"),
        Line::plain(""),
    ];
    let mut words = Words {
        lines: &lines,
        seconds: 240,
        name: "vifctl-1".into(),
        ..Words::default()
    };
    let doing = |phase| way.phase(phase).expect("every phase is there");
    let found = router
        .find(way, doing(Phase::Pending), &mut words)
        .expect("it answers");
    assert_eq!(found, Found::No);
    for phase in [Phase::Arm, Phase::Open] {
        router
            .run(way, doing(phase), &mut words)
            .expect("it is done");
        assert_eq!(router.mode(), Some("config"));
    }
    let Done::Answered(answers) = router
        .run(way, doing(Phase::Stage), &mut words)
        .expect("it is done")
    else {
        panic!("there are lines")
    };
    let typed: Vec<&str> = answers.iter().map(|answer| answer.line.as_str()).collect();
    assert_eq!(typed, ["interface Gi0/1", "end"]);
    let found = router
        .find(way, doing(Phase::Pending), &mut words)
        .expect("it answers");
    let Found::Yes(found) = found else {
        panic!("{found:?}")
    };
    assert_eq!(found["left"], "4");
    assert!(router.obstacles(way).expect("it answers")[0].contains("running already"));
    assert!(matches!(
        router.run(way, doing(Phase::Check), &mut words),
        Ok(Done::Cannot(_))
    ));
    router
        .run(way, doing(Phase::Confirm), &mut words)
        .expect("it is done");
    assert_eq!(
        router
            .find(way, doing(Phase::Pending), &mut words)
            .expect("it answers"),
        Found::No
    );
}

#[test]
fn a_platform_that_is_better_over_exec_is_asked_that_way() {
    let Some(lab) = Lab::new("exec", "") else {
        return;
    };
    lab.know("host_ed25519", "");
    let mut router = Router::open(
        &lab.target(lab.entry()),
        speech_of("frr"),
        &Bastions::default(),
    )
    .expect("it lets us in");
    assert_eq!(
        router.ask("show bgp summary").expect("an answer"),
        b"exec: show bgp summary\n"
    );
    let both = router.ask_all(&["one", "two"]).expect("answers");
    assert_eq!(both, [b"exec: one\n".to_vec(), b"exec: two\n".to_vec()]);
}

// --- A real router's command line ------------------------------------------------------------------

fn hostname() -> String {
    let output = Command::new("hostname")
        .output()
        .expect("hostname can be started");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// FRR's bgpd for this test alone, without zebra and without a port; nothing where it is not there.
fn bgpd(lab: &mut Lab) -> Option<()> {
    let daemon = Path::new("/usr/lib/frr/bgpd");
    if !daemon.is_file() || user() != "root" {
        eprintln!("skipped: there is no FRR (Debian: frr), or the test does not run as root");
        return None;
    }
    let sockets = lab.file("frr");
    fs::create_dir_all(&sockets).expect("the folder is ours");
    fs::write(sockets.join("vtysh.conf"), "").expect("the folder is ours");
    fs::write(sockets.join("bgpd.conf"), "hostname r1\n").expect("the folder is ours");
    for path in [
        &lab.folder,
        &sockets,
        &sockets.join("bgpd.conf"),
        &sockets.join("vtysh.conf"),
    ] {
        fs::set_permissions(path, fs::Permissions::from_mode(0o777)).expect("it is ours");
    }
    let child = Command::new(daemon)
        .args([
            "-n", "-Z", "-p", "0", "-P", "0", "-u", "root", "-g", "root", "-S",
        ])
        .arg("--vty_socket")
        .arg(&sockets)
        .arg("-i")
        .arg(sockets.join("bgpd.pid"))
        .arg("-f")
        .arg(sockets.join("bgpd.conf"))
        .stdin(Stdio::null())
        .stdout(fs::File::create(lab.file("bgpd.log")).expect("the folder is ours"))
        .stderr(Stdio::null())
        .spawn()
        .expect("bgpd can be started");
    lab.children.push(child);
    let until = Instant::now() + Duration::from_secs(10);
    while !sockets.join("bgpd.vty").exists() {
        assert!(
            Instant::now() < until,
            "bgpd does not start: {}",
            fs::read_to_string(lab.file("bgpd.log")).unwrap_or_default()
        );
        std::thread::sleep(Duration::from_millis(20));
    }
    Some(())
}

#[test]
fn a_real_command_line_is_talked_with_and_changed() {
    let Some(mut lab) = Lab::new("frr", "") else {
        return;
    };
    if bgpd(&mut lab).is_none() {
        return;
    }
    let sockets = lab.file("frr").display().to_string();
    let vtysh = format!("vtysh --vty_socket {sockets} --config_dir {sockets}");
    let play = format!(
        "#!/bin/sh\n[ -n \"$SSH_ORIGINAL_COMMAND\" ] && exec {vtysh} -c \"$SSH_ORIGINAL_COMMAND\"\nexec {vtysh}\n"
    );
    fs::write(lab.file("play.sh"), play).expect("the folder is ours");
    lab.know("host_ed25519", "");
    let speech = speech_of("frr");
    let mut router = Router::open(
        &lab.target(lab.entry()),
        Arc::clone(&speech),
        &Bastions::default(),
    )
    .expect("it lets us in");
    assert_eq!(router.mode(), Some("exec"));
    let way = speech.way("connected").expect("a way of this pack");
    let doing = |phase| way.phase(phase).expect("every phase is there");
    let key = Secret::new(b"hunter2?x".to_vec());
    let text = format!(
        "! a comment\nip prefix-list DX seq 5 permit 10.0.0.0/8\nrouter bgp 65001\n neighbor 192.0.2.1 remote-as 7224\n neighbor 192.0.2.1 password {}\n neighbor 192.0.2.1 timers 10 30\n exit",
        Mark(0)
    );
    let lines = Line::unseal(&Sealed::new(text, Writing::default()), |_| Some(&key))
        .map_err(|mark| mark.to_string())
        .expect("there is one");
    let undo = [
        Line::plain("no router bgp 65001"),
        Line::plain("no ip prefix-list DX"),
    ];
    let mut words = Words {
        lines: &lines,
        undo: &undo,
        ..Words::default()
    };
    for phase in [Phase::Open, Phase::Stage] {
        router
            .run(way, doing(phase), &mut words)
            .expect("it is done");
    }
    let running =
        String::from_utf8(router.ask("show running-config").expect("an answer")).expect("text");
    assert!(
        running.contains("neighbor 192.0.2.1 timers 10 30"),
        "{running}"
    );
    assert!(
        running.contains("neighbor 192.0.2.1 password ********") && !running.contains("hunter2"),
        "{running}"
    );
    // The `?` has arrived: what is masked is the whole key.
    let raw = Command::new("vtysh")
        .args(["--vty_socket", &sockets, "-c", "show running-config"])
        .output()
        .expect("vtysh");
    assert!(String::from_utf8_lossy(&raw.stdout).contains("password hunter2?x"));
    router.enter("config").expect("a mode");
    let wrong = [
        Line::plain("router bgp 65002"),
        Line::plain("ip prefix-list LATER seq 5 permit any"),
    ];
    let error = router
        .send(&wrong, Some(1))
        .expect_err("another AS is there");
    let Error::Refused(refused) = &error else {
        panic!("{error:?}")
    };
    assert_eq!(
        (refused.number, refused.answer.as_str()),
        (1, "BGP is already running; AS is 65001")
    );
    router
        .run(way, doing(Phase::Undo), &mut words)
        .expect("it is done");
    let running =
        String::from_utf8(router.ask("show running-config").expect("an answer")).expect("text");
    assert!(
        !running.contains("router bgp") && !running.contains("prefix-list"),
        "{running}"
    );
    drop(router);
    // A login that ends in a shell: the way from there is the pack's too.
    let play = format!(
        "#!/bin/sh\nstty -echo\nprintf 'ops@gate:~$ '\nread -r line\necho \"$line\"\nstty echo\nexec {vtysh}\n"
    );
    fs::write(lab.file("play.sh"), play).expect("the folder is ours");
    let mut router = Router::open(
        &lab.target(lab.entry()),
        Arc::clone(&speech),
        &Bastions::default(),
    )
    .expect("it lets us in");
    assert_eq!(
        (router.mode(), router.hostname().as_deref()),
        (Some("exec"), Some(&*hostname()))
    );
    assert!(
        router
            .ask("show running-config")
            .expect("an answer")
            .ends_with(b"end\n")
    );
    // Many lines at once, each with its own answer.
    router.enter("config").expect("a mode");
    let many: Vec<Line> = (1..=300)
        .map(|number| {
            Line::plain(&format!(
                "ip prefix-list MANY seq {number} permit 10.{}.{}.0/24",
                number / 250,
                number % 250
            ))
        })
        .collect();
    let answers = router.send(&many, None).expect("nothing is refused");
    assert!(
        answers.len() == 300
            && answers
                .iter()
                .all(|answer| answer.text.is_empty() && !answer.doubtful)
    );
}

// --- From the intent to the router -----------------------------------------------------------------

#[test]
fn the_users_own_ssh_configuration_is_honoured() {
    let Some(bastion) = Lab::new("config-bastion", "") else {
        return;
    };
    let Some(lab) = Lab::new("config", "") else {
        return;
    };
    for from in [&bastion, &lab] {
        from.know("host_ed25519", "");
        let known = fs::read_to_string(from.file("known_hosts")).expect("it was written");
        let mut file = fs::OpenOptions::new()
            .append(true)
            .create(true)
            .open(lab.file("known_both"))
            .expect("the folder is ours");
        file.write_all(known.as_bytes())
            .expect("the folder is ours");
    }
    let config = format!(
        "Host edge-*\n  HostName 127.0.0.1\n  Port {}\n  User {}\n  IdentityFile {}\n  ProxyJump gate\nHost gate\n  HostName 127.0.0.1\n  Port {}\n  User {}\n",
        lab.port,
        user(),
        lab.file("user").display(),
        bastion.port,
        user(),
    );
    let text = "schema = 1\n[login.ops]\nauth = [\"key\"]\nknown_hosts = \"known_both\"\ntimeout = 12\n[router.r1]\nvendor = \"cisco_ios\"\naddress = \"edge-1\"\nlogin = \"ops\"\n";
    let intent = vifctl::intent::load_text("vifctl.toml", text).intent;
    let target = Target::new(
        &intent.routers[0],
        &intent.logins[0],
        &SshConfig::parse(&config, std::path::Path::new("")).expect("it includes nothing"),
        &lab.folder,
    )
    .expect("all is there");
    assert_eq!(target.timeout, Duration::from_secs(12));
    assert_eq!(target.jumps.len(), 1);
    let mut router = open(&target).expect("as ssh itself would go");
    assert_eq!(router.ask("show nothing").expect("an answer"), b"");
    assert_eq!(accepted(&bastion), 1);
}
