use crate::diagnostic::{Code, Findings};
use crate::intent::{Redundancy, Vif};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::warning("prepend-without-effect", &["PATH-04"]),
    says: "Vifs of one group that prepend have the same preference.",
    why: "AWS looks at the preference first and at the length of the path only where that is equal. Beside different \
          preferences a prepend does nothing, and whoever changes it later wonders why. SiteLink looks at the length alone.",
    breaks: &[r#"
[vif.prod]
preference = "high"

[vif.spare]
connection = "dx-2"
vlan = 102
preference = "low"
prepend = 2                     # <-

[redundancy.prod]
vifs = ["prod", "spare"]
policy = "active-passive"
"#],
    keeps: &[r#"
[vif.prod]
preference = "high"

[vif.spare]
connection = "dx-2"
vlan = 102
preference = "low"

[redundancy.prod]
vifs = ["prod", "spare"]
policy = "active-passive"
"#],
    sources: &[Source::UserGuide("routing-and-bgp")],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for group in &world.intent.redundancies {
        let vifs = || {
            group
                .vifs
                .iter()
                .map(|member| &world.intent.vifs[member.value])
        };
        if vifs().any(|vif| !vif.is_private_or_transit()) {
            continue;
        }
        // One preference that no other vif shares makes its prepend idle.
        let said = |vif: &&Vif| {
            vif.prepend.is_some_and(|prepend| prepend.value > 0)
                && !vif.sitelink.is_some_and(|at| at.value)
        };
        let Some(vif) = vifs()
            .filter(said)
            .find(|vif| stands_alone(vif, group, world))
        else {
            continue;
        };
        let (Some(prepend), Some(preference)) = (vif.prepend, vif.preference) else {
            continue;
        };
        let message = format!(
            "vif {} prepends, but the others of group {} have another preference, which AWS looks at first",
            vif.name.text, group.name.text
        );
        let diagnostic = RULE
            .found(message)
            .at(prepend.place)
            .vif(&vif.name.text)
            .label("has no effect");
        found.push(
            diagnostic
                .related(preference.place, "this decides")
                .help("remove one of the two"),
        );
    }
}

/// Is its preference written, and another one than those of all the others, which are written too?
fn stands_alone(vif: &Vif, group: &Redundancy, world: &World<'_>) -> bool {
    let Some(own) = vif.preference else {
        return false;
    };
    let mut others = group
        .vifs
        .iter()
        .map(|member| &world.intent.vifs[member.value])
        .filter(|other| !std::ptr::eq(*other, vif));
    group.vifs.len() > 1
        && others.all(|other| {
            other
                .preference
                .is_some_and(|other| other.value != own.value)
        })
}
