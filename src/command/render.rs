//! `vifctl render`: the configuration for each router, and the one that takes it back.

mod files;

use std::io::Write;
use std::path::PathBuf;
use std::sync::mpsc::sync_channel;

use anyhow::{Context, Result, bail};
use serde_json::json;

use super::checked::{Checked, IntentArgs, checked};
use super::output::print;
use super::{Outcome, OutputArgs, known};
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
    /// Only this router; may be given more than once.
    #[arg(long, value_name = "NAME")]
    router: Vec<String>,
    /// Only this vif; may be given more than once.
    #[arg(long, value_name = "NAME")]
    vif: Vec<String>,
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
    let selection = Selection::new(args, &checked)?;
    if !output.quiet {
        notes(&checked);
    }
    let renderer = match Renderer::new(
        &checked.intent,
        &checked.vendors,
        args.explain || args.format == Plain::Json,
    ) {
        Ok(renderer) => renderer,
        Err(mistake) => return Ok(complain(&mistake)),
    };
    match &args.out {
        Some(folder) => {
            let mut files = files::Files::new(folder)?;
            let outcome = each(&renderer, &selection, |rendered| {
                say_before(rendered, output);
                files.add(
                    &format!("{}.cfg", rendered.router),
                    &revealed(&rendered.apply, rendered, &checked)?,
                )?;
                files.add(
                    &format!("{}.undo.cfg", rendered.router),
                    &revealed(&rendered.undo, rendered, &checked)?,
                )
            })?;
            if outcome == Outcome::Good {
                let written = files.keep()?;
                if !output.quiet {
                    anstream::eprintln!(
                        "wrote {written} files to {}; they hold keys and are readable by you alone",
                        folder.display()
                    );
                }
            }
            Ok(outcome)
        }
        None => print_all(args, output, &checked, &renderer, &selection),
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

/// Which routers and vifs are wanted.
struct Selection {
    routers: Vec<usize>,
    vifs: Vec<String>,
}

impl Selection {
    fn new(args: &Args, checked: &Checked) -> Result<Self> {
        let routers = &checked.intent.routers;
        for name in &args.router {
            known(
                "router",
                name,
                routers.iter().map(|router| router.name.text.as_str()),
            )?;
        }
        for name in &args.vif {
            known(
                "vif",
                name,
                checked.intent.vifs.iter().map(|vif| vif.name.text.as_str()),
            )?;
        }
        let wanted = |index: &usize| {
            args.router.is_empty() || args.router.contains(&routers[*index].name.text)
        };
        Ok(Self {
            routers: (0..routers.len()).filter(wanted).collect(),
            vifs: args.vif.clone(),
        })
    }

    fn wants(&self, vif: &Vif) -> bool {
        self.vifs.is_empty() || self.vifs.contains(&vif.name.text)
    }
}

/// Render on every core, and hand the routers over in the order of the intent.
fn each(
    renderer: &Renderer<'_>,
    selection: &Selection,
    mut take: impl FnMut(&Rendered) -> Result<()>,
) -> Result<Outcome> {
    let routers = &selection.routers;
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let threads = threads.clamp(1, routers.len().max(1));
    std::thread::scope(|scope| {
        // Each thread has every so manieth router, so that the results are taken in turn.
        let queues: Vec<_> = (0..threads)
            .map(|first| {
                let (queue, results) = sync_channel(AHEAD);
                scope.spawn(move || {
                    for router in routers.iter().skip(first).step_by(threads) {
                        let result = renderer.render(*router, &|vif| selection.wants(vif));
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

fn complain(mistake: &Mistake) -> Outcome {
    anstream::eprintln!("{}", draw(&mistake.diagnostic, &mistake.sources));
    Outcome::No
}

/// Tell what has to be there before the configuration is of any use.
fn say_before(rendered: &Rendered, output: &OutputArgs) {
    if rendered.before.is_empty() || output.quiet {
        return;
    }
    anstream::eprintln!("before it is applied to {}:", rendered.router);
    for line in &rendered.before {
        anstream::eprintln!("  {line}");
    }
}

fn print_all(
    args: &Args,
    output: &OutputArgs,
    checked: &Checked,
    renderer: &Renderer<'_>,
    selection: &Selection,
) -> Result<Outcome> {
    let mut outcome = Outcome::Good;
    print(|out| {
        let mut first = true;
        let headings = selection.routers.len() > 1;
        if args.format == Plain::Json {
            write!(out, "{{\"schema\":1,\"routers\":[")?;
        }
        outcome = each(renderer, selection, |rendered| {
            match args.format {
                Plain::Json => {
                    write!(out, "{}", if first { "" } else { "," })?;
                    serde_json::to_writer(&mut *out, &as_json(args, rendered, checked)?)?;
                }
                Plain::Text => {
                    if !args.undo {
                        say_before(rendered, output);
                    }
                    if headings {
                        let kind = if args.undo { "undo.cfg" } else { "cfg" };
                        writeln!(
                            out,
                            "{}==> {}.{kind} <==",
                            if first { "" } else { "\n" },
                            rendered.router
                        )?;
                    }
                    text(out, args, rendered, checked)?;
                }
            }
            first = false;
            Ok(())
        })?;
        if args.format == Plain::Json {
            writeln!(out, "]}}")?;
        }
        Ok(())
    })?;
    Ok(outcome)
}

fn text(out: &mut dyn Write, args: &Args, rendered: &Rendered, checked: &Checked) -> Result<()> {
    let sealed = if args.undo {
        &rendered.undo
    } else {
        &rendered.apply
    };
    let shown = shown(args, sealed, rendered, checked)?;
    if !args.explain {
        return Ok(out.write_all(&shown)?);
    }
    let shown = String::from_utf8_lossy(&shown);
    for (line, cause) in shown.lines().zip(&rendered.causes) {
        writeln!(out, "{}", format!("{line:<64}  | {cause}").trim_end())?;
    }
    Ok(())
}

fn as_json(args: &Args, rendered: &Rendered, checked: &Checked) -> Result<serde_json::Value> {
    let text = |sealed| {
        Ok::<_, anyhow::Error>(
            String::from_utf8_lossy(&shown(args, sealed, rendered, checked)?).into_owned(),
        )
    };
    Ok(json!({
        "router": rendered.router,
        "before": rendered.before,
        "apply": text(&rendered.apply)?,
        "undo": text(&rendered.undo)?,
        "causes": rendered.causes,
        "masked": !args.reveal,
    }))
}

/// The text as it may be seen.
fn shown(
    args: &Args,
    sealed: &Sealed,
    rendered: &Rendered,
    checked: &Checked,
) -> Result<zeroize::Zeroizing<Vec<u8>>> {
    if args.reveal {
        revealed(sealed, rendered, checked)
    } else {
        Ok(zeroize::Zeroizing::new(sealed.masked().into_bytes()))
    }
}

/// The text with its keys. One that cannot be had stops everything.
fn revealed(
    sealed: &Sealed,
    rendered: &Rendered,
    checked: &Checked,
) -> Result<zeroize::Zeroizing<Vec<u8>>> {
    let secret = |mark: Mark| checked.keys.secret(rendered.origins.get(mark.0 as usize)?);
    sealed
        .reveal(secret)
        .map_err(|mark| {
            let origin = rendered.origins.get(mark.0 as usize);
            let reason = origin
                .and_then(|origin| checked.keys.get(origin))
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
