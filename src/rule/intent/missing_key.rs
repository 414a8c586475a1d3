use crate::intent::code;
use crate::rule::{Check, Rule, Source};

pub static RULE: Rule = Rule {
    code: code::MISSING_KEY,
    says: "What there is no sensible default for is written.",
    why: "Without its connection, VLAN, type, Amazon's AS number and a peer there is no vif to configure, \
          and without a router and a port there is nowhere to configure it. `[defaults]` may say what is the same for all vifs.",
    breaks: &[r##"
[connection.dx]                 # <-
kind = "dedicated"
speed = "10Gbps"
location = "EqLD5"
router = "edge"
"##],
    keeps: &[r##"
[connection.dx]
kind = "dedicated"
speed = "10Gbps"
location = "EqLD5"
router = "edge"
port = "TenGigabitEthernet0/1/0"
"##],
    sources: &[Source::Ours("nothing is guessed")],
    check: Check::Reading,
};
