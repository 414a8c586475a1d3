//! BGP keys and other secrets.

rules! { key_characters key_edge_space key_length key_missing key_old_release key_platform key_shared literal_secret macsec_cak secret_file_readable secret_form secret_unresolved }

use std::collections::HashMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::intent::{At, Intent, Vif, code};
use crate::rule::World;
use crate::secret::{Origin, Secret};
use crate::vendor::Pack;

/// More places than these are counted, not listed.
const MOST_RELATED: usize = 4;

/// A BGP key of a vif, where it is named and what it is.
struct BgpKey<'a> {
    vif: &'a Vif,
    at: &'a At<Origin>,
    key: &'a Secret,
}

/// Every BGP key that could be had, once for each place that names it for a vif.
fn bgp_keys<'a>(world: &'a World<'_>) -> impl Iterator<Item = BgpKey<'a>> {
    let named = world
        .intent
        .vifs
        .iter()
        .flat_map(|vif| named_by(vif).map(move |at| (vif, at)));
    named.filter_map(|(vif, at)| {
        Some(BgpKey {
            vif,
            at,
            key: world.keys.secret(&at.value)?,
        })
    })
}

/// The keys that the sessions of a vif use: its own where a peer has none, and those of the peers.
fn named_by(vif: &Vif) -> impl Iterator<Item = &At<Origin>> {
    let used = vif.peers.is_empty() || vif.peers.iter().any(|peer| peer.key.is_none());
    let own = vif.key.as_ref().filter(|_| used);
    own.into_iter()
        .chain(vif.peers.iter().filter_map(|peer| peer.key.as_ref()))
}

/// The platform that has to take the keys of a vif.
fn platform<'a>(world: &World<'a>, vif: &Vif) -> Option<&'a Pack> {
    let vendor = world.intent.router_of(vif)?.vendor.as_ref()?;
    world.vendors.get(&vendor.value)
}

/// Why the platform of a vif cannot take a key, and the id of the fact, where the pack names one.
/// A key that is longer than AWS takes is not the platform's business.
fn refused(pack: &Pack, key: &Secret) -> Option<(String, Option<&'static str>)> {
    if let Some(refusal) = pack
        .key
        .refuse
        .iter()
        .find(|refusal| key.matches(&refusal.pattern.0))
    {
        let known = |id: &&&'static str| Some(**id) == refusal.reference.as_deref();
        let reference = key_platform::RULE.code.references.iter().find(known);
        return Some((refusal.why.clone(), reference.copied()));
    }
    let longest = pack.key.longest;
    let too_long = key.length() > longest && key.length() <= key_length::longest();
    too_long.then(|| {
        (
            format!("has {} characters of at most {longest}", key.length()),
            None,
        )
    })
}

/// Whose secret it is.
#[derive(Clone, Copy)]
enum Owner<'a> {
    Vif(&'a Vif),
    Login(usize),
    Connection(usize),
    Vpn(&'a str),
}

/// A place that names a secret.
#[derive(Clone, Copy)]
struct Use<'a> {
    owner: Owner<'a>,
    key: &'static str,
    at: &'a At<Origin>,
}

impl Use<'_> {
    /// The table: `login.netops`.
    fn table(&self, intent: &Intent) -> String {
        match self.owner {
            Owner::Vif(vif) => format!("vif.{}", vif.name.text),
            Owner::Login(index) => format!("login.{}", intent.logins[index].name.text),
            Owner::Connection(index) => {
                format!("connection.{}", intent.connections[index].name.text)
            }
            Owner::Vpn(name) => format!("vpn.{name}"),
        }
    }

    /// The key in it: `login.netops.enable`.
    fn path(&self, intent: &Intent) -> String {
        format!("{}.{}", self.table(intent), self.key)
    }
}

/// Every place that names a secret.
fn uses(intent: &Intent) -> impl Iterator<Item = Use<'_>> {
    let logins = intent.logins.iter().enumerate().flat_map(|(index, login)| {
        let secrets = [("password", &login.password), ("enable", &login.enable)];
        secrets.map(|(key, at)| (Owner::Login(index), key, at.as_ref()))
    });
    let vifs = intent
        .vifs
        .iter()
        .flat_map(|vif| named_by(vif).map(move |at| (Owner::Vif(vif), "key", Some(at))));
    let ports = intent
        .connections
        .iter()
        .enumerate()
        .map(|(index, connection)| {
            let cak = connection
                .macsec
                .as_ref()
                .and_then(|macsec| macsec.value.cak.as_ref());
            (Owner::Connection(index), "macsec.cak", cak)
        });
    let vpns = intent.vpns.iter().flat_map(|vpn| {
        vpn.tunnels.iter().map(|tunnel| {
            (
                Owner::Vpn(&vpn.name.text),
                "tunnel.key",
                tunnel.key.as_ref(),
            )
        })
    });
    let all = logins.chain(vifs).chain(ports).chain(vpns);
    all.filter_map(|(owner, key, at)| {
        Some(Use {
            owner,
            key,
            at: at?,
        })
    })
}

/// The same uses by what they name, in the order in which that occurs first.
fn by_origin(intent: &Intent) -> Vec<Vec<Use<'_>>> {
    let mut groups: Vec<Vec<Use<'_>>> = Vec::new();
    let mut index = HashMap::new();
    for one in uses(intent) {
        let at = *index.entry(&one.at.value).or_insert_with(|| {
            groups.push(Vec::new());
            groups.len() - 1
        });
        groups[at].push(one);
    }
    groups
}

/// The vifs that a secret of a login or of a port is for.
struct Served<'a> {
    by_login: Vec<Vec<&'a Vif>>,
    by_connection: Vec<Vec<&'a Vif>>,
}

impl<'a> Served<'a> {
    fn of(intent: &'a Intent) -> Self {
        let mut by_login = vec![Vec::new(); intent.logins.len()];
        for vif in &intent.vifs {
            if let Some(login) = intent.router_of(vif).and_then(|router| router.login) {
                by_login[login.value].push(vif);
            }
        }
        Self {
            by_login,
            by_connection: intent.vifs_by_connection(),
        }
    }

    fn by(&self, owner: Owner<'a>) -> Vec<&'a Vif> {
        match owner {
            Owner::Vif(vif) => vec![vif],
            Owner::Login(index) => self.by_login[index].clone(),
            Owner::Connection(index) => self.by_connection[index].clone(),
            Owner::Vpn(_) => Vec::new(),
        }
    }
}

/// Put a finding about one secret at the first place that names it; the others are related, and
/// every vif that needs it is concerned.
fn spread(found: Diagnostic, uses: &[Use<'_>], intent: &Intent, served: &Served<'_>) -> Diagnostic {
    let Some(first) = uses.first() else {
        return found;
    };
    let mut found = found.at(first.at.place).subject(first.table(intent));
    let mut places = vec![first.at.place];
    for other in uses {
        if !places.contains(&other.at.place) && places.len() <= MOST_RELATED {
            places.push(other.at.place);
            found = found.related(other.at.place, format!("also for {}", other.path(intent)));
        }
        for vif in served.by(other.owner) {
            found = found.concerns(&vif.name.text);
        }
    }
    found
}

/// How a key is written that could not be read.
static UNREAD: [&Code; 4] = [
    &code::LITERAL_SECRET,
    &code::SECRET_FORM,
    &code::WRONG_TYPE,
    &code::UNKNOWN_KEY,
];
