use super::{about, each};
use crate::diagnostic::{Code, Findings};
use crate::rule::{Check, LIMITS, Rule, Source, World};

/// How many days before the end we begin to speak of it: a cross-connect takes a week or two.
const NOTICE: i64 = 10;

pub static RULE: Rule = Rule {
    code: Code::warning("loa-expired", &["PHY-08"]),
    says: "A connection comes up within {loa_days} days of its LOA.",
    why: "From then on AWS bills the port whether it is used or not. A connection that is still not up gets a last \
          warning of ten days and is deleted, and the order begins anew. Once the connection is up, its \
          LOA has done its work: leave `loa_issued` out, or allow this.",
    breaks: &[
        r#"
[connection.dx]
kind = "dedicated"
router = "edge"
port = "TenGigabitEthernet0/1/0"
loa_issued = 2026-08-01         # <-
"#,
        r#"
[connection.dx]
kind = "dedicated"
router = "edge"
port = "TenGigabitEthernet0/1/0"
loa_issued = 2026-08-27         # <-
"#,
    ],
    keeps: &[r#"
[connection.dx]
kind = "dedicated"
router = "edge"
port = "TenGigabitEthernet0/1/0"
loa_issued = 2026-10-01
"#],
    sources: &[Source::UserGuide("dedicated_connection"), Source::Faq],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    let life = i64::from(LIMITS.loa_days.value);
    for (connection, vifs) in each(world.intent) {
        let Some(issued) = connection.loa_issued else {
            continue;
        };
        let age = world.today.days() - issued.value.days();
        // The LOA of a hosted connection is the partner's affair.
        if age < life - NOTICE || connection.is_hosted() {
            continue;
        }
        let name = &connection.name.text;
        let (message, label) = if age > life {
            (
                format!(
                    "the LOA of connection {name} is {age} days old; unless it is up, AWS deletes it after {life} days"
                ),
                format!("{} days past its time", age - life),
            )
        } else {
            (
                format!(
                    "the LOA of connection {name} is {age} days old, and the connection has to be up after {life} days"
                ),
                format!("{} days left", life - age),
            )
        };
        let diagnostic = about(RULE.found(message), connection, &vifs).at(issued.place);
        found.push(
            diagnostic
                .label(label)
                .help("once the connection is up, remove `loa_issued`; before, press on with the cross-connect"),
        );
    }
}
