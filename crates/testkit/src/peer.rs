//! HiGHS, a general solver, as a peer of tests: integer programs in, their optima out.

use std::{
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Command, Stdio},
};

/// An integer program: columns from 0 up to a most, the least cost is wanted.
#[derive(Default)]
pub struct Program {
    /// The cost of each column.
    pub costs: Vec<i64>,
    /// The most of each column; 1 for those beyond the list.
    pub most: Vec<i64>,
    /// The rows.
    pub rows: Vec<Row>,
}

/// A sum of columns by their coefficients, between two limits.
pub struct Row {
    /// The columns, each with its coefficient.
    pub entries: Vec<(usize, i64)>,
    /// The least of the sum, if there is one.
    pub low: Option<i64>,
    /// The most of the sum, if there is one.
    pub high: Option<i64>,
}

impl Program {
    /// The form that the peer reads.
    fn line(&self) -> String {
        let limit = |limit: Option<i64>| limit.map_or("null".to_owned(), |limit| limit.to_string());
        let rows: Vec<String> = self
            .rows
            .iter()
            .map(|row| {
                let entries = row.entries.iter().map(|(at, by)| format!("[{at},{by}]"));
                format!("[{}]", entries.collect::<Vec<_>>().join(","))
            })
            .collect();
        let low: Vec<String> = self.rows.iter().map(|row| limit(row.low)).collect();
        let high: Vec<String> = self.rows.iter().map(|row| limit(row.high)).collect();
        let mut most = self.most.clone();
        most.resize(self.costs.len(), 1);
        format!(
            "{{\"cost\":{:?},\"most\":{most:?},\"rows\":[{}],\"low\":[{}],\"high\":[{}]}}",
            self.costs,
            rows.join(","),
            low.join(","),
            high.join(",")
        )
    }
}

/// Returns a Python that has scipy.
fn python() -> &'static str {
    let has_scipy = |python: &&&str| {
        let asked = Command::new(python)
            .args(["-c", "import scipy.optimize"])
            .stderr(Stdio::null())
            .status();
        asked.is_ok_and(|status| status.success())
    };
    let known = ["python3", "/usr/bin/python3"];
    known.iter().find(has_scipy).unwrap_or_else(|| {
        panic!("no python3 with scipy: install the Debian package python3-scipy, or scipy by pip")
    })
}

/// Returns the optimum of each program, in one process; `None` where there is no solution.
///
/// # Panics
/// When no Python with scipy is there, or it does not answer.
#[must_use]
pub fn optima(programs: &[Program]) -> Vec<Option<i64>> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/peer/milp.py");
    let mut peer = Command::new(python())
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut told = peer.stdin.take().unwrap();
    let heard = BufReader::new(peer.stdout.take().unwrap());
    let answers: Vec<Option<i64>> = std::thread::scope(|scope| {
        scope.spawn(move || {
            for program in programs {
                writeln!(told, "{}", program.line()).unwrap();
            }
        });
        let answers = heard.lines().map(|line| match line.unwrap().as_str() {
            "null" => None,
            number => Some(number.parse().unwrap()),
        });
        answers.collect()
    });
    assert!(peer.wait().unwrap().success());
    assert_eq!(answers.len(), programs.len());
    answers
}
