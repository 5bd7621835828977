//! Bounds the serving of one period, by prices alone or by a tree of cases on replicas.

use std::collections::BTreeMap;

use super::CheckError;
use super::cover::{Answers, Wanted, Way};
use crate::solve::{PeriodCase, PeriodTree, Problem, Source, TICKS_PER_MONEY};

/// The replica counts that a case allows, by demand and source.
type Boxes = BTreeMap<(usize, usize), (i128, i128)>;

/// One period with the room and the price in ticks of every resource.
pub(super) struct Serving<'a> {
    problem: &'a Problem,
    period: usize,
    room: Vec<i128>,
    prices: Vec<i128>,
    /// What a replica pays for limits, by demand and source; nothing where it is not listed.
    tolls: BTreeMap<(usize, usize), i128>,
}

impl<'a> Serving<'a> {
    /// Takes the room and prices of a period; room that no source can use is cut off.
    pub(super) fn new(
        problem: &'a Problem,
        period: usize,
        mut room: Vec<i128>,
        prices: Vec<i128>,
    ) -> Result<Self, CheckError> {
        let mut wanted = vec![0_i128; room.len()];
        for (_, _, source, most) in sources(problem, period) {
            let units = i128::from(source.units) * most;
            *wanted.get_mut(source.resource).ok_or(CheckError::Problem)? += units;
        }
        for (left, most) in room.iter_mut().zip(wanted) {
            *left = (*left).min(most);
        }
        Ok(Self {
            problem,
            period,
            room,
            prices,
            tolls: BTreeMap::new(),
        })
    }

    /// Charges each source for what it draws on limits.
    pub(super) fn toll(&mut self, of: &dyn Fn(&Source) -> Option<i128>) -> Result<(), CheckError> {
        for (demand, index, source, _) in sources(self.problem, self.period) {
            let ticks = of(source).ok_or(CheckError::Overflow)?;
            if ticks != 0 {
                self.tolls.insert((demand, index), ticks);
            }
        }
        Ok(())
    }

    /// Returns ticks that serving cannot go below.
    pub(super) fn plain(&self, answers: &mut Answers) -> Result<i128, CheckError> {
        let none = vec![0; self.room.len()];
        self.case(&self.whole(), &none, answers)?
            .ok_or(CheckError::Overflow)
    }

    /// Returns ticks that serving cannot go below, by a tree of cases; `None` when no case holds.
    pub(super) fn by_tree(
        &self,
        tree: &PeriodTree,
        name: usize,
        answers: &mut Answers,
    ) -> Result<i128, CheckError> {
        let malformed = CheckError::PeriodTree(name);
        let mut boxes: Vec<Option<Boxes>> = vec![None; tree.cases.len()];
        *boxes.first_mut().ok_or(malformed)? = Some(self.whole());
        let mut lowest: Option<i128> = None;
        for (index, case) in tree.cases.iter().enumerate() {
            let held = boxes
                .get_mut(index)
                .and_then(Option::take)
                .ok_or(malformed)?;
            match case {
                PeriodCase::ReplicaSplit {
                    demand,
                    source,
                    at,
                    below,
                    above,
                } => {
                    let mut halves = [held.clone(), held];
                    for (half, side) in halves.iter_mut().zip([false, true]) {
                        let range = half.get_mut(&(*demand, *source)).ok_or(malformed)?;
                        if side {
                            range.0 = range.0.max(i128::from(*at) + 1);
                        } else {
                            range.1 = range.1.min(i128::from(*at));
                        }
                    }
                    for (child, half) in [*below, *above].into_iter().zip(halves) {
                        let place = boxes.get_mut(child).ok_or(malformed)?;
                        if child <= index || place.is_some() {
                            return Err(malformed);
                        }
                        *place = Some(half);
                    }
                }
                PeriodCase::Leaf { extra } => {
                    let mut raised = vec![0; self.room.len()];
                    for price in extra {
                        let place = raised.get_mut(price.resource).ok_or(malformed)?;
                        if price.ticks < 0 {
                            return Err(malformed);
                        }
                        *place = i128::from(price.ticks);
                    }
                    if let Some(ticks) = self.case(&held, &raised, answers)? {
                        lowest = Some(lowest.map_or(ticks, |least| least.min(ticks)));
                    }
                }
            }
        }
        lowest.ok_or(malformed)
    }

    fn whole(&self) -> Boxes {
        let all = sources(self.problem, self.period);
        all.map(|(demand, index, _, most)| ((demand, index), (0, most)))
            .collect()
    }

    /// Returns ticks that a case cannot go below at raised prices; `None` when it is empty.
    fn case(
        &self,
        boxes: &Boxes,
        raised: &[i128],
        answers: &mut Answers,
    ) -> Result<Option<i128>, CheckError> {
        let mut left = self.room.clone();
        for (demand, index, source, _) in sources(self.problem, self.period) {
            let low = boxes.get(&(demand, index)).map_or(0, |range| range.0);
            *left.get_mut(source.resource).ok_or(CheckError::Problem)? -=
                low * i128::from(source.units);
        }
        let mut total: i128 = 0;
        for (&price, &room) in raised.iter().zip(&self.room) {
            let sold = price.checked_mul(room).ok_or(CheckError::Overflow)?;
            total = total.checked_sub(sold).ok_or(CheckError::Overflow)?;
        }
        for (index, demand) in self.problem.demands.iter().enumerate() {
            let amount = demand.amount.get(self.period).copied().unwrap_or(0);
            let mut ways = Vec::with_capacity(demand.sources.len());
            for (place, source) in demand.sources.iter().enumerate() {
                let Some(&(low, high)) = boxes.get(&(index, place)) else {
                    continue;
                };
                let free = left.get(source.resource).copied().unwrap_or(0);
                let units = i128::from(source.units);
                let high = if units == 0 {
                    high
                } else {
                    high.min(low + free.div_euclid(units))
                };
                if free < 0 || low > high {
                    return Ok(None);
                }
                let price = |list: &[i128]| list.get(source.resource).copied().unwrap_or(0);
                let rent = units.checked_mul(price(&self.prices) + price(raised));
                let own = i128::from(source.cost) * i128::from(TICKS_PER_MONEY);
                let toll = self.tolls.get(&(index, place)).copied().unwrap_or(0);
                let ticks = rent.and_then(|rent| rent.checked_add(own)?.checked_add(toll));
                let ticks = ticks.ok_or(CheckError::Overflow)?;
                ways.push(Way {
                    ticks,
                    output: i128::from(source.output),
                    low,
                    high,
                });
            }
            let wanted = Wanted {
                amount: i128::from(amount),
                penalty: demand.penalty,
                per: demand.penalty_per,
            };
            let part = answers.least(ways, wanted).ok_or(CheckError::Overflow)?;
            total = total.checked_add(part).ok_or(CheckError::Overflow)?;
        }
        Ok(Some(total))
    }
}

/// Returns the sources that can run in a period, each with the most replicas that are of use.
fn sources(
    problem: &Problem,
    period: usize,
) -> impl Iterator<Item = (usize, usize, &Source, i128)> {
    problem
        .demands
        .iter()
        .enumerate()
        .flat_map(move |(demand, held)| {
            let amount = i128::from(held.amount.get(period).copied().unwrap_or(0));
            let all = held.sources.iter().enumerate();
            let running = all.filter(move |(_, source)| {
                amount > 0 && (source.from..source.until).contains(&period)
            });
            running.map(move |(index, source)| {
                let output = i128::from(source.output);
                (demand, index, source, (amount + output - 1) / output)
            })
        })
}
