//! What an older intent asked for and this one does not: entries of our own lists and policies that
//! stand on the router still. Push adds and changes; it does not take away, and says what it leaves.

use std::collections::HashSet;
use std::net::IpAddr;

use super::contain::places;
use crate::vendor::{Pattern, is_ours};

/// Lines with their sections.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Leftovers {
    /// What a push leaves.
    pub stay: Vec<String>,
    /// What it takes along, since it writes their section anew.
    pub go: Vec<String>,
}

/// Lines of what bears a name of ours that speak of an address the change does not speak of.
pub(super) fn leftovers(change: &str, running: &[String], anew: &[Pattern]) -> Leftovers {
    let words = || change.split_whitespace().map(bare);
    let names: HashSet<&str> = words().filter(|word| is_ours(word)).collect();
    let known: HashSet<&str> = words().filter(|word| address(word)).collect();
    let all = places(running.iter().map(String::as_str));
    let left = all.iter().filter(|place| {
        let words = |line: &'_ String| -> Vec<String> {
            line.split_whitespace()
                .map(|word| bare(word).to_owned())
                .collect()
        };
        let of_ours = place
            .iter()
            .flat_map(words)
            .any(|word| names.contains(word.as_str()));
        let strange = |word: &String| address(word) && !known.contains(word.as_str());
        of_ours
            && place
                .last()
                .is_some_and(|line| words(line).iter().any(strange))
    });
    let goes = |place: &&Vec<String>| {
        let line = |line: &String| anew.iter().any(|form| form.is_match(line.as_bytes()));
        place.iter().any(line)
    };
    let (go, stay): (Vec<_>, Vec<_>) = left.partition(goes);
    let joined = |all: Vec<&Vec<String>>| all.iter().map(|place| place.join(" / ")).collect();
    Leftovers {
        stay: joined(stay),
        go: joined(go),
    }
}

/// A word without what a language puts around it: `address="10.0.0.0/8";` is `10.0.0.0/8`.
fn bare(word: &str) -> &str {
    let value = word.rsplit('=').next().unwrap_or(word);
    value.trim_matches(|c: char| !c.is_alphanumeric() && c != ':')
}

fn address(word: &str) -> bool {
    let (address, length) = word.split_once('/').unwrap_or((word, "0"));
    address.parse::<IpAddr>().is_ok() && length.parse::<u8>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left(change: &str, running: &str) -> Vec<String> {
        let running: Vec<String> = running.lines().map(str::to_owned).collect();
        leftovers(change, &running, &[]).stay
    }

    #[test]
    fn an_entry_of_our_list_that_is_not_asked_for_is_left() {
        let change = "ip prefix-list VIFCTL-a-OUT4 seq 5 permit 10.20.0.0/16\n";
        let old = "ip prefix-list VIFCTL-a-OUT4 seq 10 permit 10.21.0.0/16";
        let running = format!(
            "{change}{old}\nip prefix-list OFFICE seq 5 permit 10.1.0.0/16\nip prefix-list VIFCTL-b-OUT4 seq 5 permit 10.9.0.0/16\n"
        );
        assert_eq!(left(change, &running), [old]);
        assert_eq!(left(change, change), Vec::<String>::new());
    }

    #[test]
    fn sections_and_quotes_make_no_difference() {
        let change = "config router prefix-list\n edit \"VIFCTL-a-OUT4\"\n  config rule\n   edit 1\n    set prefix 10.20.0.0 255.255.0.0\n";
        let running = format!("{change}   edit 2\n    set prefix 10.21.0.0 255.255.0.0\n");
        let [line] = &left(change, &running)[..] else {
            panic!("{:?}", left(change, &running))
        };
        assert!(
            line.contains("VIFCTL-a-OUT4") && line.ends_with("set prefix 10.21.0.0 255.255.0.0")
        );
        let change = "/routing filter rule add chain=VIFCTL-a-OUT4 rule=\"if (dst == 10.20.0.0/16) { accept }\"";
        assert_eq!(left(change, change), Vec::<String>::new());
        assert_eq!(left(change, &change.replace(".20.", ".21.")).len(), 1);
    }

    #[test]
    fn a_section_that_is_written_anew_leaves_nothing() {
        let change = "prefix-set VIFCTL-a\n  10.20.0.0/16\nend-set\n";
        let running: Vec<String> = change.lines().map(str::to_owned).collect();
        let mut more = running.clone();
        more.insert(1, "  10.21.0.0/16,".to_owned());
        #[derive(serde::Deserialize)]
        struct Pack {
            anew: Vec<Pattern>,
        }
        let Pack { anew } = toml::from_str("anew = ['^prefix-set ']").expect("a pattern");
        let left = leftovers(change, &more, &anew);
        assert_eq!((left.stay.len(), left.go.len()), (0, 1), "{left:?}");
        assert_eq!(leftovers(change, &running, &anew), Leftovers::default());
    }

    #[test]
    fn what_a_router_adds_of_its_own_is_no_entry() {
        let change =
            "route-map VIFCTL-a-OUT4 permit 10\n match ip address prefix-list VIFCTL-a-OUT4\n";
        let running = format!("{change} continue 20\n description 17\n");
        assert_eq!(left(change, &running), Vec::<String>::new());
    }
}
