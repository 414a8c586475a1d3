use super::{Space, end_of_kind, is_documentation_v6, peers};
use crate::diagnostic::{Code, Findings};
use crate::intent::VifType;
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::warning("documentation-address", &["IP-08", "IP-11", "IP-15"]),
    says: "A peer's address is not one for documentation.",
    why: "192.0.2.0/24, 198.51.100.0/24, 203.0.113.0/24 and 2001:db8::/32 are nobody's, so that books can use them. vifctl counts them \
          as the public addresses they stand for, so that examples can be written; AWS does not.",
    breaks: &[
        "
[vif.prod]
type = \"public\"
amazon_asn = 7224
advertise = [\"198.51.100.0/24\"]
accept = [\"52.94.0.0/16\"]

[[vif.prod.peer]]
customer = \"203.0.113.2/30\"     # <-
amazon = \"203.0.113.1/30\"
",
        "
[vif.prod]

[[vif.prod.peer]]
customer = \"192.0.2.2/30\"       # <-
amazon = \"192.0.2.1/30\"
",
        "
[vif.prod]
advertise = [\"10.20.0.0/16\", \"2001:db8:20::/48\"]
accept = [\"172.31.0.0/16\", \"2600:1f18:4000::/56\"]

[[vif.prod.peer]]
customer = \"169.254.96.2/30\"
amazon = \"169.254.96.1/30\"

[[vif.prod.peer]]
customer = \"2001:db8:ffff::2/125\" # <-
amazon = \"2001:db8:ffff::1/125\"
",
    ],
    keeps: &["
[vif.prod]

[[vif.prod.peer]]
customer = \"169.254.96.2/30\"
amazon = \"169.254.96.1/30\"
"],
    sources: &[
        Source::Standard("RFC 5737"),
        Source::Standard("RFC 3849"),
        Source::UserGuide("create-public-vif"),
    ],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for (vif, peer) in peers(world.intent) {
        let v6 = [peer.customer, peer.amazon]
            .into_iter()
            .find(|end| is_documentation_v6(end.value));
        let v4 = end_of_kind(peer, |space| space == Space::Documentation).map(|(end, _)| end);
        let Some(end) = v6.or(v4) else { continue };
        let (reference, as_what) = match vif.kind.map(|kind| kind.value) {
            _ if v6.is_some() => ("IP-15", "the one that AWS assigns"),
            Some(VifType::Public) => ("IP-08", "a public one of yours"),
            Some(_) => (
                "IP-11",
                "a public one, which a private or transit vif rarely has",
            ),
            None => ("IP-08", "a public one"),
        };
        let message = format!(
            "vif {} has the peer address {}, for documentation; it counts as {as_what}",
            vif.name.text, end.value
        );
        let diagnostic = RULE
            .found(message)
            .reference(reference)
            .at(end.place)
            .vif(&vif.name.text);
        found.push(
            diagnostic
                .label("for documentation only")
                .help("take both addresses from what AWS shows for the vif"),
        );
    }
}
