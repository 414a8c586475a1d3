//! A single command in a channel of its own: no terminal, no echo, no prompt; and what can go wrong
//! with it, which is what can go wrong in a shell.

use tokio::sync::mpsc::unbounded_channel;

use super::cli::{self, Reply};
use super::router::Router;
use super::terminal::{End, Out};
use super::trouble::{Fate, Trouble};

/// What a connection remembers of its single commands.
#[derive(Debug, Default)]
pub(super) struct Singles {
    /// Bytes that were said to all of them.
    sent: usize,
    frozen: bool,
}

/// What comes of one.
#[derive(Debug)]
pub(super) enum Single {
    /// The platform has no such channel.
    Unknown,
    /// It is never answered.
    Silence,
    Said(Out, u32),
}

impl Singles {
    pub(super) fn run(&mut self, router: &mut Router, text: &str) -> Single {
        if self.frozen {
            return Single::Silence;
        }
        router.tick();
        router.received.extend(text.lines().map(str::to_owned));
        let (notes, _) = unbounded_channel();
        let id = router.arrive(notes);
        let mut cli = cli::open(router, id);
        let fate = match cli.changes(text) {
            true => router.troubles.line(text),
            false => Fate::Pass,
        };
        let answer = match fate {
            Fate::Pass => cli.exec(router, text),
            Fate::Refuse => Some((Reply::text(cli.refusal(router, text)), 0)),
            Fate::Drop | Fate::Freeze => None,
        };
        cli.gone(router);
        router.leave(id);
        match (fate, answer) {
            (Fate::Drop, _) => self.cut(),
            (Fate::Freeze, _) => self.freeze(),
            (_, None) => Single::Unknown,
            (_, Some((reply, status))) => self.said(router, &reply, status),
        }
    }

    fn said(&mut self, router: &mut Router, reply: &Reply, status: u32) -> Single {
        let lost = |trouble: &Trouble| *trouble == Trouble::LoseCommitReply;
        if reply.commit && router.troubles.has(lost) {
            return self.cut();
        }
        let mut bytes = reply.text.clone().into_bytes();
        let (arrive, fate) = self.limit(router, bytes.len());
        bytes.truncate(arrive);
        self.sent += bytes.len();
        self.frozen = fate == Fate::Freeze;
        let end = match fate {
            Fate::Drop => End::Cut,
            Fate::Freeze => End::Fade,
            Fate::Pass | Fate::Refuse => End::Close,
        };
        Single::Said(Out { bytes, end }, status)
    }

    /// How many of these bytes arrive, and what becomes of the connection.
    fn limit(&self, router: &mut Router, bytes: usize) -> (usize, Fate) {
        let (arrive, fate) = router.troubles.sends(bytes);
        let here = |at: usize| (self.sent + bytes >= at).then(|| at.saturating_sub(self.sent));
        let own = router.troubles.find(|trouble| match trouble {
            Trouble::DropAtByte(at) => here(*at).map(|left| (left, Fate::Drop)),
            Trouble::FreezeAtByte(at) => here(*at).map(|left| (left, Fate::Freeze)),
            _ => None,
        });
        own.unwrap_or((arrive, fate))
    }

    fn cut(&self) -> Single {
        let end = End::Cut;
        Single::Said(
            Out {
                bytes: Vec::new(),
                end,
            },
            0,
        )
    }

    fn freeze(&mut self) -> Single {
        self.frozen = true;
        Single::Silence
    }
}
