//! Lines that are small scripts: `:if ([:len [MENU find where WORDS]] = 0) do={MENU add WORDS}
//! else={MENU set [find where WORDS] WORDS}`, `MENU remove [find where WORDS]`. An item is its menu
//! and its properties; what a script asks the device about in any other way is taken as answered yes.

use super::State;

pub(super) fn apply(state: &mut State, lines: &[(String, String)]) {
    for (line, cause) in lines {
        run(state, line.trim(), cause);
    }
}

fn run(state: &mut State, script: &str, cause: &str) {
    if let Some(condition) = script.strip_prefix(":if (") {
        let (condition, rest) = until_block(condition);
        let (then, rest) = block(rest);
        let missing = condition.strip_prefix("[:len [").map(|asked| {
            let (menu, wanted) = asked
                .split_once(" find where ")
                .expect("what is looked for");
            let wanted = words(wanted.split("]]").next().unwrap_or(""));
            for word in &wanted {
                assert!(
                    then.contains(word.as_str()),
                    "{word} is looked for and never made: {then}"
                );
            }
            !state.keys().any(|item| is(item, menu, &wanted))
        });
        if missing != Some(false) {
            run(state, then, cause);
        } else if let Some(other) = rest.trim().strip_prefix("else=") {
            run(state, block(other).0, cause);
        }
    } else if let Some(rest) = script.strip_prefix("{:local left ") {
        // A list without one of its members: the one that others are compared with.
        let gone = rest
            .split("!= ")
            .nth(1)
            .and_then(|rest| rest.split(')').next());
        let gone = format!("+{}", gone.expect("a member that goes"));
        state.retain(|item, _| !item.contains(&gone));
    } else {
        command(state, script, cause);
    }
}

/// `MENU add WORDS`, `MENU remove [find where WORDS]`, `MENU set [find where WORDS] WORDS`.
fn command(state: &mut State, script: &str, cause: &str) {
    let verbs = [" add ", " remove ", " set ", " enable "];
    let at = verbs
        .iter()
        .filter_map(|verb| Some((script.find(verb)?, *verb)))
        .min();
    let (at, verb) = at.unwrap_or_else(|| panic!("not a line of this style: {script}"));
    let (menu, rest) = (&script[..at], &script[at + verb.len()..]);
    if verb == " add " {
        state
            .entry(item(menu, words(rest)))
            .or_insert_with(|| cause.to_owned());
        return;
    }
    let rest = rest
        .strip_prefix("[find where ")
        .unwrap_or_else(|| panic!("all of {menu}?"));
    let (wanted, rest) = rest.split_once(']').expect("the end of what is looked for");
    let wanted = words(wanted);
    let found: Vec<_> = state
        .keys()
        .filter(|item| is(item, menu, &wanted))
        .cloned()
        .collect();
    if verb == " remove " {
        state.retain(|item, _| !found.contains(item));
    } else if let Some(member) = rest.rsplit_once("],").map(|(_, member)| member) {
        let member = format!("+{}", member.trim_end_matches(')'));
        let mut path = item(menu, wanted);
        path.push(member);
        state.entry(path).or_insert_with(|| cause.to_owned());
    } else if found.is_empty() {
        // Something that was there before, such as a port.
        let made = item(menu, wanted.into_iter().chain(words(rest)).collect());
        state.entry(made).or_insert_with(|| cause.to_owned());
    } else {
        change(state, &found, &words(rest));
    }
}

/// Give items other properties; those that are not named stay.
fn change(state: &mut State, found: &[Vec<String>], to: &[String]) {
    let name = |word: &str| word.split('=').next().unwrap_or("").to_owned();
    for old in found {
        let cause = state.remove(old).expect("it was just found");
        let kept = old[1..]
            .iter()
            .filter(|word| !to.iter().any(|new| name(new) == name(word)));
        let all = kept.chain(to).cloned().collect();
        state.entry(item(&old[0], all)).or_insert(cause);
    }
}

fn item(menu: &str, mut words: Vec<String>) -> Vec<String> {
    words.sort();
    words.insert(0, menu.to_owned());
    words
}

fn is(item: &[String], menu: &str, wanted: &[String]) -> bool {
    item[0] == menu && wanted.iter().all(|word| item.contains(word))
}

/// Words between spaces; a space within quotation marks belongs to its word.
fn words(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let (mut quoted, mut escaped) = (false, false);
    for c in text.chars() {
        if c == ' ' && !quoted {
            words.push(String::new());
            continue;
        }
        quoted ^= c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        words.last_mut().expect("there is a first word").push(c);
    }
    words.retain(|word| !word.is_empty());
    words
}

/// The condition of an `:if (`, and what begins with its block.
fn until_block(text: &str) -> (&str, &str) {
    text.split_once(") do=")
        .expect("a block behind the condition")
}

/// The inside of a block in braces, and what comes behind it. Braces within quotation marks are text.
fn block(text: &str) -> (&str, &str) {
    let (mut depth, mut quoted, mut escaped) = (0, false, false);
    for (at, c) in text.char_indices() {
        quoted ^= c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        match c {
            '{' if !quoted => depth += 1,
            '}' if !quoted => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return (&text[1..at], &text[at + 1..]);
        }
    }
    panic!("a block that does not end: {text}")
}
