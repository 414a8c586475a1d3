use crate::check::{Check, PortScene, Status, Test, Verdicts};
use crate::intent::Mtu;

pub static CHECK: Check = Check {
    name: "aws-jumbo",
    says: "AWS has the connection capable of jumbo frames where a vif on it has them.",
    why: "On a connection that is not, AWS refuses the MTU. Of a hosted connection only AWS can tell: it is capable if \
          its partner's own connection is.",
    passes: &[r#"
[[aws.connections]]
connectionId = "dxcon-ffabc123"
connectionState = "available"
jumboFrameCapable = true
"#],
    fails: &[r#"
[[aws.connections]]
connectionId = "dxcon-ffabc123"
connectionState = "available"
jumboFrameCapable = false
"#],
    test: Test::Port(test),
};

fn test(port: &PortScene<'_>, verdicts: &mut Verdicts<'_>) {
    let Some(told) = port.told() else { return };
    let intent = port.scene.intent;
    let on_it = |vif: &&crate::intent::Vif| {
        let theirs = intent.connection_of(vif);
        theirs.is_some_and(|theirs| std::ptr::eq(theirs, port.connection))
    };
    let large = intent
        .vifs
        .iter()
        .filter(on_it)
        .find(|vif| vif.mtu_or_default() > Mtu::STANDARD);
    let wanted = port.connection.jumbo.map(|at| at.value);
    let needed = large.is_some() || wanted == Some(true);
    let Some(said) = &told.port.port().jumbo_capable else {
        if needed {
            verdicts.unknown(told.untold("jumbo frames"));
        }
        return;
    };
    if !needed && wanted.is_none() {
        return;
    }
    let status = match (said.value, needed) {
        (false, true) => Status::Fail,
        // The intent is out of date, and nothing is lost by it.
        (true, _) if wanted == Some(false) => Status::Warn,
        _ => Status::Pass,
    };
    let word = |capable: bool| if capable { "capable" } else { "not capable" };
    let verdict = verdicts.say(status);
    verdict
        .expected(word(needed))
        .observed(word(said.value))
        .because([told.witness.evidence(said)]);
    if let Some(vif) = large.filter(|_| !said.value) {
        let mtu = vif.mtu_or_default().get();
        verdict.reason(format!("vif {} has an MTU of {mtu}", vif.name.text));
    }
}
