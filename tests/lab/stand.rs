//! A lab that is left standing, for people to play with.

use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode};

use crate::edge::Edge;
use crate::process::{comes, seconds};
use crate::world;

/// Where the process id of the standing lab is kept, outside.
const STANDS: &str = "/tmp/vifctl-lab.pid";
const LOG: &str = "/tmp/vifctl-lab.log";

pub fn up() -> ExitCode {
    if running().is_some() {
        println!("the lab stands already; `cargo test --test lab -- down` ends it");
        return ExitCode::FAILURE;
    }
    let outer = world::leave_standing(&["up".to_owned()], Path::new(LOG));
    fs::write(STANDS, outer.to_string()).expect("a file in /tmp can be written");
    let ready = comes(60, || {
        fs::read_to_string(LOG).is_ok_and(|said| said.contains("ready"))
    });
    if !ready {
        println!(
            "it does not come up: {}",
            fs::read_to_string(LOG).unwrap_or_default()
        );
        down();
        return ExitCode::FAILURE;
    }
    let children =
        fs::read_to_string(format!("/proc/{outer}/task/{outer}/children")).unwrap_or_default();
    let inside = children.trim();
    println!("one router and Amazon's side are up. As root:");
    println!("  nsenter -t {inside} -a vtysh -N lab                            # the router");
    println!("  nsenter -t {inside} -a birdc -s /run/bird/lab-aws.ctl          # Amazon's side");
    println!(
        "  nsenter -t {inside} -a ip netns exec lab-dx bash               # the exchange: links, nft"
    );
    println!("  cargo test --test lab -- down");
    ExitCode::SUCCESS
}

pub fn down() -> ExitCode {
    match running() {
        Some(pid) => {
            let _ = Command::new("kill").args(["-KILL", &pid]).status();
            println!("the lab is gone");
        }
        None => println!("no lab stands"),
    }
    let _ = fs::remove_file(STANDS);
    ExitCode::SUCCESS
}

/// The process of the standing lab, if it is still that.
fn running() -> Option<String> {
    let pid = fs::read_to_string(STANDS).ok()?;
    let words = fs::read_to_string(format!("/proc/{pid}/cmdline")).ok()?;
    (words.starts_with("unshare") && words.contains("lab")).then_some(pid)
}

/// Inside: set it up and stay.
pub fn stay() -> ExitCode {
    let _edge = Edge::up("lab");
    println!("ready");
    loop {
        seconds(3600.0);
    }
}
