//! The way back of one router, in a session that lives: drop what is staged, have the device go
//! back, or take lines back one by one.

use super::contain::{MASK, away_word, needed, residue};
use super::journal::{Step, Story};
use super::running::Running;
use crate::router::{Done, Error, Found, Line, Router, Words};
use crate::vendor::change::{Acts, Doing, Phase, Way};

/// More lines than a change can leave over: then it is somebody else's.
const MOST_LEFT: usize = 40;

/// What the words in a way's lines stand for, for a change that is told.
pub(super) fn words<'w>(story: &Story, lines: &'w [Line], undo: &'w [Line]) -> Words<'w> {
    let begin = &story.begin;
    Words {
        lines,
        undo,
        seconds: begin.seconds,
        name: begin.name.clone(),
        comment: format!("vifctl {}", begin.run),
        file: begin.name.clone(),
        kept: story.kept.clone(),
    }
}

/// Has anything of the change taken effect, as far as the journal knows?
pub(super) fn acts_already(story: &Story, way: &Way) -> bool {
    match way.acts {
        Acts::AtOnce => story.reached(Step::Stage),
        Acts::OnCommit => story.reached(Step::Commit),
    }
}

/// Go back, as far as the change has come. That it worked is for the fingerprint to prove.
pub(super) fn go_back(
    session: &mut Router,
    way: &Way,
    story: &Story,
    undo: &[Line],
) -> Result<(), Error> {
    let armed = |timer: &crate::vendor::change::Timer| story.reached(Step::of(timer.starts));
    if acts_already(story, way) || way.timer.as_ref().is_some_and(armed) {
        if !abort(session, way, story, undo)? && way.timer.is_some() {
            // The timer can still do what we could not: it keeps running.
            return Ok(());
        }
        // What it would take away may be gone with the change.
        soft(session, way, story, Phase::Disarm)?;
        disarmed(session, way, story)?;
    } else if story.reached(Step::Open) {
        soft(session, way, story, Phase::Discard)?;
    }
    soft(session, way, story, Phase::Unlock)
}

/// What was armed is gone, where it is for us to take away.
fn disarmed(session: &mut Router, way: &Way, story: &Story) -> Result<(), Error> {
    let steps = |phase| way.phase(phase).filter(|doing| !doing.steps.is_empty());
    let (Some(_), Some(pending)) = (steps(Phase::Disarm), steps(Phase::Pending)) else {
        return Ok(());
    };
    let mut words = words(story, &[], &[]);
    match session.find(way, pending, &mut words) {
        Ok(Found::Yes(_)) => Err(Error::Setting {
            reason: "what would take the change back by itself is still armed".into(),
        }),
        Err(error) if super::outcome::is_gone(&error) => Err(error),
        _ => Ok(()),
    }
}

/// A phase whose refusal does not matter: there may be nothing to do.
pub(super) fn soft(
    session: &mut Router,
    way: &Way,
    story: &Story,
    phase: Phase,
) -> Result<(), Error> {
    let Some(doing) = way.phase(phase) else {
        return Ok(());
    };
    match session.run(way, doing, &mut words(story, &[], &[])) {
        Err(error) if super::outcome::is_gone(&error) => Err(error),
        _ => Ok(()),
    }
}

/// The device's own way back, or ours: first what there is to take away, then, where that did not
/// lead back, all of the lines, and then what is left over. Did ours lead back?
fn abort(session: &mut Router, way: &Way, story: &Story, undo: &[Line]) -> Result<bool, Error> {
    let Some(doing) = way.phase(Phase::Abort) else {
        return Ok(true);
    };
    let ours = doing.steps.iter().any(|step| step.line == "{undo}");
    let masked: Vec<&str> = undo.iter().map(Line::masked).collect();
    if !ours || masked.iter().any(|text| text.contains(MASK)) {
        // Lines with keys cannot be made again from what may be shown: all of them, or none.
        return match session.run(way, doing, &mut words(story, &[], undo))? {
            Done::Cannot(reason) => Err(Error::Setting { reason }),
            _ => Ok(!ours || is_back(session, story)?),
        };
    }
    let now = Running::read(session)?;
    let needed = needed(&masked, &now.lines);
    let needed: Vec<&str> = needed.iter().map(String::as_str).collect();
    let first = take_back(session, way, doing, story, &needed);
    if first.as_ref().is_err_and(super::outcome::is_gone) {
        return first.map(|()| false);
    }
    for again in [false, true] {
        if again {
            stubborn(take_back(session, way, doing, story, &masked))?;
        }
        let now = Running::read(session)?;
        if now.fingerprint == story.begin.fingerprint {
            return Ok(true);
        }
        let Some(word) = away_word(&masked).filter(|_| !story.before.is_empty()) else {
            continue;
        };
        let left = residue(&story.before, &now.lines, &story.begin.missing, word);
        if !left.is_empty() && left.len() <= MOST_LEFT {
            let left: Vec<&str> = left.iter().map(String::as_str).collect();
            stubborn(take_back(session, way, doing, story, &left))?;
            if is_back(session, story)? {
                return Ok(true);
            }
        }
    }
    first.map(|()| false)
}

fn is_back(session: &mut Router, story: &Story) -> Result<bool, Error> {
    Ok(Running::read(session)?.fingerprint == story.begin.fingerprint)
}

/// What was tried on top may fail: the fingerprint is what counts.
fn stubborn(tried: Result<(), Error>) -> Result<(), Error> {
    tried.or_else(|error| match super::outcome::is_gone(&error) {
        true => Err(error),
        false => Ok(()),
    })
}

/// Lines of ours that take something away. One that is refused took nothing away, because there was
/// nothing: the next ones follow.
fn take_back(
    session: &mut Router,
    way: &Way,
    doing: &Doing,
    story: &Story,
    texts: &[&str],
) -> Result<(), Error> {
    let mut from = 0;
    loop {
        let rest = rest(texts, from);
        let headings = rest.len() - (texts.len() - from);
        let lines: Vec<Line> = rest.into_iter().map(Line::plain).collect();
        let refused = match session.run(way, doing, &mut words(story, &[], &lines)) {
            Ok(Done::Cannot(reason)) => return Err(Error::Setting { reason }),
            Ok(_) => return Ok(()),
            Err(Error::Refused(refused)) if refused.number > 0 => refused,
            Err(error) => return Err(error),
        };
        let answered = refused.number + refused.behind.len();
        // Past the end there is nothing to type, and only what closes the phase.
        from = (from + answered.saturating_sub(headings).max(1)).min(texts.len());
    }
}

/// The lines from one on, below the headings of the section that it stands in.
fn rest<'t>(lines: &[&'t str], from: usize) -> Vec<&'t str> {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let mut headings = Vec::new();
    if let Some(first) = lines.get(from) {
        let mut deep = indent(first);
        for line in lines[..from].iter().rev() {
            if indent(line) < deep {
                deep = indent(line);
                headings.push(*line);
            }
        }
    }
    headings.reverse();
    headings.extend(&lines[from.min(lines.len())..]);
    headings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_stands_below_its_headings() {
        let lines = [
            "router bgp 1",
            " address-family ipv4",
            "  no x",
            "  no y",
            " exit",
            "no z",
        ];
        assert_eq!(
            rest(&lines, 3),
            [
                "router bgp 1",
                " address-family ipv4",
                "  no y",
                " exit",
                "no z"
            ]
        );
        assert_eq!(rest(&lines, 5), ["no z"]);
        assert_eq!(rest(&lines, 6), Vec::<&str>::new());
    }
}
