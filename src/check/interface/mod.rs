//! The sub-interface of a vif, and whether Amazon's side answers on it.

checks! {
    interface_up
    interface_vlan
    interface_address
    interface_mtu
    interface_vrf
    interface_description
    amazon_resolved
}

use super::look::Seen;
use super::verdict::Verdicts;

/// Is an interface enabled and up, by everything that was said of it? A short table may still say
/// up where the line is down, so that one `down` outweighs any `up`.
pub(super) fn is_up(verdicts: &mut Verdicts<'_>, rows: &Result<Vec<Seen<'_>>, String>, name: &str) {
    let rows = match rows {
        Ok(rows) => rows,
        Err(why) => {
            verdicts.unknown(why.as_str());
            return;
        }
    };
    let expected = format!("{name} up");
    if rows.is_empty() {
        let reason = "the router has no interface of this name";
        verdicts.fail().expected(expected).reason(reason);
        return;
    }
    let verdict = match word(rows) {
        Some((_, "absent")) => verdicts
            .fail()
            .expected(expected)
            .reason("the router has a configuration for it, and no such interface"),
        Some((seen, "oper")) if seen.text("oper") == Some("up") => {
            verdicts.pass().expected("up").observed("up")
        }
        Some((_, "oper")) => verdicts
            .fail()
            .expected(expected)
            .observed("enabled, but down"),
        Some(_) => verdicts
            .fail()
            .expected(expected)
            .observed("shut down by its configuration"),
        None => verdicts.unknown(format!(
            "what there is of {name} does not tell whether it is up"
        )),
    };
    verdict.because(word(rows).map(|(seen, field)| seen.evidence(field)));
}

/// The row that tells, and the field of it.
fn word<'s, 'a>(rows: &'s [Seen<'a>]) -> Option<(&'s Seen<'a>, &'static str)> {
    let absent = rows.iter().find(|seen| seen.flag("absent"));
    let says = |field: &'static str, word: &str| {
        let mut latest = rows.iter().rev();
        let seen = latest.find(|seen| seen.text(field) == Some(word))?;
        Some((seen, field))
    };
    absent
        .map(|seen| (seen, "absent"))
        .or_else(|| says("admin", "down"))
        .or_else(|| says("oper", "down"))
        .or_else(|| says("oper", "up"))
}
