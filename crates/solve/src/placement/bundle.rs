//! Worths of jobs under which the sets known on each pool prove most: the bundle method.
//!
//! At any worths a pool earns at least what its best known set does, so that the worths of all jobs less these earnings
//! is more than, or just, what can be proven there: a model of the bound. Where next to search is where the model is
//! highest, less a price of leaving the centre, the best place known. That is found by moving shares from one set of a
//! pool to another, as long as it pays.

#![expect(
    clippy::indexing_slicing,
    reason = "tables whose extents are the instance's own, fixed when it is read"
)]

#[cfg(test)]
mod tests;

use super::sets::Set;

/// Times that every pool moves its shares at most, and how often each time.
const PASSES: (usize, usize) = (300, 6);
/// What the shares of all pools may still gain, as a share of all worths.
const CLOSE: f64 = 1e-5;
/// The same for one move.
const STILL: f64 = 1e-9;

/// Worths under way, as shares have it.
struct Course<'a> {
    caps: &'a [f64],
    centre: &'a [f64],
    reach: f64,
    /// By job, how much of it no pool takes; negative where several do.
    lack: Vec<f64>,
    worths: Vec<f64>,
}

impl Course<'_> {
    /// Worths rise with what is lacking of a job, in proportion to themselves.
    fn place(&mut self, job: usize) {
        let moved = self.centre[job] * (1.0 + self.reach * self.lack[job]);
        self.worths[job] = moved.clamp(0.0, self.caps[job]);
    }

    /// Takes so much more of each job of a set.
    fn take(&mut self, set: &Set, share: f64) {
        for &job in &set.jobs {
            self.lack[job] -= share;
            self.place(job);
        }
    }

    /// How fast the gain of one set over another falls when shares move from that to this.
    fn bend(&self, one: &Set, other: &Set) -> f64 {
        let apart = |set: &Set, from: &Set| -> f64 {
            let own = set.jobs.iter();
            let own = own.filter(|job| from.jobs.binary_search(job).is_err());
            own.map(|&job| self.reach * self.centre[job]).sum()
        };
        apart(one, other) + apart(other, one)
    }
}

/// How much of each pool each of its sets has, by pool, in the order of the sets.
pub(super) type Shares = Vec<Vec<f64>>;

/// What could be proven at these worths, as far as sets are known, by pool.
pub(super) fn value(known: &[Vec<Set>], worths: &[f64]) -> f64 {
    let most = |sets: &Vec<Set>| {
        let gains = sets.iter().map(|set| set.gain(worths));
        gains.fold(0.0, f64::max)
    };
    let earned: f64 = known.iter().map(most).sum();
    worths.iter().sum::<f64>() - earned
}

/// Looks for the worths where the model is highest; a job that no pool takes may move by `reach` of its worth, and none
/// above its cap.
pub(super) fn propose(
    known: &[Vec<Set>],
    shares: &mut Shares,
    caps: &[f64],
    centre: &[f64],
    reach: f64,
) -> Vec<f64> {
    let total: f64 = centre.iter().sum();
    let mut course = Course {
        caps,
        centre,
        reach,
        lack: lack(known, shares, centre.len()),
        worths: centre.to_vec(),
    };
    for job in 0..centre.len() {
        course.place(job);
    }
    for _ in 0..PASSES.0 {
        let pools = known.iter().zip(&mut *shares);
        let gains = pools.map(|(sets, shares)| shift(sets, shares, &mut course, STILL * total));
        if gains.sum::<f64>() <= CLOSE * total {
            break;
        }
    }
    course.worths
}

/// By job, how much of it no pool takes; negative where several do. Sets that are new have no share.
pub(super) fn lack(known: &[Vec<Set>], shares: &mut Shares, jobs: usize) -> Vec<f64> {
    let mut lack = vec![1.0; jobs];
    for (sets, shares) in known.iter().zip(shares) {
        shares.resize(sets.len(), 0.0);
        for (set, share) in sets.iter().zip(shares) {
            for &job in &set.jobs {
                lack[job] -= *share;
            }
        }
    }
    lack
}

/// Moves shares of one pool from sets that earn little to the one that earns most; returns what its shares could have
/// gained before.
fn shift(sets: &[Set], shares: &mut [f64], course: &mut Course, still: f64) -> f64 {
    let mut first = None;
    for _ in 0..PASSES.1 {
        let gains: Vec<f64> = sets.iter().map(|set| set.gain(&course.worths)).collect();
        let order = |one: &usize, other: &usize| gains[*one].total_cmp(&gains[*other]);
        let held = (0..sets.len()).filter(|&set| shares[set] > 0.0);
        let Some((most, least)) = (0..sets.len()).max_by(order).zip(held.min_by(order)) else {
            break;
        };
        let lag = shares
            .iter()
            .zip(&gains)
            .map(|(share, gain)| share * (gains[most] - gain));
        first = first.or_else(|| Some(lag.sum()));
        let slope = gains[most] - gains[least];
        if slope <= still {
            break;
        }
        let bend = course.bend(&sets[most], &sets[least]);
        let whole = shares[least];
        let moved = if bend * whole > slope {
            slope / bend
        } else {
            whole
        };
        course.take(&sets[most], moved);
        course.take(&sets[least], -moved);
        shares[most] += moved;
        shares[least] = if moved < whole { whole - moved } else { 0.0 };
    }
    first.unwrap_or(0.0)
}
