//! The text of a speech file: its pieces are put in, and what cannot be meant is told.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Mode, Question, Speech};
use crate::vendor::Pattern;
use crate::vendor::change::WORDS;
use crate::vendor::told;

impl Speech {
    /// Read the text of a speech file.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = with_pieces(text)?;
        let mut speech: Self = toml::from_str(&text).map_err(|error| told(&error, &text))?;
        for way in &mut speech.ways {
            for (phase, doing) in &speech.phases {
                way.phases.entry(*phase).or_insert_with(|| doing.clone());
            }
        }
        match speech.flaw() {
            Some(flaw) => Err(format!(": {flaw}")),
            None => Ok(speech),
        }
    }

    /// What cannot be meant, though each value could stand on its own.
    fn flaw(&self) -> Option<String> {
        let known = |mode: &str| self.modes.iter().any(|known| known.name == mode);
        let of_patterns = self
            .unknown_mode(&known)
            .or_else(|| self.prompt_flaw())
            .or_else(|| self.question_flaw());
        if of_patterns.is_some() {
            return of_patterns;
        }
        let named =
            |form: &Pattern, group| form.0.capture_names().flatten().any(|name| name == group);
        if !self.secrets.iter().all(|form| named(form, "secret")) {
            return Some("a pattern of `secrets` has no group `secret`".into());
        }
        if self.window.lines == 0 || self.terminal.enter.is_empty() {
            return Some("nothing could be sent with this window or this `enter`".into());
        }
        self.ways.iter().find_map(|way| {
            way.flaw(&known)
                .map(|flaw| format!("way {}: {flaw}", way.name))
        })
    }

    fn unknown_mode(&self, known: &dyn Fn(&str) -> bool) -> Option<String> {
        let moves = self.moves.iter().flat_map(|step| [&step.from, &step.to]);
        let mut all = moves.chain([&self.running.mode]);
        let mode = all.find(|mode| !known(mode))?;
        Some(format!("no [[mode]] has the name {mode}"))
    }

    fn prompt_flaw(&self) -> Option<String> {
        let named = |mode: &&Mode| {
            mode.prompt
                .0
                .capture_names()
                .flatten()
                .any(|name| name == "host")
        };
        let mode = self.modes.iter().find(|mode| !named(mode))?;
        Some(format!(
            "the prompt of mode {} has no group `host`",
            mode.name
        ))
    }

    fn question_flaw(&self) -> Option<String> {
        let answers = |question: &Question| {
            usize::from(question.answer.is_some())
                + usize::from(question.key.is_some())
                + usize::from(question.secret.is_some())
        };
        let question = self
            .questions
            .iter()
            .find(|question| answers(question) > 1)?;
        Some(format!("`{}` has more than one answer", question.is.0))
    }
}

/// The text with the pieces in the places of their names. A piece may use those above it in the
/// alphabet; lines stay where they are.
fn with_pieces(text: &str) -> Result<String, String> {
    #[derive(Deserialize)]
    struct Only {
        #[serde(default)]
        pieces: BTreeMap<String, String>,
    }
    let only: Only = toml::from_str(text).map_err(|error| told(&error, text))?;
    let mut whole = text.to_owned();
    // Twice: a piece may stand in a piece.
    for _ in 0..2 {
        for (name, piece) in &only.pieces {
            if WORDS.contains(&name.as_str()) {
                return Err(format!(
                    ": the piece {name} has the name of a word of the phases"
                ));
            }
            if piece.contains(['\'', '\n']) {
                return Err(format!(
                    ": the piece {name} has a quotation mark or a line break"
                ));
            }
            whole = whole.replace(&format!("{{{name}}}"), piece);
        }
    }
    Ok(whole)
}
