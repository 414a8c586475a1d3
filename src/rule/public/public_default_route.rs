use crate::diagnostic::{Code, Findings};
use crate::intent::VifType;
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::error("public-default-route", &["PUB-19"]),
    says: "A public vif accepts no default route.",
    why: "Amazon never sends one: a public vif leads to Amazon's own prefixes and not to the internet. A default route \
          that pointed there would lose all other traffic. Leave `accept` out to take what Amazon announces.",
    breaks: &["
[vif.prod]
type = \"public\"
amazon_asn = 7224
advertise = [\"198.51.100.0/24\"]
accept = [\"0.0.0.0/0\"]          # <-
peer = [{ customer = \"203.0.113.2/30\", amazon = \"203.0.113.1/30\" }]
"],
    keeps: &["
[vif.prod]
type = \"public\"
amazon_asn = 7224
advertise = [\"198.51.100.0/24\"]
accept = [\"52.92.0.0/15\"]
peer = [{ customer = \"203.0.113.2/30\", amazon = \"203.0.113.1/30\" }]
"],
    sources: &[Source::UserGuide("routing-and-bgp")],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for vif in world
        .intent
        .vifs
        .iter()
        .filter(|vif| vif.is(VifType::Public))
    {
        let Some(default) = vif
            .accepted()
            .iter()
            .find(|prefix| prefix.value.is_default())
        else {
            continue;
        };
        let message = format!(
            "public vif {} accepts a default route, {}",
            vif.name.text, default.value
        );
        let diagnostic = RULE
            .found(message)
            .at(default.place)
            .vif(&vif.name.text)
            .label("Amazon sends none");
        found.push(
            diagnostic
                .help("name prefixes of Amazon, or leave it out to take what Amazon announces"),
        );
    }
}
