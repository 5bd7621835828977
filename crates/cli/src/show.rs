//! How things look on a terminal: aligned tables, amounts, colour that never carries meaning alone.

use anstyle::{AnsiColor, Style};
use portolan_acts::Outcome;
use portolan_terms::{Currency, Day, Money};

/// Holds a table whose columns are aligned when it is written.
#[derive(Default)]
pub struct Table {
    rows: Vec<Vec<String>>,
    /// The columns of numbers, set flush right.
    right: Vec<usize>,
}

impl Table {
    /// Returns a table with headings.
    pub fn new(headings: &[&str], right: &[usize]) -> Self {
        let headings = headings
            .iter()
            .map(|heading| (*heading).to_owned())
            .collect();
        Self {
            rows: vec![headings],
            right: right.to_vec(),
        }
    }

    /// Adds a row.
    pub fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    /// Returns the table as text, two spaces in.
    pub fn text(&self) -> String {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let width = |column: usize| {
            let cells = self.rows.iter().filter_map(|row| row.get(column));
            cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..columns).map(width).collect();
        let mut text = String::new();
        for (index, row) in self.rows.iter().enumerate() {
            let mut line = String::from(" ");
            for (column, (cell, width)) in row.iter().zip(&widths).enumerate() {
                let fill = " ".repeat(width - cell.chars().count());
                if self.right.contains(&column) {
                    line.push_str(&format!(" {fill}{cell} "));
                } else {
                    line.push_str(&format!(" {cell}{fill} "));
                }
            }
            let line = line.trim_end();
            if index == 0 {
                text.push_str(&dim(line));
            } else {
                text.push_str(line);
            }
            text.push('\n');
        }
        text
    }
}

fn styled(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

/// Returns text that stands back.
pub fn dim(text: &str) -> String {
    styled(Style::new().dimmed(), text)
}

/// Returns text that stands out.
pub fn bold(text: &str) -> String {
    styled(Style::new().bold(), text)
}

/// Returns an outcome in its colour.
pub fn outcome(outcome: Outcome) -> String {
    let colour = match outcome {
        Outcome::Permitted => AnsiColor::Green,
        Outcome::Conditional => AnsiColor::Yellow,
        Outcome::Unsettled => AnsiColor::Magenta,
        Outcome::Forbidden => AnsiColor::Red,
    };
    styled(Style::new().fg_color(Some(colour.into())), outcome.word())
}

/// Returns a decimal amount as money for people.
pub fn money(decimal: &str) -> String {
    Money::parse(decimal, Currency::Usd).map_or_else(|_| decimal.to_owned(), |m| m.to_string())
}

/// Returns the last day that counts, from the first day after a period.
pub fn last_day(until: &str) -> String {
    until
        .parse::<Day>()
        .map_or_else(|_| until.to_owned(), |day| day.before().to_string())
}

/// Returns a share in per cent.
pub fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}

/// Returns a number of tokens a day in words.
pub fn tokens(per_day: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "for people")]
    let billions = per_day as f64 / 1e9;
    if billions >= 1000.0 {
        format!("{:.2}T tokens/day", billions / 1000.0)
    } else {
        format!("{billions:.1}bn tokens/day")
    }
}

/// Returns a number with thousands apart.
pub fn number(count: u64) -> String {
    portolan_terms::Chips(count).to_string()
}
