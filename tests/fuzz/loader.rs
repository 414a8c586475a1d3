//! Any text as an intent: it is read, every rule looks at it, and everything found is drawn.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use vifctl::diagnostic::draw;
use vifctl::intent::{Date, load_text};
use vifctl::rule::{self, Keys, World};
use vifctl::vendor::Vendors;

static VENDORS: LazyLock<Vendors> =
    LazyLock::new(|| Vendors::built_in().expect("the built-in packs can be read"));

fuzz_target!(|text: &str| {
    let mut loaded = load_text("fuzz.toml", text);
    let world = World {
        intent: &loaded.intent,
        vendors: &VENDORS,
        keys: &Keys::default(),
        today: Date::new(2026, 11, 20),
    };
    rule::check(&world, &mut loaded.found);
    for found in loaded.found.iter() {
        let places = found
            .place
            .iter()
            .chain(found.related.iter().map(|(place, _)| place));
        for place in places {
            assert!(
                place.start <= place.end && place.end as usize <= text.len(),
                "{found:?}"
            );
        }
    }
    for found in loaded.found.iter().take(20) {
        draw(found, &loaded.sources);
    }
});
