use crate::diagnostic::{Code, Findings};
use crate::rule::{Check, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::error("macsec-cak", &["MSEC-02"]),
    says: "A MACsec key (CAK) has 64 hex digits.",
    why: "AWS has static keys of 256 bits only, written in hex. A shorter one would be padded by some routers and refused by \
          others, and the port stays down where encryption is a must.",
    breaks: &["
[connection.dx]
kind = \"dedicated\"
speed = \"10Gbps\"
location = \"EqLD5\"
router = \"edge\"
port = \"TenGigabitEthernet0/1/0\"
jumbo = true

[connection.dx.macsec]
ckn = \"00000000000000000000000000000000000000000000000000000000000000a1\"
cak = { command = [\"printf\", \"%032d\", \"1\"] }     # <-
"],
    keeps: &["
[connection.dx]
kind = \"dedicated\"
speed = \"10Gbps\"
location = \"EqLD5\"
router = \"edge\"
port = \"TenGigabitEthernet0/1/0\"
jumbo = true

[connection.dx.macsec]
ckn = \"00000000000000000000000000000000000000000000000000000000000000a1\"
cak = { command = [\"printf\", \"%064d\", \"1\"] }
"],
    sources: &[
        Source::UserGuide("MACSec"),
        Source::Api("AssociateMacSecKey"),
    ],
    check: Check::Looking(check),
};

const DIGITS: usize = 64;

fn check(world: &World<'_>, found: &mut Findings) {
    let vifs = world.intent.vifs_by_connection();
    for (connection, vifs) in world.intent.connections.iter().zip(vifs) {
        let Some(cak) = connection
            .macsec
            .as_ref()
            .and_then(|macsec| macsec.value.cak.as_ref())
        else {
            continue;
        };
        let Some(key) = world.keys.secret(&cak.value) else {
            continue;
        };
        let what = match key.length() {
            DIGITS if key.is_hex() => continue,
            DIGITS => "has a character that is no hex digit".to_owned(),
            length => format!("has {length} characters"),
        };
        let message = format!(
            "the MACsec key of connection {} {what}; it must be {DIGITS} hex digits",
            connection.name.text
        );
        let mut diagnostic = RULE
            .found(message)
            .at(cak.place)
            .label("64 of 0-9 a-f")
            .subject(format!("connection.{}", connection.name.text));
        for vif in vifs {
            diagnostic = diagnostic.concerns(&vif.name.text);
        }
        found.push(diagnostic.help("openssl rand -hex 32 makes one; AWS has to be given the same"));
    }
}
