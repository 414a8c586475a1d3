use super::{about, each};
use crate::diagnostic::{Code, Findings};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::warning("loa-future", &["PHY-08"]),
    says: "The day an LOA was issued lies in the past.",
    why: "The days until AWS deletes a connection that is not up are counted from it. A slip in the year or a month \
          taken for a day would hide that they run out.",
    breaks: &[r#"
[connection.dx]
kind = "dedicated"
router = "edge"
port = "TenGigabitEthernet0/1/0"
loa_issued = 2027-10-01         # <-
"#],
    keeps: &[r#"
[connection.dx]
kind = "dedicated"
router = "edge"
port = "TenGigabitEthernet0/1/0"
loa_issued = 2026-10-01
"#],
    sources: &[
        Source::UserGuide("dedicated_connection"),
        Source::Ours("a date that has not come cannot be when something was issued"),
    ],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    // Where the sun rises earlier it may be tomorrow already.
    let tomorrow = world.today.days() + 1;
    for (connection, vifs) in each(world.intent) {
        let Some(issued) = connection
            .loa_issued
            .filter(|issued| issued.value.days() > tomorrow)
        else {
            continue;
        };
        let message = format!(
            "the LOA of connection {} was issued on {}, which has not come yet",
            connection.name.text, issued.value
        );
        let diagnostic = about(RULE.found(message), connection, &vifs).at(issued.place);
        found.push(
            diagnostic
                .label(format!("today is {}", world.today))
                .help("year-month-day, as on the LOA: loa_issued = 2026-10-01"),
        );
    }
}
