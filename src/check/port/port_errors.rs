use crate::check::{Check, PortScene, Seen, Test, Verdicts};

pub static CHECK: Check = Check {
    name: "port-errors",
    says: "The error counters of the port do not grow between two captures.",
    why: "A counter alone says nothing: it may be years old. One that grows now is a dirty connector or a weak \
          transmitter, and every error is a lost packet.",
    passes: &[r#"
[[before.interface]]
name = "TenGigabitEthernet0/1/0"
input_errors = 7
[[interface]]
name = "TenGigabitEthernet0/1/0"
input_errors = 7
"#],
    fails: &[r#"
[[before.interface]]
name = "TenGigabitEthernet0/1/0"
crc_errors = 7
[[interface]]
name = "TenGigabitEthernet0/1/0"
crc_errors = 31
"#],
    test: Test::Port(test),
};

fn test(port: &PortScene<'_>, verdicts: &mut Verdicts<'_>) {
    for name in port.physical() {
        let mut compared = false;
        for field in ["input_errors", "crc_errors"] {
            let Some((first, last, now)) = counted(port, name, field) else {
                continue;
            };
            compared = true;
            if now > first {
                verdicts
                    .warn()
                    .expected(format!("{name}: {field} stays at {first}"))
                    .observed(format!("{name}: {field} is {now}"))
                    .because([last.evidence(field)]);
                return;
            }
        }
        if compared {
            verdicts.pass().expected(format!("{name}: no new errors"));
        } else {
            verdicts.unknown(
                "it takes the counters of two moments: --save FILE now, --against FILE later",
            );
        }
    }
}

/// A counter at the first of two moments, and at the last.
fn counted<'a>(port: &PortScene<'a>, name: &str, field: &str) -> Option<(u64, Seen<'a>, u64)> {
    let with = |rows: &[Seen<'a>]| -> Vec<(Seen<'a>, u64)> {
        let all = rows.iter();
        all.filter_map(|seen| Some((*seen, seen.number(field)?)))
            .collect()
    };
    let rows = port.rows_named("interface", "name", name);
    let here = with(&rows);
    let (last, now) = *here.last()?;
    let before = with(&port.before_rows("interface", "name", name));
    let earlier = here.first().filter(|_| rows.len() > 1);
    let (_, first) = before.first().or(earlier)?;
    Some((*first, last, now))
}
