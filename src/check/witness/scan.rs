//! JSON with its lines: every value knows where in the file it begins, so that a verdict can point
//! at it. What may be a key is sealed while it is read, and an error quotes nothing of a file.

use zeroize::Zeroizing;

use super::escape::{closing_quote, escaped};

/// Deeper trees are no answer of AWS's.
const DEEPEST: usize = 48;
/// More values would take gigabytes.
const MOST_NODES: usize = 6_000_000;

/// A value and the line it begins on.
pub(super) struct Node {
    pub line: u32,
    pub value: Value,
}

pub(super) enum Value {
    Null,
    Bool(bool),
    /// As it is written.
    Number(String),
    Text(String),
    /// A text that is a key or holds one.
    Sealed(Zeroizing<String>),
    List(Vec<Node>),
    Object(Vec<(String, Node)>),
}

/// Why a text is not JSON, in words that repeat nothing of it.
pub(super) struct Broken {
    pub line: u32,
    pub reason: String,
}

type Scanned<T> = Result<T, Broken>;

/// All values of a text, one behind the other.
pub(super) fn documents(text: &str) -> Scanned<Vec<Node>> {
    let mut scan = Scan {
        text,
        bytes: text.as_bytes(),
        at: 0,
        line: 1,
        nodes: 0,
    };
    let mut documents = Vec::new();
    loop {
        scan.skip_space();
        // Between answers some tools put a comma, or the mark of RFC 7464.
        while !documents.is_empty() && matches!(scan.peek(), Some(b',' | 0x1e)) {
            scan.at += 1;
            scan.skip_space();
        }
        if scan.peek().is_none() {
            return Ok(documents);
        }
        documents.push(scan.document()?);
    }
}

/// May a member of this name hold a key? Names of what AWS has, and of what it may come to have.
fn may_hold_a_key(name: &str) -> bool {
    let name = name.to_ascii_lowercase().replace(['_', '-'], "");
    let whole = ["customerrouterconfig", "cak", "psk"];
    let part = ["authkey", "password", "passphrase", "presharedkey", "token"];
    name != "nexttoken"
        && (whole.contains(&name.as_str())
            || part.iter().any(|part| name.contains(part))
            || name.len() > 3 && name.ends_with("key")
            || name.contains("secret") && !name.contains("arn"))
}

struct Scan<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    line: u32,
    nodes: usize,
}

impl Scan<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn broken<T>(&self, reason: impl Into<String>) -> Scanned<T> {
        Err(Broken {
            line: self.line,
            reason: reason.into(),
        })
    }

    fn skip_space(&mut self) {
        while let Some(byte) = self.peek() {
            match byte {
                b'\n' => self.line += 1,
                b' ' | b'\t' | b'\r' => {}
                _ => return,
            }
            self.at += 1;
        }
    }

    /// A value of the outermost level: an object or a list.
    fn document(&mut self) -> Scanned<Node> {
        match self.peek() {
            Some(b'{' | b'[') => self.value(false, 0),
            _ => self.broken(self.instead_of_json()),
        }
    }

    /// What stands where JSON should: the usual accidents have names.
    fn instead_of_json(&self) -> String {
        let rest = &self.text[self.at..];
        let line = rest.lines().next().unwrap_or("").trim();
        if line.starts_with("An error occurred (") {
            return format!(
                "the AWS CLI was refused: {}",
                crate::diagnostic::quote(line)
            );
        }
        "this is not JSON; let the AWS CLI write it with --output json".to_owned()
    }

    fn value(&mut self, sealed: bool, depth: usize) -> Scanned<Node> {
        self.nodes += 1;
        if depth > DEEPEST {
            return self.broken("lists within lists without end are no answer of AWS's");
        }
        if self.nodes > MOST_NODES {
            return self.broken("there is more in it than AWS has ever said; split the file");
        }
        self.skip_space();
        let line = self.line;
        let value = match self.peek() {
            Some(b'{') => self.object(sealed, depth)?,
            Some(b'[') => self.list(sealed, depth)?,
            Some(b'"') => {
                let text = self.string()?;
                if sealed {
                    Value::Sealed(text)
                } else {
                    Value::Text(text.to_string())
                }
            }
            Some(b'-' | b'0'..=b'9') => self.number()?,
            Some(b't' | b'f' | b'n') => self.word()?,
            None => return self.cut_off(line),
            Some(_) => return self.broken("a value is missing here, or has no quotation marks"),
        };
        Ok(Node { line, value })
    }

    fn cut_off<T>(&self, from: u32) -> Scanned<T> {
        self.broken(format!(
            "the file ends before what began on line {from} is complete; was it cut off?"
        ))
    }

    fn object(&mut self, sealed: bool, depth: usize) -> Scanned<Value> {
        let from = self.line;
        let mut members = Vec::new();
        self.at += 1;
        loop {
            self.skip_space();
            match self.peek() {
                Some(b'}') if members.is_empty() => break,
                Some(b'"') => {}
                None => return self.cut_off(from),
                Some(_) => return self.broken("a name in quotation marks is missing here"),
            }
            let name = self.string()?.to_string();
            self.skip_space();
            if self.peek() != Some(b':') {
                return self.broken("a colon is missing here");
            }
            self.at += 1;
            let sealed = sealed || may_hold_a_key(&name);
            members.push((name, self.value(sealed, depth + 1)?));
            if self.ends(b'}', from)? {
                break;
            }
        }
        self.close();
        Ok(Value::Object(members))
    }

    fn list(&mut self, sealed: bool, depth: usize) -> Scanned<Value> {
        let from = self.line;
        let mut items = Vec::new();
        self.at += 1;
        loop {
            self.skip_space();
            match self.peek() {
                Some(b']') if items.is_empty() => break,
                None => return self.cut_off(from),
                Some(_) => items.push(self.value(sealed, depth + 1)?),
            }
            if self.ends(b']', from)? {
                break;
            }
        }
        self.close();
        Ok(Value::List(items))
    }

    /// Behind an item: does the collection end here, or is there a comma and more?
    fn ends(&mut self, end: u8, from: u32) -> Scanned<bool> {
        self.skip_space();
        match self.peek() {
            Some(byte) if byte == end => Ok(true),
            Some(b',') => {
                self.at += 1;
                Ok(false)
            }
            None => self.cut_off(from),
            Some(_) => self.broken("a comma is missing here"),
        }
    }

    /// Past the bracket that `ends` or an empty collection stopped at.
    fn close(&mut self) {
        self.at += 1;
    }

    fn number(&mut self) -> Scanned<Value> {
        let rest = &self.text[self.at..];
        let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '+' | '.');
        let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        let number = &rest[..end];
        if number.len() > 40 || number.parse::<f64>().is_err() {
            return self.broken("this is not a number");
        }
        self.at += end;
        Ok(Value::Number(number.to_owned()))
    }

    fn word(&mut self) -> Scanned<Value> {
        let rest = &self.text[self.at..];
        let words = [
            ("true", Value::Bool(true)),
            ("false", Value::Bool(false)),
            ("null", Value::Null),
        ];
        for (word, value) in words {
            if rest.starts_with(word) {
                self.at += word.len();
                return Ok(value);
            }
        }
        self.broken("a value is missing here, or has no quotation marks")
    }

    /// The text between quotation marks. It may be a key, so that it is wiped if it is dropped.
    fn string(&mut self) -> Scanned<Zeroizing<String>> {
        self.at += 1;
        let rest = &self.text[self.at..];
        let Some(length) = closing_quote(rest.as_bytes()) else {
            return self.broken("a quotation mark is opened here and not closed; was it cut off?");
        };
        let raw = &rest[..length];
        let mut text = Zeroizing::new(String::with_capacity(raw.len()));
        let mut chars = raw.chars();
        while let Some(c) = chars.next() {
            match c {
                '\\' => match escaped(&mut chars) {
                    Some(c) => text.push(c),
                    None => return self.broken("a backslash with nothing sensible behind it"),
                },
                c if c < ' ' => {
                    return self.broken("a line break or a control character inside a text");
                }
                c => text.push(c),
            }
        }
        self.at += length + 1;
        Ok(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value as Json;

    /// What serde_json would have made of it.
    fn json(node: &Node) -> Json {
        match &node.value {
            Value::Null => Json::Null,
            Value::Bool(value) => (*value).into(),
            Value::Number(text) => text.parse().map_or(Json::Null, Json::Number),
            Value::Text(text) => text.as_str().into(),
            Value::Sealed(text) => text.as_str().into(),
            Value::List(items) => items.iter().map(json).collect(),
            Value::Object(members) => members
                .iter()
                .map(|(name, node)| (name.clone(), json(node)))
                .collect(),
        }
    }

    fn reason(text: &str) -> (u32, String) {
        let broken = documents(text).err().expect("it is broken");
        (broken.line, broken.reason)
    }

    #[test]
    fn it_reads_what_any_reader_reads() {
        for text in [
            r#"{"a": [1, -2.5, 1e3, true, false, null, "x\n\"\\\u00e9\ud83d\ude00/\/"], "b": {}, "": []}"#,
            "[]",
            "[[[{}]]]",
        ] {
            let ours: Vec<Json> = documents(text).ok().expect(text).iter().map(json).collect();
            assert_eq!(ours, [serde_json::from_str::<Json>(text).unwrap()]);
        }
    }

    #[test]
    fn every_value_knows_its_line() {
        let nodes = documents("{\n \"a\": 1,\n \"b\":\n  [\n 2]}\n{}")
            .ok()
            .unwrap();
        let Value::Object(members) = &nodes[0].value else {
            panic!("an object")
        };
        let lines: Vec<u32> = members.iter().map(|(_, node)| node.line).collect();
        assert_eq!((lines, nodes[1].line), (vec![2, 4], 6));
    }

    #[test]
    fn keys_are_sealed_by_the_name_of_their_member() {
        for name in [
            "authKey",
            "customerRouterConfig",
            "bgp_auth_key",
            "Password",
            "secretString",
            "bgpMd5Key",
        ] {
            let text = format!("{{\"{name}\": [\"Xq7\"]}}");
            let nodes = documents(&text).ok().unwrap();
            let Value::Object(members) = &nodes[0].value else {
                panic!("an object")
            };
            assert!(
                matches!(&members[0].1.value, Value::List(items) if matches!(items[0].value, Value::Sealed(_))),
                "{name}"
            );
        }
        assert!(
            !may_hold_a_key("secretARN") && !may_hold_a_key("key") && !may_hold_a_key("nextToken")
        );
    }

    #[test]
    fn what_is_broken_has_a_line_and_a_reason_and_no_quotation() {
        for (text, line, part) in [
            ("{\n\"a\" 1}", 2, "colon"),
            ("{\n\"a\": 1\n\"b\": 2}", 3, "comma"),
            ("{\n\"a\": [1,\n", 3, "began on line 2"),
            ("{\"a\": \"Xq7Wm2", 1, "cut off"),
            ("{\"a\": \"\\q\"}", 1, "backslash"),
            ("{a: 1}", 1, "quotation marks"),
            ("{\"a\": 1,}", 1, "name"),
            ("[1,]", 1, "missing"),
            ("[01x]", 1, "number"),
            ("virtualInterfaces:\n- vlan: 1", 1, "--output json"),
            ("{}\n$ aws", 2, "--output json"),
        ] {
            let (at, why) = reason(text);
            assert!(at == line && why.contains(part), "{text}: {at}: {why}");
            assert!(!why.contains("Xq7"), "{why}");
        }
    }

    #[test]
    fn hostile_depth_is_refused() {
        assert!(reason(&"[".repeat(1_000_000)).1.contains("without end"));
        assert!(
            reason(&"{\"a\":".repeat(1_000_000))
                .1
                .contains("without end")
        );
    }
}
