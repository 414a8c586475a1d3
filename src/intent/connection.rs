//! A Direct Connect connection: the port, its LAG and its MACsec.

use super::{At, Bandwidth, Date, Name, Vlan};
use crate::secret::Origin;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConnectionKind {
    Dedicated,
    Hosted,
}

#[derive(Debug)]
pub struct Connection {
    pub name: Name,
    pub id: Option<At<String>>,
    pub kind: Option<At<ConnectionKind>>,
    pub speed: Option<At<Bandwidth>>,
    pub location: Option<At<String>>,
    pub router: Option<At<usize>>,
    pub port: Option<At<String>>,
    pub switched: Option<At<bool>>,
    pub vlan: Option<At<Vlan>>,
    pub lag: Option<At<Lag>>,
    pub macsec: Option<At<Macsec>>,
    pub jumbo: Option<At<bool>>,
    pub loa_issued: Option<At<Date>>,
    pub mtu: Option<At<u16>>,
}

#[derive(Debug)]
pub struct Lag {
    pub members: Vec<At<String>>,
    pub minimum_links: Option<At<u32>>,
}

#[derive(Debug)]
pub struct Macsec {
    pub ckn: Option<At<String>>,
    pub cak: Option<At<Origin>>,
    pub cipher: Option<At<MacsecCipher>>,
    pub mode: Option<At<MacsecMode>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MacsecCipher {
    GcmAes256,
    GcmAesXpn256,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MacsecMode {
    NoEncrypt,
    ShouldEncrypt,
    MustEncrypt,
}

impl Connection {
    /// Is it known to be hosted? One whose kind is not stated is neither.
    pub fn is_hosted(&self) -> bool {
        self.kind
            .is_some_and(|at| at.value == ConnectionKind::Hosted)
    }

    pub fn is_dedicated(&self) -> bool {
        self.kind
            .is_some_and(|at| at.value == ConnectionKind::Dedicated)
    }
}
