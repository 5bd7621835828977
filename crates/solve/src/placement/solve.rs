//! The whole course of a solve: prices, a proof, a first plan, then search until time, count or gap says stop.

#![expect(
    clippy::indexing_slicing,
    reason = "tables whose extents are the instance's own, fixed when it is read"
)]

use super::{
    certificate::Certificate,
    crew::Crew,
    error::Error,
    extent::Extent,
    greedy,
    ground::{Ground, Purpose},
    in_force::{InForce, Kept, Moves},
    instance::Instance,
    model::{Model, Way},
    plan::Plan,
    prices::Tolls,
    proof,
    refine::Refining,
    search::Guide,
    state::{Seat, State},
    tighten::Tightening,
};

/// Reads how many of the seconds allowed have passed.
pub type Clock<'a> = &'a (dyn Fn() -> f64 + Sync);

/// When to stop, and with what to work.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// Stop when the clock says so many; infinite for no limit.
    pub seconds: f64,
    /// Stop after so many rounds of search: the same instance, seed and threads then give the same answer.
    pub rounds: Option<u64>,
    /// Stop when the cost is within this share of it above the bound.
    pub gap: f64,
    /// Where the search wanders.
    pub seed: u64,
    /// Threads to use.
    pub threads: usize,
    /// Bytes of memory to use at most.
    pub memory: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            seconds: 60.0,
            rounds: None,
            gap: 0.0,
            seed: 1,
            threads: 2,
            memory: 8 << 30,
        }
    }
}

/// Where a solve stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Progress {
    /// What the clock says.
    pub seconds: f64,
    /// Dollars that no plan can cost less than.
    pub bound: i64,
    /// Dollars that the best plan so far costs.
    pub objective: i64,
}

impl Progress {
    /// The distance between cost and bound, as a share of the cost.
    pub fn gap(&self) -> f64 {
        if self.objective <= self.bound {
            return 0.0;
        }
        (self.objective - self.bound) as f64 / self.objective as f64
    }
}

/// The best plan found, and the proof of how good it is at least.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// Which job runs where and when.
    pub plan: Plan,
    /// Dollars that it costs.
    pub objective: i64,
    /// Proves the bound that it names.
    pub certificate: Certificate,
    /// How far the plan departs from the one in force, if there is one.
    pub moves: Option<Moves>,
}

/// What is known before a solve begins.
#[derive(Debug, Clone, Copy, Default)]
pub struct Start<'a> {
    /// The plan to stay close to.
    pub in_force: Option<&'a InForce>,
    /// The certificate of a similar instance, for its prices; they save time, and nothing rests on them.
    pub prices: Option<&'a Certificate>,
}

/// Plans an instance; `progress` hears of every better plan and bound.
///
/// # Errors
/// When solving would take more memory than the limits allow.
pub fn solve(
    instance: &Instance,
    limits: &Limits,
    clock: Clock,
    progress: &mut dyn FnMut(&Progress),
) -> Result<Outcome, Error> {
    resume(instance, limits, &Start::default(), clock, progress)
}

/// Proves a bound without looking for a plan; all of the seconds allowed go to prices.
///
/// # Errors
/// When it would take more memory than the limits allow.
pub fn bound(
    instance: &Instance,
    limits: &Limits,
    start: &Start,
    clock: Clock,
) -> Result<Certificate, Error> {
    let extent = Extent::of(instance);
    extent.refuse_above(instance, limits)?;
    let ground = Ground::find(instance, limits, &extent, start, Purpose::Bound, clock);
    Ok(proof::certificate(
        &ground.model,
        &ground.rows,
        &ground.prices,
    ))
}

/// Plans an instance with what is known of a similar one.
///
/// # Errors
/// When solving would take more memory than the limits allow.
pub fn resume(
    instance: &Instance,
    limits: &Limits,
    start: &Start,
    clock: Clock,
    progress: &mut dyn FnMut(&Progress),
) -> Result<Outcome, Error> {
    let extent = Extent::of(instance);
    extent.refuse_above(instance, limits)?;
    let threads = limits.threads.max(1);
    let purpose = match start.in_force {
        Some(_) => Purpose::InForce,
        None => Purpose::Search,
    };
    let Ground {
        model,
        rows,
        prices,
    } = Ground::find(instance, limits, &extent, start, purpose, clock);
    let tolls = Tolls::new(&model, &rows, &prices);
    let kept = start
        .in_force
        .map(|in_force| Kept::of(&model, &in_force.plan));
    let mut state = State::new(&model);
    match &kept {
        None => greedy::fill(
            &model,
            &tolls,
            &mut state,
            (0..instance.jobs.len()).collect(),
        ),
        Some(kept) => {
            state = State::of(&model, &kept.seats);
            greedy::fill(&model, &tolls, &mut state, kept.forced.clone());
        }
    }
    let certificate = proof::certificate(&model, &rows, &prices);
    let guide = Guide::new(&model, &tolls, WANTED_MAX);
    let forced = kept.as_ref().map(|kept| kept.forced.len());
    let stay = kept.zip(start.in_force).map(|(kept, in_force)| {
        let most = kept.forced.len() + in_force.further(instance);
        (kept.before, most)
    });
    let mut course = Course {
        limits,
        clock,
        progress,
        crew: Crew::new(&guide, limits, state, stay),
        certificate,
        tightening: None,
        refining: None,
    };
    if !course.report() {
        if extent.small {
            let certificate = course.certificate.clone();
            let tightening = Tightening::new(&model, &rows, threads, prices, certificate);
            course.tightening = Some(tightening);
            if start.in_force.is_none() {
                course.refining = Some(Refining::new(&model, limits));
            }
        }
        course.run();
    }
    let (objective, seats) = course.crew.best;
    let plan = plan(&model, &seats);
    let moves = forced.zip(start.in_force).map(|(forced, in_force)| Moves {
        forced,
        moved: in_force.moved(&plan),
    });
    Ok(Outcome {
        plan,
        objective,
        certificate: course.certificate,
        moves,
    })
}

/// The part of a solve that goes on until something says stop.
struct Course<'a, 'b> {
    limits: &'b Limits,
    clock: Clock<'a>,
    progress: &'a mut dyn FnMut(&Progress),
    crew: Crew<'b>,
    certificate: Certificate,
    tightening: Option<Tightening<'b>>,
    refining: Option<Refining<'b>>,
}

impl Course<'_, '_> {
    /// Tells where the solve stands; returns whether that is good enough.
    fn report(&mut self) -> bool {
        let standing = Progress {
            seconds: (self.clock)(),
            bound: self.certificate.bound,
            objective: self.crew.best.0,
        };
        (self.progress)(&standing);
        standing.gap() <= self.limits.gap
    }

    /// Searches for better plans, and for better bounds beside.
    fn run(&mut self) {
        let (clock, limits) = (self.clock, self.limits);
        let begun = clock();
        let wandering = if self.refining.is_some() {
            WANDERING
        } else {
            1.0
        };
        let (mut longest, mut tightened) = (0.0_f64, 0.0);
        for round in 0..limits.rounds.unwrap_or(u64::MAX) {
            let now = clock();
            if now + longest > limits.seconds {
                return;
            }
            let left = limits.seconds - begun;
            let by_time = if left > 0.0 {
                (now - begun) / left
            } else {
                1.0
            };
            let by_count = limits.rounds.map(|rounds| round as f64 / rounds as f64);
            let far = by_count.unwrap_or(by_time).clamp(0.0, 1.0);
            let mut better = self.improve(round, far / wandering);
            let between = clock();
            if let Some(tightening) = &mut self.tightening
                && (by_count.is_some() || tightened <= TIGHTENING * (between - begun))
            {
                // It takes about twice as long each time.
                let closing = far >= CLOSING && between + 2.0 * longest <= limits.seconds;
                let risen = closing.then(|| tightening.close()).flatten();
                if risen.unwrap_or_else(|| tightening.round(far < PARTING)) {
                    self.certificate.clone_from(&tightening.best);
                    better = true;
                }
                tightened += clock() - between;
            }
            longest = longest.max(clock() - now);
            if better && self.report() {
                return;
            }
        }
    }

    /// Looks for a better plan: wandering until that has come to its end, then a few pools at a time.
    fn improve(&mut self, round: u64, far: f64) -> bool {
        let before = self.crew.best.0;
        match &mut self.refining {
            Some(refining) if far >= 1.0 => {
                let left = 1.0 - (far - 1.0) * WANDERING / (1.0 - WANDERING);
                if let Some(best) = refining.round(&self.crew.best, &self.certificate, left) {
                    self.crew.best = best;
                }
            }
            _ => {
                let mean = self.certificate.bound.max(1) as f64 / self.crew.jobs() as f64;
                self.crew.round(round, mean, far);
            }
        }
        self.crew.best.0 < before
    }
}

/// The share of time after which pools are planned anew instead of wandering, where they are small.
const WANDERING: f64 = 0.2;
/// The share of time that goes to better bounds, where pools are small.
const TIGHTENING: f64 = 0.5;
/// The share of time in which cases are parted.
const PARTING: f64 = 0.5;
/// The share of time after which worths stand still, and what searches left open is closed.
const CLOSING: f64 = 0.8;
/// How many ways of each job the search tries to move it to.
const WANTED_MAX: usize = 40;

/// The plan that seats describe.
fn plan(model: &Model, seats: &[Option<Seat>]) -> Plan {
    let seat = |seat: &Option<Seat>| {
        seat.map(|seat| {
            let way: &Way = &model.ways[seat.way as usize];
            (way.pool as usize, usize::from(seat.start))
        })
    };
    Plan {
        seats: seats.iter().map(seat).collect(),
    }
}
