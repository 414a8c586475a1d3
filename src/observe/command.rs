//! Which command an output is of: in any spelling or abbreviation, with a VRF, behind a pipe.

/// The words of a command as it was typed, without those that ask for another form.
pub(super) struct Typed<'a> {
    words: Vec<(&'a str, String)>,
}

impl<'a> Typed<'a> {
    pub(super) fn new(command: &'a str) -> Self {
        // What it was piped into changes the form of the answer; the answer itself shows which.
        let command = command.split('|').next().unwrap_or("");
        // `sh -c "show version"`, and names in quotation marks.
        let words = command.split_whitespace();
        let words = words.map(|word| word.trim_matches(['"', '\'']));
        let words = words.filter(|word| !["json", "xml"].contains(word));
        Self {
            words: words
                .map(|word| (word, word.to_ascii_lowercase()))
                .collect(),
        }
    }
}

/// A command that asks for JSON or XML, as one that asks for text; none where it does not.
pub fn as_text(command: &str) -> Option<String> {
    let words: Vec<&str> = command.split_whitespace().collect();
    let form = |word: &&str| ["json", "xml"].contains(word);
    let (_, rest) = words.split_last().filter(|(last, _)| form(last))?;
    let rest = match rest {
        [rest @ .., "|", "display"] | [rest @ .., "|"] => rest,
        rest => rest,
    };
    Some(rest.join(" "))
}

/// A command of a pack. `show [ip|ipv6] bgp [vrf <vrf>] summary`: words, words that may be left
/// out, and words of the user's own.
#[derive(Debug)]
pub(super) struct Pattern(Vec<Part>);

#[derive(Debug)]
enum Part {
    Word(String),
    /// A word of the user's own, and its name.
    Own(String),
    /// One of these ways, or none of them.
    Optional(Vec<Vec<Part>>),
    /// Whatever follows.
    Rest,
}

/// How well a command fits: whole words count more than abbreviated ones.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Fit {
    pub whole: usize,
    pub short: usize,
}

impl Pattern {
    pub(super) fn new(text: &str) -> Result<Self, String> {
        let mut rest = text;
        let parts = parts(&mut rest, false)?;
        if rest.is_empty() {
            Ok(Self(parts))
        } else {
            Err(format!("`{text}` has a bracket too many"))
        }
    }

    /// Does the typed command say this, and which own words does it say?
    pub(super) fn fit(&self, typed: &Typed<'_>) -> Option<(Fit, Vec<(String, String)>)> {
        let mut walk = Walk {
            own: Vec::new(),
            best: None,
        };
        let parts = Ahead {
            parts: &self.0,
            then: None,
        };
        walk.on(&parts, &typed.words, Fit::default());
        let (fit, own) = walk.best?;
        let own = own.into_iter();
        let owned = own.map(|(name, word)| (name.to_owned(), word.trim_matches('"').to_owned()));
        Some((fit, owned.collect()))
    }
}

/// Own words: their names, and what was typed.
type Own<'w> = Vec<(&'w str, &'w str)>;

/// The way through a pattern, all turnings tried.
struct Walk<'w> {
    own: Own<'w>,
    best: Option<(Fit, Own<'w>)>,
}

/// The parts that are still to come: the rest of a bracket, and what is behind it.
struct Ahead<'p, 'w> {
    parts: &'w [Part],
    then: Option<&'p Ahead<'p, 'w>>,
}

impl<'w> Walk<'w> {
    fn on(&mut self, ahead: &Ahead<'_, 'w>, words: &'w [(&'w str, String)], fit: Fit) {
        let Some((part, parts)) = ahead.parts.split_first() else {
            return match ahead.then {
                Some(then) => self.on(then, words, fit),
                None => self.end(words, fit),
            };
        };
        let next = Ahead { parts, ..*ahead };
        let first = words.split_first();
        match (part, first) {
            (Part::Rest, _) => self.on(&next, &[], fit),
            (Part::Word(wanted), Some(((_, word), rest))) if wanted.starts_with(word) => {
                let whole = wanted.len() == word.len();
                let fit = Fit {
                    whole: fit.whole + usize::from(whole),
                    short: fit.short + usize::from(!whole),
                };
                self.on(&next, rest, fit);
            }
            (Part::Own(name), Some(((word, _), rest))) => {
                self.own.push((name, word));
                self.on(&next, rest, fit);
                self.own.pop();
            }
            (Part::Word(_) | Part::Own(_), _) => {}
            (Part::Optional(ways), _) => {
                for way in ways {
                    let inside = Ahead {
                        parts: way,
                        then: Some(&next),
                    };
                    self.on(&inside, words, fit.clone());
                }
                self.on(&next, words, fit);
            }
        }
    }

    /// The pattern is over.
    fn end(&mut self, words: &[(&str, String)], fit: Fit) {
        if words.is_empty() && self.best.as_ref().is_none_or(|(known, _)| fit > *known) {
            self.best = Some((fit, self.own.clone()));
        }
    }
}

/// The parts up to the end, or to the bracket that closes them.
fn parts(rest: &mut &str, inside: bool) -> Result<Vec<Part>, String> {
    let mut list = Vec::new();
    loop {
        *rest = rest.trim_start();
        match rest.chars().next() {
            None if inside => return Err("a bracket is not closed".to_owned()),
            None => return Ok(list),
            Some(']' | '|') => return Ok(list),
            Some('[') => {
                *rest = &rest[1..];
                let mut ways = vec![parts(rest, true)?];
                while rest.starts_with('|') {
                    *rest = &rest[1..];
                    ways.push(parts(rest, true)?);
                }
                *rest = rest.strip_prefix(']').ok_or("a bracket is not closed")?;
                list.push(Part::Optional(ways));
            }
            Some(_) => {
                let end = rest
                    .find(|c: char| c.is_whitespace() || "[]|".contains(c))
                    .unwrap_or(rest.len());
                let (word, after) = rest.split_at(end);
                *rest = after;
                list.push(
                    match word
                        .strip_prefix('<')
                        .and_then(|word| word.strip_suffix('>'))
                    {
                        Some(name) => Part::Own(name.to_owned()),
                        None if word == "..." => Part::Rest,
                        None => Part::Word(word.to_ascii_lowercase()),
                    },
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(pattern: &str, command: &str) -> Option<Vec<(String, String)>> {
        Pattern::new(pattern)
            .expect("a pattern")
            .fit(&Typed::new(command))
            .map(|(_, own)| own)
    }

    #[test]
    fn a_command_can_ask_for_text_instead() {
        let text = |command| as_text(command).unwrap_or_default();
        assert_eq!(text("show bgp summary | display xml"), "show bgp summary");
        assert_eq!(text("show version | json"), "show version");
        assert_eq!(text("show bgp summary json"), "show bgp summary");
        assert_eq!(as_text("show version"), None);
    }

    #[test]
    fn a_command_is_known_in_every_spelling() {
        let pattern = "show [ip|ipv6] bgp [vrf <vrf>|all] [ipv4|ipv6] [unicast] summary";
        for command in [
            "show ip bgp summary",
            "sh ip bgp sum",
            "show bgp ipv4 unicast summary",
            "SHOW BGP ALL SUMMARY",
        ] {
            assert!(fits(pattern, command).is_some(), "{command}");
        }
        assert_eq!(
            fits(pattern, "show bgp vrf AWS-HUB summary"),
            Some(vec![("vrf".to_owned(), "AWS-HUB".to_owned())])
        );
        assert!(fits(pattern, "show ip route").is_none());
        assert!(
            fits(pattern, "show ip bgp summary | json").is_some()
                && fits(pattern, "show bgp summary json").is_some()
        );
    }
}
