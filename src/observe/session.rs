//! A whole terminal session, cut at its prompts into answers.

use std::sync::LazyLock;

use regex::Regex;

use super::Shows;

/// One answer in a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cut {
    pub command: String,
    /// Lines of the session before the answer begins.
    pub lines_before: u32,
    pub output: std::ops::Range<usize>,
}

/// A line that may be a prompt with what was typed behind it: `edge#show ...`, `me@edge> show ...`,
/// `edge(config)# ...`, `[me@edge] > ...`, `<edge>display ...`, `me@edge:~$ ...`.
static PROMPT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x)^\s*(?:\x1b\[[0-9;?]*[A-Za-z]|\r)*
        (?: (?<plain>[A-Za-z0-9_.:@/~*!-]{1,100}) (?:\ ?\([^()]{1,60}\))? (?::[~/][^\s$]{0,80}|:~)? \s?[\#>$%]
          | \[ (?<square>[^\]\[]{1,80}) \] \s?>?
          | < (?<angle>[^<>\s]{1,80}) > )
        [\ \t]* (?<typed>.*?) \s*$",
    )
    .expect("a pattern of the program, read by its tests")
});

/// The longest line that can be a prompt and a command.
const LONGEST: usize = 1000;

impl Shows {
    /// The answers of a terminal session. Nothing for a text without a prompt: what makes a line
    /// one is a command behind it that the pack can read.
    pub fn cut(&self, session: &[u8]) -> Vec<Cut> {
        let mut cuts: Vec<Cut> = Vec::new();
        let mut host: Option<String> = None;
        let mut open = false;
        let mut at = 0;
        for (number, raw) in session.split(|byte| *byte == b'\n').enumerate() {
            let begin = at;
            at += raw.len() + 1;
            if raw.len() > LONGEST {
                continue;
            }
            let Some((name, typed)) = prompt(raw) else {
                continue;
            };
            let ours = host.as_ref().is_some_and(|host| *host == name);
            let known = !typed.is_empty() && self.knows(&typed).is_some();
            let first = host.is_none() && known;
            if !ours && !first {
                continue;
            }
            host.get_or_insert(name);
            if let Some(last) = cuts.last_mut().filter(|_| open) {
                last.output.end = begin;
            }
            open = !typed.is_empty();
            if open {
                cuts.push(Cut {
                    command: typed,
                    lines_before: u32::try_from(number + 1).unwrap_or(u32::MAX),
                    output: at.min(session.len())..session.len(),
                });
            }
        }
        cuts
    }
}

/// The name in a prompt, and what was typed behind it.
fn prompt(raw: &[u8]) -> Option<(String, String)> {
    let text = String::from_utf8_lossy(raw);
    let found = PROMPT.captures(&text)?;
    let name = ["plain", "square", "angle"]
        .into_iter()
        .find_map(|group| found.name(group))?;
    // The name of the host, without who is logged in, and without the mark of a changed candidate.
    let name = name.as_str().trim_start_matches(['*', '~', '!']);
    let name = name.rsplit(['@', ':']).next().unwrap_or(name);
    Some((name.to_owned(), found["typed"].to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shows() -> Shows {
        Shows::new(
            "[[read]]\nkind = \"version\"\ncommands = [\"show version\"]\n\
             [[read]]\nkind = \"bgp_summary\"\ncommands = [\"show bgp summary\", \"display bgp peer\"]\n",
        )
        .expect("a show file")
    }

    #[test]
    fn a_session_is_cut_at_its_prompts() {
        let session = b"login: me\nedge#show version\nSome OS # 1\nmore > than\nedge# show clock\n12:00\nedge#\nedge#sh bgp sum\nrow\n";
        let cuts = shows().cut(session);
        let all: Vec<_> = cuts
            .iter()
            .map(|cut| {
                (
                    cut.command.as_str(),
                    cut.lines_before,
                    &session[cut.output.clone()],
                )
            })
            .collect();
        assert_eq!(
            all,
            [
                ("show version", 2, &b"Some OS # 1\nmore > than\n"[..]),
                ("show clock", 5, &b"12:00\n"[..]),
                ("sh bgp sum", 8, &b"row\n"[..]),
            ]
        );
    }

    #[test]
    fn prompts_of_many_kinds_are_known() {
        for line in [
            "me@edge> show version",
            "RP/0/RSP0/CPU0:edge#show version",
            "[me@edge] > show version",
            "<edge>display bgp peer",
            "[~edge]display bgp peer",
            "A:me@edge# show version",
            "me@edge:~$ show version",
            "edge(config-if)#show version",
            "edge (root) # show version",
        ] {
            assert_eq!(shows().cut(line.as_bytes()).len(), 1, "{line}");
        }
        assert!(shows().cut(b"Neighbor  V  AS\n10.0.0.1 > 4\n").is_empty());
    }
}
