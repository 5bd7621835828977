//! A plan, and the solution file that holds it: one line a job, `j p s` or `j -`.

use std::fmt::Write;

use super::Error;

/// Where and when each job runs: a pool and a start for each job by id, or nothing where it is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// By job.
    pub seats: Vec<Option<(usize, usize)>>,
}

impl Plan {
    /// Where and when a job runs, if it does.
    pub(super) fn seat(&self, job: usize) -> Option<(usize, usize)> {
        self.seats.get(job).copied().flatten()
    }

    /// How many jobs are left out.
    pub fn unplaced(&self) -> usize {
        self.seats.iter().filter(|seat| seat.is_none()).count()
    }

    /// Writes the solution file.
    pub fn write(&self) -> String {
        let mut text = String::new();
        for (job, seat) in self.seats.iter().enumerate() {
            // Writing to a string cannot fail.
            let _ = match seat {
                Some((pool, start)) => writeln!(text, "{job} {pool} {start}"),
                None => writeln!(text, "{job} -"),
            };
        }
        text
    }

    /// Reads a solution file for so many jobs; those it does not name are left out.
    ///
    /// # Errors
    /// When a line is not `j p s` or `j -`, names a job that is not there, or names one twice.
    pub fn read(text: &str, jobs: usize) -> Result<Self, Error> {
        let mut seats = vec![None; jobs];
        let mut named = vec![false; jobs];
        for (at, line) in (1..).zip(text.lines()) {
            let line = line.split('#').next().unwrap_or("");
            let fields: Vec<&str> = line.split_ascii_whitespace().collect();
            let number = |word: &str| word.parse::<usize>().ok();
            let read = match fields.as_slice() {
                [] => continue,
                [job, "-"] => number(job).map(|job| (job, None)),
                [job, pool, start] => number(job)
                    .zip(number(pool).zip(number(start)))
                    .map(|(job, seat)| (job, Some(seat))),
                _ => None,
            };
            let Some((job, seat)) = read else {
                let what = format!("`{}` is neither `job pool start` nor `job -`", line.trim());
                return Err(Error::at(at, what, "write one line a job, with ids from 0"));
            };
            let (Some(place), Some(known)) = (seats.get_mut(job), named.get_mut(job)) else {
                let what = format!("job {job} is not one of the {jobs} jobs");
                return Err(Error::at(at, what, "give the solution of this instance"));
            };
            if *known {
                let what = format!("job {job} stands twice");
                return Err(Error::at(at, what, "keep one line a job"));
            }
            *known = true;
            *place = seat;
        }
        Ok(Self { seats })
    }
}
