//! Which answer of AWS's is it? It is recognised by its members, wrapped in lists or not.

use super::Witness;
use super::connection::{Connection, Lag, is_connection, is_lag};
use super::fields::Fields;
use super::gateway::{Association, Gateway, Test, is_gateway};
use super::router_configuration::RouterConfiguration;
use super::routes::Routes;
use super::scan::{Node, Value};
use super::vif::{Vif, is_vif};
use crate::diagnostic::quote;

const WANTED: &str = "describe-virtual-interfaces, describe-connections, describe-lags, \
                      list-virtual-interface-routes and describe-router-configuration are wanted";

/// Answers that are recognised and that no check asks.
const UNASKED: &[&str] = &[
    "directConnectGatewayAttachments",
    "directConnectGatewayAssociationProposals",
    "interconnects",
    "locations",
    "resourceTags",
    "virtualGateways",
    "customerAgreements",
    "agreements",
];

/// Take what a document says.
pub(super) fn take(witness: &mut Witness, document: Node, file: u32) -> Result<(), String> {
    let list = match document.value {
        Value::List(items) => items,
        Value::Object(_) => return object(witness, document, file),
        _ => return Err(format!("this is no answer of Direct Connect; {WANTED}")),
    };
    // An empty list is what `--query` leaves of an answer without anything in it.
    for item in list {
        take(witness, item, file)?;
    }
    Ok(())
}

fn object(witness: &mut Witness, document: Node, file: u32) -> Result<(), String> {
    let Some(mut fields) = Fields::of(document, file) else {
        return Ok(());
    };
    if let Some(refusal) = refusal(&mut fields) {
        return Err(refusal);
    }
    if let Some(inner) = fields.object("virtualInterface") {
        witness.vifs.push(Vif::read(inner));
        return Ok(());
    }
    match () {
        () if is_vif(&fields) => witness.vifs.push(Vif::read(fields)),
        () if is_lag(&fields) => witness.lags.push(Lag::read(fields)),
        () if is_connection(&fields) => witness.connections.push(Connection::read(fields)),
        () if is_gateway(&fields) => witness.gateways.push(Gateway::read(fields)),
        () if fields.has("routes") => routes(witness, fields),
        () if fields.has("customerRouterConfig") => witness
            .router_configurations
            .push(RouterConfiguration::read(fields)),
        () => return lists(witness, fields),
    }
    Ok(())
}

/// What AWS says instead of an answer.
fn refusal(fields: &mut Fields) -> Option<String> {
    if !fields.has("__type") {
        return None;
    }
    let kind = fields.text("__type")?.value;
    let message = fields.text("message").or_else(|| fields.text("Message"));
    let message = message.map_or_else(String::new, |text| format!(": {}", quote(&text.value)));
    Some(format!("AWS refused to answer, {}{message}", quote(&kind)))
}

fn routes(witness: &mut Witness, fields: Fields) {
    let routes = Routes::read(fields);
    if routes.unread > 0 {
        let note = format!(
            "{}: {} routes without a prefix that can be read",
            witness.place(routes.spot),
            routes.unread
        );
        witness.notes.push(note);
    }
    witness.routes.push(routes);
}

/// The answers that are a list of things under a name; one object may hold several.
fn lists(witness: &mut Witness, mut fields: Fields) -> Result<(), String> {
    let known = [
        "virtualInterfaces",
        "connections",
        "lags",
        "directConnectGateways",
        "directConnectGatewayAssociations",
        "virtualInterfaceTestHistory",
    ];
    if !fields.has_any(&known) {
        return unknown(witness, &fields);
    }
    let vifs = fields.objects("virtualInterfaces");
    witness.vifs.extend(vifs.into_iter().map(Vif::read));
    let connections = fields.objects("connections");
    let connections = connections.into_iter().map(Connection::read);
    witness.connections.extend(connections);
    let lags = fields.objects("lags");
    witness.lags.extend(lags.into_iter().map(Lag::read));
    let gateways = fields.objects("directConnectGateways");
    witness
        .gateways
        .extend(gateways.into_iter().map(Gateway::read));
    let associations = fields.objects("directConnectGatewayAssociations");
    let associations = associations.into_iter().map(Association::read);
    witness.associations.extend(associations);
    let tests = fields.objects("virtualInterfaceTestHistory");
    witness.tests.extend(tests.into_iter().map(Test::read));
    if fields.text("nextToken").is_some() {
        let note = format!(
            "{}: AWS has more pages than are in this file",
            witness.place(fields.spot)
        );
        witness.notes.push(note);
    }
    Ok(())
}

fn unknown(witness: &mut Witness, fields: &Fields) -> Result<(), String> {
    if let Some(name) = UNASKED.iter().find(|name| fields.has(name)) {
        let place = witness.place(fields.spot);
        witness
            .notes
            .push(format!("{place}: {name} tell nothing that is compared"));
        return Ok(());
    }
    // A torn file may have its key where a name should be; names are words.
    let is_word = |name: &&str| name.chars().all(|c| c.is_alphabetic());
    let names = fields.names().filter(is_word).take(3);
    let names: Vec<String> = names.map(quote).collect();
    Err(if names.is_empty() {
        format!("this object tells nothing of Direct Connect; {WANTED}")
    } else {
        let names = names.join(", ");
        format!("this is no answer of Direct Connect (it has {names}); {WANTED}")
    })
}
