//! The vendor packs: those that come with vifctl, and what is said about a broken one of the user's.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use vifctl::rule::CATALOGUE;
use vifctl::vendor::Vendors;

/// The platforms that INTERFACE.md promises.
const PROMISED: [&str; 15] = [
    "arista_eos",
    "cisco_asa",
    "cisco_ios",
    "cisco_nxos",
    "cisco_xe",
    "cisco_xr",
    "fortinet",
    "frr",
    "huawei_vrp",
    "juniper_junos",
    "mikrotik_routeros",
    "nokia_srl",
    "nokia_sros",
    "paloalto_panos",
    "vyos",
];

const GOOD: &str = r#"title = "Example OS"
software = "1.0"

[key]
longest = 80
refuse = [{ pattern = "x$", why = "ends in an x" }]

[names]
longest = 31
separator = "-"

[features]
svi = false
ipv6 = true
vrf = true
bfd = true
lag = true
macsec = false
shaper = true
largest_mtu = 9000
"#;

/// A folder with one pack, named after the test that wants it.
fn folder(test: &str, pack: &[u8]) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("vifctl-packs-{}-{test}", std::process::id()));
    fs::create_dir_all(&folder).expect("a temporary folder");
    fs::write(folder.join("example_os.toml"), pack).expect("a pack in it");
    folder
}

/// What is said about a pack; empty when it is taken.
fn complaint(test: &str, pack: impl AsRef<[u8]>) -> String {
    let folder = folder(test, pack.as_ref());
    let mut vendors = Vendors::built_in().expect("the built-in packs can be read");
    let result = vendors.add_folder(&folder);
    fs::remove_dir_all(&folder).expect("the folder was ours");
    match result {
        Ok(()) => String::new(),
        Err(error) => format!("{error:#}"),
    }
}

#[test]
fn every_promised_platform_has_a_pack() {
    // A pack that is read has its patterns compiled.
    let vendors = Vendors::built_in().expect("the built-in packs can be read");
    assert_eq!(vendors.names().collect::<Vec<_>>(), PROMISED);
}

#[test]
fn what_a_pack_says_can_be_used() {
    let vendors = Vendors::built_in().expect("the built-in packs can be read");
    for name in PROMISED {
        let pack = vendors.get(name).expect("it is there");
        assert!(
            !pack.title.is_empty() && !pack.software.is_empty(),
            "{name}"
        );
        assert!(pack.key.longest >= 20, "{name}: no safe key would fit");
        assert!(
            pack.features.largest_mtu >= 9001,
            "{name}: no jumbo vif would fit"
        );
        for refusal in &pack.key.refuse {
            assert!(
                !refusal.why.ends_with('.'),
                "{name}: {} ends a sentence",
                refusal.why
            );
            // The key that the catalogue recommends (MD5-18) is taken everywhere.
            assert!(
                !refusal.pattern.0.is_match(b"Aws_Direct.Connect-7"),
                "{name}"
            );
            let known = |id: &String| CATALOGUE.contains_key(id.as_str());
            assert!(
                refusal.reference.as_ref().is_none_or(known),
                "{name}: {:?}",
                refusal.reference
            );
        }
    }
}

#[test]
fn every_value_that_is_not_obvious_says_where_it_comes_from() {
    let packs = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("vendors");
    for name in PROMISED {
        let text = fs::read_to_string(packs.join(format!("{name}.toml"))).expect("it is there");
        let lines: Vec<&str> = text.lines().collect();
        for wanted in [
            "longest =",
            "macsec = false",
            "shaper = false",
            "largest_mtu =",
        ] {
            if let Some(at) = lines.iter().position(|line| line.starts_with(wanted)) {
                let above = lines[..at].iter().rev().take(2);
                assert!(
                    above.clone().any(|line| line.starts_with('#')),
                    "{name}: {}",
                    lines[at]
                );
            }
        }
    }
}

#[test]
fn a_pack_of_the_users_own_is_taken() {
    assert_eq!(complaint("good", GOOD), "");
}

#[test]
fn a_broken_pack_is_named_with_line_column_and_reason() {
    for (test, from, to, wanted) in [
        (
            "key",
            "vrf = true",
            "vfr = true",
            "example_os.toml:15:1: unknown field `vfr`",
        ),
        ("nearest", "vrf = true", "vfr = true", "did you mean `vrf`?"),
        (
            "type",
            "lag = true",
            "lag = \"yes\"",
            "example_os.toml:17:7: invalid type",
        ),
        ("missing", "bfd = true\n", "", "missing field `bfd`"),
        (
            "syntax",
            "[features]",
            "[features",
            "example_os.toml:12:10: ",
        ),
        (
            "pattern",
            "x$",
            "(x",
            "example_os.toml:6:23: unclosed group",
        ),
        ("range", "9000", "70000", "example_os.toml:20:15: "),
        ("short", "longest = 80", "longest = 0", "no key would fit"),
        ("mtu", "9000", "900", "largest_mtu is less than 1500"),
    ] {
        let broken = GOOD.replace(from, to);
        assert_ne!(broken, GOOD, "{test} breaks nothing");
        let complaint = complaint(test, broken);
        assert!(complaint.contains(wanted), "{test}: {complaint}");
        assert!(!complaint.contains('\n'), "{test}: {complaint}");
    }
}

#[test]
fn what_is_no_text_at_all_is_refused_too() {
    assert!(complaint("binary", [0xff, 0xfe, 0x00]).contains("example_os.toml"));
    assert!(complaint("empty", "").contains("missing field `title`"));
}

#[test]
fn a_broken_pack_ends_the_run_with_exit_code_2() {
    let folder = folder("run", b"titel = \"x\"\n");
    let intent = folder.join("intent");
    fs::write(&intent, "schema = 1\n").expect("an intent");
    let run = Command::new(env!("CARGO_BIN_EXE_vifctl"))
        .arg("validate")
        .arg("-f")
        .arg(&intent)
        .arg("--vendors")
        .arg(&folder)
        .output()
        .expect("vifctl runs");
    fs::remove_dir_all(&folder).expect("the folder was ours");
    let said = String::from_utf8_lossy(&run.stderr);
    assert_eq!(run.status.code(), Some(2), "{said}");
    assert!(
        said.contains("example_os.toml:1:1: unknown field `titel`"),
        "{said}"
    );
    assert!(said.contains("did you mean `title`?"), "{said}");
}
