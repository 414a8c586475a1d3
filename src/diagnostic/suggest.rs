//! The nearest known name, and a safe way to repeat what a user (or a router) wrote.

/// The known name that the user most likely meant, if one is near enough.
pub fn nearest<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wrong_lower = wrong.to_lowercase();
    let limit = (wrong.chars().count() / 3).max(1);
    known
        .into_iter()
        .filter(|name| name.len().abs_diff(wrong.len()) <= limit.max(name.len() / 3))
        .map(|name| (distance(&wrong_lower, &name.to_lowercase()), name))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// Edits between two words, where swapping two neighbours counts as one.
fn distance(left: &str, right: &str) -> usize {
    let left: Vec<char> = left.chars().take(80).collect();
    let right: Vec<char> = right.chars().take(80).collect();
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=right.len()).collect();
    for (row, a) in left.iter().enumerate() {
        let mut current = vec![row + 1];
        for (column, b) in right.iter().enumerate() {
            let mut best = (above[column] + usize::from(a != b))
                .min(above[column + 1] + 1)
                .min(current[column] + 1);
            if row > 0 && column > 0 && *a == right[column - 1] && left[row - 1] == *b {
                best = best.min(before[column - 1] + 1);
            }
            current.push(best);
        }
        before = std::mem::replace(&mut above, current);
    }
    above[right.len()]
}

/// Characters that a terminal may take for a command, or that turn the text around them.
pub fn is_unprintable(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// What somebody else wrote, fit to be printed: in quotes, short, and without control characters.
pub fn quote(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut shown: String = text
        .chars()
        .take(LONGEST)
        .flat_map(char::escape_debug)
        .collect();
    shown = shown.replace("\\'", "'").replace("\\\"", "\"");
    let more = if text.chars().nth(LONGEST).is_some() {
        "..."
    } else {
        ""
    };
    format!("`{shown}{more}`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_is_recognised() {
        let keys = ["vlan", "mtu", "connection", "amazon_asn", "advertise"];
        assert_eq!(nearest("vlna", keys), Some("vlan"));
        assert_eq!(nearest("conection", keys), Some("connection"));
        assert_eq!(nearest("amazon-asn", keys), Some("amazon_asn"));
        assert_eq!(nearest("VLAN", keys), Some("vlan"));
        assert_eq!(nearest("colour", keys), None);
        assert_eq!(nearest("", keys), None);
    }

    #[test]
    fn a_quote_shows_no_control_characters() {
        assert_eq!(quote("a\x1b[31mb"), "`a\\u{1b}[31mb`");
        assert!(quote(&"x".repeat(1000)).len() < 100);
    }
}
