//! `*` and `?`, as OpenSSH's files have them in host patterns.

/// Does a name match a pattern, letters of either case alike?
pub(super) fn matches(pattern: &str, name: &str) -> bool {
    let (pattern, name) = (pattern.to_ascii_lowercase(), name.to_ascii_lowercase());
    let (pattern, name) = (pattern.as_bytes(), name.as_bytes());
    let (mut at, mut read) = (0, 0);
    // Where the last star stood, and how much of the name it has swallowed.
    let mut star: Option<(usize, usize)> = None;
    while read < name.len() {
        match pattern.get(at) {
            Some(b'*') => {
                star = Some((at, read));
                at += 1;
            }
            Some(wanted) if *wanted == b'?' || *wanted == name[read] => {
                at += 1;
                read += 1;
            }
            _ => match star {
                Some((place, swallowed)) => {
                    star = Some((place, swallowed + 1));
                    at = place + 1;
                    read = swallowed + 1;
                }
                None => return false,
            },
        }
    }
    pattern[at..].iter().all(|left| *left == b'*')
}

/// A list of patterns, some of them negated: one has to match, and no negated one may.
pub(super) fn any<'p>(patterns: impl Iterator<Item = &'p str>, name: &str) -> bool {
    let mut found = false;
    for pattern in patterns {
        match pattern.strip_prefix('!') {
            Some(not) if matches(not, name) => return false,
            Some(_) => {}
            None => found |= matches(pattern, name),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_question_marks_and_negations() {
        for (pattern, name, fits) in [
            ("*", "lon-1", true),
            ("lon-*", "LON-1", true),
            ("lon-?", "lon-12", false),
            ("*.example.*", "a.b.example.net", true),
            ("10.0.?.1", "10.0.10.1", false),
            ("a*b*c", "aXbXbXc", true),
            ("", "a", false),
        ] {
            assert_eq!(matches(pattern, name), fits, "{pattern} {name}");
        }
        let list = "*.example.net !bad.example.net";
        assert!(any(list.split(' '), "good.example.net"));
        assert!(!any(list.split(' '), "bad.example.net"));
        assert!(!any("!x".split(' '), "y"));
    }
}
