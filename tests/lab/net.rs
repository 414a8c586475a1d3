//! Namespaces and the cables between them.

use std::process::Command;

use crate::process::{ran, sh};

/// A machine: a network namespace with a host name of its own.
pub struct Host {
    pub name: String,
}

impl Host {
    pub fn new(name: &str) -> Self {
        sh(&format!(
            "ip netns add {name}; touch /run/uts/{name}; unshare --uts=/run/uts/{name} hostname {name}
             ip netns exec {name} sh -c 'echo 0 > /proc/sys/net/ipv6/conf/default/accept_dad
             echo 1 > /proc/sys/net/ipv4/ip_forward; ip link set lo up'"
        ));
        Self {
            name: name.to_owned(),
        }
    }

    /// A program on it.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new("nsenter");
        command.arg(format!("--net=/run/netns/{}", self.name));
        command
            .arg(format!("--uts=/run/uts/{}", self.name))
            .arg(program);
        command
    }

    pub fn sh(&self, script: &str) -> String {
        ran(self.command("sh").args(["-ec", script]))
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        // The namespace around it goes in any case; this is only sooner.
        let name = &self.name;
        let script = format!("ip netns del {name}; umount /run/uts/{name}; rm /run/uts/{name}");
        let _ = Command::new("sh").args(["-c", &script]).output();
    }
}

/// The switches between two routers: a port of each, and a bridge for every VLAN. The kernel that the
/// lab has to do with may know no VLANs, so that an interface called `eth1.101` is the end of a cable
/// of its own; what a router sees is the same.
pub struct Exchange {
    pub host: Host,
}

impl Exchange {
    pub fn new(name: &str) -> Self {
        Self {
            host: Host::new(name),
        }
    }

    /// A port of a router and the light in it.
    pub fn port(&self, router: &Host, port: &str) {
        self.cable(router, port, &format!("p-{port}"));
    }

    /// The same, with a name of its own at our end: several routers have a port of this name.
    pub fn port_named(&self, router: &Host, port: &str, here: &str) {
        self.cable(router, port, here);
    }

    /// An interface of a router, in a VLAN.
    pub fn tagged(&self, router: &Host, interface: &str, vlan: u16) {
        let taken = self
            .host
            .sh("ip -br link")
            .contains(&format!("c-{interface}@"));
        let here = format!("c-{interface}{}", if taken { "x" } else { "" });
        self.cable(router, interface, &here);
        self.host.sh(&format!(
            "ip link show br{vlan} >/dev/null 2>&1 || {{ ip link add br{vlan} type bridge; ip link set br{vlan} up; }}
             ip link set {here} master br{vlan}"
        ));
    }

    fn cable(&self, router: &Host, there: &str, here: &str) {
        let (ours, theirs) = (&self.host.name, &router.name);
        sh(&format!(
            "ip link add {here} netns {ours} type veth peer name {there} netns {theirs}
             ip -n {ours} link set {here} up; ip -n {theirs} link set {there} up"
        ));
    }

    /// Put an interface into another VLAN, at our end only.
    pub fn mistag(&self, interface: &str, vlan: u16) {
        self.host.sh(&format!(
            "ip link add br{vlan} type bridge; ip link set br{vlan} up; ip link set c-{interface} master br{vlan}"
        ));
    }

    /// Cut a cable at our end, or mend it.
    pub fn light(&self, ends: &[&str], on: bool) {
        let word = if on { "up" } else { "down" };
        for end in ends {
            self.host.sh(&format!("ip link set {end} {word}"));
        }
    }

    /// Drop what matches on its way through, whatever the interface.
    pub fn drop_on_the_way(&self, what: &str) {
        self.host.sh(&format!(
            "nft 'add table bridge lab'; nft 'add chain bridge lab way {{ type filter hook forward priority 0; }}'
             nft 'add rule bridge lab way {what} drop'"
        ));
    }
}
