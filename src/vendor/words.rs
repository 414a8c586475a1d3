//! The small templates of a pack: the words a platform has for one thing. What all its templates may
//! use, large and small, is said here.

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, ErrorKind, UndefinedBehavior, Value};
use serde::Serialize;

use super::names::ours;
use super::{NameLimits, Pack};

/// An environment for the templates of a pack: strict, with the filters that make names.
pub(crate) fn environment(names: Option<&NameLimits>) -> Environment<'static> {
    let mut environment = Environment::new();
    let syntax = SyntaxConfig::builder()
        .trim_blocks(true)
        .lstrip_blocks(true)
        .keep_trailing_newline(true)
        .build();
    environment.set_syntax(syntax.expect("the delimiters are the usual ones"));
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    environment.set_debug(false);
    // What it does anyway, without the detour over `Display` for texts.
    environment.set_formatter(|out, state, value| match value.as_str() {
        Some(text) => out.write_str(text).map_err(minijinja::Error::from),
        None => minijinja::escape_formatter(out, state, value),
    });
    if let Some(limits) = names.cloned() {
        environment.add_filter("ours", move |name: &str, purpose: Option<&str>| {
            ours(name, purpose.unwrap_or(""), &limits)
        });
    }
    environment.add_filter("number", number);
    environment.add_test("at_least", at_least);
    environment
}

impl Pack {
    /// The (sub-)interface that carries a vif, in the router's own words. The values are those of
    /// `names.interface`: `port`, `vlan`, `name`, `switched`, `vrf` and the like.
    pub fn interface_name(&self, values: &impl Serialize) -> Result<String, String> {
        let rendered = environment(Some(&self.names))
            .render_str(&self.names.interface, Value::from(Serde(values)));
        let name = rendered.map_err(|error| {
            format!("names.interface of pack {}: {}", self.name, reason(&error))
        })?;
        Ok(name.trim().to_owned())
    }
}

/// Why a template did not render.
pub(crate) fn reason(error: &minijinja::Error) -> String {
    let kind = error.kind().to_string();
    error.detail().map_or(kind, str::to_owned)
}

/// `{% if router.software is at_least("7.20") %}`: an unstated version counts as the newest.
fn at_least(version: &Value, wanted: &str) -> bool {
    let numbers = |text: &str| -> Vec<u64> {
        text.split(|c: char| !c.is_ascii_digit())
            .filter(|part| !part.is_empty())
            .filter_map(|part| part.parse().ok())
            .collect()
    };
    version
        .as_str()
        .is_none_or(|version| numbers(version) >= numbers(wanted))
}

/// The number that a port's name ends in: 10 of `Port-channel10`.
fn number(name: &str) -> Result<String, minijinja::Error> {
    let digits = name.len() - name.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    if digits == 0 {
        return Err(minijinja::Error::new(
            ErrorKind::InvalidOperation,
            format!("the port {name} does not end in a number"),
        ));
    }
    Ok(name[name.len() - digits..].to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_compare_by_their_numbers() {
        assert!(at_least(&Value::from("7.20.1"), "7.20") && !at_least(&Value::from("7.9"), "7.20"));
        assert!(at_least(&Value::from(()), "7.20"));
    }
}
