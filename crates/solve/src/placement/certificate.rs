//! What proves a bound, and the text that holds it.
//!
//! ```text
//! placement-certificate 1 NAME
//! unit U                  all amounts below count 1/U dollars
//! bound B                 dollars: no plan costs less
//! reach p C R             no sum of job sizes on pool p lies above R and up to C
//! case +i -j ...          optional: what follows is for plans that place job i and leave out job j
//! price p k RUNS          prices on pool p, by period, as runs NxV
//! worth j V               optional: what placing job j is taken to be worth
//! tight p V F S           optional: no set of jobs on pool p earns more than V at those worths
//! end
//! ```
//!
//! `k = 0` prices a chip. `k >= 1` prices one unit of the row that the k-th dual-feasible function gives: a job takes
//! `k * chips` of it if the capacity divides `(k + 1) * chips`, and `capacity * floor((k + 1) * chips / capacity)`
//! otherwise; there are `k * capacity`. Capacities are those after `reach`.
//!
//! Cases part all plans by whether a job is placed: each case that places it has one beside it, or several, that leave it
//! out. The bound holds for every case; a job that a case places may be worth more than its penalty.
//!
//! What a pool earns is searched for. The search looks for sets that earn more than F and rises from there, so that it
//! ends after about S steps of prices: with them it is done again, and comes to the same answer.

use std::fmt::Write;

use super::Error;

/// Prices, and all else that a checker needs to find a bound again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// The instance.
    pub name: String,
    /// Amounts below count one `unit`-th of a dollar.
    pub unit: u64,
    /// Dollars: no plan costs less.
    pub bound: i64,
    /// Capacities that no sum of job sizes reaches, with the largest sum below.
    pub reaches: Vec<Reach>,
    /// What proves it, case by case.
    pub cases: Vec<Case>,
}

/// Plans that place some jobs and leave out others, and what no such plan costs less than.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Case {
    /// Jobs, and whether they are placed.
    pub decided: Vec<(usize, bool)>,
    /// Prices by pool and function; what is not listed is free.
    pub prices: Vec<Price>,
    /// Worths of jobs, at most their penalties unless they are placed; what is not listed is worth what its cheapest way
    /// costs.
    pub worths: Vec<(usize, u64)>,
    /// Pools whose best set of jobs is searched for.
    pub tight: Vec<Tight>,
}

/// On a pool, sums of job sizes up to `capacity` are at most `sum`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reach {
    /// The pool.
    pub pool: usize,
    /// Chips.
    pub capacity: u32,
    /// Chips.
    pub sum: u32,
}

/// What no set of jobs on a pool earns more than, and the search that shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tight {
    /// The pool.
    pub pool: usize,
    /// What it earns at most.
    pub most: u64,
    /// What the search begins at.
    pub floor: u64,
    /// Steps of prices that it may take.
    pub steps: u64,
}

impl Tight {
    /// A pool that has not been searched yet.
    pub(super) fn unknown(pool: usize) -> Self {
        Self {
            pool,
            most: 0,
            floor: 0,
            steps: 0,
        }
    }
}

/// The prices of one function on one pool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Price {
    /// The pool.
    pub pool: usize,
    /// 0 for plain chips, or the number of the dual-feasible function.
    pub function: u32,
    /// By period.
    pub amounts: Vec<u64>,
}

impl Certificate {
    /// Writes the certificate file.
    pub fn write(&self) -> String {
        let mut text = String::new();
        // Writing to a string cannot fail.
        let _ = writeln!(text, "placement-certificate 1 {}", self.name);
        let _ = writeln!(text, "unit {}\nbound {}", self.unit, self.bound);
        for reach in &self.reaches {
            let _ = writeln!(
                text,
                "reach {} {} {}",
                reach.pool, reach.capacity, reach.sum
            );
        }
        for case in &self.cases {
            case.write(&mut text);
        }
        text.push_str("end\n");
        text
    }

    /// Reads a certificate file for a horizon of so many periods.
    ///
    /// # Errors
    /// When the text departs from the format or is cut short.
    pub fn read(text: &str, periods: usize) -> Result<Self, Error> {
        let mut lines = (1..).zip(text.lines());
        let first = lines.next().map_or("", |(_, line)| line);
        let Some(name) = first.strip_prefix("placement-certificate 1 ") else {
            let what = format!("`{first}` does not open a certificate");
            return Err(Error::at(
                1,
                what,
                "begin with `placement-certificate 1 NAME`",
            ));
        };
        let mut read = Self {
            name: name.trim().to_owned(),
            unit: 0,
            bound: 0,
            reaches: Vec::new(),
            cases: vec![Case::default()],
        };
        let mut last = 1;
        for (at, line) in lines {
            last = at;
            if line.trim() == "end" {
                return Ok(read);
            }
            if read.take(line, periods).is_none() {
                let what = format!("`{}` is not a line of a certificate", short(line));
                return Err(Error::at(
                    at,
                    what,
                    "keep the certificate as it was written",
                ));
            }
        }
        let remedy = "the certificate is cut short: copy it again";
        Err(Error::at(last + 1, "there is no line `end`", remedy))
    }

    /// Takes in one line, if it is well-formed.
    fn take(&mut self, line: &str, periods: usize) -> Option<()> {
        let fields: Vec<&str> = line.split_ascii_whitespace().collect();
        match fields.as_slice() {
            ["unit", unit] => self.unit = unit.parse().ok()?,
            ["bound", bound] => self.bound = bound.parse().ok()?,
            ["reach", pool, capacity, sum] => self.reaches.push(Reach {
                pool: pool.parse().ok()?,
                capacity: capacity.parse().ok()?,
                sum: sum.parse().ok()?,
            }),
            ["case", jobs @ ..] => {
                let decided = decided(jobs)?;
                if self.cases.last() == Some(&Case::default()) {
                    self.cases.pop();
                }
                self.cases.push(Case {
                    decided,
                    ..Case::default()
                });
            }
            fields => self.cases.last_mut()?.take(fields, periods)?,
        }
        Some(())
    }
}

impl Case {
    /// Writes the lines of a case.
    fn write(&self, text: &mut String) {
        if !self.decided.is_empty() {
            text.push_str("case");
            for (job, placed) in &self.decided {
                let _ = write!(text, " {}{job}", if *placed { '+' } else { '-' });
            }
            text.push('\n');
        }
        for price in &self.prices {
            let _ = write!(text, "price {} {}", price.pool, price.function);
            for run in price.amounts.chunk_by(|one, other| one == other) {
                let _ = write!(text, " {}x{}", run.len(), run.first().unwrap_or(&0));
            }
            text.push('\n');
        }
        for (job, worth) in &self.worths {
            let _ = writeln!(text, "worth {job} {worth}");
        }
        for own in &self.tight {
            let Tight {
                pool,
                most,
                floor,
                steps,
            } = own;
            let _ = writeln!(text, "tight {pool} {most} {floor} {steps}");
        }
    }

    /// Takes in one line, if it is well-formed.
    fn take(&mut self, fields: &[&str], periods: usize) -> Option<()> {
        match fields {
            ["price", pool, function, runs @ ..] => self.prices.push(Price {
                pool: pool.parse().ok()?,
                function: function.parse().ok()?,
                amounts: amounts(runs, periods)?,
            }),
            ["worth", job, worth] => self.worths.push((job.parse().ok()?, worth.parse().ok()?)),
            ["tight", pool, most, floor, steps] => self.tight.push(Tight {
                pool: pool.parse().ok()?,
                most: most.parse().ok()?,
                floor: floor.parse().ok()?,
                steps: steps.parse().ok()?,
            }),
            _ => return None,
        }
        Some(())
    }
}

/// Reads jobs, each behind a `+` where it is placed, or a `-`.
fn decided(fields: &[&str]) -> Option<Vec<(usize, bool)>> {
    let decided = fields.iter().map(|field| {
        let (sign, job) = field.split_at_checked(1)?;
        let digits = job.bytes().all(|byte| byte.is_ascii_digit());
        let placed = match sign {
            "+" => true,
            "-" => false,
            _ => return None,
        };
        digits.then_some((job.parse().ok()?, placed))
    });
    decided.collect()
}

/// Reads runs `NxV` that add up to the horizon.
fn amounts(runs: &[&str], periods: usize) -> Option<Vec<u64>> {
    let mut amounts = Vec::with_capacity(periods);
    for run in runs {
        let (count, amount) = run.split_once('x')?;
        let count: usize = count.parse().ok()?;
        if count > periods - amounts.len() {
            return None;
        }
        amounts.extend(std::iter::repeat_n(amount.parse::<u64>().ok()?, count));
    }
    (amounts.len() == periods).then_some(amounts)
}

/// The first few characters of a line.
fn short(line: &str) -> String {
    line.chars().take(40).collect()
}
