use super::{carried, largest};
use crate::diagnostic::{Code, Findings};
use crate::rule::{Check, Rule, Source, World, connection};

pub static RULE: Rule = Rule {
    code: Code::error("mtu-port", &["MTU-07"]),
    says: "The MTU of a port is no smaller than that of any vif on it.",
    why: "A sub-interface cannot send what its port does not let through. Some routers refuse the larger MTU on the \
          sub-interface, some cut it down, and some drop the packets. Left out, the port's MTU is worked out \
          from its vifs.",
    breaks: &[r#"
[connection.dx]
kind = "dedicated"
router = "edge"
port = "TenGigabitEthernet0/1/0"
mtu = 1522                      # <-

[vif.prod]
mtu = 8500
"#],
    keeps: &[r#"
[connection.dx]
kind = "dedicated"
router = "edge"
port = "TenGigabitEthernet0/1/0"
mtu = 9192

[vif.prod]
mtu = 8500
"#],
    sources: &[
        Source::Vendor("the router configurations that AWS hands out"),
        Source::Ours("a sub-interface sends through its port"),
    ],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for (port, vifs) in connection::each(world.intent) {
        let (Some(mtu), Some(vif)) = (port.mtu, largest(vifs.iter().copied())) else {
            continue;
        };
        if mtu.value < carried(vif) {
            let message = format!(
                "the port of connection {} has an MTU of {}, too small for the {} of vif {}",
                port.name.text,
                mtu.value,
                carried(vif),
                vif.name.text
            );
            let place = vif.mtu.map_or(vif.name.place, |mtu| mtu.place);
            let diagnostic = connection::about(RULE.found(message), port, &vifs);
            found.push(
                diagnostic
                    .at(mtu.place)
                    .label(format!("less than {}", carried(vif)))
                    .related(place, format!("{} here", carried(vif)))
                    .help("leave `mtu` out of the connection: it is worked out from its vifs"),
            );
        }
    }
}
