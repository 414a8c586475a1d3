//! What a router says about itself: a file of templates per platform, each behind the commands that
//! it answers, and the words that they may use.

mod view;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use minijinja::syntax::SyntaxConfig;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value, context};
use regex::Regex;

use super::router::Router;

/// The templates of a platform.
struct Shows {
    /// A command, and the template that answers it.
    commands: Vec<(Regex, String)>,
    environment: Environment<'static>,
}

impl Shows {
    /// Commands stand behind `>>>`, what they print on the lines below.
    fn read(text: &str) -> Result<Self, String> {
        let mut environment = Environment::new();
        let syntax = SyntaxConfig::builder()
            .trim_blocks(true)
            .lstrip_blocks(true)
            .keep_trailing_newline(true)
            .build();
        environment.set_syntax(syntax.map_err(|why| why.to_string())?);
        environment.set_debug(false);
        environment.set_auto_escape_callback(|_| AutoEscape::None);
        environment.set_undefined_behavior(UndefinedBehavior::Lenient);
        view::filters(&mut environment);
        let mut commands = Vec::new();
        let mut bodies: BTreeMap<String, String> = BTreeMap::new();
        let mut name = String::new();
        let mut heading = false;
        for line in text.lines() {
            match line.strip_prefix(">>> ") {
                Some(pattern) => {
                    if !heading {
                        name = format!("{}", bodies.len());
                        bodies.insert(name.clone(), String::new());
                    }
                    heading = true;
                    let pattern =
                        Regex::new(&format!("^(?:{pattern})$")).map_err(|why| why.to_string())?;
                    commands.push((pattern, name.clone()));
                }
                None => {
                    heading = false;
                    if let Some(body) = bodies.get_mut(&name) {
                        body.push_str(line);
                        body.push('\n');
                    }
                }
            }
        }
        for (name, body) in bodies {
            environment
                .add_template_owned(name, body)
                .map_err(|why| format!("{why:#}"))?;
        }
        Ok(Self {
            commands,
            environment,
        })
    }

    fn of(router: &Router) -> Result<Arc<Self>, String> {
        static READ: OnceLock<Mutex<BTreeMap<usize, Arc<Shows>>>> = OnceLock::new();
        let mut read = READ
            .get_or_init(Mutex::default)
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let text = router.kind.show();
        if let Some(known) = read.get(&text.as_ptr().addr()) {
            return Ok(Arc::clone(known));
        }
        let shows = Arc::new(Self::read(text)?);
        read.insert(text.as_ptr().addr(), Arc::clone(&shows));
        Ok(shows)
    }
}

/// What the router answers; none, and it knows no such command.
pub(super) fn answer(router: &Router, command: &str) -> Option<String> {
    let command = command.split_whitespace().collect::<Vec<_>>().join(" ");
    let shows = match Shows::of(router) {
        Ok(shows) => shows,
        Err(why) => return Some(format!("% the simulator's show file is at fault: {why}\n")),
    };
    let (found, name) = shows.commands.iter().find_map(|(pattern, name)| {
        pattern
            .captures(&command)
            .map(|found| ((pattern, found), name))
    })?;
    let (pattern, found) = found;
    let own: BTreeMap<&str, Value> = pattern
        .capture_names()
        .flatten()
        .filter_map(|name| Some((name, Value::from(found.name(name)?.as_str()))))
        .collect();
    let view = view::view(router);
    let rendered = shows
        .environment
        .get_template(name)
        .and_then(|template| template.render(context! { arg => own, cmd => &command, ..view }));
    Some(
        rendered
            .unwrap_or_else(|why| format!("% the simulator's show file is at fault: {why:#}\n")),
    )
}

/// The command as it is, or its text through the filters behind the bars.
pub(super) fn piped(line: &str, ask: impl Fn(&str) -> Option<String>) -> Option<String> {
    if let Some(text) = ask(line.trim()) {
        return Some(text);
    }
    let (command, filter) = bar(line)?;
    let text = piped(command, ask)?;
    let (word, what) = filter.trim().split_once(' ').unwrap_or((filter.trim(), ""));
    let what = what.trim();
    let what = what.strip_prefix("-E ").unwrap_or(what);
    let what = what.trim_matches(['"', '\'']);
    let lines = text.split_inclusive('\n');
    Some(match word {
        // Junos does not mind capitals.
        "match" => {
            let what = format!("(?i){what}");
            lines.filter(|line| holds(line, &what)).collect()
        }
        "include" | "i" | "inc" | "grep" => lines.filter(|line| holds(line, what)).collect(),
        "exclude" | "e" | "except" => lines.filter(|line| !holds(line, what)).collect(),
        "begin" | "b" | "find" => lines.skip_while(|line| !holds(line, what)).collect(),
        "count" => format!("Count: {} lines\n", lines.count()),
        "section" | "s" | "sec" => section(&text, &what.split(' ').collect::<Vec<_>>())?,
        "no-more" | "nomore" | "no-page" => text,
        _ => return None,
    })
}

/// The command and its last filter. A bar in quotes, or right behind a word, is one of the pattern's.
fn bar(line: &str) -> Option<(&str, &str)> {
    let mut quote = None;
    let mut alone = None;
    for (at, c) in line.char_indices() {
        match quote {
            Some(open) if open == c => quote = None,
            Some(_) => {}
            None if c == '"' || c == '\'' => quote = Some(c),
            None if c == '|' && line[..at].ends_with(' ') => alone = Some(at),
            None => {}
        }
    }
    let at = alone.or_else(|| line.rfind('|'))?;
    Some((&line[..at], &line[at + 1..]))
}

fn holds(line: &str, what: &str) -> bool {
    Regex::new(what).map_or_else(|_| line.contains(what), |what| what.is_match(line))
}

/// The sections of a configuration whose first line holds these words.
pub(super) fn section(text: &str, words: &[&str]) -> Option<String> {
    let wanted = words.join(" ").to_lowercase();
    let mut inside = false;
    let mut found = String::new();
    for line in text.split_inclusive('\n') {
        if !line.starts_with(' ') {
            inside = line.to_lowercase().starts_with(&wanted)
                && line[wanted.len()..]
                    .chars()
                    .next()
                    .is_none_or(|c| c.is_whitespace() || wanted.split(' ').count() == 1);
        }
        if inside {
            found.push_str(line);
        }
    }
    Some(found)
}
