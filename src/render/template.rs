//! Templates of a pack: strict, with marks for the cause of each line, and their mistakes drawn
//! with the template's own source line.

use std::sync::OnceLock;

use minijinja::{Environment, ErrorKind, Value};
use regex::Regex;

use crate::diagnostic::{Code, Diagnostic, Place, Source, Sources};
use crate::vendor::{Pack, words};

/// A template asks for what is not there, or is not a template.
pub(super) static TEMPLATE: Code = Code::error("template-error", &[]);

/// What encloses a cause in rendered text: characters that no intent may contain.
pub(super) const CAUSE: (char, char) = ('\u{e002}', '\u{e003}');

/// `## vif.vlan VLAN-01` at the end of a template line.
fn mark_at_end() -> &'static Regex {
    static MARK: OnceLock<Regex> = OnceLock::new();
    MARK.get_or_init(|| {
        Regex::new(r"[ \t]*##[ \t]*(\S[^\n]*?)[ \t]*(\n|$)")
            .expect("a pattern of the program, read by every test that renders")
    })
}

/// The templates of one pack, ready to render.
pub(super) struct Templates {
    environment: Environment<'static>,
}

impl Templates {
    /// Prepare the templates of a pack, with or without marks for the causes of lines.
    pub(super) fn new(pack: &Pack, causes: bool) -> Result<Self, Box<Mistake>> {
        let mut environment = words::environment(Some(&pack.names));
        environment.add_function("refuse", refuse);
        for (name, text) in &pack.templates {
            let source = marked(text, causes);
            if let Err(error) = environment.add_template_owned(name.clone(), source) {
                return Err(Box::new(Mistake::new(&error, pack)));
            }
        }
        Ok(Self { environment })
    }

    pub(super) fn render(
        &self,
        name: &str,
        values: &Value,
        pack: &Pack,
    ) -> Result<String, Box<Mistake>> {
        let rendered = self
            .environment
            .get_template(name)
            .and_then(|template| template.render(values.clone()));
        rendered.map_err(|error| Box::new(Mistake::new(&error, pack)))
    }
}

/// Marks become a piece of output, or go. Lines stay where they are, for the places of errors.
fn marked(text: &str, causes: bool) -> String {
    let (open, close) = CAUSE;
    let replaced = mark_at_end().replace_all(text, |found: &regex::Captures<'_>| {
        if !causes {
            return found[2].to_owned();
        }
        let (path, reference) = found[1].split_once(' ').unwrap_or((&found[1], ""));
        let (root, key) = path.split_once('.').unwrap_or((path, ""));
        let key = if key.is_empty() {
            String::new()
        } else {
            format!(".{key}")
        };
        let subject = match root {
            "vif" => "vif.{{ vif.name }}",
            "peer" => "vif.{{ vif.name }}.peer",
            "port" => "connection.{{ port.connection }}",
            "router" => "router.{{ router.name }}",
            "anchor" => "advertise",
            other => other,
        };
        format!("{open}{subject}{key} {reference}{close}{}", &found[2])
    });
    replaced.into_owned()
}

/// `{{ refuse("...") }}`: the platform cannot do it in this combination, and why.
fn refuse(why: &str) -> Result<Value, minijinja::Error> {
    Err(minijinja::Error::new(
        ErrorKind::InvalidOperation,
        format!("this platform cannot: {why}"),
    ))
}

/// A template's mistake with the source that it stands in.
pub struct Mistake {
    pub diagnostic: Diagnostic,
    pub sources: Sources,
}

impl Mistake {
    fn new(error: &minijinja::Error, pack: &Pack) -> Self {
        let error = innermost(error);
        let mut sources = Sources::default();
        let detail = error
            .detail()
            .map(str::to_owned)
            .unwrap_or_else(|| error.kind().to_string());
        let name = error.name().unwrap_or("template");
        let mut diagnostic = Diagnostic::new(&TEMPLATE, format!("{}: {detail}", pack.title));
        if let Some(text) = pack.templates.get(name) {
            let source = sources.add(Source::new(format!("{}/{name}", pack.name), text.as_str()));
            if let Some(line) = error.line() {
                let lines: Vec<&str> = text.split('\n').collect();
                let start: usize = lines
                    .iter()
                    .take(line.saturating_sub(1))
                    .map(|line| line.len() + 1)
                    .sum();
                let length = lines
                    .get(line.saturating_sub(1))
                    .map_or(0, |line| line.trim_end().len());
                let indent = lines
                    .get(line.saturating_sub(1))
                    .map_or(0, |line| line.len() - line.trim_start().len());
                let place = Place {
                    source,
                    start: (start + indent) as u32,
                    end: (start + length) as u32,
                };
                diagnostic = diagnostic.at(place);
            }
        }
        Self {
            diagnostic,
            sources,
        }
    }
}

/// An error within an included template is wrapped in one of the template that includes it.
fn innermost(error: &minijinja::Error) -> &minijinja::Error {
    let mut inner = error;
    while let Some(cause) = std::error::Error::source(inner).and_then(|cause| cause.downcast_ref())
    {
        inner = cause;
    }
    inner
}

impl Mistake {
    /// The intent asks for something that no template of the pack has a word for.
    pub(super) fn cannot(subject: &str, wish: &str, pack: &Pack) -> Self {
        let message = format!(
            "{} cannot do `{wish}`, which {subject} asks for",
            pack.title
        );
        let diagnostic = Diagnostic::new(&TEMPLATE, message);
        let help = format!(
            "leave it out of the intent, or add it to the templates of pack {}",
            pack.name
        );
        Self {
            diagnostic: diagnostic.help(help),
            sources: Sources::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_turn_into_causes_or_vanish_and_lines_stay() {
        let text = " encapsulation dot1Q {{ vif.vlan }}   ## vif.vlan VLAN-01\nno shutdown\n";
        assert_eq!(
            marked(text, false),
            " encapsulation dot1Q {{ vif.vlan }}\nno shutdown\n"
        );
        assert_eq!(
            marked(text, true),
            " encapsulation dot1Q {{ vif.vlan }}\u{e002}vif.{{ vif.name }}.vlan VLAN-01\u{e003}\nno shutdown\n"
        );
    }
}
