//! Several searches at once: on shares of the pools where jobs are many, on plans of their own where they are few.

#![expect(
    clippy::indexing_slicing,
    reason = "tables whose extents are the instance's own, fixed when it is read"
)]

use super::{
    dice::Dice,
    model::index,
    search::{Guide, Mood, Region, Search},
    solve::Limits,
    state::{Seat, State},
};

/// From so many jobs on, each thread gets a share of the pools.
const JOBS_TO_SHARE: usize = 5_000;
/// Between meetings, searches with plans of their own take so many rounds.
const ROUNDS_APART: u64 = 100;
/// How warm the search begins against the mean cost of a job, and how cold it ends.
const HEAT: (f64, f64) = (0.1, 0.0005);
/// Beside a plan in force few jobs may move: the search begins with so much of that heat, and rounds are so many times
/// shorter.
const STAY: (f64, usize) = (0.01, 5);
/// The part of tolls that counts beside cost at the beginning.
const TOLL: f64 = 0.8;

/// The searches of a solve, and the best plan that any of them met.
pub(super) struct Crew<'a> {
    guide: &'a Guide<'a>,
    limits: &'a Limits,
    /// One where threads share it, or one for each thread.
    states: Vec<State>,
    shared: bool,
    /// Where jobs were in the plan in force, and how many may be elsewhere.
    stay: Option<(Vec<Option<Seat>>, usize)>,
    pub best: (i64, Vec<Option<Seat>>),
}

/// What one thread brings back from a round.
struct Report {
    state: State,
    best: Option<(i64, Vec<Option<Seat>>)>,
}

impl<'a> Crew<'a> {
    /// Every search begins at the same plan, and departs from the one in force, if any, for so many jobs at most.
    pub fn new(
        guide: &'a Guide<'a>,
        limits: &'a Limits,
        state: State,
        stay: Option<(Vec<Option<Seat>>, usize)>,
    ) -> Self {
        let best = (state.cost, state.seats.clone());
        let shared = state.seats.len() >= JOBS_TO_SHARE;
        let plans = if shared { 1 } else { limits.threads.max(1) };
        Self {
            guide,
            limits,
            states: vec![state; plans],
            shared,
            stay,
            best,
        }
    }

    /// How many jobs there are.
    pub fn jobs(&self) -> usize {
        self.guide.model.instance.jobs.len()
    }

    /// Searches for one round; `progress` says what share of the search is gone.
    pub fn round(&mut self, round: u64, mean: f64, progress: f64) {
        let (first, toll) = match self.stay {
            Some(_) => (HEAT.0 * STAY.0, 0.0),
            None => (HEAT.0, TOLL),
        };
        let mood = Mood {
            heat: mean * first * (HEAT.1 / first).powf(progress),
            toll: toll * (1.0 - progress),
        };
        if self.shared {
            self.share(round, mood);
        } else {
            self.apart(round, mood);
        }
    }

    /// One round in which each thread has a share of the pools, and the jobs that are there.
    fn share(&mut self, round: u64, mood: Mood) {
        let threads = self.limits.threads.max(1);
        let model = self.guide.model;
        let mut dice = Dice::new(self.limits.seed, round << 8);
        let pools = model.instance.pools.len();
        let share_of: Vec<usize> = (0..pools).map(|_| dice.below(threads)).collect();
        let mut regions: Vec<Region> = (0..threads)
            .map(|thread| Region {
                open: share_of.iter().map(|&share| share == thread).collect(),
                jobs: Vec::new(),
                mood,
                stay: self.stay(&self.states[0], threads),
            })
            .collect();
        for (job, seat) in self.states[0].seats.iter().enumerate() {
            let share = match seat {
                Some(seat) => share_of[model.ways[seat.way as usize].pool as usize],
                None => dice.below(threads),
            };
            regions[share].jobs.push(index(job));
        }
        let starts = vec![self.states[0].clone(); threads];
        let reports = self.run(&regions, starts, round);
        let mut merged = self.states[0].seats.clone();
        let mut best = merged.clone();
        for (region, report) in regions.iter().zip(&reports) {
            for &job in &region.jobs {
                let job = job as usize;
                merged[job] = report.state.seats[job];
                best[job] = report
                    .best
                    .as_ref()
                    .map_or(merged[job], |(_, seats)| seats[job]);
            }
        }
        self.states[0] = State::of(model, &merged);
        let best = State::of(model, &best);
        if best.cost < self.best.0 {
            self.best = (best.cost, best.seats);
        }
    }

    /// One round in which each thread has a plan of its own; now and then the worst takes over the best.
    fn apart(&mut self, round: u64, mood: Mood) {
        let jobs = self.guide.model.instance.jobs.len();
        let starts = std::mem::take(&mut self.states);
        let reports = {
            let all = |state| Region {
                open: vec![true; self.guide.model.instance.pools.len()],
                jobs: (0..index(jobs)).collect(),
                mood,
                stay: self.stay(state, 1),
            };
            let regions: Vec<Region> = starts.iter().map(all).collect();
            self.run(&regions, starts, round)
        };
        for report in reports {
            if let Some(best) = report.best
                && best.0 < self.best.0
            {
                self.best = best;
            }
            self.states.push(report.state);
        }
        if round % ROUNDS_APART == ROUNDS_APART - 1 {
            let costs = || {
                self.states
                    .iter()
                    .enumerate()
                    .map(|(at, state)| (state.cost, at))
            };
            if let (Some((_, low)), Some((_, high))) = (costs().min(), costs().max()) {
                self.states[high] = self.states[low].clone();
            }
        }
    }

    /// The seats in force, and how many jobs more each of so many searches may move from theirs.
    fn stay(&self, state: &State, searches: usize) -> Option<(&[Option<Seat>], usize)> {
        let (seats, most) = self.stay.as_ref()?;
        let both = state.seats.iter().zip(seats);
        let astray = both.filter(|(now, before)| now != before).count();
        Some((seats, most.saturating_sub(astray) / searches))
    }

    /// Runs one search a region, each from its own plan.
    fn run(&self, regions: &[Region], starts: Vec<State>, round: u64) -> Vec<Report> {
        let mut moves = (50 * self.jobs()).clamp(1_000, 50_000) + 2 * self.jobs();
        if self.stay.is_some() {
            moves /= STAY.1;
        }
        std::thread::scope(|scope| {
            let threads: Vec<_> = regions
                .iter()
                .zip(starts)
                .zip(1..)
                .map(|((region, state), stream)| {
                    let dice = Dice::new(self.limits.seed, (round << 8) + stream);
                    scope.spawn(move || {
                        let mut search = Search::new(self.guide, region, state, dice);
                        search.run(moves);
                        Report {
                            state: search.state,
                            best: search.best,
                        }
                    })
                })
                .collect();
            threads
                .into_iter()
                .filter_map(|thread| thread.join().ok())
                .collect()
        })
    }
}
