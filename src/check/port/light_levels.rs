use crate::check::{Check, PortScene, Seen, Status, Test, Verdicts};

/// AWS's range for what arrives (PHY-09), in dBm, at 1 and 10 Gbps and on each lane of 100.
const SLOW: (f64, f64) = (-14.4, 2.5);
const FAST: (f64, f64) = (-10.6, 4.5);
/// What a receiver reports when it sees nothing.
const DARK: f64 = -30.0;

pub static CHECK: Check = Check {
    name: "light-levels",
    says: "The light that arrives at the port is between -14.4 and 2.5 dBm; at 100 Gbps and more, between -10.6 and 4.5 \
           on every lane.",
    why: "AWS's range for Direct Connect ports. Outside of it errors come and go with the temperature; \
          no light at all means a fibre that is not patched, rolled, or a transmitter that is off.",
    passes: &[r#"
[[optics]]
interface = "TenGigabitEthernet0/1/0"
rx_dbm = -3.2
tx_dbm = -2.1
"#],
    fails: &[
        r#"
[[optics]]
interface = "TenGigabitEthernet0/1/0"
rx_dbm = -40.0
"#,
        r#"
[[optics]]
interface = "Te0/1/0"
rx_dbm = -16.9
"#,
    ],
    test: Test::Port(test),
};

fn test(port: &PortScene<'_>, verdicts: &mut Verdicts<'_>) {
    let fast = port
        .connection
        .speed
        .is_some_and(|speed| speed.value.in_mbps() >= 100_000);
    let (from, to) = if fast { FAST } else { SLOW };
    for name in port.physical() {
        let rows = port.rows_named("optics", "interface", name);
        let lit: Vec<(Seen<'_>, f64)> = rows
            .into_iter()
            .filter_map(|seen| Some((seen, seen.decimal("rx_dbm")?)))
            .collect();
        let Some((seen, weakest)) = lit.iter().copied().min_by(|(_, a), (_, b)| a.total_cmp(b))
        else {
            verdicts.unknown(port.untold("optics", "interface", name));
            continue;
        };
        let strongest = lit.iter().map(|(_, dbm)| *dbm).fold(weakest, f64::max);
        let status = match () {
            () if weakest <= DARK => Status::Fail,
            () if weakest < from || strongest > to => Status::Warn,
            () => Status::Pass,
        };
        verdicts
            .say(status)
            .expected(format!("{from} to {to} dBm at {name}"))
            .observed(format!("{weakest} dBm at {name}"))
            .because([seen.evidence("rx_dbm")]);
    }
}
