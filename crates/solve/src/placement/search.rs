//! Ejection search: put a job where it would rather be, and find other places for those in its way: free ones, or ones
//! that smaller jobs make way for in turn.
//!
//! Moves are judged by cost plus part of the toll: a job that leaves capacity with a price makes room for others, and
//! that is worth something before anyone has moved in. The part falls to nothing as the search goes on.

#![expect(
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "hot loops over tables whose extents are the instance's own; amounts and picks rounded down are as good"
)]

#[cfg(test)]
mod tests;

use super::{
    dice::Dice,
    model::{Model, Way, index},
    prices::Tolls,
    state::{Seat, State},
};

/// At most so many jobs make way for one.
const EJECTED_MAX: usize = 8;
/// Once so many jobs have moved, no more make way.
const MOVED_MAX: usize = 16;
/// How often a job that does not fit goes where the fewest chips are lacking, and not anywhere.
const FEWEST_LACKING: f64 = 0.5;
/// How often a job that is left out is tried rather than any.
const LEFT_OUT: f64 = 0.02;
/// They are listed anew once in so many moves.
const TURNS_TO_LIST: usize = 4096;
/// Whether the plan is the best so far is looked at once in so many moves.
const TURNS_TO_LOOK: usize = 32;

/// What a search works with: the ways of each job that it may try, those with the least value first.
pub(super) struct Guide<'a> {
    pub model: &'a Model<'a>,
    pub tolls: &'a Tolls,
    begin: Vec<u32>,
    wanted: Vec<u32>,
}

impl<'a> Guide<'a> {
    /// Ranks ways by value under the prices and keeps the best `most` of each job.
    pub fn new(model: &'a Model<'a>, tolls: &'a Tolls, most: usize) -> Self {
        let mut begin = vec![0];
        let mut wanted = Vec::new();
        let mut ranked: Vec<(f64, u32)> = Vec::new();
        for job in 0..model.instance.jobs.len() {
            let penalty = model.instance.jobs[job].penalty as f64;
            ranked.clear();
            for (at, way) in model.of(job).iter().enumerate() {
                let value = tolls.value(way);
                if value < penalty {
                    ranked.push((value, index(model.begin[job] + at)));
                }
            }
            ranked.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
            wanted.extend(ranked.iter().take(most).map(|&(_, way)| way));
            begin.push(index(wanted.len()));
        }
        Self {
            model,
            tolls,
            begin,
            wanted,
        }
    }

    fn of(&self, job: usize) -> &[u32] {
        &self.wanted[self.begin[job] as usize..self.begin[job + 1] as usize]
    }
}

/// How freely a search wanders.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mood {
    /// Dollars that a move may lose, as a rule.
    pub heat: f64,
    /// The part of tolls that counts beside cost.
    pub toll: f64,
}

/// Which pools and jobs a search may touch, and how.
pub(super) struct Region<'a> {
    pub open: Vec<bool>,
    pub jobs: Vec<u32>,
    pub mood: Mood,
    /// Seats in force, and how many jobs more may leave theirs.
    pub stay: Option<(&'a [Option<Seat>], usize)>,
}

/// How many chips for how many periods a job held that made way, and the job.
type Ejected = (u64, usize);

/// One search: its plan, and what it remembers of a move until it is kept or undone.
pub(super) struct Search<'a> {
    guide: &'a Guide<'a>,
    region: &'a Region<'a>,
    pub state: State,
    dice: Dice,
    /// What is paid, tolls counted in part.
    weight: i64,
    toll: f64,
    /// Jobs of the region that are not where the plan in force has them, and how many may be.
    astray: usize,
    astray_max: usize,
    /// Jobs that were taken out, and where they were.
    undo: Vec<(usize, Option<Seat>)>,
    /// Jobs that have no place yet.
    ejected: Vec<Ejected>,
    pub best: Option<(i64, Vec<Option<Seat>>)>,
}

impl<'a> Search<'a> {
    pub fn new(guide: &'a Guide<'a>, region: &'a Region<'a>, state: State, dice: Dice) -> Self {
        Self {
            guide,
            region,
            state,
            dice,
            weight: 0,
            toll: 0.0,
            astray: 0,
            astray_max: usize::MAX,
            undo: Vec::new(),
            ejected: Vec::new(),
            best: None,
        }
    }

    /// Tries so many moves, keeping those that lose no more than the mood lets pass.
    pub fn run(&mut self, moves: usize) {
        let mood = self.region.mood;
        self.toll = mood.toll;
        let seats = self.state.seats.iter().enumerate();
        self.weight = seats.map(|(job, seat)| self.weigh(job, *seat)).sum();
        let jobs = &self.region.jobs;
        if jobs.is_empty() {
            return;
        }
        if let Some((_, more)) = self.region.stay {
            let seats = &self.state.seats;
            let astray = |&&job: &&u32| self.is_astray(job as usize, seats[job as usize]);
            self.astray = jobs.iter().filter(astray).count();
            self.astray_max = self.astray + more;
        }
        let mut left_out: Vec<u32> = Vec::new();
        for turn in 1..=moves {
            if turn % TURNS_TO_LIST == 1 {
                let seats = &self.state.seats;
                left_out.clear();
                left_out.extend(jobs.iter().filter(|&&job| seats[job as usize].is_none()));
            }
            let from = if !left_out.is_empty() && self.dice.unit() < LEFT_OUT {
                &left_out
            } else {
                jobs
            };
            let job = from[self.dice.below(from.len())] as usize;
            let limit = -mood.heat * (1.0 - self.dice.unit()).ln();
            self.try_move(job, limit as i64);
            if turn % TURNS_TO_LOOK == 0
                && self
                    .best
                    .as_ref()
                    .is_none_or(|best| self.state.cost < best.0)
            {
                self.best = Some((self.state.cost, self.state.seats.clone()));
            }
        }
    }

    /// Moves a job to one of its wanted ways; returns false, and leaves all as it was, when that costs more than `limit`.
    fn try_move(&mut self, job: usize, limit: i64) -> bool {
        let Some((target, way)) = self.pick_way(job) else {
            return false;
        };
        let before = self.weight;
        let old = self.state.seats[job];
        if way.cost > self.weigh(job, old).saturating_add(limit) {
            return false;
        }
        self.undo.clear();
        self.ejected.clear();
        self.take(job);
        let start = match self.state.fit(self.guide.tolls, way) {
            Some(start) if old.is_none_or(|old| old.way != target) => start,
            _ => self.pick_start(way),
        };
        if old == Some(Seat { way: target, start }) || !self.clear(target, start, u64::MAX) {
            self.rewind();
            return false;
        }
        self.put(job, Seat { way: target, start });
        let done = self.reseat(before.saturating_add(limit));
        if !done {
            self.rewind();
        }
        done
    }

    /// Picks one of the ways that a job wants, more often one with little value.
    fn pick_way(&mut self, job: usize) -> Option<(u32, &'a Way)> {
        let wanted = self.guide.of(job);
        let skew = self.dice.unit();
        let pick = (skew * skew * wanted.len() as f64) as usize;
        let target = *wanted.get(pick.min(wanted.len().saturating_sub(1)))?;
        let way = &self.guide.model.ways[target as usize];
        self.region.open[way.pool as usize].then_some((target, way))
    }

    /// Picks a start: any, or one where the fewest chips are lacking.
    fn pick_start(&mut self, way: &Way) -> u16 {
        let starts = usize::from(way.last - way.first) + 1;
        let first = self.dice.below(starts);
        let start = |turn: usize| way.first + ((first + turn) % starts) as u16;
        if self.dice.unit() >= FEWEST_LACKING {
            return start(0);
        }
        let free = self.state.free_on(way.pool);
        let lack = |start: &u16| -> u64 {
            let held = &free[usize::from(*start)..usize::from(start + way.length)];
            let lacks = held.iter().map(|&free| way.chips.saturating_sub(free));
            lacks.map(u64::from).sum()
        };
        (0..starts).map(start).min_by_key(lack).unwrap_or(way.first)
    }

    /// Takes out jobs that have not moved yet and hold less than `below`, until a way fits at a start.
    fn clear(&mut self, target: u32, start: u16, below: u64) -> bool {
        let model = self.guide.model;
        let way = &model.ways[target as usize];
        let chips = way.chips;
        let (from, until) = (usize::from(start), usize::from(start + way.length));
        for _ in 0..=EJECTED_MAX {
            let free = self.state.free_on(way.pool);
            let short = (from..until)
                .filter(|&at| free[at] < chips)
                .min_by_key(|&at| free[at]);
            let Some(short) = short else {
                return true;
            };
            let Some((area, other)) = self.in_the_way(way.pool, short, chips - free[short], below)
            else {
                return false;
            };
            self.take(other);
            self.ejected.push((area, other));
        }
        false
    }

    /// Picks a job that runs in a period, most often the smallest of those that hold what lacks.
    fn in_the_way(&mut self, pool: u32, short: usize, lack: u32, below: u64) -> Option<Ejected> {
        let members = &self.state.members[pool as usize];
        let offset = self.dice.below(members.len());
        let (before, after) = members.split_at(offset);
        let mut chosen: Option<((u32, u64), usize)> = None;
        for member in after.iter().chain(before) {
            if usize::from(member.start) <= short && short < usize::from(member.end) {
                let area = u64::from(member.chips) * u64::from(member.end - member.start);
                let job = member.job as usize;
                if area >= below || self.undo.iter().any(|&(moved, _)| moved == job) {
                    continue;
                }
                let misfit = (lack.saturating_sub(member.chips), area);
                if chosen.is_none_or(|(least, _)| misfit < least) {
                    chosen = Some((misfit, job));
                    if self.dice.below(3) == 0 {
                        break;
                    }
                }
            }
        }
        chosen.map(|((_, area), job)| (area, job))
    }

    /// Finds places for the jobs that made way, as long as the whole costs at most `most`.
    fn reseat(&mut self, most: i64) -> bool {
        // What may be paid once all those without a place cost the very least.
        let mut spare = most - self.weight;
        for &(_, job) in &self.ejected {
            spare += self.weigh(job, None) - self.least(job);
        }
        // The largest has the fewest places to go.
        self.ejected.sort_unstable();
        while let Some((area, job)) = self.ejected.pop() {
            let (seat, paid) = self.cheapest(job, spare);
            let left = spare - (paid - self.least(job));
            if left >= 0 {
                spare = left;
                if let Some(seat) = seat {
                    self.put(job, seat);
                }
            } else if let Some(left) = self.push_in(job, area, spare) {
                spare = left;
            } else {
                return false;
            }
        }
        self.weight <= most && self.astray <= self.astray_max
    }

    /// Finds the cheapest free place for a job, and what it is weighed at there, or left out where none is worth it.
    fn cheapest(&self, job: usize, spare: i64) -> (Option<Seat>, i64) {
        let model = self.guide.model;
        let least = self.least(job);
        let mut best = (None, self.weigh(job, None));
        for (at, way) in model.of(job).iter().enumerate() {
            if way.cost - least > spare || way.cost >= best.1 {
                break;
            }
            if !self.region.open[way.pool as usize] {
                continue;
            }
            if let Some(start) = self.state.fit(self.guide.tolls, way) {
                let here = Seat {
                    way: index(model.begin[job] + at),
                    start,
                };
                let weight = self.weigh(job, Some(here));
                if weight < best.1 {
                    best = (Some(here), weight);
                }
            }
        }
        best
    }

    /// Puts a job where smaller ones make way, if what may be paid allows; returns what may be paid then.
    fn push_in(&mut self, job: usize, area: u64, spare: i64) -> Option<i64> {
        if self.undo.len() > MOVED_MAX {
            return None;
        }
        let (target, way) = self.pick_way(job)?;
        let least = self.least(job);
        if way.cost - least > spare {
            return None;
        }
        let start = self.pick_start(way);
        let seat = Seat { way: target, start };
        let mut left = spare - (self.weigh(job, Some(seat)) - least);
        if left < 0 {
            return None;
        }
        let moved = self.undo.len();
        if !self.clear(target, start, area) {
            return None;
        }
        for &(other, before) in &self.undo[moved..] {
            left += self.weigh(other, before) - self.least(other);
        }
        self.ejected.sort_unstable();
        self.put(job, seat);
        Some(left)
    }

    /// What a job costs at the very least.
    fn least(&self, job: usize) -> i64 {
        let penalty = self.weigh(job, None);
        let first = self.guide.model.of(job).first();
        first.map_or(penalty, |way| way.cost.min(penalty))
    }

    /// What a job is weighed at in a place: its cost and part of the toll, or its penalty.
    fn weigh(&self, job: usize, seat: Option<Seat>) -> i64 {
        let model = self.guide.model;
        match seat {
            None => model.instance.jobs[job].penalty,
            Some(seat) => {
                let way = &model.ways[seat.way as usize];
                way.cost
                    + (self.toll * (self.guide.tolls.at(way, seat.start) - way.cost as f64)) as i64
            }
        }
    }

    /// Whether a seat is not the one that the plan in force gives the job.
    fn is_astray(&self, job: usize, seat: Option<Seat>) -> bool {
        self.region
            .stay
            .is_some_and(|(seats, _)| seats[job] != seat)
    }

    fn take(&mut self, job: usize) {
        let seat = self.lift(job);
        self.undo.push((job, seat));
    }

    fn lift(&mut self, job: usize) -> Option<Seat> {
        let seat = self.state.remove(self.guide.model, job);
        self.weight += self.weigh(job, None) - self.weigh(job, seat);
        self.astray += usize::from(self.is_astray(job, None));
        self.astray -= usize::from(self.is_astray(job, seat));
        seat
    }

    fn put(&mut self, job: usize, seat: Seat) {
        self.state.place(self.guide.model, job, seat);
        self.weight += self.weigh(job, Some(seat)) - self.weigh(job, None);
        self.astray += usize::from(self.is_astray(job, Some(seat)));
        self.astray -= usize::from(self.is_astray(job, None));
    }

    /// Puts everything back where it was before the move.
    fn rewind(&mut self) {
        for at in 0..self.undo.len() {
            self.lift(self.undo[at].0);
        }
        while let Some((job, seat)) = self.undo.pop() {
            if let Some(seat) = seat {
                self.put(job, seat);
            }
        }
    }
}
