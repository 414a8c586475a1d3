//! What JSON writes with a backslash.

/// Where a text ends that has been opened: the quotation mark that no backslash precedes.
pub(super) fn closing_quote(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => return Some(at),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    None
}

/// What a backslash makes of the characters behind it.
pub(super) fn escaped(chars: &mut std::str::Chars<'_>) -> Option<char> {
    Some(match chars.next()? {
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        'b' => '\u{8}',
        'f' => '\u{c}',
        'u' => return unicode(chars),
        c @ ('"' | '\\' | '/') => c,
        _ => return None,
    })
}

fn unicode(chars: &mut std::str::Chars<'_>) -> Option<char> {
    let first = four_hex(chars)?;
    if !(0xd800..0xdc00).contains(&first) {
        // Half a pair is no character; nothing of AWS's depends on it.
        return Some(char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER));
    }
    let mut ahead = chars.clone();
    let pair = (ahead.next() == Some('\\') && ahead.next() == Some('u'))
        .then(|| four_hex(&mut ahead))
        .flatten()
        .filter(|second| (0xdc00..0xe000).contains(second));
    let Some(second) = pair else {
        return Some(char::REPLACEMENT_CHARACTER);
    };
    *chars = ahead;
    char::from_u32(0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00))
}

fn four_hex(chars: &mut std::str::Chars<'_>) -> Option<u32> {
    let mut number = 0;
    for _ in 0..4 {
        number = number * 16 + chars.next()?.to_digit(16)?;
    }
    Some(number)
}
