//! A real lab: the customer's routers are FRRouting, Amazon's are BIRD, each in a network namespace of
//! its own, with TCP MD5 and BFD over IPv4 and IPv6. It needs Linux and root, and Debian's packages;
//! where it cannot be, it says so and proves nothing.
//!
//!     cargo test --test lab                 # everything, in parallel
//!     cargo test --test lab -- faults       # what has this in its name
//!     cargo test --test lab -- up           # a lab that is left standing, to play with
//!     cargo test --test lab -- down

mod amazon;
mod chain;
mod customer;
mod door;
mod edge;
mod faults;
mod fire;
mod legs;
mod net;
mod process;
mod stand;
mod tool;
mod turns;
mod twin;
mod world;

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| !word.starts_with("--"))
        .collect();
    let word = arguments.first().map_or("", String::as_str);
    if word == "down" && !world::is_inside() {
        return stand::down();
    }
    if !world::is_inside() {
        if let Some(why) = world::obstacle() {
            println!("SKIPPED: no lab on this machine, and nothing proven by it: {why}");
            return ExitCode::SUCCESS;
        }
        return match word {
            "up" => stand::up(),
            _ => world::enter(&arguments),
        };
    }
    world::furnish();
    match word {
        "up" => stand::stay(),
        part => turns::run(
            &[
                chain::all(),
                fire::all(),
                legs::all(),
                faults::all(),
                twin::all(),
            ]
            .concat(),
            part,
        ),
    }
}
