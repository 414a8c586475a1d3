//! What can go wrong on request.

/// A way to misbehave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// Refuse the n-th configuration line from now on, counted from one.
    RefuseLine(usize),
    /// Refuse every configuration line that holds these words.
    Refuse(String),
    /// Close the connection after so many bytes of a shell.
    DropAtByte(usize),
    /// Say nothing more, and read nothing more, after so many bytes of a shell.
    FreezeAtByte(usize),
    /// Close the connection of the shell that has the n-th byte of all shells from now on; once.
    DropOnce(usize),
    /// The same shell says and reads nothing more, and some seconds later its connection ends. Once.
    FreezeOnce(usize),
    /// Close every connection as soon as it comes.
    Away,
    /// Close the connection when the n-th configuration line from now on has been received.
    DropAtLine(usize),
    /// Say nothing more when the n-th configuration line from now on has been received; some seconds
    /// later the connection ends.
    FreezeAtLine(usize),
    /// Page the output whatever the session has asked for.
    Page,
    /// Print log lines in between.
    SyslogNoise,
    /// Wait so many milliseconds before every answer.
    Slow(u64),
    /// Say this before the login and after it.
    Banner(String),
    /// Do what a commit asks for, and close the connection without a word.
    LoseCommitReply,
    /// Boot into the saved configuration when a commit timer runs out.
    RebootOnTimer,
    /// Refuse every commit, with the platform's own words for a failed one.
    FailCommit,
    /// Another session holds the configuration.
    Locked,
}

#[derive(Debug, Default)]
pub(super) struct Troubles {
    all: Vec<Trouble>,
    lines: usize,
    bytes: usize,
}

/// What becomes of a configuration line, or of a shell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    Pass,
    Refuse,
    Drop,
    Freeze,
}

impl Troubles {
    pub(super) fn set(&mut self, all: Vec<Trouble>) {
        self.all = all;
        self.lines = 0;
        self.bytes = 0;
    }

    /// Bytes that shells have sent.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    /// A shell is about to send so many bytes: how many of them arrive, and what becomes of it.
    pub(super) fn sends(&mut self, bytes: usize) -> (usize, Fate) {
        let before = self.bytes;
        self.bytes += bytes;
        let here = |at: usize| (before < at && at <= before + bytes).then(|| at - before);
        let fate = self.find(|trouble| match trouble {
            Trouble::DropOnce(at) => here(*at).map(|left| (left, Fate::Drop)),
            Trouble::FreezeOnce(at) => here(*at).map(|left| (left, Fate::Freeze)),
            _ => None,
        });
        fate.unwrap_or((bytes, Fate::Pass))
    }

    pub(super) fn lines(&self) -> usize {
        self.lines
    }

    pub(super) fn has(&self, which: impl Fn(&Trouble) -> bool) -> bool {
        self.all.iter().any(which)
    }

    pub(super) fn find<T>(&self, which: impl Fn(&Trouble) -> Option<T>) -> Option<T> {
        self.all.iter().find_map(which)
    }

    /// A configuration line has come.
    pub(super) fn line(&mut self, line: &str) -> Fate {
        self.lines += 1;
        let lines = self.lines;
        let fate = self.find(|trouble| match trouble {
            Trouble::RefuseLine(at) if *at == lines => Some(Fate::Refuse),
            Trouble::Refuse(words) if line.contains(words) => Some(Fate::Refuse),
            Trouble::DropAtLine(at) if *at == lines => Some(Fate::Drop),
            Trouble::FreezeAtLine(at) if *at == lines => Some(Fate::Freeze),
            _ => None,
        });
        fate.unwrap_or(Fate::Pass)
    }
}
