//! The lines of a screen and whose they are: the echo of a typed line behind a prompt ends the answer
//! before it and begins its own; everything else belongs to the answer under way, or to nobody.

use std::sync::Arc;

use zeroize::Zeroizing;

use super::answer::{Answer, Collecting};
use super::dialogue::{Current, Dialogue, Event};
use super::prompt::{Place, find, whole};
use crate::vendor::Pattern;

impl Dialogue {
    pub(super) fn flood(&mut self, events: &mut Vec<Event>) {
        if !self.flooded {
            self.flooded = true;
            events.push(Event::Flood);
        }
    }

    pub(super) fn line(&mut self, line: &[u8], events: &mut Vec<Event>) {
        let text = line.trim_ascii_end();
        if let Some(place) = self.echo(text) {
            self.next(&place, events);
            return;
        }
        if self.early(text) {
            return;
        }
        let speech = Arc::clone(&self.speech);
        let any = |forms: &[Pattern], text: &[u8]| forms.iter().any(|form| form.is_match(text));
        if any(&speech.noise, text) {
            return;
        }
        if any(&speech.messages, text) {
            events.push(Event::Aside(self.shown(text)));
            return;
        }
        if let Some((place, end)) = find(&speech, text, &self.above)
            && self.at_home(&place)
        {
            let behind = text[end..].trim_ascii();
            let message = any(&speech.messages, behind);
            if message || any(&speech.noise, behind) {
                self.glued = Some(place);
                events.extend(message.then(|| Event::Aside(self.shown(behind))));
                return;
            }
        }
        if !text.is_empty() {
            self.glued = None;
            self.above = text.to_vec();
        }
        self.keep(line, events);
    }

    /// A line of an answer, or one that answers nothing.
    pub(super) fn keep(&mut self, line: &[u8], events: &mut Vec<Event>) {
        let text = line.trim_ascii_end();
        let place = find(&self.speech, text, &self.above);
        let clean = self.redactor.clean(line, &self.speech.secrets);
        match &mut self.current {
            Some(current) => {
                // Its own echo again: what looked like its echo was output, or somebody plays.
                let again = place.is_some_and(|(_, end)| {
                    !current.said.echo.is_empty() && text[end..].trim_ascii() == *current.said.echo
                });
                current.collecting.doubtful |= again;
                if !current.collecting.push(&clean, self.most) {
                    self.flood(events);
                }
            }
            None if text.is_empty() => {}
            None if self.speech.above.iter().any(|form| form.is_match(text)) => {}
            None => {
                // A bare prompt that was printed again says nothing.
                if whole(&self.speech, text, &self.above).is_none() {
                    events.push(Event::Aside(String::from_utf8_lossy(&clean).into_owned()));
                }
            }
        }
    }

    /// Is this line a prompt with the next typed line behind it?
    pub(super) fn echo(&self, text: &[u8]) -> Option<Place> {
        let next = self.waiting.front()?;
        let place = match text.strip_suffix(next.echo.as_slice()) {
            Some(prompt) => match whole(&self.speech, prompt.trim_ascii_end(), &self.above) {
                Some(place) => Some(place),
                // Something was printed between the prompt and what was typed.
                None if prompt.is_empty() && self.current.is_none() => {
                    self.glued.clone().or(self.place.clone())
                }
                None if prompt.is_empty() => self.glued.clone(),
                None => None,
            },
            None => find(&self.speech, text, &self.above)
                .filter(|(_, end)| similar(&text[*end..], &next.echo))
                .map(|(place, _)| place),
        };
        place.filter(|place| self.at_home(place))
    }

    /// A terminal may echo a line when it comes in, and the program behind it once more.
    pub(super) fn early(&self, text: &[u8]) -> bool {
        !text.is_empty()
            && self
                .waiting
                .iter()
                .any(|said| said.echo.trim_ascii() == text.trim_ascii())
    }

    /// The prompt is of the host that we talk to, or of the one that it was just made.
    pub(super) fn at_home(&self, place: &Place) -> bool {
        self.is_host(&place.host)
            || self
                .current
                .as_ref()
                .is_some_and(|current| current.said.renames)
    }

    pub(super) fn is_host(&self, other: &[u8]) -> bool {
        let Some(host) = &self.host else { return true };
        // Some write where they are behind the name, with nothing but a hyphen in between.
        let joined = self.speech.terminal.joined.as_bytes();
        let view = !joined.is_empty()
            && other
                .strip_prefix(host.as_slice())
                .is_some_and(|view| view.starts_with(joined));
        // Some cut a long name in some modes.
        let cut = other.len() >= 10 && host.starts_with(other);
        let uncut = host.len() >= 10 && other.starts_with(host);
        host == other || view || cut || uncut
    }

    /// The next line's echo has come: the answer before it is whole.
    pub(super) fn next(&mut self, place: &Place, events: &mut Vec<Event>) {
        events.extend(self.arrive(place).map(Event::Answered));
        // A host name is learnt only here: an echo behind it proves that it is a prompt.
        self.learn(place);
        if let Some(said) = self.waiting.pop_front() {
            self.current = Some(Current {
                said,
                collecting: Collecting::default(),
                secrets_given: Vec::new(),
            });
        }
    }

    pub(super) fn learn(&mut self, place: &Place) {
        let foreign = self
            .speech
            .modes
            .get(place.mode)
            .is_some_and(|mode| mode.foreign);
        if !foreign && (self.host.is_none() || !self.is_host(&place.host)) {
            self.host = Some(place.host.clone());
        }
    }

    /// The device is at a prompt: close the answer before it.
    pub(super) fn arrive(&mut self, place: &Place) -> Option<Answer> {
        self.place = Some(place.clone());
        self.glued = None;
        self.flooded = false;
        let current = self.current.take()?;
        if current.said.renames {
            self.learn(place);
        }
        let mode = self.speech.modes.get(place.mode);
        let mode = mode.map_or("", |mode| &mode.name);
        Some(
            current
                .collecting
                .close(current.said.masked, mode, &self.speech),
        )
    }
}

/// The same but for white space, or long and cut.
fn similar(read: &[u8], typed: &[u8]) -> bool {
    let squeeze = |text: &[u8]| -> Zeroizing<Vec<u8>> {
        let dense = text.iter().filter(|byte| !byte.is_ascii_whitespace());
        Zeroizing::new(dense.copied().collect())
    };
    let (read, typed) = (squeeze(read), squeeze(typed));
    read == typed || (read.len() >= 40 && typed.starts_with(&read))
}
