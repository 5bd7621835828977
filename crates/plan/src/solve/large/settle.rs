//! Brings a plan back to order after a change: work that can give way does, what is lacking is
//! served and raised, and what has become idle is given back.
#![expect(
    clippy::indexing_slicing,
    reason = "every index is one of the ground's own"
)]

use super::ground::Work;
use super::state::State;
use crate::solve::model::float;

/// Whether serving may draw on what is yet to be paid once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Nerve {
    /// Only what is open already is drawn on.
    Careful,
    /// What can be raised is drawn on and raised after.
    Bold,
}

impl State<'_> {
    /// Puts everything that was touched in order; returns whether the plan then holds.
    pub(super) fn settle(&mut self, nerve: Nerve) -> bool {
        for cell in self.touched_cells() {
            if !self.make_way(cell) {
                return false;
            }
        }
        self.serve_touched(nerve);
        if !self.balance_limits() {
            return false;
        }
        if !self.holding {
            self.give_back_blocks();
        }
        let touched = self.touched_limits();
        touched.iter().all(|&limit| self.limits[limit] >= 0)
    }

    /// Lets the work of least worth give way in a cell that is used beyond its room.
    pub(super) fn make_way(&mut self, cell: usize) -> bool {
        let ground = self.ground;
        for guest in &ground.guests[cell] {
            let over = -self.room[cell];
            if over <= 0 {
                break;
            }
            match guest.work {
                Work::Stand(stand) => {
                    let units = ground.stands[stand].slot.units;
                    let fewer = ((over - 1) / units + 1).min(self.replicas[stand]);
                    self.run(stand, -fewer);
                }
                Work::Block(expansion) => {
                    let units = self.used_by_block(expansion, cell);
                    let fewer = ((over - 1) / units.max(1) + 1).min(self.blocks[expansion]);
                    self.build(expansion, -fewer);
                }
            }
        }
        self.room[cell] >= 0
    }

    fn used_by_block(&self, expansion: usize, cell: usize) -> i64 {
        let periods = self.ground.problem.periods;
        let adds = &self.ground.problem.expansions[expansion].adds;
        let there = adds.iter().filter(|add| {
            add.resource == cell / periods && (add.from..add.until).contains(&(cell % periods))
        });
        -there.map(|add| add.units).sum::<i64>()
    }

    /// Serves what is lacking in every period that was touched.
    fn serve_touched(&mut self, nerve: Nerve) {
        let periods = self.ground.problem.periods;
        let mut touched = vec![false; periods];
        for cell in self.touched_cells() {
            touched[cell % periods] = true;
        }
        for period in (0..periods).filter(|&period| touched[period]) {
            for order in self.ground.periods[period]..self.ground.periods[period + 1] {
                self.serve(order, nerve);
            }
        }
    }

    /// Adds the cheapest replicas that fit while they save more than they cost.
    fn serve(&mut self, order: usize, nerve: Nerve) {
        let ground = self.ground;
        let held = ground.orders[order];
        let lost = float(held.ask.penalty) / float(held.ask.per);
        for place in held.begin..held.end {
            let stand = self.ranked[place];
            let lacking = self.unserved[order];
            if lacking <= 0 {
                return;
            }
            let slot = ground.stands[stand].slot;
            if float(slot.cost) >= lost * float(slot.output) {
                continue;
            }
            let room = self.room[ground.stands[stand].cell];
            let mut most = (lacking - 1) / slot.output + 1;
            if slot.units > 0 {
                most = most.min(room.max(0) / slot.units);
            }
            for draw in slot.draws.iter().filter(|draw| draw.units > 0) {
                let raised = nerve == Nerve::Bold && !ground.givers[draw.limit].is_empty();
                if !raised {
                    let left = self.limits[draw.limit].max(0) / i128::from(draw.units);
                    most = most.min(i64::try_from(left).unwrap_or(i64::MAX));
                }
            }
            // The last replica may serve too little to be worth its cost.
            let beyond = most * slot.output - lacking;
            if beyond > 0 && float(slot.cost) >= lost * float(slot.output - beyond) {
                most -= 1;
            }
            self.run(stand, most.max(0));
        }
    }

    /// Raises limits that lack something by the cheapest givers, and gives back what is over.
    fn balance_limits(&mut self) -> bool {
        for limit in self.touched_limits() {
            let ground = self.ground;
            for &(giver, given) in &ground.givers[limit] {
                let lacking = -self.limits[limit];
                if lacking <= 0 {
                    break;
                }
                let wanted = (lacking - 1) / i128::from(given) + 1;
                let more = i64::try_from(wanted)
                    .unwrap_or(i64::MAX)
                    .min(self.spare(giver));
                let more = more.min(self.blocks_that_fit(giver)).max(0);
                self.build(giver, more);
            }
            for &(giver, given) in ground.givers[limit].iter().rev() {
                let over = self.limits[limit].max(0) / i128::from(given);
                let fewer = i64::try_from(over).unwrap_or(i64::MAX);
                let fewer = fewer.min(self.blocks[giver]);
                self.build(giver, -fewer);
            }
        }
        self.touched_limits()
            .iter()
            .all(|&limit| self.limits[limit] >= 0 || !self.ground.givers[limit].is_empty())
    }

    /// Returns how many more blocks of what uses capacity fit into cells and limits.
    pub(super) fn blocks_that_fit(&self, expansion: usize) -> i64 {
        let held = &self.ground.problem.expansions[expansion];
        let mut most = i64::MAX;
        for add in held.adds.iter().filter(|add| add.units < 0) {
            most = most.min(self.least_room(add).max(0) / -add.units);
        }
        for draw in held.draws.iter().filter(|draw| draw.units > 0) {
            if self.ground.givers[draw.limit].is_empty() {
                let left = self.limits[draw.limit].max(0) / i128::from(draw.units);
                most = most.min(i64::try_from(left).unwrap_or(i64::MAX));
            }
        }
        most
    }

    /// Gives back blocks whose capacity has become idle.
    fn give_back_blocks(&mut self) {
        let ground = self.ground;
        let periods = ground.problem.periods;
        let mut resources: Vec<usize> = self
            .touched_cells()
            .iter()
            .map(|cell| cell / periods)
            .collect();
        resources.sort_unstable();
        resources.dedup();
        for expansion in resources
            .iter()
            .flat_map(|&resource| &ground.adders[resource])
        {
            let held = &ground.problem.expansions[*expansion];
            if self.blocks[*expansion] == 0 || held.cost <= 0 {
                continue;
            }
            let mut fewer = self.blocks[*expansion];
            for add in held.adds.iter().filter(|add| add.units > 0) {
                fewer = fewer.min(self.least_room(add).max(0) / add.units);
            }
            for draw in held.draws.iter().filter(|draw| draw.units < 0) {
                let left = self.limits[draw.limit].max(0) / i128::from(-draw.units);
                fewer = fewer.min(i64::try_from(left).unwrap_or(i64::MAX));
            }
            self.build(*expansion, -fewer);
        }
    }
}
