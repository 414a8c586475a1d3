use crate::diagnostic::{Code, Findings};
use crate::intent::{Connection, Vif, VifType};
use crate::rule::{Check, LIMITS, Rule, Source, World, connection};

pub static RULE: Rule = Rule {
    code: Code::error("connection-full", &["QUO-03", "QUO-01", "QUO-02"]),
    says: "A dedicated connection or LAG has at most {private_public_vifs_per_connection} private and public vifs, at most \
           {transit_vifs_per_connection} transit vifs, and at most {vifs_per_connection} vifs in all.",
    why: "AWS refuses the vif that is one too many. The limits for private and public vifs and for all vifs are hard; \
          more transit vifs can be asked for.",
    breaks: &["
[vif.a]
type = \"transit\"
vlan = 101
peer = [{ customer = \"169.254.1.2/30\", amazon = \"169.254.1.1/30\" }]

[vif.b]
type = \"transit\"
vlan = 102
peer = [{ customer = \"169.254.2.2/30\", amazon = \"169.254.2.1/30\" }]

[vif.c]
type = \"transit\"
vlan = 103
peer = [{ customer = \"169.254.3.2/30\", amazon = \"169.254.3.1/30\" }]

[vif.d]
type = \"transit\"
vlan = 104
peer = [{ customer = \"169.254.4.2/30\", amazon = \"169.254.4.1/30\" }]

[vif.e]                         # <-
type = \"transit\"
vlan = 105
peer = [{ customer = \"169.254.5.2/30\", amazon = \"169.254.5.1/30\" }]
"],
    keeps: &["
[vif.a]
type = \"transit\"
vlan = 101
peer = [{ customer = \"169.254.1.2/30\", amazon = \"169.254.1.1/30\" }]

[vif.b]
type = \"private\"
vlan = 102
peer = [{ customer = \"169.254.2.2/30\", amazon = \"169.254.2.1/30\" }]
"],
    sources: &[Source::UserGuide("limits")],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    let intent = world.intent;
    for (connection, vifs) in connection::each(intent) {
        if connection.is_dedicated() {
            full(connection, &vifs, found);
        }
    }
}

fn full(connection: &Connection, vifs: &[&Vif], found: &mut Findings) {
    let typed = vifs.iter().copied().filter(|vif| vif.kind.is_some());
    let (transit, other): (Vec<&Vif>, Vec<&Vif>) =
        typed.clone().partition(|vif| vif.is(VifType::Transit));
    let (all_most, transit_most, other_most) = (
        LIMITS.vifs_per_connection.value,
        LIMITS.transit_vifs_per_connection.value,
        LIMITS.private_public_vifs_per_connection.value,
    );
    // Those that are too many of their type are not counted once more.
    let (mut transit_left, mut other_left) = (transit_most, other_most);
    let fitting = typed.filter(|vif| {
        let left = match vif.is(VifType::Transit) {
            true => &mut transit_left,
            false => &mut other_left,
        };
        let fits = *left > 0;
        *left = left.saturating_sub(1);
        fits
    });
    let fitting: Vec<&Vif> = fitting.collect();
    for (reference, what, vifs, most) in [
        ("QUO-01", "private and public vifs", &other, other_most),
        ("QUO-02", "transit vifs", &transit, transit_most),
        ("QUO-03", "vifs", &fitting, all_most),
    ] {
        over(connection, reference, what, vifs, most, found);
    }
}

fn over(
    connection: &Connection,
    reference: &'static str,
    what: &str,
    vifs: &[&Vif],
    most: u32,
    found: &mut Findings,
) {
    let Some(vif) = vifs.get(most as usize) else {
        return;
    };
    let name = &connection.name.text;
    let message = format!(
        "connection {name} has {} {what}, and {most} is the most; vif {} is one too many",
        vifs.len(),
        vif.name.text
    );
    let diagnostic = RULE
        .found(message)
        .reference(reference)
        .at(vif.name.place)
        .vif(&vif.name.text);
    let diagnostic = diagnostic
        .label(format!("number {} of {most}", most + 1))
        .related(connection.name.place, "this connection");
    found.push(diagnostic.help("put it on another connection"));
}
