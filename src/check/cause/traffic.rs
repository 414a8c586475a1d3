//! A session that is up and does not do what it should.

use super::{Cause, Suspicion};
use crate::check::verdict::NOTHING;

pub(super) static CAUSES: &[Cause] = &[
    Cause {
        name: "no-policy",
        says: "the router exchanges no routes with a neighbour without policies (RFC 8212)",
        tells: "",
        next: &["config_neighbor"],
        advice: "give the neighbour an inbound and an outbound policy; `vifctl render` has them",
        look: |case| {
            let seen = case
                .said("reason")
                .filter(|seen| seen.text("reason") == Some("policy"))?;
            Some(
                Suspicion::certain()
                    .because("the router says so")
                    .seen(seen, "reason"),
            )
        },
    },
    Cause {
        name: "nothing-is-sent",
        says: "the session is up, and nothing is sent to AWS",
        tells: "a prefix that is not in the routing table is not sent by any policy; one that is there is stopped by the outbound filter",
        next: &["advertised", "config_neighbor"],
        advice: "see that the prefixes of `advertise` are in the routing table, then look at the outbound filter",
        look: |case| {
            let sent = case.failed("advertised-prefixes")?;
            (observed(sent) == Some(NOTHING)).then(|| Suspicion::certain().verdict(sent))
        },
    },
    Cause {
        name: "sent-otherwise",
        says: "what is sent to AWS is not what the intent says",
        tells: "",
        next: &["advertised", "config_neighbor"],
        advice: "what is sent besides comes through the outbound filter; what is missing is not in the routing table or stopped by it",
        look: |case| {
            let sent = case
                .failed("advertised-prefixes")
                .filter(|sent| observed(sent) != Some(NOTHING));
            let tagged = case
                .failed("advertised-communities")
                .or(case.failed("advertised-prepend"));
            Some(Suspicion::certain().verdict(sent.or(tagged)?))
        },
    },
    Cause {
        name: "nothing-is-taken",
        says: "the session is up, and nothing is taken from AWS",
        tells: "prefixes that are received and not accepted are stopped by our filter; none received is AWS sending none",
        next: &["accepted", "config_neighbor"],
        advice: "private and transit: see that the gateway has an association and its allowed prefixes; then look at the inbound filter",
        look: |case| {
            let taken = case
                .failed("accepted-prefixes")
                .filter(|taken| observed(taken) == Some(NOTHING))?;
            let received = case.said("prefixes_received");
            let found = Suspicion::certain().verdict(taken);
            Some(
                match received.and_then(|seen| Some((seen, seen.number("prefixes_received")?))) {
                    Some((seen, 0)) => found
                        .because("AWS sends none")
                        .seen(seen, "prefixes_received"),
                    Some((seen, many)) => found
                        .because(format!("AWS sends {many}, so that our filter stops them"))
                        .seen(seen, "prefixes_received"),
                    None => found,
                },
            )
        },
    },
    Cause {
        name: "taken-otherwise",
        says: "the router takes prefixes from AWS that are outside of `accept`",
        tells: "",
        next: &["accepted", "config_neighbor"],
        advice: "the inbound filter is missing or wider than the intent",
        look: |case| {
            let taken = case
                .failed("accepted-prefixes")
                .filter(|taken| observed(taken) != Some(NOTHING))?;
            Some(Suspicion::certain().verdict(taken))
        },
    },
    Cause {
        name: "bfd-down-bgp-up",
        says: "BGP is up without BFD: a dead path is noticed after the hold time only",
        tells: "BFD that was never up is missing at one end; one that was up and is not is dropped on the way (UDP 3784)",
        next: &["bfd", "config_neighbor"],
        advice: "AWS's side of BFD is on as soon as ours is: look for filters of UDP 3784 and for BFD on the right interface",
        look: |case| {
            let bfd = case
                .failed("bfd-up")
                .filter(|_| case.passed("bgp-established").is_some())?;
            Some(Suspicion::certain().verdict(bfd))
        },
    },
    Cause {
        name: "timers-differ",
        says: "the session does not have the timers of the intent",
        tells: "",
        next: &["neighbor", "config_neighbor"],
        advice: "new timers count from the next session on: a reset takes them over, and interrupts it",
        look: |case| {
            let timers = case
                .failed("bgp-hold-time")
                .or(case.unwell("bfd-interval"))?;
            Some(Suspicion::certain().verdict(timers))
        },
    },
    Cause {
        name: "mtu-black-hole",
        says: "packets of the vif's full size do not get through",
        tells: "a size that passes and one byte more that does not names the device: 1500 is a switch or a vif without jumbo frames",
        next: &["df_ping", "config_interface"],
        advice: "compare the MTU of port, sub-interface and vif in AWS, and of every switch in between",
        look: |case| {
            let full = case
                .failed("ping-mtu")
                .filter(|_| case.failed("ping").is_none());
            let interface = case.failed("interface-mtu");
            match (full, interface) {
                (Some(full), Some(interface)) => {
                    Some(Suspicion::certain().verdict(full).verdict(interface))
                }
                (Some(full), None) if case.passed("ping").is_some() => {
                    Some(Suspicion::certain().verdict(full))
                }
                (Some(full), None) => Some(Suspicion::likely().verdict(full)),
                (None, Some(interface)) => Some(Suspicion::certain().verdict(interface)),
                (None, None) => None,
            }
        },
    },
    Cause {
        name: "wrong-leg",
        says: "traffic to AWS does not take the leg that the redundancy group puts first",
        tells: "",
        next: &["accepted", "config_neighbor"],
        advice: "compare the local preference of both legs; a more specific prefix on one of them wins whatever the preference",
        look: |case| Some(Suspicion::certain().verdict(case.failed("best-path")?)),
    },
    Cause {
        name: "one-path-only",
        says: "active legs do not share the traffic",
        tells: "",
        next: &["config_neighbor"],
        advice: "the router takes one best path: look at its number of paths, and whether the AS paths of both legs are alike",
        look: |case| Some(Suspicion::certain().verdict(case.unwell("multipath")?)),
    },
    Cause {
        name: "lag-short",
        says: "the LAG runs with fewer members than it has",
        tells: "",
        next: &["lag", "port"],
        advice: "",
        look: |case| {
            let lag = case
                .unwell("lag-bundled")
                .filter(|_| case.failed("lag-bundled").is_none())?;
            Some(Suspicion::certain().verdict(lag))
        },
    },
    Cause {
        name: "weak-line",
        says: "the line loses packets or is about to",
        tells: "light out of range with errors that grow is the fibre or an optic; loss without errors is congestion or a policer",
        next: &["optics", "port", "ping"],
        advice: "have connectors cleaned before anything is replaced",
        look: |case| {
            let signs = ["light-levels", "port-errors", "ping"].map(|check| case.unwell(check));
            let mut signs = signs
                .into_iter()
                .flatten()
                .filter(|sign| sign.check != "ping" || case.is_up());
            let first = signs.next()?;
            Some(signs.fold(Suspicion::likely().verdict(first), Suspicion::verdict))
        },
    },
    Cause {
        name: "session-was-reset",
        says: "the session went down and came back",
        tells: "",
        next: &["log", "neighbor"],
        advice: "",
        look: |case| Some(Suspicion::certain().verdict(case.failed("bgp-stable")?)),
    },
    Cause {
        name: "too-young",
        says: "the session has just come up, and may go down once more when BFD comes up behind it",
        tells: "",
        next: &[],
        advice: "look again in a minute",
        look: |case| Some(Suspicion::certain().verdict(case.unwell("bgp-settled")?)),
    },
    Cause {
        name: "near-the-limit",
        says: "the number of prefixes is close to a limit that ends the session",
        tells: "",
        next: &["advertised", "accepted"],
        advice: "summarise, or have the limit raised before it is reached",
        look: |case| {
            let room = case
                .unwell("headroom-amazon")
                .or(case.unwell("headroom-ours"))?;
            Some(Suspicion::certain().verdict(room))
        },
    },
];

fn observed(verdict: &crate::check::verdict::Verdict) -> Option<&str> {
    verdict.observed.as_ref()?.as_str()
}
