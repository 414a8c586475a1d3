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
        let has = |trouble: &Trouble| router.troubles.has(|known| known == trouble);
        if reply.commit && has(&Trouble::LoseCommitReply) {
            return self.cut();
        }
        let mut bytes = reply.text.clone().into_bytes();
        let after = self.sent + bytes.len();
        let most = |which: fn(&Trouble) -> Option<usize>| {
            let at = router.troubles.find(which);
            at.filter(|at| after >= *at)
        };
        let cut = most(|trouble| match trouble {
            Trouble::DropAtByte(at) => Some(*at),
            _ => None,
        });
        let frozen = most(|trouble| match trouble {
            Trouble::FreezeAtByte(at) => Some(*at),
            _ => None,
        });
        if let Some(at) = cut.or(frozen) {
            bytes.truncate(at.saturating_sub(self.sent));
        }
        let (arrive, fate) = router.troubles.sends(bytes.len());
        bytes.truncate(arrive);
        self.sent += bytes.len();
        self.frozen = frozen.is_some() || fate == Fate::Freeze;
        let end = match (cut, frozen, fate) {
            (Some(_), ..) | (_, _, Fate::Drop) => End::Cut,
            (_, _, Fate::Freeze) => End::Fade,
            (_, Some(_), _) => End::Open,
            _ => End::Close,
        };
        Single::Said(Out { bytes, end }, status)
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
