//! The scripting language of RouterOS, as far as configuration needs it: menus and their commands,
//! `:if`, `:foreach`, `:local`, `:set`, lists, and commands in brackets.

use std::collections::BTreeMap;

use super::super::kind::Kind;
use super::super::tree::Level;
use super::ros_items::{self, Arguments};
use super::ros_text::{Words, commands, find_top, inner, unquoted};

/// What an expression is worth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    Nil,
    Text(String),
    List(Vec<String>),
    /// Items: section and place in it.
    Items(Vec<(usize, usize)>),
}

impl Value {
    fn text(&self) -> String {
        match self {
            Self::Nil => String::new(),
            Self::Text(text) => text.clone(),
            Self::List(all) => all.join(","),
            Self::Items(_) => String::new(),
        }
    }

    fn list(&self) -> Vec<String> {
        match self {
            Self::List(all) => all.clone(),
            Self::Text(text) if text.is_empty() => Vec::new(),
            Self::Text(text) => text.split(',').map(str::to_owned).collect(),
            _ => Vec::new(),
        }
    }
}

pub(super) struct Script<'t> {
    pub kind: Kind,
    pub tree: &'t mut Level,
    pub variables: BTreeMap<String, Value>,
    pub output: String,
}

type Done = Result<Value, String>;

impl<'t> Script<'t> {
    pub(super) fn new(kind: Kind, tree: &'t mut Level) -> Self {
        Self {
            kind,
            tree,
            variables: BTreeMap::new(),
            output: String::new(),
        }
    }

    pub(super) fn run(&mut self, text: &str) -> Done {
        let mut last = Value::Nil;
        for command in commands(text) {
            last = self.command(command)?;
        }
        Ok(last)
    }

    fn command(&mut self, text: &str) -> Done {
        let text = text.trim();
        if let Some(block) = inner(text, '{', '}') {
            return self.run(block);
        }
        let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
        match word {
            ":if" => self.condition(rest),
            ":foreach" => self.each(rest),
            ":local" | ":global" | ":set" => {
                let (name, value) = rest.trim().split_once(' ').unwrap_or((rest.trim(), "\"\""));
                let value = self.value(value)?;
                self.variables.insert(name.to_owned(), value);
                Ok(Value::Nil)
            }
            ":put" => {
                let value = self.value(rest)?.text();
                self.output.push_str(&format!("{value}\n"));
                Ok(Value::Nil)
            }
            ":delay" => Ok(Value::Nil),
            ":len" => {
                let length = match self.value(rest)? {
                    Value::Items(items) => items.len(),
                    Value::List(all) => all.len(),
                    Value::Text(text) => text.chars().count(),
                    Value::Nil => 0,
                };
                Ok(Value::Text(length.to_string()))
            }
            ":typeof" => Ok(Value::Text(match self.value(rest)? {
                Value::Nil => "nil".to_owned(),
                Value::Text(text) if text.parse::<u64>().is_ok() => "num".to_owned(),
                Value::Text(_) => "str".to_owned(),
                Value::List(_) | Value::Items(_) => "array".to_owned(),
            })),
            ":toarray" => Ok(Value::List(self.value(rest)?.list())),
            ":find" => {
                let words = Words::new(rest).0;
                let [list, wanted] = words.as_slice() else {
                    return Err("missing value(s) of argument(s) value\n".to_owned());
                };
                let wanted = self.value(wanted)?.text();
                let found = self
                    .value(list)?
                    .list()
                    .iter()
                    .position(|own| *own == wanted);
                Ok(found.map_or(Value::Nil, |at| Value::Text(at.to_string())))
            }
            word if word.starts_with('/') => self.menu(text),
            word if word.starts_with(':') => Err(format!(
                "bad command name {} (line 1 column 2)\n",
                &word[1..]
            )),
            word => Err(format!("bad command name {word} (line 1 column 1)\n")),
        }
    }

    /// `(condition) do={…} else={…}`
    fn condition(&mut self, text: &str) -> Done {
        let end = find_top(text, " do=").ok_or("syntax error (line 1 column 5)\n")?;
        let condition =
            inner(text[..end].trim(), '(', ')').ok_or("syntax error (line 1 column 5)\n")?;
        let rest = &text[end + " do=".len()..];
        let (yes, no) = match find_top(rest, " else=") {
            Some(at) => (&rest[..at], Some(&rest[at + " else=".len()..])),
            None => (rest, None),
        };
        match (self.holds(condition)?, no) {
            (true, _) => self.command(yes),
            (false, Some(no)) => self.command(no),
            (false, None) => Ok(Value::Nil),
        }
    }

    fn holds(&mut self, text: &str) -> Result<bool, String> {
        for operator in [" != ", " = ", " < ", " > "] {
            if let Some(at) = find_top(text, operator) {
                let left = self.value(&text[..at])?.text();
                let right = self.value(&text[at + operator.len()..])?.text();
                let numbers = left.parse::<i64>().ok().zip(right.parse::<i64>().ok());
                return Ok(match operator {
                    " != " => left != right,
                    " = " => left == right,
                    " < " => numbers.is_some_and(|(left, right)| left < right),
                    _ => numbers.is_some_and(|(left, right)| left > right),
                });
            }
        }
        Ok(self.value(text)?.text() == "true")
    }

    /// `name in=list do={…}`
    fn each(&mut self, text: &str) -> Done {
        let (name, rest) = text
            .trim()
            .split_once(" in=")
            .ok_or("syntax error (line 1 column 10)\n")?;
        let end = find_top(rest, " do=").ok_or("syntax error (line 1 column 10)\n")?;
        let all = self.value(&rest[..end])?.list();
        for one in all {
            self.variables.insert(name.to_owned(), Value::Text(one));
            self.command(&rest[end + " do=".len()..])?;
        }
        Ok(Value::Nil)
    }

    pub(super) fn value(&mut self, text: &str) -> Done {
        let text = text.trim();
        if let Some(command) = inner(text, '[', ']') {
            return self.command(command);
        }
        if let Some(parts) = inner(text, '(', ')') {
            let mut all = Vec::new();
            let mut rest = parts;
            loop {
                let at = find_top(rest, ",");
                all.extend(self.value(&rest[..at.unwrap_or(rest.len())])?.list());
                match at {
                    Some(at) => rest = &rest[at + 1..],
                    None => return Ok(Value::List(all)),
                }
            }
        }
        if let Some(name) = text.strip_prefix('$') {
            return Ok(self.variables.get(name).cloned().unwrap_or(Value::Nil));
        }
        Ok(Value::Text(unquoted(text)))
    }

    /// `/ip address add …`, `/ip/address/add …`
    fn menu(&mut self, text: &str) -> Done {
        let words = Words::new(text).0;
        let mut path = String::new();
        let mut rest = words.iter().map(String::as_str).peekable();
        let mut steps: Vec<String> = Vec::new();
        if let Some(first) = rest.next() {
            steps.extend(
                first
                    .split('/')
                    .filter(|step| !step.is_empty())
                    .map(str::to_owned),
            );
        }
        let mut column = 2;
        loop {
            if steps.is_empty() {
                match rest.next() {
                    Some(word) => steps.push(word.to_owned()),
                    None => return Ok(Value::Nil),
                }
            }
            let step = steps.remove(0);
            let longer = match path.is_empty() {
                true => format!("/{step}"),
                false => format!("{path} {step}"),
            };
            if ros_items::begins(self.kind, &longer) {
                column += step.len() + 1;
                path = longer;
                continue;
            }
            let commands = [
                "add", "set", "remove", "find", "get", "enable", "disable", "print",
            ];
            if !path.is_empty() && commands.contains(&step.as_str()) {
                let rest: Vec<&str> = rest.collect();
                return self.act(&path, &step, &rest);
            }
            return Err(format!(
                "bad command name {step} (line 1 column {column})\n"
            ));
        }
    }

    fn act(&mut self, path: &str, command: &str, rest: &[&str]) -> Done {
        match command {
            "find" => self.find(path, rest).map(Value::Items),
            "get" => {
                let items = self.items(path, rest.first().copied())?;
                let (section, item) = *items.first().ok_or("no such item\n")?;
                let name = rest
                    .get(1)
                    .ok_or("missing value(s) of argument(s) value-name\n")?;
                let node = &self.tree.0[section].below.0[item];
                let value = ros_items::value(node, name).unwrap_or_default();
                Ok(match *name {
                    "interfaces" | "slaves" => Value::List(Value::Text(value).list()),
                    _ => Value::Text(value),
                })
            }
            "add" => {
                let menu = ros_items::menus(self.kind, path);
                let [menu] = menu.as_slice() else {
                    return Err("bad command name add (line 1 column 12)\n".to_owned());
                };
                let arguments = self.arguments(rest)?;
                ros_items::add(self.tree, menu, &arguments).map(|()| Value::Nil)
            }
            "set" | "enable" | "disable" => {
                let items = self.items(path, rest.first().copied())?;
                let arguments = match command {
                    "set" => self.arguments(rest.get(1..).unwrap_or_default())?,
                    "enable" => vec![("disabled".to_owned(), "no".to_owned())],
                    _ => vec![("disabled".to_owned(), "yes".to_owned())],
                };
                self.set(path, &items, &arguments)
            }
            "remove" => {
                let mut items = self.items(path, rest.first().copied())?;
                items.sort_unstable();
                for (section, item) in items.into_iter().rev() {
                    self.tree.0[section].below.0.remove(item);
                }
                self.tree.0.retain(|section| !section.below.0.is_empty());
                Ok(Value::Nil)
            }
            _ => {
                let items = self.find(path, &[])?;
                for (number, (section, item)) in items.into_iter().enumerate() {
                    let words = self.tree.0[section].below.0[item].words.join(" ");
                    self.output.push_str(&format!(" {number} {words}\n"));
                }
                Ok(Value::Nil)
            }
        }
    }

    fn set(&mut self, path: &str, items: &[(usize, usize)], arguments: &Arguments) -> Done {
        for (section, item) in items {
            let own = self.tree.0[*section].rule();
            for (name, value) in arguments.iter().filter(|_| !path.is_empty()) {
                ros_items::check(self.tree, own, name, value)?;
            }
            ros_items::set(&mut self.tree.0[*section].below.0[*item], arguments);
        }
        Ok(Value::Nil)
    }

    /// The items that an argument means: `[find …]`, or the name of one.
    fn items(&mut self, path: &str, which: Option<&str>) -> Result<Vec<(usize, usize)>, String> {
        let which = which.ok_or("missing value(s) of argument(s) numbers\n")?;
        match inner(which, '[', ']') {
            Some(find) => {
                let words = Words::new(find).0;
                let words: Vec<&str> = words.iter().map(String::as_str).collect();
                match words.split_first() {
                    Some((&"find", rest)) => self.find(path, rest),
                    _ => Err("invalid internal item number\n".to_owned()),
                }
            }
            None => {
                let name = format!("name={which}");
                let found = self.find(path, &[name.as_str()])?;
                match found.is_empty() {
                    true => Err("no such item\n".to_owned()),
                    false => Ok(found),
                }
            }
        }
    }

    fn find(&mut self, path: &str, words: &[&str]) -> Result<Vec<(usize, usize)>, String> {
        let words = words.iter().copied().filter(|word| *word != "where");
        let wanted = self.arguments(&words.collect::<Vec<_>>())?;
        let longer = format!("{path} ");
        let mut found = Vec::new();
        for (at, section) in self.tree.0.iter().enumerate() {
            let name = section.words.join(" ");
            if name != path && !(path == "/interface" && name.starts_with(&longer)) {
                continue;
            }
            for (number, item) in section.below.0.iter().enumerate() {
                let fits = wanted.iter().all(|(name, value)| {
                    ros_items::value(item, name).is_some_and(|own| own == *value)
                });
                if fits {
                    found.push((at, number));
                }
            }
        }
        Ok(found)
    }

    fn arguments(&mut self, words: &[&str]) -> Result<Arguments, String> {
        let mut all = Vec::new();
        for word in words {
            match word.split_once('=') {
                Some((name, value)) => all.push((name.to_owned(), self.value(value)?.text())),
                None => all.push(((*word).to_owned(), String::new())),
            }
        }
        Ok(all)
    }
}
