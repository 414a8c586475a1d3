//! Two customer routers and two of Amazon's: who carries the traffic, who takes over, and what verify says.

use crate::amazon::{Amazon, Terms};
use crate::customer::Customer;
use crate::net::{Exchange, Host};
use crate::process::{seconds, until};
use crate::tool::Desk;
use crate::turns::Scene;

const INTENT: &str = include_str!("legs.toml");
const ONE: &str = "169.254.101.1";
const TWO: &str = "169.254.102.1";

pub fn all() -> Vec<Scene> {
    vec![
        Scene::new(
            "legs active-passive on two routers, and failover",
            active_passive,
        ),
        Scene::new("legs active-active on two routers", active_active),
        Scene::new(
            "legs active-passive on one router, and failover",
            one_router,
        ),
        Scene::new("legs active-active on one router", both_on_one),
    ]
}

struct Legs {
    desk: Desk,
    one: Customer,
    two: Option<Customer>,
    aws1: Amazon,
    aws2: Amazon,
    exchange: Exchange,
}

/// AWS prefers what the communities ask for, then a shorter path; and its routers tell each other.
fn region(name: &str, side: usize) -> String {
    let (own, other) = if side == 1 { (1, 2) } else { (2, 1) };
    format!(
        "protocol bgp inside {{\n  local 10.8.0.{own} as 64512;\n  neighbor 10.8.0.{other} as 64512;\n  direct;\n  connect delay time 1;\n  \
         connect retry time 2;\n  error wait time 1, 3;\n  ipv4 {{ import all; next hop self; \
         export filter {{ if source = RTS_BGP then accept; reject; }}; }};\n}}\n# {name}\n"
    )
}

impl Legs {
    fn new(name: &str, intent: &str, apart: bool) -> Self {
        let exchange = Exchange::new(&format!("{name}-dx"));
        let before = |id: u8, other: &str, own: &str| {
            format!(
                "log file /dev/null\ninterface lo\n ip address 10.255.0.{id}/32\nexit\ninterface lan0\n ip address {own}/30\nexit\n\
                 router bgp 65010\n bgp router-id 10.255.0.{id}\n neighbor {other} remote-as 65010\n address-family ipv4 unicast\n  \
                 neighbor {other} next-hop-self\n exit-address-family\nexit"
            )
        };
        let one = Customer::start(
            "one",
            &format!("{name}-one"),
            &before(1, "10.9.0.2", "10.9.0.1"),
        );
        let two = Customer::start(
            "two",
            &format!("{name}-two"),
            &before(2, "10.9.0.1", "10.9.0.2"),
        );
        for router in [&one, &two] {
            exchange.tagged(&router.host, "lan0", 9);
        }
        exchange.port_named(&one.host, "eth1", "p-one");
        exchange.port_named(&two.host, "eth1", "p-two");
        exchange.port_named(&one.host, "eth2", "p-one2");
        exchange.tagged(&one.host, "eth1.101", 101);
        let second = if apart {
            (&two.host, "eth1.102")
        } else {
            (&one.host, "eth2.102")
        };
        exchange.tagged(second.0, second.1, 102);
        let side = |number: usize, vlan: u16| {
            let host = Host::new(&format!("{name}-aws{number}"));
            exchange.tagged(&host, &format!("vif{vlan}"), vlan);
            exchange.tagged(&host, "core", 8);
            host.sh(&format!("ip address add 10.8.0.{number}/30 dev core"));
            let pair = |a: String, b: String| (a, b);
            Amazon::start(
                host,
                Terms {
                    interface: format!("vif{vlan}"),
                    ipv4: pair(format!("169.254.{vlan}.1"), format!("169.254.{vlan}.2")),
                    ipv6: pair(format!("2001:db8:{vlan}::1"), format!("2001:db8:{vlan}::2")),
                    has6: false,
                    prefers: true,
                    prefixes: vec!["172.31.0.0/16".to_owned()],
                    more: region(name, number),
                    ..Terms::agreed()
                },
            )
        };
        let (aws1, aws2) = (side(1, 101), side(2, 102));
        let legs = Self {
            desk: Desk::new(name, intent),
            one,
            two: Some(two),
            aws1,
            aws2,
            exchange,
        };
        legs.desk.good(&["validate"]);
        legs.one.loads(&legs.desk.rendered("one").0);
        if apart {
            legs.two().loads(&legs.desk.rendered("two").0);
        }
        legs.one.settled(&[ONE]);
        if apart {
            legs.two().settled(&[TWO])
        } else {
            legs.one.settled(&[TWO])
        }
        until("Amazon's routers tell each other", 20, || {
            legs.aws1.is_up("inside")
        });
        seconds(1.0);
        legs
    }

    fn two(&self) -> &Customer {
        self.two.as_ref().expect("it was started")
    }

    /// Which way each of Amazon's routers goes to us.
    fn ways(&self) -> (String, String) {
        (
            self.aws1.best("10.20.0.0/16"),
            self.aws2.best("10.20.0.0/16"),
        )
    }

    fn are(&self, one: &str, two: &str) {
        let wanted = (one.to_owned(), two.to_owned());
        until(
            &format!("Amazon's ways are {wanted:?}, {:?}", self.ways()),
            20,
            || self.ways() == wanted,
        );
    }

    /// Where a router sends what is for AWS.
    fn sends(&self, router: &Customer) -> Vec<String> {
        let all = router.json("show ip route 172.31.0.0/16 json");
        let best = all["172.31.0.0/16"]
            .as_array()
            .into_iter()
            .flatten()
            .find(|route| route["selected"] == true);
        let hops = best
            .and_then(|route| route["nexthops"].as_array())
            .into_iter()
            .flatten();
        let mut hops: Vec<String> = hops
            .filter(|hop| hop["active"] == true)
            .filter_map(|hop| hop["ip"].as_str())
            .map(str::to_owned)
            .collect();
        hops.sort();
        hops
    }
}

fn active_passive(name: &str) -> String {
    let legs = Legs::new(name, INTENT, true);
    legs.are("four", "inside");
    assert_eq!(legs.sends(&legs.one), [ONE]);
    assert_eq!(
        legs.sends(legs.two()),
        ["10.9.0.1"],
        "the passive router sends over the active one"
    );
    let verdict = legs
        .desk
        .verdict(&[&legs.one, legs.two()], &["--save", "before.json"]);
    assert!(
        verdict.checks("fail").is_empty() && verdict.checks("warn").is_empty(),
        "{:#?}",
        verdict.checks("fail")
    );
    legs.exchange.light(&["p-one", "c-eth1.101"], false);
    legs.are("inside", "four");
    until("the spare carries it", 20, || {
        legs.sends(legs.two()) == [TWO] && legs.sends(&legs.one) == ["10.9.0.2"]
    });
    let verdict = legs
        .desk
        .verdict(&[&legs.one, legs.two()], &["--against", "before.json"]);
    assert_eq!(
        verdict.causes().first().map(|(cause, _)| cause.as_str()),
        Some("port-down"),
        "{:#}",
        verdict.json
    );
    let warned = verdict
        .checks("warn")
        .iter()
        .any(|check| check.starts_with("best-path"));
    let spare = verdict.json["checks"]
        .as_array()
        .into_iter()
        .flatten()
        .any(|check| {
            check["router"] == "two" && check["check"] == "best-path" && check["status"] == "warn"
        });
    assert!(warned && spare, "{:#?}", verdict.json);
    legs.exchange.light(&["p-one", "c-eth1.101"], true);
    legs.one.settled(&[ONE]);
    legs.are("four", "inside");
    until("the active leg carries it again", 20, || {
        legs.sends(&legs.one) == [ONE] && legs.sends(legs.two()) == ["10.9.0.1"]
    });
    let verdict = legs.desk.verdict(&[&legs.one, legs.two()], &[]);
    assert!(
        verdict.checks("fail").is_empty(),
        "{:#?}",
        verdict.checks("fail")
    );
    "both sides prefer the active leg; cut, the spare takes over both ways, verify says port-down and failover; mended, all goes back".to_owned()
}

fn active_active(name: &str) -> String {
    let legs = Legs::new(
        name,
        &INTENT.replace("active-passive", "active-active"),
        true,
    );
    legs.are("four", "four");
    assert_eq!(
        (legs.sends(&legs.one), legs.sends(legs.two())),
        (vec![ONE.to_owned()], vec![TWO.to_owned()])
    );
    let verdict = legs.desk.verdict(&[&legs.one, legs.two()], &[]);
    assert!(
        verdict.checks("fail").is_empty(),
        "{:#?}",
        verdict.checks("fail")
    );
    "each of Amazon's routers and each of ours takes its own leg".to_owned()
}

fn on_one(policy: &str) -> String {
    let intent = INTENT.replace(
        "router = \"two\"\nport = \"eth1\"",
        "router = \"one\"\nport = \"eth2\"",
    );
    intent.replace("active-passive", policy)
}

fn one_router(name: &str) -> String {
    let legs = Legs::new(name, &on_one("active-passive"), false);
    legs.are("four", "inside");
    assert_eq!(legs.sends(&legs.one), [ONE]);
    let verdict = legs.desk.verdict(&[&legs.one], &[]);
    assert!(
        verdict.checks("fail").is_empty(),
        "{:#?}",
        verdict.checks("fail")
    );
    // Somebody turns the preference around.
    legs.one
        .types("route-map VIFCTL-spare-IN4 permit 10\n set local-preference 900");
    until("traffic goes the wrong way", 20, || {
        legs.sends(&legs.one) == [TWO]
    });
    let causes = legs.desk.verdict(&[&legs.one], &[]).causes();
    assert!(
        causes.iter().any(|(cause, _)| cause == "wrong-leg"),
        "{causes:?}"
    );
    legs.one.loads(&legs.desk.rendered("one").0);
    until("traffic goes the right way", 20, || {
        legs.sends(&legs.one) == [ONE]
    });
    legs.exchange.light(&["p-one", "c-eth1.101"], false);
    legs.are("inside", "four");
    until("the spare carries it", 20, || {
        legs.sends(&legs.one) == [TWO]
    });
    let causes = legs.desk.verdict(&[&legs.one], &[]).causes();
    assert_eq!(
        causes.first().map(|(cause, _)| cause.as_str()),
        Some("port-down")
    );
    "the active leg carries it; a wrong local preference is wrong-leg; cut, the spare takes over"
        .to_owned()
}

fn both_on_one(name: &str) -> String {
    let legs = Legs::new(name, &on_one("active-active"), false);
    legs.are("four", "four");
    until("both legs carry it", 20, || {
        legs.sends(&legs.one) == [ONE, TWO]
    });
    let verdict = legs.desk.verdict(&[&legs.one], &[]);
    assert!(
        verdict.checks("fail").is_empty(),
        "{:#?}",
        verdict.checks("fail")
    );
    let passes = verdict
        .checks("pass")
        .iter()
        .any(|check| check.starts_with("multipath"));
    assert!(passes, "{:#?}", verdict.checks("pass"));
    legs.one
        .types("router bgp 65010\n address-family ipv4 unicast\n  maximum-paths 1");
    until("one leg carries it", 20, || {
        legs.sends(&legs.one).len() == 1
    });
    let causes = legs.desk.verdict(&[&legs.one], &[]).causes();
    assert_eq!(
        causes.first().map(|(cause, _)| cause.as_str()),
        Some("one-path-only")
    );
    "both legs carry it; with one path only, verify says so".to_owned()
}
