use super::{about, each};
use crate::diagnostic::{Code, Findings};
use crate::rule::{BANDWIDTHS, Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::error("hosted-speed", &["PHY-03"]),
    says: "A hosted connection has one of these speeds: {hosted_speeds}.",
    why: "A partner sells pieces of its own port, in sizes that AWS has set. AWS drops what exceeds the size, so \
          the router has to know the right one to stay below it.",
    breaks: &[r#"
[connection.dx]
kind = "hosted"
speed = "750Mbps"               # <-
vlan = 101
router = "edge"
port = "GigabitEthernet0/0/1"
"#],
    keeps: &[r#"
[connection.dx]
kind = "hosted"
speed = "500Mbps"
vlan = 101
router = "edge"
port = "GigabitEthernet0/0/1"
"#],
    sources: &[Source::UserGuide("hosted_connection")],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    let hosted = &BANDWIDTHS.hosted_speeds;
    for (connection, vifs) in each(world.intent) {
        let (true, Some(speed)) = (connection.is_hosted(), connection.speed) else {
            continue;
        };
        if !hosted.has(speed.value) {
            let message = format!(
                "hosted connection {} cannot have {}",
                connection.name.text, speed.value
            );
            let diagnostic = about(RULE.found(message), connection, &vifs).at(speed.place);
            let diagnostic = diagnostic.label("not a size that partners sell");
            found.push(if BANDWIDTHS.dedicated_speeds.has(speed.value) {
                diagnostic.help("kind = \"dedicated\", if the port is yours")
            } else {
                diagnostic.help(format!("one of {hosted}"))
            });
        }
    }
}
