//! The stage: a folder with an intent, four simulated routers, and Amazon's side behind each.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::net::{IpAddr, SocketAddr};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, anyhow};

use crate::sim::{self, AmazonPeer, AmazonVif, Kind, Running, Start, Trouble, World};

/// A router of the demo.
struct Role {
    name: &'static str,
    port: &'static str,
    location: &'static str,
    vlan: u16,
    /// The third number of its addresses.
    net: u8,
}

const ROLES: &[Role] = &[
    Role {
        name: "lon-1",
        port: "TenGigabitEthernet0/1/0",
        location: "EqLD5",
        vlan: 101,
        net: 96,
    },
    Role {
        name: "lon-2",
        port: "xe-0/0/0",
        location: "TCSLD8",
        vlan: 102,
        net: 97,
    },
    Role {
        name: "fra-1",
        port: "Ethernet1",
        location: "EqFA5",
        vlan: 103,
        net: 98,
    },
    Role {
        name: "fra-2",
        port: "Ethernet1/1",
        location: "INXFA8",
        vlan: 104,
        net: 99,
    },
];
/// What the four are, in the same order: a pack each, and a simulator.
const PLATFORMS: &str = include_str!("platforms.txt");
const AMAZON_ASN: u32 = 64512;
const CUSTOMER_ASN: u32 = 65010;

pub(super) struct Stage {
    folder: PathBuf,
    kept: bool,
    intent: String,
    routers: BTreeMap<&'static str, Running>,
}

impl Stage {
    pub(super) fn new() -> Result<Self> {
        let folder = std::env::temp_dir().join(format!("vifctl-demo-{}", std::process::id()));
        fs::DirBuilder::new()
            .mode(0o700)
            .create(&folder)
            .with_context(|| format!("cannot make {}", folder.display()))?;
        let mut stage = Self {
            folder,
            kept: false,
            intent: String::new(),
            routers: BTreeMap::new(),
        };
        stage.set()?;
        Ok(stage)
    }

    /// Start the routers and write what vifctl needs to know of them.
    fn set(&mut self) -> Result<()> {
        let mut intent = String::from(HEAD);
        let mut known_hosts = String::new();
        for (role, platform) in ROLES.iter().zip(PLATFORMS.lines()) {
            let kind = Kind::named(platform)
                .ok_or_else(|| anyhow!("there is no simulator of {platform}"))?;
            let mut start = Start::new(kind);
            start.hostname = role.name.to_owned();
            start.world = world(role, role.vlan);
            let router =
                sim::start(start).map_err(|why| anyhow!("{} does not start: {why}", role.name))?;
            known_hosts.push_str(&router.known_hosts_line());
            intent.push_str(&tables(role, platform, &router.address().to_string()));
            self.secret(&format!("{}.key", role.name), &key(role))?;
            self.routers.insert(role.name, router);
        }
        intent.push_str(TAIL);
        self.secret("password", "vifctl")?;
        fs::write(self.folder.join("known_hosts"), known_hosts)?;
        self.intent = intent;
        self.write_intent()
    }

    fn write_intent(&self) -> Result<()> {
        Ok(fs::write(self.folder.join("vifctl.toml"), &self.intent)?)
    }

    /// A file that only its owner reads.
    fn secret(&self, name: &str, text: &str) -> Result<()> {
        let path = self.folder.join(name);
        let mut file = fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&path)?;
        Ok(file.write_all(text.as_bytes())?)
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where each router can be reached.
    pub(super) fn addresses(&self) -> impl Iterator<Item = (&'static str, SocketAddr)> {
        let routers = self.routers.iter();
        routers.map(|(name, router)| (*name, router.address()))
    }

    pub(super) fn intent(&self) -> &str {
        &self.intent
    }

    /// Leave the folder behind.
    pub(super) fn keep(&mut self) -> &Path {
        self.kept = true;
        &self.folder
    }

    fn router(&self, name: &str) -> Result<&Running> {
        self.routers
            .get(name)
            .with_context(|| format!("there is no router {name} on the stage"))
    }

    fn role(name: &str) -> Result<&'static Role> {
        ROLES
            .iter()
            .find(|role| role.name == name)
            .with_context(|| format!("there is no router {name} on the stage"))
    }

    pub(super) fn running(&self, name: &str) -> Result<String> {
        Ok(self.router(name)?.running_config())
    }

    /// Does the router wait for somebody to confirm?
    pub(super) fn pending(&self, name: &str) -> Result<bool> {
        Ok(self.router(name)?.pending())
    }

    /// Amazon's side moves to another VLAN.
    pub(super) fn wrong_vlan(&self, name: &str) -> Result<()> {
        let role = Self::role(name)?;
        self.router(name)?.set_world(world(role, role.vlan + 1000));
        Ok(())
    }

    pub(super) fn right_again(&self, name: &str) -> Result<()> {
        let role = Self::role(name)?;
        self.router(name)?.set_world(world(role, role.vlan));
        Ok(())
    }

    /// The intent asks for one prefix more.
    pub(super) fn more_to_say(&mut self) -> Result<()> {
        self.intent = self
            .intent
            .replace("[\"10.20.0.0/16\"]", "[\"10.20.0.0/16\", \"10.21.0.0/16\"]");
        self.write_intent()
    }

    /// The router refuses that prefix.
    pub(super) fn refuse(&self, name: &str) -> Result<()> {
        self.router(name)?
            .set_trouble(vec![Trouble::Refuse("10.21.0.0".to_owned())]);
        Ok(())
    }

    pub(super) fn behave(&self, name: &str) -> Result<()> {
        self.router(name)?.set_trouble(Vec::new());
        Ok(())
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        if !self.kept {
            // It lies where temporary files lie, and holds nothing that is worth an error.
            let _ = fs::remove_dir_all(&self.folder);
        }
    }
}

const HEAD: &str = r#"schema = 1

[defaults]
type = "private"
amazon_asn = 64512
bfd = true
advertise = ["10.20.0.0/16"]
accept = ["172.31.0.0/16"]

[login.demo]
user = "vifctl"
auth = ["password"]
password = { file = "password" }
known_hosts = "known_hosts"
"#;

const TAIL: &str = r#"
[redundancy.london]
vifs = ["lon-1", "lon-2"]
policy = "active-passive"

[redundancy.frankfurt]
vifs = ["fra-1", "fra-2"]
policy = "active-active"
"#;

/// What the intent says of one router, its connection and its vif.
fn tables(role: &Role, platform: &str, address: &str) -> String {
    let Role {
        name,
        port,
        location,
        vlan,
        net,
    } = role;
    format!(
        r#"
[router.{name}]
vendor = "{platform}"
address = "{address}"
login = "demo"
asn = {CUSTOMER_ASN}

[connection.{name}]
kind = "dedicated"
speed = "10Gbps"
location = "{location}"
router = "{name}"
port = "{port}"

[vif.{name}]
connection = "{name}"
vlan = {vlan}
key = {{ file = "{name}.key" }}
peer = [{{ customer = "169.254.{net}.2/30", amazon = "169.254.{net}.1/30" }}]
"#
    )
}

fn key(role: &Role) -> String {
    format!("Demo.{}.Key", role.name)
}

/// Amazon's side of a router's vif.
fn world(role: &Role, vlan: u16) -> World {
    let address = |last: u8| IpAddr::from([169, 254, role.net, last]);
    let peer = AmazonPeer {
        amazon: address(1),
        customer: address(2),
        length: 30,
        amazon_asn: AMAZON_ASN,
        customer_asn: CUSTOMER_ASN,
        key: Some(key(role)),
        prefixes: vec![(IpAddr::from([172, 31, 0, 0]), 16)],
    };
    World {
        vifs: vec![AmazonVif::new(vlan, peer)],
        settle: Duration::from_millis(300),
    }
}
