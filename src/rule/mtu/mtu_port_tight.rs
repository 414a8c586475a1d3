use super::{carried, largest};
use crate::diagnostic::{Code, Findings};
use crate::rule::{Check, Rule, Source, World, connection};

/// Ethernet header and 802.1Q tag, without the check sequence that no platform counts here.
const HEADER_AND_TAG: u16 = 14 + 4;

pub static RULE: Rule = Rule {
    code: Code::warning("mtu-port-tight", &["MTU-07"]),
    says: "The MTU of a port leaves room for the Ethernet header and the tag of its vifs.",
    why: "Routers count the MTU of a port in two ways: some mean the IP packet, some the frame with its header \
          of 14 bytes and its tag of 4. Where it is the frame, a port with the MTU of its vif is 18 bytes short. \
          Left out, the port's MTU is worked out from its vifs in the router's own way to count.",
    breaks: &[r#"
[connection.dx]
kind = "dedicated"
router = "edge"
port = "TenGigabitEthernet0/1/0"
mtu = 8500                      # <-

[vif.prod]
mtu = 8500
"#],
    keeps: &[r#"
[connection.dx]
kind = "dedicated"
router = "edge"
port = "TenGigabitEthernet0/1/0"
mtu = 8522

[vif.prod]
mtu = 8500
"#],
    sources: &[
        Source::Vendor("the router configurations that AWS hands out"),
        Source::Standard("IEEE 802.1Q"),
    ],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for (port, vifs) in connection::each(world.intent) {
        let (Some(mtu), Some(vif)) = (port.mtu, largest(vifs.iter().copied())) else {
            continue;
        };
        let needed = carried(vif) + HEADER_AND_TAG;
        if (carried(vif)..needed).contains(&mtu.value) {
            let message = format!(
                "the port of connection {} has an MTU of {}, which leaves a vif of {} no room for header and tag",
                port.name.text,
                mtu.value,
                carried(vif)
            );
            let diagnostic = connection::about(RULE.found(message), port, &vifs);
            found.push(
                diagnostic
                    .at(mtu.place)
                    .label(format!("{needed} or more where the frame counts"))
                    .help("leave `mtu` out of the connection: it is worked out from its vifs"),
            );
        }
    }
}
