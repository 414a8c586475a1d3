//! Every rule's page is its test: what it says breaks the rule breaks it, in the line it marks,
//! and what it says keeps the rule keeps it. And every fact of the catalogue has its place.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::LazyLock;

use vifctl::diagnostic::{Diagnostic, Findings, Severity, Sources};
use vifctl::intent::{Date, load, load_text};
use vifctl::rule::{self, ALL, CATALOGUE, Check, Fact, Keys, Rule, World};
use vifctl::vendor::Vendors;

/// The folder that the examples lie in: the key files that they name are there, and the working
/// directory is set to it once.
static FOLDER: LazyLock<()> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("examples");
    fs::create_dir_all(folder.join("keys")).expect("a folder of this test's own");
    for (name, mode) in [("dx", 0o600), ("mine", 0o600), ("everybodys", 0o644)] {
        let path = folder.join("keys").join(name);
        fs::write(&path, format!("Key_of.{name}\n")).expect("a key file");
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).expect("its mode");
    }
    std::env::set_current_dir(&folder).expect("the folder is there");
});

/// What is found in an intent on a day in the life of the examples, keys resolved as ever.
fn look(text: &str) -> (Findings, Sources) {
    LazyLock::force(&FOLDER);
    let mut loaded = load_text("example.toml", text);
    let vendors = Vendors::built_in().expect("the built-in packs can be read");
    let keys = Keys::resolve(&loaded.intent);
    let world = World {
        intent: &loaded.intent,
        vendors: &vendors,
        keys: &keys,
        today: Date::new(2026, 11, 20),
    };
    rule::check(&world, &mut loaded.found);
    (loaded.found, loaded.sources)
}

fn of_rule<'a>(found: &'a Findings, rule: &Rule) -> Vec<&'a Diagnostic> {
    found
        .iter()
        .filter(|found| found.code == &rule.code)
        .collect()
}

/// All that is found, a line each.
fn list(found: &Findings, sources: &Sources) -> String {
    let line = |found: &Diagnostic| {
        let line = found.place.map(|place| sources.locate(place).line);
        format!(
            "  line {line:?}: {}[{}] {}\n",
            found.severity(),
            found.code.rule,
            found.message
        )
    };
    found.iter().map(line).collect()
}

#[test]
fn what_a_page_says_breaks_its_rule_does_so_in_the_marked_line() {
    let every = |rule: &&'static Rule| {
        rule.breaks
            .iter()
            .filter_map(|example| breaks(rule, example))
    };
    let wrong: Vec<String> = ALL.iter().flat_map(every).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// What is wrong with an example that should break a rule, and nothing else.
fn breaks(rule: &Rule, example: &str) -> Option<String> {
    let text = rule::example::whole(example);
    let (found, sources) = look(&text);
    let hits = of_rule(&found, rule);
    let line = hits
        .first()
        .and_then(|found| found.place)
        .map(|place| sources.locate(place).line);
    let other =
        |other: &&Diagnostic| other.severity() == Severity::Error && other.code != &rule.code;
    let problem = match rule::example::marked_line(&text) {
        None => "no line is marked",
        Some(_) if hits.is_empty() => "the rule is not broken",
        marked if marked != line => "the finding points elsewhere",
        _ if found.iter().any(|found| other(&found)) => "it breaks more than it says",
        _ => return None,
    };
    Some(format!(
        "{}: {problem} in\n{text}\nfound:\n{}",
        rule.code.rule,
        list(&found, &sources)
    ))
}

#[test]
fn what_a_page_says_keeps_its_rule_breaks_none() {
    let every = |rule: &&'static Rule| rule.keeps.iter().filter_map(|example| keeps(rule, example));
    let wrong: Vec<String> = ALL.iter().flat_map(every).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// What is found in an example that should be without fault, if anything is.
fn keeps(rule: &Rule, example: &str) -> Option<String> {
    let text = rule::example::whole(example);
    let (found, sources) = look(&text);
    let held = of_rule(&found, rule).is_empty() && !found.has_errors();
    (!held).then(|| {
        format!(
            "{} does not hold in\n{text}\nfound:\n{}",
            rule.code.rule,
            list(&found, &sources)
        )
    })
}

#[test]
fn the_rest_of_every_example_is_without_fault() {
    let (found, sources) = look(&rule::example::whole(""));
    assert!(found.is_empty(), "{}", list(&found, &sources));
}

#[test]
fn every_rule_has_a_page() {
    let unfilled = regex::Regex::new(r"\{[a-z_]+\}").expect("a pattern");
    for rule in ALL.iter() {
        let name = rule.code.rule;
        // Where there is no text, there is none to show.
        let shows = !matches!(rule.check, Check::Opening);
        assert!(
            shows != rule.breaks.is_empty()
                && shows != rule.keeps.is_empty()
                && !rule.sources.is_empty(),
            "{name} lacks an example or a source"
        );
        assert!(
            name.chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'),
            "{name} is not kebab-case"
        );
        // An address or the header of a table cannot be broken over two lines.
        let whole = |line: &str| line.contains("https:") || line.starts_with("    [");
        assert!(
            rule::page(rule)
                .lines()
                .all(|line| line.chars().count() <= 80 || whole(line)),
            "{name}: its page is too wide"
        );
        assert!(
            !unfilled.is_match(&rule::page(rule)),
            "{name}: a number is missing in its page"
        );
    }
    let names: BTreeSet<_> = ALL.iter().map(|rule| rule.code.rule).collect();
    assert_eq!(names.len(), ALL.len(), "two rules share a name");
}

#[test]
fn every_fact_is_a_rules_reference_or_named_with_the_reason() {
    let referenced: BTreeSet<&str> = ALL
        .iter()
        .flat_map(|rule| rule.code.references.iter().copied())
        .collect();
    for id in &referenced {
        assert_eq!(
            CATALOGUE.get(id),
            Some(&Fact::Rule),
            "{id} is referenced by a rule, and the catalogue says otherwise"
        );
    }
    for (id, fact) in CATALOGUE.iter() {
        match fact {
            Fact::Rule => assert!(referenced.contains(id), "no rule rests on {id}"),
            Fact::Elsewhere(why) => assert!(
                why.contains(": ") && why.len() > 20,
                "{id} is left out without a reason"
            ),
        }
    }
}

#[test]
fn rules_that_read_are_told_apart_from_rules_that_look() {
    let reading = ALL
        .iter()
        .filter(|rule| matches!(rule.check, Check::Reading))
        .count();
    assert!(reading > 0 && reading < ALL.len());
}

#[test]
fn only_a_file_that_cannot_be_read_has_no_example() {
    let without: Vec<_> = ALL
        .iter()
        .filter(|rule| matches!(rule.check, Check::Opening))
        .map(|rule| rule.code.rule)
        .collect();
    assert_eq!(without, ["file-unreadable"]);
    let loaded = load(&["tests/no-such-intent.toml".into()]);
    let first = loaded.found.iter().next().expect("the file is missing");
    assert_eq!(first.code.rule, "file-unreadable");
}
