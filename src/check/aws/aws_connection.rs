use super::word;
use crate::check::{Check, Test, Verdicts, VifScene};

pub static CHECK: Check = Check {
    name: "aws-connection",
    says: "AWS has the vif on the connection or LAG of the intent.",
    why: "A vif can be moved to another connection at AWS, and adding a connection to a LAG moves its vifs along. The \
          router still has it on the old port then, which is up and silent.",
    passes: &[r#"
[[aws.virtualInterfaces]]
virtualInterfaceId = "dxvif-fgabc001"
vlan = 101
connectionId = "dxcon-ffabc123"
"#],
    fails: &[r#"
[[aws.virtualInterfaces]]
virtualInterfaceId = "dxvif-fgabc001"
vlan = 101
connectionId = "dxlag-ffabc123"
"#],
    test: Test::Vif(test),
};

fn test(vif: &VifScene<'_>, verdicts: &mut Verdicts<'_>) {
    let (Some(told), Some(wanted)) = (vif.told(), &vif.port.connection.id) else {
        return;
    };
    match &told.vif.connection {
        Some(said) => {
            word(told.witness, said, &wanted.value, verdicts);
        }
        None => {
            verdicts.unknown(told.untold("the connection"));
        }
    }
}
