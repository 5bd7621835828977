//! Packings against brute force, and against the checker's own tables.

use proptest::prelude::*;

use super::{Item, Knapsack};

/// Returns the most profit of a set of items that fits, among the sets that `holds` accepts.
fn most(room: usize, items: &[(usize, i32)], holds: impl Fn(usize) -> bool) -> Option<i32> {
    let sum = |set: usize| {
        let packed = items
            .iter()
            .enumerate()
            .filter(|(item, _)| set >> item & 1 == 1);
        packed.fold((0, 0), |sum, (_, item)| (sum.0 + item.0, sum.1 + item.1))
    };
    let fits = (0..1 << items.len()).filter(|set| holds(*set)).map(sum);
    fits.filter(|(size, _)| *size <= room)
        .map(|(_, profit)| profit)
        .max()
}

fn listed(items: &[(usize, i32)]) -> Vec<Item> {
    let item = |&(size, profit): &(usize, i32)| Item {
        size,
        profit: f64::from(profit),
    };
    items.iter().map(item).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn the_packing_found_fits_and_none_pays_more(
        room in 0_usize..40,
        items in prop::collection::vec((0_usize..15, 1_i32..30), 0..9),
    ) {
        let mut knapsack = Knapsack::default();
        let value = knapsack.pack(room, &listed(&items));
        prop_assert_eq!(Some(value), most(room, &items, |_| true).map(f64::from));
        let packed = || items.iter().zip(&knapsack.packed).filter(|(_, packed)| **packed);
        prop_assert!(packed().map(|(item, _)| item.0).sum::<usize>() <= room);
        prop_assert_eq!(f64::from(packed().map(|(item, _)| item.1).sum::<i32>()), value);
    }

    #[test]
    fn what_forcing_costs_is_exact_up_to_the_slack_and_above_it_beyond(
        room in 0_usize..40,
        items in prop::collection::vec((0_usize..15, 1_i32..30), 1..8),
        slack in 0_i32..40,
    ) {
        let mut knapsack = Knapsack::default();
        let best = knapsack.force(room, &listed(&items), f64::from(slack));
        prop_assert_eq!(Some(best), most(room, &items, |_| true).map(f64::from));
        for (item, forcing) in knapsack.forcings.iter().enumerate() {
            let with = most(room, &items, |set| set >> item & 1 == 1);
            let without = most(room, &items, |set| set >> item & 1 == 0);
            for (found, most) in [(forcing.within, with), (forcing.without, without)] {
                let lost = most.map_or(f64::INFINITY, |most| best - f64::from(most));
                if lost <= f64::from(slack) {
                    prop_assert_eq!(found, lost);
                } else {
                    prop_assert!(found > f64::from(slack));
                }
            }
        }
    }
}
