use super::{is_on_vgw, of};
use crate::diagnostic::{Code, Findings};
use crate::rule::{Check, LIMITS, Rule, Source, World};

pub static RULE: Rule = Rule {
    code: Code::error("vpn-quota", &["VPN-73", "VPN-74"]),
    says: "A VPN advertises {vpn_routes_to_vgw} prefixes at most to a virtual private gateway, {vpn_routes_to_tgw} to a transit gateway.",
    why: "The quotas cannot be raised. Over it, AWS ends the session, and with it goes every route.",
    breaks: &[r#"
[vpn.backup]
router = "edge"
asn = 65010
amazon_asn = 64512
gateway = "vgw-0123456789abcdef0"
advertise = [                   # <-
  "10.1.0.0/24", "10.1.1.0/24", "10.1.2.0/24", "10.1.3.0/24",
  "10.1.4.0/24", "10.1.5.0/24", "10.1.6.0/24", "10.1.7.0/24",
  "10.1.8.0/24", "10.1.9.0/24", "10.1.10.0/24", "10.1.11.0/24",
  "10.1.12.0/24", "10.1.13.0/24", "10.1.14.0/24", "10.1.15.0/24",
  "10.1.16.0/24", "10.1.17.0/24", "10.1.18.0/24", "10.1.19.0/24",
  "10.1.20.0/24", "10.1.21.0/24", "10.1.22.0/24", "10.1.23.0/24",
  "10.1.24.0/24", "10.1.25.0/24", "10.1.26.0/24", "10.1.27.0/24",
  "10.1.28.0/24", "10.1.29.0/24", "10.1.30.0/24", "10.1.31.0/24",
  "10.1.32.0/24", "10.1.33.0/24", "10.1.34.0/24", "10.1.35.0/24",
  "10.1.36.0/24", "10.1.37.0/24", "10.1.38.0/24", "10.1.39.0/24",
  "10.1.40.0/24", "10.1.41.0/24", "10.1.42.0/24", "10.1.43.0/24",
  "10.1.44.0/24", "10.1.45.0/24", "10.1.46.0/24", "10.1.47.0/24",
  "10.1.48.0/24", "10.1.49.0/24", "10.1.50.0/24", "10.1.51.0/24",
  "10.1.52.0/24", "10.1.53.0/24", "10.1.54.0/24", "10.1.55.0/24",
  "10.1.56.0/24", "10.1.57.0/24", "10.1.58.0/24", "10.1.59.0/24",
  "10.1.60.0/24", "10.1.61.0/24", "10.1.62.0/24", "10.1.63.0/24",
  "10.1.64.0/24", "10.1.65.0/24", "10.1.66.0/24", "10.1.67.0/24",
  "10.1.68.0/24", "10.1.69.0/24", "10.1.70.0/24", "10.1.71.0/24",
  "10.1.72.0/24", "10.1.73.0/24", "10.1.74.0/24", "10.1.75.0/24",
  "10.1.76.0/24", "10.1.77.0/24", "10.1.78.0/24", "10.1.79.0/24",
  "10.1.80.0/24", "10.1.81.0/24", "10.1.82.0/24", "10.1.83.0/24",
  "10.1.84.0/24", "10.1.85.0/24", "10.1.86.0/24", "10.1.87.0/24",
  "10.1.88.0/24", "10.1.89.0/24", "10.1.90.0/24", "10.1.91.0/24",
  "10.1.92.0/24", "10.1.93.0/24", "10.1.94.0/24", "10.1.95.0/24",
  "10.1.96.0/24", "10.1.97.0/24", "10.1.98.0/24", "10.1.99.0/24",
  "10.1.100.0/24",
]

[[vpn.backup.tunnel]]
outside = "203.0.113.1"
customer = "169.254.10.2/30"
amazon = "169.254.10.1/30"

[[vpn.backup.tunnel]]
outside = "203.0.113.2"
customer = "169.254.11.2/30"
amazon = "169.254.11.1/30"
"#],
    keeps: &[r#"
[vpn.backup]
router = "edge"
asn = 65010
amazon_asn = 64512
gateway = "vgw-0123456789abcdef0"
advertise = ["10.20.0.0/16"]

[[vpn.backup.tunnel]]
outside = "203.0.113.1"
customer = "169.254.10.2/30"
amazon = "169.254.10.1/30"

[[vpn.backup.tunnel]]
outside = "203.0.113.2"
customer = "169.254.11.2/30"
amazon = "169.254.11.1/30"
"#],
    sources: &[Source::Vpn("vpn-limits")],
    check: Check::Looking(check),
};

fn check(world: &World<'_>, found: &mut Findings) {
    for vpn in &world.intent.vpns {
        let (most, kind) = match &vpn.gateway {
            Some(_) if is_on_vgw(vpn) => (&LIMITS.vpn_routes_to_vgw, "virtual private gateway"),
            Some(_) => (&LIMITS.vpn_routes_to_tgw, "transit gateway"),
            // It can be either; more than the larger of both fits neither.
            None => (&LIMITS.vpn_routes_to_tgw, "gateway"),
        };
        let count = vpn.advertise.len();
        let place = vpn.advertise_place.unwrap_or(vpn.name.place);
        if count > most.value as usize {
            let message = format!(
                "vpn {} advertises {count} prefixes; a {kind} takes {} from a VPN",
                vpn.name.text, most.value
            );
            let diagnostic =
                of(RULE.found(message).at(place), vpn).label(format!("{} at most", most.value));
            found.push(diagnostic.help("advertise aggregates"));
        }
    }
}
