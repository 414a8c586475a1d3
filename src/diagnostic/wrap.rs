//! Words over as many lines as they need, and lists no longer than anybody reads.

use std::fmt::Display;

/// Columns of a page: any terminal has them, and a mail and a ticket do.
pub const WIDTH: usize = 80;

/// The text in lines of at most so many columns: `first` stands before the first one, `rest` before the
/// others. Words are never broken, and spaces within a line stay as they are. No line feed at the end.
pub fn wrap(text: &str, first: &str, rest: &str, width: usize) -> String {
    let mut lines = Vec::new();
    let mut line = first.to_owned();
    let mut begun = false;
    for word in text.split(' ') {
        let long = line.chars().count() + usize::from(begun) + word.chars().count() > width;
        if long && begun {
            lines.push(line.trim_end().to_owned());
            line = rest.to_owned();
            begun = false;
        }
        if begun {
            line.push(' ');
        }
        line.push_str(word);
        begun = true;
    }
    lines.push(line.trim_end().to_owned());
    lines.join("\n")
}

/// A paragraph of a page, indented by four.
pub fn paragraph(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    wrap(&words.join(" "), "    ", "    ", WIDTH)
}

/// The first of many, and how many more there are.
pub fn few<T: Display>(
    all: impl ExactSizeIterator<Item = T>,
    most: usize,
    between: &str,
) -> String {
    let more = all.len().saturating_sub(most);
    let shown: Vec<String> = all.take(most).map(|one| one.to_string()).collect();
    let shown = shown.join(between);
    match (more, between) {
        (0, _) => shown,
        (_, "; ") => format!("{shown}; and {more} more"),
        _ => format!("{shown} and {more} more"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_as_long_as_they_may_be_and_no_longer() {
        assert_eq!(wrap("one two three", "- ", "  ", 9), "- one two\n  three");
        assert_eq!(
            wrap("one two three", "- ", "  ", 8),
            "- one\n  two\n  three"
        );
        assert_eq!(wrap("", "", "", 8), "");
    }

    #[test]
    fn words_that_are_too_long_stand_alone_and_whole() {
        assert_eq!(
            wrap("a incomprehensible b", "", "", 5),
            "a\nincomprehensible\nb"
        );
        assert_eq!(
            wrap("\u{e4}\u{e4} \u{e4}\u{e4}", "", "", 5),
            "\u{e4}\u{e4} \u{e4}\u{e4}"
        );
    }

    #[test]
    fn a_long_list_is_counted() {
        assert_eq!(few([1, 2, 3].iter(), 3, ", "), "1, 2, 3");
        assert_eq!(few([1, 2, 3].iter(), 1, ", "), "1 and 2 more");
        assert_eq!(
            few(["a b", "c d", "e"].iter(), 2, "; "),
            "a b; c d; and 1 more"
        );
    }

    #[test]
    fn columns_made_with_spaces_stay() {
        assert_eq!(wrap("fail  bgp  a", "", "", 80), "fail  bgp  a");
    }
}
