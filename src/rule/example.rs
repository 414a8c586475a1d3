//! Examples of pages as whole intents. A page shows only the tables that matter; those that it
//! leaves out are the ones of example.toml.

/// The tables that an example leaves out.
pub const REST: &str = include_str!("example.toml");

/// An example with the rest of an intent around it.
pub fn whole(example: &str) -> String {
    let versioned = example.lines().any(|line| line.starts_with("schema"));
    let mut text = String::from(if versioned { "" } else { "schema = 1\n" });
    text.push_str(example.trim_matches('\n'));
    text.push('\n');
    for block in REST.split("\n\n") {
        let header = block
            .lines()
            .find(|line| line.starts_with('['))
            .unwrap_or("");
        if !header.is_empty() && !states(example, header) {
            text.push('\n');
            text.push_str(block);
            text.push('\n');
        }
    }
    text
}

/// Does an example have this table itself, or no need of it? One that names a vif of its own needs
/// no other, and the second vif with all below it is there only for one that says `"spare"`.
fn states(example: &str, header: &str) -> bool {
    let has = |wanted: &str| {
        example
            .lines()
            .any(|line| line.split('#').next().unwrap_or("").trim() == wanted)
    };
    let any = |kind: &str| {
        example
            .lines()
            .any(|line| line.trim_start().starts_with(kind))
    };
    let says = |name: &str| example.contains(&format!("\"{name}\""));
    let spare = says("spare") && !has("[vif.spare]");
    match header {
        "[vif.spare]" => !spare,
        "[[vif.spare.peer]]" => {
            !(spare || has("[vif.spare]")) || any("[[vif.spare.peer]]") || any("peer = [")
        }
        "[connection.dx-2]" => !(spare || says("dx-2")) || has(header),
        "[router.edge-2]" => !(spare || says("dx-2") || says("edge-2")) || has(header),
        "[vif.prod]" => any("[vif."),
        "[[vif.prod.peer]]" => {
            any("[[vif.prod.peer]]") || any("peer = [") || (any("[vif.") && !has("[vif.prod]"))
        }
        header => has(header),
    }
}

/// The line of an example that is at fault, as it stands in the whole text, from one.
pub fn marked_line(whole: &str) -> Option<usize> {
    whole
        .lines()
        .position(|line| line.trim_end().ends_with("# <-"))
        .map(|index| index + 1)
}
