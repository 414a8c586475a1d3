//! `vifctl render`: the configuration for each router, and the one that takes it back.

mod files;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::mpsc::sync_channel;

use anyhow::{Context, Result, bail};
use serde_json::json;

use super::checked::{Checked, IntentArgs, checked};
use super::chosen::ChosenArgs;
use super::output::print;
use super::{Outcome, OutputArgs};
use crate::diagnostic::{Severity, draw};
use crate::intent::Vif;
use crate::render::{Mistake, Rendered, Renderer};
use crate::report::Plain;
use crate::secret::{Mark, Sealed};

/// Routers that a thread may be ahead of what is written, so that memory does not grow with the
/// fleet.
const AHEAD: usize = 4;

/// Print the configuration for each router, or write it to files
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  vifctl render --router lon-edge-1\n  vifctl render --out configs/\n\nExit codes: 0 done, 1 a rule is broken or a platform cannot do it, 2 the intent or a key cannot be read."
)]
pub(super) struct Args {
    #[command(flatten)]
    intent: IntentArgs,
    #[command(flatten)]
    chosen: ChosenArgs,
    /// Write ROUTER.cfg and ROUTER.undo.cfg to this folder, with keys, readable by you alone.
    #[arg(long, value_name = "DIR", conflicts_with_all = ["reveal", "explain", "undo", "format"])]
    out: Option<PathBuf>,
    /// Print what takes the configuration back.
    #[arg(long, conflicts_with = "explain")]
    undo: bool,
    /// Print keys instead of asterisks.
    #[arg(long)]
    reveal: bool,
    /// Print beside each line the key of the intent and the fact that it comes from.
    #[arg(long)]
    explain: bool,
    /// Print the results as text or json.
    #[arg(long, value_enum, default_value_t, hide_possible_values = true)]
    format: Plain,
}

pub(super) fn run(args: &Args, output: &OutputArgs) -> Result<Outcome> {
    let with_keys = args.out.is_some() || args.reveal;
    let checked = checked(&args.intent, with_keys)?;
    if checked.outcome() != Outcome::Good {
        checked.complain("nothing is rendered from an intent with errors")?;
        return Ok(checked.outcome());
    }
    let wanted = &args.chosen.wanted(&checked)?;
    if !output.quiet {
        notes(&checked);
    }
    let causes = args.explain || args.format == Plain::Json;
    let renderer = match Renderer::new(&checked.intent, &checked.vendors, causes) {
        Ok(renderer) => renderer,
        Err(mistake) => return Ok(complain(&mistake)),
    };
    let run = Run {
        args,
        output,
        checked: &checked,
        renderer,
        routers: args.chosen.routers(&checked.intent),
        wanted,
    };
    match &args.out {
        Some(folder) => run.write(folder),
        None => run.print(),
    }
}

/// What a reader of the configuration should know of the intent.
fn notes(checked: &Checked) {
    let warnings = checked.found.count(Severity::Warning);
    if warnings > 0 {
        let s = if warnings == 1 { "" } else { "s" };
        anstream::eprintln!(
            "note: the intent has {warnings} warning{s}; vifctl validate shows them"
        );
    }
    for vpn in &checked.intent.vpns {
        anstream::eprintln!(
            "note: vpn {} is checked but not rendered: vifctl renders virtual interfaces",
            vpn.name.text
        );
    }
}

fn complain(mistake: &Mistake) -> Outcome {
    anstream::eprintln!("{}", draw(&mistake.diagnostic, &mistake.sources));
    Outcome::No
}

/// What is rendered, and for whom.
struct Run<'r> {
    args: &'r Args,
    output: &'r OutputArgs,
    checked: &'r Checked,
    renderer: Renderer<'r>,
    routers: Vec<usize>,
    wanted: &'r (dyn Fn(&Vif) -> bool + Sync),
}

impl Run<'_> {
    /// Two files for every router, all of them or none.
    fn write(&self, folder: &Path) -> Result<Outcome> {
        let mut files = files::Files::new(folder)?;
        let outcome = self.each(|rendered| {
            self.say_before(rendered);
            let router = &rendered.router;
            let (apply, undo) = (&rendered.apply, &rendered.undo);
            files.add(&format!("{router}.cfg"), &self.revealed(apply, rendered)?)?;
            files.add(
                &format!("{router}.undo.cfg"),
                &self.revealed(undo, rendered)?,
            )
        })?;
        if outcome == Outcome::Good {
            let written = files.keep()?;
            if !self.output.quiet {
                anstream::eprintln!(
                    "wrote {written} files to {}; they hold keys and are readable by you alone",
                    folder.display()
                );
            }
        }
        Ok(outcome)
    }

    fn print(&self) -> Result<Outcome> {
        let mut outcome = Outcome::Good;
        print(|out| {
            outcome = match self.args.format {
                Plain::Json => self.print_json(out)?,
                Plain::Text => self.print_text(out)?,
            };
            Ok(())
        })?;
        Ok(outcome)
    }

    fn print_json(&self, out: &mut dyn Write) -> Result<Outcome> {
        write!(out, "{{\"schema\":1,\"routers\":[")?;
        let mut comma = "";
        let outcome = self.each(|rendered| {
            write!(out, "{comma}")?;
            comma = ",";
            Ok(serde_json::to_writer(&mut *out, &self.as_json(rendered)?)?)
        })?;
        writeln!(out, "]}}")?;
        Ok(outcome)
    }

    fn print_text(&self, out: &mut dyn Write) -> Result<Outcome> {
        let kind = if self.args.undo { "undo.cfg" } else { "cfg" };
        let mut gap = "";
        self.each(|rendered| {
            if !self.args.undo {
                self.say_before(rendered);
            }
            if self.routers.len() > 1 {
                writeln!(out, "{gap}==> {}.{kind} <==", rendered.router)?;
                gap = "\n";
            }
            self.text(out, rendered)
        })
    }

    /// Render on every core, and hand the routers over in the order of the intent.
    fn each(&self, mut take: impl FnMut(&Rendered) -> Result<()>) -> Result<Outcome> {
        let routers = &self.routers;
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        let threads = threads.clamp(1, routers.len().max(1));
        std::thread::scope(|scope| {
            // Each thread has every so manieth router, so that the results are taken in turn.
            let queues: Vec<_> = (0..threads)
                .map(|first| {
                    let (queue, results) = sync_channel(AHEAD);
                    scope.spawn(move || {
                        for router in routers.iter().skip(first).step_by(threads) {
                            let result = self.renderer.render(*router, self.wanted);
                            if queue.send(result).is_err() {
                                return;
                            }
                        }
                    });
                    results
                })
                .collect();
            for queue in queues.iter().cycle().take(routers.len()) {
                match queue.recv() {
                    Ok(Ok(Some(rendered))) => take(&rendered)?,
                    Ok(Ok(None)) => {}
                    Ok(Err(mistake)) => return Ok(complain(&mistake)),
                    Err(_) => bail!("a rendering thread stopped; this is a fault of vifctl"),
                }
            }
            Ok(Outcome::Good)
        })
    }

    /// Tell what has to be there before the configuration is of any use.
    fn say_before(&self, rendered: &Rendered) {
        if rendered.before.is_empty() || self.output.quiet {
            return;
        }
        anstream::eprintln!("before it is applied to {}:", rendered.router);
        for line in &rendered.before {
            anstream::eprintln!("  {line}");
        }
    }

    fn text(&self, out: &mut dyn Write, rendered: &Rendered) -> Result<()> {
        let sealed = if self.args.undo {
            &rendered.undo
        } else {
            &rendered.apply
        };
        let shown = self.shown(sealed, rendered)?;
        if !self.args.explain {
            return Ok(out.write_all(&shown)?);
        }
        let shown = String::from_utf8_lossy(&shown);
        for (line, cause) in shown.lines().zip(&rendered.causes) {
            writeln!(out, "{}", format!("{line:<64}  | {cause}").trim_end())?;
        }
        Ok(())
    }

    fn as_json(&self, rendered: &Rendered) -> Result<serde_json::Value> {
        let text = |sealed| {
            Ok::<_, anyhow::Error>(
                String::from_utf8_lossy(&self.shown(sealed, rendered)?).into_owned(),
            )
        };
        Ok(json!({
            "router": rendered.router,
            "before": rendered.before,
            "apply": text(&rendered.apply)?,
            "undo": text(&rendered.undo)?,
            "causes": rendered.causes,
            "masked": !self.args.reveal,
        }))
    }

    /// The text as it may be seen.
    fn shown(&self, sealed: &Sealed, rendered: &Rendered) -> Result<zeroize::Zeroizing<Vec<u8>>> {
        if self.args.reveal {
            self.revealed(sealed, rendered)
        } else {
            Ok(zeroize::Zeroizing::new(sealed.masked().into_bytes()))
        }
    }

    /// The text with its keys. One that cannot be had stops everything.
    fn revealed(
        &self,
        sealed: &Sealed,
        rendered: &Rendered,
    ) -> Result<zeroize::Zeroizing<Vec<u8>>> {
        let secret = |mark: Mark| {
            self.checked
                .keys
                .secret(rendered.origins.get(mark.0 as usize)?)
        };
        sealed
            .reveal(secret)
            .map_err(|mark| {
                let origin = rendered.origins.get(mark.0 as usize);
                let reason = origin
                    .and_then(|origin| self.checked.keys.get(origin))
                    .and_then(|result| result.as_ref().err());
                let origin = origin.map_or(String::new(), |origin| origin.to_string());
                let reason = reason.map_or(String::new(), |unresolved| {
                    format!(": {}; {}", unresolved.reason, unresolved.help)
                });
                anyhow::anyhow!("{origin}{reason}")
                    .context(format!("a key of router {} cannot be had", rendered.router))
            })
            .context("nothing was written")
    }
}
