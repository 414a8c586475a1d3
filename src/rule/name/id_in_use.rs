use std::collections::HashMap;

use crate::diagnostic::{Code, Findings, Place};
use crate::intent::{At, Intent, Name};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::error("id-in-use", &[]),
    says: "An id of AWS's stands on one connection, vif or VPN.",
    why: "Every id is that of one thing. Where it stands twice, a table was copied and one id is still that of the \
          original: what AWS says of the one would be taken for the other.",
    breaks: &[r#"
[vif.prod]
id = "dxvif-fgabc001"

[vif.spare]
id = "dxvif-fgabc001"           # <-
connection = "dx-2"
vlan = 102

[[vif.prod.peer]]
customer = "169.254.96.2/30"
amazon = "169.254.96.1/30"

[[vif.spare.peer]]
customer = "169.254.97.2/30"
amazon = "169.254.97.1/30"
"#],
    keeps: &[r#"
[vif.prod]
id = "dxvif-fgabc001"

[vif.spare]
id = "dxvif-fgabc002"
connection = "dx-2"
vlan = 102

[[vif.prod.peer]]
customer = "169.254.96.2/30"
amazon = "169.254.96.1/30"

[[vif.spare.peer]]
customer = "169.254.97.2/30"
amazon = "169.254.97.1/30"
"#],
    sources: &[Source::Api("VirtualInterface"), Source::Api("Connection")],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    let mut seen: HashMap<(&str, &str), Place> = HashMap::new();
    for (kind, name, id) in ids(world.intent) {
        let Some(first) = seen.get(&(kind, id.value.as_str())) else {
            seen.insert((kind, &id.value), id.place);
            continue;
        };
        let message = format!(
            "{kind} {} has the id {} of another {kind}",
            name.text, id.value
        );
        let diagnostic = RULE.found(message).at(id.place).label("used again");
        found.push(
            diagnostic
                .related(*first, "first used here")
                .subject(format!("{kind}.{}", name.text))
                .help(format!("the id that AWS shows for this {kind}, or none")),
        );
    }
}

fn ids(intent: &Intent) -> impl Iterator<Item = (&'static str, &Name, &At<String>)> {
    let connections = intent.connections.iter();
    let connections = connections.map(|it| ("connection", &it.name, it.id.as_ref()));
    let vifs = intent.vifs.iter();
    let vifs = vifs.map(|it| ("vif", &it.name, it.id.as_ref()));
    let vpns = intent.vpns.iter();
    let vpns = vpns.map(|it| ("vpn", &it.name, it.id.as_ref()));
    let all = connections.chain(vifs).chain(vpns);
    all.filter_map(|(kind, name, id)| Some((kind, name, id?)))
}
