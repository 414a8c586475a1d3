use crate::diagnostic::{Code, Findings, quote};
use crate::rule::{Check, LIMITS, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::error("vif-name-length", &["NAME-01"]),
    says: "A vif's name has at most {vif_name_length} characters.",
    why: "The table's name is the name of the virtual interface in AWS, which takes no longer one. \
          On the router it becomes a part of descriptions and policy names, so shorter is better still.",
    breaks: &[
        "
[vif.london-production-private-interface-to-the-payment-gateway-account-in-eu-west-2-primary-path-first-of-the-pair] # <-

[[vif.london-production-private-interface-to-the-payment-gateway-account-in-eu-west-2-primary-path-first-of-the-pair.peer]]
customer = \"169.254.96.2/30\"
amazon = \"169.254.96.1/30\"
",
    ],
    keeps: &[
        "
[vif.lon-prod-payments-a]

[[vif.lon-prod-payments-a.peer]]
customer = \"169.254.96.2/30\"
amazon = \"169.254.96.1/30\"
",
    ],
    sources: &[Source::Api("NewPrivateVirtualInterface"), Source::CloudFormation("PrivateVirtualInterface")],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    let longest = LIMITS.vif_name_length.value as usize;
    for vif in &world.intent.vifs {
        let length = vif.name.text.chars().count();
        if length > longest {
            let message = format!(
                "the name of vif {} has {length} characters; AWS takes {longest}",
                quote(&vif.name.text)
            );
            let diagnostic = RULE.found(message).at(vif.name.place).vif(&vif.name.text);
            found.push(
                diagnostic
                    .label(format!("{} too many", length - longest))
                    .help("say the rest in `description`"),
            );
        }
    }
}
