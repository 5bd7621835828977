//! The first plan: annealing over shifts and swaps, where overload is allowed at a price that adapts.

#![expect(
    clippy::indexing_slicing,
    reason = "lists have one entry for each job or machine of the instance"
)]

use super::prices::Prices;
use super::random::Random;
use super::{Instance, UNIT};

/// How many machines are tried for a job most of the time: those of least priced cost.
const NEAR_MAX: usize = 12;
/// How many moves are tried before the price of overload is looked at again, for each job.
const MOVES_PER_LOOK: usize = 4;

/// A plan that may overload machines.
struct Draft<'instance> {
    instance: &'instance Instance,
    machine_of: Vec<usize>,
    /// The jobs on each machine, and where in that list each job stands.
    members: Vec<Vec<usize>>,
    place_of: Vec<usize>,
    load: Vec<i64>,
    /// What a unit of overload costs, in price units.
    fine: Vec<f64>,
    cost: i64,
    overload: i64,
}

/// Returns the cheapest plan that about so many moves come across, if any.
pub(super) fn anneal(
    instance: &Instance,
    prices: &Prices,
    random: &mut Random,
    moves: usize,
    stop: &(dyn Fn() -> bool + Sync),
) -> Option<Vec<usize>> {
    let near = near(instance, prices);
    let mut draft = Draft::new(instance, prices, &near);
    let mut best: Option<(i64, Vec<usize>)> = None;
    let looks = (moves / (MOVES_PER_LOOK * instance.jobs())).max(50);
    let hot = excess_of_second(instance, prices, &near).max(UNIT as f64);
    for look in 0..looks {
        if stop() {
            break;
        }
        let progress = look as f64 / (looks - 1) as f64;
        let heat = hot * (0.02 * UNIT as f64 / hot).powf(progress);
        for _ in 0..MOVES_PER_LOOK * instance.jobs() {
            let job = random.below(instance.jobs());
            let near = &near[job];
            let to = if random.below(16) == 0 {
                random.below(instance.machines())
            } else {
                near[random.below(near.len())]
            };
            let moved = if random.below(3) == 0 {
                draft.shift(job, to, heat, random)
            } else {
                draft.swap(job, to, heat, random)
            };
            if moved && draft.overload == 0 && best.as_ref().is_none_or(|best| draft.cost < best.0)
            {
                best = Some((draft.cost, draft.machine_of.clone()));
            }
        }
        draft.set_fines();
    }
    best.map(|(_, machines)| machines)
}

/// Returns, for each job, the machines of least priced cost, cheapest first.
fn near(instance: &Instance, prices: &Prices) -> Vec<Vec<usize>> {
    let by_value = |job: usize| {
        let mut machines: Vec<usize> = (0..instance.machines()).collect();
        machines.sort_by_cached_key(|&machine| {
            let fits = instance.sizes_on(machine)[job] <= instance.capacities()[machine];
            (!fits, value(instance, prices, machine, job))
        });
        machines.truncate(NEAR_MAX);
        machines
    };
    (0..instance.jobs()).map(by_value).collect()
}

fn value(instance: &Instance, prices: &Prices, machine: usize, job: usize) -> i64 {
    let priced = prices.of_machines[machine].saturating_mul(instance.sizes_on(machine)[job]);
    priced.saturating_add(instance.costs_on(machine)[job] * UNIT)
}

/// Returns by how much, on average, the second machine of a job is dearer than its first.
fn excess_of_second(instance: &Instance, prices: &Prices, near: &[Vec<usize>]) -> f64 {
    let excess = |(job, near): (usize, &Vec<usize>)| {
        let second = near.get(1).or(near.first()).copied().unwrap_or(0);
        let excess = value(instance, prices, second, job).saturating_sub(prices.of_jobs[job]);
        excess as f64
    };
    near.iter().enumerate().map(excess).sum::<f64>() / near.len() as f64
}

impl<'instance> Draft<'instance> {
    fn new(instance: &'instance Instance, prices: &Prices, near: &[Vec<usize>]) -> Self {
        let machines = instance.machines();
        let fine = prices
            .of_machines
            .iter()
            .map(|price| (*price as f64).max(1.0))
            .collect();
        let mut draft = Self {
            instance,
            machine_of: near.iter().map(|near| near[0]).collect(),
            members: vec![Vec::new(); machines],
            place_of: vec![0; instance.jobs()],
            load: vec![0; machines],
            fine,
            cost: 0,
            overload: 0,
        };
        for job in 0..instance.jobs() {
            let machine = draft.machine_of[job];
            draft.place_of[job] = draft.members[machine].len();
            draft.members[machine].push(job);
            draft.load[machine] += instance.sizes_on(machine)[job];
            draft.cost += instance.costs_on(machine)[job];
        }
        draft.overload = (0..machines).map(|machine| draft.over(machine, 0)).sum();
        draft
    }

    /// Returns the overload of the machine with so much more on it.
    fn over(&self, machine: usize, more: i64) -> i64 {
        (self.load[machine] + more - self.instance.capacities()[machine]).max(0)
    }

    /// Returns what the fine changes by with so much more on the machine.
    fn fined(&self, machine: usize, more: i64) -> f64 {
        self.fine[machine] * (self.over(machine, more) - self.over(machine, 0)) as f64
    }

    fn shift(&mut self, job: usize, to: usize, heat: f64, random: &mut Random) -> bool {
        let from = self.machine_of[job];
        if from == to {
            return false;
        }
        let (size, cost) = (
            |machine: usize| self.instance.sizes_on(machine)[job],
            |machine: usize| self.instance.costs_on(machine)[job],
        );
        let dearer = (cost(to) - cost(from)) as f64 * UNIT as f64;
        let change = dearer + self.fined(to, size(to)) + self.fined(from, -size(from));
        if !taken(change, heat, random) {
            return false;
        }
        self.put(job, to);
        true
    }

    fn swap(&mut self, job: usize, to: usize, heat: f64, random: &mut Random) -> bool {
        let from = self.machine_of[job];
        if from == to || self.members[to].is_empty() {
            return false;
        }
        let other = self.members[to][random.below(self.members[to].len())];
        let (costs_to, costs_from) = (self.instance.costs_on(to), self.instance.costs_on(from));
        let (sizes_to, sizes_from) = (self.instance.sizes_on(to), self.instance.sizes_on(from));
        let dearer = costs_to[job] + costs_from[other] - costs_from[job] - costs_to[other];
        let change = dearer as f64 * UNIT as f64
            + self.fined(to, sizes_to[job] - sizes_to[other])
            + self.fined(from, sizes_from[other] - sizes_from[job]);
        if !taken(change, heat, random) {
            return false;
        }
        self.put(job, to);
        self.put(other, from);
        true
    }

    fn put(&mut self, job: usize, to: usize) {
        let from = self.machine_of[job];
        self.overload -= self.over(from, 0) + self.over(to, 0);
        let place = self.place_of[job];
        self.members[from].swap_remove(place);
        if let Some(&moved) = self.members[from].get(place) {
            self.place_of[moved] = place;
        }
        self.place_of[job] = self.members[to].len();
        self.members[to].push(job);
        self.machine_of[job] = to;
        self.load[from] -= self.instance.sizes_on(from)[job];
        self.load[to] += self.instance.sizes_on(to)[job];
        self.cost += self.instance.costs_on(to)[job] - self.instance.costs_on(from)[job];
        self.overload += self.over(from, 0) + self.over(to, 0);
    }

    /// Makes overload dearer where there is some, and cheaper where there is none.
    fn set_fines(&mut self) {
        for machine in 0..self.fine.len() {
            let factor = if self.over(machine, 0) > 0 { 1.1 } else { 0.98 };
            self.fine[machine] = (self.fine[machine] * factor).clamp(1.0, 1e15);
        }
    }
}

/// Returns whether a change is made: always when it is none for the worse, else the rarer the worse it is.
fn taken(change: f64, heat: f64, random: &mut Random) -> bool {
    change <= 0.0 || change < 40.0 * heat && random.fraction() < (-change / heat).exp()
}
