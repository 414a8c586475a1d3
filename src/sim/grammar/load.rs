//! Reading a grammar file.

use std::collections::BTreeMap;

use super::{Rule, Token, Value};

/// What a platform's configuration mode knows.
#[derive(Debug)]
pub(in crate::sim) struct Grammar {
    pub rules: Vec<Rule>,
}

/// A line of the file, with what stands below it.
struct Line<'t> {
    text: &'t str,
    below: Vec<Line<'t>>,
}

impl Grammar {
    pub fn read(text: &str) -> Result<Self, String> {
        let mut lines: Vec<(usize, &str)> = text
            .lines()
            .filter(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'))
            .map(|line| ((line.len() - line.trim_start().len()) / 2, line.trim()))
            .collect();
        lines.reverse();
        let lines = nest(&mut lines, 0);
        let mut loader = Loader {
            groups: BTreeMap::new(),
            order: 0,
        };
        let mut rules = Vec::new();
        for line in lines {
            match line.text.strip_prefix("def ") {
                Some(name) => {
                    let group = loader.rules(line.below)?;
                    loader.groups.insert(name.to_owned(), group);
                }
                None => rules.extend(loader.rule(line)?),
            }
        }
        Ok(Self { rules })
    }
}

fn nest<'t>(lines: &mut Vec<(usize, &'t str)>, depth: usize) -> Vec<Line<'t>> {
    let mut found = Vec::new();
    while let Some((at, text)) = lines.last().copied() {
        if at < depth {
            break;
        }
        lines.pop();
        let below = nest(lines, at + 1);
        found.push(Line { text, below });
    }
    found
}

struct Loader {
    groups: BTreeMap<String, Vec<Rule>>,
    order: usize,
}

impl Loader {
    fn rules(&mut self, lines: Vec<Line<'_>>) -> Result<Vec<Rule>, String> {
        let mut rules = Vec::new();
        for line in lines {
            rules.extend(self.rule(line)?);
        }
        Ok(rules)
    }

    /// The rules of a line: several where a part may be missing.
    fn rule(&mut self, line: Line<'_>) -> Result<Vec<Rule>, String> {
        if let Some(name) = line.text.strip_prefix('@') {
            let group = self.groups.get(name);
            return group.cloned().ok_or_else(|| format!("no group `{name}`"));
        }
        self.order += 1;
        let order = self.order;
        let (text, leaving) = match line.text.split_once(" >>") {
            Some((text, leaving)) => (text, leaving),
            None => (line.text, ""),
        };
        let closed = leaving.starts_with('!');
        let leave = leaving
            .trim_start_matches('!')
            .split_whitespace()
            .map(str::to_owned)
            .collect();
        let (mark, text) = match text.chars().next() {
            Some(mark @ ('~' | '?' | '-' | '*')) => (mark, &text[1..]),
            _ => (' ', text),
        };
        let (only_no, text) = match text.strip_prefix("no ") {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (forced, text) = match text.strip_suffix(" {}") {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let children = self.rules(line.below)?;
        let rule = Rule {
            tokens: Vec::new(),
            section: forced || !children.is_empty(),
            children,
            default_on: mark == '~',
            both: mark == '?',
            fleeting: mark == '-',
            raw: mark == '*',
            only_no,
            leave,
            closed,
            order,
        };
        variants(text)
            .into_iter()
            .map(|text| {
                Ok(Rule {
                    tokens: tokens(&text)?,
                    ..rule.clone()
                })
            })
            .collect()
    }
}

/// A pattern with and without each `[part]`, the longest first.
fn variants(text: &str) -> Vec<String> {
    let Some(open) = text.find('[') else {
        return vec![text.to_owned()];
    };
    let mut depth = 0;
    let close = text[open..].char_indices().find(|(_, c)| {
        depth += i32::from(*c == '[') - i32::from(*c == ']');
        depth == 0
    });
    let close = open + close.map_or(text.len() - open - 1, |(at, _)| at);
    let (before, part, after) = (&text[..open], &text[open + 1..close], &text[close + 1..]);
    let with = variants(&format!("{before}{part}{after}"));
    let without = variants(&format!("{}{after}", before.trim_end()));
    with.into_iter().chain(without).collect()
}

fn tokens(text: &str) -> Result<Vec<Token>, String> {
    text.split_whitespace().map(token).collect()
}

fn token(word: &str) -> Result<Token, String> {
    if let Some(name) = word
        .strip_prefix('<')
        .and_then(|rest| rest.strip_suffix('>'))
    {
        let (name, keyed) = match name.strip_suffix('!') {
            Some(name) => (name, true),
            None => (name, false),
        };
        return Ok(Token::Value(Value::read(name)?, keyed));
    }
    let (word, keyed) = match word.strip_suffix('!') {
        Some(word) => (word, true),
        None => (word, false),
    };
    Ok(Token::Word(
        word.split('|').map(str::to_owned).collect(),
        keyed,
    ))
}
