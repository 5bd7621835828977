//! Two at a time: work on many things whose answers do not depend on each other.

use std::sync::atomic::{AtomicUsize, Ordering};

/// Works on each, two at a time; the answers stand in the order of what is worked on, whoever is done first.
pub(crate) fn each<T: Sync, R: Send>(all: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    if all.len() < 2 {
        return all.iter().map(work).collect();
    }
    let next = AtomicUsize::new(0);
    let take = || {
        let at = next.fetch_add(1, Ordering::Relaxed);
        Some((at, all.get(at)?))
    };
    let share = || -> Vec<(usize, R)> {
        let taken = std::iter::from_fn(take);
        taken.map(|(at, one)| (at, work(one))).collect()
    };
    let mut done = std::thread::scope(|scope| {
        let beside = scope.spawn(share);
        let mut done = share();
        match beside.join() {
            Ok(rest) => done.extend(rest),
            Err(panic) => std::panic::resume_unwind(panic),
        }
        done
    });
    done.sort_unstable_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, answer)| answer).collect()
}

#[cfg(test)]
mod tests {
    use super::each;

    #[test]
    fn answers_stand_in_the_order_of_the_questions_whoever_is_done_first() {
        let all: Vec<u64> = (0..200).collect();
        let slow_in_front = |number: &u64| {
            if *number < 3 {
                std::thread::sleep(std::time::Duration::from_millis(20));
            }
            number * 2
        };
        let doubled: Vec<u64> = all.iter().map(|number| number * 2).collect();
        assert_eq!(each(&all, slow_in_front), doubled);
        assert!(each(&[], slow_in_front).is_empty());
    }
}
