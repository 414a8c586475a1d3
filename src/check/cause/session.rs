//! A session that is not up, on a link that is: what is known.

use super::case::Case;
use super::notification::{Notification, Way, way};
use super::{Cause, Suspicion};
use crate::check::look::Look;

/// What the router or AWS tells itself.
pub(super) static KNOWN: &[Cause] = &[
    Cause {
        name: "neighbor-missing",
        says: "the router has no such BGP neighbour",
        tells: "",
        next: &["config_neighbor"],
        advice: "`vifctl render` has its configuration",
        look: |case| {
            let session = case
                .failed("bgp-established")
                .filter(|verdict| verdict.observed.is_none())?;
            Some(Suspicion::certain().verdict(session))
        },
    },
    Cause {
        name: "neighbor-shut",
        says: "the BGP neighbour is shut down by its configuration",
        tells: "",
        next: &["config_neighbor", "enable_neighbor"],
        advice: "find out who shut it and why, then enable it",
        look: |case| {
            let seen = case.said("admin_down").filter(|_| case.is_down())?;
            Some(
                Suspicion::certain()
                    .because("the router says that it is shut down")
                    .seen(seen, "admin_down"),
            )
        },
    },
    Cause {
        name: "remote-as-wrong",
        says: "the neighbour is configured with another AS number than Amazon's",
        tells: "",
        next: &["config_neighbor"],
        advice: "7224 on a public vif, else the AS number of the gateway",
        look: |case| {
            let asn = case.failed("bgp-remote-as")?;
            Some(Suspicion::certain().verdict(asn))
        },
    },
    Cause {
        name: "local-as-wrong",
        says: "the router speaks with another AS number than AWS has for the vif",
        tells: "",
        next: &["config_neighbor"],
        advice: "the vif's `asn` in AWS cannot be changed: change the router, or give this neighbour a local AS",
        look: |case| {
            let asn = case.failed("bgp-local-as")?;
            Some(Suspicion::certain().verdict(asn))
        },
    },
    Cause {
        name: "asn-mismatch",
        says: "the two ends do not agree on an AS number",
        tells: "a notification that was received is AWS refusing our AS number; one that was sent is our router refusing AWS's",
        next: &["log", "config_neighbor"],
        advice: "compare both AS numbers with the vif in AWS",
        look: |case| {
            if case
                .failed("bgp-remote-as")
                .or(case.failed("bgp-local-as"))
                .is_some()
            {
                return None;
            }
            let (seen, field) = case
                .notification(Notification::BadPeerAs)
                .filter(|_| case.is_down())?;
            let text = seen.text(field).unwrap_or("");
            let why = match way(text) {
                Some(Way::Received) => "AWS refuses our AS number",
                Some(Way::Sent) => "our router refuses AWS's AS number",
                None => "one end refuses the other's AS number",
            };
            Some(Suspicion::certain().because(why).seen(seen, field))
        },
    },
    Cause {
        name: "md5-mismatch",
        says: "the MD5 keys of the two ends differ",
        tells: "",
        next: &["log", "config_neighbor"],
        advice: "take the key from the vif in AWS anew, and mind blanks at its end and characters that the command line eats",
        look: |case| {
            let seen = case.logged("md5_invalid").filter(|_| case.is_down())?;
            Some(
                Suspicion::certain()
                    .because("the router's log has packets with a wrong MD5 digest")
                    .seen(seen, "text"),
            )
        },
    },
    Cause {
        name: "md5-missing",
        says: "one end has no MD5 key",
        tells: "",
        next: &["config_neighbor", "log"],
        advice: "AWS has a key on every vif; where the log says that it is missing in what arrives, ask the owner of the vif",
        look: |case| {
            if !case.is_down() {
                return None;
            }
            if let Some(key) = case.failed("bgp-key") {
                return Some(Suspicion::certain().verdict(key));
            }
            let seen = case.logged("md5_missing")?;
            Some(
                Suspicion::certain()
                    .because("the router's log has packets without an MD5 digest")
                    .seen(seen, "text"),
            )
        },
    },
    Cause {
        name: "prefix-limit-amazon",
        says: "AWS ended the session: it was sent more prefixes than it takes",
        tells: "",
        next: &["advertised", "config_neighbor", "reset"],
        advice: "send fewer, summarised, or have the allocation of the vif raised; then reset the session",
        look: |case| {
            let (seen, field) = case
                .notification(Notification::PrefixLimit)
                .filter(|_| case.is_down())?;
            let sent = seen.text(field).and_then(way) == Some(Way::Sent);
            (!sent && !case.ours_exceeded()).then(|| {
                Suspicion::certain()
                    .because("AWS's notification says so")
                    .seen(seen, field)
            })
        },
    },
    Cause {
        name: "prefix-limit-ours",
        says: "the router ended the session: AWS sends more prefixes than it takes",
        tells: "",
        next: &["config_neighbor", "reset"],
        advice: "find out what AWS sends that it did not, then raise `max_prefixes`; most routers wait for a reset",
        look: |case| {
            if !case.is_down() {
                return None;
            }
            if let Some(seen) = case.said("reason").filter(|_| case.ours_exceeded()) {
                return Some(
                    Suspicion::certain()
                        .because("the router says so")
                        .seen(seen, "reason"),
                );
            }
            if let Some(seen) = case.logged("max_prefixes") {
                return Some(
                    Suspicion::certain()
                        .because("the router's log says so")
                        .seen(seen, "text"),
                );
            }
            let (seen, field) = case.notification(Notification::PrefixLimit)?;
            (seen.text(field).and_then(way) == Some(Way::Sent)).then(|| {
                Suspicion::certain()
                    .because("the router's notification says so")
                    .seen(seen, field)
            })
        },
    },
    Cause {
        name: "family-not-activated",
        says: "the two ends do not agree on the address family",
        tells: "a notification of an unsupported capability that was sent is AWS's side missing; one that was received, or a family that is not in the summary, is ours",
        next: &["config_neighbor"],
        advice: "activate the neighbour in its own address family, and see that the vif in AWS has a BGP peer of this family",
        look: |case| {
            if let Some(seen) = case
                .said("reason")
                .filter(|seen| seen.text("reason") == Some("not_negotiated"))
            {
                return Some(
                    Suspicion::certain()
                        .because("the router says that it was not negotiated")
                        .seen(seen, "reason"),
                );
            }
            if let (Some(seen), Look::Absent(answer)) =
                (case.peer.neighbor().found(), case.peer.summary())
            {
                let found = Suspicion::certain().because(
                    "the router knows the neighbour, and not in the summary of this address family",
                );
                return Some(
                    found
                        .seen(seen, "peer")
                        .evidence([answer.evidence_of_absence()]),
                );
            }
            let (seen, field) = case
                .notification(Notification::Capability)
                .filter(|_| case.is_down())?;
            Some(
                Suspicion::certain()
                    .because("a notification says so")
                    .seen(seen, field),
            )
        },
    },
    Cause {
        name: "shut-by-aws",
        says: "AWS's side shut the session: maintenance, a failover test, or the peer was disabled",
        tells: "the vif's state in AWS is `testing` during a failover test; AWS Health has maintenance",
        next: &["log"],
        advice: "look at the vif's state and at AWS Health; nothing on the router helps",
        look: |case| {
            let (seen, field) = case
                .notification(Notification::AdminShutdown)
                .filter(|_| case.is_down())?;
            let sent = seen.text(field).and_then(way) == Some(Way::Sent);
            (!sent).then(|| {
                Suspicion::likely()
                    .because("AWS's last notification says so")
                    .seen(seen, field)
            })
        },
    },
    Cause {
        name: "hold-time-refused",
        says: "one end does not accept the hold time of the other",
        tells: "",
        next: &["config_neighbor", "log"],
        advice: "AWS takes 3 seconds and more",
        look: |case| {
            let (seen, field) = case
                .notification(Notification::HoldTime)
                .filter(|_| case.is_down())?;
            Some(
                Suspicion::certain()
                    .because("a notification says so")
                    .seen(seen, field),
            )
        },
    },
];

impl Case<'_> {
    /// Does the router say that its own limit was exceeded?
    fn ours_exceeded(&self) -> bool {
        self.said("reason")
            .is_some_and(|seen| seen.text("reason") == Some("max_prefixes"))
    }
}
