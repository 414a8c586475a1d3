use crate::diagnostic::{Code, Findings, quote};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::warning("vif-name-characters", &["NAME-02"]),
    says: "A vif's name is made of a-z, 0-9 and hyphens.",
    why: "That is what the API promises to take. CloudFormation lets capitals, spaces, underscores, commas and slashes \
          through as well; anything else neither of them does. The name also goes into names on the router, \
          where a space or a slash is worse.",
    breaks: &[
        "
[vif.Prod_A]                    # <-

[[vif.Prod_A.peer]]
customer = \"169.254.96.2/30\"
amazon = \"169.254.96.1/30\"
",
        "
[vif.\"prod (old)\"]              # <-

[[vif.\"prod (old)\".peer]]
customer = \"169.254.96.2/30\"
amazon = \"169.254.96.1/30\"
",
    ],
    keeps: &["
[vif.prod-a]

[[vif.prod-a.peer]]
customer = \"169.254.96.2/30\"
amazon = \"169.254.96.1/30\"
"],
    sources: &[
        Source::Api("NewPrivateVirtualInterface"),
        Source::CloudFormation("PrivateVirtualInterface"),
    ],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let known = |c: char| c.is_ascii_alphanumeric() || " -_,/".contains(c);
    for vif in &world.intent.vifs {
        let name = &vif.name.text;
        // What nobody takes is worth more words than what the API only does not promise.
        let Some(odd) = name
            .chars()
            .find(|c| !known(*c))
            .or_else(|| name.chars().find(|c| !plain(*c)))
        else {
            continue;
        };
        let who = if known(odd) {
            "the API does not promise to take"
        } else {
            "neither the API nor CloudFormation takes"
        };
        let message = format!(
            "the name of vif {} has {}, which {who}",
            quote(name),
            quote(&odd.to_string())
        );
        let diagnostic = RULE.found(message).at(vif.name.place).vif(name);
        found.push(
            diagnostic
                .label("a-z, 0-9 and - only")
                .help(format!("[vif.{}]", plain_form(name))),
        );
    }
}

/// The name in characters that everybody takes.
fn plain_form(name: &str) -> String {
    let lower = name.to_lowercase();
    let parts: Vec<&str> = lower
        .split(|c: char| !c.is_ascii_lowercase() && !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .collect();
    if parts.is_empty() {
        "prod-a".to_owned()
    } else {
        parts.join("-")
    }
}
