use crate::intent::code;
use crate::rule::{Check, Rule, Source};

pub static RULE: Rule = Rule {
    code: code::VLAN_RANGE,
    says: "A VLAN is a number from 1 to 4094.",
    why: "802.1Q has twelve bits for it, and keeps the first and the last value for itself. An untagged vif does not exist.",
    breaks: &[
        "
[vif.prod]
vlan = 4095                     # <-
",
        "
[vif.prod]
vlan = 0                        # <-
",
    ],
    keeps: &["
[vif.prod]
vlan = 4094
"],
    sources: &[
        Source::Api("NewPrivateVirtualInterface"),
        Source::UserGuide("create-private-vif"),
    ],
    check: Check::Reading,
};
