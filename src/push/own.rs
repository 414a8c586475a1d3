//! The branch that we sit on: the interface and the route that our own session runs over. A change
//! that touches them is refused, whatever its timer would do about it.

use std::net::{IpAddr, ToSocketAddrs, UdpSocket};

use super::contain::Difference;
use super::health::ByAddress;
use crate::router::Target;

/// The addresses of the router that our session ends at.
pub(super) fn reached_at(target: &Target) -> Vec<IpAddr> {
    let end = (target.end.host.as_str(), target.end.port);
    end.to_socket_addrs()
        .map_or(Vec::new(), |all| all.map(|at| at.ip()).collect())
}

/// Where our packets come from, as the router sees it: ours, or the last bastion's.
pub(super) fn coming_from(target: &Target) -> Option<IpAddr> {
    if let Some(last) = target.jumps.last() {
        let bastion = (last.host.as_str(), last.port).to_socket_addrs().ok()?;
        return bastion.map(|at| at.ip()).next();
    }
    let end = (target.end.host.as_str(), target.end.port);
    let to = end.to_socket_addrs().ok()?.next()?;
    let any: IpAddr = if to.is_ipv4() {
        [0, 0, 0, 0].into()
    } else {
        [0; 16].into()
    };
    // Nothing is sent: a connected UDP socket knows which address it would send from.
    let socket = UdpSocket::bind((any, 0)).ok()?;
    socket.connect(to).ok()?;
    Some(socket.local_addr().ok()?.ip())
}

/// What in a change would touch the way to the router; the reasons to refuse it.
pub(super) fn touched(
    missing: &[Difference],
    running: &[String],
    by_address: &ByAddress,
    at: &[IpAddr],
) -> Option<String> {
    for ip in at {
        let text = ip.to_string();
        let known = by_address.get(&text).cloned();
        let named: Vec<String> = match known {
            Some(name) => vec![name],
            None => headings(running, &text),
        };
        for name in named {
            let touches = |difference: &&Difference| {
                let all = difference.within.iter().chain([&difference.line]);
                all.into_iter().any(|line| names(line, &name))
            };
            if let Some(found) = missing.iter().find(touches) {
                return Some(format!(
                    "`{}` touches {name}, which holds {ip}: vifctl's own session runs over it; change it by hand, or reach the router another way",
                    found.line
                ));
            }
        }
    }
    None
}

/// Does a line speak of this interface, or of all of it? A sub-interface is another one.
fn names(line: &str, name: &str) -> bool {
    let line = line.to_lowercase();
    let name = name.to_lowercase();
    let last = name.split_whitespace().next_back().unwrap_or(&name);
    let mut words = line.split_whitespace();
    words.any(|word| word.trim_matches(['"', ';', '\'']) == last)
}

/// The section that holds an address, where no output names its interface.
fn headings(running: &[String], address: &str) -> Vec<String> {
    let holds = |line: &str| {
        let mut words = line.split(|c: char| c.is_whitespace() || matches!(c, '/' | '"' | ';'));
        words.any(|word| word == address)
    };
    let indent = |line: &str| line.len() - line.trim_start().len();
    let mut found = Vec::new();
    for (number, line) in running.iter().enumerate().filter(|(_, line)| holds(line)) {
        let above = running[..number].iter().rev();
        let deep = indent(line);
        let heading = above.into_iter().find(|above| indent(above) < deep);
        if let Some(heading) = heading.filter(|heading| heading.contains("interface")) {
            found.push(heading.trim().to_owned());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(within: &str, line: &str) -> Vec<Difference> {
        vec![Difference {
            within: vec![within.to_owned()],
            line: line.to_owned(),
        }]
    }

    #[test]
    fn the_interface_of_our_session_is_left_alone() {
        let running = ["interface Gi0/0", " ip address 192.0.2.1 255.255.255.0"];
        let running: Vec<String> = running.map(str::to_owned).to_vec();
        let at = ["192.0.2.1".parse().expect("an address")];
        let none = ByAddress::new();
        assert!(touched(&change("interface Gi0/0", "mtu 9000"), &running, &none, &at).is_some());
        assert!(
            touched(
                &change("interface Gi0/0.7", "mtu 9000"),
                &running,
                &none,
                &at
            )
            .is_none()
        );
        let known = ByAddress::from([("192.0.2.1".to_owned(), "Gi0/0.7".to_owned())]);
        assert!(
            touched(
                &change("interface Gi0/0.7", "mtu 9000"),
                &running,
                &known,
                &at
            )
            .is_some()
        );
        assert!(
            touched(
                &change("interface Gi0/0", "mtu 9000"),
                &running,
                &known,
                &at
            )
            .is_none()
        );
    }
}
