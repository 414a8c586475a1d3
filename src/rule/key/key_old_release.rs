use super::{BgpKey, bgp_keys, platform};
use crate::diagnostic::{Code, Findings};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::warning("key-old-release", &["MD5-11"]),
    says: "A BGP key is short enough for every release of the router's platform.",
    why: "Older releases of some platforms stop at fewer characters than newer ones, and some cut a longer key off \
          without a word: the session then stays down with a wrong digest.",
    breaks: &["
[router.edge]
vendor = \"cisco_ios\"
asn = 65010

[vif.prod]
key = { command = [\"printf\", \"%030d\", \"7\"] }     # <-
"],
    keeps: &["
[router.edge]
vendor = \"cisco_ios\"
asn = 65010

[vif.prod]
key = { command = [\"printf\", \"%020d\", \"7\"] }
"],
    sources: &[Source::Vendor("neighbor password, older releases")],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for BgpKey { vif, at, key } in bgp_keys(world) {
        let Some(pack) = platform(world, vif) else {
            continue;
        };
        let Some(everywhere) = pack.key.longest_everywhere else {
            continue;
        };
        if key.length() > everywhere && key.length() <= pack.key.longest {
            let message = format!(
                "the key of vif {} has {} characters; older releases of {} take {everywhere}",
                vif.name.text,
                key.length(),
                pack.title
            );
            let diagnostic = RULE
                .found(message)
                .at(at.place)
                .vif(&vif.name.text)
                .label(format!("more than {everywhere}"));
            found.push(diagnostic.help(format!("take a key of at most {everywhere} characters, or allow it where the release is a newer one")));
        }
    }
}
