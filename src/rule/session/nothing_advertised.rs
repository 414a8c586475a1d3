use crate::diagnostic::{Code, Findings};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::warning("nothing-advertised", &["BGP-13"]),
    says: "A private or transit vif advertises something.",
    why: "A session without routes from your side comes up and looks healthy everywhere, and not one packet \
          finds its way back from AWS. vifctl lets out what `advertise` says, and nothing else.",
    breaks: &[
        r#"
[vif.prod]
advertise = []                  # <-
"#,
        r#"
[defaults]
type = "private"
connection = "dx"
amazon_asn = 64512
key = { env = "DX_KEY" }

[vif.prod]                      # <-
vlan = 101
"#,
    ],
    keeps: &[r#"
[vif.prod]
advertise = ["10.20.0.0/16"]
"#],
    sources: &[
        Source::Api("DescribeRouterConfiguration"),
        Source::Ours("a session is there for its routes"),
    ],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for vif in &world.intent.vifs {
        let silent = vif.advertised().is_empty() && !vif.unread.advertise;
        if !silent || !vif.is_private_or_transit() {
            continue;
        }
        let place = vif.advertise_place();
        let diagnostic = RULE.found(format!("vif {} advertises nothing to AWS", vif.name.text));
        let diagnostic = diagnostic
            .at(place)
            .vif(&vif.name.text)
            .label("no way back from AWS");
        found.push(diagnostic.help("advertise = [\"10.20.0.0/16\"]"));
    }
}
