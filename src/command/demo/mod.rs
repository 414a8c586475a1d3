//! `vifctl demo`: the whole way, from an intent to a proven router and back out of trouble, on
//! simulated routers. Every step is a command that a user could type, run as one.

mod act;
mod stage;

use std::io::BufRead;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use super::live::interruptible;
use super::{Outcome, OutputArgs};
use act::Act;
use stage::Stage;

/// Show the whole way on simulated routers: no equipment, nothing left behind
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  vifctl demo\n  vifctl demo --play\n\nFour routers of four platforms run inside this program, on the loopback address, with\nAmazon's side behind them. Everything happens in a folder of its own that is removed at\nthe end. Exit codes: 0 everything went as it should, 1 it did not."
)]
pub(super) struct Args {
    /// Keep the folder with the intent, the journals and the configurations, and say where it is.
    #[arg(long)]
    keep: bool,
    /// Play nothing: start the routers, say where they are, and leave them to you until Enter or the end of
    /// the input.
    #[arg(long, conflicts_with = "keep")]
    play: bool,
}

pub(super) fn run(args: &Args, output: &OutputArgs) -> Result<Outcome> {
    let began = Instant::now();
    let stop = interruptible()?;
    let mut stage = Stage::new()?;
    if args.play {
        return yours(&stage, &stop);
    }
    let mut act = Act::new(output.quiet, Arc::clone(&stop));
    let done = play(&mut stage, &mut act);
    if stop.load(Ordering::SeqCst) {
        return Ok(Outcome::Interrupted);
    }
    if args.keep {
        let folder = stage.keep();
        act.says(&format!(
            "The intent, the journals and all else are in {}.",
            folder.display()
        ));
    }
    done?;
    act.says(&format!(
        "That was all, in {} seconds: four routers changed, one fault found, one refusal rolled back, one killed push settled. \
         Nothing is left behind.",
        rounded(began.elapsed())
    ));
    Ok(if act.went_well() {
        Outcome::Good
    } else {
        Outcome::No
    })
}

/// The stage without a play, for whoever wants to try things.
fn yours(stage: &Stage, stop: &AtomicBool) -> Result<Outcome> {
    let folder = stage.folder().display();
    anstream::println!(
        "Four simulated routers run until you press Enter here. In another terminal:\n\n  \
         cd {folder}\n  export XDG_STATE_HOME={folder}/state\n  vifctl plan\n  vifctl push\n  vifctl verify\n"
    );
    for (name, address) in stage.addresses() {
        let (host, port) = (address.ip(), address.port());
        anstream::println!("  {name:<6} ssh -p {port} vifctl@{host}    (password: vifctl)");
    }
    let (pressed, waits) = channel();
    // It sleeps in its read until the program ends.
    std::thread::spawn(move || {
        let line = std::io::stdin().lock().read_line(&mut String::new());
        // Nobody listens any more where somebody pressed Ctrl-C.
        let _ = pressed.send(line.map(|_| ()));
    });
    loop {
        match waits.recv_timeout(Duration::from_millis(100)) {
            Ok(line) => {
                return line
                    .map(|()| Outcome::Good)
                    .context("the terminal cannot be read");
            }
            Err(_) if stop.load(Ordering::SeqCst) => return Ok(Outcome::Interrupted),
            Err(_) => {}
        }
    }
}

fn rounded(time: Duration) -> u64 {
    time.as_secs() + u64::from(time.subsec_millis() >= 500)
}

/// The scenes, one after the other.
fn play(stage: &mut Stage, act: &mut Act) -> Result<()> {
    from_intent_to_routers(stage, act)?;
    wrong_vlan(stage, act)?;
    refused_line(stage, act)?;
    killed_push(stage, act)
}

fn from_intent_to_routers(stage: &mut Stage, act: &mut Act) -> Result<()> {
    act.says(
        "Four routers of four platforms wait at two Direct Connect locations, all of them simulated. One intent file \
         says what they should do.",
    );
    act.shows(stage, "vif.lon-1");
    act.types(stage, &["validate"], 0, 6)?;

    act.says("What that means in the words of one of them, and the same for every other:");
    act.types(stage, &["render", "--router", "lon-1"], 0, 16)?;

    act.says(
        "Pushing it: each router is asked what runs, changed under a timer of its own where it has one, looked at, \
         and only then confirmed. Passive legs go first, and never two legs of a group at once.",
    );
    act.types(stage, &["push", "--yes", "--soak", "1"], 0, 26)?;

    act.says("A second push finds nothing to do, and sends nothing:");
    act.types(stage, &["push", "--yes"], 0, 12)?;

    act.says(
        "Is everything as it should be? Asked of the routers themselves. (lon-2 has no way to AWS but its passive leg, as \
         no routes are exchanged inside this little network: verify notices.)",
    );
    act.types(stage, &["verify", "--settled", "0", "--ping"], 0, 24)
}

fn wrong_vlan(stage: &mut Stage, act: &mut Act) -> Result<()> {
    act.says("Now Amazon's end of one vif gets another VLAN. The link stays up, and that is all one sees of it:");
    stage.wrong_vlan("fra-1")?;
    act.types(
        stage,
        &["verify", "--settled", "0", "--router", "fra-1"],
        1,
        24,
    )?;
    stage.right_again("fra-1")
}

fn refused_line(stage: &mut Stage, act: &mut Act) -> Result<()> {
    act.says("A router that refuses a line of a change gets back what it had, byte for byte:");
    stage.more_to_say()?;
    let before = stage.running("lon-1")?;
    stage.refuse("lon-1")?;
    act.types(
        stage,
        &["push", "--yes", "--soak", "1", "--router", "lon-1"],
        1,
        12,
    )?;
    act.claims(
        "its configuration is what it was",
        stage.running("lon-1")? == before,
    );
    stage.behave("lon-1")
}

fn killed_push(stage: &mut Stage, act: &mut Act) -> Result<()> {
    act.says("And if vifctl itself dies in the middle, the journal says what is open, and the router is asked:");
    act.dies(
        stage,
        &["push", "--yes", "--soak", "3", "--router", "lon-1"],
    )?;
    act.types(stage, &["recover"], 0, 8)?;
    act.claims(
        "nothing is left unconfirmed on the router",
        !stage.pending("lon-1")?,
    );
    Ok(())
}
