//! A first plan: large jobs first, each where it costs least under the prices and still fits.

#![expect(
    clippy::indexing_slicing,
    reason = "tables whose extents are the instance's own, fixed when it is read"
)]

use super::{
    model::{Model, index},
    prices::Tolls,
    state::{Seat, State},
};

/// Places jobs that are not placed yet, one by one.
pub(super) fn fill(model: &Model, tolls: &Tolls, state: &mut State, mut order: Vec<usize>) {
    let area = |job: usize| {
        let of = |way: &super::model::Way| u64::from(way.chips) * u64::from(way.length);
        model.of(job).iter().map(of).min().unwrap_or(0)
    };
    order.sort_by_cached_key(|&job| (std::cmp::Reverse(area(job)), job));
    for job in order {
        let penalty = model.instance.jobs[job].penalty;
        let mut best = (f64::INFINITY, None);
        for (at, way) in model.of(job).iter().enumerate() {
            let cost = way.cost as f64;
            if cost >= best.0 || way.cost >= penalty {
                break;
            }
            if tolls.value(way) >= best.0 {
                continue;
            }
            if let Some(start) = state.fit(tolls, way) {
                let value = tolls.at(way, start);
                if value < best.0 {
                    let way = index(model.begin[job] + at);
                    best = (value, Some(Seat { way, start }));
                }
            }
        }
        if let Some(seat) = best.1 {
            state.place(model, job, seat);
        }
    }
}
