//! Bytes of a terminal to lines: what the device printed, without what the terminal added.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;

/// Longer lines are no output that a person or a parser of ours could read.
const LONGEST: usize = 64 * 1024;

/// One line and its number in the file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line<'o> {
    pub number: u32,
    pub text: Cow<'o, str>,
    pub ascii: bool,
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

/// The lines of an output, one at a time. Nothing in it is trusted.
pub(super) fn lines(output: &str) -> impl Iterator<Item = Line<'_>> {
    let all = output.split('\n').zip(1..=u32::MAX);
    all.filter_map(|(raw, number)| line(raw, number))
}

fn line(raw: &str, number: u32) -> Option<Line<'_>> {
    if matches!(raw, "" | "\r") {
        return None;
    }
    let signs = signs(raw);
    let text = clean(raw, signs);
    if text.trim_start().is_empty() {
        return None;
    }
    let noise = (signs & PROMPT != 0 || may_be_noise(&text)) && NOISE.is_match(&text);
    Some(Line {
        number,
        noise,
        logged: noise && LOGGED.is_match(&text),
        cut: raw.len() > LONGEST,
        ascii: signs & WIDE == 0,
        text,
    })
}

/// What a byte means to a terminal.
const CONTROL: u8 = 1;
const TAB: u8 = 2;
/// It ends a prompt, or a log message has it.
const PROMPT: u8 = 4;
/// It is not ASCII.
const WIDE: u8 = 8;

const SIGNS: [u8; 256] = {
    let mut signs = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        signs[byte] = match byte as u8 {
            0 | 0x08 | b'\r' | 0x1b => CONTROL,
            b'\t' => TAB,
            b'#' | b'>' | b'$' | b'%' => PROMPT,
            0x80.. => WIDE,
            _ => 0,
        };
        byte += 1;
    }
    signs
};

/// All that is met in a line: one look at each byte spares most lines the rest.
fn signs(raw: &str) -> u8 {
    let each = raw.bytes().map(|byte| SIGNS[usize::from(byte)]);
    each.fold(0, |all, sign| all | sign)
}

/// What of the noise has no sign in it.
fn may_be_noise(text: &str) -> bool {
    match text.as_bytes()[0] {
        b's' => text.starts_with("show "),
        b'd' => text.starts_with("display "),
        b'g' => text.starts_with("get router "),
        b'L' => text.starts_with("Load for "),
        b'M' | b'T' | b'W' | b'F' | b'S' => true,
        _ => false,
    }
}

fn clean(raw: &str, signs: u8) -> Cow<'_, str> {
    let mut end = raw.len().min(LONGEST);
    while !raw.is_char_boundary(end) {
        end -= 1;
    }
    let mut text = Cow::Borrowed(raw[..end].trim_end_matches('\r'));
    if signs & CONTROL != 0 {
        if text.contains('\x1b') {
            text = ESCAPE.replace_all(&text, "").into_owned().into();
        }
        if text.contains(['\x08', '\r', '\0']) {
            text = over_typed(&text).into();
        }
    }
    let bytes = text.as_bytes();
    let first = bytes.get(usize::from(bytes.first() == Some(&b' ')));
    if matches!(first, Some(b'-' | b'<' | b'p' | b'P' | b'l' | b'L')) && PAGER.is_match(&text) {
        text = PAGER.replace(&text, "").into_owned().into();
    }
    if signs & TAB != 0 {
        text = text.replace('\t', "        ").into();
    }
    match text {
        Cow::Borrowed(text) => text.trim_end().into(),
        Cow::Owned(mut text) => {
            text.truncate(text.trim_end().len());
            text.into()
        }
    }
}

/// What is left when backspaces and carriage returns have done their work.
fn over_typed(text: &str) -> String {
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

/// A ruler, a prompt, a comment: what any answer may have.
pub(super) fn is_frame(text: &str) -> bool {
    let text = text.trim();
    text.starts_with(['[', '{', '<'])
        || text.starts_with("--{")
        || text.contains(" echo: ")
        || text.ends_with(['#', '>', '$', ']', '}', '|'])
        || text.contains(";;;")
        || !text.bytes().any(|byte| byte.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_terminals_part_goes() {
        let text = |raw: &str| {
            lines(raw)
                .map(|line| line.text.into_owned())
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
