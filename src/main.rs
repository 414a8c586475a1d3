//! Arguments in, exit code out.

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    leave_no_core();
    match vifctl::command::Cli::parse().run() {
        Ok(outcome) => outcome.into(),
        Err(error) => {
            anstream::eprintln!("error: {error:#}");
            vifctl::command::Outcome::NotUnderstood.into()
        }
    }
}

/// A core of this process, or of one that it asks for a key, would hold keys: the limit stops one that is
/// written to a file, and what Linux pipes into a program it makes of dumpable processes only. Where a
/// system does not allow it there is nothing else to do.
fn leave_no_core() {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let none = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    let _ = setrlimit(Resource::Core, none);
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{DumpableBehavior, set_dumpable_behavior};
        let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
    }
}
