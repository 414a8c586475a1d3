use crate::diagnostic::{Code, Findings, quote};
use crate::rule::{Check, Rule, Source, World, connection};

pub static RULE: Rule = Rule {
    code: Code::note("location-form", &["NAME-06"]),
    says: "A location is AWS's code for it: letters, digits and hyphens.",
    why: "Locations are compared to see which connections share a building. A name in prose next to a code looks like two buildings.",
    breaks: &["
[connection.dx]
kind = \"dedicated\"
speed = \"10Gbps\"
location = \"Equinix LD5, London\" # <-
router = \"edge\"
port = \"TenGigabitEthernet0/1/0\"
"],
    keeps: &["
[connection.dx]
kind = \"dedicated\"
speed = \"10Gbps\"
location = \"EqLD5\"
router = \"edge\"
port = \"TenGigabitEthernet0/1/0\"
"],
    sources: &[
        Source::CloudFormation("Connection"),
        Source::Api("Location"),
    ],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    let intent = world.intent;
    for (connection, vifs) in connection::each(intent) {
        let Some(location) = &connection.location else {
            continue;
        };
        if location
            .value
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '-')
        {
            continue;
        }
        let name = &connection.name.text;
        let message = format!(
            "connection {name} has location {}, which is no location code",
            quote(&location.value)
        );
        let diagnostic = RULE
            .found(message)
            .at(location.place)
            .subject(format!("connection.{name}"));
        let diagnostic = diagnostic.concerns_each(vifs.iter().map(|vif| &*vif.name.text));
        found.push(
            diagnostic
                .label("a code such as EqLD5")
                .help("`aws directconnect describe-locations` lists them as locationCode"),
        );
    }
}
