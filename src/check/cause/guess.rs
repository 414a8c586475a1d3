//! A session that is not up, on a link that may be: what can only be guessed.

use std::cmp::Ordering;

use super::case::Case;
use super::notification::Notification;
use super::{Cause, Confidence, Suspicion};
use crate::check::look::Seen;
use crate::check::verdict::Verdict;

/// The link is well, nobody says why, and several causes look exactly the same.
pub(super) static GUESSED: &[Cause] = &[
    Cause {
        name: "asn-mismatch",
        says: "the two ends do not agree on an AS number",
        tells: "the log has the notification; an AS number, an address family and a hold time that are refused look alike without it",
        next: &["log", "config_neighbor"],
        advice: "compare both AS numbers with the vif in AWS",
        look: |case| case.refused(Confidence::Likely),
    },
    Cause {
        name: "family-not-activated",
        says: "the two ends do not agree on the address family",
        tells: "the log has the notification: an unsupported capability",
        next: &["log", "config_neighbor"],
        advice: "activate the neighbour in its own address family, and see that the vif in AWS has a BGP peer of this family",
        look: |case| case.refused(Confidence::Possible),
    },
    Cause {
        name: "nobody-answers",
        says: "nothing gets through to Amazon's side on this VLAN any more",
        tells: "pings, and input counters of the sub-interface that grow or do not; an ARP entry outlives who it is of",
        next: &["arp", "interface", "ping"],
        advice: "compare the VLAN with the vif in AWS (on a hosted connection the partner maps it), and have every switch in between checked for the tag",
        look: |case| {
            let bfd = case.bfd_is_silent()?;
            // Where BFD had been up, it would have ended the session long before the hold timer.
            let sure = match case.notification(Notification::HoldTimer) {
                Some(_) => Confidence::Possible,
                None => Confidence::Likely,
            };
            unanswered(case, sure).map(|found| found.verdict(bfd))
        },
    },
    Cause {
        name: "ended-by-aws",
        says: "AWS ended the session, and the router does not remember with which words",
        tells: "the log has the notification: a shutdown, or more prefixes than AWS takes; BFD that went down behind it has overwritten it in what the router shows",
        next: &["log", "reset"],
        advice: "count the prefixes that the outbound filter lets through against AWS's limit, and look at the vif's state in AWS",
        look: |case| {
            let received = case.said("notifications_received")?;
            case.bfd_is_silent()?;
            let told = received.number("notifications_received")? > 0;
            let hidden = case.said("last_reset")?.text("last_reset")?.contains("BFD");
            (told && hidden).then_some(())?;
            let found = unanswered(case, Confidence::Possible)?;
            Some(found.seen(received, "notifications_received"))
        },
    },
    Cause {
        name: "hold-timer-expired",
        says: "the session came up and died of silence",
        tells: "large pings that do not pass are an MTU; loss in all sizes is the line; both fine is a busy route processor",
        next: &["df_ping", "ping", "log"],
        advice: "look for loss on the path first, then for an MTU that swallows full-size updates",
        look: |case| {
            let (seen, field) = case
                .notification(Notification::HoldTimer)
                .filter(|_| case.is_down())?;
            Some(
                Suspicion::likely()
                    .because("the last reset was an expired hold timer")
                    .seen(seen, field),
            )
        },
    },
    Cause {
        name: "md5-mismatch",
        says: "the MD5 keys of the two ends differ, or one end has none",
        tells: "a wrong key and a firewall that drops TCP port 179 look alike on the router: its log of MD5 failures tells, or a packet capture (SYNs from both ends without an answer are a key)",
        next: &["log", "config_neighbor"],
        advice: "set the key anew on the router, from the vif in AWS",
        look: |case| {
            let sure = match case.bfd_is_silent() {
                Some(_) => Confidence::Possible,
                None => Confidence::Likely,
            };
            let found = unanswered(case, sure)?;
            Some(match case.passed("aws-key") {
                Some(key) => found
                    .because("AWS has the key of the intent: only the router's may be another")
                    .evidence(key.evidence.iter().cloned()),
                None => found,
            })
        },
    },
    Cause {
        name: "tcp-blocked",
        says: "something drops TCP port 179 between the two ends",
        tells: "an access list with hits, or a capture without any SYN from AWS; without a key, a refused connection is seen as such",
        next: &["config_interface", "log"],
        advice: "look for access lists, control-plane policies and firewall policies on the way to the router itself",
        look: |case| unanswered(case, Confidence::Possible),
    },
    Cause {
        name: "aws-not-ready",
        says: "AWS's side of the session is not there yet, or gone",
        tells: "the state of the vif and of its BGP peer in AWS: `vifctl verify --aws FILE` reads it",
        next: &[],
        advice: "aws directconnect describe-virtual-interfaces > vifs.json",
        look: |case| {
            // AWS says itself that its end is configured.
            if case.passed("aws-bgp-peer-state").is_some() {
                return None;
            }
            unanswered(case, Confidence::Possible)
        },
    },
];

/// The session gets no answer though the link is well, or is not known not to be.
fn unanswered(case: &Case<'_>, confidence: Confidence) -> Option<Suspicion> {
    let session = case.failed("bgp-established")?;
    let state = session.observed.as_ref()?.as_str()?;
    if !["idle", "connect", "active", "opensent", "openconfirm"].contains(&state) {
        return None;
    }
    if case.is_refused().is_some() {
        return None;
    }
    let proofs = ["bfd-up", "ping", "amazon-resolved"];
    let silent = case.bfd_is_silent().is_some();
    let link = proofs
        .into_iter()
        .find_map(|check| case.passed(check))
        .filter(|_| !silent);
    let confidence = if link.is_some() || silent {
        confidence
    } else {
        Confidence::Possible
    };
    let found = Suspicion::new(confidence).verdict(session);
    if silent {
        return Some(found);
    }
    Some(match link {
        Some(link) => found
            .because("Amazon's side answers on the link")
            .evidence(link.evidence.iter().cloned()),
        None => found.because("nothing tells whether Amazon's side answers on the link"),
    })
}

impl<'a> Case<'a> {
    /// BFD that is down while BGP is, though nobody shut it: the path is dead, or nobody is there.
    /// A ping that gets through says otherwise.
    fn bfd_is_silent(&self) -> Option<&'a Verdict> {
        let bfd = self.failed("bfd-up")?;
        let state = bfd.observed.as_ref()?.as_str()?;
        (["down", "init"].contains(&state) && self.passed("ping").is_none()).then_some(bfd)
    }

    /// OPENs that were sent and led to no session: one end refused them. One may have collided.
    fn is_refused(&self) -> Option<(Seen<'a>, u64)> {
        let seen = self.said("opens_sent").filter(|_| self.is_down())?;
        // One that waits for its answer is not refused, and what died of silence was not either.
        let waits = self.peer.state() == Some("opensent");
        if waits || self.notification(Notification::HoldTimer).is_some() {
            return None;
        }
        let lost = seen
            .number("opens_sent")?
            .checked_sub(seen.number("sessions")?)?;
        (lost >= 2).then_some((seen, lost))
    }

    fn refused(&self, confidence: Confidence) -> Option<Suspicion> {
        let (seen, lost) = self.is_refused()?;
        let count = |field: &str| seen.number(field).unwrap_or(0);
        let (ours, theirs) = (count("notifications_sent"), count("notifications_received"));
        let who = match ours.cmp(&theirs) {
            Ordering::Less => "most notifications are received ones: AWS refuses ours",
            Ordering::Greater => "most notifications are sent ones: our router refuses AWS's",
            Ordering::Equal => "nothing tells who refuses whose",
        };
        let many = format!("{lost} OPEN messages led to no session; {who}");
        Some(
            Suspicion::new(confidence)
                .because(many)
                .seen(seen, "opens_sent"),
        )
    }
}
