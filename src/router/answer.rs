//! An answer while it comes in, and when it is whole.

use crate::vendor::Pattern;
use crate::vendor::speech::Speech;

/// What a device said to one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The line, masked.
    pub line: String,
    /// What came between the line's echo and the next prompt, keys masked.
    pub text: Vec<u8>,
    /// The device's words when it did not take the line.
    pub refusal: Option<String>,
    /// It did not because somebody else is at work.
    pub busy: bool,
    /// The mode that it led to.
    pub mode: String,
    /// The questions that were asked on the way, masked.
    pub asked: Vec<String>,
    /// The line's echo came more than once: something in the output plays a prompt.
    pub doubtful: bool,
}

#[derive(Default)]
pub(super) struct Collecting {
    text: Vec<u8>,
    pub(super) asked: Vec<String>,
    pub(super) doubtful: bool,
}

impl Collecting {
    /// Take a line, unless it would be too much.
    pub(super) fn push(&mut self, line: &[u8], most: usize) -> bool {
        if self.text.len() + line.len() > most {
            return false;
        }
        self.text.extend(line);
        self.text.push(b'\n');
        true
    }

    /// What was collected, without what belongs to the prompt.
    pub(super) fn close(mut self, line: String, mode: &str, speech: &Speech) -> Answer {
        while let Some(last) = last_line(&self.text) {
            let text = self.text[last..].trim_ascii_end();
            if !text.is_empty() && !speech.above.iter().any(|form| form.is_match(text)) {
                break;
            }
            self.text.truncate(last);
        }
        let refusal = refusal(&self.text, speech);
        let any = |forms: &[Pattern]| {
            let mut lines = self.text.split(|byte| *byte == b'\n');
            lines.any(|line| forms.iter().any(|form| form.is_match(line)))
        };
        Answer {
            busy: any(&speech.busy),
            line,
            refusal,
            mode: mode.to_owned(),
            text: self.text,
            asked: self.asked,
            doubtful: self.doubtful,
        }
    }
}

/// Where the last line begins.
fn last_line(text: &[u8]) -> Option<usize> {
    let body = text.strip_suffix(b"\n")?;
    Some(
        body.iter()
            .rposition(|byte| *byte == b'\n')
            .map_or(0, |at| at + 1),
    )
}

/// The first line that says no, or that says that somebody else is in the way.
pub(super) fn refusal(text: &[u8], speech: &Speech) -> Option<String> {
    let matches = |forms: &[Pattern], line: &[u8]| forms.iter().any(|form| form.is_match(line));
    text.split(|byte| *byte == b'\n')
        .find(|line| {
            matches(&speech.busy, line)
                || (matches(&speech.refused, line) && !matches(&speech.harmless, line))
        })
        .map(|line| String::from_utf8_lossy(line.trim_ascii()).into_owned())
}
