//! What goes wrong on request goes wrong as it was asked for.

use std::io::Read;
use std::net::TcpStream;
use std::time::{Duration, Instant};

use regex::Regex;
use ssh2::{KeyboardInteractivePrompt, Prompt, Session};
use vifctl::sim::{self, Kind, Running, Start, Trouble};

use super::shell::{Shell, login};

const PROMPT: &str = r"(?m)^edge(\([\w-]+\))?#\z";

fn router(trouble: Vec<Trouble>) -> Running {
    let kind = Kind::named("cisco_xe").expect("the platform is simulated");
    sim::start(Start {
        trouble,
        ..Start::new(kind)
    })
    .expect("it starts")
}

fn connect(router: &Running) -> Session {
    let stream = TcpStream::connect(router.address()).expect("the simulator listens");
    let mut session = Session::new().expect("libssh2");
    session.set_tcp_stream(stream);
    session.set_timeout(5000);
    session.handshake().expect("a handshake");
    session
}

#[test]
fn logins() {
    let kind = Kind::named("cisco_xe").expect("the platform is simulated");
    let router = sim::start(Start {
        keyboard_only: true,
        ..Start::new(kind)
    })
    .expect("it starts");
    let session = connect(&router);
    let methods = session.auth_methods("vifctl").expect("methods").to_owned();
    assert!(
        methods.contains("keyboard-interactive") && !methods.contains(",password"),
        "{methods}"
    );
    assert!(session.userauth_password("vifctl", "wrong").is_err());
    struct Answer;
    impl KeyboardInteractivePrompt for Answer {
        fn prompt<'a>(&mut self, _: &str, _: &str, prompts: &[Prompt<'a>]) -> Vec<String> {
            prompts.iter().map(|_| "vifctl".to_owned()).collect()
        }
    }
    session
        .userauth_keyboard_interactive("vifctl", &mut Answer)
        .expect("the answer is right");
    let other = router_key(&session);
    assert!(
        router.known_hosts_line().contains(&other),
        "{}",
        router.known_hosts_line()
    );
}

fn router_key(session: &Session) -> String {
    let (key, _) = session.host_key().expect("a host key");
    // The first bytes name the kind of key, and every line has them; the rest is the router's own.
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in key.chunks(3).take(key.len() / 3) {
        let bits = u32::from(chunk[0]) << 16 | u32::from(chunk[1]) << 8 | u32::from(chunk[2]);
        for shift in [18, 12, 6, 0] {
            text.push(char::from(alphabet[(bits >> shift & 63) as usize]));
        }
    }
    text
}

#[test]
fn a_wrong_password_is_refused() {
    let router = router(Vec::new());
    assert!(
        connect(&router)
            .userauth_password("vifctl", "wrong")
            .is_err()
    );
    assert!(
        connect(&router)
            .userauth_password("somebody", "vifctl")
            .is_err()
    );
}

#[test]
fn a_connection_drops_at_its_byte() {
    let router = router(vec![Trouble::DropAtByte(30)]);
    let session = login(&router, "vifctl");
    let mut channel = session.channel_session().expect("a channel");
    channel
        .request_pty("vt100", None, None)
        .expect("a terminal");
    channel.shell().expect("a shell");
    std::io::Write::write_all(&mut channel, b"show version\r").expect("the router reads");
    let mut got = Vec::new();
    let mut bytes = [0; 100];
    while let Ok(count @ 1..) = channel.read(&mut bytes) {
        got.extend_from_slice(&bytes[..count]);
    }
    assert_eq!(got.len(), 30, "{}", String::from_utf8_lossy(&got));
}

#[test]
fn a_frozen_router_says_nothing_and_stays() {
    let router = router(vec![Trouble::FreezeAtLine(2)]);
    let (mut shell, _) = Shell::open(&router, PROMPT);
    shell.type_line("configure terminal");
    shell.type_line("interface Loopback1");
    shell.send(" description x\r");
    shell.until(&Regex::new("description x\n").expect("a pattern"));
    std::thread::sleep(Duration::from_millis(200));
    assert_eq!(router.shells(), 1);
    assert!(!router.running_config().contains("description x"));
}

#[test]
fn pages_wait_for_a_key() {
    let router = router(vec![Trouble::Page]);
    let session = login(&router, "vifctl");
    drop(session);
    let (mut shell, _) = Shell::open(&router, PROMPT);
    shell.type_line("terminal length 0");
    shell.send("show interfaces\r");
    let page = shell.until(&Regex::new(r" --More-- \z").expect("a pattern"));
    assert_eq!(page.lines().count(), 101, "{page}");
    shell.send(" ");
    let rest = shell.until_prompt();
    assert!(rest.contains("TenGigabitEthernet1/0/3 is up"), "{rest}");
}

#[test]
fn noise_and_slowness() {
    let router = router(vec![
        Trouble::SyslogNoise,
        Trouble::Slow(20),
        Trouble::Banner("Keep out".to_owned()),
    ]);
    let (mut shell, greeting) = Shell::open(&router, PROMPT);
    assert!(greeting.contains("Keep out"), "{greeting}");
    let started = Instant::now();
    let text: String = (0..3).map(|_| shell.type_line("show clock")).collect();
    assert!(text.contains("%LINEPROTO-5-UPDOWN"), "{text}");
    assert!(started.elapsed() >= Duration::from_millis(60));
}

#[test]
fn a_lost_answer_to_a_commit_is_still_a_commit() {
    let router = router(vec![Trouble::LoseCommitReply]);
    let (mut shell, _) = Shell::open(&router, PROMPT);
    shell.type_line("configure terminal revert timer 5");
    shell.type_line("interface Loopback9");
    shell.type_line("end");
    assert!(router.pending());
    shell.send("configure confirm\r");
    let rest = shell.rest();
    assert!(!rest.contains("edge#"), "{rest}");
    assert!(!router.pending());
    router.advance(Duration::from_secs(600));
    assert!(router.running_config().contains("interface Loopback9"));
}

#[test]
fn a_reboot_brings_back_what_was_saved() {
    let router = router(vec![Trouble::RebootOnTimer]);
    let (mut shell, _) = Shell::open(&router, PROMPT);
    let before = router.running_config();
    shell.type_line("configure terminal revert timer 5");
    shell.type_line("interface Loopback9");
    shell.type_line("end");
    router.advance(Duration::from_secs(400));
    shell.rest();
    assert_eq!(router.running_config(), before);
    assert_eq!(router.shells(), 0);
}

#[test]
fn two_hundred_routers_fit_into_one_process() {
    let routers: Vec<Running> = (0..200).map(|_| router(Vec::new())).collect();
    for router in routers.iter().step_by(40) {
        let (mut shell, _) = Shell::open(router, PROMPT);
        assert!(shell.type_line("show version").contains("IOS XE"));
    }
}

#[test]
fn what_a_router_refuses_though_the_words_are_right() {
    let router = router(Vec::new());
    let (mut shell, _) = Shell::open(&router, PROMPT);
    let before = router.running_config();
    let lines = [
        ("configure terminal", "End with CNTL/Z"),
        ("router bgp 65099", "BGP is already running; AS is 65010"),
        ("router bgp 65010", ""),
        (
            " neighbor 192.0.2.77 description x",
            "% Specify remote-as or peer-group commands first",
        ),
        (
            "interface TenGigabitEthernet9/9/9",
            "% Invalid input detected at '^' marker.",
        ),
        ("interface TenGigabitEthernet0/1/0.7", ""),
        (
            " ip address 192.168.0.77 255.255.255.252",
            "% Configuring IP routing on a LAN subinterface is only allowed",
        ),
        (
            " encapsulation dot1Q 4095",
            "% Invalid input detected at '^' marker.",
        ),
        (" encapsulation dot1Q 7", ""),
        (
            " ip address 192.168.0.77 255.255.255.252",
            "% 192.168.0.76 overlaps with GigabitEthernet0/0",
        ),
        (
            " ip address 198.51.100.0 255.255.255.252",
            "Bad mask 0xFFFFFFFC for address 198.51.100.0",
        ),
        (
            " ip address 198.51.100.300 255.255.255.252",
            "% Invalid input detected at '^' marker.",
        ),
        (" ip address", "% Incomplete command."),
        (" vrf forwarding NOWHERE", "% VRF NOWHERE not configured."),
        (" ip mtu 8500", "% Invalid input detected at '^' marker."),
        ("interface TenGigabitEthernet0/1/0.8", ""),
        (
            " encapsulation dot1Q 7",
            "This VID is already configured on TenGigabitEthernet0/1/0.7.",
        ),
        (
            "no interface TenGigabitEthernet0/1/0",
            "% Removal of physical interfaces is not permitted.",
        ),
        (
            "no interface TenGigabitEthernet0/1/0.7",
            "% Not all config may be removed",
        ),
        (
            "no interface TenGigabitEthernet0/1/0.8",
            "% Not all config may be removed",
        ),
        ("ro", "% Ambiguous command:  \"ro\""),
        ("end", ""),
    ];
    for (line, answer) in lines {
        let got = shell.type_line(line);
        match answer {
            "" => assert_eq!(got, "", "`{line}`"),
            answer => assert!(got.contains(answer), "`{line}` got\n{got}"),
        }
    }
    assert_eq!(router.running_config(), before);
}
