use crate::check::{Check, PortScene, Test, Verdicts};

pub static CHECK: Check = Check {
    name: "port-up",
    says: "The port or LAG of the connection is enabled and up.",
    why: "Everything else stands on it. A port that was shut by somebody is told apart from one without light: \
          the one is a command away, the other a visit to the meet-me room.",
    passes: &[r#"
[[interface]]
name = "TenGigabitEthernet0/1/0"
admin = "up"
oper = "up"
"#],
    fails: &[
        r#"
[[interface]]
name = "TenGigabitEthernet0/1/0"
admin = "down"
oper = "down"
"#,
        r#"
[[interface]]
name = "Te0/1/0"
admin = "up"
oper = "down"
"#,
    ],
    test: Test::Port(test),
};

fn test(port: &PortScene<'_>, verdicts: &mut Verdicts<'_>) {
    let Some(name) = port.name() else {
        verdicts.unknown("the intent does not say which port it is");
        return;
    };
    super::super::interface::is_up(verdicts, &port.interface_rows(name), name);
}
