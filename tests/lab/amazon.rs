//! Amazon's side: BIRD, an implementation of BGP that shares nothing with the customer's router.

use std::fs;
use std::path::PathBuf;

use crate::net::Host;
use crate::process::{Daemon, ran, until};

/// What one of Amazon's routers is configured with.
#[derive(Clone)]
pub struct Terms {
    pub asn: u32,
    pub customer_asn: u32,
    pub interface: String,
    /// Amazon's address and the customer's, of each family.
    pub ipv4: (String, String),
    pub ipv6: (String, String),
    pub key4: String,
    pub key6: String,
    pub bfd: bool,
    pub hold: u16,
    pub limit: u32,
    pub prefixes: Vec<String>,
    /// Whether there is a session of the family at all.
    pub has4: bool,
    pub has6: bool,
    /// Amazon has the session over IPv6 for IPv4 routes only.
    pub wrong_family: bool,
    /// Communities are heeded, as AWS does: 7224:7300 is more wanted than 7224:7100.
    pub prefers: bool,
    /// More of BIRD's configuration.
    pub more: String,
}

impl Terms {
    /// What the intent of the lab says.
    pub fn agreed() -> Self {
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        Self {
            asn: 64512,
            customer_asn: 65010,
            interface: "vif101".to_owned(),
            ipv4: pair("169.254.101.1", "169.254.101.2"),
            ipv6: pair("2001:db8:101::1", "2001:db8:101::2"),
            key4: "lab-key-four".to_owned(),
            key6: "lab-key-six".to_owned(),
            bfd: true,
            hold: 9,
            limit: 100,
            prefixes: ["172.31.0.0/16", "2001:db8:aa00::/56"]
                .map(str::to_owned)
                .to_vec(),
            has4: true,
            has6: true,
            wrong_family: false,
            prefers: false,
            more: String::new(),
        }
    }

    fn config(&self, log: &str) -> String {
        let statics = |six: bool| -> String {
            let family = self
                .prefixes
                .iter()
                .filter(|prefix| prefix.contains(':') == six);
            family
                .map(|prefix| format!("  route {prefix} blackhole;\n"))
                .collect()
        };
        let mut text = format!(
            "log \"{log}\" all;\nrouter id {};\nprotocol device {{ scan time 1; }}\n\
             protocol bfd {{ interface \"*\" {{ min rx interval 300 ms; min tx interval 300 ms; multiplier 3; }}; }}\n\
             protocol static vpc4 {{\n  ipv4;\n{}}}\nprotocol static vpc6 {{\n  ipv6;\n{}}}\n",
            self.ipv4.0,
            statics(false),
            statics(true)
        );
        let families = [
            (self.has4, "four", "ipv4", &self.ipv4, &self.key4),
            (self.has6, "six", "ipv6", &self.ipv6, &self.key6),
        ];
        for (_, name, channel, (own, customer), key) in
            families.into_iter().filter(|(has, ..)| *has)
        {
            let Self {
                asn,
                customer_asn,
                hold,
                limit,
                ..
            } = self;
            let channel = match self.wrong_family && *channel == *"ipv6" {
                true => "ipv4",
                false => channel,
            };
            let import = match self.prefers {
                true => {
                    "filter { if (7224, 7300) ~ bgp_community then bgp_local_pref = 300; \
                     else if (7224, 7100) ~ bgp_community then bgp_local_pref = 100; else bgp_local_pref = 200; accept; }"
                }
                false => "all",
            };
            let bfd = if self.bfd { "on" } else { "off" };
            let password = if key.is_empty() {
                String::new()
            } else {
                format!("password \"{key}\";")
            };
            text += &format!(
                "protocol bgp {name} {{\n  local {own} as {asn};\n  neighbor {customer} as {customer_asn};\n  {password}\n  \
                 bfd {bfd};\n  hold time {hold};\n  connect delay time 1;\n  connect retry time 2;\n  error wait time 1, 3;\n  \
                 error forget time 2;\n  {channel} {{\n    import {import};\n    export where source = RTS_STATIC;\n    \
                 import limit {limit} action disable;\n  }};\n}}\n"
            );
        }
        text + &self.more
    }
}

pub struct Amazon {
    bird: Option<Daemon>,
    pub host: Host,
    pub terms: Terms,
}

/// A route as BIRD has it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Route {
    pub prefix: String,
    pub path: Vec<u32>,
    pub communities: Vec<String>,
}

impl Amazon {
    /// A host for it, which is then given its interfaces, and started.
    pub fn start(host: Host, terms: Terms) -> Self {
        let Terms {
            interface,
            ipv4,
            ipv6,
            ..
        } = &terms;
        host.sh(&format!(
            "ip address add {}/30 dev {interface}; ip address add {}/125 dev {interface}",
            ipv4.0, ipv6.0
        ));
        let name = &host.name;
        let folder = PathBuf::from("/run/bird");
        let path = |end: &str| {
            folder
                .join(format!("{name}.{end}"))
                .to_string_lossy()
                .into_owned()
        };
        fs::write(path("conf"), terms.config(&path("log")))
            .expect("a configuration can be written");
        let mut command = host.command("bird");
        command.args(["-f", "-c", &path("conf"), "-s", &path("ctl")]);
        let bird = Daemon::start(&mut command, &folder.join(format!("{name}.out")));
        let socket = folder.join(format!("{name}.ctl"));
        until("BIRD runs", 10, || socket.exists());
        Self {
            bird: Some(bird),
            host,
            terms,
        }
    }

    fn path(&self, end: &str) -> String {
        format!("/run/bird/{}.{end}", self.host.name)
    }

    pub fn birdc(&self, command: &str) -> String {
        ran(self
            .host
            .command("birdc")
            .args(["-s", &self.path("ctl")])
            .args(command.split(' ')))
    }

    /// Other terms from now on.
    pub fn agrees(&mut self, change: impl FnOnce(&mut Terms)) {
        change(&mut self.terms);
        fs::write(self.path("conf"), self.terms.config(&self.path("log")))
            .expect("a configuration can be written");
        let said = self.birdc("configure");
        assert!(said.contains("Reconfigur"), "{said}");
    }

    /// It stops without a word.
    pub fn dies(&mut self) {
        self.bird = None;
    }

    /// It goes on existing, and does nothing any more.
    pub fn freezes(&self) {
        self.bird.as_ref().expect("it runs").freeze();
    }

    pub fn is_up(&self, protocol: &str) -> bool {
        self.birdc(&format!("show protocols {protocol}"))
            .contains("Established")
    }

    /// What a session has brought, sorted.
    pub fn routes(&self, protocol: &str) -> Vec<Route> {
        let said = self.birdc(&format!("show route protocol {protocol} all"));
        routes(&said)
    }

    /// Of all ways to a prefix, that which BIRD takes: the protocol that brought it.
    pub fn best(&self, prefix: &str) -> String {
        let said = self.birdc(&format!("show route {prefix} primary"));
        let line = said.lines().find(|line| line.starts_with(prefix));
        let word = line.and_then(|line| line.split('[').nth(1)?.split_whitespace().next());
        word.unwrap_or("none").to_owned()
    }
}

fn routes(said: &str) -> Vec<Route> {
    let mut all: Vec<Route> = Vec::new();
    for line in said.lines() {
        let words = || line.split_whitespace();
        let first = words().next().unwrap_or("");
        if line.starts_with(|c: char| c.is_ascii_hexdigit()) && first.contains('/') {
            all.push(Route {
                prefix: first.to_owned(),
                path: Vec::new(),
                communities: Vec::new(),
            });
        }
        let Some(last) = all.last_mut() else { continue };
        match first {
            "BGP.as_path:" => {
                last.path = words()
                    .skip(1)
                    .filter_map(|word| word.parse().ok())
                    .collect()
            }
            "BGP.community:" => {
                let plain = |word: &str| word.trim_matches(['(', ')']).replace(',', ":");
                last.communities = words().skip(1).map(plain).collect();
                last.communities.sort();
            }
            _ => {}
        }
    }
    all.sort();
    all
}
