//! Any bytes as what a device sends, to the dialogue of any pack, torn anywhere: it neither panics
//! nor gives more answers than lines were typed, and a key never comes back.

#![no_main]

use std::sync::{Arc, LazyLock};

use libfuzzer_sys::fuzz_target;
use vifctl::router::{Dialogue, Event, Line, Rest};
use vifctl::vendor::Vendors;
use vifctl::vendor::speech::Speech;

static SPEECHES: LazyLock<Vec<Arc<Speech>>> = LazyLock::new(|| {
    let vendors = Vendors::built_in().expect("the built-in packs can be read");
    let speech = |name| Some(Arc::new(vendors.get(name)?.speech().ok()?));
    vendors.names().filter_map(speech).collect()
});

fuzz_target!(|input: &[u8]| {
    let [pack, lines, size, bytes @ ..] = input else {
        return;
    };
    let speech = &SPEECHES[usize::from(*pack) % SPEECHES.len()];
    let mut dialogue = Dialogue::new(Arc::clone(speech)).at_most(100_000);
    dialogue.hide(b"hunter2");
    let typed = usize::from(lines % 4);
    for line in ["show version", "", "hostname R2"].iter().take(typed) {
        dialogue.say(&Line::plain(line), &[]);
    }
    let mut answers = Vec::new();
    for piece in bytes.chunks(usize::from(*size).max(1)) {
        for event in dialogue.feed(piece) {
            if let Event::Answered(answer) = event {
                answers.push(answer);
            }
        }
        if let Rest::Prompt(Some(answer)) = dialogue.rest() {
            answers.push(answer);
        }
    }
    assert!(answers.len() <= typed);
    let shown = format!("{answers:?}{}", dialogue.last_words());
    assert!(!shown.contains("hunter2"));
});
