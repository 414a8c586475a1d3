//! Captures of a router: from the bytes of a file to answers, by what the file is called or by the
//! prompts in it.

use std::collections::HashMap;

use super::observed::{Capture, RouterFacts};
use super::scene::{PortScene, Scene};
use crate::observe::{Per, Question, Shows, Values};

/// What there is to ask one router, each question once.
#[derive(Debug, Default)]
pub struct Questions {
    pub all: Vec<Question>,
    /// By the name of the file that an answer would stand in.
    by_file: HashMap<String, usize>,
}

impl Questions {
    /// The questions for a router and its vifs that are wanted.
    pub fn of(scene: &Scene<'_>, router: usize) -> Result<Self, String> {
        let intent = &scene.intent.routers[router];
        let mut questions = Self::default();
        let vendor = intent.vendor.as_ref().map(|vendor| vendor.value.as_str());
        let Some(shows) = vendor.and_then(|vendor| scene.shows.get(vendor)) else {
            return Ok(questions);
        };
        let here = |port: &PortScene<'_>| std::ptr::eq(port.router, intent);
        let of_router = Values {
            software: intent
                .software
                .as_ref()
                .map(|software| software.value.clone()),
            ..Values::default()
        };
        let mut add = |about: &Values, per: Per| -> Result<(), String> {
            for question in shows.questions(about, per)? {
                questions.add(question);
            }
            Ok(())
        };
        add(&of_router, Per::Router)?;
        for port in scene.ports().filter(here) {
            add(&port.values(), Per::Port)?;
        }
        for vif in scene.vifs().filter(|vif| here(&vif.port)) {
            add(&vif.values(), Per::Vif)?;
            for peer in vif.peers() {
                add(&peer.values(), Per::Peer)?;
            }
        }
        Ok(questions)
    }

    fn add(&mut self, question: Question) {
        let file = file_name(&question.command);
        if let std::collections::hash_map::Entry::Vacant(free) = self.by_file.entry(file) {
            free.insert(self.all.len());
            self.all.push(question);
        }
    }
}

/// The name of a file for the answer to a command: spaces as `_`, `|` as `pipe`, `/` as `-`.
pub fn file_name(command: &str) -> String {
    let words: Vec<&str> = command
        .split_whitespace()
        .map(|word| if word == "|" { "pipe" } else { word })
        .collect();
    words.join("_").replace('/', "-").replace('|', "pipe")
}

/// The command that a file is named after, where no question of ours is.
fn command_of(name: &str) -> String {
    let words: Vec<&str> = name
        .split('_')
        .map(|word| if word == "pipe" { "|" } else { word })
        .collect();
    let mut command: Vec<char> = words.join(" ").chars().collect();
    // `0-1-0.101` is a port, `10.0.0.0-8` a prefix; in words a hyphen is one.
    for at in 1..command.len().saturating_sub(1) {
        if command[at] == '-'
            && command[at - 1].is_ascii_digit()
            && command[at + 1].is_ascii_digit()
        {
            command[at] = '/';
        }
    }
    command.into_iter().collect()
}

/// What a file in the folder of a router may end in.
const ENDINGS: &[&str] = &["txt", "log", "json", "xml", "out", "cap"];

impl RouterFacts {
    /// Read a file of captures: a session with prompts, or the answer to the command that it is named
    /// after. False if it is neither.
    pub fn read_file(
        &mut self,
        shows: &Shows,
        questions: &Questions,
        name: &str,
        source: &str,
        bytes: Vec<u8>,
    ) -> bool {
        if self.read_session(shows, questions, source, &bytes) {
            return true;
        }
        let stem = match name.rsplit_once('.') {
            Some((stem, ending)) if ENDINGS.contains(&ending) => stem,
            _ => name,
        };
        let known = questions
            .by_file
            .get(stem)
            .map(|index| &questions.all[*index]);
        let command = known.map_or_else(|| command_of(stem), |question| question.command.clone());
        let understood = known.is_some() || shows.knows(&command).is_some();
        if understood {
            let capture = Capture {
                command,
                source: source.to_owned(),
                lines_before: 0,
                output: bytes,
            };
            self.read(shows, capture, known.map(|question| question.topic.clone()));
        }
        understood
    }

    /// A whole terminal session: what stands behind its prompts. False if it has none.
    fn read_session(
        &mut self,
        shows: &Shows,
        questions: &Questions,
        source: &str,
        bytes: &[u8],
    ) -> bool {
        let cuts = shows.cut(bytes);
        let any = !cuts.is_empty();
        for cut in cuts {
            let topic = questions.by_file.get(&file_name(&cut.command));
            let topic = topic.map(|index| questions.all[*index].topic.clone());
            let capture = Capture {
                command: cut.command,
                source: source.to_owned(),
                lines_before: cut.lines_before,
                output: bytes[cut.output].to_vec(),
            };
            // A session has commands in it that nobody asked about.
            if topic.is_some() || shows.knows(&capture.command).is_some() {
                self.read(shows, capture, topic);
            }
        }
        any
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_after_its_command_and_back() {
        let name = file_name("show interfaces Te0/1/0.101 | json");
        assert_eq!(name, "show_interfaces_Te0-1-0.101_pipe_json");
        assert_eq!(command_of(&name), "show interfaces Te0/1/0.101 | json");
        assert_eq!(
            command_of("show_ip_bgp_neighbors_169.254.96.1_advertised-routes"),
            "show ip bgp neighbors 169.254.96.1 advertised-routes"
        );
    }
}
