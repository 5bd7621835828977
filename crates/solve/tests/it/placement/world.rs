//! Small random instances, written in the placement format, and their true optimum by trying everything.

use std::fmt::Write;

use portolan_solve::placement::{Instance, Limits, Outcome, solve};

/// A stream of small numbers, the same for the same seed.
pub struct Draw(u64);

impl Draw {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x5851_F42D_4C95_7F2D)
    }

    /// A number from `low` to `high`, both included.
    pub fn from(&mut self, low: u64, high: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        low + (self.0 >> 33) % (high - low + 1)
    }
}

/// How large an instance to draw.
#[derive(Clone, Copy)]
pub struct Extent {
    pub jobs: u64,
    pub pools: u64,
    pub periods: u64,
}

pub const TINY: Extent = Extent {
    jobs: 5,
    pools: 3,
    periods: 5,
};

/// More jobs than pools can hold, few enough to try everything.
pub const CROWDED: Extent = Extent {
    jobs: 12,
    pools: 2,
    periods: 3,
};

pub const SMALL: Extent = Extent {
    jobs: 60,
    pools: 6,
    periods: 12,
};

/// Too large for pools to be searched, and large enough for trials before the long search.
pub const MIDDLE: Extent = Extent {
    jobs: 1_200,
    pools: 40,
    periods: 12,
};

/// Draws an instance: two types, two jurisdictions, two classes, windows of every width, capacities with steps.
pub fn draw(seed: u64, extent: Extent) -> String {
    let mut d = Draw::new(seed);
    let Extent {
        jobs,
        pools,
        periods,
    } = extent;
    let mut text = format!(
        "placement 1 w{seed}\ndims {jobs} {pools} {periods} 2 2 2\ntype 0 a 1000 80\ntype 1 b 500 40\n"
    );
    for class in 0..2 {
        for home in 0..2 {
            let other = u64::from(d.from(0, 3) > 0);
            let flags = if home == 0 {
                format!("1{other}")
            } else {
                format!("{other}1")
            };
            writeln!(text, "law {class} {home} {flags}").unwrap();
        }
    }
    writeln!(
        text,
        "egress 0 0 {}\negress 1 {} 0",
        d.from(0, 90),
        d.from(0, 90)
    )
    .unwrap();
    for pool in 0..pools {
        let first = d.from(1, periods);
        write!(
            text,
            "pool {pool} {} {} {}",
            d.from(0, 1),
            d.from(0, 1),
            d.from(1, 40)
        )
        .unwrap();
        write!(text, " {first}x{}", d.from(0, 12)).unwrap();
        if first < periods {
            write!(text, " {}x{}", periods - first, d.from(0, 12)).unwrap();
        }
        text.push('\n');
    }
    for job in 0..jobs {
        let release = d.from(0, periods - 1);
        let due = d.from(release + 1, periods);
        write!(
            text,
            "job {job} {} {} {release} {due}",
            d.from(0, 1),
            d.from(0, 1)
        )
        .unwrap();
        write!(text, " {} {} ", d.from(0, 900), d.from(1, 2_000)).unwrap();
        let long = due - release;
        let fast = format!("{}:{}", d.from(1, 9), d.from(1, long));
        let slow = if d.from(0, 2) == 0 {
            "-".to_owned()
        } else {
            format!("{}:{}", d.from(1, 9), d.from(1, long))
        };
        writeln!(text, "{fast},{slow}").unwrap();
    }
    text.push_str("end\n");
    text
}

/// Draws and reads.
pub fn drawn(seed: u64, extent: Extent) -> Instance {
    Instance::parse(&draw(seed, extent)).unwrap()
}

/// Limits that stop by count, so that the answer is the same each time.
pub fn counted(rounds: u64) -> Limits {
    Limits {
        seconds: f64::INFINITY,
        rounds: Some(rounds),
        ..Limits::default()
    }
}

/// Solves, stopping by count.
pub fn solved(instance: &Instance, rounds: u64) -> Outcome {
    solve(instance, &counted(rounds), &|| 0.0, &mut |_| {}).unwrap()
}

/// The least cost of any plan, by trying all of them.
pub fn optimum(instance: &Instance) -> i64 {
    let mut free: Vec<Vec<u32>> = instance
        .pools
        .iter()
        .map(|pool| pool.capacity.clone())
        .collect();
    let mut best = i64::MAX;
    try_all(instance, 0, 0, &mut free, &mut best);
    best
}

fn try_all(instance: &Instance, job: usize, cost: i64, free: &mut [Vec<u32>], best: &mut i64) {
    if cost >= *best {
        return;
    }
    let Some(asked) = instance.jobs.get(job) else {
        *best = cost;
        return;
    };
    for pool in 0..free.len() {
        let Some((need, price)) = instance.quote(job, pool) else {
            continue;
        };
        for start in asked.release..=asked.due - need.periods {
            let held = start..start + need.periods;
            if free[pool][held.clone()]
                .iter()
                .any(|&chips| chips < need.chips)
            {
                continue;
            }
            free[pool][held.clone()]
                .iter_mut()
                .for_each(|chips| *chips -= need.chips);
            try_all(instance, job + 1, cost + price, free, best);
            free[pool][held]
                .iter_mut()
                .for_each(|chips| *chips += need.chips);
        }
    }
    try_all(instance, job + 1, cost + asked.penalty, free, best);
}
