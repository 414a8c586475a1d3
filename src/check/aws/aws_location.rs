use super::word;
use crate::check::{Check, PortScene, Test, Verdicts};

pub static CHECK: Check = Check {
    name: "aws-location",
    says: "AWS has the connection in the Direct Connect location of the intent.",
    why: "Redundancy is counted in locations. Two connections that the intent takes to be apart may be next to each \
          other.",
    passes: &[r#"
[[aws.connections]]
connectionId = "dxcon-ffabc123"
connectionState = "available"
location = "EqLD5"
"#],
    fails: &[r#"
[[aws.connections]]
connectionId = "dxcon-ffabc123"
connectionState = "available"
location = "TCSLD8"
"#],
    test: Test::Port(test),
};

fn test(port: &PortScene<'_>, verdicts: &mut Verdicts<'_>) {
    let (Some(told), Some(wanted)) = (port.told(), &port.connection.location) else {
        return;
    };
    match &told.port.port().location {
        Some(said) => {
            word(told.witness, said, &wanted.value, verdicts);
        }
        None => {
            verdicts.unknown(told.untold("the location"));
        }
    }
}
