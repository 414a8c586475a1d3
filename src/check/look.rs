//! Looking for a fact: it is there, it is not there, or nobody can tell. The three are never mixed
//! up: what was not asked is unknown, what was asked and is not there is a finding.

use serde_json::Value as Json;

use super::observed::{Answer, RouterFacts};
use super::verdict::{Evidence, Verdicts};
use crate::observe::{Facts, Nothing, Row};

/// A row, and the answer that it stands in.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'a> {
    pub answer: &'a Answer,
    facts: &'a Facts,
    index: usize,
}

/// What looking for a row came to.
#[derive(Clone, Debug)]
pub enum Look<'a> {
    Found(Seen<'a>),
    /// Read, and not there.
    Absent(&'a Answer),
    /// Why nobody can tell.
    Dark(String),
}

impl<'a> Seen<'a> {
    pub fn row(&self) -> &'a Row {
        &self.facts.rows[self.index]
    }

    pub fn get(&self, field: &str) -> Option<&'a Json> {
        self.row().get(field)
    }

    pub fn text(&self, field: &str) -> Option<&'a str> {
        self.get(field)?.as_str()
    }

    pub fn number(&self, field: &str) -> Option<u64> {
        self.get(field)?.as_u64()
    }

    pub fn decimal(&self, field: &str) -> Option<f64> {
        self.get(field)?.as_f64()
    }

    pub fn flag(&self, field: &str) -> bool {
        self.get(field).and_then(Json::as_bool).unwrap_or(false)
    }

    /// The texts of a list.
    pub fn texts(&self, field: &str) -> Vec<&'a str> {
        let list = self.get(field).and_then(Json::as_array);
        list.map_or(Vec::new(), |list| {
            list.iter().filter_map(Json::as_str).collect()
        })
    }

    /// The line that says a field, or the one on which the row begins.
    pub fn evidence(&self, field: &str) -> Evidence {
        let line = self
            .facts
            .places
            .get(self.index)
            .map_or(0, |place| place.of(field));
        let text = match line {
            // Structured output has no line of its own for a field: the row's field is quoted.
            0 => format!("{field}: {}", self.get(field).unwrap_or(&Json::Null)),
            line => self.answer.text_of(line),
        };
        Evidence {
            file: self.answer.capture.source.clone(),
            line: self.answer.file_line(line),
            text,
        }
    }
}

impl<'a> Look<'a> {
    pub fn found(&self) -> Option<Seen<'a>> {
        match self {
            Self::Found(seen) => Some(*seen),
            _ => None,
        }
    }

    /// The row, or a verdict: unknown where nobody can tell, a fail where it is not there.
    pub fn or_say(&self, verdicts: &mut Verdicts<'_>, absent: &str) -> Option<Seen<'a>> {
        match self {
            Self::Found(seen) => return Some(*seen),
            Self::Absent(answer) => {
                verdicts
                    .fail()
                    .reason(absent)
                    .because([answer.evidence_of_absence()]);
            }
            Self::Dark(why) => {
                verdicts.unknown(why.as_str());
            }
        }
        None
    }

    /// The row; anything else is unknown.
    pub fn or_unknown(&self, verdicts: &mut Verdicts<'_>) -> Option<Seen<'a>> {
        match self {
            Self::Found(seen) => return Some(*seen),
            Self::Absent(answer) => {
                verdicts.unknown(format!("it is not in {}", answer.capture.source));
            }
            Self::Dark(why) => {
                verdicts.unknown(why.as_str());
            }
        }
        None
    }
}

impl Answer {
    pub(super) fn evidence_of_absence(&self) -> Evidence {
        Evidence {
            file: self.capture.source.clone(),
            line: 0,
            text: format!("not in the answer to `{}`", self.capture.command),
        }
    }

    /// The rows of an answer that could be read.
    pub fn rows(&self) -> impl DoubleEndedIterator<Item = Seen<'_>> {
        let facts = self.facts.as_ref().ok();
        facts.into_iter().flat_map(move |facts| {
            (0..facts.rows.len()).map(move |index| Seen {
                answer: self,
                facts,
                index,
            })
        })
    }
}

impl RouterFacts {
    /// The last row of a kind that fits. It is only known to be absent where an answer was read
    /// whose command would have shown it: `would_show` knows those. Where a table was read with lines
    /// left over, a row that is not seen may be in them.
    pub fn look<'a>(
        &'a self,
        kind: &str,
        topic: &str,
        would_show: &dyn Fn(&str) -> bool,
        fits: impl Fn(&Seen<'a>) -> bool,
    ) -> Look<'a> {
        let mut dark: Option<String> = None;
        let mut absent = None;
        let of_topic = |answer: &&Answer| topic.is_empty() || answer.topic == topic;
        for answer in self.of(kind).rev().filter(of_topic) {
            if let Some(seen) = answer.rows().rev().find(|seen| fits(seen)) {
                return Look::Found(seen);
            }
            let source = &answer.capture.source;
            match &answer.facts {
                Ok(_) if !(answer.whole || would_show(&answer.capture.command)) => {
                    let why = || format!("it is not in {source}, which need not show it");
                    dark = dark.or_else(|| Some(why()));
                }
                Ok(facts) if !hides_rows(facts) => absent = absent.or(Some(answer)),
                Ok(facts) => {
                    let unread = &facts.coverage.unread;
                    dark = Some(format!(
                        "{source}: it is not in what was understood, and {} lines were not, such as {}",
                        unread.len(),
                        crate::diagnostic::quote(&unread[0])
                    ));
                }
                Err(nothing) => dark = dark.or(Some(format!("{source}: {}", why(nothing)))),
            }
        }
        match (absent, dark) {
            (Some(answer), _) => Look::Absent(answer),
            (None, Some(why)) => Look::Dark(why),
            (None, None) if self.answers.is_empty() => Look::Dark("nothing of it was read".into()),
            (None, None) => Look::Dark(unasked(kind, topic)),
        }
    }
}

/// May a row be among the lines that were not understood? One without a digit is no row of anything.
pub(super) fn hides_rows(facts: &Facts) -> bool {
    let digit = |line: &String| line.contains(|c: char| c.is_ascii_digit());
    facts.coverage.unread.iter().any(digit)
}

/// Why an answer says nothing.
pub(super) fn why(nothing: &Nothing) -> String {
    match nothing {
        Nothing::DeviceError(words) => {
            let words = crate::diagnostic::quote(words);
            format!("the router refused it: {words}")
        }
        Nothing::NotUnderstood(_) => "nothing in it was understood".to_owned(),
        Nothing::UnknownCommand => "no such command is known".to_owned(),
        Nothing::Pack(why) => format!("the pack cannot read it: {why}"),
    }
}

/// Nobody asked: say what would tell.
fn unasked(kind: &str, topic: &str) -> String {
    let thing = match (kind, topic) {
        ("bgp_routes", "advertised") => "the routes sent to this peer",
        ("bgp_routes", _) => "the routes of this peer",
        ("bgp_neighbor", _) => "the details of this BGP neighbour",
        ("bgp_summary", _) => "the BGP summary",
        ("interface", _) => "the interface",
        ("neighbor", _) => "ARP or neighbour discovery",
        ("bfd", _) => "BFD sessions",
        ("route", _) => "the routing table",
        ("lag", _) => "the LAG",
        ("macsec", _) => "MACsec",
        ("optics", _) => "light levels",
        ("ping", "df_ping") => "a ping of the vif's full size",
        ("ping", _) => "a ping",
        ("traceroute", _) => "a traceroute",
        (other, _) => other,
    };
    format!("no answer shows {thing}")
}
