//! Who changed what, when, and what was said: a line of JSON each, beside the journal. Everything in
//! it has been masked by the session.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Value as Json, json};

use super::state::{make_file, now, stamp};
use crate::router::Spoken;

/// A router's audit; clones write to the same file.
#[derive(Clone, Debug)]
pub(super) struct Audit(Arc<Mutex<File>>);

impl Audit {
    pub(super) fn create(path: &Path) -> io::Result<Self> {
        let file = match make_file(path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                File::options().append(true).open(path)?
            }
            other => other?,
        };
        Ok(Self(Arc::new(Mutex::new(file))))
    }

    /// That it cannot be written must not stop a change half way.
    pub(super) fn note(&self, mut line: Json) {
        line["at"] = stamp(now()).into();
        let mut file = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = writeln!(file, "{line}");
    }

    /// Somebody who hears a session.
    pub(super) fn ear(&self) -> Box<dyn FnMut(&Spoken<'_>) + Send> {
        let audit = self.clone();
        Box::new(move |spoken| {
            audit.note(match spoken {
                Spoken::Typed(line) => json!({ "typed": line }),
                Spoken::Heard(answer) => json!({
                    "heard": String::from_utf8_lossy(&answer.text),
                    "to": answer.line,
                    "refused": answer.refusal,
                }),
                Spoken::Aside(text) => json!({ "aside": text }),
                Spoken::Note(text) => json!({ "note": text }),
            });
        })
    }
}
