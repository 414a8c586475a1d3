//! A run of `verify` for people: the worst first, in 80 columns.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use anyhow::Result;
use serde_json::Value as Json;

use super::Verified;
use crate::check::{Change, Diagnosis, Evidence, Status, Verdict};
use crate::diagnostic::{WIDTH, few, is_unprintable, wrap};
use crate::report::paint;

/// Said in full; past this, the rest is counted. Programs get all of them.
const MOST: usize = 100;

pub(super) fn text(out: &mut dyn Write, run: &Verified<'_>) -> Result<()> {
    let mut bad: Vec<&Verdict> = run
        .verdicts
        .iter()
        .filter(|verdict| matches!(verdict.status, Status::Fail | Status::Warn))
        .collect();
    bad.sort_by_key(|verdict| verdict.status);
    for verdict in bad.iter().take(MOST) {
        line(out, verdict)?;
    }
    if bad.len() > MOST {
        writeln!(
            out,
            "... and {} more; --format json has them all",
            bad.len() - MOST
        )?;
    }
    for change in run.changes.into_iter().flatten().take(MOST) {
        changed(out, change)?;
    }
    for diagnosis in run.diagnoses.iter().take(MOST) {
        why(out, diagnosis)?;
    }
    if !run.unread.is_empty() && (!bad.is_empty() || !run.diagnoses.is_empty()) {
        writeln!(out)?;
    }
    for (file, reason) in run.unread.iter().take(MOST) {
        let says = format!("not read: {file}: {reason}");
        writeln!(out, "{}", paint::status(&wrapped("", &says), Status::Fail))?;
    }
    unknowns(out, run)?;
    let gap = !bad.is_empty() || !run.diagnoses.is_empty() || !run.unread.is_empty();
    if gap {
        writeln!(out)?;
    }
    tally(out, run)
}

/// One verdict: what it is about, what was seen, and where that stands.
pub(super) fn line(out: &mut dyn Write, verdict: &Verdict) -> Result<()> {
    let subject = &verdict.subject;
    let about = subject.vif.as_ref().or(subject.connection.as_ref());
    let parts = [Some(&subject.router), about, subject.peer.as_ref()];
    let about: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
    let word = format!("{:<5}", verdict.status.word());
    let says = format!("{word}{}  {}", verdict.check, about.join(" "));
    let lines = wrapped("", &says);
    let behind = lines.strip_prefix(&word).unwrap_or_default();
    writeln!(out, "{}{behind}", paint::status(&word, verdict.status))?;
    let mut says = match (&verdict.expected, &verdict.observed) {
        (Some(expected), Some(observed)) => {
            format!("{}, expected {}", shown(observed), shown(expected))
        }
        (None, Some(observed)) => shown(observed),
        (Some(expected), None) => format!("expected {}", shown(expected)),
        (None, None) => String::new(),
    };
    if let Some(since) = verdict.since_s {
        says = format!("{says}, for {}", age(since));
    }
    if let Some(reason) = &verdict.reason {
        says = if says.is_empty() {
            reason.clone()
        } else {
            format!("{says}; {reason}")
        };
    }
    paragraph(out, "     ", &says)?;
    for evidence in verdict.evidence.iter().take(3) {
        quoted(out, evidence)?;
    }
    Ok(())
}

fn quoted(out: &mut dyn Write, evidence: &Evidence) -> Result<()> {
    let place = match evidence.line {
        0 => evidence.file.clone(),
        line => format!("{}:{line}", evidence.file),
    };
    writeln!(out, "     {}", cut(&place, WIDTH - 5))?;
    Ok(writeln!(out, "     | {}", cut(&evidence.text, WIDTH - 7))?)
}

fn changed(out: &mut dyn Write, change: &Change) -> Result<()> {
    let whose = if change.ours { "" } else { " (not ours)" };
    paragraph(
        out,
        "",
        &format!(
            "{}  {} {}{whose}: was {}, is {}",
            change.what.word(),
            change.router,
            change.subject,
            change.was,
            change.is
        ),
    )?;
    match &change.evidence {
        Some(evidence) => quoted(out, evidence),
        None => Ok(()),
    }
}

/// A diagnosis: the cause, what it rests on, what would tell, and what to do.
fn why(out: &mut dyn Write, diagnosis: &Diagnosis) -> Result<()> {
    let peers = diagnosis.peers.join(", ");
    writeln!(out)?;
    let says = format!(
        "why {} is not well on {} ({peers}): {}, {}",
        diagnosis.vif,
        diagnosis.router,
        diagnosis.cause,
        diagnosis.confidence.word()
    );
    writeln!(out, "{}", paint::heading(&wrapped("", &says)))?;
    paragraph(out, "  ", diagnosis.says)?;
    for because in diagnosis.because.iter().take(6) {
        paragraph(out, "  because ", because)?;
    }
    if !diagnosis.tells.is_empty() {
        paragraph(out, "  what would tell: ", diagnosis.tells)?;
    }
    if !diagnosis.advice.is_empty() {
        paragraph(out, "  do: ", diagnosis.advice)?;
    }
    for next in &diagnosis.typed {
        writeln!(out, "  > {}", clean(next))?;
    }
    Ok(())
}

/// What could not be looked at: the same reason once, with all that it is the reason of.
fn unknowns(out: &mut dyn Write, run: &Verified<'_>) -> Result<()> {
    type Said<'a> = (BTreeSet<&'a str>, BTreeSet<&'a str>);
    let mut by_reason: BTreeMap<&str, Said<'_>> = BTreeMap::new();
    let is_unknown = |verdict: &&Verdict| verdict.status == Status::Unknown;
    for verdict in run.verdicts.iter().filter(is_unknown) {
        let subject = &verdict.subject;
        let about = subject.vif.as_ref().or(subject.connection.as_ref());
        let reason = verdict.reason.as_deref().unwrap_or("");
        let (checks, subjects) = by_reason.entry(reason).or_default();
        checks.insert(verdict.check);
        subjects.insert(about.unwrap_or(&subject.router));
    }
    if by_reason.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{}", paint::status("not known:", Status::Unknown))?;
    for (reason, (checks, subjects)) in by_reason.iter().take(MOST) {
        let says = format!(
            "{reason}: {} ({})",
            few(checks.iter(), 20, ", "),
            few(subjects.iter(), 5, ", ")
        );
        writeln!(out, "{}", wrap(&clean(&says), "  ", "    ", WIDTH))?;
    }
    Ok(writeln!(out, "\nwhat to run for it: {}", run.next)?)
}

fn tally(out: &mut dyn Write, run: &Verified<'_>) -> Result<()> {
    let count = |status| {
        run.verdicts
            .iter()
            .filter(|verdict| verdict.status == status)
            .count()
    };
    let counts = [Status::Fail, Status::Warn, Status::Unknown, Status::Pass]
        .map(|status| format!("{} {}", count(status), status.word()));
    writeln!(out, "{}", counts.join(", "))?;
    if let Some(changes) = run.changes {
        let lost = changes
            .iter()
            .filter(|change| change.what.is_loss())
            .count();
        writeln!(
            out,
            "since the snapshot: {} changes, {lost} of them losses",
            changes.len()
        )?;
    }
    let bad = |verdict: &&Verdict| matches!(verdict.status, Status::Fail | Status::Warn);
    if let Some(worst) = run
        .verdicts
        .iter()
        .filter(bad)
        .min_by_key(|verdict| verdict.status)
    {
        writeln!(out, "for the reasons: vifctl explain {}", worst.check)?;
    }
    Ok(())
}

/// A value as it stands in a sentence.
fn shown(value: &Json) -> String {
    match value {
        Json::String(text) if text.is_empty() => "nothing".to_owned(),
        Json::String(text) => text.clone(),
        Json::Null => "nothing".to_owned(),
        other => other.to_string(),
    }
}

fn age(seconds: u64) -> String {
    match seconds {
        0..120 => format!("{seconds} s"),
        120..7_200 => format!("{} min", seconds / 60),
        7_200..172_800 => format!("{} h", seconds / 3_600),
        _ => format!("{} days", seconds / 86_400),
    }
}

/// Text of a router, without what a terminal may take for a command.
pub(in crate::report) fn clean(text: &str) -> String {
    text.chars()
        .map(|c| if is_unprintable(c) { '\u{fffd}' } else { c })
        .collect()
}

/// One line of at most so many characters.
fn cut(text: &str, width: usize) -> String {
    let text = clean(text);
    match text.chars().count() > width {
        true => text.chars().take(width - 3).chain("...".chars()).collect(),
        false => text,
    }
}

/// Words over as many lines as they need; what follows the first is indented below it.
pub(in crate::report) fn paragraph(out: &mut dyn Write, indent: &str, text: &str) -> Result<()> {
    match text.trim().is_empty() {
        true => Ok(()),
        false => Ok(writeln!(out, "{}", wrapped(indent, text))?),
    }
}

fn wrapped(indent: &str, text: &str) -> String {
    let below = match indent.trim() {
        "" if indent.is_empty() => "     ",
        "" => indent,
        _ => "      ",
    };
    wrap(&clean(text), indent, below, WIDTH)
}
