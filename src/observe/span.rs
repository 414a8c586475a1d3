//! How long: the spans of time that routers print.

/// `0.300` seconds.
pub(super) fn milliseconds(text: &str) -> Option<u64> {
    let (whole, part) = text.split_once('.')?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(part) {
        return None;
    }
    let thousandths = format!("{part:0<3}").get(..3)?.parse::<u64>().ok()?;
    whole
        .parse::<u64>()
        .ok()?
        .checked_mul(1_000)?
        .checked_add(thousandths)
}

/// `hh:mm:ss`, `mm:ss`, a bare number, `2d 3:04:05`, `2d 3:04` without seconds, `1d02h`, `3w4d`, `1y12w`, `2 weeks, 3 days`.
pub(super) fn seconds(text: &str) -> Option<u64> {
    if text.bytes().all(|byte| byte.is_ascii_alphanumeric()) && !text.starts_with('P') {
        return counted(text);
    }
    let text = &text.trim_end_matches(',').replace("(s)", "s");
    if let Some(span) = text.strip_prefix('P') {
        return iso(span);
    }
    if let Some((first, rest)) = text.split_once([' ', ',']).filter(|_| {
        !["day", "hour", "min", "sec"]
            .iter()
            .any(|unit| text.contains(unit))
    }) {
        let days_before = first.ends_with(['d', 'w', 'y']);
        let rest = match rest.trim() {
            rest if days_before && rest.matches(':').count() == 1 => format!("{rest}:00"),
            rest => rest.to_owned(),
        };
        return seconds(first)?.checked_add(seconds(&rest)?);
    }
    let text = &spelt_out(text);
    if let [hours, minutes, seconds] = text.split(':').collect::<Vec<_>>()[..] {
        let number = |text: &str| text.parse::<u32>().ok().map(u64::from);
        return Some(number(hours)? * 3600 + number(minutes)? * 60 + number(seconds)?);
    }
    if let Some((minutes, seconds)) = text.split_once(':') {
        let number = |text: &str| text.parse::<u32>().ok().map(u64::from);
        return Some(number(minutes)? * 60 + number(seconds)?);
    }
    counted(text)
}

/// `1d02h`, or a bare number.
fn counted(text: &str) -> Option<u64> {
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse().ok();
    }
    let mut total: u64 = 0;
    let mut number: Option<u64> = None;
    for c in text.bytes() {
        let unit = match c {
            b'0'..=b'9' => {
                let digits = number.unwrap_or(0).checked_mul(10)?;
                number = Some(digits.checked_add(u64::from(c - b'0'))?);
                continue;
            }
            b'y' => 31_536_000,
            b'w' => 604_800,
            b'd' => 86_400,
            b'h' => 3_600,
            b'm' => 60,
            b's' => 1,
            _ => return None,
        };
        total = number.take()?.checked_mul(unit)?.checked_add(total)?;
    }
    (number.is_none() && !text.is_empty()).then_some(total)
}

/// What follows the P of an ISO 8601 duration: `1DT2H3M`, `3W4D`. How long a month is, is not said.
fn iso(span: &str) -> Option<u64> {
    let (days, time) = span.split_once('T').unwrap_or((span, ""));
    let part = |text: &str, units: &str| {
        let known = |c: char| c.is_ascii_digit() || units.contains(c);
        match text {
            "" => Some(0),
            _ if text.chars().all(known) && !text.ends_with(|c: char| c.is_ascii_digit()) => {
                seconds(&text.to_ascii_lowercase())
            }
            _ => None,
        }
    };
    let whole = !days.is_empty() || !time.is_empty();
    let sum = part(days, "YWD")?.checked_add(part(time, "HMS")?)?;
    whole.then_some(sum)
}

/// `2 weeks, 3 days, 1 hour` as `2w3d1h`.
fn spelt_out(text: &str) -> String {
    if !text.contains(' ') {
        return text.to_owned();
    }
    let words = text
        .split([' ', ','])
        .filter(|word| !word.is_empty() && *word != "and");
    let unit = |word: &str| {
        let units = [
            "year", "week", "day", "hour", "minute", "second", "min", "sec", "hr",
        ];
        units.iter().any(|unit| word.trim_end_matches('s') == *unit)
    };
    words
        .map(|word| if unit(word) { &word[..1] } else { word })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_read_whole_or_not_at_all() {
        assert_eq!(seconds("1d02h"), Some(93_600));
        assert_eq!(seconds("00:12:34"), Some(754));
        assert_eq!(seconds("2d 3:04:05"), Some(183_845));
        assert_eq!(seconds("2d 3:04"), Some(183_840));
        assert_eq!(seconds("12:34"), Some(754));
        assert_eq!(seconds("9"), Some(9));
        assert_eq!(milliseconds("1.5"), Some(1_500));
        assert_eq!(milliseconds("0.0505"), Some(50));
        assert_eq!(
            seconds("2 weeks, 1 day, 3 hours, 1 minute"),
            Some(1_306_860)
        );
        assert_eq!(seconds("never"), None);
        assert_eq!(seconds("P1DT2H"), Some(93_600));
        assert_eq!(seconds("PT12M34S"), Some(754));
        assert_eq!(seconds("P3W4D"), Some(2_160_000));
        assert_eq!(seconds("PT"), None);
        assert_eq!(seconds("P2M"), None);
        assert_eq!(seconds("PT1.5S"), None);
    }
}
