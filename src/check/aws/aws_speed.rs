use crate::check::{Check, PortScene, Test, Verdicts};
use crate::intent::Bandwidth;

pub static CHECK: Check = Check {
    name: "aws-speed",
    says: "AWS has the connection with the speed of the intent.",
    why: "What is above the bandwidth of a hosted connection AWS drops; a shaper on the router has to know it.",
    passes: &[r#"
[[aws.connections]]
connectionId = "dxcon-ffabc123"
connectionState = "available"
bandwidth = "10Gbps"
"#],
    fails: &[r#"
[[aws.connections]]
connectionId = "dxcon-ffabc123"
connectionState = "available"
bandwidth = "1Gbps"
"#],
    test: Test::Port(test),
};

fn test(port: &PortScene<'_>, verdicts: &mut Verdicts<'_>) {
    let (Some(told), Some(wanted)) = (port.told(), port.connection.speed) else {
        return;
    };
    let Some(said) = &told.port.port().bandwidth else {
        verdicts.unknown(told.untold("the bandwidth"));
        return;
    };
    verdicts
        .holds(Bandwidth::parse(&said.value) == Some(wanted.value))
        .expected(wanted.value.to_string())
        .observed(said.value.clone())
        .because([told.witness.evidence(said)]);
}
