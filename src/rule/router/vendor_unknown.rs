use crate::rule::{Check, Rule, Source, World};
use crate::diagnostic::{Code, Findings, nearest, quote};

pub static RULE: Rule = Rule {
    code: Code::error("vendor-unknown", &[]),
    says: "A router's vendor is one that vifctl has a pack for.",
    why: "The pack is what knows the platform's words. The names are those of netmiko and ntc-templates; \
          a pack of your own is taken from --vendors DIR or from a folder `vendors` beside the intent.",
    breaks: &[
        "
[router.edge]
vendor = \"cisco_iosxe\"          # <-
asn = 65010
",
    ],
    keeps: &[
        "
[router.edge]
vendor = \"cisco_xe\"
asn = 65010
",
    ],
    sources: &[Source::Ours("a platform that nobody described cannot be configured")],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for router in &world.intent.routers {
        let Some(vendor) = router.vendor.as_ref().filter(|vendor| world.vendors.get(&vendor.value).is_none()) else { continue };
        let message = format!("router {} has vendor {}, for which there is no pack", router.name.text, quote(&vendor.value));
        let known: Vec<&str> = world.vendors.names().collect();
        let diagnostic = RULE.found(message).at(vendor.place).subject(format!("router.{}", router.name.text));
        let diagnostic = match nearest(&vendor.value, known.iter().copied()) {
            Some(near) => diagnostic.label(format!("did you mean `{near}`?")),
            None => diagnostic.label("no such pack"),
        };
        found.push(diagnostic.help(format!("known: {}", known.join(", "))));
    }
}
