//! Every cause is found from facts that show it, first of all, and those that look alike are named
//! together. The facts are written, for the vif `prod` of the checks' example.

use std::collections::{BTreeSet, HashMap};

use vifctl::check::{self, Scene, cause, example};
use vifctl::intent::load_text;
use vifctl::observe::Shows;
use vifctl::vendor::Vendors;

/// A link that is well, for what lies above it.
const LINK: &str = r#"
[[interface]]
name = "TenGigabitEthernet0/1/0"
admin = "up"
oper = "up"
[[interface]]
name = "TenGigabitEthernet0/1/0.101"
admin = "up"
oper = "up"
vlan = 101
mtu = 1500
addresses = ["169.254.96.2/30"]
[[neighbor]]
address = "169.254.96.1"
mac = "00:00:5e:00:53:01"
"#;

/// The same with a session that is up.
const UP: &str = r#"
[[bgp_neighbor]]
peer = "169.254.96.1"
remote_as = 64512
local_as = 65010
state = "established"
uptime_s = 4000
md5 = true
hold_time = 90
"#;

fn session(more: &str) -> String {
    format!("{LINK}\n[[bgp_neighbor]]\npeer = \"169.254.96.1\"\nmd5 = true\n{more}\n")
}

fn up(more: &str) -> String {
    format!("{LINK}\n{UP}\n{more}\n")
}

/// What is seen, and the causes that are named for it.
fn cases() -> Vec<(&'static [&'static str], String)> {
    let down = "state = \"active\"\n";
    vec![
        (&["port-shut"], "[[interface]]\nname = \"TenGigabitEthernet0/1/0\"\nadmin = \"down\"\noper = \"down\"\n".into()),
        (
            &["no-light"],
            "[[interface]]\nname = \"TenGigabitEthernet0/1/0\"\nadmin = \"up\"\noper = \"down\"\n\
             [[optics]]\ninterface = \"TenGigabitEthernet0/1/0\"\nrx_dbm = -40.0\n"
                .into(),
        ),
        (
            &["port-down"],
            "[[interface]]\nname = \"TenGigabitEthernet0/1/0\"\nadmin = \"up\"\noper = \"down\"\n\
             [[optics]]\ninterface = \"TenGigabitEthernet0/1/0\"\nrx_dbm = -3.0\n"
                .into(),
        ),
        (&["interface-shut"], LINK.replace(".101\"\nadmin = \"up\"\noper = \"up\"", ".101\"\nadmin = \"down\"\noper = \"down\"")),
        (&["line-protocol-down"], LINK.replace(".101\"\nadmin = \"up\"\noper = \"up\"", ".101\"\nadmin = \"up\"\noper = \"down\"")),
        (&["interface-missing"], "[[interface]]\nname = \"TenGigabitEthernet0/1/0\"\nadmin = \"up\"\noper = \"up\"\n".into()),
        (&["vlan-tag-wrong"], LINK.replace("vlan = 101", "vlan = 110")),
        (&["addresses-swapped"], LINK.replace("169.254.96.2/30", "169.254.96.1/30")),
        (&["address-wrong"], LINK.replace("169.254.96.2/30", "169.254.96.2/29")),
        (
            &["nobody-answers"],
            session(down).replace("mac = \"00:00:5e:00:53:01\"", "state = \"incomplete\""),
        ),
        (&["neighbor-missing"], format!("{LINK}\n[[bgp_neighbor]]\npeer = \"192.0.2.9\"\nstate = \"established\"\n")),
        (&["neighbor-shut"], session("state = \"idle\"\nadmin_down = true\n")),
        (&["remote-as-wrong"], session("state = \"idle\"\nremote_as = 7224\nlast_error = \"OPEN Message Error/Bad Peer AS\"\n")),
        (&["local-as-wrong"], session("state = \"active\"\nlocal_as = 65099\n")),
        (&["asn-mismatch"], session("state = \"idle\"\nremote_as = 64512\nlast_reset = \"00:00:12, due to BGP Notification received, peer in wrong AS\"\n")),
        (
            &["md5-mismatch"],
            session(down)
                + "[[log]]\npeer = \"169.254.96.1\"\nevent = \"md5_invalid\"\ntext = \"Invalid MD5 digest from 169.254.96.1\"\n",
        ),
        (&["md5-missing"], session(down).replace("md5 = true\n", "")),
        (
            &["md5-missing"],
            session(down)
                + "[[log]]\npeer = \"169.254.96.1\"\nevent = \"md5_missing\"\ntext = \"No MD5 digest from 169.254.96.1\"\n",
        ),
        // On most routers a wrong key, a firewall and an absent peer look exactly the same.
        (&["md5-mismatch", "tcp-blocked", "aws-not-ready"], session("state = \"connect\"\n")),
        (&["prefix-limit-amazon"], session("state = \"idle\"\nlast_error = \"received Cease/Maximum Number of Prefixes Reached\"\n")),
        (&["prefix-limit-ours"], session("state = \"idle\"\nreason = \"max_prefixes\"\n")),
        (&["family-not-activated"], session("state = \"active\"\nlast_error = \"sent OPEN Message Error/Unsupported Capability\"\n")),
        (
            &["family-not-activated"],
            session(down) + "[[bgp_summary]]\npeer = \"192.0.2.9\"\nstate = \"established\"\n",
        ),
        (&["shut-by-aws"], session("state = \"active\"\nlast_error = \"Cease/Administrative Shutdown received\"\n")),
        (&["hold-time-refused"], session("state = \"active\"\nlast_error = \"OPEN Message Error/Unacceptable Hold Time\"\n")),
        // BFD that is up is an answer of Amazon's; BFD that is down is the path, unless a ping gets through.
        (
            &["md5-mismatch", "tcp-blocked", "aws-not-ready"],
            session("state = \"connect\"\n") + "[[bfd]]\npeer = \"169.254.96.1\"\nstate = \"up\"\n",
        ),
        (
            &["nobody-answers", "md5-mismatch", "tcp-blocked", "aws-not-ready"],
            session("state = \"connect\"\n") + "[[bfd]]\npeer = \"169.254.96.1\"\nstate = \"down\"\n",
        ),
        (
            &["nobody-answers", "ended-by-aws", "md5-mismatch", "tcp-blocked", "aws-not-ready"],
            session("state = \"connect\"\nlast_reset = \"BFD down received\"\nnotifications_received = 4\n")
                + "[[bfd]]\npeer = \"169.254.96.1\"\nstate = \"down\"\n",
        ),
        // Six OPENs, two sessions: somebody refuses the rest.
        (
            &["asn-mismatch", "family-not-activated"],
            session("state = \"active\"\nopens_sent = 6\nsessions = 2\nnotifications_received = 6\nlast_reset = \"BFD down received\"\n"),
        ),
        (
            &["hold-timer-expired", "md5-mismatch", "tcp-blocked", "aws-not-ready"],
            session("state = \"active\"\nlast_reset = \"Hold Timer Expired\"\n"),
        ),
        (&["no-policy"], up("").replace("state = \"established\"", "state = \"established\"\nreason = \"policy\"") ),
        (&["nothing-is-sent"], format!("advertised = []\n{}", up(""))),
        (&["sent-otherwise"], up("[[advertised]]\nprefix = \"10.99.0.0/16\"\npeer = \"169.254.96.1\"\n")),
        (&["nothing-is-taken"], format!("accepted = []\n{}", up(""))),
        (&["taken-otherwise"], up("[[accepted]]\nprefix = \"0.0.0.0/0\"\npeer = \"169.254.96.1\"\n")),
        (&["bfd-down-bgp-up"], up("[[bfd]]\npeer = \"169.254.96.1\"\nstate = \"down\"\n")),
        (&["timers-differ"], up("").replace("hold_time = 90", "hold_time = 180")),
        (
            &["mtu-black-hole"],
            up("[[ping]]\naddress = \"169.254.96.1\"\nsent = 5\nreceived = 5\n\
                [[df_ping]]\naddress = \"169.254.96.1\"\nsent = 5\nreceived = 0\n"),
        ),
        (
            &["weak-line"],
            up("[[ping]]\naddress = \"169.254.96.1\"\nsent = 5\nreceived = 3\n"),
        ),
        (
            &["wrong-leg"],
            up("[[bgp_neighbor]]\npeer = \"169.254.97.1\"\nstate = \"established\"\n\
                [[route]]\nprefix = \"172.31.0.0/16\"\nnext_hop = \"169.254.97.1\"\n"),
        ),
        (&["too-young"], up("").replace("uptime_s = 4000", "uptime_s = 4")),
        (&["near-the-limit"], up("").replace("uptime_s = 4000", "uptime_s = 4000\nprefixes_advertised = 99")),
        (
            &["session-was-reset"],
            up("[[before.bgp_neighbor]]\npeer = \"169.254.96.1\"\nstate = \"established\"\nuptime_s = 9000\n"),
        ),
    ]
}

/// The causes named for a vif, in their order.
fn named(facts: &str, vif: &str) -> Vec<&'static str> {
    let loaded = load_text("example.toml", example::INTENT);
    let (observed, before) =
        example::observed(facts).unwrap_or_else(|why| panic!("{why}\n{facts}"));
    let vendors = Vendors::built_in().expect("the built-in packs can be read");
    let shows = Shows::new("read = []\n[views]\nkey = \"always\"\nafter_policy = true\n")
        .expect("a show file");
    let shows = HashMap::from([("cisco_xe".to_owned(), shows)]);
    let mut scene = Scene::new(&loaded.intent, &vendors, &shows, &observed, &|_| true);
    scene.before = before.as_ref();
    let verdicts = check::check(&scene);
    let all = check::diagnose(&scene, &verdicts).into_iter();
    all.filter(|diagnosis| diagnosis.vif == vif)
        .inspect(|diagnosis| {
            assert!(
                !diagnosis.because.is_empty(),
                "{} rests on nothing",
                diagnosis.cause
            )
        })
        .map(|diagnosis| diagnosis.cause)
        .collect()
}

#[test]
fn the_right_cause_is_named() {
    let mut wrong = Vec::new();
    for (causes, facts) in cases() {
        let named = named(&facts, "prod");
        if named != causes {
            wrong.push(format!("expected {causes:?}, named {named:?}, for{facts}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n----\n"));
}

#[test]
fn causes_of_ports_in_a_lag_and_of_legs_are_named() {
    let lag = "[[interface]]\nname = \"Port-channel1\"\nadmin = \"up\"\noper = \"up\"\n";
    let members = |up: u32| {
        format!(
            "[[lag]]\nname = \"Port-channel1\"\noper = \"{}\"\nmembers = [\"TenGigabitEthernet0/2/0\", \"TenGigabitEthernet0/3/0\"]\nmembers_up = {up}\n",
            if up == 0 { "down" } else { "up" }
        )
    };
    assert_eq!(
        named(&format!("{lag}{}", members(0)), "spare"),
        ["lag-not-bundled"]
    );
    let sub = "[[interface]]\nname = \"Port-channel1.102\"\nadmin = \"up\"\noper = \"up\"\n";
    assert!(named(&format!("{lag}{sub}{}", members(1)), "spare").contains(&"lag-short"));
    let macsec = "[[macsec]]\ninterface = \"TenGigabitEthernet0/2/0\"\nstate = \"pending\"\n";
    assert_eq!(
        named(&format!("{lag}{sub}{macsec}"), "spare"),
        ["macsec-not-secured"]
    );
    let vrf = "[[interface]]\nname = \"Port-channel1.103\"\nadmin = \"up\"\noper = \"up\"\nvrf = \"default\"\n";
    assert_eq!(named(&format!("{lag}{vrf}"), "east"), ["vrf-wrong"]);
    let both = "[[bgp_neighbor]]\npeer = \"169.254.98.1\"\nstate = \"established\"\n\
                [[bgp_neighbor]]\npeer = \"169.254.99.1\"\nstate = \"established\"\n\
                [[route]]\nprefix = \"172.16.0.0/16\"\nnext_hop = \"169.254.98.1\"\nvrf = \"AWS\"\n";
    assert!(named(both, "east").contains(&"one-path-only"));
}

/// What only AWS's own view shows: tests/witness.rs has cases for them.
const OF_AWS: &[&str] = &[
    "connection-not-ready",
    "vif-not-accepted",
    "prefixes-not-verified",
    "failover-test",
    "vif-not-ready",
    "vif-gone",
    "aws-port-down",
    "aws-vlan-differs",
    "aws-addresses-differ",
    "aws-asn-differs",
    "aws-key-differs",
];

#[test]
fn no_cause_is_without_a_case() {
    let mut shown: BTreeSet<&str> = cases()
        .iter()
        .flat_map(|(causes, _)| causes.iter().copied())
        .collect();
    shown.extend([
        "lag-not-bundled",
        "lag-short",
        "macsec-not-secured",
        "vrf-wrong",
        "one-path-only",
    ]);
    let missing: Vec<&str> = cause::ALL
        .iter()
        .map(|cause| cause.name)
        .filter(|name| !shown.contains(name) && !OF_AWS.contains(name) && !name.starts_with("aws-"))
        .collect();
    assert!(missing.is_empty(), "no case shows {missing:?}");
}
