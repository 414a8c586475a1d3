//! One customer router, the exchange, and one of Amazon's.

use crate::amazon::{Amazon, Terms};
use crate::customer::Customer;
use crate::net::{Exchange, Host};
use crate::tool::{Desk, Verdict};

pub const FOUR: &str = "169.254.101.1";
pub const SIX: &str = "2001:db8:101::1";
pub const INTENT: &str = include_str!("edge.toml");

/// What a router has before anybody thinks of AWS.
pub const BEFORE: &str = "log file /dev/null\ninterface lo\n ip address 10.255.0.1/32\nexit\nip prefix-list OFFICE seq 5 permit 10.1.0.0/16\n\
                          router bgp 65010\n bgp router-id 10.255.0.1\nexit";

pub struct Edge {
    pub desk: Desk,
    pub router: Customer,
    pub amazon: Amazon,
    pub exchange: Exchange,
}

impl Edge {
    /// Cables, Amazon's side on its terms, and a router that is not configured yet.
    pub fn bare(name: &str, terms: Terms) -> Self {
        let router = Customer::start("edge", name, BEFORE);
        let exchange = Exchange::new(&format!("{name}-dx"));
        let host = Host::new(&format!("{name}-aws"));
        exchange.port(&router.host, "eth1");
        exchange.tagged(&router.host, "eth1.101", 101);
        exchange.tagged(&host, "vif101", 101);
        let amazon = Amazon::start(host, terms);
        Self {
            desk: Desk::new(name, INTENT),
            router,
            amazon,
            exchange,
        }
    }

    /// The same, configured as vifctl renders it.
    pub fn configured(name: &str, terms: Terms) -> Self {
        let edge = Self::bare(name, terms);
        let (apply, _) = edge.desk.rendered("edge");
        edge.router.loads(&apply);
        edge
    }

    /// The same, up.
    pub fn up(name: &str) -> Self {
        let edge = Self::configured(name, Terms::agreed());
        edge.router.settled(&[FOUR, SIX]);
        edge
    }

    pub fn verdict(&self) -> Verdict {
        self.desk.verdict(&[&self.router], &[])
    }
}
