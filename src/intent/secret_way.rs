//! `{ env = ... }`, `{ file = ... }` or `{ command = [...] }`: where a secret is kept. A literal
//! secret in an intent file is refused here, without repeating it.

use std::path::PathBuf;

use serde_json::Value as Json;
use toml::de::DeValue;

use super::code;
use super::raw::SecretWay;
use super::shape::{Piece, Reader, Shape};
use super::table::Table as _;
use crate::diagnostic::Diagnostic;
use crate::secret::Origin;

/// The way to a secret, as the file gives it.
#[derive(Clone, Debug)]
pub struct Secret(pub Origin);

const FORMS: &str =
    "{ env = \"NAME\" }, { file = \"path\" } or { command = [\"pass\", \"show\", \"dx/key\"] }";

impl Shape for Secret {
    fn read(piece: Piece<'_, '_>, reader: &mut Reader<'_>) -> Option<Self> {
        let Piece { value, place, path } = piece;
        let problem = match value {
            DeValue::Table(_) => return way(piece, reader),
            DeValue::String(_) => {
                let message = format!("{path} stands in the file itself");
                Diagnostic::new(&code::LITERAL_SECRET, message)
                    .label("whoever can read this file can read it, and so can every backup")
            }
            _ => Diagnostic::new(
                &code::SECRET_FORM,
                format!("{path} is not a way to a secret"),
            ),
        };
        let subject = reader.subject_of(path);
        reader.found.lose(path);
        reader.found.push(
            problem
                .at(place)
                .subject(subject)
                .help(format!("say where it is kept: {FORMS}")),
        );
        None
    }

    fn schema() -> Json {
        let mut schema = SecretWay::schema();
        let way = |key: &&str| serde_json::json!({ "required": [key] });
        schema["oneOf"] = SecretWay::KEYS.iter().map(way).collect();
        schema["properties"]["command"]["minItems"] = Json::from(1);
        schema
    }
}

fn way(piece: Piece<'_, '_>, reader: &mut Reader<'_>) -> Option<Secret> {
    let path = piece.path;
    let before = reader.found.iter().count();
    let way = SecretWay::read(piece, reader)?;
    let env = way.env.map(|name| Origin::Env(name.value));
    let file = way.file.map(|path| Origin::File(PathBuf::from(path.value)));
    let command = way
        .command
        .map(|argv| Origin::Command(argv.value.into_iter().map(|word| word.value).collect()));
    let mut given = [env, file, command].into_iter().flatten();
    let problem = match (given.next(), given.next()) {
        (Some(origin), None) => match flaw(&origin) {
            None => return Some(Secret(origin)),
            Some(flaw) => format!("{path} {flaw}"),
        },
        (None, _) if reader.found.iter().count() > before => {
            reader.found.lose(path);
            return None;
        }
        (None, _) => format!("{path} does not say where the secret is kept"),
        (Some(_), Some(_)) => format!("{path} names more than one way to the secret"),
    };
    let found = Diagnostic::new(&code::SECRET_FORM, problem)
        .at(piece.place)
        .subject(reader.subject_of(path))
        .help(format!("give exactly one: {FORMS}"));
    reader.found.lose(path);
    reader.found.push(found);
    None
}

/// A way that leads nowhere.
fn flaw(origin: &Origin) -> Option<&'static str> {
    // Whoever pastes the key itself here is told so before it is asked for, and repeated, as a name.
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let unfit = |name: &str| {
        name.is_empty() || !name.chars().all(word) || name.starts_with(|c: char| c.is_ascii_digit())
    };
    match origin {
        Origin::Env(name) if unfit(name) => {
            Some("does not name an environment variable (letters, digits and _)")
        }
        Origin::File(path)
            if path.as_os_str().is_empty() || path.to_string_lossy().contains('\0') =>
        {
            Some("does not name a file")
        }
        Origin::Command(argv) if argv.first().is_none_or(|program| program.is_empty()) => {
            Some("names no program")
        }
        Origin::Command(argv) if argv.iter().any(|word| word.contains('\0')) => {
            Some("has a NUL character in a word")
        }
        _ => None,
    }
}
