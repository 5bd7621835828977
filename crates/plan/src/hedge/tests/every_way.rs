//! Every way of deciding now is tried in every future, and held against what the search says.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::small::{Told, futures, known_on, on_worlds, told};
use crate::{
    hedge::{
        Aim, Hedge,
        aim::{Search, Tried, average},
        best_of,
        decision::{Answer, Decision, Now, Place},
        hedge,
        settled::{After, World},
    },
    model::{Choice, weeks_inside},
    report::begin,
    survey::Lawfulness,
};

/// How futures are drawn: cents of a chip-hour, the worth of the run, its largest gang.
#[derive(Clone, Debug)]
struct Drawn {
    prices: [u32; 3],
    penalty: u32,
    gang_max: u32,
    /// Each further future: whether the bill is enacted, and which fact differs.
    others: Vec<(bool, Option<usize>)>,
    weights: [u64; 3],
}

fn drawn() -> impl Strategy<Value = Drawn> {
    let prices = [100_u32..500, 100..500, 100..500];
    let gang = prop::sample::select(vec![16, 24, 48]);
    let others = prop::collection::vec((any::<bool>(), prop::option::of(0..4_usize)), 1..3);
    let drawn = (
        prices,
        20_000_u32..90_000,
        gang,
        others,
        [1_u64..6, 1..6, 1..6],
    );
    drawn.prop_map(|(prices, penalty, gang_max, others, weights)| Drawn {
        prices,
        penalty,
        gang_max,
        others,
        weights,
    })
}

/// Two or three small futures with prices of their own.
fn made(drawn: &Drawn) -> Vec<Told> {
    let [singapore, frankfurt, other] = drawn
        .prices
        .map(|cents| format!("{}.{:02}", cents / 100, cents % 100));
    let always = [
        format!("pool.singapore-h100.lease.price_chip_hour={singapore}"),
        format!("pool.frankfurt-h100.lease.price_chip_hour={frankfurt}"),
        format!("workload.train-pilot.penalty={}", drawn.penalty),
        format!("workload.train-pilot.gang_max={}", drawn.gang_max),
    ];
    let facts = [
        "pool.singapore-h100.stock[1].chips=24".to_owned(),
        "pool.singapore-h100.stock[1].available_from=2025-11-29".to_owned(),
        format!("pool.frankfurt-h100.lease.price_chip_hour={other}"),
        "pool.frankfurt-h100.stock[1].chips=8".to_owned(),
    ];
    let others = drawn.others.iter().zip(&drawn.weights[1..]);
    let others = others.map(|((bill, fact), weight)| {
        let fact = fact.map(|fact| facts[fact].clone());
        let set: Vec<String> = always.iter().cloned().chain(fact).collect();
        told(&set, *bill, *weight)
    });
    let first = told(&always, false, drawn.weights[0]);
    std::iter::once(first).chain(others).collect()
}

/// Returns every way of deciding now: each count of what is leased and worked, each run or none.
fn every_way(worlds: &[World<'_, '_>]) -> Vec<Now> {
    let mut most: BTreeMap<Decision, i64> = BTreeMap::new();
    let mut starts: BTreeSet<Decision> = BTreeSet::new();
    for world in worlds {
        for (decision, place) in &world.decisions {
            match place {
                Place::Option { .. } => {
                    starts.insert(decision.clone());
                }
                Place::Expansion(index) => {
                    let max = world.model.problem.expansions[*index].max;
                    let entry = most.entry(decision.clone()).or_default();
                    *entry = max.max(*entry);
                }
            }
        }
    }
    let mut ways = vec![Now::new()];
    ways.extend(starts.into_iter().map(|start| Now::from([(start, 1)])));
    for (decision, max) in most {
        let counted = |way: Now| {
            (0..=max).map({
                let decision = decision.clone();
                move |count| {
                    let mut way = way.clone();
                    if count > 0 {
                        way.insert(decision.clone(), count);
                    }
                    way
                }
            })
        };
        ways = ways.into_iter().flat_map(counted).collect();
    }
    ways
}

/// Holds every run that is done in a future against the days that its law permits.
fn runs_are_lawful(world: &World<'_, '_>, after: &After, answer: &Answer) -> bool {
    let chosen = after.options(&answer.outcome.solution);
    let mut tasks = world.model.tasks.iter().zip(chosen);
    tasks.all(|((_, choices), option)| match &choices[option.unwrap()] {
        Choice::Undone => true,
        Choice::Run {
            way, start, weeks, ..
        } => match &way.lawful {
            Lawfulness::Lawful(spans) => spans.iter().any(|span| {
                let (from, until) = weeks_inside(world.request.scenario, *span);
                from <= *start && start + weeks <= until
            }),
            Lawfulness::Awaiting { .. } | Lawfulness::Refused(_) | Lawfulness::Unfit(_) => false,
        },
    })
}

fn planned(told: &[Told], aim: Aim) -> Hedge {
    hedge(&futures(told), known_on(), aim).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn no_way_of_deciding_now_is_below_the_bound_or_below_foresight_or_unlawful(drawn in drawn()) {
        let told = made(&drawn);
        let weights: Vec<u64> = told.iter().map(|told| told.weight).collect();
        on_worlds(&told, |worlds, reveal| {
            let search = Search::new(worlds, weights.clone(), reveal);
            let alone: Vec<Tried> = worlds
                .iter()
                .map(|world| search.tried(best_of(world).unwrap()).unwrap())
                .collect();
            let foreseen: Vec<i64> = worlds
                .iter()
                .map(|world| begin(world.request, &world.model.problem).unwrap().bound)
                .collect();
            let (found, bound) = search.best(Aim::ExpectedCost, &alone).unwrap();
            let found = average(&found.costs(), &weights);
            let mut best = i64::MAX;
            for now in every_way(worlds) {
                let tried = search.tried(now).unwrap();
                for ((world, (after, answer)), least) in
                    worlds.iter().zip(&tried.futures).zip(&foreseen)
                {
                    assert!(answer.cost() >= *least, "cheaper than with foresight");
                    assert!(runs_are_lawful(world, after, answer), "an unlawful run");
                }
                best = best.min(average(&tried.costs(), &weights));
            }
            assert!(bound <= best, "{bound} is no bound: a way costs {best}");
            assert!(best <= found, "{found} found, and no way costs less than {best}");
        });
    }

    #[test]
    fn only_the_shares_of_weights_count(drawn in drawn(), factor in 2_u64..9) {
        let mut told = made(&drawn);
        let before = planned(&told, Aim::ExpectedCost);
        for future in &mut told {
            future.weight *= factor;
        }
        prop_assert_eq!(planned(&told, Aim::ExpectedCost), before);
    }

    #[test]
    fn a_future_told_twice_with_its_weight_split_changes_no_expected_cost(drawn in drawn()) {
        let mut whole = made(&drawn);
        for future in &mut whole {
            future.weight *= 2;
        }
        let mut split = made(&drawn);
        for future in &mut split[1..] {
            future.weight *= 2;
        }
        let twin = made(&drawn).swap_remove(0);
        split.push(twin);
        let whole = planned(&whole, Aim::ExpectedCost);
        let split = planned(&split, Aim::ExpectedCost);
        prop_assert_eq!((whole.expected, whole.bound), (split.expected, split.bound));
    }
}
