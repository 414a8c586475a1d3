//! The real client against the simulated routers of every platform: passwords, questions at the
//! login, pages, log lines, locks, the whole way of a trial, and connections that end or freeze.
#![cfg(feature = "sim")]

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use vifctl::intent::AuthWay;
use vifctl::router::{Bastions, End, Entry, Error, Found, Router, Target, Words};
use vifctl::secret::Secret;
use vifctl::sim::{Kind, Running, Start, Trouble, start};
use vifctl::vendor::Vendors;
use vifctl::vendor::change::Phase;
use vifctl::vendor::speech::Speech;

/// A simulated router that is trusted, and the way to it.
struct Stand {
    kind: Kind,
    running: Running,
    known: PathBuf,
    speech: Arc<Speech>,
}

impl Drop for Stand {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.known);
    }
}

fn made(kind: Kind, change: impl Fn(&mut Start)) -> Stand {
    let mut how = Start::new(kind);
    change(&mut how);
    let running = start(how).unwrap_or_else(|why| panic!("{kind:?}: {why}"));
    let port = running.address().port();
    let known = std::env::temp_dir().join(format!("vifctl-talk-{}-{port}", std::process::id()));
    fs::write(&known, running.known_hosts_line()).expect("a temporary file");
    let vendors = Vendors::built_in().expect("the built-in packs can be read");
    let pack = vendors.get(kind.name()).expect("a pack of that name");
    let speech = Arc::new(pack.speech().expect("it can be talked with"));
    Stand {
        kind,
        running,
        known,
        speech,
    }
}

impl Stand {
    fn target(&self, ways: &[AuthWay], password: &[u8]) -> Target {
        let entry = Entry {
            ways: ways.to_vec(),
            password: Some(Secret::new(password.to_vec())),
            enable: Some(Secret::new(b"vifctl".to_vec())),
            known_hosts: vec![self.known.clone()],
            ..Entry::default()
        };
        let address = self.running.address();
        let end = End {
            host: address.ip().to_string(),
            port: address.port(),
            user: "vifctl".into(),
            entry: Arc::new(entry),
        };
        Target {
            name: "edge".into(),
            end,
            jumps: Vec::new(),
            timeout: Duration::from_secs(10),
        }
    }

    fn open(&self, target: &Target) -> Result<Router, Error> {
        Router::open(target, Arc::clone(&self.speech), &Bastions::default())
    }

    fn router(&self) -> Router {
        let target = self.target(&[AuthWay::Password], b"vifctl");
        self.open(&target)
            .unwrap_or_else(|error| panic!("{:?}: {error}", self.kind))
    }

    /// The running configuration, as the pack asks for it.
    fn shown(&self, router: &mut Router) -> String {
        let running = &self.speech.running;
        router
            .enter(&running.mode)
            .unwrap_or_else(|error| panic!("{:?}: {error}", self.kind));
        let text = router
            .ask(&running.line)
            .unwrap_or_else(|error| panic!("{:?}: {error}", self.kind));
        String::from_utf8_lossy(&text).into_owned()
    }
}

#[test]
fn passwords_and_questions_let_in_and_a_wrong_one_is_told() {
    for kind in Kind::all() {
        let open = made(kind, |_| {});
        open.router();
        let (error, both) = (
            open.target(&[AuthWay::Interactive, AuthWay::Password], b"wrong-one"),
            kind,
        );
        let said = open
            .open(&error)
            .map(|_| ())
            .expect_err("a wrong password")
            .to_string();
        assert!(
            said.contains("password:") && !said.contains("wrong-one"),
            "{both:?}: {said}"
        );
        let asking = made(kind, |how| how.keyboard_only = true);
        let target = asking.target(&[AuthWay::Password, AuthWay::Interactive], b"vifctl");
        let router = asking
            .open(&target)
            .unwrap_or_else(|error| panic!("{kind:?}: {error}"));
        let tried: Vec<&str> = router.tried().iter().map(|(way, _)| way.as_str()).collect();
        assert_eq!(tried.last(), Some(&"interactive"), "{kind:?}");
    }
}

#[test]
fn pages_log_lines_and_banners_change_no_answer() {
    for kind in Kind::all() {
        let quiet = made(kind, |_| {});
        let expected = quiet.shown(&mut quiet.router());
        assert!(expected.lines().count() > 3, "{kind:?}: {expected}");
        let noisy = made(kind, |how| {
            how.trouble = vec![Trouble::Banner(
                "a banner with edge# and edge> in it".into(),
            )];
            // The simulator's pages are of two shapes; some platforms are known to have others.
            let pages = ["--More--", "---(more)---"];
            let known = |text: &&str| {
                quiet
                    .speech
                    .pagers
                    .iter()
                    .any(|pager| pager.is.is_match(text.as_bytes()))
            };
            if pages.iter().any(known) {
                how.trouble.push(Trouble::Page);
            }
            // The simulated log lines have a shape that not every platform's have.
            let line =
                b"*Feb 15 12:01:00.123: %LINEPROTO-5-UPDOWN: Line protocol on Interface Null9";
            if quiet.speech.noise.iter().any(|form| form.is_match(line)) {
                how.trouble.push(Trouble::SyslogNoise);
            }
        });
        let mut router = noisy.router();
        let stable = |text: &str| -> Vec<String> {
            let noise = |line: &&str| {
                !noisy
                    .speech
                    .running
                    .noise
                    .iter()
                    .any(|form| form.is_match(line.as_bytes()))
            };
            text.lines().filter(noise).map(str::to_owned).collect()
        };
        assert_eq!(
            stable(&noisy.shown(&mut router)),
            stable(&expected),
            "{kind:?}"
        );
    }
}

#[test]
fn a_line_that_is_refused_is_told_and_the_session_goes_on() {
    for kind in Kind::all() {
        let one = made(kind, |_| {});
        let mut router = one.router();
        let before = one.shown(&mut router);
        let wrong = vifctl::router::Line::plain("this-is-no-command of anybody");
        let answer = router
            .say(&wrong, &[])
            .unwrap_or_else(|error| panic!("{kind:?}: {error}"));
        assert!(
            answer.refusal.is_some(),
            "{kind:?}: {:?}",
            String::from_utf8_lossy(&answer.text)
        );
        assert_eq!(
            one.shown(&mut router).lines().count(),
            before.lines().count(),
            "{kind:?}"
        );
    }
}

#[test]
fn nothing_waits_on_a_router_that_nobody_changes() {
    for kind in Kind::all() {
        let one = made(kind, |_| {});
        let mut router = one.router();
        for way in &one.speech.ways {
            let doing = way.phase(Phase::Pending).expect("every phase is there");
            if doing.steps.is_empty()
                || !router
                    .obstacles(way)
                    .unwrap_or_else(|error| panic!("{kind:?}: {error}"))
                    .is_empty()
            {
                continue;
            }
            let found = router
                .find(way, doing, &mut Words::default())
                .unwrap_or_else(|error| panic!("{kind:?}: {error}"));
            assert!(
                !matches!(found, Found::Yes(_)),
                "{kind:?}, {}: {found:?}",
                way.name
            );
        }
    }
}

#[test]
fn who_freezes_or_hangs_up_is_told_in_time() {
    for kind in Kind::all() {
        let one = made(kind, |_| {});
        let mut target = one.target(&[AuthWay::Password], b"vifctl");
        target.timeout = Duration::from_secs(2);
        one.running.set_trouble(vec![Trouble::FreezeAtByte(5)]);
        let start = Instant::now();
        let error = one.open(&target).map(|_| ()).expect_err("it freezes");
        assert!(matches!(error, Error::Silent { .. }), "{kind:?}: {error:?}");
        assert!(
            start.elapsed() < Duration::from_secs(6),
            "{kind:?}: {:?}",
            start.elapsed()
        );
        one.running.set_trouble(vec![Trouble::DropAtByte(5)]);
        let error = one.open(&target).map(|_| ()).expect_err("it hangs up");
        assert!(matches!(error, Error::Lost { .. }), "{kind:?}: {error:?}");
    }
}
