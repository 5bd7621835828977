//! A plan, and the text form it is written in.

use std::fmt::Write as _;

/// The machine of every job, by job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment(pub Vec<usize>);

/// Why a text is no solution.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {problem}; give a line `job machine` for each job, counted from 0")]
pub struct AssignmentError {
    /// The line, counted from 1; the line after the last when a job is missing.
    pub line: usize,
    /// What is wrong.
    pub problem: String,
}

impl Assignment {
    /// Reads lines `job machine 0`, counted from 0; the last number may be left out, and `#` starts a comment.
    ///
    /// # Errors
    ///
    /// When a line has another form, when a job has no line or two, or is not one of `jobs`.
    pub fn read(text: &str, jobs: usize) -> Result<Self, AssignmentError> {
        let mut machines = vec![None; jobs];
        let mut line = 0;
        for (index, content) in text.lines().enumerate() {
            line = index + 1;
            let error = |problem| AssignmentError { line, problem };
            let content = content.split('#').next().unwrap_or_default();
            let words: Vec<&str> = content.split_whitespace().collect();
            let number = |word: &str| word.parse::<usize>().ok();
            let (job, machine) = match words.as_slice() {
                [] => continue,
                [job, machine] | [job, machine, "0"] => (number(job), number(machine)),
                _ => (None, None),
            };
            let (Some(job), Some(machine)) = (job, machine) else {
                return Err(error(format!("`{}` is no placement", content.trim())));
            };
            let Some(place) = machines.get_mut(job) else {
                return Err(error(format!("job {job} is not one of the {jobs} jobs")));
            };
            if place.replace(machine).is_some() {
                return Err(error(format!("job {job} has a second line")));
            }
        }
        let missing = machines.iter().position(Option::is_none);
        if let Some(job) = missing {
            let problem = format!("job {job} has no line");
            return Err(AssignmentError {
                line: line + 1,
                problem,
            });
        }
        Ok(Self(machines.into_iter().flatten().collect()))
    }

    /// Writes the lines that [`Assignment::read`] reads.
    #[must_use]
    pub fn write(&self) -> String {
        let mut text = String::from("# job machine start, counted from 0\n");
        for (job, machine) in self.0.iter().enumerate() {
            let _ = writeln!(text, "{job} {machine} 0");
        }
        text
    }
}
