use crate::diagnostic::{Code, Findings};
use crate::intent::At;
use crate::rule::gateway::GatewayKind;
use crate::rule::prefix::{family, stated};
use crate::rule::{Check, LIMITS, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::warning("vgw-allocation", &["QUO-20"]),
    says: "A vif on a virtual private gateway has no more than {vpc_propagated_routes} prefixes of a family allocated.",
    why: "A VPC route table takes {vpc_propagated_routes} propagated routes, and that limit is hard. The session can hold \
          more, but which of the prefixes get as far as the VPC is then a matter of luck.",
    breaks: &["
[vif.prod]
gateway = \"vgw-0ab12cd34ef567890\"
prefix_allocation = { ipv4 = 500 }               # <-
"],
    keeps: &["
[vif.prod]
gateway = \"vgw-0ab12cd34ef567890\"
prefix_allocation = { ipv4 = 100 }
"],
    sources: &[
        Source::UserGuide("ts-routing"),
        Source::UserGuide("prefix-controls"),
    ],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    let most = LIMITS.vpc_propagated_routes.value;
    let vifs = world.intent.vifs.iter();
    for vif in vifs.filter(|vif| vif.is_private_or_transit()) {
        let is_vgw =
            |at: &&At<String>| GatewayKind::of(&at.value) == Some(GatewayKind::VirtualPrivate);
        let Some(gateway) = vif.gateway.as_ref().filter(is_vgw) else {
            continue;
        };
        let over = |ipv4: &bool| stated(vif, *ipv4).is_some_and(|at| at.value > most);
        let Some((ipv4, allocation)) = [true, false]
            .into_iter()
            .find(over)
            .and_then(|ipv4| Some((ipv4, stated(vif, ipv4)?)))
        else {
            continue;
        };
        let message = format!(
            "vif {} may bring {} {} prefixes to {}, and a VPC takes {most}",
            vif.name.text,
            allocation.value,
            family(ipv4),
            gateway.value
        );
        let diagnostic = RULE
            .found(message)
            .at(allocation.place)
            .vif(&vif.name.text)
            .label(format!("{most} get into a VPC route table"));
        found.push(
            diagnostic
                .related(gateway.place, "a virtual private gateway")
                .help("summarise to what the VPC can hold"),
        );
    }
}
