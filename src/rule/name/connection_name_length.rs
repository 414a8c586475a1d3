use crate::diagnostic::{Code, Findings, quote};
use crate::rule::{Check, LIMITS, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::note("connection-name-length", &["NAME-03"]),
    says: "A connection's name has at most {connection_name_length} characters.",
    why: "AWS takes no longer name for a connection or a LAG. vifctl does not send it there, but the two should read the same.",
    breaks: &[
        "
[connection.the-first-of-two-connections-in-the-london-docklands-building-that-was-ordered-for-the-payment-platform-and-is-carried-by-the-metro-ring-to-the-old-data-centre-in-the-north-of-the-city-where-the-edge-routers-stand] # <-
kind = \"dedicated\"
router = \"edge\"
port = \"TenGigabitEthernet0/1/1\"
",
    ],
    keeps: &[
        "
[connection.ld5]
kind = \"dedicated\"
router = \"edge\"
port = \"TenGigabitEthernet0/1/1\"
",
    ],
    sources: &[Source::CloudFormation("Connection"), Source::CloudFormation("Lag")],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    let longest = LIMITS.connection_name_length.value as usize;
    for connection in &world.intent.connections {
        let name = &connection.name;
        let length = name.text.chars().count();
        if length > longest {
            let message = format!(
                "the name of connection {} has {length} characters; AWS takes {longest}",
                quote(&name.text)
            );
            let diagnostic = RULE
                .found(message)
                .at(name.place)
                .subject(format!("connection.{}", name.text));
            found.push(diagnostic.label(format!("{} too many", length - longest)));
        }
    }
}
