use crate::check::{Check, Status, Test, Verdicts, VifScene};

/// Tables cut a description; less of it than this proves nothing.
const ENOUGH: usize = 10;

pub static CHECK: Check = Check {
    name: "interface-description",
    says: "The sub-interface has the description that the intent gives it.",
    why: "At night the description is what a colleague goes by. Nothing depends on it, so that another one is a \
          warning.",
    passes: &[r#"
[[interface]]
name = "TenGigabitEthernet0/1/0.101"
description = "AWS Direct Connect prod"
"#],
    fails: &[r#"
[[interface]]
name = "TenGigabitEthernet0/1/0.101"
description = "spare"
"#],
    test: Test::Vif(test),
};

fn test(vif: &VifScene<'_>, verdicts: &mut Verdicts<'_>) {
    let wanted = vif.vif.description_or_default();
    let Some(seen) = vif.interface_with("description").or_unknown(verdicts) else {
        return;
    };
    let text = seen.text("description").unwrap_or("");
    let start = text.trim_end_matches(['*', '.', '~', ' ']);
    let same = text == wanted || (start.len() >= ENOUGH && wanted.starts_with(start));
    verdicts
        .say(if same { Status::Pass } else { Status::Warn })
        .expected(wanted)
        .observed(text)
        .because([seen.evidence("description")]);
}
