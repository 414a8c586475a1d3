//! Bytes of a terminal to lines: what the device printed, without what the terminal added.

use std::sync::LazyLock;

use regex::Regex;

/// Longer lines are no output that a person or a parser of ours could read.
const LONGEST: usize = 64 * 1024;

/// One line and its number in the file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub number: u32,
    pub text: String,
    /// Not the device's answer to the command: an echo, a prompt, a log message, a time stamp.
    pub noise: bool,
    /// A message of the log: noise, unless the log was asked for.
    pub logged: bool,
    /// Only its beginning: it was too long.
    pub cut: bool,
}

static ESCAPE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("\x1b(\\[[0-9;?]*[@-~]|\\][^\x07\x1b]*(\x07|\x1b\\\\)|[@-Z\\\\-_])")
        .expect("a constant, used by a test")
});
static PAGER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^ ?(-+ ?\(?more\)?( \d+%\)?)? ?-+|<-+ ?more ?-+>|press any key to continue.*|lines \d+-\d+)\s*").expect("a constant, used by a test")
});
static NOISE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x)
        ^[\w.@:/~()-]+(\([\w./-]+\))?\s?[\#>$%]\s*(show|sh|display|get|ping|traceroute|run|/)\b   # prompt and echo
        | ^(show|display|get\ router)\ [a-z]                                                      # echo
        | ^[\w.@:/~()-]+(\([\w./-]+\))?[\#>]\s*$                                                  # prompt
        | ^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)\ \w{3}\s+\d+\ \d\d:\d\d:\d\d                             # time stamp
        | ^[*.]?\w{3}\s+\d+\ (\d{4}\ )?\d\d:\d\d:\d\d(\.\d+)?(\ \w+)?:\ %                         # log message
        | ^%[A-Z0-9_]+-\d-[A-Z0-9_]+:
        | ^Load\ for\ five\ secs | ^Time\ source\ is
        ",
    )
    .expect("a constant, used by a test")
});

/// What of that is a message of the log.
static LOGGED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^([*.]?\w{3}\s+\d+\ (\d{4}\ )?\d\d:\d\d:\d\d(\.\d+)?(\ \w+)?:\ %|%[A-Z0-9_]+-\d-[A-Z0-9_]+:)").expect("a constant, used by a test")
});

/// The lines of an output. Nothing in it is trusted.
pub(super) fn lines(bytes: &[u8]) -> Vec<Line> {
    let text = String::from_utf8_lossy(bytes);
    let mut lines = Vec::new();
    for (index, raw) in text.split('\n').enumerate() {
        if matches!(raw, "" | "\r") {
            continue;
        }
        let text = clean(raw);
        if !text.trim().is_empty() {
            let noise = NOISE.is_match(&text);
            lines.push(Line {
                number: u32::try_from(index + 1).unwrap_or(u32::MAX),
                noise,
                logged: noise && LOGGED.is_match(&text),
                cut: raw.len() > LONGEST,
                text,
            });
        }
    }
    lines
}

fn clean(raw: &str) -> String {
    let end = (0..=LONGEST.min(raw.len()))
        .rev()
        .find(|at| raw.is_char_boundary(*at));
    let raw = raw[..end.unwrap_or(0)].trim_end_matches('\r');
    let plain = if raw.contains('\x1b') {
        ESCAPE.replace_all(raw, "")
    } else {
        raw.into()
    };
    let typed = over_typed(&plain);
    PAGER
        .replace(&typed, "")
        .replace('\t', "        ")
        .trim_end()
        .to_owned()
}

/// What is left when backspaces and carriage returns have done their work.
fn over_typed(text: &str) -> String {
    if !text.contains(['\x08', '\r', '\0']) {
        return text.to_owned();
    }
    let mut kept: Vec<char> = Vec::new();
    for c in text.chars() {
        match c {
            '\x08' => {
                kept.pop();
            }
            '\r' => kept.clear(),
            '\0' => {}
            c => kept.push(c),
        }
    }
    kept.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_terminals_part_goes() {
        let text = |raw: &str| {
            lines(raw.as_bytes())
                .into_iter()
                .map(|line| line.text)
                .collect::<Vec<_>>()
        };
        assert_eq!(text("a\r\n\x1b[31mb\x1b[0m\r\n"), ["a", "b"]);
        assert_eq!(text("\x1b]0;title\x07a\n\x1b]0;title\x1b\\b"), ["a", "b"]);
        assert_eq!(
            text(
                " --More-- \x08\x08\x08\x08\x08\x08\x08\x08\x08\x08          \x08\x08\x08\x08\x08\x08\x08\x08\x08\x0810.0.0.1"
            ),
            ["10.0.0.1"]
        );
        assert_eq!(text("--More--10.0.0.1"), ["10.0.0.1"]);
        assert_eq!(text("---(more 45%)---10.0.0.1"), ["10.0.0.1"]);
    }

    #[test]
    fn noise_is_known() {
        for noise in [
            "edge-1#show ip bgp summary",
            "RP/0/RSP0/CPU0:edge#show bgp summary",
            "edge#",
            "Fri Nov 20 10:00:00.123 UTC",
            "*Nov 20 10:00:00.123: %BGP-5-ADJCHANGE: neighbor 192.0.2.1 Up",
        ] {
            assert!(NOISE.is_match(noise), "{noise}");
        }
        assert!(!NOISE.is_match("192.0.2.1  4  64512  1  2  3  0  0  00:01:02  5"));
    }
}
