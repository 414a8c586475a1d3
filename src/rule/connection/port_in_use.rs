use std::collections::HashMap;

use crate::diagnostic::{Code, Diagnostic, Findings};
use crate::intent::{At, Connection, Intent, Vlan};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::error("port-in-use", &[]),
    says: "A port of a router belongs to one connection, and stands in its LAG once.",
    why: "A cross-connect has one end on your side. Two connections on one port, or a port that is a member of two \
          LAGs, is a slip in the name, and the second one would be configured over the first. Only hosted \
          connections share a port, each with a VLAN of its own.",
    breaks: &[
        r#"
[connection.dx]
kind = "dedicated"
router = "edge"
port = "TenGigabitEthernet0/1/0"

[connection.new]
kind = "dedicated"
router = "edge"
port = "TenGigabitEthernet0/1/0"        # <-
"#,
        r#"
[connection.dx]
kind = "dedicated"
router = "edge"
port = "Port-channel1"
lag = { members = ["Te0/1/0", "Te0/1/0"] }      # <-
"#,
        r#"
[connection.dx]
kind = "dedicated"
router = "edge"
port = "TenGigabitEthernet0/1/0"

[connection.new]
kind = "dedicated"
router = "edge"
port = "Port-channel1"
lag = { members = ["Te0/1/0", "Te0/1/1"] }      # <-
"#,
        r#"
[connection.dx]
kind = "hosted"
router = "edge"
port = "TenGigabitEthernet0/1/0"
vlan = 101

[connection.new]
kind = "hosted"
router = "edge"
port = "TenGigabitEthernet0/1/0"        # <-
vlan = 101
"#,
    ],
    keeps: &[
        r#"
[connection.dx]
kind = "dedicated"
router = "edge"
port = "TenGigabitEthernet0/1/0"

[connection.new]
kind = "dedicated"
router = "edge"
port = "TenGigabitEthernet0/1/1"
"#,
        r#"
[connection.dx]
kind = "hosted"
router = "edge"
port = "TenGigabitEthernet0/1/0"
vlan = 101

[connection.new]
kind = "hosted"
router = "edge"
port = "TenGigabitEthernet0/1/0"
vlan = 102
"#,
    ],
    sources: &[Source::Ours("a fibre has one end on each side")],
    check: Check::Looking(check),
};

/// A port that a connection lays claim to.
#[derive(Clone, Copy)]
struct Claim<'a> {
    connection: &'a Connection,
    port: &'a At<String>,
    is_member: bool,
}

/// A port of a router, as it is first spelled, and who claims it.
struct Port<'a> {
    head: &'a str,
    first: Claim<'a>,
    by_vlan: HashMap<Vlan, Claim<'a>>,
}

fn check(world: &World<'_>, found: &mut Findings) {
    // By router and by the numbers of the port: what is left to compare are spellings.
    let mut ports: HashMap<(usize, &str), Vec<Port<'_>>> = HashMap::new();
    for (router, claim) in claims(world.intent) {
        let (head, numbers) = split(&claim.port.value);
        let alike = ports.entry((router, numbers)).or_default();
        match alike.iter_mut().find(|port| is_same_word(port.head, head)) {
            Some(port) => {
                if let Some(other) = port.clash(claim) {
                    found.push(finding(claim, other));
                }
            }
            None => {
                let by_vlan = claim.connection.vlan.map(|vlan| (vlan.value, claim));
                alike.push(Port {
                    head,
                    first: claim,
                    by_vlan: by_vlan.into_iter().collect(),
                });
            }
        }
    }
}

fn claims(intent: &Intent) -> impl Iterator<Item = (usize, Claim<'_>)> {
    intent.connections.iter().flat_map(|connection| {
        let members = connection.lag.iter().flat_map(|lag| &lag.value.members);
        let claim = move |is_member| {
            move |port| Claim {
                connection,
                port,
                is_member,
            }
        };
        let all = connection.port.iter().map(claim(false));
        let all = all.chain(members.map(claim(true)));
        let router = connection.router;
        all.filter_map(move |claim| Some((router?.value, claim)))
    })
}

impl<'a> Port<'a> {
    /// Who has it already. Hosted connections share a port by VLAN.
    fn clash(&mut self, claim: Claim<'a>) -> Option<Claim<'a>> {
        let hosted = |claim: Claim<'_>| claim.connection.is_hosted();
        if !hosted(claim) || !hosted(self.first) {
            return Some(self.first);
        }
        let vlan = claim.connection.vlan?.value;
        let other = self.by_vlan.get(&vlan).copied();
        self.by_vlan.entry(vlan).or_insert(claim);
        other
    }
}

fn finding(claim: Claim<'_>, other: Claim<'_>) -> Diagnostic {
    let (port, name) = (&claim.port.value, &claim.connection.name.text);
    let message = if !std::ptr::eq(claim.connection, other.connection) {
        let other = &other.connection.name.text;
        match claim.connection.vlan {
            Some(vlan) if claim.connection.is_hosted() => format!(
                "port {port} of connection {name} is in use by connection {other} with VLAN {}",
                vlan.value.get()
            ),
            _ => format!("port {port} of connection {name} is in use by connection {other}"),
        }
    } else if other.is_member {
        format!("port {port} stands twice in the LAG of connection {name}")
    } else {
        format!("port {port} is the LAG of connection {name} and cannot be its own member")
    };
    RULE.found(message)
        .at(claim.port.place)
        .label("used again")
        .related(other.port.place, "first used here")
        .subject(format!("connection.{name}"))
}

/// A port's name in its word and its numbers: `TenGigabitEthernet` and `0/1/0`.
fn split(port: &str) -> (&str, &str) {
    let at = port
        .find(|c: char| c.is_ascii_digit())
        .unwrap_or(port.len());
    (port[..at].trim_end(), &port[at..])
}

/// Routers take a word in any case, and by its first letters.
fn is_same_word(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() <= other.len() {
        (one, other)
    } else {
        (other, one)
    };
    short.eq_ignore_ascii_case(long)
        || short.len() >= 2
            && long
                .get(..short.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(short))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_is_known_by_its_short_name_too() {
        let same = |one, other| {
            let ((a, x), (b, y)) = (split(one), split(other));
            x == y && is_same_word(a, b)
        };
        assert!(same("Te0/1/0", "TenGigabitEthernet0/1/0"));
        assert!(same("ethernet 1/1", "Ethernet1/1"));
        assert!(same("1/1/c1/1", "1/1/c1/1"));
        assert!(!same("xe-0/0/0", "ge-0/0/0"));
        assert!(!same("Te0/1/0", "Te0/1/1"));
        assert!(!same("ae1", "1"));
    }
}
