use std::collections::HashSet;

use crate::diagnostic::{Code, Diagnostic, Findings, nearest, quote};
use crate::intent::{Router, code};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::error("vendor-unknown", &[]),
    says: "A router names its vendor, and vifctl has a pack for it.",
    why: "The pack is what knows the platform's words. The names are those of netmiko and ntc-templates; \
          a pack of your own is taken from --vendors DIR or from a folder `vendors` beside the intent.",
    breaks: &[
        "
[router.edge]
vendor = \"cisco_iosxe\"          # <-
asn = 65010
",
        "
[router.edge]                   # <-
asn = 65010
",
    ],
    keeps: &["
[router.edge]
vendor = \"cisco_xe\"
asn = 65010
"],
    sources: &[Source::Ours(
        "a platform that nobody described cannot be configured",
    )],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    let known: Vec<&str> = world.vendors.names().collect();
    let unread = unread(found);
    for router in &world.intent.routers {
        let problem = match &router.vendor {
            Some(vendor) if world.vendors.get(&vendor.value).is_some() => continue,
            Some(vendor) => unknown(router, &vendor.value, &known).at(vendor.place),
            None if unread.contains(&format!("router.{}", router.name.text)) => continue,
            None => RULE
                .found(format!("router {} has no vendor", router.name.text))
                .at(router.name.place)
                .label("`vendor` is missing"),
        };
        let problem = problem.subject(format!("router.{}", router.name.text));
        found.push(problem.help(format!("known: {}", known.join(", "))));
    }
}

/// The routers that name a vendor in a way that could not be read.
fn unread(found: &Findings) -> HashSet<String> {
    let mut unread: HashSet<String> = found
        .lost()
        .filter_map(|path| path.strip_suffix(".vendor"))
        .map(str::to_owned)
        .collect();
    let no_text = [&code::VALUE_RANGE, &code::CONTROL_CHARACTER];
    let errors = found.iter().filter(|found| no_text.contains(&found.code));
    unread.extend(errors.filter_map(|found| found.subject.clone()));
    unread
}

fn unknown(router: &Router, vendor: &str, known: &[&str]) -> Diagnostic {
    let name = &router.name.text;
    let diagnostic = RULE.found(format!(
        "router {name} has vendor {}, for which there is no pack",
        quote(vendor)
    ));
    match nearest(vendor, known.iter().copied()) {
        Some(near) => diagnostic.label(format!("did you mean `{near}`?")),
        None => diagnostic.label("no such pack"),
    }
}
