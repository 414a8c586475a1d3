//! In which order the routers of a fleet are changed. Routers that carry legs of one redundancy
//! group are never in one wave, and of an active-passive group the last leg goes first: what carries
//! the traffic is touched when the others are known to be well.

use crate::intent::{Intent, Policy};

/// The waves, each a list of routers by index. With a canary, the first router goes alone.
pub(super) fn waves(intent: &Intent, routers: &[usize], canary: bool) -> Vec<Vec<usize>> {
    let groups: Vec<Vec<usize>> = intent
        .redundancies
        .iter()
        .map(|group| {
            let legs = group.vifs.iter().filter_map(|leg| {
                let connection = intent.vifs[leg.value].connection?;
                Some(intent.connections[connection.value].router?.value)
            });
            let mut legs: Vec<usize> = legs.filter(|router| routers.contains(router)).collect();
            if group
                .policy
                .is_some_and(|at| at.value == Policy::ActivePassive)
            {
                legs.reverse();
            }
            let mut once: Vec<usize> = Vec::new();
            for leg in legs {
                if !once.contains(&leg) {
                    once.push(leg);
                }
            }
            once
        })
        .collect();
    // A router's place: behind the deepest of those that go before it in a group.
    let mut order: Vec<usize> = routers.to_vec();
    let depth = |router: usize| {
        let places = groups
            .iter()
            .filter_map(|legs| legs.iter().position(|leg| *leg == router));
        places.max().unwrap_or(0)
    };
    order.sort_by_key(|router| depth(*router));
    let mut waves: Vec<Vec<usize>> = Vec::new();
    for router in order {
        let conflicts = |wave: &Vec<usize>| {
            groups
                .iter()
                .any(|legs| legs.contains(&router) && wave.iter().any(|other| legs.contains(other)))
        };
        // Behind the last wave that holds somebody of its groups.
        let first = waves.iter().rposition(conflicts).map_or(0, |at| at + 1);
        match waves.get_mut(first) {
            Some(wave) => wave.push(router),
            None => waves.push(vec![router]),
        }
    }
    if canary && waves.first().is_some_and(|first| first.len() > 1) {
        let first = waves[0].remove(0);
        waves.insert(0, vec![first]);
    }
    waves
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intent::load_text;

    fn intent(groups: &[(&str, &[usize])]) -> Intent {
        use std::fmt::Write;
        let mut text = "schema = 1\n".to_owned();
        for n in 0..4 {
            write!(text, "[router.r{n}]\nvendor = \"x\"\n[connection.c{n}]\nrouter = \"r{n}\"\n[vif.v{n}]\nconnection = \"c{n}\"\n").expect("a String takes all");
        }
        for (at, (policy, legs)) in groups.iter().enumerate() {
            let legs: Vec<String> = legs.iter().map(|leg| format!("\"v{leg}\"")).collect();
            write!(
                text,
                "[redundancy.g{at}]\nvifs = [{}]\npolicy = \"{policy}\"\n",
                legs.join(", ")
            )
            .expect("a String takes all");
        }
        load_text("test.toml", &text).intent
    }

    #[test]
    fn the_passive_leg_goes_first_and_never_both_at_once() {
        let intent = intent(&[("active-passive", &[0, 1])]);
        assert_eq!(
            waves(&intent, &[0, 1, 2, 3], false),
            [vec![1, 2, 3], vec![0]]
        );
    }

    #[test]
    fn the_canary_goes_alone() {
        let intent = intent(&[("active-passive", &[0, 1])]);
        assert_eq!(
            waves(&intent, &[0, 1, 2, 3], true),
            [vec![1], vec![2, 3], vec![0]]
        );
        assert_eq!(waves(&intent, &[2], true), [vec![2]]);
    }

    #[test]
    fn groups_that_cross_still_never_fly_together() {
        let intent = intent(&[
            ("active-passive", &[0, 1]),
            ("active-passive", &[1, 0]),
            ("active-active", &[1, 2]),
        ]);
        for wave in waves(&intent, &[0, 1, 2, 3], true) {
            assert!(!(wave.contains(&0) && wave.contains(&1)), "{wave:?}");
            assert!(!(wave.contains(&1) && wave.contains(&2)), "{wave:?}");
        }
    }
}
