//! The certificate of a bound, and the text form it is written in.

use std::fmt::Write as _;

/// A cost that no plan goes below, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// The cost that no plan goes below. Above what the dearest plan could cost, it says that there is no plan.
    pub bound: i64,
    /// Why.
    pub proof: Proof,
}

/// Why a bound holds. Prices are integers in thousandths of a unit of cost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proof {
    /// A price of zero or more for each machine's capacity: every job at its least of cost and priced size, less
    /// the price of all capacity, is a bound.
    Capacity(Vec<i64>),
    /// A search tree, node by node, each followed by its children in order.
    Tree(Vec<Step>),
}

/// A step at a node of a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// A price for each job that is not settled at the node, by job: their sum and the cost of settled jobs, less
    /// what each machine can make by packing jobs at those prices, is a bound. The node ends here when it is not
    /// below the bound claimed; otherwise every pair that would lift it there is dropped.
    Price(Vec<i64>),
    /// The node's children settle this job on one of these machines each; no other is left for it.
    Split {
        /// The job.
        job: usize,
        /// The machine of each child.
        machines: Vec<usize>,
    },
    /// No plan of the node costs less than the bound claimed.
    Close,
}

/// Why a text is no certificate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {problem}; take the file as `solve --certificate` wrote it")]
pub struct CertificateError {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong.
    pub problem: String,
}

const HEAD: &str = "portolan-gap-certificate 1";

impl Certificate {
    /// Reads what [`Certificate::write`] writes.
    ///
    /// # Errors
    ///
    /// When a line is none of the form, or a number none of 64 bits.
    pub fn read(text: &str) -> Result<Self, CertificateError> {
        let mut lines = text.lines().enumerate();
        let mut next = |wanted: &str| {
            let (index, line) = lines.next().ok_or_else(|| CertificateError {
                line: text.lines().count() + 1,
                problem: format!("the text ends where {wanted} should stand"),
            })?;
            Ok((index + 1, line))
        };
        let (line, head) = next("the head")?;
        let error = |line, problem| CertificateError { line, problem };
        if head != HEAD {
            return Err(error(line, format!("the first line is not `{HEAD}`")));
        }
        let (line, content) = next("the bound")?;
        let bound = match words(content).as_slice() {
            ["bound", bound] => bound.parse().ok(),
            _ => None,
        };
        let bound = bound
            .ok_or_else(|| error(line, "`bound` and a number should stand here".to_owned()))?;
        let (line, content) = next("`capacity` or `tree`")?;
        let proof = match words(content).as_slice() {
            ["capacity", prices @ ..] => numbers(prices).map(Proof::Capacity),
            ["tree"] => Some(Proof::Tree(Vec::new())),
            _ => None,
        };
        let mut proof = proof.ok_or_else(|| {
            error(
                line,
                "`capacity` and prices, or `tree`, should stand here".to_owned(),
            )
        })?;
        for (index, content) in lines {
            let step = match &proof {
                Proof::Tree(_) => step(content),
                Proof::Capacity(_) => None,
            };
            let step =
                step.ok_or_else(|| error(index + 1, "the line is no step of a tree".to_owned()))?;
            if let Proof::Tree(steps) = &mut proof {
                steps.push(step);
            }
        }
        Ok(Self { bound, proof })
    }

    /// Writes the text form: a head, the bound, and the prices of capacity or a line for each step of the tree.
    #[must_use]
    pub fn write(&self) -> String {
        let mut text = format!("{HEAD}\nbound {}\n", self.bound);
        match &self.proof {
            Proof::Capacity(prices) => line(&mut text, "capacity", prices),
            Proof::Tree(steps) => {
                text.push_str("tree\n");
                for step in steps {
                    match step {
                        Step::Price(prices) => line(&mut text, "price", prices),
                        Step::Split { job, machines } => {
                            line(&mut text, &format!("split {job}"), machines);
                        }
                        Step::Close => text.push_str("close\n"),
                    }
                }
            }
        }
        text
    }
}

fn line(text: &mut String, name: &str, numbers: &[impl std::fmt::Display]) {
    text.push_str(name);
    for number in numbers {
        let _ = write!(text, " {number}");
    }
    text.push('\n');
}

fn words(line: &str) -> Vec<&str> {
    line.split_ascii_whitespace().collect()
}

fn numbers<Number: std::str::FromStr>(words: &[&str]) -> Option<Vec<Number>> {
    words.iter().map(|word| word.parse().ok()).collect()
}

fn step(line: &str) -> Option<Step> {
    match words(line).as_slice() {
        ["close"] => Some(Step::Close),
        ["price", prices @ ..] => numbers(prices).map(Step::Price),
        ["split", job, machines @ ..] => Some(Step::Split {
            job: job.parse().ok()?,
            machines: numbers(machines)?,
        }),
        _ => None,
    }
}
