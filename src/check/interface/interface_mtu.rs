use crate::check::{Check, Seen, Test, Verdicts, VifScene};

pub static CHECK: Check = Check {
    name: "interface-mtu",
    says: "The sub-interface takes packets of the vif's MTU.",
    why: "With less, large packets are fragmented or dropped on the way out. With more, what the router sends is \
          dropped at AWS's side, and large transfers hang while small pings pass.",
    passes: &[r#"
[[interface]]
name = "TenGigabitEthernet0/1/0.101"
mtu = 1500
"#],
    fails: &[r#"
[[interface]]
name = "TenGigabitEthernet0/1/0.101"
mtu = 1400
"#],
    test: Test::Vif(test),
};

fn test(vif: &VifScene<'_>, verdicts: &mut Verdicts<'_>) {
    let wanted = u64::from(vif.vif.mtu_or_default().get());
    let Some(last) = vif.interface_with("mtu").or_unknown(verdicts) else {
        return;
    };
    let name = vif.interface_name();
    let rows = name.and_then(|name| vif.port.interface_rows(&name).ok());
    let rows = rows.unwrap_or_default();
    let headers = vif.port.views().map_or(&[][..], |views| &views.mtu_headers);
    let exact = |seen: &&Seen<'_>| {
        let header = seen.number("mtu").and_then(|mtu| mtu.checked_sub(wanted));
        header.is_some_and(|header| header == 0 || headers.contains(&header))
    };
    let smaller = |seen: &&Seen<'_>| seen.number("mtu").is_some_and(|mtu| mtu < wanted);
    let (verdict, seen) = if let Some(seen) = rows.iter().find(exact) {
        (verdicts.pass(), seen)
    } else if let Some(seen) = rows.iter().find(smaller) {
        (verdicts.fail(), seen)
    } else {
        // What a port can carry is not what IP may use of it, and some commands only show the first.
        let why = "only the MTU of the link is shown, and IP may have less";
        (verdicts.unknown(why), &last)
    };
    verdict
        .expected(wanted)
        .observed(seen.number("mtu"))
        .because([seen.evidence("mtu")]);
}
