use crate::intent::code;
use crate::rule::{Check, Rule, Source};

pub static RULE: Rule = Rule {
    code: code::ASN_NOTATION,
    says: "AS numbers are plain decimal numbers.",
    why: "AWS knows no dotted form and no \"AS\" in front. 1.10 and 65546 are the same number, and only one of them is taken; \
          where a router wants the dotted form, it is written for it.",
    breaks: &[
        "
[router.edge]
vendor = \"cisco_xe\"
asn = \"AS65010\"                 # <-
",
        "
[router.edge]
vendor = \"cisco_xe\"
asn = 1.10                      # <-
",
    ],
    keeps: &["
[router.edge]
vendor = \"cisco_xe\"
asn = 65010
"],
    sources: &[
        Source::Api("BGPPeer"),
        Source::CloudFormation("PrivateVirtualInterface"),
    ],
    check: Check::Reading,
};
