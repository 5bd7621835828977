//! Prices turned into a certificate: rounded down to whole units, then measured by the checker.

#![expect(
    clippy::indexing_slicing,
    reason = "tables whose extents are the instance's own, fixed when it is read"
)]

use super::{
    certificate::{Case, Certificate, Price, Reach},
    certify,
    model::Model,
    prices::Prices,
    rows::Rows,
};

/// Units a dollar.
pub(super) const UNIT: u32 = 1 << 16;
/// The largest amount, far above any price worth having.
const AMOUNT_MAX: f64 = (1_u64 << 60) as f64;

/// Returns the certificate of prices, with the bound that the checker finds for it; of no prices at all where these
/// prove less than nothing.
pub(super) fn certificate(model: &Model, rows: &Rows, prices: &Prices) -> Certificate {
    let mut certificate = unproven(model, rows);
    certificate.cases.push(case(model, rows, prices));
    let proven = certify::bound(model.instance, &certificate);
    if let Ok(bound @ 0..) = proven {
        certificate.bound = bound;
    } else {
        certificate.cases = vec![Case::default()];
        certificate.bound = certify::bound(model.instance, &certificate).unwrap_or(0);
    }
    certificate
}

/// Returns a certificate without any case yet.
pub(super) fn unproven(model: &Model, rows: &Rows) -> Certificate {
    Certificate {
        name: model.instance.name.clone(),
        unit: u64::from(UNIT),
        bound: 0,
        reaches: reaches(model, rows),
        cases: Vec::new(),
    }
}

/// Returns the case of all plans, proven by prices alone.
pub(super) fn case(model: &Model, rows: &Rows, prices: &Prices) -> Case {
    Case {
        prices: listed(model, rows, prices),
        ..Case::default()
    }
}

/// Returns the prices that a certificate holds in its first case; those of rows that are not there are laid on plain rows.
pub(super) fn prices(model: &Model, rows: &Rows, certificate: &Certificate) -> Prices {
    let (periods, pools) = (model.instance.periods, model.instance.pools.len());
    let mut prices = Prices::none(rows);
    let listed = certificate
        .cases
        .first()
        .map_or(&[][..], |case| &case.prices);
    for price in listed.iter().filter(|price| price.pool < pools) {
        let capacity = &rows.capacity[price.pool * periods..][..periods];
        let function = price.function as usize;
        let amounts = price.amounts.iter().zip(capacity).enumerate();
        for (at, (&amount, &chips)) in amounts {
            let dollars = amount as f64 / certificate.unit.max(1) as f64;
            let plain = &mut prices.plain[price.pool * periods + at];
            if function == 0 {
                *plain += dollars;
            } else if function <= rows.steps && model.lanes.strong(price.pool) {
                let row = (price.pool * rows.steps + function - 1) * periods + at;
                prices.stepped[row] = dollars * f64::from(price.function) * f64::from(chips);
            } else {
                *plain += dollars * f64::from(price.function);
            }
        }
    }
    prices
}

/// Lists the capacities that were lowered.
fn reaches(model: &Model, rows: &Rows) -> Vec<Reach> {
    let periods = model.instance.periods;
    let mut reaches = Vec::new();
    for (pool, offered) in model.instance.pools.iter().enumerate() {
        let lowered = &rows.capacity[pool * periods..][..periods];
        let mut own: Vec<(u32, u32)> = offered
            .capacity
            .iter()
            .copied()
            .zip(lowered.iter().copied())
            .filter(|(bare, lowered)| lowered < bare)
            .collect();
        own.sort_unstable();
        own.dedup();
        reaches.extend(own.into_iter().map(|(capacity, sum)| Reach {
            pool,
            capacity,
            sum,
        }));
    }
    reaches
}

/// Lists prices in whole units, pool by pool, leaving out functions without any.
fn listed(model: &Model, rows: &Rows, prices: &Prices) -> Vec<Price> {
    let periods = model.instance.periods;
    let mut listed = Vec::new();
    for pool in 0..model.instance.pools.len() {
        let capacity = &rows.capacity[pool * periods..][..periods];
        let mut list = |function: u32, amounts: Vec<u64>| {
            if amounts.iter().any(|&amount| amount > 0) {
                listed.push(Price {
                    pool,
                    function,
                    amounts,
                });
            }
        };
        let plain = &prices.plain[pool * periods..][..periods];
        list(0, plain.iter().map(|&price| units(price)).collect());
        for (k, function) in (0..rows.steps).zip(1_u32..) {
            let row = &prices.stepped[(pool * rows.steps + k) * periods..][..periods];
            let amounts = row.iter().zip(capacity).map(|(&price, &chips)| {
                if chips == 0 {
                    0
                } else {
                    units(price / f64::from(function) / f64::from(chips))
                }
            });
            list(function, amounts.collect());
        }
    }
    listed
}

/// Rounds dollars down to whole units.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to what a u64 holds; whatever comes out is only a price"
)]
pub(super) fn units(dollars: f64) -> u64 {
    (dollars * f64::from(UNIT)).clamp(0.0, AMOUNT_MAX) as u64
}
