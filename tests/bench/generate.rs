//! A large intent, the same one for the same number of vifs: ten vifs to a router, routers in
//! pairs, two connections on each, a private and a transit gateway for every pair.

use std::fmt::Write;

const VIFS_PER_ROUTER: usize = 10;

/// Numbers that look like chance and are not (splitmix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (x ^ (x >> 31)) % sides
    }
}

/// The intent of so many vifs.
pub fn intent(vifs: usize) -> String {
    let mut text = String::from(
        "schema = 1\n\n[defaults]\nbfd = true\nhold_time = 90\nmax_prefixes = 110\n\n[login.netops]\nuser = \"netops\"\nauth = [\"agent\"]\n",
    );
    let mut dice = Dice(vifs as u64);
    for router in 0..vifs.div_ceil(VIFS_PER_ROUTER) {
        site(&mut text, router);
        let first = router * VIFS_PER_ROUTER;
        for slot in 0..VIFS_PER_ROUTER.min(vifs - first) {
            vif(&mut text, &mut dice, router, slot);
            // The same slot of the pair's first router is there already.
            if router % 2 == 1 {
                let (active, passive) = (name(router - 1, slot), name(router, slot));
                push(
                    &mut text,
                    format_args!(
                        "\n[redundancy.{active}]\nvifs = [\"{active}\", \"{passive}\"]\npolicy = \"active-passive\"\n"
                    ),
                );
            }
        }
    }
    text
}

fn push(text: &mut String, piece: std::fmt::Arguments<'_>) {
    text.write_fmt(piece).expect("a String can be written to");
}

fn name(router: usize, slot: usize) -> String {
    format!("r{router}-v{slot}")
}

fn site(text: &mut String, router: usize) {
    let (high, low) = (router / 250 % 250, router % 250);
    push(
        text,
        format_args!(
            "\n[router.r{router}]\nvendor = \"cisco_xe\"\naddress = \"10.255.{high}.{low}\"\nlogin = \"netops\"\nasn = {}\nlabels = {{ pair = \"p{}\" }}\n",
            4_200_000_000_u32 + router as u32 / 2,
            router / 2
        ),
    );
    let location = if router.is_multiple_of(2) {
        "EqLD5"
    } else {
        "TCSLD8"
    };
    for port in 0..2 {
        push(
            text,
            format_args!(
                "\n[connection.r{router}-c{port}]\nid = \"dxcon-f{:07x}\"\nkind = \"dedicated\"\nspeed = \"10Gbps\"\nlocation = \"{location}\"\nrouter = \"r{router}\"\nport = \"TenGigabitEthernet0/{port}/0\"\njumbo = true\n",
                router * 2 + port
            ),
        );
    }
}

fn vif(text: &mut String, dice: &mut Dice, router: usize, slot: usize) {
    let number = router * VIFS_PER_ROUTER + slot;
    let (kind, amazon_asn) = match slot {
        8 => ("transit", 4_288_000_000 + router / 2),
        9 => ("public", 7224),
        _ => ("private", 4_286_000_000 + router / 2),
    };
    let vif = name(router, slot);
    let vlan = 100 + slot as u64 * 300 + dice.roll(300);
    push(
        text,
        format_args!(
            "\n[vif.{vif}]\nid = \"dxvif-f{number:07x}\"\ntype = \"{kind}\"\nconnection = \"r{router}-c{}\"\nvlan = {vlan}\namazon_asn = {amazon_asn}\nkey = {{ env = \"DX_{router}_{slot}\" }}\n",
            slot % 2
        ),
    );
    let pair = router / 2;
    let (octets, peer) = match kind {
        "public" => (20_u32 << 24, number * 4),
        _ => (172_u32 << 24 | 16 << 16, number * 4),
    };
    let host = |last: usize| std::net::Ipv4Addr::from(octets + (peer + last) as u32);
    let (ours, theirs) = (host(2), host(1));
    if kind == "public" {
        let prefix = std::net::Ipv4Addr::from((21_u32 << 24) + (pair as u32 % 65_536) * 256);
        push(
            text,
            format_args!("advertise = [\"{prefix}/24\"]\nscope = \"region\"\n"),
        );
    } else {
        let gateway = format!(
            "{pair:08x}-0000-4000-8000-{:012x}",
            usize::from(kind == "transit")
        );
        let prefixes: Vec<String> = (0..=dice.roll(3))
            .map(|n| format!("\"10.{}.{}.0/24\"", slot * 4 + n as usize, dice.roll(250)))
            .collect();
        push(
            text,
            format_args!(
                "gateway = \"{gateway}\"\nadvertise = [{}]\naccept = [\"10.{}.0.0/16\"]\n",
                prefixes.join(", "),
                100 + slot
            ),
        );
        if slot == 8 {
            push(text, format_args!("vrf = \"HUB\"\n"));
        }
    }
    push(
        text,
        format_args!("\n[[vif.{vif}.peer]]\ncustomer = \"{ours}/30\"\namazon = \"{theirs}/30\"\n"),
    );
}
