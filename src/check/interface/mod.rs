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
        Ok(rows) if rows.is_empty() => {
            verdicts
                .fail()
                .expected(format!("{name} up"))
                .reason("the router has no interface of this name");
            return;
        }
        Ok(rows) => rows,
        Err(why) => {
            verdicts.unknown(why.as_str());
            return;
        }
    };
    if let Some(seen) = rows.iter().find(|seen| seen.flag("absent")) {
        verdicts
            .fail()
            .expected(format!("{name} up"))
            .reason("the router has a configuration for it, and no such interface")
            .because([seen.evidence("absent")]);
        return;
    }
    let says = |field: &str, word: &str| {
        rows.iter()
            .rev()
            .find(|seen| seen.text(field) == Some(word))
    };
    let (observed, seen) = if let Some(seen) = says("admin", "down") {
        ("shut down by its configuration", Some((seen, "admin")))
    } else if let Some(seen) = says("oper", "down") {
        ("enabled, but down", Some((seen, "oper")))
    } else if let Some(seen) = says("oper", "up") {
        verdicts
            .pass()
            .expected("up")
            .observed("up")
            .because([seen.evidence("oper")]);
        return;
    } else {
        ("", None)
    };
    match seen {
        Some((seen, field)) => {
            verdicts
                .fail()
                .expected(format!("{name} up"))
                .observed(observed)
                .because([seen.evidence(field)]);
        }
        None => {
            verdicts.unknown(format!(
                "what there is of {name} does not tell whether it is up"
            ));
        }
    }
}
