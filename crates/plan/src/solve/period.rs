//! The cheapest way to serve all demands of one period in the room that is left, with a proof.
//!
//! Knows one period only: its demands, the room of each resource and the price of that room.
#![expect(
    clippy::indexing_slicing,
    reason = "slots, boxes and rooms are laid out together here"
)]

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::cover::{Item, cheapest};
use super::layout::{Ordered, Slot};
use super::model::{add_demands, float, ticks, wide};
use super::problem::Draw;
use super::program::Program;
use super::relax::{drawn, priced};
use super::simplex::Simplex;
use super::solution::{ExtraPrice, PeriodCase, PeriodTree, TICKS_PER_MONEY};

/// The demands of one period with the room and the price of every resource.
#[derive(Clone, Copy)]
pub(super) struct Period<'a> {
    pub(super) ordered: &'a [Ordered],
    pub(super) room: &'a [i64],
    pub(super) prices: &'a [i64],
    /// The price of each limit; empty when no source draws on any.
    pub(super) limits: &'a [i128],
}

impl Period<'_> {
    /// Returns the ticks of a replica when its room costs `extra` on top of its price.
    fn ticks(&self, slot: &Slot, extra: i64) -> Option<i128> {
        let price = self.prices[slot.resource].checked_add(extra)?;
        priced(slot.cost, slot.units, price).checked_add(drawn(&slot.draws, self.limits)?)
    }
}

/// The best service found for a period and the proof of how good it is.
#[derive(Debug, Clone)]
pub(super) struct Service {
    /// The ticks below which no service goes.
    pub(super) floor: i128,
    /// The ticks of the service found, its room priced.
    pub(super) ticks: i128,
    /// The replicas found, by demand of the period and slot.
    pub(super) replicas: Vec<Vec<i64>>,
    /// The proof of the floor.
    pub(super) tree: PeriodTree,
}

type Boxes = Vec<Vec<(i64, i64)>>;

struct Open {
    boxes: Boxes,
    floor: i128,
    extra: Vec<i64>,
}

/// Returns the floor of a period without any search and whether the service behind it fits.
pub(super) fn quick(period: Period) -> Option<Service> {
    let boxes = whole(period);
    let none = vec![0; period.room.len()];
    let (floor, replicas) = separate(period, &boxes, &none)?;
    let fitting = fits(period, &replicas);
    let tree = PeriodTree {
        cases: vec![PeriodCase::Leaf { extra: Vec::new() }],
    };
    let ticks = if fitting {
        value(period, &replicas)?
    } else {
        i128::MAX
    };
    Some(Service {
        floor,
        ticks,
        replicas,
        tree,
    })
}

/// Searches a period until its floor meets its service, or `cases` or `pivots` run out.
pub(super) fn thorough(period: Period, cases: u64, pivots: &mut u64) -> Option<Service> {
    let start = quick(period)?;
    if start.ticks <= start.floor {
        return Some(start);
    }
    let mut search = Search::new(period, start.floor)?;
    search.run(cases, pivots);
    Some(search.finish())
}

struct Search<'a> {
    period: Period<'a>,
    simplex: Simplex,
    columns: Vec<Vec<usize>>,
    rows: Vec<Option<usize>>,
    best: i128,
    replicas: Vec<Vec<i64>>,
    cases: Vec<PeriodCase>,
    open: Vec<Option<Open>>,
    queue: BinaryHeap<Reverse<(i128, usize)>>,
    closed_floor: i128,
}

impl<'a> Search<'a> {
    fn new(period: Period<'a>, floor: i128) -> Option<Self> {
        let mut program = Program::default();
        let mut rows = vec![None; period.room.len()];
        for slot in period.ordered.iter().flat_map(|demand| &demand.slots) {
            let row = &mut rows[slot.resource];
            if row.is_none() && slot.units > 0 {
                *row = Some(program.add_row(float(period.room[slot.resource]), f64::INFINITY));
            }
        }
        let price = |slot: &Slot| {
            let paid = |draw: &Draw| float(draw.units) * wide(period.limits[draw.limit]);
            let drawn: f64 = slot.draws.iter().map(paid).sum();
            let room = float(slot.units) * float(period.prices[slot.resource]);
            float(slot.cost) + (room + drawn) / float(TICKS_PER_MONEY)
        };
        let row_of = |resource: usize| rows[resource];
        let columns = add_demands(period.ordered, (&row_of, &[]), &price, &mut program);
        program.scale();
        let replicas: Vec<Vec<i64>> = period
            .ordered
            .iter()
            .map(|demand| vec![0; demand.slots.len()])
            .collect();
        let root = Open {
            boxes: whole(period),
            floor,
            extra: vec![0; period.room.len()],
        };
        let mut queue = BinaryHeap::new();
        queue.push(Reverse((floor, 0)));
        Some(Self {
            simplex: Simplex::new(program),
            columns,
            rows,
            best: value(period, &replicas)?,
            replicas,
            cases: vec![PeriodCase::Leaf { extra: Vec::new() }],
            open: vec![Some(root)],
            queue,
            closed_floor: i128::MAX,
            period,
        })
    }

    fn run(&mut self, cases: u64, pivots: &mut u64) {
        for _ in 0..cases {
            match self.queue.peek() {
                Some(&Reverse((floor, _))) if floor < self.best.min(self.closed_floor) => {}
                Some(_) | None => return,
            }
            let Some(Reverse((_, index))) = self.queue.pop() else {
                return;
            };
            let Some(case) = self.open[index].take() else {
                continue;
            };
            self.examine(index, case, pivots);
        }
    }

    fn examine(&mut self, index: usize, mut case: Open, pivots: &mut u64) {
        let Some(residual) = tighten(self.period, &mut case.boxes) else {
            return;
        };
        for (columns, boxes) in self.columns.iter().zip(&case.boxes) {
            for (&column, &(low, high)) in columns.iter().zip(boxes) {
                self.simplex.set_box(column, float(low), float(high));
            }
        }
        let _ = self.simplex.run(pivots, &|| false);
        let by_row = self.simplex.prices();
        let extra: Vec<i64> = self
            .rows
            .iter()
            .map(|row| row.map_or(0, |row| ticks(by_row[row])))
            .collect();
        for candidate in [extra, case.extra.clone()] {
            if let Some((floor, replicas)) = separate(self.period, &case.boxes, &candidate) {
                self.fill(replicas);
                if floor > case.floor {
                    case.floor = floor;
                    case.extra = candidate;
                    break;
                }
            }
        }
        let values = self.simplex.values();
        self.round(&values, &case.boxes);
        self.cases[index] = PeriodCase::Leaf {
            extra: sparse(&case.extra),
        };
        if case.floor >= self.best {
            return;
        }
        match self.branch(&values, &case.boxes, &residual) {
            Some((demand, slot, at)) => self.split(index, case, (demand, slot, at)),
            None => self.closed_floor = self.closed_floor.min(case.floor),
        }
    }

    fn split(&mut self, index: usize, case: Open, (demand, slot, at): (usize, usize, i64)) {
        let below = self.cases.len();
        self.cases[index] = PeriodCase::ReplicaSplit {
            demand: self.period.ordered[demand].demand,
            source: self.period.ordered[demand].slots[slot].source,
            at,
            below,
            above: below + 1,
        };
        for side in 0..2 {
            let mut boxes = case.boxes.clone();
            let range = &mut boxes[demand][slot];
            if side == 0 {
                range.1 = at;
            } else {
                range.0 = at + 1;
            }
            self.cases.push(PeriodCase::Leaf {
                extra: sparse(&case.extra),
            });
            self.queue.push(Reverse((case.floor, below + side)));
            self.open.push(Some(Open {
                boxes,
                floor: case.floor,
                extra: case.extra.clone(),
            }));
        }
    }

    /// Chooses the replica count to ask about: the most fractional one, or any open one.
    fn branch(
        &self,
        values: &[f64],
        boxes: &Boxes,
        residual: &[i64],
    ) -> Option<(usize, usize, i64)> {
        let mut best = None;
        let mut merit = 0.0;
        let mut any = None;
        for (demand, columns) in self.columns.iter().enumerate() {
            for (slot, &column) in columns.iter().enumerate() {
                let (low, high) = boxes[demand][slot];
                if low >= high {
                    continue;
                }
                let value = values[column];
                let below = whole_part(value).clamp(low, high - 1);
                let part = value - value.floor();
                let distance = part.min(1.0 - part);
                let weight = float(self.period.ordered[demand].slots[slot].output)
                    / float(self.period.ordered[demand].ask.amount);
                if distance > 1e-6 && distance * weight > merit {
                    merit = distance * weight;
                    best = Some((demand, slot, below));
                }
                let resource = self.period.ordered[demand].slots[slot].resource;
                if any.is_none() && residual[resource] >= 0 {
                    any = Some((demand, slot, below));
                }
            }
        }
        best.or(any)
    }

    /// Rounds the fractional service down and completes it demand by demand.
    fn round(&mut self, values: &[f64], boxes: &Boxes) {
        for give_back in [0, 1] {
            let mut left = self.period.room.to_vec();
            let mut replicas: Vec<Vec<i64>> = Vec::with_capacity(boxes.len());
            for (demand, ordered) in self.period.ordered.iter().enumerate() {
                let mut counts = Vec::with_capacity(ordered.slots.len());
                for (slot, held) in ordered.slots.iter().enumerate() {
                    let value = values[self.columns[demand][slot]];
                    let count = (whole_part(value + 1e-7) - give_back).max(0);
                    left[held.resource] -= count * held.units;
                    counts.push(count);
                }
                replicas.push(counts);
            }
            if left.iter().any(|&room| room < 0) {
                continue;
            }
            for (demand, counts) in self.period.ordered.iter().zip(&mut replicas) {
                complete(self.period, demand, counts, &mut left);
            }
            self.offer(&replicas);
        }
    }

    /// Fills what room a service leaves, demand by demand.
    fn fill(&mut self, mut replicas: Vec<Vec<i64>>) {
        let mut left = self.period.room.to_vec();
        for (ordered, counts) in self.period.ordered.iter().zip(&replicas) {
            for (slot, count) in ordered.slots.iter().zip(counts) {
                left[slot.resource] -= count * slot.units;
            }
        }
        if left.iter().all(|&room| room >= 0) {
            for (demand, counts) in self.period.ordered.iter().zip(&mut replicas) {
                complete(self.period, demand, counts, &mut left);
            }
            self.offer(&replicas);
        }
    }

    fn offer(&mut self, replicas: &[Vec<i64>]) {
        if !fits(self.period, replicas) {
            return;
        }
        if let Some(ticks) = value(self.period, replicas)
            && ticks < self.best
        {
            self.best = ticks;
            self.replicas = replicas.to_vec();
        }
    }

    fn finish(self) -> Service {
        let open = self.queue.iter().map(|&Reverse((floor, _))| floor).min();
        let floor = open
            .unwrap_or(i128::MAX)
            .min(self.closed_floor)
            .min(self.best);
        let tree = PeriodTree { cases: self.cases };
        Service {
            floor,
            ticks: self.best,
            replicas: self.replicas,
            tree,
        }
    }
}

fn sparse(extra: &[i64]) -> Vec<ExtraPrice> {
    let priced = extra.iter().enumerate().filter(|&(_, &ticks)| ticks > 0);
    priced
        .map(|(resource, &ticks)| ExtraPrice { resource, ticks })
        .collect()
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "the cast saturates and is clamped after"
)]
fn whole_part(value: f64) -> i64 {
    value.floor() as i64
}

fn whole(period: Period) -> Boxes {
    let slots = |demand: &Ordered| {
        demand
            .slots
            .iter()
            .map(|slot| (0, slot.fits(period.room[slot.resource])))
            .collect()
    };
    period.ordered.iter().map(slots).collect()
}

/// Narrows boxes by the room that the least counts leave; `None` when a box is empty.
fn tighten(period: Period, boxes: &mut Boxes) -> Option<Vec<i64>> {
    let mut left = period.room.to_vec();
    for (demand, ranges) in period.ordered.iter().zip(boxes.iter()) {
        for (slot, &(low, _)) in demand.slots.iter().zip(ranges) {
            left[slot.resource] = left[slot.resource].checked_sub(slot.units.checked_mul(low)?)?;
        }
    }
    for (demand, ranges) in period.ordered.iter().zip(boxes.iter_mut()) {
        for (slot, (low, high)) in demand.slots.iter().zip(ranges) {
            if left[slot.resource] < 0 {
                return None;
            }
            if slot.units > 0 {
                *high = (*high).min(*low + left[slot.resource] / slot.units);
            }
            if *low > *high {
                return None;
            }
        }
    }
    Some(left)
}

/// Serves each demand on its own at prices raised by `extra`, whose room is sold.
fn separate(period: Period, boxes: &Boxes, extra: &[i64]) -> Option<(i128, Vec<Vec<i64>>)> {
    let mut total: i128 = 0;
    for (&price, &room) in extra.iter().zip(period.room) {
        total = total.checked_sub(i128::from(price) * i128::from(room))?;
    }
    let mut replicas = Vec::with_capacity(boxes.len());
    for (demand, ranges) in period.ordered.iter().zip(boxes) {
        let mut items = Vec::with_capacity(ranges.len());
        for (index, (slot, &(low, high))) in demand.slots.iter().zip(ranges).enumerate() {
            let ticks = period.ticks(slot, extra[slot.resource])?;
            items.push(Item {
                slot: index,
                ticks,
                output: slot.output,
                low,
                high,
            });
        }
        let cover = cheapest(&mut items, demand.ask)?;
        total = total.checked_add(cover.floor)?;
        let mut counts: Vec<i64> = ranges.iter().map(|&(low, _)| low).collect();
        for (slot, more) in cover.more {
            counts[slot] += more;
        }
        replicas.push(counts);
    }
    Some((total, replicas))
}

/// Adds the cheapest replicas that still fit to what a demand already runs.
fn complete(period: Period, demand: &Ordered, counts: &mut [i64], left: &mut [i64]) {
    let mut items = Vec::with_capacity(counts.len());
    let slots = demand.slots.iter().zip(counts.iter());
    for (index, (slot, &low)) in slots.enumerate() {
        let room = left[slot.resource];
        let most = if slot.units == 0 {
            slot.most
        } else {
            low + room / slot.units
        };
        let high = most.min(slot.most).max(low);
        let Some(ticks) = period.ticks(slot, 0) else {
            return;
        };
        items.push(Item {
            slot: index,
            ticks,
            output: slot.output,
            low,
            high,
        });
    }
    let Some(cover) = cheapest(&mut items, demand.ask) else {
        return;
    };
    for (slot, more) in cover.more {
        let held = &demand.slots[slot];
        // Two sources of one resource share its room, so each addition is limited again.
        let more = if held.units == 0 {
            more
        } else {
            more.min(left[held.resource] / held.units)
        };
        counts[slot] += more;
        left[held.resource] -= more * held.units;
    }
}

fn fits(period: Period, replicas: &[Vec<i64>]) -> bool {
    let mut left: Vec<i128> = period.room.iter().map(|&room| i128::from(room)).collect();
    for (demand, counts) in period.ordered.iter().zip(replicas) {
        for (slot, &count) in demand.slots.iter().zip(counts) {
            left[slot.resource] -= i128::from(count) * i128::from(slot.units);
        }
    }
    left.iter().all(|&room| room >= 0)
}

fn value(period: Period, replicas: &[Vec<i64>]) -> Option<i128> {
    let mut total: i128 = 0;
    for (demand, counts) in period.ordered.iter().zip(replicas) {
        let mut unserved = i128::from(demand.ask.amount);
        for (slot, &count) in demand.slots.iter().zip(counts) {
            let ticks = period.ticks(slot, 0)?;
            total = total.checked_add(ticks.checked_mul(i128::from(count))?)?;
            unserved -= i128::from(slot.output) * i128::from(count);
        }
        total = total.checked_add(demand.ask.loss(unserved.max(0))?)?;
    }
    Some(total)
}
