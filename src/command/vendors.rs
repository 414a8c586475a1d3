//! `vifctl vendors`: the packs, what each can do, and how well that is known.

use std::path::PathBuf;

use anyhow::{Result, bail};
use serde_json::{Value as Json, json};

use super::output::print;
use super::{Outcome, known};
use crate::diagnostic::{WIDTH, wrap};
use crate::push::letter;
use crate::report::Plain;
use crate::vendor::change::Way;
use crate::vendor::{Features, Pack, Vendors};

/// List the vendor packs: the platform, what it can do, and how well that is known
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  vifctl vendors\n  vifctl vendors juniper_junos\n\nBACK is what takes a change back that nobody confirms. A: the device itself. B: a job\nthat was armed on it. C: vifctl, as long as it is connected. CANNOT is what a platform\nhas no words for: an intent that asks for it is refused."
)]
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

/// Every column as wide as what stands in it.
fn table(packs: &[&Pack]) -> String {
    let head = ["NAME", "PLATFORM", "MTU", "BACK", "CANNOT"].map(str::to_owned);
    let mut rows = vec![head];
    for pack in packs {
        let classes: Vec<&str> = ways(pack).iter().map(|(letter, ..)| *letter).collect();
        rows.push([
            pack.name.clone(),
            pack.title.clone(),
            pack.features.largest_mtu.to_string(),
            classes.concat(),
            listed(pack, false),
        ]);
    }
    let wide = |column: usize| rows.iter().map(|row| row[column].chars().count()).max();
    let widths = [0, 1, 2, 3].map(|column| wide(column).unwrap_or(0));
    let mut text = String::new();
    for [name, title, mtu, back, lacks] in &rows {
        let [a, b, c, d] = widths;
        text += &format!("{name:<a$}  {title:<b$}  {mtu:>c$}  {back:<d$}  {lacks}\n");
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
    said(&mut text, "software", &pack.software);
    said(&mut text, "can", &listed(pack, true));
    said(&mut text, "cannot", &listed(pack, false));
    said(
        &mut text,
        "largest MTU",
        &pack.features.largest_mtu.to_string(),
    );
    said(&mut text, "longest key", &pack.key.longest.to_string());
    for refusal in &pack.key.refuse {
        said(&mut text, "refuses", &format!("a key that {}", refusal.why));
    }
    text += "How a change goes back:\n";
    for (class, name, because) in ways(pack) {
        said(&mut text, &format!("{class} {name}"), &because);
    }
    text += "How it is known:\n";
    for (feature, proof) in &pack.provenance {
        said(&mut text, feature, proof);
    }
    text
}

/// A name, and what is said of it beside it.
fn said(text: &mut String, name: &str, says: &str) {
    let first = format!("  {name:<16} ");
    *text += &wrap(says, &first, &" ".repeat(19), WIDTH);
    text.push('\n');
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
