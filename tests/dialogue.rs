//! The dialogue, pure: every prompt in fixtures/*/prompts.toml is one or is none, every session in
//! fixtures/*/session is understood as it was by eye, and neither torn nor hostile bytes change it.

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use proptest::prelude::*;
use serde::Deserialize;
use serde_json::{Value, json};
use support::{golden, home};
use vifctl::router::{Answer, Dialogue, Event, Line, Reply, Rest};
use vifctl::vendor::Vendors;
use vifctl::vendor::speech::{Speech, Wanted};

/// Every pack and how one talks with it.
static SPEECHES: LazyLock<Vec<(String, Arc<Speech>)>> = LazyLock::new(|| {
    let vendors = Vendors::built_in().expect("the built-in packs can be read");
    let named = vendors.names().map(|name| {
        let pack = vendors.get(name).expect("it was named");
        let speech = pack
            .speech()
            .unwrap_or_else(|why| panic!("{name}: {why:#}"));
        (name.to_owned(), Arc::new(speech))
    });
    named.collect()
});

fn files(folder: &Path, end: &str) -> Vec<PathBuf> {
    let mut all: Vec<PathBuf> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|found| found == end))
        .collect();
    all.sort();
    all
}

// --- Prompts ---------------------------------------------------------------------------------------

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Prompts {
    is: Vec<Is>,
    not: Vec<Not>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Is {
    text: String,
    mode: String,
    host: String,
    #[serde(default)]
    above: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Not {
    text: String,
    #[serde(default)]
    above: String,
}

/// What a dialogue makes of a screen that ends with this. A typed line proves the prompt.
fn seen(speech: &Arc<Speech>, above: &str, text: &str) -> Option<(String, String)> {
    let mut dialogue = Dialogue::new(Arc::clone(speech));
    let screen = format!("{above}\r\n{text}");
    dialogue.feed(screen.as_bytes());
    let Rest::Prompt(_) = dialogue.rest() else {
        return None;
    };
    dialogue.say(&Line::plain("x"), &[]);
    dialogue.feed(b"x\r\n");
    let mode = dialogue.mode()?.to_owned();
    Some((mode, dialogue.hostname().unwrap_or_default()))
}

#[test]
fn every_prompt_is_one_or_is_none() {
    for (name, speech) in &*SPEECHES {
        let file = home().join("fixtures").join(name).join("prompts.toml");
        let text =
            fs::read_to_string(&file).unwrap_or_else(|_| panic!("{name} has no prompts.toml"));
        let prompts: Prompts = toml::from_str(&text).unwrap_or_else(|why| panic!("{name}: {why}"));
        for mode in &speech.modes {
            let shown = prompts.is.iter().any(|is| is.mode == mode.name);
            assert!(
                shown,
                "{name}: no prompt of mode {} in prompts.toml",
                mode.name
            );
        }
        for is in &prompts.is {
            // The name in the prompt of another shell is not believed to be the platform's.
            let foreign = speech
                .modes
                .iter()
                .any(|mode| mode.name == is.mode && mode.foreign);
            let host = if foreign {
                String::new()
            } else {
                is.host.clone()
            };
            let expected = Some((is.mode.clone(), host));
            assert_eq!(
                seen(speech, &is.above, &is.text),
                expected,
                "{name}: {:?}",
                is.text
            );
        }
        assert!(!prompts.not.is_empty(), "{name}: nothing that is no prompt");
        for not in &prompts.not {
            assert_eq!(
                seen(speech, &not.above, &not.text),
                None,
                "{name}: {:?}",
                not.text
            );
        }
    }
}

// --- Sessions --------------------------------------------------------------------------------------

/// A part of a written session. In its file a line is what the device prints, with `\\e`, `\\r`,
/// `\\b` and `\\a` for what cannot be seen, unless it begins with one of the marks below; `//` is a
/// comment. Before a mark the last line has no end: that is where the prompt stands.
#[derive(Clone, Debug, PartialEq)]
enum Part {
    /// The device prints it.
    Said(Vec<u8>),
    /// We type it: `>> line`.
    Typed(String),
    /// We answer with it: `?> text`.
    Answered(String),
    /// A key that goes on: `k> key`.
    Key(String),
    /// Nothing comes for a while: `..`
    Quiet,
}

fn unescaped(text: &str) -> Vec<u8> {
    text.replace("\\e", "\x1b")
        .replace("\\r", "\r")
        .replace("\\b", "\x08")
        .replace("\\a", "\x07")
        .into_bytes()
}

fn session(file: &Path) -> Vec<Part> {
    let text = fs::read_to_string(file).expect("a session can be read");
    let mut parts = Vec::new();
    let mut said: Vec<&str> = Vec::new();
    let close = |said: &mut Vec<&str>, parts: &mut Vec<Part>| {
        if !said.is_empty() {
            parts.push(Part::Said(unescaped(&said.join("\r\n"))));
            said.clear();
        }
    };
    for line in text.lines() {
        let marked = |mark: &str| {
            line.strip_prefix(mark)
                .map(|rest| rest.strip_prefix(' ').unwrap_or(rest))
        };
        let part = if line.starts_with("//") {
            continue;
        } else if let Some(line) = marked(">>") {
            Part::Typed(line.to_owned())
        } else if let Some(text) = marked("?>") {
            Part::Answered(text.to_owned())
        } else if line == ".." {
            Part::Quiet
        } else if let Some(key) = marked("k>") {
            Part::Key(key.to_owned())
        } else {
            said.push(line);
            continue;
        };
        close(&mut said, &mut parts);
        parts.push(part);
    }
    close(&mut said, &mut parts);
    parts
}

/// What a run of a session gave.
#[derive(Default)]
struct Heard {
    answers: Vec<Answer>,
    asides: Vec<String>,
}

impl Heard {
    fn take(&mut self, events: Vec<Event>) {
        for event in events {
            match event {
                Event::Answered(answer) => self.answers.push(answer),
                Event::Aside(text) => self.asides.push(text),
                Event::Flood => panic!("no session is that long"),
            }
        }
    }
}

/// Feed something in pieces of at most `most` bytes.
fn feed(dialogue: &mut Dialogue, heard: &mut Heard, bytes: &[u8], most: usize) {
    for piece in bytes.chunks(most) {
        heard.take(dialogue.feed(piece));
    }
}

/// One line after the other, as a person would.
fn one_by_one(speech: &Arc<Speech>, parts: &[Part], most: usize, name: &str) -> (Heard, Dialogue) {
    let (mut dialogue, mut heard) = (Dialogue::new(Arc::clone(speech)), Heard::default());
    dialogue.hide(b"hunter2");
    for part in parts {
        match part {
            Part::Said(bytes) => feed(&mut dialogue, &mut heard, bytes, most),
            Part::Quiet => match dialogue.rest() {
                Rest::Prompt(answer) => heard.answers.extend(answer),
                rest => panic!("{name}: quiet, and {rest:?}: {}", dialogue.last_words()),
            },
            Part::Typed(line) => {
                match dialogue.rest() {
                    Rest::Prompt(answer) => heard.answers.extend(answer),
                    rest => panic!(
                        "{name}: at {line:?} there was {rest:?}: {}",
                        dialogue.last_words()
                    ),
                }
                dialogue.say(&Line::plain(line), &[]);
                feed(
                    &mut dialogue,
                    &mut heard,
                    format!("{line}\r\n").as_bytes(),
                    most,
                );
            }
            Part::Answered(text) => {
                let Rest::Question { reply, .. } = dialogue.rest() else {
                    panic!(
                        "{name}: no question before {text:?}: {}",
                        dialogue.last_words()
                    );
                };
                let (shown, echo) = match &reply {
                    Reply::Bytes(bytes) => {
                        let text = String::from_utf8_lossy(bytes).trim_end().to_owned();
                        (text.clone(), format!("{text}\r\n"))
                    }
                    Reply::Secret(wanted) => {
                        let name = match wanted {
                            Wanted::User => "<user>",
                            Wanted::Password => "<password>",
                            Wanted::Enable => "<enable>",
                        };
                        (name.to_owned(), "\r\n".to_owned())
                    }
                    Reply::None => ("<none>".to_owned(), String::new()),
                };
                assert_eq!(&shown, text, "{name}");
                feed(&mut dialogue, &mut heard, echo.as_bytes(), most);
            }
            Part::Key(key) => match dialogue.rest() {
                Rest::Key(pressed) => {
                    assert_eq!(
                        String::from_utf8_lossy(&pressed)
                            .escape_default()
                            .to_string(),
                        *key,
                        "{name}"
                    );
                }
                rest => panic!(
                    "{name}: no page waits but {rest:?}: {}",
                    dialogue.last_words()
                ),
            },
        }
    }
    match dialogue.rest() {
        Rest::Prompt(answer) => heard.answers.extend(answer),
        // A session may end with a question that has no answer.
        Rest::Question { .. } | Rest::More => {}
        rest @ Rest::Key(_) => panic!("{name}: it ends with {rest:?}"),
    }
    (heard, dialogue)
}

fn told(answer: &Answer) -> Value {
    let text = String::from_utf8_lossy(&answer.text).into_owned();
    let mut told = json!({
        "line": answer.line,
        "answer": text.lines().collect::<Vec<_>>(),
        "mode": answer.mode,
    });
    if let Some(refusal) = &answer.refusal {
        told["refusal"] = json!(refusal);
    }
    if answer.busy {
        told["busy"] = json!(true);
    }
    if answer.doubtful {
        told["doubtful"] = json!(true);
    }
    if !answer.asked.is_empty() {
        told["asked"] = json!(answer.asked);
    }
    told
}

fn sessions() -> Vec<(String, Arc<Speech>, PathBuf)> {
    let mut all = Vec::new();
    for (name, speech) in &*SPEECHES {
        let found = files(&home().join("fixtures").join(name).join("session"), "txt");
        assert!(!found.is_empty(), "{name} has no session");
        all.extend(
            found
                .into_iter()
                .map(|file| (name.clone(), Arc::clone(speech), file)),
        );
    }
    all
}

#[test]
fn every_session_is_understood_as_it_was_by_eye() {
    for (_, speech, file) in sessions() {
        let name = file.display().to_string();
        let (heard, dialogue) = one_by_one(&speech, &session(&file), usize::MAX, &name);
        let answers: Vec<Value> = heard.answers.iter().map(told).collect();
        let read = json!({
            "host": dialogue.hostname(),
            "answers": answers,
            "asides": heard.asides,
        });
        let pretty = serde_json::to_string_pretty(&read).expect("it is JSON");
        golden(&file.with_extension("json"), &format!("{pretty}\n"));
        assert!(!pretty.contains("hunter2"), "{name} shows a key");
    }
}

#[test]
fn torn_to_single_bytes_it_is_the_same() {
    for (_, speech, file) in sessions() {
        let name = file.display().to_string();
        let parts = session(&file);
        let (whole, _) = one_by_one(&speech, &parts, usize::MAX, &name);
        let (torn, _) = one_by_one(&speech, &parts, 1, &name);
        assert_eq!(whole.answers, torn.answers, "{name}");
        assert_eq!(whole.asides, torn.asides, "{name}");
    }
}

/// A session without questions, all of it typed ahead: the screen that the device would make.
fn typed_ahead(speech: &Arc<Speech>, parts: &[Part]) -> Option<(Dialogue, Vec<u8>)> {
    let mut dialogue = Dialogue::new(Arc::clone(speech));
    dialogue.hide(b"hunter2");
    let mut screen = Vec::new();
    for part in parts {
        match part {
            Part::Said(bytes) => screen.extend(bytes),
            Part::Typed(line) => {
                dialogue.say(&Line::plain(line), &[]);
                screen.extend(format!("{line}\r\n").as_bytes());
            }
            Part::Answered(_) | Part::Key(_) | Part::Quiet => return None,
        }
    }
    Some((dialogue, screen))
}

fn run(mut dialogue: Dialogue, screen: &[u8], cuts: &[usize]) -> Vec<Answer> {
    let mut heard = Heard::default();
    let mut rest = screen;
    for cut in cuts {
        let (piece, behind) = rest.split_at(cut % (rest.len() + 1));
        heard.take(dialogue.feed(piece));
        rest = behind;
    }
    heard.take(dialogue.feed(rest));
    if let Rest::Prompt(answer) = dialogue.rest() {
        heard.answers.extend(answer);
    }
    heard.answers
}

#[test]
fn typed_ahead_every_line_has_its_own_answer_too() {
    let mut some = 0;
    for (_, speech, file) in sessions() {
        let name = file.display().to_string();
        let parts = session(&file);
        let Some((dialogue, screen)) = typed_ahead(&speech, &parts) else {
            continue;
        };
        some += 1;
        let (expected, _) = one_by_one(&speech, &parts, usize::MAX, &name);
        assert_eq!(run(dialogue, &screen, &[]), expected.answers, "{name}");
    }
    assert!(some >= 1, "hardly a session is without questions");
}

/// The sessions that can be typed ahead.
static WITHOUT_QUESTIONS: LazyLock<Vec<(Arc<Speech>, Vec<Part>)>> = LazyLock::new(|| {
    let all = sessions()
        .into_iter()
        .map(|(_, speech, file)| (speech, session(&file)));
    all.filter(|(speech, parts)| typed_ahead(speech, parts).is_some())
        .collect()
});

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn however_the_bytes_are_torn(index in any::<usize>(), cuts in prop::collection::vec(any::<usize>(), 0..40)) {
        let all = &*WITHOUT_QUESTIONS;
        let (speech, parts) = &all[index % all.len()];
        let (whole, screen) = typed_ahead(speech, parts).expect("it was filtered");
        let (torn, _) = typed_ahead(speech, parts).expect("it was filtered");
        prop_assert_eq!(run(whole, &screen, &[]), run(torn, &screen, &cuts));
    }

    #[test]
    fn hostile_bytes_neither_panic_nor_answer_for_others(
        index in any::<usize>(),
        bytes in prop::collection::vec(prop_oneof![any::<u8>(), Just(b'#'), Just(b'>'), Just(b'\r'), Just(b'\n'), Just(0x1b), Just(b'[')], 0..2000),
        cuts in prop::collection::vec(any::<usize>(), 0..10),
    ) {
        let (_, speech) = &SPEECHES[index % SPEECHES.len()];
        let mut dialogue = Dialogue::new(Arc::clone(speech));
        dialogue.say(&Line::plain("show version"), &[]);
        dialogue.say(&Line::plain("show clock"), &[]);
        let answers = run(dialogue, &bytes, &cuts);
        prop_assert!(answers.len() <= 2);
    }
}

#[test]
fn a_terminal_may_echo_by_itself_what_is_read_later() {
    let named = SPEECHES.iter().find(|(name, _)| name == "frr");
    let (_, speech) = named.expect("it is one of them");
    let mut dialogue = Dialogue::new(Arc::clone(speech));
    for line in ["configure terminal", "interface eth1.101", "end"] {
        dialogue.say(&Line::plain(line), &[]);
    }
    // The second and third line come in while the first is at work.
    let screen = "r1# configure terminal\r\ninterface eth1.101\r\nend\r\nr1(config)# interface eth1.101\r\nr1(config-if)# end\r\nr1# ";
    let answers = run(dialogue, screen.as_bytes(), &[]);
    assert_eq!(answers.len(), 3);
    assert!(
        answers.iter().all(|answer| answer.text.is_empty()),
        "{answers:?}"
    );
}

#[test]
fn output_that_plays_the_next_prompt_is_a_doubt() {
    let (_, speech) = &SPEECHES[2];
    assert_eq!(SPEECHES[2].0, "cisco_ios");
    let mut dialogue = Dialogue::new(Arc::clone(speech));
    for line in ["show banner", "show clock"] {
        dialogue.say(&Line::plain(line), &[]);
    }
    // The banner holds the prompt with the next command; then comes the true one.
    let screen = "R1#show banner\r\nR1#show clock\r\nfalse\r\nR1#show clock\r\ntrue\r\nR1#";
    let answers = run(dialogue, screen.as_bytes(), &[]);
    assert_eq!(answers.len(), 2);
    assert!(answers[1].doubtful);
}

#[test]
fn another_hosts_prompt_ends_no_answer() {
    let (_, speech) = &SPEECHES[2];
    let mut dialogue = Dialogue::new(Arc::clone(speech));
    dialogue.say(&Line::plain("show banner"), &[]);
    dialogue.feed(b"R1#show banner\r\nthe text of a banner\r\nR2#");
    assert_eq!(dialogue.rest(), Rest::More);
    dialogue.feed(b" is no prompt\r\nR1#");
    let Rest::Prompt(Some(answer)) = dialogue.rest() else {
        panic!("it is one now")
    };
    assert_eq!(answer.text, b"the text of a banner\nR2# is no prompt\n");
}

#[test]
fn an_endless_answer_is_cut() {
    let (_, speech) = &SPEECHES[0];
    for piece in ["x", "x\n"] {
        let mut dialogue = Dialogue::new(Arc::clone(speech)).at_most(10_000);
        dialogue.say(&Line::plain("show version"), &[]);
        dialogue.feed(b"R1#show version\r\n");
        let piece = piece.repeat(1000);
        let flood = (0..20).flat_map(|_| dialogue.feed(piece.as_bytes()));
        assert_eq!(flood.filter(|event| *event == Event::Flood).count(), 1);
    }
}
