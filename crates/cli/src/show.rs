//! How things look on a terminal: aligned tables, amounts, colour that never carries meaning alone.

use anstyle::{AnsiColor, Style};
use portolan_acts::Outcome;
use portolan_terms::{Currency, Day, Money};

/// The width that prose is wrapped to when no terminal says its own.
const WIDTH: usize = 100;
/// The narrowest and the widest that prose is wrapped to.
const WIDTHS: (usize, usize) = (40, 110);

/// Returns the width to wrap prose to.
pub fn width() -> usize {
    terminal_width().map_or(WIDTH, |width| width.clamp(WIDTHS.0, WIDTHS.1))
}

/// Returns the width of the terminal that reads the output, when one does.
fn terminal_width() -> Option<usize> {
    terminal_size::terminal_size_of(std::io::stdout()).map(|(width, _)| usize::from(width.0))
}

/// Returns text wrapped to a width: `first` leads the first line, the others stand as far in.
pub fn wrapped(first: &str, text: &str, width: usize) -> String {
    let indent = first.chars().count();
    let mut lines = String::from(first);
    let mut at = indent;
    for (index, word) in text.split_whitespace().enumerate() {
        let length = word.chars().count();
        if index > 0 && at + 1 + length > width {
            lines.push('\n');
            lines.push_str(&" ".repeat(indent));
            at = indent;
        } else if index > 0 {
            lines.push(' ');
            at += 1;
        }
        lines.push_str(word);
        at += length;
    }
    lines.push('\n');
    lines
}

/// Holds a table whose columns are aligned when it is written.
#[derive(Default)]
pub struct Table {
    rows: Vec<Vec<String>>,
    /// The columns of numbers, set flush right.
    right: Vec<usize>,
    /// The first column that may go to a line of its own where the terminal is too narrow.
    details: Option<usize>,
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
            details: None,
        }
    }

    /// Lets the columns from this one on go to a line of their own where they do not fit.
    #[must_use]
    pub fn details_from(mut self, column: usize) -> Self {
        self.details = Some(column);
        self
    }

    /// Adds a row.
    pub fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    /// Returns the table as text, two spaces in, for the terminal that reads it.
    pub fn text(&self) -> String {
        self.at_width(terminal_width())
    }

    /// Returns the table as text for a terminal of a width, or for none.
    fn at_width(&self, terminal: Option<usize>) -> String {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let width = |column: usize| {
            let cells = self.rows.iter().filter_map(|row| row.get(column));
            cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..columns).map(width).collect();
        let whole: usize = widths.iter().map(|width| width + 2).sum();
        let split = self
            .details
            .filter(|_| terminal.is_some_and(|terminal| whole > terminal));
        let mut text = String::new();
        for (index, row) in self.rows.iter().enumerate() {
            let shown = split.unwrap_or(row.len());
            let line = self.line(row, &widths, shown);
            text.push_str(&if index == 0 { dim(&line) } else { line });
            text.push('\n');
            let rest = row.get(shown..).unwrap_or_default();
            let rest: Vec<&str> = rest.iter().map(|cell| cell.trim()).collect();
            let rest = rest.join("  ");
            if index > 0 && !rest.trim().is_empty() {
                text.push_str(&format!("      {}\n", dim(rest.trim())));
            }
        }
        text
    }

    fn line(&self, row: &[String], widths: &[usize], shown: usize) -> String {
        let mut line = String::from(" ");
        for (column, (cell, width)) in row.iter().zip(widths).take(shown).enumerate() {
            let fill = " ".repeat(width - cell.chars().count());
            if self.right.contains(&column) {
                line.push_str(&format!(" {fill}{cell} "));
            } else {
                line.push_str(&format!(" {cell}{fill} "));
            }
        }
        line.trim_end().to_owned()
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

/// Returns an amount in three or four figures: `USD 15.9 M`.
pub fn short(decimal: &str, currency: &str) -> String {
    let units: f64 = decimal.parse().unwrap_or(0.0);
    let size = units.abs();
    if size >= 1e9 {
        format!("{currency} {:.2} bn", units / 1e9)
    } else if size >= 1e6 {
        format!("{currency} {:.1} M", units / 1e6)
    } else if size >= 1e4 {
        format!("{currency} {:.1} k", units / 1e3)
    } else if size >= 100.0 {
        let whole = decimal
            .split('.')
            .next()
            .and_then(|whole| whole.parse().ok());
        format!("{currency} {}", number(whole.unwrap_or(0)))
    } else {
        format!("{currency} {units:.2}")
    }
}

/// Returns the fewest and the most of something: `184 to 192`, or one number.
pub fn range((least, most): (u64, u64)) -> String {
    if least == most {
        number(most)
    } else {
        format!("{} to {}", number(least), number(most))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let mut table = Table::new(&["what", "chips", "who"], &[1]).details_from(2);
        table.row(vec![
            "run".to_owned(),
            "8".to_owned(),
            "some operator".to_owned(),
        ]);
        table
    }

    #[test]
    fn details_go_to_a_line_of_their_own_where_the_terminal_is_narrow() {
        let wide = table().at_width(Some(80));
        assert!(wide.contains("run       8  some operator"), "{wide}");
        let narrow = table().at_width(Some(20));
        assert!(narrow.contains("run       8\n"), "{narrow}");
        assert!(narrow.contains("      \u{1b}[2msome operator"), "{narrow}");
    }

    #[test]
    fn prose_is_wrapped_and_stands_under_its_first_word() {
        assert_eq!(
            wrapped("  1. ", "one two three", 12),
            "  1. one two\n     three\n"
        );
    }
}
