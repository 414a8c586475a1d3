//! Which command an output is of: in any spelling or abbreviation, with a VRF, behind a pipe.

/// The words of a command as it was typed, without those that ask for another form.
pub(super) struct Typed<'a> {
    words: Vec<&'a str>,
}

impl<'a> Typed<'a> {
    pub(super) fn new(command: &'a str) -> Self {
        // What it was piped into changes the form of the answer; the answer itself shows which.
        let command = command.split('|').next().unwrap_or("");
        let form = |word: &&str| ["json", "xml"].contains(word);
        // `sh -c "show version"`, and names in quotation marks.
        Self {
            words: command
                .split_whitespace()
                .map(|word| word.trim_matches(['"', '\'']))
                .filter(|word| !form(word))
                .collect(),
        }
    }
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
        let mut best = None;
        walk(&self.0, &typed.words, Fit::default(), Vec::new(), &mut best);
        best
    }
}

type Found = Option<(Fit, Vec<(String, String)>)>;

fn walk(parts: &[Part], words: &[&str], fit: Fit, own: Vec<(String, String)>, best: &mut Found) {
    let Some((part, parts)) = parts.split_first() else {
        if words.is_empty() && best.as_ref().is_none_or(|(known, _)| fit > *known) {
            *best = Some((fit, own));
        }
        return;
    };
    match part {
        Part::Rest => walk(parts, &[], fit, own, best),
        Part::Word(wanted) => {
            let Some((word, rest)) = words.split_first() else {
                return;
            };
            let word = word.to_ascii_lowercase();
            if *wanted == word {
                walk(
                    parts,
                    rest,
                    Fit {
                        whole: fit.whole + 1,
                        ..fit
                    },
                    own,
                    best,
                );
            } else if wanted.starts_with(&word) {
                walk(
                    parts,
                    rest,
                    Fit {
                        short: fit.short + 1,
                        ..fit
                    },
                    own,
                    best,
                );
            }
        }
        Part::Own(name) => {
            let Some((word, rest)) = words.split_first() else {
                return;
            };
            let own = own
                .into_iter()
                .chain([(name.clone(), word.trim_matches('"').to_owned())])
                .collect();
            walk(parts, rest, fit, own, best);
        }
        Part::Optional(ways) => {
            for way in ways {
                let whole: Vec<&Part> = way.iter().chain(parts).collect();
                walk_refs(&whole, words, fit.clone(), own.clone(), best);
            }
            walk(parts, words, fit, own, best);
        }
    }
}

/// The same over parts that lie in two places.
fn walk_refs(
    parts: &[&Part],
    words: &[&str],
    fit: Fit,
    own: Vec<(String, String)>,
    best: &mut Found,
) {
    let copied: Vec<Part> = parts.iter().map(|part| part.again()).collect();
    walk(&copied, words, fit, own, best);
}

impl Part {
    fn again(&self) -> Self {
        match self {
            Self::Word(word) => Self::Word(word.clone()),
            Self::Own(name) => Self::Own(name.clone()),
            Self::Rest => Self::Rest,
            Self::Optional(ways) => Self::Optional(
                ways.iter()
                    .map(|way| way.iter().map(Self::again).collect())
                    .collect(),
            ),
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
