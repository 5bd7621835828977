//! Ejection search: put a job where it would rather be, and find other places for those in its way.
//!
//! Moves are judged by cost plus part of the toll: a job that leaves capacity with a price makes room for others, and
//! that is worth something before anyone has moved in. The part falls to nothing as the search goes on.

#![expect(
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "hot loops over tables whose extents are the instance's own; amounts and picks rounded down are as good"
)]

use std::cmp::Reverse;

use super::{
    dice::Dice,
    model::{Model, Way, index},
    prices::Tolls,
    state::{Seat, State},
};

/// At most so many jobs make way for one.
const EJECTED_MAX: usize = 8;
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
type Ejected = (Reverse<u64>, usize);

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
    undo: Vec<(usize, Option<Seat>)>,
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
        let wanted = self.guide.of(job);
        if wanted.is_empty() {
            return false;
        }
        let model = self.guide.model;
        let skew = self.dice.unit();
        let pick = ((skew * skew * wanted.len() as f64) as usize).min(wanted.len() - 1);
        let target = wanted[pick];
        let way = &model.ways[target as usize];
        if !self.region.open[way.pool as usize] {
            return false;
        }
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
        if old == Some(Seat { way: target, start }) || !self.clear(target, start) {
            self.rewind();
            return false;
        }
        self.put(job, Seat { way: target, start });
        // The largest has the fewest places to go.
        let mut ejected = std::mem::take(&mut self.ejected);
        ejected.sort_unstable();
        let done = self.reseat(&ejected, before.saturating_add(limit));
        ejected.clear();
        self.ejected = ejected;
        if !done {
            self.rewind();
        }
        done
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

    /// Takes out jobs until a way fits at a start.
    fn clear(&mut self, target: u32, start: u16) -> bool {
        let model = self.guide.model;
        let way = &model.ways[target as usize];
        let chips = way.chips;
        let (from, until) = (usize::from(start), usize::from(start + way.length));
        loop {
            let free = self.state.free_on(way.pool);
            let short = (from..until)
                .filter(|&at| free[at] < chips)
                .min_by_key(|&at| free[at]);
            let Some(short) = short else {
                return true;
            };
            if self.ejected.len() >= EJECTED_MAX {
                return false;
            }
            let members = &self.state.members[way.pool as usize];
            let lack = chips - free[short];
            let offset = self.dice.below(members.len());
            let mut chosen: Option<((u32, u64), usize)> = None;
            let (before, after) = members.split_at(offset);
            for member in after.iter().chain(before) {
                if usize::from(member.start) <= short && short < usize::from(member.end) {
                    let area = u64::from(member.chips) * u64::from(member.end - member.start);
                    let misfit = (lack.saturating_sub(member.chips), area);
                    if chosen.is_none_or(|(least, _)| misfit < least) {
                        chosen = Some((misfit, member.job as usize));
                        if self.dice.below(3) == 0 {
                            break;
                        }
                    }
                }
            }
            let Some(((_, area), other)) = chosen else {
                return false;
            };
            self.take(other);
            self.ejected.push((Reverse(area), other));
        }
    }

    /// Finds the cheapest free places for ejected jobs, as long as the whole costs at most `most`.
    fn reseat(&mut self, ejected: &[Ejected], most: i64) -> bool {
        let model = self.guide.model;
        // What all the others cost at the very least, once they have a place.
        let mut spare = most - self.weight;
        for &(_, job) in ejected {
            let penalty = model.instance.jobs[job].penalty;
            let least = model
                .of(job)
                .first()
                .map_or(penalty, |way| way.cost.min(penalty));
            spare += penalty - least;
        }
        for &(_, job) in ejected {
            let penalty = model.instance.jobs[job].penalty;
            let least = model
                .of(job)
                .first()
                .map_or(penalty, |way| way.cost.min(penalty));
            let mut seat = None;
            let mut paid = penalty;
            for (at, way) in model.of(job).iter().enumerate() {
                if way.cost - least > spare || way.cost >= paid {
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
                    if weight < paid {
                        seat = Some(here);
                        paid = weight;
                    }
                }
            }
            spare -= paid - least;
            if spare < 0 {
                return false;
            }
            if let Some(seat) = seat {
                self.put(job, seat);
            }
        }
        self.weight <= most && self.astray <= self.astray_max
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
