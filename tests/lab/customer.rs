//! The customer's router: FRRouting, and an OpenSSH server in front of it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value as Json;

use crate::net::Host;
use crate::process::{Daemon, both, comes, ran, sh, until};

pub struct Customer {
    /// As the intent calls it; several labs have one of this name.
    pub name: String,
    // The daemons go before the host that they are on.
    daemons: Vec<Daemon>,
    pub host: Host,
}

const DAEMONS: &[&str] = &["zebra", "staticd", "bfdd", "bgpd"];

impl Customer {
    /// A router with what a router has before anybody thinks of AWS.
    pub fn start(called: &str, name: &str, config: &str) -> Self {
        let host = Host::new(name);
        sh(&format!(
            "mkdir -p /run/frr/{name} /etc/frr/{name}; touch /etc/frr/{name}/vtysh.conf
             chown -R frr:frr /run/frr/{name}; chown -R frr:frrvty /etc/frr/{name}; chmod 770 /etc/frr/{name}"
        ));
        let mut router = Self {
            name: called.to_owned(),
            daemons: Vec::new(),
            host,
        };
        for daemon in DAEMONS {
            let mut command = router.host.command(&format!("/usr/lib/frr/{daemon}"));
            command.args(["-N", name]);
            router
                .daemons
                .push(Daemon::start(&mut command, &router.log(daemon)));
            let socket = router.folder().join(format!("{daemon}.vty"));
            until(&format!("{daemon} of {name} runs"), 20, || socket.exists());
            if *daemon == "zebra" {
                let socket = router.folder().join("zserv.api");
                until("zebra listens", 20, || socket.exists());
            }
        }
        // Without it, nobody but root can save. It is not to restart anything.
        let mut watch = router.host.command("/usr/lib/frr/watchfrr");
        watch.args(["--dry", "-N", name]).args(DAEMONS);
        router
            .daemons
            .push(Daemon::start(&mut watch, &router.log("watchfrr")));
        router.types(&format!("hostname {called}\n{config}"));
        router
    }

    fn log(&self, daemon: &str) -> PathBuf {
        self.folder().join(format!("{daemon}.out"))
    }

    fn folder(&self) -> PathBuf {
        Path::new("/run/frr").join(&self.host.name)
    }

    /// vtysh on the router. It talks with the daemons over sockets of their own.
    fn vtysh(&self) -> Command {
        let mut command = self.host.command("vtysh");
        command.args(["-N", &self.host.name]);
        command
    }

    /// What it answers to a command, wrong or right.
    pub fn says(&self, command: &str) -> Output {
        self.vtysh()
            .args(["-c", command])
            .output()
            .expect("vtysh runs")
    }

    pub fn show(&self, command: &str) -> String {
        let output = self.says(command);
        assert!(output.status.success(), "{command}: {}", both(&output));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    pub fn json(&self, command: &str) -> Json {
        serde_json::from_str(&self.show(command)).unwrap_or(Json::Null)
    }

    /// Configuration, by whoever is no vifctl.
    pub fn types(&self, lines: &str) {
        let text = format!("configure terminal\n{lines}\nend");
        ran(self.vtysh().args(["-c", &text]));
    }

    /// Configuration from a file, as an operator loads what was rendered.
    pub fn loads(&self, path: &Path) {
        ran(self.vtysh().arg("-f").arg(path));
    }

    pub fn running(&self) -> String {
        self.show("show running-config")
    }

    /// The state of a session, in the router's own word.
    pub fn state(&self, peer: &str) -> String {
        let all = self.json(&format!("show bgp neighbors {peer} json"));
        all[peer]["bgpState"].as_str().unwrap_or("none").to_owned()
    }

    /// For how many milliseconds a session is up.
    pub fn up_ms(&self, peer: &str) -> u64 {
        let all = self.json(&format!("show bgp neighbors {peer} json"));
        match all[peer]["bgpState"].as_str() {
            Some("Established") => all[peer]["bgpTimerUpMsec"].as_u64().unwrap_or(0),
            _ => 0,
        }
    }

    /// Wait until sessions are up and past the one time that they go down when BFD comes up.
    pub fn settled(&self, peers: &[&str]) {
        let up = |peer: &&str| self.up_ms(peer) > 3000;
        let fine = comes(40, || peers.iter().all(up));
        assert!(
            fine,
            "{}: {}",
            self.host.name,
            self.show("show bgp summary")
        );
    }
}
