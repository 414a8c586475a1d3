//! Any bytes as the answer to any command of any pack: as text, and as JSON and XML.

#![no_main]

mod commands;

use commands::FILES;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let [file, command, output @ ..] = input else {
        return;
    };
    let file = &FILES[usize::from(*file) % FILES.len()];
    let command = &file.commands[usize::from(*command) % file.commands.len()];
    for (before, behind) in [("", ""), ("{", "}"), ("<rpc-reply>", "</rpc-reply>")] {
        let output = [before.as_bytes(), output, behind.as_bytes()].concat();
        let _ = file.shows.parse(command, &output);
    }
});
