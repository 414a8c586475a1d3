use crate::diagnostic::{Code, Findings};
use crate::intent::{Prefix, VifType};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::error("public-prefix-length", &["PUB-02"]),
    says: "A public vif advertises IPv4 prefixes from /1 to /32 and IPv6 prefixes from /1 to /64.",
    why: "AWS takes no other lengths. A default route is nobody's to announce, and IPv6 is announced by subnets.",
    breaks: &["
[vif.prod]
type = \"public\"
amazon_asn = 7224
accept = []
advertise = [\"0.0.0.0/0\"]                        # <-
peer = [{ customer = \"203.0.113.2/30\", amazon = \"203.0.113.1/30\" }]
"],
    keeps: &["
[vif.prod]
type = \"public\"
amazon_asn = 7224
accept = []
advertise = [\"198.51.100.1/32\"]
peer = [{ customer = \"203.0.113.2/30\", amazon = \"203.0.113.1/30\" }]
"],
    sources: &[Source::UserGuide("create-public-vif")],
    check: Check::Looking(check),
};

/// Does AWS take prefixes of this length on a public vif?
pub(super) fn fits(prefix: Prefix) -> bool {
    let longest = if prefix.is_ipv4() { 32 } else { 64 };
    (1..=longest).contains(&prefix.length())
}

fn check(world: &World<'_>, found: &mut Findings) {
    for vif in world
        .intent
        .vifs
        .iter()
        .filter(|vif| vif.is(VifType::Public))
    {
        for prefix in vif.advertised().iter().filter(|prefix| !fits(prefix.value)) {
            let range = if prefix.value.is_ipv4() {
                "/1 to /32"
            } else {
                "/1 to /64"
            };
            let message = format!(
                "public vif {} advertises {}, and AWS takes {range} there",
                vif.name.text, prefix.value
            );
            let diagnostic = RULE
                .found(message)
                .at(prefix.place)
                .vif(&vif.name.text)
                .label(range);
            found.push(
                diagnostic.help("advertise the prefix that is registered to you, or a part of it"),
            );
        }
    }
}
