use super::and_more;
use crate::diagnostic::{Code, Findings};
use crate::intent::VifType;
use crate::rule::public::is_documentation;
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::warning("documentation-prefix", &["PUB-03"]),
    says: "No prefix that is advertised or accepted is one of those set apart for documentation.",
    why: "192.0.2.0/24, 198.51.100.0/24, 203.0.113.0/24, 2001:db8::/32 and 3fff::/20 belong to nobody. They stand for a \
          prefix of your own, and AWS would not approve them on a public vif.",
    breaks: &["
[vif.prod]
type = \"public\"
amazon_asn = 7224
accept = []
advertise = [\"198.51.100.0/24\"]                  # <-
peer = [{ customer = \"203.0.113.2/30\", amazon = \"203.0.113.1/30\" }]
"],
    keeps: &["
[vif.prod]
advertise = [\"10.20.0.0/16\"]
"],
    sources: &[
        Source::Standard("RFC 5737"),
        Source::Standard("RFC 3849"),
        Source::Standard("RFC 9637"),
        Source::UserGuide("create-public-vif"),
    ],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for vif in &world.intent.vifs {
        let all = vif.advertised().iter().chain(vif.accepted());
        let examples: Vec<_> = all
            .filter(|prefix| is_documentation(prefix.value))
            .collect();
        let Some(first) = examples.first() else {
            continue;
        };
        let message = format!(
            "vif {} has {}{}, which is set apart for documentation",
            vif.name.text,
            first.value,
            and_more(examples.len())
        );
        let mut diagnostic = RULE
            .found(message)
            .at(first.place)
            .vif(&vif.name.text)
            .label("nobody's prefix");
        if !vif.is(VifType::Public) {
            // The fact is about public vifs; elsewhere it is the standard alone that says so.
            diagnostic.reference = None;
        }
        found.push(diagnostic.help("write the prefix that it stands for"));
    }
}
