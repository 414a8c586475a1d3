//! Whom to talk to, and how to get in: an intent's router and login, with what the user's own SSH
//! configuration adds.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use zeroize::Zeroizing;

use super::error::Error;
use super::ssh_config::SshConfig;
use crate::intent::{Algorithms, AuthWay, Hop, HostKey, Login, Router};
use crate::secret::{Mark, Origin, Sealed, Secret, Writing, located};

/// How long a connection or a whole answer may take, unless the login says otherwise.
const TIMEOUT: Duration = Duration::from_secs(30);

/// A router and the way to it.
#[derive(Clone)]
pub struct Target {
    /// Its name in the intent.
    pub name: String,
    pub end: End,
    /// The bastions on the way, in order.
    pub jumps: Vec<End>,
    /// For a connection, for a login, for a whole answer: for each of them.
    pub timeout: Duration,
}

/// A host to log in to.
#[derive(Clone)]
pub struct End {
    pub host: String,
    pub port: u16,
    pub user: String,
    pub entry: Arc<Entry>,
}

/// How to get in, and whom to believe.
#[derive(Default)]
pub struct Entry {
    /// In the order in which they are tried.
    pub ways: Vec<AuthWay>,
    pub key_files: Vec<PathBuf>,
    /// The agent's socket; the environment's, when absent.
    pub agent: Option<PathBuf>,
    /// For passwords, for keyboard-interactive questions, and for encrypted keys.
    pub password: Option<Secret>,
    pub enable: Option<Secret>,
    pub known_hosts: Vec<PathBuf>,
    pub host_key: HostKey,
    pub algorithms: Algorithms,
}

impl std::fmt::Display for End {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.host, self.port)
    }
}

impl Target {
    /// The way to a router of the intent. Secrets are fetched here, once for the target; paths
    /// count from `folder`, where the login stands.
    pub fn new(
        router: &Router,
        login: &Login,
        config: &SshConfig,
        folder: &Path,
    ) -> Result<Self, Error> {
        let missing = |what: &str| Error::Setting {
            reason: format!("router {} has no {what}", router.name.text),
        };
        let address = &router
            .address
            .as_ref()
            .ok_or_else(|| missing("`address`"))?
            .value;
        let said = config.of(&address.host);
        let own = login.user.as_ref().map(|user| &user.value);
        let user = address.user.as_ref().or(own).cloned();
        let user = user.or(said.user).or_else(|| std::env::var("USER").ok());
        let user = user.ok_or_else(|| missing("user: set `user` in its [login]"))?;
        let entry = Arc::new(entry(login, said.identity_files, folder)?);
        let jumps = jumps(login, said.jumps, config, &user, &entry);
        // A port of 22 is also what an address without one has; then the configuration may know better.
        let port = match address.port {
            22 => said.port.unwrap_or(22),
            port => port,
        };
        Ok(Self {
            name: router.name.text.clone(),
            end: End {
                host: said.host_name.unwrap_or_else(|| address.host.clone()),
                port,
                user,
                entry,
            },
            jumps,
            timeout: login.timeout_s.as_ref().map_or(TIMEOUT, |seconds| {
                Duration::from_secs(u64::from(seconds.value))
            }),
        })
    }
}

/// The bastions of the login, else those of the user's configuration.
fn jumps(
    login: &Login,
    said: Option<Vec<String>>,
    config: &SshConfig,
    user: &str,
    entry: &Arc<Entry>,
) -> Vec<End> {
    if let (true, Some(hops)) = (login.jump.is_empty(), said) {
        let hops = hops.iter();
        return hops.map(|hop| named(hop, config, user, entry)).collect();
    }
    let hops = login.jump.iter().map(|hop| &hop.value);
    let own = |hop: &Hop| {
        let of = hop.user.as_deref();
        end(of, &hop.host, Some(hop.port), config, user, entry)
    };
    hops.map(own).collect()
}

/// A hop of `ProxyJump`: `[user@]host[:port]`.
fn named(text: &str, config: &SshConfig, user: &str, entry: &Arc<Entry>) -> End {
    let (own, place) = match text.rsplit_once('@') {
        Some((own, place)) => (Some(own), place),
        None => (None, text),
    };
    let (host, port) = match place.rsplit_once(':') {
        Some((host, port)) if !host.contains(':') || host.ends_with(']') => {
            (host, port.parse().ok())
        }
        _ => (place, None),
    };
    end(
        own,
        host.trim_matches(['[', ']']),
        port,
        config,
        user,
        entry,
    )
}

fn end(
    own: Option<&str>,
    host: &str,
    port: Option<u16>,
    config: &SshConfig,
    user: &str,
    entry: &Arc<Entry>,
) -> End {
    let said = config.of(host);
    End {
        user: own
            .map(str::to_owned)
            .or(said.user)
            .unwrap_or_else(|| user.to_owned()),
        port: port.filter(|port| *port != 22).or(said.port).unwrap_or(22),
        host: said.host_name.unwrap_or_else(|| host.to_owned()),
        entry: Arc::clone(entry),
    }
}

fn entry(login: &Login, identity_files: Vec<PathBuf>, folder: &Path) -> Result<Entry, Error> {
    let place = |path: &str| located(Path::new(path), folder);
    let mut ways: Vec<AuthWay> = login.auth.iter().map(|way| way.value).collect();
    if ways.is_empty() {
        ways = vec![
            AuthWay::Agent,
            AuthWay::Key,
            AuthWay::Interactive,
            AuthWay::Password,
        ];
    }
    let mut key_files: Vec<PathBuf> = login
        .key_file
        .iter()
        .map(|file| place(&file.value))
        .chain(identity_files)
        .collect();
    let home = std::env::home_dir().unwrap_or_default().join(".ssh");
    if key_files.is_empty() {
        let usual = ["id_ed25519", "id_ecdsa", "id_rsa"].map(|name| home.join(name));
        key_files.extend(usual.into_iter().filter(|file| file.is_file()));
    }
    let known_hosts = match &login.known_hosts {
        Some(file) => vec![place(&file.value)],
        None => vec![
            home.join("known_hosts"),
            PathBuf::from("/etc/ssh/ssh_known_hosts"),
        ],
    };
    let secret = |origin: Option<&Origin>| {
        let fetch = |origin: &Origin| {
            origin.resolve().map_err(|why| Error::Setting {
                reason: format!("{origin}: {}; {}", why.reason, why.help),
            })
        };
        origin.map(fetch).transpose()
    };
    Ok(Entry {
        ways,
        key_files,
        agent: None,
        password: secret(login.password.as_ref().map(|at| &at.value))?,
        enable: secret(login.enable.as_ref().map(|at| &at.value))?,
        known_hosts,
        host_key: login.host_key,
        algorithms: login.algorithms,
    })
}

/// The bytes of a secret, for the wire: wiped when they are dropped.
pub(super) fn revealed(secret: &Secret) -> Zeroizing<Vec<u8>> {
    let sealed = Sealed::new(Mark(0).to_string(), Writing::default());
    // There is one mark, and it has its secret.
    sealed.reveal(|_| Some(secret)).unwrap_or_default()
}
