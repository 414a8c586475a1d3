use crate::intent::code;
use crate::rule::{Check, Rule, Source};

pub static RULE: Rule = Rule {
    code: code::MTU_VALUE,
    says: "The MTU of a vif is 1500, or 8500 for jumbo frames.",
    why: "These are all that AWS has for a vif. A router that sends larger packets than AWS takes loses \
          them without a word, while BGP and small pings work: the hardest kind of fault to find.",
    breaks: &[
        r#"
[vif.prod]
mtu = 9000                      # <-
"#,
        r#"
[vif.prod]
type = "transit"
mtu = 1600                      # <-
"#,
    ],
    keeps: &[
        r#"
[vif.prod]
mtu = 8500
"#,
        r#"
[vif.prod]
type = "transit"
mtu = 1500
"#,
    ],
    sources: &[
        Source::Api("NewPrivateVirtualInterface"),
        Source::UserGuide("interface-set-mtu"),
    ],
    check: Check::Reading,
};
