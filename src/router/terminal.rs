//! What a terminal makes of bytes: lines. Escape sequences, carriage returns, backspaces and
//! bells do what they do on a screen, so that what is left is what a person would have read.

use zeroize::Zeroizing;

/// A line under way. What came of it may hold an echoed key, so it is wiped.
#[derive(Default)]
pub(super) struct Terminal {
    line: Zeroizing<Vec<u8>>,
    cursor: usize,
    repainted: bool,
    escape: Escape,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Escape {
    #[default]
    None,
    /// ESC was read.
    Begun,
    /// `ESC [` and its number so far.
    Control(u16),
    /// A title or the like, up to BEL or `ESC \`.
    Title,
    TitleEnd,
    /// One more byte belongs to it: a choice of characters.
    One,
}

impl Terminal {
    /// Take a byte; a line that it ends comes back.
    pub(super) fn feed(&mut self, byte: u8) -> Option<Zeroizing<Vec<u8>>> {
        if self.escape != Escape::None {
            self.escaped(byte);
            return None;
        }
        match byte {
            b'\n' => return Some(self.finish()),
            b'\r' => self.go(0),
            0x08 => self.go(self.cursor.saturating_sub(1)),
            0x1b => self.escape = Escape::Begun,
            b'\t' | 0x20..=0x7e | 0x80.. => self.print(byte),
            _ => {}
        }
        None
    }

    /// The line that has not ended, without white space at its end.
    pub(super) fn unfinished(&self) -> &[u8] {
        self.line.trim_ascii_end()
    }

    /// How much of a line is kept.
    pub(super) fn length(&self) -> usize {
        self.line.len()
    }

    /// Throw away what there is of a line.
    pub(super) fn forget(&mut self) {
        self.finish();
    }

    fn finish(&mut self) -> Zeroizing<Vec<u8>> {
        let mut line = std::mem::take(&mut self.line);
        if self.repainted {
            let end = line.trim_ascii_end().len();
            line.truncate(end);
        }
        self.cursor = 0;
        self.repainted = false;
        line
    }

    fn go(&mut self, column: usize) {
        self.cursor = column.min(self.line.len());
        self.repainted |= self.cursor < self.line.len();
    }

    fn print(&mut self, byte: u8) {
        match self.line.get_mut(self.cursor) {
            Some(under) => *under = byte,
            None => self.line.push(byte),
        }
        self.cursor += 1;
    }

    fn escaped(&mut self, byte: u8) {
        self.escape = match (self.escape, byte) {
            (Escape::Begun, b'[') => Escape::Control(0),
            (Escape::Begun, b']' | b'P' | b'^' | b'_') => Escape::Title,
            (Escape::Begun, b'(' | b')' | b'#' | b'%') => Escape::One,
            (Escape::Control(number), b'0'..=b'9') => {
                let digit = u16::from(byte - b'0');
                Escape::Control(number.saturating_mul(10).saturating_add(digit))
            }
            // `;`, `?` and others among the parameters: only the last number counts.
            (Escape::Control(_), 0x20..=0x3f) => Escape::Control(0),
            (Escape::Control(number), _) => {
                self.control(byte, usize::from(number));
                Escape::None
            }
            (Escape::Title, 0x07) => Escape::None,
            (Escape::Title, 0x1b) => Escape::TitleEnd,
            (Escape::Title, _) => Escape::Title,
            (Escape::TitleEnd, b'\\') => Escape::None,
            (Escape::TitleEnd, _) => Escape::Title,
            _ => Escape::None,
        };
    }

    fn control(&mut self, last: u8, number: usize) {
        match last {
            b'D' => self.go(self.cursor.saturating_sub(number.max(1))),
            b'C' => self.go(self.cursor + number.max(1)),
            b'G' => self.go(number.saturating_sub(1)),
            b'K' if number == 0 => self.line.truncate(self.cursor),
            b'K' if number == 2 => {
                self.line.clear();
                self.cursor = 0;
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(bytes: &[u8]) -> (Vec<String>, String) {
        let mut terminal = Terminal::default();
        let text = |line: &[u8]| String::from_utf8_lossy(line).into_owned();
        let lines = bytes
            .iter()
            .filter_map(|byte| terminal.feed(*byte))
            .map(|line| text(&line))
            .collect();
        (lines, text(terminal.unfinished()))
    }

    #[test]
    fn a_pager_that_wipes_itself_leaves_nothing() {
        let wiped = b"one\r\n --More-- \x08\x08\x08\x08\x08\x08\x08\x08\x08\x08          \x08\x08\x08\x08\x08\x08\x08\x08\x08\x08two\r\nR1#";
        assert_eq!(
            lines(wiped),
            (vec!["one".into(), "two".into()], "R1#".into())
        );
        let moved = b"  ---- More ----\x1b[42D                  \x1b[42Dtwo\r\n<R1>";
        assert_eq!(lines(moved), (vec!["two".into()], "<R1>".into()));
        let erased = b"---(more 24%)---\r\x1b[Ktwo\r\n";
        assert_eq!(lines(erased), (vec!["two".into()], String::new()));
    }

    #[test]
    fn titles_colours_and_bracketed_paste_are_no_text() {
        let bash =
            b"\x1b[?2004h\x1b]0;vyos@r1: ~\x07\x1b[01;32mvyos@r1\x1b[00m:\x1b[01;34m~\x1b[00m$ ";
        assert_eq!(lines(bash), (Vec::new(), "vyos@r1:~$".into()));
        assert_eq!(lines(b"\x1b[5n\x1b(Bsw1>\x07"), (Vec::new(), "sw1>".into()));
    }

    #[test]
    fn line_ends_come_in_every_mixture() {
        let (read, rest) = lines(b"a\r\r\nb\r\n\rc\n\rn9k# ");
        assert_eq!(read, ["a", "b", "c"]);
        assert_eq!(rest, "n9k#");
    }
}
