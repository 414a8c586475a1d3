//! Which way the routes of a command go, and how large a ping is: words of routing, not of a platform.

/// What a command is about within its kind; nothing where the kind has no more to it.
pub(super) fn of(command: &str, kind: Option<&str>) -> &'static str {
    let words: Vec<String> = command.split([' ', '=']).map(str::to_lowercase).collect();
    let any = |starts: &[&str]| {
        words
            .iter()
            .any(|word| starts.iter().any(|start| word.starts_with(start)))
    };
    match kind {
        Some("bgp_routes") if any(&["adv", "rib-out", "export"]) => "advertised",
        Some("bgp_routes") if any(&["received", "receive-", "rib-in"]) => "received",
        Some("bgp_routes") => "accepted",
        Some("ping")
            if any(&[
                "df",
                "do-not-fragment",
                "donotfragment",
                "donotfrag",
                "do",
                "-f",
                "fragmentation",
                "dont",
            ]) =>
        {
            "df_ping"
        }
        Some("ping") => "ping",
        Some("log") => "log",
        _ => "",
    }
}
