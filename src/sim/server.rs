//! The SSH server: logins, shells with a terminal, single commands.

use std::borrow::Cow;
use std::collections::HashMap;
use std::net::{Shutdown, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use russh::keys::PublicKey;
use russh::server::{
    Auth, ChannelOpenHandle, Handle, Handler, Msg, PublicKeyOffer, Response, Session,
    VerifiedPublicKey,
};
use russh::{Channel, ChannelId, MethodKind, MethodSet, Pty};
use tokio::sync::mpsc::unbounded_channel;

use super::cli;
use super::router::{Note, Router};
use super::single::{Single, Singles};
use super::terminal::{End, Out, Terminal};
use super::trouble::Trouble;

/// Until what was said has arrived.
const SAID: Duration = Duration::from_millis(30);
/// Until the network gives up on a connection that has frozen.
const FADED: Duration = Duration::from_secs(4);

/// How to get in.
#[derive(Clone, Debug, Default)]
pub(super) struct Login {
    pub user: String,
    pub password: Option<String>,
    pub key: Option<PublicKey>,
    /// Does the router offer passwords themselves, or ask for them one question at a time?
    pub keyboard_only: bool,
}

pub(super) type Shared = Arc<Mutex<Router>>;

/// One connection.
pub(super) struct Connection {
    router: Shared,
    login: Login,
    sizes: HashMap<ChannelId, (u32, u32)>,
    shells: HashMap<ChannelId, (u64, Arc<Mutex<Terminal>>)>,
    singles: Singles,
    /// The socket itself, to cut it.
    socket: Arc<TcpStream>,
}

pub(super) fn locked<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Connection {
    pub(super) fn new(router: Shared, login: Login, socket: Arc<TcpStream>) -> Self {
        Self {
            router,
            login,
            sizes: HashMap::new(),
            shells: HashMap::new(),
            singles: Singles::default(),
            socket,
        }
    }

    fn refused(&self) -> Auth {
        let mut methods = MethodSet::empty();
        methods.push(MethodKind::PublicKey);
        methods.push(MethodKind::KeyboardInteractive);
        if !self.login.keyboard_only {
            methods.push(MethodKind::Password);
        }
        Auth::Reject {
            proceed_with_methods: Some(methods),
            partial_success: false,
        }
    }

    fn password(&self, user: &str, password: &str) -> Auth {
        match user == self.user_part(user) && self.login.password.as_deref() == Some(password) {
            true => Auth::Accept,
            false => self.refused(),
        }
    }

    /// The name that may log in, with what the client has put behind a `+` of its own.
    fn user_part<'u>(&'u self, user: &'u str) -> &'u str {
        match user.split_once('+') {
            Some((name, _)) if name == self.login.user => user,
            _ => &self.login.user,
        }
    }

    async fn send(
        &self,
        session: &mut Session,
        channel: ChannelId,
        out: Out,
        status: u32,
    ) -> Result<(), russh::Error> {
        let slow = locked(&self.router).troubles.find(|trouble| match trouble {
            Trouble::Slow(milliseconds) => Some(*milliseconds),
            _ => None,
        });
        if let Some(milliseconds) = slow {
            tokio::time::sleep(Duration::from_millis(milliseconds)).await;
        }
        if !out.bytes.is_empty() {
            session.data(channel, out.bytes)?;
        }
        match out.end {
            End::Open => {}
            End::Close => finish(session, channel, status)?,
            End::Cut => drop(tokio::spawn(cut(Arc::clone(&self.socket), SAID))),
            End::Fade => drop(tokio::spawn(cut(Arc::clone(&self.socket), FADED))),
        }
        Ok(())
    }
}

/// The connection is lost: what has been said so far arrives, and then nothing, not even a goodbye.
async fn cut(socket: Arc<TcpStream>, after: Duration) {
    tokio::time::sleep(after).await;
    socket.shutdown(Shutdown::Both).ok();
}

fn finish(session: &mut Session, channel: ChannelId, status: u32) -> Result<(), russh::Error> {
    session.exit_status_request(channel, status)?;
    session.eof(channel)?;
    session.close(channel)
}

impl Drop for Connection {
    fn drop(&mut self) {
        let mut router = locked(&self.router);
        for (session, terminal) in self.shells.values() {
            locked(terminal).cli.gone(&mut router);
            router.leave(*session);
        }
    }
}

impl Handler for Connection {
    type Error = russh::Error;

    async fn auth_none(&mut self, _: &str) -> Result<Auth, Self::Error> {
        Ok(self.refused())
    }

    async fn auth_password(&mut self, user: &str, password: &str) -> Result<Auth, Self::Error> {
        match self.login.keyboard_only {
            true => Ok(self.refused()),
            false => Ok(self.password(user, password)),
        }
    }

    async fn auth_publickey_offered(
        &mut self,
        user: &str,
        offer: PublicKeyOffer<'_>,
    ) -> Result<Auth, Self::Error> {
        let known = self
            .login
            .key
            .as_ref()
            .is_some_and(|key| key.key_data() == offer.public_key.key_data());
        match known && user == self.user_part(user) {
            true => Ok(Auth::Accept),
            false => Ok(self.refused()),
        }
    }

    async fn auth_publickey(
        &mut self,
        user: &str,
        key: VerifiedPublicKey<'_>,
    ) -> Result<Auth, Self::Error> {
        let known = self
            .login
            .key
            .as_ref()
            .is_some_and(|own| own.key_data() == key.public_key.key_data());
        match known && user == self.user_part(user) {
            true => Ok(Auth::Accept),
            false => Ok(self.refused()),
        }
    }

    async fn auth_keyboard_interactive<'a>(
        &'a mut self,
        user: &str,
        _: &str,
        response: Option<Response<'a>>,
    ) -> Result<Auth, Self::Error> {
        let answer = response.and_then(|mut answers| answers.next());
        match answer {
            Some(answer) => Ok(self.password(user, &String::from_utf8_lossy(&answer))),
            None => Ok(Auth::Partial {
                name: Cow::Borrowed(""),
                instructions: Cow::Borrowed(""),
                prompts: Cow::Owned(vec![(Cow::Borrowed("Password: "), false)]),
            }),
        }
    }

    async fn authentication_banner(&mut self) -> Result<Option<String>, Self::Error> {
        Ok(locked(&self.router).troubles.find(|trouble| match trouble {
            Trouble::Banner(text) => Some(format!("{text}\r\n")),
            _ => None,
        }))
    }

    async fn channel_open_session(
        &mut self,
        _: Channel<Msg>,
        reply: ChannelOpenHandle,
        _: &mut Session,
    ) -> Result<(), Self::Error> {
        reply.accept().await;
        Ok(())
    }

    /// A router can be the way to others, on this machine alone.
    async fn channel_open_direct_tcpip(
        &mut self,
        channel: Channel<Msg>,
        host: &str,
        port: u32,
        _: &str,
        _: u32,
        reply: ChannelOpenHandle,
        _: &mut Session,
    ) -> Result<(), Self::Error> {
        let port = u16::try_from(port).unwrap_or(0);
        let near = ["127.0.0.1", "::1", "localhost"].contains(&host);
        let target = match near {
            true => tokio::net::TcpStream::connect((host, port)).await.ok(),
            false => None,
        };
        if let Some(mut target) = target {
            reply.accept().await;
            tokio::spawn(async move {
                let mut stream = channel.into_stream();
                tokio::io::copy_bidirectional(&mut stream, &mut target)
                    .await
                    .ok();
            });
        }
        Ok(())
    }

    async fn pty_request(
        &mut self,
        channel: ChannelId,
        _: &str,
        width: u32,
        height: u32,
        _: u32,
        _: u32,
        _: &[(Pty, u32)],
        session: &mut Session,
    ) -> Result<(), Self::Error> {
        self.sizes.insert(channel, (width, height));
        session.channel_success(channel)
    }

    async fn window_change_request(
        &mut self,
        channel: ChannelId,
        width: u32,
        height: u32,
        _: u32,
        _: u32,
        _: &mut Session,
    ) -> Result<(), Self::Error> {
        if let Some((_, terminal)) = self.shells.get(&channel) {
            locked(terminal).resize(width as usize, height as usize);
        }
        Ok(())
    }

    async fn shell_request(
        &mut self,
        channel: ChannelId,
        session: &mut Session,
    ) -> Result<(), Self::Error> {
        session.channel_success(channel)?;
        let (width, height) = self.sizes.get(&channel).copied().unwrap_or((80, 24));
        let (notes, inbox) = unbounded_channel();
        let (terminal, out) = {
            let mut router = locked(&self.router);
            let id = router.arrive(notes);
            let cli = cli::open(&router, id);
            let mut terminal = Terminal::new(cli, width as usize, height as usize);
            let out = terminal.open(&mut router);
            let terminal = Arc::new(Mutex::new(terminal));
            self.shells.insert(channel, (id, Arc::clone(&terminal)));
            (terminal, out)
        };
        let follow = Follow {
            router: Arc::clone(&self.router),
            terminal,
            handle: session.handle(),
            channel,
            socket: Arc::clone(&self.socket),
        };
        tokio::spawn(follow.run(inbox));
        self.send(session, channel, out, 0).await
    }

    async fn exec_request(
        &mut self,
        channel: ChannelId,
        data: &[u8],
        session: &mut Session,
    ) -> Result<(), Self::Error> {
        let text = String::from_utf8_lossy(data);
        let single = self.singles.run(&mut locked(&self.router), &text);
        match single {
            Single::Unknown => session.channel_failure(channel),
            Single::Silence => Ok(()),
            Single::Said(out, status) => {
                session.channel_success(channel)?;
                self.send(session, channel, out, status).await
            }
        }
    }

    async fn data(
        &mut self,
        channel: ChannelId,
        data: &[u8],
        session: &mut Session,
    ) -> Result<(), Self::Error> {
        let Some((_, terminal)) = self.shells.get(&channel) else {
            return Ok(());
        };
        let out = {
            let mut router = locked(&self.router);
            locked(terminal).input(&mut router, data)
        };
        self.send(session, channel, out, 0).await
    }

    async fn channel_close(
        &mut self,
        channel: ChannelId,
        _: &mut Session,
    ) -> Result<(), Self::Error> {
        if let Some((id, terminal)) = self.shells.remove(&channel) {
            let mut router = locked(&self.router);
            locked(&terminal).cli.gone(&mut router);
            router.leave(id);
        }
        Ok(())
    }
}

/// Brings a shell what it has not asked for.
struct Follow {
    router: Shared,
    terminal: Arc<Mutex<Terminal>>,
    handle: Handle,
    channel: ChannelId,
    socket: Arc<TcpStream>,
}

impl Follow {
    async fn run(self, mut inbox: tokio::sync::mpsc::UnboundedReceiver<Note>) {
        while let Some(note) = inbox.recv().await {
            match note {
                Note::Text(text) => {
                    let out = {
                        let mut router = locked(&self.router);
                        locked(&self.terminal).note(&mut router, &text)
                    };
                    if self.handle.data(self.channel, out.bytes).await.is_err() {
                        return;
                    }
                    match out.end {
                        End::Cut => return cut(self.socket, SAID).await,
                        End::Fade => return cut(self.socket, FADED).await,
                        End::Open | End::Close => {}
                    }
                }
                Note::Cut => return cut(self.socket, SAID).await,
            }
        }
    }
}
