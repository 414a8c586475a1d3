use crate::diagnostic::{Code, Findings};
use crate::intent::VifType;
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::error("public-allocation", &["PFX-08"]),
    says: "A public vif has no prefix_allocation.",
    why: "AWS takes {public_prefixes} prefixes on every public vif, no more and no less. Allocations are for private and \
          transit vifs; AWS refuses the setting on a public one.",
    breaks: &["
[vif.prod]
type = \"public\"
amazon_asn = 7224
accept = []
advertise = [\"198.51.100.0/24\"]
prefix_allocation = { ipv4 = 200 }               # <-
peer = [{ customer = \"203.0.113.2/30\", amazon = \"203.0.113.1/30\" }]
"],
    keeps: &["
[vif.prod]
type = \"public\"
amazon_asn = 7224
accept = []
advertise = [\"198.51.100.0/24\"]
peer = [{ customer = \"203.0.113.2/30\", amazon = \"203.0.113.1/30\" }]
"],
    sources: &[Source::UserGuide("prefix-controls")],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for vif in world
        .intent
        .vifs
        .iter()
        .filter(|vif| vif.is(VifType::Public))
    {
        let Some(allocation) = vif.prefix_allocation else {
            continue;
        };
        let message = format!("public vif {} has a prefix allocation", vif.name.text);
        let diagnostic = RULE.found(message).at(allocation.place).vif(&vif.name.text);
        found.push(
            diagnostic
                .label("only private and transit vifs have one")
                .help("remove prefix_allocation"),
        );
    }
}
