use super::{Told, word};
use crate::check::witness::{AssociationState, Gateway, GatewayState, Said};
use crate::check::{Check, Status, Test, Verdicts, VifScene};

pub static CHECK: Check = Check {
    name: "aws-gateway",
    says: "The vif is attached to the gateway of the intent, and that gateway is ready.",
    why: "The gateway decides which networks are behind the vif and which AS number Amazon's side has. One without an \
          association brings up a session over which nothing comes.",
    passes: &[r#"
[[aws.virtualInterfaces]]
virtualInterfaceId = "dxvif-fgabc001"
vlan = 101
directConnectGatewayId = "6f1d2c3b-aaaa-4bbb-8ccc-0123456789ab"
[[aws.directConnectGateways]]
directConnectGatewayId = "6f1d2c3b-aaaa-4bbb-8ccc-0123456789ab"
directConnectGatewayState = "available"
amazonSideAsn = 64512
"#],
    fails: &[
        r#"
[[aws.virtualInterfaces]]
virtualInterfaceId = "dxvif-fgabc001"
vlan = 101
directConnectGatewayId = "6f1d2c3b-aaaa-4bbb-8ccc-0123456789ab"
[[aws.directConnectGateways]]
directConnectGatewayId = "6f1d2c3b-aaaa-4bbb-8ccc-0123456789ab"
directConnectGatewayState = "available"
amazonSideAsn = 64600
"#,
        r#"
[[aws.virtualInterfaces]]
virtualInterfaceId = "dxvif-fgabc001"
vlan = 101
directConnectGatewayId = "6f1d2c3b-aaaa-4bbb-8ccc-0123456789ab"
[[aws.directConnectGatewayAssociations]]
directConnectGatewayId = "6f1d2c3b-aaaa-4bbb-8ccc-0123456789ab"
associationState = "disassociating"
"#,
    ],
    test: Test::Vif(test),
};

fn test(vif: &VifScene<'_>, verdicts: &mut Verdicts<'_>) {
    let Some(told) = vif.told() else { return };
    let Some(said) = told.vif.gateway() else {
        if vif.vif.gateway.is_some() {
            verdicts.unknown(told.untold("the gateway"));
        }
        return;
    };
    if let Some(wanted) = &vif.vif.gateway
        && !word(told.witness, said, &wanted.value, verdicts)
    {
        return;
    }
    let is_it = |id: &Option<Said<String>>| id.as_ref().is_some_and(|id| id.value == said.value);
    if let Some(gateway) = told
        .witness
        .gateways
        .iter()
        .find(|gateway| is_it(&gateway.id))
    {
        of_gateway(vif, &told, gateway, verdicts);
    }
    associated(&told, said, verdicts);
}

/// What is behind the gateway.
fn associated(told: &Told<'_>, said: &Said<String>, verdicts: &mut Verdicts<'_>) {
    let is_it = |id: &Option<Said<String>>| id.as_ref().is_some_and(|id| id.value == said.value);
    let all = told.witness.associations.iter();
    for association in all.filter(|association| is_it(&association.gateway)) {
        let Some(state) = &association.state else {
            continue;
        };
        let verdict = verdicts.say(match state.value {
            AssociationState::Associated => Status::Pass,
            AssociationState::Disassociated | AssociationState::Disassociating => Status::Fail,
            _ => Status::Warn,
        });
        let behind = association.associated.as_ref();
        let behind = behind.map_or("what is behind it", |id| &id.value);
        verdict
            .expected("associated")
            .observed(format!("{behind} {}", state.value))
            .because([told.witness.evidence(state)]);
        if let Some(error) = &association.error {
            verdict.reason(error.value.clone());
        }
    }
}

fn of_gateway(vif: &VifScene<'_>, told: &Told<'_>, gateway: &Gateway, verdicts: &mut Verdicts<'_>) {
    if let Some(state) = &gateway.state {
        let verdict = verdicts.say(match state.value {
            GatewayState::Available => Status::Pass,
            GatewayState::Deleted | GatewayState::Deleting => Status::Fail,
            _ => Status::Warn,
        });
        verdict
            .expected("gateway available")
            .observed(format!("gateway {}", state.value))
            .because([told.witness.evidence(state)]);
        if let Some(error) = &gateway.error {
            verdict.reason(error.value.clone());
        }
    }
    if let (Some(asn), Some(wanted)) = (&gateway.amazon_asn, vif.vif.amazon_asn) {
        verdicts
            .holds(asn.value == u64::from(wanted.value.get()))
            .expected(format!("gateway with AS {}", wanted.value))
            .observed(format!("gateway with AS {}", asn.value))
            .because([told.witness.evidence(asn)]);
    }
}
