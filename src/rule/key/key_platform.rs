use super::{BgpKey, bgp_keys, platform, refused};
use crate::diagnostic::{Code, Findings};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::error("key-platform", &["MD5-14", "MD5-09", "MD5-10"]),
    says: "The router's platform can take the BGP key.",
    why: "AWS takes more than some routers do: a character that opens the help, a beginning that is read as an \
          encryption type, more characters than there is room for. What can be escaped or quoted is, and is not complained about.",
    breaks: &[
        "
[router.edge]
vendor = \"huawei_vrp\"
asn = 65010

[vif.prod]
key = { command = [\"printf\", \"%s\", \"why?not\"] }         # <-
",
        "
[vif.prod]
key = { command = [\"printf\", \"%s\", \"7 sealed\"] }        # <-
",
    ],
    keeps: &["
[router.edge]
vendor = \"huawei_vrp\"
asn = 65010

[vif.prod]
key = { command = [\"printf\", \"%s\", \"why-not\"] }
"],
    sources: &[
        Source::Vendor("the key command of BGP"),
        Source::Api("CreateBGPPeer"),
    ],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for BgpKey { vif, at, key } in bgp_keys(world) {
        let Some(pack) = platform(world, vif) else {
            continue;
        };
        let Some((why, reference)) = refused(pack, key).filter(|_| !key.has_edge_space()) else {
            continue;
        };
        let message = format!(
            "{} cannot take the key of vif {}: it {why}",
            pack.title, vif.name.text
        );
        let diagnostic = RULE
            .found(message)
            .at(at.place)
            .vif(&vif.name.text)
            .label("not on this platform");
        let diagnostic = match reference {
            Some(id) => diagnostic.reference(id),
            None => diagnostic,
        };
        found.push(diagnostic.help("give the BGP peer another key in AWS, and keep the same here: 16 to 20 of A-Z a-z 0-9 _ . -"));
    }
}
