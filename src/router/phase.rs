//! The phases of a change as the pack has them: its lines with their words put in, typed in their
//! modes, and the answers held against what they should be.

use std::collections::BTreeMap;
use std::time::Duration;

use super::answer::Answer;
use super::error::Error;
use super::line::Line;
use super::session::{Router, refused};
use crate::vendor::change::{Doing, Step, Way};
use crate::vendor::speech::{Channel, Question, Speech};

/// What the words in the lines of a phase stand for.
#[derive(Debug, Default)]
pub struct Words<'c> {
    /// The lines of the change, and those that take it back.
    pub lines: &'c [Line],
    pub undo: &'c [Line],
    /// How long the timer runs.
    pub seconds: u32,
    /// The name of the change on the device: letters, digits and `-`.
    pub name: String,
    pub comment: String,
    /// The name of a file on the device.
    pub file: String,
    /// What earlier steps kept.
    pub kept: BTreeMap<String, String>,
}

/// What came of a phase.
#[derive(Debug)]
pub enum Done {
    /// Every step was taken.
    Answered(Vec<Answer>),
    /// There was nothing to do, and why.
    Nothing(String),
    /// The platform cannot, and why.
    Cannot(String),
}

/// What a device says when it is asked.
#[derive(Debug, PartialEq, Eq)]
pub enum Found {
    /// With what the pack's pattern named.
    Yes(BTreeMap<String, String>),
    No,
    /// Neither; in its words.
    Unclear(String),
}

impl Found {
    /// What a phase's question was answered with.
    pub fn read(doing: &Doing, text: &[u8]) -> Self {
        let yes = doing
            .yes
            .as_ref()
            .and_then(|yes| Some((yes, yes.0.captures(text)?)));
        if let Some((yes, found)) = yes {
            let value = |name: &str| {
                let value = found.name(name)?;
                let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
                Some((name.to_owned(), value))
            };
            return Self::Yes(yes.0.capture_names().flatten().filter_map(value).collect());
        }
        let unclear = || Self::Unclear(String::from_utf8_lossy(text.trim_ascii()).into_owned());
        match &doing.no {
            Some(no) if no.is_match(text) => Self::No,
            Some(_) => unclear(),
            None if doing.yes.is_some() => Self::No,
            None => unclear(),
        }
    }
}

impl Words<'_> {
    /// A line with its words in place; the user is whoever is logged in.
    fn fill(&self, line: &str, user: &str) -> String {
        let (hours, minutes, seconds) = (self.seconds / 3600, self.seconds / 60, self.seconds);
        let clock = format!("{hours:02}:{:02}:{:02}", minutes % 60, seconds % 60);
        let whole = seconds.div_ceil(60);
        let mut filled = line.to_owned();
        for (word, value) in [
            ("seconds", seconds.to_string()),
            ("minutes", seconds.div_ceil(60).to_string()),
            ("clock", clock),
            ("span", format!("{:02}:{:02}", whole / 60, whole % 60)),
            ("name", self.name.clone()),
            ("comment", self.comment.clone()),
            ("user", user.to_owned()),
            ("file", self.file.clone()),
        ] {
            filled = filled.replace(&format!("{{{word}}}"), &value);
        }
        for (word, value) in &self.kept {
            filled = filled.replace(&format!("{{{word}}}"), value);
        }
        filled
    }
}

impl Router {
    /// Do a phase. The first answer that is not as it should be ends it.
    pub fn run(&mut self, way: &Way, doing: &Doing, words: &mut Words<'_>) -> Result<Done, Error> {
        if let Some(why) = &doing.nothing {
            return Ok(Done::Nothing(why.clone()));
        }
        if let Some(why) = &doing.cannot {
            return Ok(Done::Cannot(why.clone()));
        }
        let mut answers = Vec::new();
        for step in &doing.steps {
            if let Some(mode) = &step.mode {
                self.enter(mode)?;
            }
            match step.line.as_str() {
                "" => {}
                "{lines}" => answers.extend(self.stage(words.lines, way)?),
                "{undo}" => answers.extend(self.stage(words.undo, way)?),
                _ => {
                    let answer = self.take(step, words)?;
                    keep(step, &answer, words);
                    answers.push(answer);
                }
            }
        }
        Ok(Done::Answered(answers))
    }

    /// Ask the device what a phase asks: `pending` and the like.
    pub fn find(
        &mut self,
        way: &Way,
        doing: &Doing,
        words: &mut Words<'_>,
    ) -> Result<Found, Error> {
        let Done::Answered(answers) = self.run(way, doing, words)? else {
            return Ok(Found::Unclear(String::new()));
        };
        let text = answers.last().map_or(&b""[..], |answer| &answer.text);
        Ok(Found::read(doing, text))
    }

    /// Is a way to change things open on this device? The reasons why not.
    pub fn obstacles(&mut self, way: &Way) -> Result<Vec<String>, Error> {
        let mut obstacles = Vec::new();
        for need in &way.needs {
            self.enter(&need.mode)?;
            let answer = self.type_one(&Line::plain(&need.line), &[])?;
            let yes = need
                .yes
                .as_ref()
                .is_none_or(|form| form.is_match(&answer.text));
            let no = need
                .no
                .as_ref()
                .is_some_and(|form| form.is_match(&answer.text));
            if !yes || no {
                obstacles.push(need.otherwise.clone());
            }
        }
        Ok(obstacles)
    }

    /// Over the channel that the platform is changed by.
    fn type_one(&mut self, line: &Line, questions: &[Question]) -> Result<Answer, Error> {
        match self.speech().terminal.send {
            Channel::Exec => self.exec(line),
            Channel::Shell => self.say(line, questions),
        }
    }

    fn stage(&mut self, lines: &[Line], way: &Way) -> Result<Vec<Answer>, Error> {
        let speech = self.speech().clone();
        let sent: Vec<&Line> = lines.iter().filter(|line| is_sent(&speech, line)).collect();
        self.send_all(&sent, way.window)
    }

    fn take(&mut self, step: &Step, words: &Words<'_>) -> Result<Answer, Error> {
        let line = Line::plain(&words.fill(&step.line, &self.user));
        let before = step
            .wait
            .map(|seconds| self.set_timeout(Duration::from_secs(u64::from(seconds))));
        let answer = self.type_one(&line, &step.answers);
        if let Some(before) = before {
            self.set_timeout(before);
        }
        let mut answer = answer?;
        if step.may_fail {
            return Ok(answer);
        }
        if answer.refusal.is_none()
            && let Some(bad) = bad_line(step, &answer.text)
        {
            answer.refusal = Some(bad);
        }
        if answer.refusal.is_some() || answer.doubtful {
            return Err(refused(0, answer, Vec::new(), Vec::new()));
        }
        match &step.good {
            Some(good) if !good.is_match(&answer.text) => Err(Error::Unexpected {
                line: answer.line,
                answer: String::from_utf8_lossy(answer.text.trim_ascii()).into_owned(),
            }),
            _ => Ok(answer),
        }
    }
}

/// Comments and empty lines stay here.
fn is_sent(speech: &Speech, line: &Line) -> bool {
    let text = line.bytes.trim_ascii();
    !text.is_empty() && !speech.unsent.iter().any(|form| form.is_match(text))
}

fn bad_line(step: &Step, text: &[u8]) -> Option<String> {
    text.split(|byte| *byte == b'\n')
        .find(|line| step.bad.iter().any(|form| form.is_match(line)))
        .map(|line| String::from_utf8_lossy(line.trim_ascii()).into_owned())
}

/// What the device named for later steps.
fn keep(step: &Step, answer: &Answer, words: &mut Words<'_>) {
    let Some(found) = step
        .keep
        .as_ref()
        .and_then(|keep| keep.0.captures(&answer.text))
    else {
        return;
    };
    let names = step
        .keep
        .iter()
        .flat_map(|keep| keep.0.capture_names().flatten());
    for name in names {
        if let Some(value) = found.name(name) {
            let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
            words.kept.insert(name.to_owned(), value);
        }
    }
}
