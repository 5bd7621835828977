//! Jobs on pools over periods: each runs once, without interruption, or stays unplaced at a penalty.

mod ascent;
mod error;
mod instance;
mod model;
mod prices;
mod reader;
mod rows;

pub use error::Error;
pub use instance::{CHIPS_MAX, Instance, Job, MONEY_MAX, Need, PERIODS_MAX, Pool};

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
