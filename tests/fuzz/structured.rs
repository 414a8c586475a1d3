//! Trees that look like a router's, as the answer to any command that knows trees: the bytes choose
//! names and words from the packs' own paths, so that the walk gets further than noise would take it.

#![no_main]

mod commands;

use std::sync::LazyLock;

use commands::FILES;
use libfuzzer_sys::fuzz_target;
use vifctl::vendor::Vendors;

/// Every name in a path of a tree rule, and values of every kind.
static WORDS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let vendors = Vendors::built_in().expect("the built-in packs can be read");
    let mut words: Vec<String> = [
        "",
        "0",
        "-1",
        "up",
        "Established",
        "192.0.2.1",
        "2001:db8::1/64",
        "true",
    ]
    .map(str::to_owned)
    .to_vec();
    for name in vendors.names() {
        let table: toml::Table = match vendors.get(name) {
            Some(pack) => pack.show.parse().expect("a show file is TOML"),
            None => continue,
        };
        for read in table
            .get("read")
            .and_then(toml::Value::as_array)
            .into_iter()
            .flatten()
        {
            for tree in read
                .get("tree")
                .and_then(toml::Value::as_array)
                .into_iter()
                .flatten()
            {
                names(tree, &mut words);
            }
        }
    }
    words.sort();
    words.dedup();
    words
});

fn names(value: &toml::Value, words: &mut Vec<String>) {
    match value {
        toml::Value::String(path) => {
            let parts = path.split(['.', '|', '[', ']', '{', '}', '?', '^', '!', '/', '=']);
            words.extend(parts.map(str::to_owned));
        }
        toml::Value::Table(table) => table.values().for_each(|value| names(value, words)),
        _ => {}
    }
}

struct Tree<'b> {
    bytes: std::slice::Iter<'b, u8>,
    text: String,
    xml: bool,
}

impl Tree<'_> {
    fn byte(&mut self) -> u8 {
        self.bytes.next().copied().unwrap_or(0)
    }

    fn word(&mut self) -> &'static str {
        let index = usize::from(self.byte()) << 8 | usize::from(self.byte());
        &WORDS[index % WORDS.len()]
    }

    fn say(&mut self, [before, behind]: [&str; 2]) {
        let word = self.word();
        self.text += before;
        self.text += word;
        self.text += behind;
    }

    fn grow(&mut self, depth: u8) {
        let kind = if depth > 12 { 0 } else { self.byte() };
        match (kind % 4, self.xml) {
            (0, false) => self.say(["\"", "\""]),
            (0, true) => self.say(["", ""]),
            (1, false) => {
                let items = kind / 4 % 4;
                self.text.push('[');
                for item in 0..items {
                    self.text += if item > 0 { "," } else { "" };
                    self.grow(depth + 1);
                }
                self.text.push(']');
            }
            (_, false) => {
                let items = kind / 4 % 6;
                self.text.push('{');
                for item in 0..items {
                    self.text += if item > 0 { "," } else { "" };
                    self.say(["\"", "\":"]);
                    self.grow(depth + 1);
                }
                self.text.push('}');
            }
            (_, true) => {
                for _ in 0..kind / 4 % 6 {
                    let name = self.word();
                    self.text += &format!("<{name}>");
                    self.grow(depth + 1);
                    self.text += &format!("</{name}>");
                }
            }
        }
    }
}

fuzz_target!(|input: &[u8]| {
    let [file, command, form, rest @ ..] = input else {
        return;
    };
    let file = &FILES[usize::from(*file) % FILES.len()];
    let command = &file.commands[usize::from(*command) % file.commands.len()];
    let mut tree = Tree {
        bytes: rest.iter(),
        text: String::new(),
        xml: form % 2 == 1,
    };
    if tree.xml {
        tree.text += "<rpc-reply>";
        tree.grow(0);
        tree.text += "</rpc-reply>";
    } else {
        for _ in 0..=form / 2 % 3 {
            tree.grow(0);
            tree.text.push('\n');
        }
    }
    let _ = file.shows.parse(command, tree.text.as_bytes());
});
