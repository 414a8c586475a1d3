//! Routers that are not there: an SSH server and the command line of each platform, with a
//! configuration, commit timers, show output and Amazon behind it, all on the loopback address.
//!
//! Nothing in here comes from the packs. What a platform knows (`grammar/`), prints (`show/`) and
//! says (`cli/`) is written from its vendor's documentation, so that a simulator can prove a pack
//! wrong. It is no proof that a real router does the same.
//!
//! [`start`] makes one; [`Running`] is the hand on it: its address and host key, its configuration,
//! what it has been told, a clock that can be put forward, and [`Trouble`].
//!
//! `grammar/` and `edit` are what may be typed, `tree` is what comes of it, `seen` what it amounts
//! to, `world` who answers at the other end, `show` what the router says of it. `cli/` holds the
//! modes, prompts, timers and refusals, `terminal` the keys and pages, `single` commands without either,
//! `server` the SSH.

mod cli;
mod edit;
mod grammar;
mod kind;
mod router;
mod seen;
mod server;
mod show;
mod single;
mod terminal;
mod tree;
mod trouble;
mod words;
mod world;

pub use kind::Kind;
pub use trouble::Trouble;
pub use world::{AmazonPeer, AmazonVif, VifState, World};

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use russh::keys::ssh_key::private::{Ed25519Keypair, KeypairData};
use russh::keys::{PrivateKey, PublicKey};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::task::JoinHandle;

use router::Router;
use server::{Connection, Login, Shared, locked};

/// A router to be started.
#[derive(Clone, Debug)]
pub struct Start {
    pub kind: Kind,
    pub hostname: String,
    pub user: String,
    pub password: Option<String>,
    /// A public key that may log in, as a line of `authorized_keys`.
    pub authorized_key: Option<String>,
    /// Ask for the password as a question, and refuse it as a password.
    pub keyboard_only: bool,
    /// The running configuration, which is the saved one too.
    pub config: String,
    pub world: World,
    pub trouble: Vec<Trouble>,
}

impl Start {
    /// A router of this platform with a plausible configuration and nobody behind it. The user is
    /// `vifctl`, the password too.
    pub fn new(kind: Kind) -> Self {
        Self {
            kind,
            hostname: "edge".to_owned(),
            user: "vifctl".to_owned(),
            password: Some("vifctl".to_owned()),
            authorized_key: None,
            keyboard_only: false,
            config: kind.sample().to_owned(),
            world: World::default(),
            trouble: Vec::new(),
        }
    }
}

/// A router that runs until it is dropped.
pub struct Running {
    address: SocketAddr,
    host_key: PublicKey,
    router: Shared,
    tasks: Vec<JoinHandle<()>>,
}

/// Start a router.
pub fn start(start: Start) -> Result<Running, String> {
    let running = cli::load(start.kind, &start.config)?;
    let key = start
        .authorized_key
        .as_deref()
        .map(PublicKey::from_openssh)
        .transpose();
    let login = Login {
        user: start.user.clone(),
        password: start.password,
        key: key.map_err(|why| format!("the authorized key cannot be read: {why}"))?,
        keyboard_only: start.keyboard_only,
    };
    let mut router = Router::new(start.kind, start.hostname, start.user, running, start.world);
    router.troubles.set(start.trouble);
    let router: Shared = Arc::new(Mutex::new(router));
    let host_key = PrivateKey::new(KeypairData::Ed25519(Ed25519Keypair::from_seed(&seed())), "")
        .map_err(|why| format!("no host key: {why}"))?;
    let public = host_key.public_key().clone();
    let runtime = runtime()?;
    let _inside = runtime.enter();
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0))
        .and_then(|listener| listener.set_nonblocking(true).map(|()| listener))
        .and_then(TcpListener::from_std)
        .map_err(|why| format!("no port on the loopback address: {why}"))?;
    let address = listener.local_addr().map_err(|why| why.to_string())?;
    let config = Arc::new(russh::server::Config {
        keys: vec![host_key],
        auth_rejection_time: Duration::from_millis(20),
        auth_rejection_time_initial: Some(Duration::ZERO),
        nodelay: true,
        ..Default::default()
    });
    let tasks = vec![
        runtime.spawn(listen(listener, config, Arc::clone(&router), login)),
        runtime.spawn(tick(Arc::clone(&router))),
    ];
    Ok(Running {
        address,
        host_key: public,
        router,
        tasks,
    })
}

/// One thread serves all routers.
fn runtime() -> Result<&'static Runtime, String> {
    static RUNTIME: OnceLock<Result<Runtime, String>> = OnceLock::new();
    let runtime = RUNTIME.get_or_init(|| {
        let built = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        built.map_err(|why| format!("no runtime for simulated routers: {why}"))
    });
    static DRIVER: OnceLock<()> = OnceLock::new();
    let runtime = runtime.as_ref().map_err(Clone::clone)?;
    DRIVER.get_or_init(|| {
        std::thread::spawn(|| runtime.block_on(std::future::pending::<()>()));
    });
    Ok(runtime)
}

/// A host key of its own for each router. Nothing is kept secret by it.
fn seed() -> [u8; 32] {
    use std::hash::{BuildHasher, Hasher};
    let mut seed = [0; 32];
    for part in seed.chunks_mut(8) {
        let random = std::hash::RandomState::new().build_hasher().finish();
        part.copy_from_slice(&random.to_be_bytes());
    }
    seed
}

async fn listen(
    listener: TcpListener,
    config: Arc<russh::server::Config>,
    router: Shared,
    login: Login,
) {
    while let Ok((stream, _)) = listener.accept().await {
        if locked(&router)
            .troubles
            .has(|trouble| *trouble == Trouble::Away)
        {
            continue;
        }
        let config = Arc::clone(&config);
        let (router, login) = (Arc::clone(&router), login.clone());
        tokio::spawn(async move {
            let Ok(stream) = stream.into_std() else {
                return;
            };
            let Ok(socket) = stream.try_clone() else {
                return;
            };
            let Ok(stream) = tokio::net::TcpStream::from_std(stream) else {
                return;
            };
            stream.set_nodelay(true).ok();
            let connection = Connection::new(router, login, Arc::new(socket));
            if let Ok(session) = russh::server::run_stream(config, stream, connection).await {
                session.await.ok();
            }
        });
    }
}

async fn tick(router: Shared) {
    loop {
        tokio::time::sleep(Duration::from_millis(100)).await;
        locked(&router).tick();
    }
}

impl Running {
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The line that `known_hosts` needs.
    pub fn known_hosts_line(&self) -> String {
        let key = self.host_key.to_openssh().unwrap_or_default();
        format!(
            "[{}]:{} {}\n",
            self.address.ip(),
            self.address.port(),
            key.trim()
        )
    }

    /// What runs, as the router prints it.
    pub fn running_config(&self) -> String {
        let router = locked(&self.router);
        cli::print(router.kind, &router.running)
    }

    /// What the router would boot with.
    pub fn saved_config(&self) -> String {
        let router = locked(&self.router);
        let saved = if cli::saves(router.kind) {
            &router.saved
        } else {
            &router.running
        };
        cli::print(router.kind, saved)
    }

    /// Every line that has been typed.
    pub fn received(&self) -> Vec<String> {
        locked(&self.router).received.clone()
    }

    /// Is a commit waiting to be confirmed?
    pub fn pending(&self) -> bool {
        locked(&self.router).pending.is_some()
    }

    /// Sessions that were begun, are not committed, and wait for nobody.
    pub fn left_over(&self) -> Vec<String> {
        locked(&self.router).named.keys().cloned().collect()
    }

    /// How many shells are open.
    pub fn shells(&self) -> usize {
        locked(&self.router).watchers.len()
    }

    /// How many shells there have been, those that are open among them.
    pub fn logins(&self) -> u64 {
        locked(&self.router).logins()
    }

    /// Bytes that its shells have sent since trouble was last set.
    pub fn bytes_sent(&self) -> usize {
        locked(&self.router).troubles.bytes()
    }

    /// Configuration lines since trouble was last set, as trouble counts them.
    pub fn lines_typed(&self) -> usize {
        locked(&self.router).troubles.lines()
    }

    pub fn set_trouble(&self, trouble: Vec<Trouble>) {
        locked(&self.router).troubles.set(trouble);
    }

    /// Change what is behind the router.
    pub fn set_world(&self, world: World) {
        let mut router = locked(&self.router);
        router.world = world;
        router.settle();
    }

    /// Put the router's clock forward: timers run out at once.
    pub fn advance(&self, time: Duration) {
        locked(&self.router).advance(time);
    }

    /// Type a configuration line as somebody else would, in the running configuration.
    pub fn somebody_types(&self, lines: &str) -> Result<(), String> {
        let mut router = locked(&self.router);
        let mut tree = router.running.clone();
        cli::load_into(router.kind, &mut tree, lines)?;
        router.install(tree, "", "CLI");
        Ok(())
    }
}

impl std::fmt::Debug for Running {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Running")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.tasks.iter().for_each(JoinHandle::abort);
        let mut router = locked(&self.router);
        for (_, watcher) in router.watchers.drain(..) {
            watcher.send(router::Note::Cut).ok();
        }
    }
}
