//! Faults, each made for real, and what `vifctl verify` says of the router then.

use crate::amazon::Terms;
use crate::edge::{Edge, FOUR, SIX};
use crate::process::{comes, seconds};
use crate::turns::Scene;

/// What is wrong, made so; and the causes of which the first one named has to be.
struct Fault {
    name: &'static str,
    /// The first cause that is named has to be this; none where the router does not tell.
    cause: &'static str,
    /// And these have to be named beside it: the router cannot tell them apart.
    beside: &'static [&'static str],
    make: fn(&str) -> Edge,
}

pub fn all() -> Vec<Scene> {
    let scene = |fault: &'static Fault| {
        Scene::new(format!("fault {}", fault.name), move |name| {
            play(fault, name)
        })
    };
    let healthy = Scene::new("healthy", healthy);
    std::iter::once(healthy)
        .chain(FAULTS.iter().map(scene))
        .collect()
}

/// Nothing is wrong, and nothing is said to be.
fn healthy(name: &str) -> String {
    let edge = Edge::up(name);
    let verdict = edge.verdict();
    let bad = [verdict.checks("fail"), verdict.checks("warn")].concat();
    assert!(
        bad.is_empty() && verdict.code == 0,
        "{bad:#?} {:#}",
        verdict.json
    );
    let unknown = verdict.checks("unknown");
    format!(
        "{} checks pass, {} unknown",
        verdict.checks("pass").len(),
        unknown.len()
    )
}

fn play(fault: &Fault, name: &str) -> String {
    let edge = (fault.make)(name);
    let verdict = edge.verdict();
    let said = verdict.causes();
    let names: Vec<&str> = said.iter().map(|(cause, _)| cause.as_str()).collect();
    let all = said
        .iter()
        .map(|(cause, sure)| format!("{cause} ({sure})"))
        .collect::<Vec<_>>()
        .join(", ");
    let first = names.first().copied().unwrap_or("");
    // BFD overwrites what the router remembers of a notification, or does not, by luck.
    let by_luck = fault.name == "AWS has not activated IPv6" && first == fault.beside[0];
    let beside = fault.beside.iter().all(|cause| names.contains(cause));
    let code = i32::from(!fault.cause.is_empty());
    let right = (first == fault.cause && beside || by_luck) && verdict.code == code;
    assert!(
        right,
        "expected {} {:?}, said {all} ({})\n{:#?}\n{}",
        fault.cause,
        fault.beside,
        verdict.code,
        verdict.checks("fail"),
        told(&edge)
    );
    if fault.cause.is_empty() {
        let unknown = verdict.checks("unknown");
        let silent = unknown
            .iter()
            .any(|check| check.starts_with("advertised-communities 169"));
        assert!(silent, "{unknown:#?}");
        return "expected nothing: FRR 8.4 does not show it, said advertised-communities: unknown"
            .to_owned();
    }
    let expected = [&[fault.cause], fault.beside].concat().join(" and ");
    format!("expected {expected}, said {all}")
}

/// What the router said, where somebody wants to see it.
fn told(edge: &Edge) -> String {
    match std::env::var_os("LAB_CAPTURES") {
        Some(_) => {
            std::fs::read_to_string(edge.desk.folder.join("captures/edge.log")).unwrap_or_default()
        }
        None => "LAB_CAPTURES=1 shows what the router said".to_owned(),
    }
}

/// A session that was up, and the moment when it is not any more.
fn lost(edge: &Edge, peer: &str) {
    let down = comes(25, || edge.router.state(peer) != "Established");
    assert!(down, "the session is still up");
    // The router tries again a few times: what it says then is what people see.
    seconds(6.0);
}

/// FRR heeds a changed filter after five seconds, and BIRD has to be told then.
fn heeded() {
    seconds(8.0);
}

static FAULTS: &[Fault] = &[
    // --- the port and the link
    Fault {
        name: "the cable is cut",
        cause: "port-down",
        beside: &[],
        make: |name| {
            let edge = Edge::up(name);
            edge.exchange.light(&["p-eth1", "c-eth1.101"], false);
            lost(&edge, FOUR);
            edge
        },
    },
    Fault {
        name: "the port is shut",
        cause: "port-shut",
        beside: &[],
        make: |name| {
            let edge = Edge::up(name);
            edge.router
                .types("interface eth1\n shutdown\nexit\ninterface eth1.101\n shutdown");
            lost(&edge, FOUR);
            edge
        },
    },
    Fault {
        name: "the sub-interface is shut",
        cause: "interface-shut",
        beside: &[],
        make: |name| {
            let edge = Edge::up(name);
            edge.router.types("interface eth1.101\n shutdown");
            lost(&edge, FOUR);
            edge
        },
    },
    Fault {
        name: "only the sub-interface has no link",
        cause: "line-protocol-down",
        beside: &[],
        make: |name| {
            let edge = Edge::up(name);
            edge.exchange.light(&["c-eth1.101"], false);
            lost(&edge, FOUR);
            edge
        },
    },
    Fault {
        name: "the sub-interface does not exist",
        cause: "interface-missing",
        beside: &[],
        make: |name| {
            let edge = Edge::up(name);
            edge.router.host.sh("ip link del eth1.101");
            lost(&edge, FOUR);
            edge
        },
    },
    Fault {
        name: "AWS has another VLAN",
        cause: "nobody-answers",
        beside: &[],
        make: |name| {
            let edge = Edge::up(name);
            edge.exchange.mistag("vif101", 102);
            lost(&edge, FOUR);
            edge
        },
    },
    Fault {
        name: "the path is dead and both ends are lit",
        cause: "nobody-answers",
        beside: &[],
        make: |name| {
            let edge = Edge::up(name);
            edge.exchange
                .drop_on_the_way("meta protocol { ip, ip6, arp }");
            lost(&edge, FOUR);
            edge
        },
    },
    Fault {
        name: "our address is another",
        cause: "address-wrong",
        beside: &[],
        make: |name| {
            let edge = Edge::up(name);
            edge.router.types(
                "interface eth1.101\n no ip address 169.254.101.2/30\n ip address 169.254.111.2/30",
            );
            lost(&edge, FOUR);
            edge
        },
    },
    Fault {
        name: "our address is Amazon's",
        cause: "addresses-swapped",
        beside: &[],
        make: |name| {
            let edge = Edge::up(name);
            edge.router.types(
                "interface eth1.101\n no ip address 169.254.101.2/30\n ip address 169.254.101.1/30",
            );
            lost(&edge, FOUR);
            edge
        },
    },
    Fault {
        name: "the MTU of the sub-interface is small",
        cause: "mtu-black-hole",
        beside: &[],
        make: |name| {
            let edge = Edge::up(name);
            edge.router.host.sh("ip link set eth1.101 mtu 1400");
            heeded();
            edge
        },
    },
    // --- TCP and the key
    Fault {
        name: "AWS has another key",
        cause: "md5-mismatch",
        beside: &["tcp-blocked", "aws-not-ready"],
        make: |name| {
            let mut edge = Edge::up(name);
            edge.amazon
                .agrees(|terms| terms.key4 = "another-key".to_owned());
            lost(&edge, FOUR);
            edge
        },
    },
    Fault {
        name: "AWS has another key for IPv6 only",
        cause: "md5-mismatch",
        beside: &["tcp-blocked", "aws-not-ready"],
        make: |name| {
            let mut edge = Edge::up(name);
            edge.amazon
                .agrees(|terms| terms.key6 = "another-key".to_owned());
            lost(&edge, SIX);
            edge
        },
    },
    Fault {
        name: "AWS has no key",
        cause: "md5-mismatch",
        beside: &["tcp-blocked", "aws-not-ready"],
        make: |name| {
            let mut edge = Edge::up(name);
            edge.amazon.agrees(|terms| terms.key4 = String::new());
            lost(&edge, FOUR);
            edge
        },
    },
    Fault {
        name: "we have no key",
        cause: "md5-missing",
        beside: &[],
        make: |name| {
            let edge = Edge::up(name);
            edge.router
                .types("router bgp 65010\n no neighbor 169.254.101.1 password");
            lost(&edge, FOUR);
            edge
        },
    },
    Fault {
        name: "a firewall drops TCP 179",
        cause: "md5-mismatch",
        beside: &["tcp-blocked", "aws-not-ready"],
        make: |name| {
            let edge = Edge::up(name);
            edge.exchange.drop_on_the_way("tcp dport 179");
            edge.exchange.drop_on_the_way("tcp sport 179");
            lost(&edge, FOUR);
            edge
        },
    },
    Fault {
        name: "Amazon's router is gone",
        cause: "nobody-answers",
        beside: &["aws-not-ready"],
        make: |name| {
            let mut edge = Edge::up(name);
            edge.amazon.dies();
            lost(&edge, FOUR);
            edge
        },
    },
    // --- OPEN
    Fault {
        name: "our AS number is another",
        cause: "local-as-wrong",
        beside: &[],
        make: |name| {
            let edge = Edge::up(name);
            edge.router.types(
                "router bgp 65010\n neighbor 169.254.101.1 local-as 65099 no-prepend replace-as",
            );
            lost(&edge, FOUR);
            edge
        },
    },
    Fault {
        name: "we expect another AS of Amazon's",
        cause: "remote-as-wrong",
        beside: &[],
        make: |name| {
            let edge = Edge::up(name);
            edge.router
                .types("router bgp 65010\n neighbor 169.254.101.1 remote-as 64599");
            lost(&edge, FOUR);
            edge
        },
    },
    Fault {
        name: "AWS has another AS for us",
        cause: "asn-mismatch",
        beside: &[],
        make: |name| {
            let mut edge = Edge::up(name);
            edge.amazon.agrees(|terms| terms.customer_asn = 65011);
            lost(&edge, FOUR);
            // BFD may have overwritten what the router remembers of it; the next try says it again.
            comes(30, || {
                let all = edge.router.json(&format!("show bgp neighbors {FOUR} json"));
                all.to_string().contains("Bad Peer AS")
            });
            edge
        },
    },
    Fault {
        name: "AWS has another AS for itself",
        cause: "asn-mismatch",
        beside: &[],
        make: |name| {
            let mut edge = Edge::up(name);
            edge.amazon.agrees(|terms| terms.asn = 64513);
            lost(&edge, FOUR);
            edge
        },
    },
    Fault {
        name: "we have not activated IPv6",
        cause: "family-not-activated",
        beside: &[],
        make: |name| {
            let edge = Edge::up(name);
            edge.router.types(
                "router bgp 65010\n address-family ipv6 unicast\n  no neighbor 2001:db8:101::1 activate",
            );
            lost(&edge, SIX);
            edge
        },
    },
    Fault {
        name: "AWS has not activated IPv6",
        cause: "asn-mismatch",
        beside: &["family-not-activated"],
        make: |name| {
            let mut edge = Edge::up(name);
            edge.amazon.agrees(|terms| terms.wrong_family = true);
            lost(&edge, SIX);
            edge
        },
    },
    Fault {
        name: "the neighbour is shut",
        cause: "neighbor-shut",
        beside: &[],
        make: |name| {
            let edge = Edge::up(name);
            edge.router
                .types("router bgp 65010\n neighbor 169.254.101.1 shutdown");
            lost(&edge, FOUR);
            edge
        },
    },
    Fault {
        name: "the neighbour does not exist",
        cause: "neighbor-missing",
        beside: &[],
        make: |name| {
            let edge = Edge::up(name);
            edge.router
                .types("router bgp 65010\n no neighbor 169.254.101.1");
            lost(&edge, FOUR);
            edge
        },
    },
    Fault {
        name: "BGP is not configured",
        cause: "neighbor-missing",
        beside: &[],
        make: |name| {
            let edge = Edge::up(name);
            edge.router.types("no router bgp 65010");
            lost(&edge, FOUR);
            edge
        },
    },
    Fault {
        name: "AWS shuts the session",
        cause: "nobody-answers",
        beside: &["ended-by-aws"],
        make: |name| {
            let edge = Edge::up(name);
            edge.amazon.birdc("disable four");
            lost(&edge, FOUR);
            edge
        },
    },
    Fault {
        name: "Amazon's router falls silent",
        cause: "hold-timer-expired",
        beside: &[],
        make: |name| {
            let terms = Terms {
                bfd: false,
                ..Terms::agreed()
            };
            let edge = Edge::configured(name, terms);
            edge.router.settled(&[FOUR, SIX]);
            edge.amazon.freezes();
            lost(&edge, FOUR);
            edge
        },
    },
    // --- limits
    Fault {
        name: "we send more than AWS takes",
        cause: "nobody-answers",
        beside: &["ended-by-aws"],
        make: |name| {
            let edge = Edge::up(name);
            let routes: String = (0..110)
                .map(|n| format!("ip route 10.30.{n}.0/24 blackhole\n"))
                .collect();
            edge.router.types(&format!("{routes}router bgp 65010\n address-family ipv4 unicast\n  redistribute static\n exit-address-family\nexit\nip prefix-list VIFCTL-prod-OUT4 seq 90 permit 10.30.0.0/16 ge 24"));
            lost(&edge, FOUR);
            edge
        },
    },
    Fault {
        name: "we send almost as much as AWS takes",
        cause: "sent-otherwise",
        beside: &["near-the-limit"],
        make: |name| {
            let edge = Edge::up(name);
            let routes: String = (0..93)
                .map(|n| format!("ip route 10.30.{n}.0/24 blackhole\n"))
                .collect();
            edge.router.types(&format!("{routes}router bgp 65010\n address-family ipv4 unicast\n  redistribute static\n exit-address-family\nexit\nip prefix-list VIFCTL-prod-OUT4 seq 90 permit 10.30.0.0/16 ge 24"));
            heeded();
            edge
        },
    },
    Fault {
        name: "AWS sends more than we take",
        cause: "prefix-limit-ours",
        beside: &[],
        make: |name| {
            let mut edge = Edge::up(name);
            edge.amazon.agrees(|terms| {
                terms
                    .prefixes
                    .extend((0..120).map(|n| format!("172.31.{n}.0/24")))
            });
            lost(&edge, FOUR);
            edge
        },
    },
    // --- routes
    Fault {
        name: "our policies are missing",
        cause: "no-policy",
        beside: &[],
        make: |name| {
            let edge = Edge::up(name);
            edge.router.types(
                "router bgp 65010\n address-family ipv4 unicast\n  no neighbor 169.254.101.1 route-map VIFCTL-prod-IN4 in\n  no neighbor 169.254.101.1 route-map VIFCTL-prod-OUT4 out",
            );
            heeded();
            edge
        },
    },
    Fault {
        name: "our filter stops everything we send",
        cause: "nothing-is-sent",
        beside: &[],
        make: |name| {
            let edge = Edge::up(name);
            edge.router.types(
                "no ip prefix-list VIFCTL-prod-OUT4\nip prefix-list VIFCTL-prod-OUT4 seq 5 deny any",
            );
            heeded();
            edge
        },
    },
    Fault {
        name: "a prefix is not announced",
        cause: "sent-otherwise",
        beside: &[],
        make: |name| {
            let edge = Edge::up(name);
            edge.router
                .types("router bgp 65010\n address-family ipv4 unicast\n  no network 10.21.0.0/16");
            heeded();
            edge
        },
    },
    Fault {
        name: "a prefix leaks",
        cause: "sent-otherwise",
        beside: &[],
        make: |name| {
            let edge = Edge::up(name);
            edge.router.types(
                "ip route 10.66.0.0/16 blackhole\nip prefix-list VIFCTL-prod-OUT4 seq 90 permit 10.66.0.0/16\nrouter bgp 65010\n address-family ipv4 unicast\n  network 10.66.0.0/16",
            );
            heeded();
            edge
        },
    },
    Fault {
        name: "our prepend is missing",
        cause: "sent-otherwise",
        beside: &[],
        make: |name| {
            let edge = Edge::up(name);
            edge.router
                .types("route-map VIFCTL-prod-OUT4 permit 10\n no set as-path prepend");
            heeded();
            edge
        },
    },
    Fault {
        name: "our community is another",
        cause: "",
        beside: &[],
        make: |name| {
            let edge = Edge::up(name);
            edge.router
                .types("route-map VIFCTL-prod-OUT4 permit 10\n set community 7224:7100");
            heeded();
            edge
        },
    },
    Fault {
        name: "communities are not sent",
        cause: "",
        beside: &[],
        make: |name| {
            let edge = Edge::up(name);
            edge.router.types(
                "router bgp 65010\n address-family ipv4 unicast\n  no neighbor 169.254.101.1 send-community",
            );
            heeded();
            edge
        },
    },
    Fault {
        name: "our filter stops everything from AWS",
        cause: "nothing-is-taken",
        beside: &[],
        make: |name| {
            let edge = Edge::up(name);
            edge.router.types(
                "no ip prefix-list VIFCTL-prod-IN4\nip prefix-list VIFCTL-prod-IN4 seq 5 deny any",
            );
            heeded();
            edge
        },
    },
    Fault {
        name: "AWS sends nothing",
        cause: "nothing-is-taken",
        beside: &[],
        make: |name| {
            let mut edge = Edge::up(name);
            edge.amazon.agrees(|terms| terms.prefixes.clear());
            heeded();
            edge
        },
    },
    Fault {
        name: "our filter lets in too much",
        cause: "taken-otherwise",
        beside: &[],
        make: |name| {
            let mut edge = Edge::up(name);
            edge.amazon
                .agrees(|terms| terms.prefixes.push("192.168.7.0/24".to_owned()));
            edge.router
                .types("ip prefix-list VIFCTL-prod-IN4 seq 90 permit any");
            heeded();
            edge
        },
    },
    // --- timers and BFD
    Fault {
        name: "AWS has no BFD",
        cause: "bfd-down-bgp-up",
        beside: &[],
        make: |name| {
            let terms = Terms {
                bfd: false,
                ..Terms::agreed()
            };
            let edge = Edge::configured(name, terms);
            edge.router.settled(&[FOUR, SIX]);
            edge
        },
    },
    Fault {
        name: "we have no BFD",
        cause: "bfd-down-bgp-up",
        beside: &[],
        make: |name| {
            let edge = Edge::up(name);
            edge.router
                .types("router bgp 65010\n no neighbor 169.254.101.1 bfd");
            edge.router.settled(&[FOUR, SIX]);
            edge
        },
    },
    Fault {
        name: "BFD is dropped on the way",
        cause: "bfd-down-bgp-up",
        beside: &[],
        make: |name| {
            let edge = Edge::up(name);
            edge.exchange.drop_on_the_way("udp dport 3784");
            seconds(5.0);
            edge.router.settled(&[FOUR, SIX]);
            edge
        },
    },
    Fault {
        name: "our hold time is another",
        cause: "timers-differ",
        beside: &[],
        make: |name| {
            let terms = Terms {
                hold: 30,
                ..Terms::agreed()
            };
            let edge = Edge::configured(name, terms);
            edge.router
                .types("router bgp 65010\n neighbor 169.254.101.1 timers 10 30");
            edge.router.settled(&[FOUR, SIX]);
            edge
        },
    },
];
