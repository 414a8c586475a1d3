use crate::check::scene::same_interface;
use crate::check::{Check, PortScene, Test, Verdicts};

pub static CHECK: Check = Check {
    name: "lag-bundled",
    says: "Every member of the LAG is bundled, and at least as many as `minimum_links` asks for.",
    why: "LACP leaves a member out that does not agree with the others, and the LAG stays up with less bandwidth than \
          was paid for. Below the minimum AWS takes the whole LAG down.",
    passes: &[r#"
[[lag]]
name = "Port-channel1"
oper = "up"
members = ["TenGigabitEthernet0/2/0", "TenGigabitEthernet0/3/0"]
members_up = 2
"#],
    fails: &[
        r#"
[[lag]]
name = "Port-channel1"
oper = "up"
members = ["Te0/2/0", "Te0/3/0"]
members_up = 1
"#,
        r#"
[[lag]]
name = "Po1"
oper = "down"
members = ["Te0/2/0"]
members_up = 0
"#,
    ],
    test: Test::Port(test),
};

fn test(port: &PortScene<'_>, verdicts: &mut Verdicts<'_>) {
    let (Some(lag), Some(name)) = (&port.connection.lag, port.name()) else {
        return;
    };
    let look = port.named("lag", "name", name);
    let Some(seen) = look.or_say(verdicts, "the router has no LAG of this name") else {
        return;
    };
    let wanted = lag.value.members.len() as u64;
    let listed = seen.texts("members");
    let Some(up) = seen.number("members_up") else {
        verdicts.unknown(format!(
            "{} does not tell how many members are up",
            seen.answer.capture.source
        ));
        return;
    };
    let fewest = lag.value.minimum_links;
    let fewest = fewest.map_or(1, |links| u64::from(links.value));
    let members = lag.value.members.iter().map(|member| member.value.as_str());
    let mut missing: Vec<&str> = members.collect();
    let bundled = |member: &str| listed.iter().any(|name| same_interface(name, member));
    missing.retain(|member| !listed.is_empty() && !bundled(member));
    let verdict = if up < fewest.max(1) || seen.text("oper") == Some("down") {
        verdicts.fail()
    } else if up < wanted || !missing.is_empty() {
        verdicts.warn()
    } else {
        verdicts.pass()
    };
    verdict
        .expected(format!("{wanted} of {wanted} members up"))
        .observed(format!("{up} of {wanted} members up"))
        .because([seen.evidence("members_up")]);
    if !missing.is_empty() {
        verdict.reason(format!("not in the bundle: {}", missing.join(", ")));
    }
}
