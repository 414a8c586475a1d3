use super::ToldPort;
use crate::check::witness::{Lag, PortOf};
use crate::check::{Check, PortScene, Status, Test, Verdicts};

pub static CHECK: Check = Check {
    name: "aws-lag",
    says: "AWS has a LAG where the intent has one, with as many links, all of them up, and the same minimum.",
    why: "With fewer links up than AWS's minimum the whole LAG goes down with every vif on it, while the router, with a \
          smaller minimum of its own, still sends into it.",
    passes: &[r#"
[[aws.lags]]
lagId = "dxlag-ffabc123"
lagState = "available"
numberOfConnections = 2
connections = [
    { connectionId = "dxcon-a", connectionState = "available" },
    { connectionId = "dxcon-b", connectionState = "available" },
]
"#],
    fails: &[
        r#"
[[aws.lags]]
lagId = "dxlag-ffabc123"
lagState = "available"
numberOfConnections = 2
connections = [
    { connectionId = "dxcon-a", connectionState = "available" },
    { connectionId = "dxcon-b", connectionState = "down" },
]
"#,
        r#"
[[aws.lags]]
lagId = "dxlag-ffabc123"
lagState = "available"
numberOfConnections = 1
"#,
        r#"
[[aws.connections]]
connectionId = "dxlag-ffabc123"
connectionState = "available"
"#,
    ],
    test: Test::Port(test),
};

fn test(port: &PortScene<'_>, verdicts: &mut Verdicts<'_>) {
    let Some(told) = port.told() else { return };
    match (told.port, &port.connection.lag) {
        (PortOf::Lag(lag), Some(ours)) => {
            count(&told, lag, ours.value.members.len(), verdicts);
            links(&told, lag, verdicts);
            let wanted = ours.value.minimum_links.map(|at| u64::from(at.value));
            minimum(&told, lag, wanted, verdicts);
        }
        (PortOf::Lag(lag), None) => {
            // The intent does not describe the bundle; whether its links are up counts all the same.
            links(&told, lag, verdicts);
        }
        (PortOf::Connection(connection), Some(_)) => {
            let id = connection.port.id.as_ref();
            let verdict = verdicts.fail().expected("a LAG").observed("a connection");
            verdict.because(id.map(|id| told.witness.evidence(id)));
        }
        (PortOf::Connection(_), None) => {}
    }
}

fn count(told: &ToldPort<'_>, lag: &Lag, wanted: usize, verdicts: &mut Verdicts<'_>) {
    let Some(said) = &lag.number_of_connections else {
        return;
    };
    if wanted == 0 {
        return;
    }
    verdicts
        .holds(said.value == wanted as u64)
        .expected(format!("{wanted} links"))
        .observed(format!("{} links", said.value))
        .because([told.witness.evidence(said)]);
}

fn links(told: &ToldPort<'_>, lag: &Lag, verdicts: &mut Verdicts<'_>) {
    let (up, all) = lag.links();
    if all == 0 {
        return;
    }
    let minimum = lag.minimum_links.as_ref().map_or(0, |said| said.value);
    let status = match up {
        up if up == all => Status::Pass,
        0 => Status::Fail,
        up if (up as u64) < minimum => Status::Fail,
        _ => Status::Warn,
    };
    let states = lag.connections.iter().filter_map(|member| {
        let state = member.port.state.as_ref()?;
        (state.value != crate::check::witness::PortState::Available).then_some(state)
    });
    let verdict = verdicts.say(status);
    verdict
        .expected(format!("{all} of {all} links up"))
        .observed(format!("{up} of {all} links up"))
        .because(states.map(|state| told.witness.evidence(state)));
    if (up as u64) < minimum {
        verdict.reason(format!(
            "below AWS's minimum of {minimum}: the LAG and all its vifs are down"
        ));
    }
}

fn minimum(told: &ToldPort<'_>, lag: &Lag, wanted: Option<u64>, verdicts: &mut Verdicts<'_>) {
    let (Some(said), Some(wanted)) = (&lag.minimum_links, wanted) else {
        return;
    };
    verdicts
        .say(match said.value == wanted {
            true => Status::Pass,
            false => Status::Warn,
        })
        .expected(format!("a minimum of {wanted} links"))
        .observed(format!("a minimum of {} links", said.value))
        .because([told.witness.evidence(said)]);
}
