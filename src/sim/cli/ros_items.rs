//! The menus of RouterOS, and the items in them.

use super::super::grammar::{Fit, Rule, Spelling};
use super::super::kind::Kind;
use super::super::tree::{Level, Node};

/// The arguments of an item.
pub(super) type Arguments = Vec<(String, String)>;

/// The menus that a path means: `/interface` is every kind of interface.
pub(super) fn menus(kind: Kind, path: &str) -> Vec<&'static Rule> {
    let Ok(grammar) = kind.grammar() else {
        return Vec::new();
    };
    let name = |rule: &Rule| rule_name(rule);
    let exact: Vec<&Rule> = grammar
        .rules
        .iter()
        .filter(|rule| name(rule) == path)
        .collect();
    match (exact.is_empty(), path) {
        (true, "/interface") => grammar
            .rules
            .iter()
            .filter(|rule| name(rule).starts_with("/interface "))
            .collect(),
        _ => exact,
    }
}

pub(super) fn rule_name(rule: &Rule) -> String {
    use super::super::grammar::Token;
    let words = rule.tokens.iter().filter_map(|token| match token {
        Token::Word(words, _) => words.first().map(String::as_str),
        Token::Value(..) => None,
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Is this a menu, or the beginning of one?
pub(super) fn begins(kind: Kind, path: &str) -> bool {
    let longer = format!("{path} ");
    kind.grammar().is_ok_and(|grammar| {
        grammar
            .rules
            .iter()
            .map(rule_name)
            .any(|name| name == path || name.starts_with(&longer))
    })
}

pub(super) fn value(node: &Node, name: &str) -> Option<String> {
    node.words.iter().find_map(|word| {
        let (own, value) = word.split_once('=').unwrap_or((word, "yes"));
        (own == name).then(|| value.to_owned())
    })
}

/// What is wrong with an argument, in the words of the device.
pub(super) fn check(tree: &Level, menu: &Rule, name: &str, value: &str) -> Result<(), String> {
    let words: Vec<String> = match value.is_empty() {
        true => vec![name.to_owned()],
        false => std::iter::once(name)
            .chain(value.split(' '))
            .map(str::to_owned)
            .collect(),
    };
    let own = |rule: &&Rule| {
        let first = rule_name(rule);
        !rule.raw && first.split(' ').next() == Some(name)
    };
    let Some(rule) = menu.children.iter().find(own) else {
        return Err(format!(
            "expected end of command (line 1 column {})\n",
            20 + name.len()
        ));
    };
    let fits = value.is_empty()
        || rule
            .fit(&words, Spelling::Exact)
            .is_ok_and(|fit| fit.used == words.len());
    if !fits {
        return Err(format!("invalid value for argument {name}\n"));
    }
    let known = match (name, rule_name(menu).as_str()) {
        ("interface", _) => named(tree, "/interface", value),
        ("instance", _) => named(tree, "/routing bgp instance", value),
        _ => true,
    };
    match known {
        true => Ok(()),
        false => Err(format!("input does not match any value of {name}\n")),
    }
}

fn named(tree: &Level, menu: &str, name: &str) -> bool {
    let sections = tree.0.iter().filter(|section| {
        let own = section.words.join(" ");
        own == menu || own.starts_with(&format!("{menu} "))
    });
    let mut items = sections.flat_map(|section| &section.below.0);
    items.any(|item| value(item, "name").is_some_and(|own| own == name))
}

/// A new item.
pub(super) fn add(
    tree: &mut Level,
    menu: &'static Rule,
    arguments: &Arguments,
) -> Result<(), String> {
    for (name, value) in arguments {
        check(tree, menu, name, value)?;
    }
    unique(tree, menu, arguments)?;
    let Some(item) = menu.children.iter().find(|rule| rule.raw) else {
        return Ok(());
    };
    let words: Vec<String> = rule_name(menu).split(' ').map(str::to_owned).collect();
    let section = Fit {
        rule: menu,
        key: words.join(" "),
        used: words.len(),
        words,
    };
    let words = arguments
        .iter()
        .map(|(name, value)| written(name, value))
        .filter(|word| word != ON)
        .collect::<Vec<_>>();
    let fit = Fit {
        rule: item,
        key: words.join(" "),
        used: words.len(),
        words,
    };
    tree.put(section, false).below.put(fit, false);
    Ok(())
}

fn unique(tree: &Level, menu: &Rule, arguments: &Arguments) -> Result<(), String> {
    let name = rule_name(menu);
    let given = |wanted: &str| {
        arguments
            .iter()
            .find(|(name, _)| name == wanted)
            .map(|(_, value)| value.as_str())
    };
    let section = tree
        .0
        .iter()
        .find(|section| section.words.join(" ") == name);
    let items = || section.into_iter().flat_map(|section| &section.below.0);
    if let Some(own) = given("name")
        && items().any(|item| value(item, "name").is_some_and(|other| other == own))
    {
        return Err(format!(
            "failure: already have {} with such name\n",
            name.rsplit(' ').next().unwrap_or_default()
        ));
    }
    let same = |item: &Node| {
        value(item, "address").as_deref() == given("address")
            && value(item, "interface").as_deref() == given("interface")
    };
    match name.as_str() {
        "/ip address" | "/ipv6 address" if items().any(same) => {
            Err("failure: already have such address\n".to_owned())
        }
        _ => Ok(()),
    }
}

fn written(name: &str, value: &str) -> String {
    match value.is_empty() && name == "blackhole" {
        true => name.to_owned(),
        false => format!("{name}={value}"),
    }
}

/// Change an item.
pub(super) fn set(item: &mut Node, arguments: &Arguments) {
    for (name, value) in arguments {
        let new = written(name, value);
        let own = item
            .words
            .iter()
            .position(|word| word.split('=').next() == Some(name));
        match own {
            Some(at) if new == ON => drop(item.words.remove(at)),
            Some(at) => item.words[at] = new,
            None if new == ON => {}
            None => item.words.push(new),
        }
    }
}

/// What is not disabled is not said to be so.
const ON: &str = "disabled=no";

/// Every item, menu by menu, as `/export terse` has it.
pub(super) fn export(tree: &Level, secret: bool) -> String {
    let mut text = String::new();
    for section in &tree.0 {
        for item in &section.below.0 {
            let words = item
                .words
                .iter()
                .filter(|word| secret || !word.starts_with("tcp-md5-key="));
            let words: Vec<String> = words
                .map(|word| match word.split_once('=') {
                    Some((name, value)) => format!("{name}={}", quote(value)),
                    None => word.clone(),
                })
                .collect();
            text.push_str(&format!(
                "{} add {}\n",
                section.words.join(" "),
                words.join(" ")
            ));
        }
    }
    text
}

fn quote(value: &str) -> String {
    let plain = !value.is_empty()
        && value
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "-_.:/,+".contains(c));
    match plain {
        true => value.to_owned(),
        false => format!(
            "\"{}\"",
            value
                .replace('\\', "\\\\")
                .replace('"', "\\\"")
                .replace('$', "\\$")
        ),
    }
}
