//! Any bytes as an answer of AWS's: it is read or refused, and every vif of the intent is looked
//! for in it.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use vifctl::check::{example, witness::Witness};
use vifctl::intent::{Intent, load_text};

static INTENT: LazyLock<Intent> =
    LazyLock::new(|| load_text("example.toml", example::INTENT).intent);

fuzz_target!(|bytes: &[u8]| {
    let Ok(witness) = Witness::read(&[("fuzz.json".to_owned(), bytes.to_vec())]) else {
        return;
    };
    for vif in &INTENT.vifs {
        if let Ok(theirs) = witness.vif_of(&INTENT, vif) {
            for peer in &vif.peers {
                let _ = witness.peer_of(theirs, peer);
            }
            let _ = witness.routes_of(theirs);
        }
    }
    for connection in &INTENT.connections {
        let _ = witness.port_of(&INTENT, connection);
    }
    witness.carried();
});
