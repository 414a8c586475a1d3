//! What a push would do, and what came of it, as text or JSON.

use std::io::Write;

use anyhow::Result;
use serde_json::{Map, Value as Json, json};

use super::diagnostics::escaped;
use super::verify::{clean, paragraph};
use super::{Plain, paint};
use crate::push::{Outcome, Plan, RouterOutcome, RouterPlan, Unsettled, letter};

/// Leftovers that are said in full; programs get all of them.
const MOST: usize = 20;

/// The plan. With `whole`, every line that would be sent and those that would take it back, masked.
pub fn planned(out: &mut dyn Write, format: Plain, plan: &Plan, whole: bool) -> Result<()> {
    if format == Plain::Json {
        let routers = plan.routers.iter().map(|router| as_json(router, whole));
        let object = json!({
            "schema": 1,
            "plan": plan.hash,
            "waves": plan.waves,
            "routers": routers.collect::<Vec<_>>(),
        });
        out.write_all(escaped(&object.to_string()).as_bytes())?;
        return Ok(writeln!(out)?);
    }
    for router in &plan.routers {
        one(out, plan, router, whole)?;
        writeln!(out)?;
    }
    let count = |is: &dyn Fn(&RouterPlan) -> bool| plan.routers.iter().filter(|p| is(p)).count();
    let blocked = count(&|plan| !plan.is_open());
    let unchanged = count(&|plan| plan.is_open() && plan.unchanged);
    writeln!(
        out,
        "{} to change, {unchanged} unchanged, {blocked} that cannot be changed",
        plan.routers.len() - blocked - unchanged
    )?;
    Ok(writeln!(out, "plan {}", plan.hash)?)
}

fn one(out: &mut dyn Write, plan: &Plan, router: &RouterPlan, whole: bool) -> Result<()> {
    let (name, vifs) = (paint::heading(&router.router), router.vifs.join(", "));
    if router.unchanged && router.is_open() {
        writeln!(out, "{name} ({vifs}): unchanged")?;
        return leftovers(out, "  ", &router.left);
    }
    let wave = match plan.waves {
        0 | 1 => String::new(),
        of => format!(", wave {} of {of}", router.wave),
    };
    writeln!(out, "{name} ({vifs}){wave}")?;
    if let (Some(way), Some(guarantee)) = (&router.way, router.guarantee) {
        let (guarantee, because) = (letter(guarantee), &router.because);
        paragraph(
            out,
            "  ",
            &format!("guarantee {guarantee} by {way}: {because}"),
        )?;
    }
    let closed = router.closed.iter().map(|why| format!("not open: {why}"));
    let error = router.error.iter();
    let error = error.map(|error| format!("cannot be asked: {error}"));
    let obstacles = router
        .obstacles
        .iter()
        .map(|why| format!("in the way: {why}"));
    let notes = router.notes.iter().map(|note| format!("note: {note}"));
    for said in closed.chain(error).chain(obstacles).chain(notes) {
        paragraph(out, "  ", &said)?;
    }
    leftovers(out, "  ", &router.left)?;
    for line in difference(router) {
        writeln!(out, "  {}", paint::difference(&clean(&line)))?;
    }
    match whole {
        true => lines(out, router),
        false => Ok(()),
    }
}

/// All that would be sent, and what would take it back.
fn lines(out: &mut dyn Write, router: &RouterPlan) -> Result<()> {
    let (apply, undo) = router.texts();
    for (title, text) in [("would be sent", apply), ("would take it back", undo)] {
        writeln!(out, "  {title}:")?;
        for line in text.lines() {
            writeln!(out, "    {}", clean(line))?;
        }
    }
    Ok(())
}

/// What the router does not have, as a diff has it: sections without a sign, lines with one.
fn difference(router: &RouterPlan) -> Vec<String> {
    let mut lines = Vec::new();
    let mut open: Vec<String> = Vec::new();
    for missing in &router.missing {
        let common = open
            .iter()
            .zip(&missing.within)
            .take_while(|(one, other)| one == other)
            .count();
        for (deep, section) in missing.within.iter().enumerate().skip(common) {
            let is_new = lines.last() == Some(&format!("+ {}{section}", " ".repeat(deep)));
            if !is_new {
                lines.push(format!("  {}{section}", " ".repeat(deep)));
            }
        }
        open.clone_from(&missing.within);
        let deep = " ".repeat(missing.within.len());
        lines.push(format!("+ {deep}{}", missing.line));
    }
    lines.extend(router.gone.iter().map(|line| format!("- {line}")));
    lines
}

fn as_json(router: &RouterPlan, whole: bool) -> Json {
    let mut object = json!({
        "router": router.router,
        "vifs": router.vifs,
        "wave": router.wave,
        "unchanged": router.unchanged,
        "way": router.way,
        "guarantee": router.guarantee.map(letter),
        "because": router.because,
        "closed": router.closed,
        "obstacles": router.obstacles,
        "notes": router.notes,
        "left": router.left,
        "error": router.error.as_ref().map(ToString::to_string),
        "fingerprint": router.fingerprint,
        "diff": difference(router),
    });
    if whole {
        let (apply, undo) = router.texts();
        object["apply"] = apply.into();
        object["undo"] = undo.into();
    }
    object
}

/// What became of every router.
pub fn pushed(
    out: &mut dyn Write,
    format: Plain,
    plan: Option<&str>,
    outcomes: &[RouterOutcome],
) -> Result<()> {
    let count = |word| outcomes.iter().filter(|end| end.outcome == word).count();
    if format == Plain::Json {
        let summary: Map<String, Json> = Outcome::ALL
            .into_iter()
            .map(|word| (word.word().to_owned(), count(word).into()))
            .collect();
        let mut object = json!({
            "schema": 1,
            "routers": outcomes.iter().map(outcome).collect::<Vec<_>>(),
            "summary": summary,
        });
        if let Some(plan) = plan {
            object["plan"] = plan.into();
        }
        out.write_all(escaped(&object.to_string()).as_bytes())?;
        return Ok(writeln!(out)?);
    }
    for end in outcomes {
        ended(out, end)?;
    }
    let counts: Vec<String> = Outcome::ALL
        .into_iter()
        .filter(|word| count(*word) > 0)
        .map(|word| format!("{} {}", count(word), word.word()))
        .collect();
    Ok(writeln!(out, "{}", counts.join(", "))?)
}

/// Push adds and changes; what it does not take away is nobody's secret.
fn leftovers(out: &mut dyn Write, indent: &str, left: &[String]) -> Result<()> {
    if left.is_empty() {
        return Ok(());
    }
    let says = "STILL THERE, of an older intent; push leaves it, and taking it away is yours:";
    paragraph(out, indent, says)?;
    for line in left.iter().take(MOST) {
        writeln!(out, "{indent}| {}", clean(line))?;
    }
    match left.len().saturating_sub(MOST) {
        0 => Ok(()),
        more => Ok(writeln!(out, "{indent}| ... and {more} more")?),
    }
}

fn ended(out: &mut dyn Write, end: &RouterOutcome) -> Result<()> {
    let guarantee = end
        .guarantee
        .map_or(String::new(), |g| format!(", guarantee {}", letter(g)));
    let vifs = end.vifs.join(", ");
    let word = paint::outcome(&format!("{:<10}", end.outcome.word()), end.outcome);
    writeln!(out, "{word} {} ({vifs}{guarantee})", end.router)?;
    if let Some(line) = &end.line {
        let number = match line.number {
            0 => String::new(),
            number => format!(" {number}"),
        };
        writeln!(out, "     line{number} | {}", clean(&line.text))?;
        writeln!(out, "     answer | {}", clean(&line.answer))?;
    }
    if let Some(reason) = &end.reason {
        paragraph(out, "     ", reason)?;
    }
    for note in &end.notes {
        paragraph(out, "     ", &format!("note: {note}"))?;
    }
    leftovers(out, "     ", &end.left)
}

fn outcome(end: &RouterOutcome) -> Json {
    let mut object =
        json!({ "router": end.router, "outcome": end.outcome.word(), "vifs": end.vifs });
    if let Some(guarantee) = end.guarantee {
        object["guarantee"] = letter(guarantee).into();
    }
    if let Some(reason) = &end.reason {
        object["reason"] = reason.as_str().into();
    }
    if let Some(line) = &end.line {
        object["line"] = json!({ "number": line.number, "text": line.text, "answer": line.answer });
    }
    if !end.left.is_empty() {
        object["left"] = end.left.clone().into();
    }
    if !end.notes.is_empty() {
        object["notes"] = end.notes.clone().into();
    }
    if let Some(diff) = &end.diff {
        object["diff"] = diff.as_str().into();
    }
    object
}

/// What has no end yet, for people.
pub fn unsettled(out: &mut dyn Write, all: &[Unsettled]) -> Result<()> {
    for left in all {
        writeln!(
            out,
            "{} in {}: {}",
            left.router(),
            left.run(),
            clean(&left.says())
        )?;
    }
    Ok(())
}
