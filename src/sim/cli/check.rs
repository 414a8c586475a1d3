//! What a commit finds wrong with a configuration as a whole.

use super::super::kind::Family;
use super::super::seen::Seen;
use super::super::tree::Level;

/// A statement that cannot be, and why.
#[derive(Clone, Debug)]
pub(super) struct Problem {
    pub path: Vec<String>,
    pub text: String,
}

impl Problem {
    pub(super) fn new(path: &[&str], text: &str) -> Self {
        Self {
            path: path.iter().map(|word| (*word).to_owned()).collect(),
            text: text.to_owned(),
        }
    }
}

pub(super) fn problems(family: Family, tree: &Level) -> Vec<Problem> {
    let seen = Seen::new(family, tree);
    let mut found = Vec::new();
    for interface in &seen.interfaces {
        if let Some((other, (net, length))) = seen.overlap(&interface.name) {
            let text = format!(
                "Duplicate address - {net}/{length} overlaps with {}",
                other.name
            );
            found.push(Problem::new(&["interfaces", &interface.name], &text));
        }
        if interface.untagged {
            found.push(Problem::new(
                &["interfaces", &interface.name],
                "VLAN-ID can only be specified on tagged ethernet interfaces",
            ));
        }
    }
    for (at, one) in seen.interfaces.iter().enumerate() {
        let port = |name: &str| name.rsplit_once('.').map(|(port, _)| port.to_owned());
        let twin = seen.interfaces[at + 1..].iter().find(|other| {
            one.vlan.is_some()
                && other.vlan == one.vlan
                && port(&other.name) == port(&one.name)
                && !one.name.starts_with("irb")
                && port(&one.name).is_some()
        });
        if let Some(other) = twin {
            let text = format!("duplicate VLAN-ID on interface {}", other.name);
            found.push(Problem::new(&["interfaces", &one.name], &text));
        }
    }
    for peer in &seen.peers {
        let address = peer.address.to_string();
        let path = ["protocols", "bgp", "neighbor", address.as_str()];
        if peer.remote_as.is_none() {
            found.push(Problem::new(&path, "peer-as must be configured"));
        }
        if seen.asn(peer.vrf.as_deref()).is_none() && peer.local_as.is_none() {
            found.push(Problem::new(
                &path[..2],
                "BGP \"system-as\" number must be defined!",
            ));
        }
        for policy in peer.import.iter().chain(&peer.export) {
            if !seen.filters.contains_key(policy) {
                found.push(Problem::new(
                    &path,
                    &format!("Policy error: Policy {policy} referenced but not defined"),
                ));
            }
        }
    }
    found
}
