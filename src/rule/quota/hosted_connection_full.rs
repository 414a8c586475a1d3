use crate::diagnostic::{Code, Findings};
use crate::rule::{Check, LIMITS, Rule, Source, World, connection};

pub static RULE: Rule = Rule {
    code: Code::error("hosted-connection-full", &["QUO-04"]),
    says: "A hosted connection has {vifs_per_hosted_connection} vif, of any type.",
    why: "The partner gives it one VLAN, and there is no second one for another vif. The limit is hard: order another \
          hosted connection.",
    breaks: &["
[connection.dx]
kind = \"hosted\"
speed = \"500Mbps\"
router = \"edge\"
port = \"GigabitEthernet0/0/1\"

[vif.prod]
vlan = 101
peer = [{ customer = \"169.254.1.2/30\", amazon = \"169.254.1.1/30\" }]

[vif.test]                      # <-
vlan = 102
peer = [{ customer = \"169.254.2.2/30\", amazon = \"169.254.2.1/30\" }]
"],
    keeps: &["
[connection.dx]
kind = \"hosted\"
speed = \"500Mbps\"
vlan = 101
router = \"edge\"
port = \"GigabitEthernet0/0/1\"

[vif.prod]
vlan = 101
peer = [{ customer = \"169.254.1.2/30\", amazon = \"169.254.1.1/30\" }]
"],
    sources: &[Source::UserGuide("limits")],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    let most = LIMITS.vifs_per_hosted_connection.value as usize;
    for (connection, vifs) in connection::each(world.intent) {
        let hosted = connection.is_hosted();
        let Some(vif) = vifs.get(most).filter(|_| hosted) else {
            continue;
        };
        let name = &connection.name.text;
        let message = format!(
            "hosted connection {name} has {} vifs, and {most} is the most; vif {} is one too many",
            vifs.len(),
            vif.name.text
        );
        let diagnostic = RULE
            .found(message)
            .at(vif.name.place)
            .vif(&vif.name.text)
            .label("no room for it");
        found.push(
            diagnostic
                .related(connection.name.place, "hosted")
                .help("order another hosted connection for it"),
        );
    }
}
