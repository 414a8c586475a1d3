use crate::check::{Check, PortScene, Test, Verdicts};
use crate::intent::MacsecMode;

pub static CHECK: Check = Check {
    name: "macsec-secured",
    says: "A port with MACsec has a secured session with AWS's side.",
    why: "With `must_encrypt` nothing passes without it. With `should_encrypt` everything passes in the clear, \
          and nobody notices: that is why it is looked at.",
    passes: &[r#"
[[macsec]]
interface = "TenGigabitEthernet0/2/0"
secured = true
[[macsec]]
interface = "TenGigabitEthernet0/3/0"
secured = true
"#],
    fails: &[r#"
[[macsec]]
interface = "TenGigabitEthernet0/2/0"
state = "pending"
[[macsec]]
interface = "TenGigabitEthernet0/3/0"
secured = true
"#],
    test: Test::Port(test),
};

fn test(port: &PortScene<'_>, verdicts: &mut Verdicts<'_>) {
    let wanted = port.connection.macsec.as_ref().filter(|macsec| {
        macsec
            .value
            .mode
            .is_none_or(|mode| mode.value != MacsecMode::NoEncrypt)
    });
    if wanted.is_none() {
        return;
    }
    for name in port.physical() {
        let look = port.named("macsec", "interface", name);
        let Some(seen) = look.or_say(verdicts, "the router has no MACsec session on this port")
        else {
            continue;
        };
        let secured = seen.flag("secured");
        verdicts
            .holds(secured)
            .expected(format!("{name} secured"))
            .observed(match seen.text("state") {
                _ if secured => format!("{name} secured"),
                Some(state) => format!("{name} {state}"),
                None => format!("{name} not secured"),
            })
            .because([seen.evidence(if secured { "secured" } else { "state" })]);
    }
}
