use crate::intent::code;
use crate::rule::{Check, Rule, Source};

pub static RULE: Rule = Rule {
    code: code::BANDWIDTH_FORM,
    says: "A bandwidth is a number and its unit as AWS writes them: 500Mbps, 10Gbps.",
    why: "AWS names bandwidths by these words, and compares them letter by letter. \"10G\" or \"10 Gbit/s\" may \
          mean the same to us, but is not what AWS will show for the connection.",
    breaks: &[
        r#"
[connection.dx]
kind = "dedicated"
speed = "10G"                   # <-
router = "edge"
port = "TenGigabitEthernet0/1/0"
"#,
        r#"
[vif.prod]
rate_limit = "500 Mbit/s"       # <-
"#,
    ],
    keeps: &[r#"
[connection.dx]
kind = "dedicated"
speed = "10Gbps"
router = "edge"
port = "TenGigabitEthernet0/1/0"

[vif.prod]
rate_limit = "500Mbps"
"#],
    sources: &[
        Source::CloudFormation("Connection"),
        Source::Api("CreateConnection"),
    ],
    check: Check::Reading,
};
