//! Better plans for small instances: a few pools at a time are planned anew by exact search, all else as it is.

#![expect(
    clippy::indexing_slicing,
    reason = "tables whose extents are the instance's own, fixed when it is read"
)]

use super::{
    certificate::Certificate,
    certify::{End, Measure, Packed},
    dice::Dice,
    model::{Model, index},
    proof,
    solve::Limits,
    state::{Seat, State},
};

/// So many pools at a time, at least and at most.
const POOLS: (usize, usize) = (2, 5);
/// Steps of prices that each search takes at most.
const STEPS: u64 = 6_000;
/// How often the pools are looked for around a job that is left out.
const LEFT_OUT: f64 = 0.5;
/// How often what jobs save is taken a little wrong, and by how many thousandths at most.
const ASTRAY: (f64, usize) = (0.5, 30);
/// How many thousandths dearer than the best plan the one at hand may be, at first; it falls to nothing.
const DEARER: f64 = 3.0;
/// Tells the dice thrown here from those of the search beside.
const STREAM: u64 = 128;

/// Searches of a few pools at a time.
pub(super) struct Refining<'a> {
    model: &'a Model<'a>,
    limits: &'a Limits,
    round: u64,
    /// The plan at hand: the best, or one that is a little dearer.
    at: Option<(i64, Vec<Option<Seat>>)>,
}

impl<'a> Refining<'a> {
    pub fn new(model: &'a Model<'a>, limits: &'a Limits) -> Self {
        Self {
            model,
            limits,
            round: 0,
            at: None,
        }
    }

    /// Plans a few pools anew, each thread its own; returns the plan if it is better than the best. Prices come from the
    /// certificate; `left` says what share of the search is to come.
    pub fn round(
        &mut self,
        best: &(i64, Vec<Option<Seat>>),
        certificate: &Certificate,
        left: f64,
    ) -> Option<(i64, Vec<Option<Seat>>)> {
        let case = certificate.cases.first()?;
        let measure = Measure::of(self.model.instance, certificate, case).ok()?;
        let threads = self.limits.threads.max(1) as u64;
        let at = self.at.take().unwrap_or_else(|| best.clone());
        let (this, seats, measure) = (&*self, &at.1, &measure);
        let found: Vec<Option<State>> = std::thread::scope(|scope| {
            let runs: Vec<_> = (0..threads)
                .map(|thread| {
                    let stream = (this.round << 8) + STREAM + thread;
                    let mut dice = Dice::new(this.limits.seed, stream);
                    scope.spawn(move || {
                        let pools = this.choose(seats, &mut dice);
                        this.replan(seats, &pools, measure, &mut dice)
                    })
                })
                .collect();
            let joined = runs.into_iter().map(|run| run.join().ok().flatten());
            joined.collect()
        });
        self.round += 1;
        let next = found.into_iter().flatten().min_by_key(|state| state.cost);
        let most = best.0 as f64 * (1.0 + left * DEARER / 1_000.0);
        let next = next.map(|state| (state.cost, state.seats));
        let better = next.clone().filter(|next| next.0 < best.0);
        let kept = next.filter(|next| next.0 as f64 <= most).unwrap_or(at);
        // What has become too dear meanwhile is given up for the best.
        self.at = Some(if kept.0 as f64 <= most {
            kept
        } else {
            best.clone()
        });
        better
    }

    /// Walks from pool to pool over jobs that could use both.
    fn choose(&self, seats: &[Option<Seat>], dice: &mut Dice) -> Vec<usize> {
        let model = self.model;
        let most = POOLS.0 + dice.below(POOLS.1 - POOLS.0 + 1);
        let left_out: Vec<usize> = (0..seats.len())
            .filter(|&job| seats[job].is_none())
            .collect();
        let mut job = if !left_out.is_empty() && dice.unit() < LEFT_OUT {
            left_out[dice.below(left_out.len())]
        } else {
            dice.below(seats.len())
        };
        let mut pools = Vec::new();
        for _ in 0..8 * most {
            let ways = model.of(job);
            if !ways.is_empty() {
                let pool = ways[dice.below(ways.len())].pool as usize;
                if !pools.contains(&pool) {
                    pools.push(pool);
                }
            }
            if pools.len() >= most {
                break;
            }
            let on = |seat: &Seat| pools.contains(&(model.ways[seat.way as usize].pool as usize));
            let near = |&job: &usize| seats[job].as_ref().is_none_or(on);
            let near: Vec<usize> = (0..seats.len()).filter(near).collect();
            job = near[dice
                .below(near.len().max(1))
                .min(near.len().saturating_sub(1))];
        }
        pools
    }

    /// Looks for a plan that differs on these pools alone: a better one, or one that would be if jobs saved a little more
    /// here and a little less there.
    fn replan(
        &self,
        seats: &[Option<Seat>],
        pools: &[usize],
        measure: &Measure,
        dice: &mut Dice,
    ) -> Option<State> {
        let (model, jobs) = (self.model, &self.model.instance.jobs);
        let open = |seat: &Seat| pools.contains(&(model.ways[seat.way as usize].pool as usize));
        let free = |&job: &usize| seats[job].as_ref().is_none_or(open);
        let reach = if dice.unit() < ASTRAY.0 { ASTRAY.1 } else { 0 };
        let thousandths: Vec<i64> = (0..seats.len() * pools.len())
            .map(|_| 1_000 + dice.below(2 * reach + 1) as i64 - reach as i64)
            .collect();
        let unit = i64::from(proof::UNIT) / 1_000;
        let saved = |job: usize, pool: usize, cost: i64| {
            let at = pools.iter().position(|&own| own == pool).unwrap_or(0);
            let part = thousandths[job * pools.len() + at] * unit;
            i128::from(jobs[job].penalty - cost) * i128::from(part)
        };
        let held = (0..seats.len()).filter(free).filter_map(|job| {
            let way = &model.ways[seats[job]?.way as usize];
            Some(saved(job, way.pool as usize, way.cost))
        });
        let floor = i64::try_from(held.sum::<i128>()).ok()?;
        let packing = measure.joint(pools, (0..seats.len()).filter(free), saved)?;
        let Packed { set, .. } = packing.search(floor - 1, STEPS, End::Best);
        let mut anew: Vec<Option<Seat>> = seats.to_vec();
        for job in (0..seats.len()).filter(free) {
            anew[job] = None;
        }
        for spot in set?.1 {
            let pool = pools[spot.pool];
            let holds = |way: usize| {
                let way = &model.ways[way];
                let starts = usize::from(way.first)..=usize::from(way.last);
                way.pool as usize == pool && starts.contains(&spot.start)
            };
            let mut ways = model.begin[spot.job]..model.begin[spot.job + 1];
            anew[spot.job] = Some(Seat {
                way: index(ways.find(|&way| holds(way))?),
                start: u16::try_from(spot.start).ok()?,
            });
        }
        Some(State::of(model, &anew))
    }
}
