//! The best choice of items, searched for exactly.
//!
//! Every beginning of a choice is priced anew, its prices starting from those of the one it came from. Whatever the
//! prices, each item adds at most what its best place earns less what it pays there, and each row is paid for at most
//! what is left of it: where that is no more than the floor, nothing is lost by turning back. Places that cannot be part
//! of anything better are struck out, and items that anything better must have are marked.

#![expect(
    clippy::indexing_slicing,
    reason = "tables whose extents are fixed when the field is laid out"
)]

use std::cmp::Reverse;

use super::{field::Field, relax::Relaxed};

/// Steps of prices at the root, and at every beginning after it.
const STEPS: (usize, usize) = (300, 12);
/// How many of the last steps tell how sure prices are of an item.
const SAMPLE: usize = 12;
/// How far a step goes at first, and what remains of that after a step that did not help.
const PACE: (f64, f64) = (0.8, 0.9);

/// What a search came to.
#[derive(Debug)]
pub(super) struct Found {
    /// No choice earns more, if the search was not cut short.
    pub most: i64,
    /// The best choice met that earns more than the floor.
    pub best: Option<(i64, Vec<u32>)>,
    /// Whether the search ended by itself.
    pub complete: bool,
    /// Steps of prices taken.
    pub steps: u64,
    /// The most that prices alone let be earned at the root.
    pub limit: i64,
}

/// How a search is to end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Quest {
    /// Only what earns more is of interest.
    pub floor: i64,
    /// Steps of prices at most.
    pub steps: u64,
    pub end: End,
}

/// What ends a search before all is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum End {
    /// The floor rises towards the limit as steps are used up, so that a true, if weaker, answer is had in time.
    Rising,
    /// The last step; the best choice met by then is wanted.
    Best,
}

/// The beginning of a choice.
#[derive(Debug, Clone)]
struct Beginning {
    choices: Vec<u32>,
    must: Vec<bool>,
    free: Vec<u32>,
    /// For how many chips prices are.
    rooms: Vec<u32>,
    prices: Vec<i64>,
    earned: i64,
    chosen: Vec<u32>,
    /// No choice that begins so earns more.
    most: i64,
}

/// Where a beginning is parted in two.
struct Part {
    /// How much is hoped from it.
    score: f64,
    item: usize,
    /// The last choice of the first part; none where the item is taken in the first part and left out in the second.
    cut: Option<u32>,
    /// Whether the first part is the likelier one.
    likely: bool,
}

/// One search.
struct Tree<'a> {
    field: &'a Field,
    quest: Quest,
    relaxed: Relaxed,
    /// How often each choice was picked at the beginning at hand.
    picked: Vec<u32>,
    floor: i64,
    best: Option<(i64, Vec<u32>)>,
    limit: i64,
    steps: u64,
}

/// Looks for the best choice, beginning with these prices.
pub(super) fn search(field: &Field, quest: Quest) -> Found {
    let mut tree = Tree {
        field,
        quest,
        relaxed: Relaxed::new(field),
        picked: vec![0; field.choices.len()],
        floor: quest.floor,
        best: None,
        limit: i64::MAX,
        steps: 0,
    };
    let count = u32::try_from(field.choices.len()).unwrap_or(u32::MAX);
    let mut open = vec![Beginning {
        choices: (0..count)
            .filter(|&choice| field.fits(choice, &field.free))
            .collect(),
        must: vec![false; field.items],
        free: field.free.clone(),
        rooms: field.free.clone(),
        prices: field.prices.clone(),
        earned: 0,
        chosen: Vec::new(),
        most: i64::MAX,
    }];
    let mut complete = true;
    while let Some(beginning) = open.pop() {
        tree.rise();
        if beginning.most <= tree.floor {
            continue;
        }
        if quest.end == End::Best && tree.steps > quest.steps {
            complete = false;
            break;
        }
        tree.expand(beginning, &mut open);
    }
    Found {
        most: tree.floor,
        best: tree.best,
        complete,
        steps: tree.steps,
        limit: tree.limit,
    }
}

impl Tree<'_> {
    /// Raises the floor as steps are used up.
    fn rise(&mut self) {
        if self.quest.end == End::Best || self.limit == i64::MAX {
            return;
        }
        let most = i128::from(self.quest.steps.max(1));
        let part = i128::from(self.steps).min(most);
        let apart = i128::from((self.limit - self.quest.floor).max(0));
        let raised = apart * part / most * part / most;
        let raised = self.quest.floor + i64::try_from(raised).unwrap_or(0);
        self.floor = self.floor.max(raised);
    }

    /// Prices a beginning and opens the two that part it, the likelier one last.
    fn expand(&mut self, mut at: Beginning, open: &mut Vec<Beginning>) {
        if !self.settle(&mut at) || !self.reprice(&mut at) {
            return;
        }
        self.fill(&at);
        if at.most <= self.floor {
            return;
        }
        self.strike(&mut at);
        let Some(part) = self.part(&at) else {
            // Each item left has one place and must be taken.
            if !at.choices.is_empty() {
                open.push(at);
            }
            return;
        };
        let own = |choice: u32| self.field.item(choice) == part.item;
        let mut other = at.clone();
        if let Some(cut) = part.cut {
            other.choices.retain(|&choice| !own(choice) || choice > cut);
            at.choices.retain(|&choice| !own(choice) || choice <= cut);
        } else {
            other.choices.retain(|&choice| !own(choice));
            at.must[part.item] = true;
        }
        if part.likely {
            open.extend([other, at]);
        } else {
            open.extend([at, other]);
        }
    }

    /// Takes what has one place left and must be taken; strikes out what no longer fits. Returns whether that can be.
    fn settle(&self, at: &mut Beginning) -> bool {
        let field = self.field;
        loop {
            at.choices.retain(|&choice| field.fits(choice, &at.free));
            let groups = at
                .choices
                .chunk_by(|one, other| field.item(*one) == field.item(*other));
            let single = |own: &&[u32]| own.len() == 1 && at.must[field.item(own[0])];
            let Some(&choice) = groups.into_iter().find(single).and_then(|own| own.first()) else {
                break;
            };
            let item = field.item(choice);
            field.take(choice, &mut at.free);
            at.earned += field.choices[choice as usize].profit;
            at.chosen.push(choice);
            at.must[item] = false;
            at.choices.retain(|&other| field.item(other) != item);
        }
        let mut lacking = at.must.clone();
        for &choice in &at.choices {
            lacking[field.item(choice)] = false;
        }
        !lacking.contains(&true)
    }

    /// Looks for prices under which little can be earned; returns false once that is no more than the floor.
    fn reprice(&mut self, at: &mut Beginning) -> bool {
        let root = self.limit == i64::MAX;
        let steps = if root { STEPS.0 } else { STEPS.1 };
        self.relaxed.take_up(
            self.field,
            &at.choices,
            &at.free,
            &mut at.rooms,
            &mut at.prices,
        );
        let mut prices = at.prices.clone();
        let mut pace = PACE.0;
        for &choice in &at.choices {
            self.picked[choice as usize] = 0;
        }
        let mut least = i64::MAX;
        for step in 0..steps {
            self.steps += 1;
            let most = at.earned + self.relaxed.price(&prices, &at.must);
            if most < least {
                least = most;
                at.prices.clone_from(&prices);
                if most <= self.floor {
                    break;
                }
            } else {
                pace *= PACE.1;
            }
            if step + SAMPLE >= steps {
                for pick in self.relaxed.picks.iter().flatten() {
                    self.picked[*pick as usize] += 1;
                }
            }
            let distance = pace * (most - self.floor) as f64;
            self.relaxed.step(self.field, &mut prices, distance);
        }
        at.most = least;
        if root {
            self.limit = least;
        }
        if least <= self.floor {
            return false;
        }
        self.relaxed.price(&at.prices, &at.must);
        true
    }

    /// Completes a beginning with what gains most, as long as it fits.
    fn fill(&mut self, at: &Beginning) {
        let field = self.field;
        let gain = |&choice: &u32| (Reverse(self.relaxed.gain(field, choice)), choice);
        let mut order = at.choices.clone();
        order.sort_by_cached_key(gain);
        let mut free = at.free.clone();
        let mut chosen = at.chosen.clone();
        let mut earned = at.earned;
        let mut placed = vec![false; field.items];
        for choice in order {
            let (item, profit) = (field.item(choice), field.choices[choice as usize].profit);
            if profit > 0 && !placed[item] && field.fits(choice, &free) {
                field.take(choice, &mut free);
                placed[item] = true;
                earned += profit;
                chosen.push(choice);
            }
        }
        if earned > self.floor {
            self.floor = earned;
            self.best = Some((earned, chosen));
        }
    }

    /// Strikes out choices that are in nothing better than the floor, and marks items that are in all of it.
    fn strike(&self, at: &mut Beginning) {
        let (relaxed, field) = (&self.relaxed, self.field);
        let spare = at.most - self.floor;
        for (must, &adds) in at.must.iter_mut().zip(&relaxed.adds) {
            *must = *must || adds >= spare;
        }
        let kept =
            |&choice: &u32| relaxed.adds[field.item(choice)] - relaxed.gain(field, choice) < spare;
        at.choices.retain(kept);
    }

    /// Finds the item to part on: a large one, and rather one that prices are less sure of.
    fn part(&self, at: &Beginning) -> Option<Part> {
        let field = self.field;
        let all = u32::try_from(SAMPLE).unwrap_or(u32::MAX);
        let spare = (at.most - self.floor).max(1) as f64;
        let groups = at
            .choices
            .chunk_by(|one, other| field.item(*one) == field.item(*other));
        let mut found: Option<Part> = None;
        for own in groups {
            let choice = &field.choices[own[0] as usize];
            let item = choice.item as usize;
            let area = f64::from(choice.chips) * f64::from(choice.length);
            let often = |choices: &[u32]| -> u32 {
                let picked = choices.iter().map(|&choice| self.picked[choice as usize]);
                picked.sum()
            };
            let mut offer = |cut: Option<u32>, one: u32, other: u32, apart: i64| {
                let unsure = 2.0 + f64::from(one.min(other));
                let score = area * area * unsure / (2.0 - apart as f64 / spare);
                if found.as_ref().is_none_or(|best| score > best.score) {
                    found = Some(Part {
                        score,
                        item,
                        cut,
                        likely: one >= other,
                    });
                }
            };
            let gain = |choices: &[u32]| {
                choices
                    .iter()
                    .map(|&c| self.relaxed.gain(field, c))
                    .max()
                    .unwrap_or(0)
            };
            if !at.must[item] {
                let taken = often(own);
                offer(None, taken, all.saturating_sub(taken), gain(own).abs());
                continue;
            }
            for cut in 1..own.len() {
                let (one, other) = own.split_at(cut);
                offer(
                    Some(own[cut - 1]),
                    often(one),
                    often(other),
                    (gain(one) - gain(other)).abs(),
                );
            }
        }
        found
    }
}
