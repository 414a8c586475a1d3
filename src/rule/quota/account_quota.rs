use std::collections::HashMap;

use crate::diagnostic::{Code, Findings};
use crate::intent::Connection;
use crate::rule::gateway::GatewayKind;
use crate::rule::{Check, LIMITS, Rule, Source, World, connection};

pub static RULE: Rule = Rule {
    code: Code::warning("account-quota", &["QUO-05", "QUO-11"]),
    says: "There are at most {connections_per_location} connections at a location and {gateways_per_account} Direct \
           Connect gateways.",
    why: "That is what an account has unless more was asked for. An intent does not say which account owns what: where \
          it is about several accounts, or the quota has been raised, allow it.",
    breaks: &["
[connection.1]
kind = \"dedicated\"
speed = \"10Gbps\"
location = \"TCSH\"
router = \"edge\"
port = \"Port-channel1\"
lag = { members = [\"Te1/1/0\", \"Te1/1/1\", \"Te1/1/2\", \"Te1/1/3\"] }

[connection.2]
kind = \"dedicated\"
speed = \"10Gbps\"
location = \"TCSH\"
router = \"edge\"
port = \"Port-channel2\"
lag = { members = [\"Te1/2/0\", \"Te1/2/1\", \"Te1/2/2\", \"Te1/2/3\"] }

[connection.3]                  # <-
kind = \"dedicated\"
speed = \"10Gbps\"
location = \"TCSH\"
router = \"edge\"
port = \"Port-channel3\"
lag = { members = [\"Te1/3/0\", \"Te1/3/1\", \"Te1/3/2\", \"Te1/3/3\"] }
"],
    keeps: &["
[connection.1]
kind = \"dedicated\"
speed = \"10Gbps\"
location = \"TCSH\"
router = \"edge\"
port = \"Port-channel1\"
lag = { members = [\"Te1/1/0\", \"Te1/1/1\", \"Te1/1/2\", \"Te1/1/3\"] }

[connection.2]
kind = \"dedicated\"
speed = \"10Gbps\"
location = \"TCSH\"
router = \"edge\"
port = \"Port-channel2\"
lag = { members = [\"Te1/2/0\", \"Te1/2/1\", \"Te1/2/2\", \"Te1/2/3\"] }
"],
    sources: &[Source::UserGuide("limits")],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    connections(world, found);
    gateways(world, found);
}

/// Active connections are counted, and each member of a LAG is one.
fn connections(world: &World<'_>, found: &mut Findings) {
    let most = LIMITS.connections_per_location.value as usize;
    let mut at_location: HashMap<&str, usize> = HashMap::new();
    for (connection, vifs) in connection::each(world.intent) {
        let Some(location) = &connection.location else {
            continue;
        };
        let count = at_location.entry(&location.value).or_insert(0);
        let before = *count;
        *count += links(connection);
        if before > most || *count <= most {
            continue;
        }
        let (name, location) = (&connection.name, &location.value);
        let message = format!(
            "connection {} is number {} at {location}, and {most} is the most of an account",
            name.text, *count
        );
        let diagnostic = RULE
            .found(message)
            .at(name.place)
            .subject(format!("connection.{}", name.text))
            .label("over the quota");
        let diagnostic = diagnostic.concerns_each(vifs.iter().map(|vif| &*vif.name.text));
        found.push(
            diagnostic.help("ask AWS to raise the quota for connections, or use another location"),
        );
    }
}

fn links(connection: &Connection) -> usize {
    connection
        .lag
        .as_ref()
        .map_or(1, |lag| lag.value.members.len().max(1))
}

fn gateways(world: &World<'_>, found: &mut Findings) {
    let most = LIMITS.gateways_per_account.value as usize;
    let by_gateway = world.intent.vifs_by_gateway();
    let is_direct_connect =
        |(gateway, _): &&(&str, _)| GatewayKind::of(gateway) == Some(GatewayKind::DirectConnect);
    let all: Vec<_> = by_gateway.iter().filter(is_direct_connect).collect();
    let Some((gateway, vifs)) = all.get(most) else {
        return;
    };
    let Some((vif, place)) = vifs
        .first()
        .and_then(|vif| Some((vif, vif.gateway.as_ref()?.place)))
    else {
        return;
    };
    let message = format!(
        "the vifs are attached to {} Direct Connect gateways, and {most} is the most of an account",
        all.len()
    );
    let diagnostic = RULE
        .found(message)
        .reference("QUO-11")
        .at(place)
        .vif(&vif.name.text);
    found.push(
        diagnostic
            .label(format!("{gateway} is one too many"))
            .help("ask AWS to raise the quota for Direct Connect gateways"),
    );
}
