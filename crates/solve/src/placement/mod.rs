//! Jobs on pools over periods: each runs once, without interruption, or stays unplaced at a penalty.

mod ascent;
mod certificate;
mod certify;
mod error;
mod instance;
mod model;
mod plan;
mod prices;
mod reader;
mod rows;

pub use certificate::{Certificate, Price, Reach};
pub use certify::{Checked, Refusal, certify};
pub use error::Error;
pub use instance::{CHIPS_MAX, Instance, Job, MONEY_MAX, Need, PERIODS_MAX, Pool};
pub use plan::Plan;

/// lab
pub fn lab_bound(instance: &Instance, steps: usize, k: usize, largest: f64, clock: &dyn Fn() -> f64) {
    let t0 = clock();
    let strong = vec![k > 0; instance.pools.len()];
    let model = model::Model::new(instance, &strong, 2);
    let rows = rows::Rows::new(&model, k);
    let t1 = clock();
    let mut a = ascent::Ascent::new(&model, &rows, 2);
    a.run(steps, largest, &|| false);
    println!("ways {} lanes {} model {:.3}s ascent {:.3}s bound {:.0}", model.ways.len(), model.lanes.pool.len(), t1 - t0, clock() - t1, a.best.0);
}
mod dice; mod state; mod greedy; mod search;

/// lab
pub fn lab_search(instance: &Instance, steps: usize, k: usize, secs: f64, hot: f64, cold: f64, most: usize, clock: &(dyn Fn() -> f64 + Sync)) {
    let strong = vec![k > 0; instance.pools.len()];
    let model = model::Model::new(instance, &strong, 2);
    let rows = rows::Rows::new(&model, k);
    let mut a = ascent::Ascent::new(&model, &rows, 2);
    a.run(steps, 0.1, &|| false);
    let bound = a.best.0;
    let gap = |c: i64| 100.0 * (c as f64 - bound) / c as f64;
    let tolls = prices::Tolls::new(&model, &rows, &a.best.1);
    let mut state = state::State::new(&model);
    greedy::fill(&model, &tolls, &mut state);
    println!("bound {:.0} {:.2}s greedy {} gap {:.3}", bound, clock(), state.cost, gap(state.cost));
    let guide = search::Guide::new(&model, &tolls, most);
    let region = search::Region { open: vec![true; instance.pools.len()], jobs: (0..instance.jobs.len() as u32).collect() };
    let mut s = search::Search::new(&guide, &region, state, dice::Dice::new(1, 0));
    let avg = bound / instance.jobs.len() as f64;
    let t0 = clock();
    let mut next = 0.1;
    loop {
        let f = (clock() - t0) / secs;
        if f >= 1.0 { break; }
        if f >= next { println!("  {:.0}% now {:.3} best {:.3} tried {} kept {}", f * 100.0, gap(s.state.cost), gap(s.best.as_ref().unwrap().0), s.tried, s.kept); next += 0.1; }
        let heat = avg * hot * (cold / hot as f64).powf(f);
        s.run(1000, heat, true);
    }
    let b = s.best.as_ref().unwrap();
    let un = b.1.iter().filter(|x| x.is_none()).count();
    println!("best {} gap {:.3} unplaced {} moves/s {:.0}", b.0, gap(b.0), un, s.tried as f64 / secs);
}
