use crate::diagnostic::{Code, Findings};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::warning("default-accepted", &["LINT-19"]),
    says: "A private or transit vif takes no default route from AWS.",
    why: "A VPC never sends one, and a transit gateway does when 0.0.0.0/0 is among its allowed prefixes. \
          Taken by mistake, it draws all traffic that has no better route into AWS.",
    breaks: &[r#"
[vif.prod]
accept = ["0.0.0.0/0"]          # <-
"#],
    keeps: &[r#"
[vif.prod]
accept = ["172.31.0.0/16"]
"#],
    sources: &[Source::UserGuide("allowed-to-prefixes")],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for vif in world
        .intent
        .vifs
        .iter()
        .filter(|vif| vif.is_private_or_transit())
    {
        if let Some(prefix) = vif
            .accepted()
            .iter()
            .find(|prefix| prefix.value.is_default())
        {
            let message = format!(
                "vif {} accepts the default route {} from AWS",
                vif.name.text, prefix.value
            );
            let diagnostic = RULE.found(message).at(prefix.place).vif(&vif.name.text);
            let help = "accept what is in AWS, such as accept = [\"172.31.0.0/16\"], or allow it on purpose";
            found.push(
                diagnostic
                    .label("draws everything else into AWS")
                    .help(help),
            );
        }
    }
}
