use super::{allocated, family, stated};
use crate::diagnostic::{Code, Findings};
use crate::intent::{Connection, Vif};
use crate::rule::{Check, LIMITS, Rule, Source, World, connection};

pub static RULE: Rule = Rule {
    code: Code::error("pool-exhausted", &["PFX-04", "PFX-01", "PFX-02"]),
    says: "The prefix allocations on a connection or LAG come to no more than its pool: per family \
           {prefix_pool_10g} at 1 and 10 Gbps, {prefix_pool_100g} at 100 Gbps, {prefix_pool_400g} at 400 Gbps.",
    why: "AWS shares a pool of prefixes out to the private and transit vifs of a port, IPv4 and IPv6 apart. A LAG has \
          the pool of each of its members, up to {pool_members_below_100g} of them below 100 Gbps and \
          {pool_members_from_100g} from there on. A vif that states no prefix_allocation has {default_allocation} \
          of each family. What the pool does not hold is refused.",
    breaks: &["
[vif.a]
vlan = 101
prefix_allocation = { ipv4 = 1000, ipv6 = 1000 }
peer = [{ customer = \"169.254.1.2/30\", amazon = \"169.254.1.1/30\" }]

[vif.b]
vlan = 102
prefix_allocation = { ipv4 = 1000, ipv6 = 1000 }
peer = [{ customer = \"169.254.2.2/30\", amazon = \"169.254.2.1/30\" }]

[vif.c]
vlan = 103
prefix_allocation = { ipv4 = 1000, ipv6 = 1000 }
peer = [{ customer = \"169.254.3.2/30\", amazon = \"169.254.3.1/30\" }]

[vif.d]
vlan = 104
prefix_allocation = { ipv4 = 1000, ipv6 = 1000 }
peer = [{ customer = \"169.254.4.2/30\", amazon = \"169.254.4.1/30\" }]

[vif.e]
vlan = 105
prefix_allocation = { ipv4 = 1000, ipv6 = 1000 }
peer = [{ customer = \"169.254.5.2/30\", amazon = \"169.254.5.1/30\" }]

[vif.f]
vlan = 106
prefix_allocation = { ipv4 = 1000, ipv6 = 1000 }   # <-
peer = [{ customer = \"169.254.6.2/30\", amazon = \"169.254.6.1/30\" }]
"],
    keeps: &["
[vif.a]
vlan = 101
prefix_allocation = { ipv4 = 1000, ipv6 = 1000 }
peer = [{ customer = \"169.254.1.2/30\", amazon = \"169.254.1.1/30\" }]

[vif.b]
vlan = 102
prefix_allocation = { ipv4 = 1000, ipv6 = 1000 }
peer = [{ customer = \"169.254.2.2/30\", amazon = \"169.254.2.1/30\" }]

[vif.c]
vlan = 103
prefix_allocation = { ipv4 = 1000, ipv6 = 1000 }
peer = [{ customer = \"169.254.3.2/30\", amazon = \"169.254.3.1/30\" }]

[vif.d]
vlan = 104
prefix_allocation = { ipv4 = 1000, ipv6 = 1000 }
peer = [{ customer = \"169.254.4.2/30\", amazon = \"169.254.4.1/30\" }]

[vif.e]
vlan = 105
prefix_allocation = { ipv4 = 1000, ipv6 = 1000 }
peer = [{ customer = \"169.254.5.2/30\", amazon = \"169.254.5.1/30\" }]
"],
    sources: &[Source::UserGuide("prefix-controls")],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    let intent = world.intent;
    for (connection, vifs) in connection::each(intent) {
        let Some(pool) = pool(connection) else {
            continue;
        };
        let vifs: Vec<&Vif> = vifs
            .into_iter()
            .filter(|vif| vif.is_private_or_transit())
            .collect();
        for ipv4 in [true, false] {
            share_out(connection, pool, &vifs, ipv4, found);
        }
    }
}

/// The prefixes of a family that a connection or LAG has to share out.
fn pool(connection: &Connection) -> Option<u64> {
    if !connection.is_dedicated() {
        return None;
    }
    let limits = &*LIMITS;
    let (pool, members) = match connection.speed?.value.in_mbps() {
        1_000 | 10_000 => (&limits.prefix_pool_10g, &limits.pool_members_below_100g),
        100_000 => (&limits.prefix_pool_100g, &limits.pool_members_from_100g),
        400_000 => (&limits.prefix_pool_400g, &limits.pool_members_from_100g),
        _ => return None,
    };
    let links = connection
        .lag
        .as_ref()
        .map_or(1, |lag| lag.value.members.len().max(1));
    Some(u64::from(pool.value) * (links as u64).min(u64::from(members.value)))
}

/// Nothing is said where no vif states an allocation: then nobody asks for more than AWS gives.
fn share_out(connection: &Connection, pool: u64, vifs: &[&Vif], ipv4: bool, found: &mut Findings) {
    let total: u64 = vifs.iter().map(|vif| allocated(vif, ipv4)).sum();
    if total <= pool {
        return;
    }
    let unstated = vifs.iter().filter(|vif| stated(vif, ipv4).is_none());
    let mut sum: u64 = unstated.map(|vif| allocated(vif, ipv4)).sum();
    for vif in vifs {
        let Some(allocation) = stated(vif, ipv4) else {
            continue;
        };
        sum += u64::from(allocation.value);
        if sum <= pool {
            continue;
        }
        let (family, name) = (family(ipv4), &connection.name.text);
        let message = format!(
            "the vifs of connection {name} are given {total} {family} prefixes, and its pool holds {pool}"
        );
        let reference = if connection.lag.is_some() {
            "PFX-02"
        } else {
            "PFX-04"
        };
        let diagnostic = RULE
            .found(message)
            .reference(reference)
            .at(allocation.place)
            .vif(&vif.name.text);
        let diagnostic = diagnostic
            .label(format!("comes to {sum} here"))
            .related(connection.name.place, format!("a pool of {pool}"));
        found.push(
            diagnostic.help("lower the allocation of vifs that advertise less, or summarise"),
        );
        return;
    }
}
