//! What stands at the end of a path through a tree.

use serde_json::Value as Json;

/// Is there nothing in it but texts? So it is with an XML element without any.
pub(super) fn is_bare(node: &Json) -> bool {
    let bare = |child: &Json| child.is_null() || text(whole(child)).is_some();
    match node {
        Json::Object(children) => children.values().all(bare),
        other => other.as_str().is_some_and(str::is_empty),
    }
}

/// Does one of the paths lead to something, or to the word it names?
pub(super) fn holds(nodes: &[&Json], paths: &str) -> bool {
    let off = ["false", "0", "no", "disabled", "none", ""];
    paths.split('|').any(|path| {
        let (path, wanted) = path
            .split_once('=')
            .map_or((path, None), |(path, word)| (path, Some(word)));
        let texts = leaf(nodes, path).unwrap_or_default();
        texts.iter().any(|text| match wanted {
            Some(word) => text.eq_ignore_ascii_case(word),
            None => !off.contains(&text.to_lowercase().as_str()),
        })
    })
}

/// The same below every item of the lists on the way.
pub(super) fn leaves(nodes: &[&Json], path: &str) -> Vec<String> {
    if let Some((list, rest)) = path.split_once("[].") {
        let node = nodes.last().and_then(|node| whole(node).get(list));
        let items = match node {
            Some(Json::Array(items)) => items.iter().collect(),
            Some(item) => vec![item],
            None => Vec::new(),
        };
        return items
            .into_iter()
            .flat_map(|item| leaves(&[item], rest))
            .collect();
    }
    path.split('|')
        .find_map(|path| leaf(nodes, path))
        .unwrap_or_default()
}

/// What is in a list of one.
fn whole(node: &Json) -> &Json {
    match node {
        Json::Array(list) if list.len() == 1 => &list[0],
        other => other,
    }
}

/// What stands at the end of a path: one text, or those of a list.
pub(super) fn leaf(nodes: &[&Json], path: &str) -> Option<Vec<String>> {
    let texts: Vec<String> = if let Some((list, rest)) = path.split_once("[].") {
        let items = match find(nodes, list)? {
            Json::Array(items) => items.iter().collect(),
            one => vec![one],
        };
        let leaves = items.into_iter().filter_map(|item| leaf(&[item], rest));
        leaves.flatten().collect()
    } else if path.contains('{') {
        vec![made(nodes, path)?]
    } else if let Some((left, right)) = path.split_once('/') {
        vec![made(nodes, &format!("{{{left}}}/{{{right}}}"))?]
    } else {
        let mut words = path.split('!');
        let found = find(nodes, words.next()?)?;
        let no_values: Vec<&str> = words.collect();
        let texts: Vec<String> = match found {
            Json::Array(list) => list.iter().filter_map(text).collect(),
            other => text(other).into_iter().collect(),
        };
        let counts = |text: &String| !no_values.contains(&text.trim());
        texts.into_iter().filter(counts).collect()
    };
    (!texts.is_empty()).then_some(texts)
}

/// One text of several: `{address}/{length}`. None if one of them is missing.
fn made(nodes: &[&Json], form: &str) -> Option<String> {
    let mut parts = form.split('{');
    let mut whole = parts.next()?.to_owned();
    for part in parts {
        let (path, rest) = part.split_once('}')?;
        whole += leaf(nodes, path)?.first()?;
        whole += rest;
    }
    Some(whole)
}

fn find<'t>(nodes: &[&'t Json], path: &str) -> Option<&'t Json> {
    let up = path.len() - path.trim_start_matches('^').len();
    let mut found = *nodes.get(nodes.len().checked_sub(1 + up)?)?;
    for part in path
        .trim_start_matches('^')
        .split('.')
        .filter(|part| !part.is_empty())
    {
        let part = part.strip_suffix("[]").unwrap_or(part);
        found = match found {
            Json::Array(list) => list.first()?.get(part)?,
            other => other.get(part)?,
        };
    }
    Some(found)
}

fn text(leaf: &Json) -> Option<String> {
    match leaf {
        Json::String(text) => Some(text.clone()),
        Json::Number(number) => Some(number.to_string()),
        Json::Bool(value) => Some(value.to_string()),
        // Some devices wrap every leaf: [{"data": "..."}].
        Json::Object(object) => object.get("data").and_then(text),
        Json::Array(_) | Json::Null => None,
    }
}
