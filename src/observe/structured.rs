//! Is an output JSON or XML? Then the tree in it, whatever stands before and behind.

use serde::Deserialize;
use serde_json::{Map, Value as Json};

/// Deeper trees are no router's.
const DEEPEST: usize = 100;
/// More are no router's either, and would take gigabytes.
const MOST_NODES: u32 = 5_000_000;
/// Two for each attribute of an element, and those of the text behind it.
const MOST_QUOTES: usize = 2_000;
const MOST_NAMESPACES: usize = 1_000;

/// The tree of a structured output; none if it is text.
pub(super) fn tree(output: &[u8]) -> Option<Json> {
    let text = String::from_utf8_lossy(output);
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = line.trim_start();
        let from = &text[at + (line.len() - start.len())..];
        match start.bytes().next() {
            Some(b'{' | b'[') => return json(from),
            Some(b'<') if start.starts_with("<?xml") || start.starts_with("<rpc-reply") => {
                return xml(from);
            }
            _ => at += line.len(),
        }
    }
    None
}

/// The first value of a text; a prompt may stand behind it.
fn json(text: &str) -> Option<Json> {
    let starts_node = |byte: &u8| matches!(byte, b',' | b'[' | b'{');
    if text.bytes().filter(|byte| starts_node(byte)).count() > MOST_NODES as usize {
        return None;
    }
    let mut reader = serde_json::Deserializer::from_str(text);
    Json::deserialize(&mut reader)
        .ok()
        .filter(|value| value.is_object() || value.is_array())
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

    #[test]
    fn json_is_found_between_prompts() {
        assert_eq!(
            tree(b"edge# show bgp summary json\r\n{\"a\": [1]}\r\nedge#"),
            Some(json!({"a": [1]}))
        );
        assert_eq!(tree(b"Neighbor V AS\n"), None);
        assert_eq!(tree(b"{broken"), None);
    }

    #[test]
    fn xml_becomes_a_tree() {
        let xml = b"<rpc-reply><a><b x=\"1\">t</b><b/></a></rpc-reply>\n{master}\n";
        assert_eq!(
            tree(xml),
            Some(json!({"rpc-reply": {"a": {"b": [{"@x": "1", "data": "t"}, ""]}}}))
        );
    }

    #[test]
    fn deep_trees_are_refused_and_not_followed() {
        let deep = format!("<rpc-reply>{}", "<a>".repeat(100_000));
        assert_eq!(tree(deep.as_bytes()), None);
        assert_eq!(tree("[".repeat(100_000).as_bytes()), None);
        let closed = format!(
            "<rpc-reply>{}{}</rpc-reply>",
            "<a>".repeat(500),
            "</a>".repeat(500)
        );
        assert_eq!(tree(closed.as_bytes()), None);
    }

    #[test]
    fn broad_trees_are_refused_and_not_held() {
        let list = |items: usize| format!("[{}0]", "0,".repeat(items));
        assert!(tree(list(1_000).as_bytes()).is_some());
        assert_eq!(tree(list(MOST_NODES as usize).as_bytes()), None);
    }
}
