use crate::check::witness::PortOf;
use crate::check::{Check, PortScene, Test, Verdicts};
use crate::intent::ConnectionKind;

pub static CHECK: Check = Check {
    name: "aws-connection-kind",
    says: "AWS has a hosted connection where the intent has one, with the partner's VLAN.",
    why: "A hosted connection carries one vif, on the VLAN that the partner chose. AWS tells that VLAN only for hosted \
          connections, which is how they are known.",
    passes: &[r#"
[[aws.connections]]
connectionId = "dxcon-ffabc123"
connectionState = "available"
"#],
    fails: &[r#"
[[aws.connections]]
connectionId = "dxcon-ffabc123"
connectionState = "available"
partnerName = "A Partner"
vlan = 1234
"#],
    test: Test::Port(test),
};

fn test(port: &PortScene<'_>, verdicts: &mut Verdicts<'_>) {
    let (Some(told), Some(kind)) = (port.told(), port.connection.kind) else {
        return;
    };
    let PortOf::Connection(connection) = told.port else {
        return;
    };
    let word = |vlan: Option<u64>| match vlan {
        Some(vlan) => format!("hosted on VLAN {vlan}"),
        None => "dedicated".to_owned(),
    };
    let theirs = connection.vlan.as_ref().map(|vlan| vlan.value);
    let ours = port.connection.vlan.map(|vlan| u64::from(vlan.value.get()));
    let (expected, right) = match (kind.value, ours) {
        (ConnectionKind::Dedicated, _) => (word(None), theirs.is_none()),
        (ConnectionKind::Hosted, Some(vlan)) => (word(Some(vlan)), theirs == Some(vlan)),
        (ConnectionKind::Hosted, None) => ("hosted".to_owned(), theirs.is_some()),
    };
    let verdict = verdicts.holds(right);
    verdict.expected(expected).observed(word(theirs));
    verdict.because(
        connection
            .vlan
            .as_ref()
            .map(|vlan| told.witness.evidence(vlan)),
    );
    if let Some(partner) = &connection.partner
        && !right
    {
        verdict.because([told.witness.evidence(partner)]);
    }
}
