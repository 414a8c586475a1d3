//! What is known of a platform's output as a whole.

use serde::Deserialize;

/// What a platform's output tells of itself, and what it leaves out: without it, a check would take
/// what is not shown for what is not there.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Views {
    /// When a neighbour in detail says that it has an MD5 key.
    #[serde(default)]
    pub key: KeyShown,
    /// Are the routes to a peer shown as the outbound policy leaves them?
    #[serde(default)]
    pub after_policy: bool,
    /// Are the routes of a peer shown as they came, before the inbound policy?
    #[serde(default)]
    pub before_policy: bool,
    /// Bytes of headers that the MTU of an interface may count in.
    #[serde(default)]
    pub mtu_headers: Vec<u64>,
}

/// When a key is seen in the details of a neighbour. Where it is never seen, nothing follows from
/// that.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyShown {
    Always,
    /// Only while the session is up.
    Established,
    #[default]
    Never,
}
