//! What to ask a router to see whether an intent holds, and what to type when it does not. A pack
//! has a small template for every question; what is asked of whom is the caller's to choose.

use std::collections::BTreeMap;

use minijinja::value::Serde;
use minijinja::{Environment, Value, context};
use serde::{Deserialize, Serialize};

use super::Shows;
use super::facts::kind;
use super::grammar::ShowFile;
use crate::vendor::{NameLimits, Pack, words};

/// What a diagnosis may ask a pack's words for. Every pack has all of them; an empty one says that
/// the platform has no such command.
pub const HINTS: &[&str] = &[
    "log",
    "interface",
    "port",
    "optics",
    "lag",
    "arp",
    "neighbor",
    "advertised",
    "accepted",
    "bfd",
    "config_neighbor",
    "config_interface",
    "enable_interface",
    "enable_neighbor",
    "soft_in",
    "soft_out",
    "reset",
    "ping",
    "df_ping",
    "traceroute",
];

/// What a question is about: it is asked once for each of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Per {
    Router,
    Port,
    Vif,
    Peer,
}

/// A question of a pack, as its show file says it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ask {
    /// The kind of facts that the answer holds.
    pub kind: String,
    /// Tells questions of the same kind apart: `advertised`, `accepted`, `ping`, `df_ping`, `log`.
    #[serde(default)]
    pub topic: String,
    pub per: Per,
    /// It sends packets, or takes long.
    #[serde(default)]
    pub active: bool,
    /// Not every router of the platform knows it: a refusal is no fault.
    #[serde(default)]
    pub optional: bool,
    /// Lines that set what the command needs, and answer nothing.
    #[serde(default)]
    before: String,
    /// The command; every line of it is one. Nothing is asked where it is empty.
    command: String,
}

/// A command to run, and what its answer is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Question {
    pub kind: &'static str,
    pub topic: String,
    pub active: bool,
    pub optional: bool,
    /// Commands to run before it, in this session, whose answers do not matter.
    pub before: Vec<String>,
    pub command: String,
}

/// What the templates may use. What does not apply to a question is empty.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Values {
    /// The software version, as far as it is known.
    pub software: Option<String>,
    /// None for the global table.
    pub vrf: Option<String>,
    /// The (sub-)interface that carries the vif, in the router's words.
    pub interface: String,
    pub port: String,
    pub vlan: u16,
    /// The IP MTU of the vif.
    pub mtu: u16,
    /// The vif's name in the intent.
    pub name: String,
    /// Amazon's address.
    pub peer: String,
    /// Our address.
    pub customer: String,
    /// 4 or 6.
    pub family: u8,
    pub amazon_asn: u32,
    /// Our AS number.
    pub asn: u32,
    /// The members of a LAG; empty for a single port.
    pub members: Vec<String>,
    pub lag: bool,
    pub macsec: bool,
    /// Is the vif a switch interface on a switched port?
    pub switched: bool,
}

/// Whose show file it is: the pack's name, and what its names may look like.
#[derive(Debug, Default)]
pub(super) struct Owner {
    platform: String,
    names: Option<NameLimits>,
}

/// The templates of a show file by kind of name: `ask.0`, `before.0`, `hint.log`, `words.table`.
#[derive(Debug)]
pub(super) struct Templates {
    environment: Environment<'static>,
    /// Pieces that the other templates put in by name.
    words: Vec<String>,
    platform: String,
}

impl Templates {
    pub(super) fn new(file: &ShowFile, owner: &Owner) -> Result<Self, String> {
        let mut environment = words::environment(owner.names.as_ref());
        let asks = file.ask.iter().enumerate().flat_map(|(index, ask)| {
            [
                (format!("ask.{index}"), &ask.command),
                (format!("before.{index}"), &ask.before),
            ]
        });
        let hints = file.hint.iter();
        let hints = hints.map(|(name, text)| (format!("hint.{name}"), text));
        let words = file.words.iter();
        let words = words.map(|(name, text)| (format!("words.{name}"), text));
        for (name, text) in asks.chain(hints).chain(words) {
            let added = environment.add_template_owned(name, text.clone());
            added.map_err(|error| format!("`{text}`: {}", words::reason(&error)))?;
        }
        Ok(Self {
            environment,
            words: file.words.keys().cloned().collect(),
            platform: owner.platform.clone(),
        })
    }

    /// The values, which pack the words are of (several share a show file), and the pieces.
    fn given(&self, values: &Values) -> Result<Value, String> {
        let values = context! { platform => self.platform.clone(), ..Value::from(Serde(values)) };
        let mut pieces = BTreeMap::new();
        for name in &self.words {
            pieces.insert(
                name.clone(),
                self.render(&format!("words.{name}"), &values)?,
            );
        }
        Ok(context! { ..values, ..Value::from(Serde(pieces)) })
    }

    fn render(&self, name: &str, given: &Value) -> Result<String, String> {
        let template = self.environment.get_template(name);
        let rendered = template.and_then(|template| template.render(given.clone()));
        rendered.map_err(|error| format!("{name}: {}", words::reason(&error)))
    }

    /// The lines of a template that are not blank.
    fn lines(&self, name: &str, given: &Value) -> Result<Vec<String>, String> {
        let text = self.render(name, given)?;
        let lines = text.lines().map(str::trim_end);
        let lines = lines.filter(|line| !line.trim().is_empty());
        Ok(lines.map(str::to_owned).collect())
    }
}

impl Shows {
    /// The show file of a pack, with the words that only this pack has.
    pub fn of(pack: &Pack) -> Result<Self, String> {
        let mut shows = Self::new(&pack.show)?;
        shows.0.owner = Owner {
            platform: pack.name.clone(),
            names: Some(pack.names.clone()),
        };
        Ok(shows)
    }

    /// What to ask about one router, port, vif or peer.
    pub fn questions(&self, about: &Values, per: Per) -> Result<Vec<Question>, String> {
        let templates = self.0.templates()?;
        let given = templates.given(about)?;
        let mut questions = Vec::new();
        for (index, ask) in self.0.asks().iter().enumerate() {
            if ask.per != per {
                continue;
            }
            let kind = kind(&ask.kind).ok_or_else(|| format!("there is no kind {}", ask.kind))?;
            for command in templates.lines(&format!("ask.{index}"), &given)? {
                questions.push(Question {
                    kind: kind.name,
                    topic: ask.topic.clone(),
                    active: ask.active,
                    optional: ask.optional,
                    before: templates.lines(&format!("before.{index}"), &given)?,
                    command: command.trim_start().to_owned(),
                });
            }
        }
        Ok(questions)
    }

    /// The words to type for one of [`HINTS`], with a newline between lines; empty where the platform
    /// has none.
    pub fn hint(&self, name: &str, values: &Values) -> Result<String, String> {
        if !self.0.hints().contains_key(name) {
            return Err(format!("the show file has no hint {name}"));
        }
        let templates = self.0.templates()?;
        let lines = templates.lines(&format!("hint.{name}"), &templates.given(values)?)?;
        Ok(lines.join("\n"))
    }

    /// The questions that the show file has.
    pub fn asks(&self) -> &[Ask] {
        self.0.asks()
    }

    /// Is every question of a kind that there is, every hint one of [`HINTS`], every template one?
    pub(super) fn check_words(&self) -> Result<(), String> {
        self.0.templates()?;
        if let Some(ask) = self.0.asks().iter().find(|ask| kind(&ask.kind).is_none()) {
            return Err(format!("there is no kind {}", ask.kind));
        }
        let unknown = |name: &&String| !HINTS.contains(&name.as_str());
        match self.0.hints().keys().find(unknown) {
            Some(name) => Err(format!("there is no hint {name}")),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shows(rest: &str) -> Shows {
        let read = "[[read]]\nkind = \"version\"\ncommands = [\"show version\"]\n";
        Shows::new(&format!("{read}{rest}")).expect("it is a show file")
    }

    #[test]
    fn every_line_is_a_question_and_an_empty_one_is_none() {
        let ask = "[words]\nwho = '{{ name }}'\n[[ask]]\nkind = \"version\"\nper = \"port\"\nbefore = \"set {{ who }}\"\ncommand = \"{% for one in members %}\\nshow {{ one }}\\n{% endfor %}\"\n";
        let shows = shows(ask);
        let mut values = Values {
            name: "prod".to_owned(),
            ..Values::default()
        };
        assert_eq!(shows.questions(&values, Per::Port), Ok(Vec::new()));
        values.members = vec!["a".to_owned(), "b".to_owned()];
        let asked = shows.questions(&values, Per::Port).expect("it renders");
        let commands: Vec<_> = asked.iter().map(|one| one.command.as_str()).collect();
        assert_eq!(commands, ["show a", "show b"]);
        assert_eq!(asked[0].before, ["set prod"]);
        assert_eq!(shows.questions(&values, Per::Vif), Ok(Vec::new()));
    }

    #[test]
    fn a_slip_of_a_pack_is_said() {
        let wrong = [
            (
                "[[ask]]\nkind = \"bgp\"\nper = \"vif\"\ncommand = \"x\"\n",
                "no kind bgp",
            ),
            ("[hint]\nlogs = \"x\"\n", "no hint logs"),
            ("[hint]\nlog = \"{{ peer\"\n", "{{ peer"),
        ];
        for (text, said) in wrong {
            let why = shows(text).check().expect_err(text);
            assert!(why.contains(said), "{why}");
        }
        let strict = shows("[hint]\nlog = \"{{ pear }}\"\n");
        assert!(strict.hint("log", &Values::default()).is_err());
        assert!(strict.hint("reset", &Values::default()).is_err());
    }
}
