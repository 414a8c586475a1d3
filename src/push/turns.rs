//! Who is worked on when: threads that take routers from a queue, so many at once, so many behind
//! one bastion, and none any more once somebody said stop.

use std::collections::{HashMap, VecDeque};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use super::site::Limits;

/// One thing to do: a number, and the bastion that it goes over (empty: none).
#[derive(Clone, Debug)]
pub(super) struct Turn {
    pub index: usize,
    pub bastion: String,
}

struct Line {
    waiting: VecDeque<Turn>,
    flying: HashMap<String, usize>,
}

/// Do all of them, and give the results back in the order of the turns. Those that `stop` kept from
/// beginning have none.
pub(super) fn each<T: Send>(
    turns: &[Turn],
    limits: Limits,
    stop: &(dyn Fn() -> bool + Sync),
    work: &(dyn Fn(usize) -> T + Sync),
) -> Vec<Option<T>> {
    let line = Mutex::new(Line {
        waiting: turns.iter().cloned().collect(),
        flying: HashMap::new(),
    });
    let moved = Condvar::new();
    let done: Mutex<HashMap<usize, T>> = Mutex::default();
    std::thread::scope(|scope| {
        for _ in 0..limits.at_once.clamp(1, turns.len().max(1)) {
            scope.spawn(|| {
                while let Some(turn) = next(&line, &moved, limits, stop) {
                    let result = work(turn.index);
                    locked(&done).insert(turn.index, result);
                    let mut line = locked(&line);
                    if let Some(count) = line.flying.get_mut(&turn.bastion) {
                        *count -= 1;
                    }
                    moved.notify_all();
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    turns.iter().map(|turn| done.remove(&turn.index)).collect()
}

/// The first that waits and whose bastion has room.
fn next(
    line: &Mutex<Line>,
    moved: &Condvar,
    limits: Limits,
    stop: &(dyn Fn() -> bool + Sync),
) -> Option<Turn> {
    let mut line = locked(line);
    loop {
        if stop() || line.waiting.is_empty() {
            moved.notify_all();
            return None;
        }
        let free = |turn: &Turn| {
            let flying = line.flying.get(&turn.bastion).copied().unwrap_or(0);
            turn.bastion.is_empty() || flying < limits.per_bastion.max(1)
        };
        let at = line.waiting.iter().position(free);
        if let Some(turn) = at.and_then(|at| line.waiting.remove(at)) {
            *line.flying.entry(turn.bastion.clone()).or_default() += 1;
            return Some(turn);
        }
        line = moved.wait(line).unwrap_or_else(PoisonError::into_inner);
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use super::*;

    #[test]
    fn limits_hold_and_every_turn_comes() {
        let turns: Vec<Turn> = (0..40)
            .map(|index| Turn {
                index,
                bastion: if index % 2 == 0 { "b" } else { "" }.to_owned(),
            })
            .collect();
        let limits = Limits {
            at_once: 8,
            per_bastion: 2,
        };
        let [all, behind, most, most_behind] = [const { AtomicUsize::new(0) }; 4];
        let results = each(&turns, limits, &|| false, &|index| {
            most.fetch_max(all.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            if index % 2 == 0 {
                most_behind.fetch_max(behind.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            }
            std::thread::sleep(Duration::from_millis(2));
            all.fetch_sub(1, Ordering::SeqCst);
            if index % 2 == 0 {
                behind.fetch_sub(1, Ordering::SeqCst);
            }
            index
        });
        assert_eq!(results, (0..40).map(Some).collect::<Vec<_>>());
        assert!(most.load(Ordering::SeqCst) <= 8);
        assert!(most_behind.load(Ordering::SeqCst) <= 2);
    }

    #[test]
    fn nothing_begins_after_a_stop() {
        let turns: Vec<Turn> = (0..10)
            .map(|index| Turn {
                index,
                bastion: String::new(),
            })
            .collect();
        let limits = Limits {
            at_once: 1,
            per_bastion: 1,
        };
        let begun = AtomicUsize::new(0);
        let stop = || begun.load(Ordering::SeqCst) >= 3;
        let results = each(&turns, limits, &stop, &|_| {
            begun.fetch_add(1, Ordering::SeqCst);
        });
        assert_eq!(results.iter().flatten().count(), 3);
    }
}
