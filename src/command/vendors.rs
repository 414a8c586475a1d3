//! `vifctl vendors`: the packs, what each can do, and how well that is known.

use std::path::PathBuf;

use anyhow::{Result, bail};
use serde_json::{Value as Json, json};

use super::output::print;
use super::{Outcome, known};
use crate::push::letter;
use crate::report::Plain;
use crate::vendor::change::Way;
use crate::vendor::{Features, Pack, Vendors};

/// List the vendor packs: the platform, what it can do, and how well that is known
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  vifctl vendors\n  vifctl vendors juniper_junos")]
pub(super) struct Args {
    /// One pack, with the provenance of each of its features.
    name: Option<String>,
    /// A folder of vendor packs that adds to the built-in ones or replaces them.
    #[arg(long, value_name = "DIR")]
    vendors: Option<PathBuf>,
    /// Print the results as text or json.
    #[arg(long, value_enum, default_value_t, hide_possible_values = true)]
    format: Plain,
}

pub(super) fn run(args: &Args) -> Result<Outcome> {
    let mut vendors = Vendors::built_in()?;
    if let Some(folder) = &args.vendors {
        vendors.add_folder(folder)?;
    }
    if let Some(name) = &args.name {
        known("pack", name, vendors.names())?;
    }
    let wanted = |name: &&str| args.name.as_deref().is_none_or(|wanted| wanted == *name);
    let packs: Vec<&Pack> = vendors
        .names()
        .filter(wanted)
        .filter_map(|name| vendors.get(name))
        .collect();
    let text = match (args.format, args.name.is_some(), packs.as_slice()) {
        (Plain::Json, ..) => {
            let packs: Vec<Json> = packs.iter().map(|pack| as_json(pack)).collect();
            format!("{}\n", json!({ "schema": 1, "vendors": packs }))
        }
        (Plain::Text, true, [pack]) => page(pack),
        (Plain::Text, ..) => table(&packs),
    };
    if text.is_empty() {
        bail!("there are no vendor packs");
    }
    print(|out| Ok(out.write_all(text.as_bytes())?))?;
    Ok(Outcome::Good)
}

/// What a platform may have or lack, by name.
fn abilities(features: &Features) -> [(&'static str, bool); 7] {
    [
        ("ipv6", features.ipv6),
        ("vrf", features.vrf),
        ("bfd", features.bfd),
        ("lag", features.lag),
        ("svi", features.svi),
        ("macsec", features.macsec),
        ("shaper", features.shaper),
    ]
}

fn listed(pack: &Pack, have: bool) -> String {
    let names: Vec<&str> = abilities(&pack.features)
        .iter()
        .filter(|(_, has)| *has == have)
        .map(|(name, _)| *name)
        .collect();
    if names.is_empty() {
        "-".to_owned()
    } else {
        names.join(" ")
    }
}

fn table(packs: &[&Pack]) -> String {
    let line = |name: &str, title: &str, mtu: &str, safe: &str, lacks: &str| {
        format!("{name:<18} {title:<24} {mtu:>5}  {safe:<9}  {lacks}\n")
    };
    let mut text = line("NAME", "PLATFORM", "MTU", "GOES BACK", "CANNOT");
    for pack in packs {
        let mtu = pack.features.largest_mtu.to_string();
        let classes: Vec<&str> = ways(pack).iter().map(|(letter, ..)| *letter).collect();
        text.push_str(&line(
            &pack.name,
            &pack.title,
            &mtu,
            &classes.join(" "),
            &listed(pack, false),
        ));
    }
    text
}

/// How a change of the platform goes back when nobody confirms it: guarantee, name and reason of
/// every way, the best first.
fn ways(pack: &Pack) -> Vec<(&'static str, String, String)> {
    let ways = pack.speech().map(|speech| speech.ways).unwrap_or_default();
    let said = |way: &Way| (letter(way.guarantee), way.name.clone(), way.because.clone());
    ways.iter().map(said).collect()
}

fn page(pack: &Pack) -> String {
    let mut text = format!("{} ({})\n", pack.title, pack.name);
    for (name, value) in [
        ("software", pack.software.clone()),
        ("can", listed(pack, true)),
        ("cannot", listed(pack, false)),
        ("largest MTU", pack.features.largest_mtu.to_string()),
        ("longest key", pack.key.longest.to_string()),
    ] {
        text.push_str(&format!("  {name:<14} {value}\n"));
    }
    for refusal in &pack.key.refuse {
        text.push_str(&format!("  {:<14} a key that {}\n", "refuses", refusal.why));
    }
    text.push_str("How a change goes back:\n");
    for (class, name, because) in ways(pack) {
        text.push_str(&format!("  {class} {name:<16} {because}\n"));
    }
    text.push_str("How it is known:\n");
    for (feature, proof) in &pack.provenance {
        text.push_str(&format!("  {feature:<14} {proof}\n"));
    }
    text
}

fn as_json(pack: &Pack) -> Json {
    let features: serde_json::Map<String, Json> = abilities(&pack.features)
        .iter()
        .map(|(name, has)| ((*name).to_owned(), Json::from(*has)))
        .collect();
    json!({
        "vendor": pack.name,
        "title": pack.title,
        "software": pack.software,
        "features": features,
        "largest_mtu": pack.features.largest_mtu,
        "longest_key": pack.key.longest,
        "guarantees": ways(pack).iter().map(|(class, name, because)| json!({
            "guarantee": class,
            "way": name,
            "because": because,
        })).collect::<Vec<_>>(),
        "provenance": pack.provenance,
    })
}
