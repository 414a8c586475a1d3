use super::fleet::Site;
use vifctl::sim::Kind;
#[test]
#[ignore]
fn refused() {
    let only = std::env::var("KIND").ok();
    for kind in Kind::all().filter(|kind| only.as_ref().is_none_or(|only| kind.name() == only)) {
        let site = Site::one(kind);
        if let Ok(t) = std::env::var("REFUSE") {
            site.routers[0].set_trouble(vec![vifctl::sim::Trouble::Refuse(t)]);
        }
        let before = site.routers[0].running_config();
        let (code, json) = site.push(&["--timer", "60", "--may-stay-down"]);
        println!("== {} {code} {}", kind.name(), json["routers"][0]);
        let after = site.routers[0].running_config();
        println!("same: {}", before == after);
        if std::env::var("SAY").is_ok() {
            if before != after {
                println!("BEFORE\n{before}\nAFTER\n{after}");
            }
            for line in site.state().lines() {
                let Ok(v) = serde_json::from_str::<serde_json::Value>(line) else {
                    println!("{line}");
                    continue;
                };
                if let Some(t) = v["typed"].as_str() {
                    println!("> {t}");
                } else if let Some(t) = v["heard"].as_str() {
                    println!("{}", t.chars().take(200).collect::<String>());
                    if !v["refused"].is_null() {
                        println!("!! refused {}", v["refused"]);
                    }
                } else {
                    println!("{line}");
                }
            }
        }
    }
}
