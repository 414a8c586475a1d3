//! The way in to a router: a management network of its own, and an OpenSSH server with vtysh behind it.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use crate::net::Host;
use crate::process::{Daemon, comes, sh};

/// Where the keys of all doors lie.
const KEYS: &str = "/run/ssh";

pub struct Door {
    server: Option<Daemon>,
    /// Where it is reached.
    pub address: String,
    name: String,
}

/// The keys of servers and of the person who logs in, once for the lab.
pub fn keys() {
    sh(&format!(
        "mkdir -p {KEYS}; ssh-keygen -q -t ed25519 -N '' -f {KEYS}/host; ssh-keygen -q -t ed25519 -N '' -f {KEYS}/person
         cp {KEYS}/person.pub /run/netops/.ssh/authorized_keys; chown netops /run/netops/.ssh/authorized_keys"
    ));
}

impl Door {
    /// A cable to a router, the `number`th of the lab, and the server on it.
    pub fn open(router: &Host, number: usize) -> Self {
        let name = &router.name;
        let (ours, theirs) = (
            format!("10.{}.{}.1", 64 + number / 250, number % 250),
            format!("10.{}.{}.2", 64 + number / 250, number % 250),
        );
        sh(&format!(
            "ip link add m-{name} type veth peer name mgmt0 netns {name}; ip address add {ours}/30 dev m-{name}
             ip link set m-{name} up; ip -n {name} address add {theirs}/30 dev mgmt0; ip -n {name} link set mgmt0 up"
        ));
        let folder = PathBuf::from(KEYS).join(name);
        fs::create_dir_all(&folder).expect("a folder can be made");
        let command = folder.join("command");
        let script = format!(
            "#!/bin/sh\n[ -n \"$SSH_ORIGINAL_COMMAND\" ] && exec vtysh -N {name} -c \"$SSH_ORIGINAL_COMMAND\"\nexec vtysh -N {name}\n"
        );
        fs::write(&command, script).expect("a script can be written");
        fs::set_permissions(&command, fs::Permissions::from_mode(0o755)).expect("it is ours");
        let config = format!(
            "ListenAddress {theirs}:22\nHostKey {KEYS}/host\nAuthorizedKeysFile /run/netops/.ssh/authorized_keys\nUsePAM no\n\
             StrictModes no\nPasswordAuthentication no\nForceCommand {}\nPidFile none\nLogLevel ERROR\nMaxStartups 50\n",
            command.display()
        );
        fs::write(folder.join("config"), config).expect("a configuration can be written");
        let mut door = Self {
            server: None,
            address: theirs,
            name: name.clone(),
        };
        door.serve(router);
        door
    }

    fn serve(&mut self, router: &Host) {
        let folder = PathBuf::from(KEYS).join(&self.name);
        let mut command = router.command("/usr/sbin/sshd");
        command.args(["-D", "-e", "-f"]).arg(folder.join("config"));
        self.server = Some(Daemon::start(&mut command, &folder.join("log")));
        let address = format!("{}:22", self.address).parse().expect("an address");
        let up = comes(10, || {
            std::net::TcpStream::connect_timeout(&address, std::time::Duration::from_secs(1))
                .is_ok()
        });
        assert!(
            up,
            "sshd: {}",
            fs::read_to_string(folder.join("log")).unwrap_or_default()
        );
    }

    /// What a person needs to go in: a private key, and who the server is.
    pub fn furnish(doors: &[&Door], folder: &std::path::Path) {
        fs::copy(format!("{KEYS}/person"), folder.join("id_ed25519")).expect("a key can be copied");
        fs::set_permissions(folder.join("id_ed25519"), fs::Permissions::from_mode(0o600))
            .expect("it is ours");
        let host = fs::read_to_string(format!("{KEYS}/host.pub")).expect("there is a host key");
        let lines: String = doors
            .iter()
            .map(|door| format!("{} {host}", door.address))
            .collect();
        fs::write(folder.join("known_hosts"), lines).expect("a file can be written");
    }

    /// Nothing gets through on the way in any more, either way; nobody is told.
    pub fn freeze(&self, frozen: bool) {
        let name = &self.name;
        sh(&match frozen {
            true => format!(
                "nft 'add table netdev {name}'; nft 'add chain netdev {name} in {{ type filter hook ingress device m-{name} priority 0; }}'
                 nft 'add rule netdev {name} in drop'"
            ),
            false => format!("nft 'delete table netdev {name}'"),
        });
    }

    /// End every connection through it, at once.
    pub fn cut(&self) {
        sh(&format!("ss -K dst {} > /dev/null", self.address));
    }
}
