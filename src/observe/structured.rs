//! Is an output JSON or XML? Then the tree in it, whatever stands before and behind.

use serde_json::{Map, Value as Json};

/// Deeper trees are no router's.
const DEEPEST: usize = 100;
/// More are no router's either, and would take gigabytes.
const MOST_NODES: u32 = 5_000_000;
/// Two for each attribute of an element, and those of the text behind it.
const MOST_QUOTES: usize = 2_000;
const MOST_NAMESPACES: usize = 1_000;

/// The trees of a structured output.
#[derive(Default, Debug, PartialEq)]
pub(super) struct Trees {
    pub trees: Vec<Json>,
    /// What began like one more and was none.
    pub broken: Vec<String>,
    /// One of them has more than one line: it is no text that a line of a table quotes.
    pub spread: bool,
}

/// The trees in an output, whatever stands before, between and behind; none if it is text.
pub(super) fn trees(output: &str) -> Option<Trees> {
    let mut found = Trees::default();
    let mut rest = output.trim_start();
    let mut counted = false;
    while let Some(first) = rest.bytes().next() {
        if matches!(first, b'{' | b'[') {
            if !counted && too_many_nodes(rest) {
                return None;
            }
            counted = true;
            match json(rest) {
                Document::Read(tree, end) => {
                    found.trees.push(tree);
                    found.spread |= rest[..end].contains('\n');
                    rest = rest[end..].trim_start();
                    continue;
                }
                Document::NotOne => {}
                Document::Broken if found.trees.is_empty() => return None,
                Document::Broken => {
                    found.broken.push(line(rest).to_owned());
                    break;
                }
            }
        }
        let line = line(rest);
        if line.starts_with("<?xml") || line.starts_with("<rpc-reply") {
            found.trees.push(xml(rest)?);
            found.spread = true;
            break;
        }
        if line.starts_with(['{', '[']) && line.contains('"') {
            found.broken.push(line.to_owned());
        }
        rest = rest[line.len()..].trim_start();
    }
    (!found.trees.is_empty()).then_some(found)
}

fn line(text: &str) -> &str {
    &text[..text.find('\n').unwrap_or(text.len())]
}

fn too_many_nodes(text: &str) -> bool {
    let starts_node = |byte: &u8| matches!(byte, b',' | b'[' | b'{');
    text.bytes().filter(starts_node).count() > MOST_NODES as usize
}

enum Document {
    /// A tree, and where it ends.
    Read(Json, usize),
    /// A prompt, a banner.
    NotOne,
    /// It is torn, or something stands in the middle of it.
    Broken,
}

/// The first value of a text; a prompt may stand behind it.
fn json(text: &str) -> Document {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<Json>();
    match values.next() {
        Some(Ok(tree)) if tree.is_object() || tree.is_array() => {
            Document::Read(tree, values.byte_offset())
        }
        // `{master:0}`, `[admin@edge] >`: not even its first word is JSON.
        Some(Err(error)) if error.is_syntax() && error.line() == 1 => Document::NotOne,
        _ => Document::Broken,
    }
}

/// Elements become objects, repeated ones lists, attributes `@name`, texts strings.
fn xml(text: &str) -> Option<Json> {
    let end = text.rfind('>')? + 1;
    // The parser looks at all of them for each of them.
    let quotes = |tag: &str| tag.matches(['"', '\'']).count();
    if text.split('<').any(|tag| quotes(tag) > MOST_QUOTES)
        || text.matches("xmlns").count() > MOST_NAMESPACES
    {
        return None;
    }
    let options = roxmltree::ParsingOptions {
        nodes_limit: MOST_NODES,
        ..Default::default()
    };
    let document = roxmltree::Document::parse_with_options(&text[..end], options).ok()?;
    let root = document.root_element();
    let mut tree = Map::new();
    tree.insert(root.tag_name().name().to_owned(), element(root, 0)?);
    Some(Json::Object(tree))
}

fn element(node: roxmltree::Node<'_, '_>, depth: usize) -> Option<Json> {
    if depth > DEEPEST {
        return None;
    }
    let mut object = Map::new();
    for attribute in node.attributes() {
        object.insert(format!("@{}", attribute.name()), attribute.value().into());
    }
    for child in node.children().filter(roxmltree::Node::is_element) {
        let value = element(child, depth + 1)?;
        match object.get_mut(child.tag_name().name()) {
            Some(Json::Array(list)) => list.push(value),
            Some(first) => *first = Json::Array(vec![first.take(), value]),
            None => {
                object.insert(child.tag_name().name().to_owned(), value);
            }
        }
    }
    let texts = node.children().filter(roxmltree::Node::is_text);
    let text: String = texts.filter_map(|child| child.text()).collect();
    let text = text.trim();
    Some(match (object.is_empty(), text.is_empty()) {
        (true, _) => text.into(),
        (false, true) => Json::Object(object),
        (false, false) => {
            object.insert("data".to_owned(), text.into());
            Json::Object(object)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// The one tree of an output.
    fn tree(output: &str) -> Option<Json> {
        let mut found = trees(output)?;
        assert_eq!(found.trees.len(), 1);
        found.trees.pop()
    }

    #[test]
    fn json_is_found_between_prompts() {
        assert_eq!(
            tree("edge# show bgp summary json\r\n{\"a\": [1]}\r\nedge#"),
            Some(json!({"a": [1]}))
        );
        assert_eq!(tree("Neighbor V AS\n"), None);
        assert_eq!(tree("{broken"), None);
        assert_eq!(tree("{master:0}\n{\"a\": 1}\n"), Some(json!({"a": 1})));
    }

    #[test]
    fn every_document_is_found_and_a_torn_one_is_told() {
        let one = |output: &str| {
            let found = trees(output);
            found.map(|found| (found.trees.len(), found.broken.len()))
        };
        assert_eq!(one("{}{}\n[]"), Some((3, 0)));
        assert_eq!(one("a# show x\n{\n}\na# show y\n[\n1]\n"), Some((2, 0)));
        assert_eq!(one("{\"a\":1}\n[root@edge ~]$ \n"), Some((1, 0)));
        assert_eq!(one("{\"a\":1}\n{\"a\":\n"), Some((1, 1)));
        assert_eq!(one("{\"a\":1}\n{\"a\" 1}\n{\"a\":1}"), Some((2, 1)));
        assert_eq!(one("{\"a\":\n{\"b\":1}"), None);
    }

    #[test]
    fn xml_becomes_a_tree() {
        let xml = "<rpc-reply><a><b x=\"1\">t</b><b/></a></rpc-reply>\n{master}\n";
        assert_eq!(
            tree(xml),
            Some(json!({"rpc-reply": {"a": {"b": [{"@x": "1", "data": "t"}, ""]}}}))
        );
    }

    #[test]
    fn deep_trees_are_refused_and_not_followed() {
        let deep = format!("<rpc-reply>{}", "<a>".repeat(100_000));
        assert_eq!(tree(&deep), None);
        assert_eq!(tree(&"[".repeat(100_000)), None);
        let closed = format!(
            "<rpc-reply>{}{}</rpc-reply>",
            "<a>".repeat(500),
            "</a>".repeat(500)
        );
        assert_eq!(tree(&closed), None);
    }

    #[test]
    fn broad_trees_are_refused_and_not_held() {
        let list = |items: usize| format!("[{}0]", "0,".repeat(items));
        assert!(tree(&list(1_000)).is_some());
        assert_eq!(tree(&list(MOST_NODES as usize)), None);
    }
}
