use super::{Cover, is_hub};
use crate::diagnostic::{Code, Findings};
use crate::intent::VifType;
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::warning("hairpin", &["PATH-14"]),
    says: "A private vif on a Direct Connect gateway advertises neither a default route nor more than the VPCs behind it.",
    why: "VPCs behind one Direct Connect gateway do not reach each other, until your side advertises a route that \
          covers them all: then their packets come down to your router, turn around and go up to the other VPC. \
          That is a path between VPCs that no one has looked at, past their firewalls and over your bandwidth.",
    breaks: &[
        r#"
[vif.prod]
advertise = ["0.0.0.0/0"]       # <-
"#,
        r#"
[vif.prod]
advertise = ["10.0.0.0/8"]      # <-
accept = ["10.128.0.0/16", "10.129.0.0/16"]
"#,
    ],
    keeps: &[r#"
[vif.prod]
advertise = ["10.20.0.0/16"]
accept = ["10.128.0.0/16", "10.129.0.0/16"]
"#],
    sources: &[Source::UserGuide("direct-connect-gateways")],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for vif in world
        .intent
        .vifs
        .iter()
        .filter(|vif| vif.is(VifType::Private))
    {
        if vif
            .gateway
            .as_ref()
            .is_some_and(|gateway| is_hub(&gateway.value))
        {
            continue;
        }
        let accepted = Cover::new(vif.accepted().iter().map(|prefix| (*prefix, vif)));
        for prefix in vif.advertised() {
            let inside = accepted.inside(prefix.value);
            let message = match inside {
                _ if prefix.value.is_default() => format!(
                    "vif {} advertises the default route {}",
                    vif.name.text, prefix.value
                ),
                Some((vpc, _)) => format!(
                    "vif {} advertises {}, which covers {} in AWS",
                    vif.name.text, prefix.value, vpc.value
                ),
                None => continue,
            };
            let diagnostic = RULE.found(message).at(prefix.place).vif(&vif.name.text);
            let mut diagnostic = diagnostic.label("lets VPCs reach each other through your router");
            if let Some((vpc, _)) = inside.filter(|_| !prefix.value.is_default()) {
                diagnostic = diagnostic.related(vpc.place, "accepted here");
            }
            found.push(diagnostic.help("advertise your own networks, or allow it on purpose"));
            break;
        }
    }
}
