//! What a platform's configuration mode knows: a table of patterns, one file per platform in
//! `grammar/`, written from documentation.
//!
//! A line is a pattern, and what stands deeper below it is known inside it. Words stand for
//! themselves, `a|b` is a choice, `<vlan>` a value, `[…]` may be missing. A `!` behind a value says
//! that it is part of a statement's name: `neighbor <ip!> remote-as <asn>` exists once per address,
//! and a second line replaces the first. In front of a pattern: `~` is on unless taken away, `?` is
//! kept both ways, `-` is a section that goes when nothing is left in it, `*` is a line of a list
//! that may stand there twice, `no` can only be taken away. `>> word` behind it is a word that
//! leaves the section, `>>! word` the only one. `def name` names a group of patterns that `@name`
//! puts in.

mod load;
mod value;

pub(super) use load::Grammar;
pub(super) use value::{address, network, prefix};

use value::Value;

/// A pattern, and what is known inside of it.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    pub tokens: Vec<Token>,
    pub children: Vec<Rule>,
    pub section: bool,
    pub default_on: bool,
    pub both: bool,
    pub fleeting: bool,
    pub raw: bool,
    pub only_no: bool,
    pub leave: Vec<String>,
    pub closed: bool,
    /// Where a running configuration prints it.
    pub order: usize,
}

#[derive(Clone, Debug)]
pub(super) enum Token {
    Word(Vec<String>, bool),
    Value(Value, bool),
}

impl Token {
    fn keyed(&self) -> bool {
        match self {
            Self::Word(words, keyed) => *keyed || words.len() == 1,
            Self::Value(_, keyed) => *keyed,
        }
    }
}

/// A rule that fits, the words in full, and the statement's name.
#[derive(Clone, Debug)]
pub(super) struct Fit<'r> {
    pub rule: &'r Rule,
    pub words: Vec<String>,
    pub key: String,
    pub used: usize,
}

/// Why a line is not one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Why {
    Unknown,
    Incomplete,
    Ambiguous,
    /// A word where a value stands that cannot be one.
    Value,
    /// More words than there may be.
    TooMany,
}

/// Where a line stops being one: the index of the word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Miss {
    pub at: usize,
    pub why: Why,
}

/// How words are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spelling {
    Exact,
    /// `conf t` is `configure terminal`.
    Short,
}

impl Rule {
    /// Is it a section whose words name nothing, and say nothing by themselves?
    pub(super) fn hollow(&self) -> bool {
        self.tokens
            .iter()
            .all(|token| matches!(token, Token::Word(words, false) if words.len() == 1))
    }

    /// Is this word of it any text?
    pub(super) fn is_text(&self, at: usize) -> bool {
        matches!(
            self.tokens.get(at),
            Some(Token::Value(Value::Word | Value::Rest, _))
        )
    }

    /// Match from the first word on, as far as the pattern goes.
    pub(super) fn fit(&self, words: &[String], spelling: Spelling) -> Result<Fit<'_>, Miss> {
        let mut full = Vec::new();
        let mut at = 0;
        for token in &self.tokens {
            let Some(word) = words.get(at) else {
                return Err(Miss {
                    at,
                    why: Why::Incomplete,
                });
            };
            match token {
                Token::Word(alternatives, _) => match spelled(alternatives, word, spelling) {
                    Some(found) => full.push(found),
                    None => {
                        return Err(Miss {
                            at,
                            why: Why::Unknown,
                        });
                    }
                },
                Token::Value(value, _) => match value.take(&words[at..]) {
                    Some((text, used)) => {
                        full.push(text);
                        at += used - 1;
                    }
                    None => {
                        return Err(Miss {
                            at,
                            why: Why::Value,
                        });
                    }
                },
            }
            at += 1;
        }
        Ok(Fit {
            rule: self,
            key: self.key(&full),
            words: full,
            used: at,
        })
    }

    /// The name of a statement: its words without what a second line would replace.
    fn key(&self, words: &[String]) -> String {
        let kept = self
            .tokens
            .iter()
            .zip(words)
            .filter(|(token, _)| token.keyed());
        kept.map(|(_, word)| word.as_str())
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// What `no` and these words take away: whole, or as far as the statement's name is sure.
    fn fit_no(&self, words: &[String], spelling: Spelling) -> Result<Fit<'_>, Miss> {
        let short = match self.fit(words, spelling) {
            Ok(fit) if fit.used == words.len() => return Ok(fit),
            Ok(fit) => {
                return Err(Miss {
                    at: fit.used,
                    why: Why::TooMany,
                });
            }
            Err(Miss {
                why: Why::Incomplete,
                ..
            }) => words.len(),
            Err(miss) => return Err(miss),
        };
        // Every value up to here fitted; those that name the statement have to be among them.
        let first_value = self
            .tokens
            .iter()
            .position(|token| matches!(token, Token::Value(..)));
        let last_named = self
            .tokens
            .iter()
            .rposition(|token| matches!(token, Token::Value(_, true) | Token::Word(_, true)));
        let needed = match last_named {
            Some(last) => last + 1,
            None => first_value.unwrap_or(self.tokens.len()),
        };
        if short < needed {
            return Err(Miss {
                at: short,
                why: Why::Incomplete,
            });
        }
        let mut part = self.clone_head(short);
        part.children = Vec::new();
        let fit = part.fit(words, spelling)?;
        let mut key = fit.words.clone();
        for token in &self.tokens[short..] {
            key.push(match token {
                Token::Word(alternatives, _) => alternatives[0].clone(),
                Token::Value(..) => String::new(),
            });
        }
        Ok(Fit {
            rule: self,
            key: self.key(&key),
            words: fit.words,
            used: short,
        })
    }

    fn clone_head(&self, length: usize) -> Self {
        Self {
            tokens: self.tokens[..length].to_vec(),
            ..self.clone()
        }
    }
}

fn spelled(alternatives: &[String], word: &str, spelling: Spelling) -> Option<String> {
    let exact = alternatives.iter().find(|known| known.as_str() == word);
    let found = exact.or_else(|| match spelling {
        Spelling::Exact => None,
        Spelling::Short => {
            let word = word.to_ascii_lowercase();
            alternatives
                .iter()
                .find(|known| known.to_ascii_lowercase().starts_with(&word))
        }
    });
    found.cloned()
}

/// The rule for a whole line.
pub(super) fn line<'r>(rules: &'r [Rule], words: &[String], short: bool) -> Result<Fit<'r>, Miss> {
    choose(rules, short, words, |rule, spelling| {
        if rule.only_no {
            return Err(Miss {
                at: 0,
                why: Why::Unknown,
            });
        }
        let fit = rule.fit(words, spelling)?;
        match fit.used == words.len() {
            true => Ok(fit),
            false => Err(Miss {
                at: fit.used,
                why: Why::TooMany,
            }),
        }
    })
}

/// The rule for what stands behind `no`.
pub(super) fn negation<'r>(
    rules: &'r [Rule],
    words: &[String],
    short: bool,
) -> Result<Fit<'r>, Miss> {
    choose(rules, short, words, |rule, spelling| {
        rule.fit_no(words, spelling)
    })
}

fn choose<'r>(
    rules: &'r [Rule],
    short: bool,
    words: &[String],
    fit: impl Fn(&'r Rule, Spelling) -> Result<Fit<'r>, Miss>,
) -> Result<Fit<'r>, Miss> {
    let mut miss = Miss {
        at: 0,
        why: Why::Unknown,
    };
    let spellings: &[Spelling] = if short {
        &[Spelling::Exact, Spelling::Short]
    } else {
        &[Spelling::Exact]
    };
    for spelling in spellings {
        for rule in rules {
            match fit(rule, *spelling) {
                Ok(fit) => return Ok(fit),
                Err(found) => miss = further(miss, found),
            }
        }
    }
    if short && miss.at <= 1 && several(rules, words) {
        return Err(Miss {
            at: 0,
            why: Why::Ambiguous,
        });
    }
    Err(miss)
}

/// Do several known words begin with this one?
fn several(rules: &[Rule], words: &[String]) -> bool {
    let Some(first) = words.first().map(|word| word.to_ascii_lowercase()) else {
        return false;
    };
    let mut known: Vec<&str> = rules
        .iter()
        .filter_map(|rule| match rule.tokens.first() {
            Some(Token::Word(words, _)) => words.first(),
            _ => None,
        })
        .map(String::as_str)
        .filter(|word| word.to_ascii_lowercase().starts_with(&first))
        .collect();
    known.sort_unstable();
    known.dedup();
    known.len() > 1 && !known.contains(&first.as_str())
}

/// Of two misses, the one that got further; of two as far, what says more.
pub(super) fn further(one: Miss, other: Miss) -> Miss {
    let weight = |miss: &Miss| {
        (
            miss.at,
            match miss.why {
                Why::Incomplete => 4,
                Why::Value => 3,
                Why::TooMany => 2,
                Why::Ambiguous => 1,
                Why::Unknown => 0,
            },
        )
    };
    if weight(&other) > weight(&one) {
        other
    } else {
        one
    }
}
