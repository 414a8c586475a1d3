//! Once more with FRR on Amazon's side. It leaves BFD up when it ends a session, so that the customer's
//! router remembers with which words that was.

use crate::customer::Customer;
use crate::edge::{BEFORE, FOUR, INTENT, SIX};
use crate::net::Exchange;
use crate::process::{comes, seconds};
use crate::tool::Desk;
use crate::turns::Scene;

pub fn all() -> Vec<Scene> {
    let fault = |name: &str, cause: &'static str, lines: &'static str| {
        Scene::new(format!("twin fault {name}"), move |lab: &str| {
            play(lab, cause, lines)
        })
    };
    vec![
        Scene::new("twin healthy", healthy),
        fault(
            "AWS shuts the session",
            "shut-by-aws",
            "router bgp 64512\n neighbor 169.254.101.2 shutdown",
        ),
        fault(
            "we send more than AWS takes",
            "prefix-limit-amazon",
            "router bgp 64512\n address-family ipv4 unicast\n  neighbor 169.254.101.2 maximum-prefix 1",
        ),
        fault(
            "AWS has another AS for us",
            "asn-mismatch",
            "router bgp 64512\n neighbor 169.254.101.2 remote-as 65011",
        ),
        fault(
            "AWS has another key",
            "md5-mismatch",
            "router bgp 64512\n neighbor 169.254.101.2 password another-key",
        ),
    ]
}

/// Amazon's side in FRR's words.
const AMAZON: &str = "log file /dev/null
ip route 172.31.0.0/16 blackhole
ipv6 route 2001:db8:aa00::/56 blackhole
route-map ALL permit 10
exit
interface vif101
 ip address 169.254.101.1/30
 ipv6 address 2001:db8:101::1/125
exit
router bgp 64512
 bgp router-id 10.255.255.1
 neighbor 169.254.101.2 remote-as 65010
 neighbor 169.254.101.2 password lab-key-four
 neighbor 169.254.101.2 timers 3 9
 neighbor 169.254.101.2 timers connect 2
 neighbor 169.254.101.2 bfd
 neighbor 2001:db8:101::2 remote-as 65010
 neighbor 2001:db8:101::2 password lab-key-six
 neighbor 2001:db8:101::2 timers 3 9
 neighbor 2001:db8:101::2 timers connect 2
 neighbor 2001:db8:101::2 bfd
 address-family ipv4 unicast
  network 172.31.0.0/16
  neighbor 169.254.101.2 route-map ALL in
  neighbor 169.254.101.2 route-map ALL out
  neighbor 169.254.101.2 maximum-prefix 100
 exit-address-family
 address-family ipv6 unicast
  network 2001:db8:aa00::/56
  neighbor 2001:db8:101::2 activate
  neighbor 2001:db8:101::2 route-map ALL in
  neighbor 2001:db8:101::2 route-map ALL out
 exit-address-family
exit";

struct Twin {
    desk: Desk,
    router: Customer,
    aws: Customer,
    _exchange: Exchange,
}

impl Twin {
    fn new(name: &str) -> Self {
        let router = Customer::start("edge", name, BEFORE);
        let aws = Customer::start("aws", &format!("{name}-aws"), "");
        let exchange = Exchange::new(&format!("{name}-dx"));
        exchange.port(&router.host, "eth1");
        exchange.tagged(&router.host, "eth1.101", 101);
        exchange.tagged(&aws.host, "vif101", 101);
        aws.types(AMAZON);
        let desk = Desk::new(name, INTENT);
        router.loads(&desk.rendered("edge").0);
        router.settled(&[FOUR, SIX]);
        Self {
            desk,
            router,
            aws,
            _exchange: exchange,
        }
    }
}

fn healthy(name: &str) -> String {
    let twin = Twin::new(name);
    let verdict = twin.desk.verdict(&[&twin.router], &[]);
    let bad = [verdict.checks("fail"), verdict.checks("warn")].concat();
    assert!(bad.is_empty() && verdict.code == 0, "{bad:#?}");
    for (family, prefixes) in [
        ("ipv4", vec!["10.20.0.0/16", "10.21.0.0/16"]),
        ("ipv6", vec!["2001:db8:20::/48"]),
    ] {
        let peer = if family == "ipv4" {
            "169.254.101.2"
        } else {
            "2001:db8:101::2"
        };
        let all = twin.aws.json(&format!(
            "show bgp {family} unicast neighbors {peer} routes json"
        ));
        let has: Vec<&String> = all["routes"]
            .as_object()
            .map(|routes| routes.keys().collect())
            .unwrap_or_default();
        assert_eq!(has, prefixes);
        for prefix in prefixes {
            let route = twin
                .aws
                .json(&format!("show bgp {family} unicast {prefix} json"));
            let path = &route["paths"][0];
            assert_eq!(path["aspath"]["string"], "65010 65010", "{route:#}");
            assert_eq!(path["community"]["string"], "7224:7300", "{route:#}");
        }
    }
    "prefixes, communities and prepends as the other FRR has them".to_owned()
}

fn play(name: &str, cause: &str, lines: &str) -> String {
    let twin = Twin::new(name);
    twin.aws.types(lines);
    assert!(
        comes(25, || twin.router.state(FOUR) != "Established"),
        "the session is still up"
    );
    seconds(6.0);
    let causes = twin.desk.verdict(&[&twin.router], &[]).causes();
    let all: Vec<String> = causes
        .iter()
        .map(|(cause, sure)| format!("{cause} ({sure})"))
        .collect();
    assert_eq!(
        causes.first().map(|(cause, _)| cause.as_str()),
        Some(cause),
        "{all:?}"
    );
    format!("expected {cause}, said {}", all.join(", "))
}
