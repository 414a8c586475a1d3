//! Quotas and the lists of prefixes, in intents that are too long for a page: the last one that
//! fits, the first one too many, and what must not be said twice or in vain.

use std::fmt::Write;
use std::time::{Duration, Instant};

use vifctl::diagnostic::Severity;
use vifctl::intent::{Date, load_text};
use vifctl::rule::{self, Keys, World};
use vifctl::vendor::Vendors;

const GATEWAY: &str = "5f294f92-bafb-4011-916d-9b0b7c1d2e3f";

/// What is found in an intent: rule, reference and the text of the line it points at.
fn look(text: &str) -> Vec<(Severity, &'static str, &'static str, String)> {
    let mut loaded = load_text("vifctl.toml", text);
    let vendors = Vendors::built_in().expect("the built-in packs can be read");
    let world = World {
        intent: &loaded.intent,
        vendors: &vendors,
        keys: &Keys::default(),
        today: Date::new(2026, 11, 20),
    };
    rule::check(&world, &mut loaded.found);
    let line = |place| loaded.sources.locate(place).line;
    let shown = |found: &vifctl::diagnostic::Diagnostic| {
        let line = found
            .place
            .map_or("", |place| text.lines().nth(line(place) - 1).unwrap_or(""));
        (
            found.severity(),
            found.code.rule,
            found.reference.unwrap_or(""),
            line.to_owned(),
        )
    };
    loaded.found.iter().map(shown).collect()
}

/// The errors: rule, reference, line.
fn errors(text: &str) -> Vec<(&'static str, &'static str, String)> {
    let errors = look(text)
        .into_iter()
        .filter(|(severity, ..)| *severity == Severity::Error);
    errors
        .map(|(_, rule, reference, line)| (rule, reference, line))
        .collect()
}

fn one(
    rule: &'static str,
    reference: &'static str,
    line: &str,
) -> Vec<(&'static str, &'static str, String)> {
    vec![(rule, reference, line.to_owned())]
}

/// An intent with a router and a connection; `keys` are more keys of the connection.
fn base(keys: &str) -> String {
    let mut text = String::from("schema = 1\n[router.edge]\nvendor = \"cisco_xe\"\nasn = 65010\n");
    let kind = if keys.contains("hosted") {
        ""
    } else {
        "kind = \"dedicated\"\nspeed = \"10Gbps\"\n"
    };
    let _ = write!(
        text,
        "[connection.dx]\n{kind}router = \"edge\"\nport = \"Te0/1\"\n{keys}\n"
    );
    text
}

/// A private or transit vif by number; `keys` are more keys of it.
fn vif(number: usize, kind: &str, keys: &str) -> String {
    let (high, low) = (number / 60, number % 60 * 4);
    format!(
        "[vif.v{number}]\ntype = \"{kind}\"\nconnection = \"dx\"\nvlan = {}\namazon_asn = 64512\n\
         key = {{ env = \"K{number}\" }}\naccept = [\"172.31.0.0/16\"]\n{keys}\n\
         peer = [{{ customer = \"169.254.{high}.{}/30\", amazon = \"169.254.{high}.{}/30\" }}]\n",
        number + 100,
        low + 2,
        low + 1
    )
}

fn private(count: usize) -> String {
    (1..=count)
        .map(|number| vif(number, "private", "advertise = [\"10.0.0.0/16\"]"))
        .collect()
}

fn list(prefixes: impl Iterator<Item = String>) -> String {
    let prefixes: Vec<String> = prefixes.map(|prefix| format!("\"{prefix}\"")).collect();
    format!("[{}]", prefixes.join(", "))
}

/// A list of that many IPv4 prefixes that do not touch.
fn prefixes(count: usize) -> String {
    list((0..count).map(|number| format!("10.{}.{}.0/25", number / 200, number % 200)))
}

fn public(advertise: &str) -> String {
    let peer = "peer = [{ customer = \"203.0.113.2/30\", amazon = \"203.0.113.1/30\" }]";
    format!(
        "[vif.s3]\ntype = \"public\"\nconnection = \"dx\"\nvlan = 300\namazon_asn = 7224\nkey = {{ env = \"K\" }}\n{advertise}\n{peer}\n"
    )
}

#[test]
fn the_vif_that_is_one_too_many_is_named() {
    let transit = |from: usize, to: usize| -> String {
        (from..=to)
            .map(|number| vif(number, "transit", "advertise = [\"10.0.0.0/16\"]"))
            .collect()
    };
    assert_eq!(errors(&(base("") + &private(50))), []);
    assert_eq!(
        errors(&(base("") + &private(51))),
        one("connection-full", "QUO-01", "[vif.v51]")
    );
    assert_eq!(errors(&(base("") + &private(47) + &transit(48, 51))), []);
    assert_eq!(
        errors(&(base("") + &private(48) + &transit(49, 52))),
        one("connection-full", "QUO-03", "[vif.v52]")
    );
    assert_eq!(
        errors(&(base("") + &private(3) + &transit(4, 8))),
        one("connection-full", "QUO-02", "[vif.v8]")
    );
    let hosted = base("kind = \"hosted\"\nspeed = \"500Mbps\"");
    assert_eq!(errors(&(hosted.clone() + &private(1))), []);
    assert_eq!(
        errors(&(hosted + &private(2))),
        one("hosted-connection-full", "QUO-04", "[vif.v2]")
    );
}

#[test]
fn a_gateway_has_thirty_vifs() {
    let on_gateway = |count: usize| -> String {
        let keys = format!("advertise = [\"10.0.0.0/16\"]\ngateway = \"{GATEWAY}\"");
        (1..=count)
            .map(|number| vif(number, "private", &keys))
            .collect()
    };
    assert_eq!(errors(&(base("") + &on_gateway(30))), []);
    assert_eq!(
        errors(&(base("") + &on_gateway(31))),
        one("gateway-full", "QUO-14", "[vif.v31]")
    );
}

#[test]
fn an_account_has_two_hundred_gateways() {
    let gateway = |number: usize| format!("gateway = \"5f294f92-bafb-4011-916d-{number:012}\"");
    let told = |count: usize| {
        let vifs: String = (1..=count)
            .map(|number| vif(number, "private", &gateway(number)))
            .collect();
        let found = look(&(base("") + &vifs)).into_iter();
        let quota = found.filter(|(_, rule, ..)| *rule == "account-quota");
        quota
            .map(|(_, _, reference, line)| (reference, line))
            .collect::<Vec<_>>()
    };
    assert_eq!(told(200), []);
    assert_eq!(told(201), [("QUO-11", gateway(201))]);
}

#[test]
fn prefixes_are_counted_by_family_and_once() {
    let advertise = |list: &str, more: &str| {
        base("") + &vif(1, "private", &format!("advertise = {list}\n{more}"))
    };
    let line = |list: &str| format!("advertise = {list}");
    let (fits, over) = (prefixes(100), prefixes(101));
    assert_eq!(errors(&advertise(&fits, "")), []);
    assert_eq!(
        errors(&advertise(&over, "")),
        one("too-many-prefixes", "QUO-06", &line(&over))
    );
    assert_eq!(
        errors(&advertise(&over, "prefix_allocation = { ipv4 = 101 }")),
        []
    );
    assert_eq!(
        errors(&advertise(&over, "prefix_allocation = { ipv6 = 101 }")),
        one("too-many-prefixes", "QUO-06", &line(&over))
    );
    let (most, beyond) = (prefixes(1000), prefixes(1001));
    let stated = "prefix_allocation = { ipv4 = 1000 }";
    assert_eq!(errors(&advertise(&most, stated)), []);
    assert_eq!(
        errors(&advertise(&beyond, stated)),
        one("too-many-prefixes", "QUO-06", &line(&beyond))
    );
    assert_eq!(
        errors(&advertise(&fits, "prefix_allocation = { ipv4 = 1001 }")),
        one(
            "allocation-range",
            "PFX-03",
            "prefix_allocation = { ipv4 = 1001 }"
        )
    );
}

#[test]
fn a_lag_has_the_pool_of_its_members() {
    let lag = base("lag = { members = [\"Te1\", \"Te2\"] }");
    let raised = |count: usize| -> String {
        let keys = "advertise = [\"10.0.0.0/16\"]\nprefix_allocation = { ipv4 = 1000 }";
        (1..=count)
            .map(|number| vif(number, "private", keys))
            .collect()
    };
    assert_eq!(errors(&(base("") + &raised(5))), []);
    assert_eq!(
        errors(&(base("") + &raised(6))),
        one(
            "pool-exhausted",
            "PFX-04",
            "prefix_allocation = { ipv4 = 1000 }"
        )
    );
    assert_eq!(errors(&(lag.clone() + &raised(10))), []);
    assert_eq!(
        errors(&(lag + &raised(11))),
        one(
            "pool-exhausted",
            "PFX-02",
            "prefix_allocation = { ipv4 = 1000 }"
        )
    );
}

#[test]
fn a_public_vif_advertises_one_to_a_thousand() {
    let many = |count: usize| {
        let of = |number: usize| format!("52.{}.{}.0/25", number / 200, number % 200);
        format!("advertise = {}", list((0..count).map(of)))
    };
    assert_eq!(errors(&(base("") + &public(&many(1000)))), []);
    assert_eq!(
        errors(&(base("") + &public(&many(1001)))),
        one("public-prefixes", "QUO-08", &many(1001))
    );
    assert_eq!(
        errors(&(base("") + &public(""))),
        one("public-prefixes", "PUB-01", "[vif.s3]")
    );
    for unreadable in ["[\"198.51.100.5/24\"]", "[\"nonsense\"]", "\"x\"", "[1]"] {
        let found = errors(&(base("") + &public(&format!("advertise = {unreadable}"))));
        assert_eq!(
            found.len(),
            1,
            "{unreadable} is one mistake, not {found:#?}"
        );
    }
    for (bad, reference) in [
        ("0.0.0.0/0", "PUB-02"),
        ("::/0", "PUB-02"),
        ("2a05:d000::/65", "PUB-02"),
        ("10.0.0.0/8", "PUB-03"),
        ("100.64.0.0/10", "PUB-03"),
        ("fd00::/48", "PUB-03"),
        ("172.0.0.0/8", "PUB-03"),
    ] {
        let v6 = if bad.contains(':') {
            bad
        } else {
            "2a05:d000:1::/48"
        };
        let v4 = if bad.contains(':') {
            "52.94.0.0/24"
        } else {
            bad
        };
        let peers = "peer = [\n{ customer = \"203.0.113.2/30\", amazon = \"203.0.113.1/30\" },\n\
                     { customer = \"2a05:d000:ffff::2/125\", amazon = \"2a05:d000:ffff::1/125\" },\n]";
        let text = base("") + &public(&format!("advertise = [\"{v4}\", \"{v6}\"]"));
        let text = text.replace(
            "peer = [{ customer = \"203.0.113.2/30\", amazon = \"203.0.113.1/30\" }]",
            peers,
        );
        let found = errors(&text);
        assert_eq!(found.len(), 1, "{bad}: {found:#?}");
        assert_eq!(found[0].1, reference, "{bad}");
    }
}

#[test]
fn defaults_are_for_the_vifs_they_fit() {
    let defaults = "[defaults]\nadvertise = [\"10.0.0.0/16\", \"2001:db8:20::/48\"]\n\
                    preference = \"high\"\nscope = \"region\"\nsitelink = false\n\
                    gateway = \"vgw-0ab12cd34ef567890\"\nprefix_allocation = { ipv4 = 100 }\n";
    let dual = vif(1, "private", "").replace(
        "}]",
        "},\n{ customer = \"2001:db8:ffff::2/125\", amazon = \"2001:db8:ffff::1/125\" }]",
    );
    let text = base("")
        + defaults
        + &dual
        + &vif(2, "private", "")
        + &public("advertise = [\"198.51.100.0/24\"]");
    let found = look(&text);
    let ours = |rule: &str| {
        [
            "idle-community",
            "public-gateway",
            "public-allocation",
            "family-without-session",
        ]
        .contains(&rule)
    };
    assert!(!found.iter().any(|(_, rule, ..)| ours(rule)), "{found:#?}");
    // A family that no vif has a session for is still a mistake.
    let alone = base("") + defaults + &vif(2, "private", "");
    let found = errors(&alone);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0].1, "BGP-12");
}

#[test]
fn a_vif_that_the_first_overlap_is_with_is_told_once() {
    let on = |number: usize, gateway: &str, accept: &str| {
        vif(
            number,
            "private",
            &format!("gateway = \"{gateway}\"\nadvertise = [\"10.{number}.0.0/16\"]"),
        )
        .replace("[\"172.31.0.0/16\"]", accept)
    };
    let (one, two) = ("vgw-0ab12cd34ef567890", "vgw-0fe98dc76ba543210");
    let overlaps = |text: &str| {
        let found = look(&(base("") + text));
        let of_rule = found
            .iter()
            .filter(|(_, rule, ..)| *rule == "accept-overlap");
        of_rule.map(|(.., line)| line.clone()).collect::<Vec<_>>()
    };
    let first = on(1, one, "[\"172.31.0.0/16\", \"172.30.0.0/16\"]");
    let second = on(2, two, "[\"172.31.0.0/16\", \"172.30.5.0/24\"]");
    let line = "accept = [\"172.31.0.0/16\", \"172.30.5.0/24\"]";
    assert_eq!(overlaps(&(first.clone() + &second)), [line]);
    let group = "[redundancy.both]\nvifs = [\"v1\", \"v2\"]\npolicy = \"active-active\"\n";
    assert!(overlaps(&(first.clone() + &second + group)).is_empty());
    let apart = second.replace("type =", "vrf = \"TEST\"\ntype =");
    assert!(overlaps(&(first.clone() + &apart)).is_empty());
    assert!(overlaps(&(first + &second.replace(two, one))).is_empty());
}

/// Rules stay linear: many vifs in one routing table, with long lists.
#[test]
fn thousands_of_vifs_on_one_router_do_not_take_long() {
    let mut text = base("");
    for number in 0..4000 {
        let gateway = format!("gateway = \"vgw-{number:017x}\"");
        let advertise = "advertise = [\"10.0.0.0/16\", \"10.1.0.0/16\", \"10.2.0.0/16\"]";
        text += &vif(number, "private", &format!("{gateway}\n{advertise}"));
    }
    let loaded = load_text("vifctl.toml", &text);
    let vendors = Vendors::built_in().expect("the built-in packs can be read");
    let world = World {
        intent: &loaded.intent,
        vendors: &vendors,
        keys: &Keys::default(),
        today: Date::new(2026, 11, 20),
    };
    let mut found = vifctl::diagnostic::Findings::default();
    let start = Instant::now();
    rule::check(&world, &mut found);
    assert!(
        start.elapsed() < Duration::from_secs(5),
        "{:?}",
        start.elapsed()
    );
}
