use super::UNREAD;
use crate::diagnostic::{Code, Findings};
use crate::rule::{Check, Rule, Source, World, unread};

pub static RULE: Rule = Rule {
    code: Code::error("key-missing", &["MD5-01"]),
    says: "Every BGP session has a key.",
    why: "AWS always signs the session with TCP MD5, and it cannot be switched off. Without a key the router drops what \
          AWS sends: ping works, and the session never leaves Active. If you gave AWS no key, it made one; AWS shows it for the vif.",
    breaks: &["
[defaults]
type = \"private\"
connection = \"dx\"
vlan = 101
amazon_asn = 64512
bfd = true
allow = [\"no-redundancy\"]

[vif.prod]                      # <-
"],
    keeps: &["
[vif.prod]
key = { env = \"DX_PROD_KEY\" }
"],
    sources: &[
        Source::Faq,
        Source::UserGuide("create-private-vif"),
        Source::UserGuide("create-transit-vif-dx"),
    ],
    check: Check::Looking(check),
};

const HELP: &str = "key = { env = \"NAME\" }, { file = \"path\" } or { command = [\"pass\", \"show\", \"dx/key\"] }, on the vif, on the peer or in [defaults]";

fn check(world: &World<'_>, found: &mut Findings) {
    let Some(unread) = unread::tables(found, &UNREAD) else {
        return;
    };
    for vif in world.intent.vifs.iter().filter(|vif| vif.key.is_none()) {
        let name = &vif.name.text;
        let without: Vec<_> = vif.peers.iter().filter(|peer| peer.key.is_none()).collect();
        if without.is_empty() || unread.contains(&format!("vif.{name}")) {
            continue;
        }
        // A key on the vif is for all its sessions; where some have their own, the others lack one.
        if without.len() == vif.peers.len() {
            let diagnostic = RULE
                .found(format!("vif {name} has no BGP key"))
                .at(vif.name.place)
                .vif(name);
            found.push(diagnostic.label("AWS always wants one").help(HELP));
            continue;
        }
        for peer in without {
            let diagnostic = RULE.found(format!(
                "the session of vif {name} with {} has no key",
                peer.amazon.value.ip()
            ));
            found.push(
                diagnostic
                    .at(peer.place)
                    .vif(name)
                    .label("AWS always wants one")
                    .help(HELP),
            );
        }
    }
}
