use crate::diagnostic::{Code, Findings, Place};
use crate::intent::{Vif, VifType};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::warning("idle-community", &["COM-10"]),
    says: "`preference` is for private and transit vifs, `scope` for public vifs.",
    why: "Both become communities on what you advertise: 7224:7100, 7200 and 7300 for the preference, 7224:9100, 9200 \
          and 9300 for the scope. AWS does not look at the former on a public vif, nor at the latter on the others.",
    breaks: &[
        "
[vif.prod]
type = \"public\"
amazon_asn = 7224
accept = []
advertise = [\"198.51.100.0/24\"]
preference = \"high\"             # <-
peer = [{ customer = \"203.0.113.2/30\", amazon = \"203.0.113.1/30\" }]
",
        "
[vif.prod]
type = \"private\"
scope = \"region\"                # <-
",
    ],
    keeps: &[
        "
[vif.prod]
type = \"public\"
amazon_asn = 7224
accept = []
advertise = [\"198.51.100.0/24\"]
scope = \"region\"
peer = [{ customer = \"203.0.113.2/30\", amazon = \"203.0.113.1/30\" }]
",
        "
[vif.prod]
type = \"private\"
preference = \"high\"
",
    ],
    sources: &[Source::UserGuide("routing-and-bgp")],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for vif in &world.intent.vifs {
        if let Some(preference) = vif.preference.filter(|_| vif.is(VifType::Public)) {
            push(
                found,
                vif,
                preference.place,
                "preference",
                "a longer AS path (prepend), from a public AS number, is what counts on a public vif",
            );
        }
        if let Some(scope) = vif.scope.filter(|_| vif.is_private_or_transit()) {
            push(
                found,
                vif,
                scope.place,
                "scope",
                "remove it; preference = \"high\", \"medium\" or \"low\" is what counts here",
            );
        }
    }
}

fn push(found: &mut Findings, vif: &Vif, place: Place, key: &str, help: &str) {
    let Some(kind) = vif.kind else { return };
    let message = format!(
        "`{key}` has no effect on {} vif {}",
        kind.value, vif.name.text
    );
    found.push(
        RULE.found(message)
            .at(place)
            .vif(&vif.name.text)
            .label("AWS does not look at it")
            .help(help),
    );
}
