use crate::diagnostic::{Code, Diagnostic, Findings, quote};
use crate::intent::At;
use crate::rule::gateway::is_uuid;
use crate::rule::{Check, Rule, Source, World, connection};

pub static RULE: Rule = Rule {
    code: Code::warning("id-form", &["ID-01", "ID-02"]),
    says: "AWS's ids look as AWS writes them: dxcon-, dxlag-, dxvif- or vgw- and lower-case letters and digits, or a gateway's UUID.",
    why: "The id is how a vif is found again in what AWS says. With a slip in it nothing is found, and a check that \
          could have been made is not. AWS's own examples break the form, so it only warns.",
    breaks: &[
        "
[vif.prod]
id = \"dxcon-fgabc001\"           # <-
",
        "
[vif.prod]
gateway = \"vgw-12ab\"            # <-
",
        "
[connection.dx]
id = \"ffabc123\"                 # <-
kind = \"dedicated\"
speed = \"10Gbps\"
location = \"EqLD5\"
router = \"edge\"
port = \"TenGigabitEthernet0/1/0\"
",
    ],
    keeps: &[
        "
[vif.prod]
id = \"dxvif-fgabc001\"
gateway = \"5f294f92-bafb-4011-916d-9b0b00c0ffee\"
",
        "
[vif.prod]
id = \"dxvif-fgabc001\"
gateway = \"vgw-0a1b2c3d4e5f60718\"
",
    ],
    sources: &[
        Source::CloudFormation("PrivateVirtualInterface"),
        Source::CloudFormation("Connection"),
        Source::Api("VirtualInterface"),
    ],
    check: Check::Looking(check),
};

/// A kind of id: what it begins with, and how much follows.
type Form = (&'static str, std::ops::RangeInclusive<usize>);

const OF_CONNECTIONS: &[Form] = &[("dxcon-", 8..=21), ("dxlag-", 8..=21)];
const OF_VIFS: &[Form] = &[("dxvif-", 1..=32)];
const OF_TARGETS: &[Form] = &[
    ("vgw-", 8..=32),
    ("tgw-", 8..=32),
    ("core-network-", 1..=17),
];

fn check(world: &World<'_>, found: &mut Findings) {
    let intent = world.intent;
    for (connection, vifs) in connection::each(intent) {
        let owner = format!("connection.{}", connection.name.text);
        let wrong = |id: &&At<String>| !fits(&id.value, OF_CONNECTIONS);
        if let Some(id) = connection.id.as_ref().filter(wrong) {
            let diagnostic = odd(&owner, "id", id, "dxcon- or dxlag- and 8 to 21 of a-z, 0-9");
            found.push(diagnostic.concerns_each(vifs.iter().map(|vif| &*vif.name.text)));
        }
    }
    for vif in &intent.vifs {
        let owner = format!("vif.{}", vif.name.text);
        let id = vif.id.as_ref().filter(|id| !fits(&id.value, OF_VIFS));
        let gateway = vif.gateway.as_ref();
        let of_id = id.map(|id| odd(&owner, "id", id, "dxvif- and a-z, 0-9"));
        let of_gateway = gateway.and_then(|gateway| target(&owner, gateway));
        for diagnostic in of_id.into_iter().chain(of_gateway) {
            found.push(diagnostic.concerns(&vif.name.text));
        }
    }
    for vpn in &intent.vpns {
        let owner = format!("vpn.{}", vpn.name.text);
        let gateway = vpn.gateway.as_ref().filter(|at| begins(&at.value));
        if let Some(diagnostic) = gateway.and_then(|gateway| target(&owner, gateway)) {
            found.push(diagnostic);
        }
    }
}

fn odd(owner: &str, key: &str, id: &At<String>, form: &str) -> Diagnostic {
    let message = format!(
        "{owner}.{key} is {}, which does not look like an id of AWS's",
        quote(&id.value)
    );
    RULE.found(message).at(id.place).subject(owner).label(form)
}

/// What a vif or a VPN is attached to.
fn target(owner: &str, gateway: &At<String>) -> Option<Diagnostic> {
    if begins(&gateway.value) {
        let wrong = !fits(&gateway.value, OF_TARGETS);
        return wrong.then(|| {
            odd(
                owner,
                "gateway",
                gateway,
                "too short, too long, or other than a-z, 0-9",
            )
            .reference("ID-02")
        });
    }
    let form = "a Direct Connect gateway's UUID, or vgw-...";
    (!is_uuid(&gateway.value)).then(|| odd(owner, "gateway", gateway, form))
}

fn begins(id: &str) -> bool {
    OF_TARGETS.iter().any(|(prefix, _)| id.starts_with(prefix))
}

fn fits(id: &str, forms: &[Form]) -> bool {
    forms.iter().any(|(prefix, lengths)| {
        id.strip_prefix(prefix)
            .is_some_and(|rest| lengths.contains(&rest.len()) && is_plain(rest))
    })
}

fn is_plain(text: &str) -> bool {
    text.bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
}
