use crate::diagnostic::{Code, Findings};
use crate::intent::{Mtu, VifType};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::error("mtu-jumbo-capable", &["MTU-04"]),
    says: "A vif has jumbo frames only on a connection that can carry them.",
    why: "AWS says of every connection and LAG whether it is capable of jumbo frames (jumboFrameCapable); a hosted \
          connection is so only if its partner's own connection is. Where it is not, AWS refuses the MTU, and \
          a router that uses it all the same sends packets that never arrive. An intent that says nothing of it \
          is not held to be incapable.",
    breaks: &[r#"
[connection.dx]
kind = "dedicated"
router = "edge"
port = "TenGigabitEthernet0/1/0"
jumbo = false

[vif.prod]
mtu = 8500                      # <-
"#],
    keeps: &[
        r#"
[connection.dx]
kind = "dedicated"
router = "edge"
port = "TenGigabitEthernet0/1/0"
jumbo = true

[vif.prod]
mtu = 8500
"#,
        r#"
[connection.dx]
kind = "dedicated"
router = "edge"
port = "TenGigabitEthernet0/1/0"
jumbo = false

[vif.prod]
mtu = 1500
"#,
    ],
    sources: &[
        Source::UserGuide("interface-set-mtu"),
        Source::Api("Connection"),
    ],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for vif in &world.intent.vifs {
        let Some(mtu) = vif.mtu.filter(|mtu| mtu.value > Mtu::STANDARD) else {
            continue;
        };
        // What a type of vif cannot have anywhere has its own rule.
        let has_jumbo =
            vif.is(VifType::Private) || vif.is(VifType::Transit) && mtu.value == Mtu::JUMBO;
        let Some(connection) = world.intent.connection_of(vif).filter(|_| has_jumbo) else {
            continue;
        };
        let Some(jumbo) = connection.jumbo.filter(|jumbo| !jumbo.value) else {
            continue;
        };
        let message = format!(
            "vif {} has an MTU of {}, and its connection {} has no jumbo frames",
            vif.name.text,
            mtu.value.get(),
            connection.name.text
        );
        let diagnostic = RULE.found(message).at(mtu.place).vif(&vif.name.text);
        found.push(
            diagnostic
                .label("1500 on this connection")
                .related(jumbo.place, "not capable of jumbo frames")
                .help("mtu = 1500, or another connection; `jumbo = true` if AWS shows jumboFrameCapable"),
        );
    }
}
