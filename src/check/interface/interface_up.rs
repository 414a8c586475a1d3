use crate::check::{Check, Test, Verdicts, VifScene};

pub static CHECK: Check = Check {
    name: "interface-up",
    says: "The sub-interface of the vif is there, enabled and up.",
    why: "BGP and BFD have nothing to run on otherwise. A tag that AWS does not have leaves the sub-interface up all \
          the same: that is what `amazon-resolved` is for.",
    passes: &[r#"
[[interface]]
name = "TenGigabitEthernet0/1/0.101"
admin = "up"
oper = "up"
"#],
    fails: &[
        r#"
[[interface]]
name = "Te0/1/0.101"
admin = "down"
oper = "down"
"#,
        r#"
[[interface]]
name = "Te0/1/0.999"
oper = "up"
"#,
    ],
    test: Test::Vif(test),
};

fn test(vif: &VifScene<'_>, verdicts: &mut Verdicts<'_>) {
    match vif.interface_name() {
        Some(name) => super::is_up(verdicts, &vif.port.interface_rows(&name), &name),
        None => {
            verdicts.unknown("the intent does not say on which port it is");
        }
    }
}
