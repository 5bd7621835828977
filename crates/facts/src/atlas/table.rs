//! Tab-separated tables with a header row, read cell by cell.

use std::{collections::BTreeMap, str::FromStr};

use portolan_terms::{Day, Figure, Known};

use crate::{FactsError, SourceText, nearest::suggestion};

/// Holds the rows of one table and where its columns are.
pub(crate) struct Table {
    name: String,
    columns: BTreeMap<String, usize>,
    rows: Vec<(usize, Vec<String>)>,
}

/// Holds one row of a table.
#[derive(Clone, Copy)]
pub(crate) struct Row<'t> {
    table: &'t Table,
    line: usize,
    cells: &'t [String],
}

impl Table {
    /// Reads a table and checks that it has the columns asked for.
    pub(crate) fn read(source: SourceText<'_>, columns: &[&str]) -> Result<Self, FactsError> {
        let mut lines = source
            .text
            .lines()
            .enumerate()
            .filter(|(_, line)| !line.starts_with('#') && !line.trim().is_empty());
        let (header_line, header) = lines.next().ok_or_else(|| {
            FactsError::new("atlas.empty", "the table has no header row")
                .at(source.name, 1)
                .hint(format!("begin it with the columns {}", columns.join(", ")))
        })?;
        let table = Self {
            name: source.name.to_owned(),
            columns: split(header)
                .enumerate()
                .map(|(index, cell)| (cell, index))
                .collect(),
            rows: lines
                .map(|(index, line)| (index + 1, split(line).collect()))
                .collect(),
        };
        let missing = columns
            .iter()
            .find(|column| !table.columns.contains_key(**column));
        if let Some(column) = missing {
            let fact = format!("the table has no column `{column}`");
            let known = table.columns.keys().map(String::as_str);
            return Err(FactsError::new("atlas.missing-column", fact)
                .at(source.name, header_line + 1)
                .hint(suggestion(column, known)));
        }
        table.check_widths()?;
        Ok(table)
    }

    fn check_widths(&self) -> Result<(), FactsError> {
        let width = self.columns.len();
        match self.rows.iter().find(|(_, cells)| cells.len() != width) {
            None => Ok(()),
            Some((line, cells)) => {
                let fact = format!("the row has {} cells and the header {width}", cells.len());
                Err(FactsError::new("atlas.row-width", fact)
                    .at(&self.name, *line)
                    .hint("separate the cells with one tab each, empty ones as well"))
            }
        }
    }

    /// Returns the rows in the order of the file.
    pub(crate) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|(line, cells)| Row {
            table: self,
            line: *line,
            cells,
        })
    }
}

fn split(line: &str) -> impl Iterator<Item = String> + '_ {
    line.split('\t').map(|cell| cell.trim().to_owned())
}

impl<'t> Row<'t> {
    /// Returns the cell, or `None` when it is empty.
    pub(crate) fn text(self, column: &str) -> Option<&'t str> {
        let index = *self.table.columns.get(column)?;
        let cell = self.cells.get(index)?.as_str();
        (!cell.is_empty()).then_some(cell)
    }

    /// Returns the cell as text of its own, empty when the cell is.
    pub(crate) fn owned(self, column: &str) -> String {
        self.text(column).unwrap_or_default().to_owned()
    }

    /// Returns the cell, which must not be empty.
    pub(crate) fn required(self, column: &str) -> Result<&'t str, FactsError> {
        self.text(column).ok_or_else(|| {
            self.wrong(column, "the cell is empty")
                .hint(format!("give `{column}` for this row, or drop the row"))
        })
    }

    /// Returns the cell read as an id, a day or another word with a form of its own.
    pub(crate) fn parsed<T>(self, column: &str) -> Result<T, FactsError>
    where
        T: FromStr,
        T::Err: std::fmt::Display,
    {
        let text = self.required(column)?;
        text.parse()
            .map_err(|error: T::Err| self.wrong(column, &error.to_string()))
    }

    /// Returns true when the cell is marked as an estimate.
    pub(crate) fn estimated(self, column: &str) -> bool {
        self.text(column).is_some_and(|cell| cell.starts_with('~'))
    }

    /// Returns the number in the cell, `~` left out; `None` when it is empty.
    pub(crate) fn number(self, column: &str) -> Result<Option<f64>, FactsError> {
        let Some(cell) = self.text(column) else {
            return Ok(None);
        };
        match cell.trim_start_matches('~').parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(Some(number)),
            Ok(_) | Err(_) => Err(self
                .wrong(column, &format!("`{cell}` is no number"))
                .hint("write digits with a decimal point, with `~` before an estimate")),
        }
    }

    /// Returns the figure in the cell; `None` when it is empty.
    pub(crate) fn figure(self, column: &str) -> Result<Option<Figure>, FactsError> {
        let Some(number) = self.number(column)? else {
            return Ok(None);
        };
        Figure::from_f64(number).map(Some).ok_or_else(|| {
            self.wrong(column, &format!("`{number}` is no figure from 0 up"))
                .hint("leave the cell empty when the figure is not known")
        })
    }

    /// Returns the figure in the cell, which must not be empty.
    pub(crate) fn required_figure(self, column: &str) -> Result<Figure, FactsError> {
        self.required(column)?;
        Ok(self.figure(column)?.unwrap_or_default())
    }

    /// Returns `y` as true, `n` as false and an empty cell as unknown.
    pub(crate) fn yes_or_no(self, column: &str) -> Result<Known<bool>, FactsError> {
        match self.text(column) {
            Some("y") => Ok(Known::Is(true)),
            Some("n") => Ok(Known::Is(false)),
            None => Ok(Known::Unknown),
            Some(other) => Err(self
                .wrong(column, &format!("`{other}` is neither `y` nor `n`"))
                .hint("leave the cell empty when it is not known")),
        }
    }

    /// Returns the day in the cell; `None` when it is empty. A month or a year stands for its
    /// first day.
    pub(crate) fn day(self, column: &str) -> Result<Option<Day>, FactsError> {
        let Some(cell) = self.text(column) else {
            return Ok(None);
        };
        let text = cell.trim_start_matches('~');
        let full = match text.len() {
            4 => format!("{text}-01-01"),
            7 => format!("{text}-01"),
            _ => text.to_owned(),
        };
        full.parse()
            .map(Some)
            .map_err(|error| self.wrong(column, &format!("{error}")))
    }

    /// Returns the member of a closed list that the cell names.
    pub(crate) fn word<T: Copy>(self, column: &str, words: &[(&str, T)]) -> Result<T, FactsError> {
        let cell = self.required(column)?;
        words
            .iter()
            .find(|(word, _)| *word == cell)
            .map(|(_, value)| *value)
            .ok_or_else(|| {
                self.wrong(column, &format!("`{cell}` is not a word of this column"))
                    .hint(suggestion(cell, words.iter().map(|(word, _)| *word)))
            })
    }

    /// Returns an error about one cell of this row.
    pub(crate) fn wrong(self, column: &str, fact: &str) -> FactsError {
        FactsError::new("atlas.cell", fact)
            .at(&self.table.name, self.line)
            .because(format!("column `{column}`"))
    }
}

/// Puts a row into a map and refuses a key that is there already.
pub(crate) fn insert_once<Key: Ord + std::fmt::Debug, Value>(
    map: &mut BTreeMap<Key, Value>,
    key: Key,
    value: Value,
    row: Row<'_>,
    column: &str,
) -> Result<(), FactsError> {
    if map.contains_key(&key) {
        return Err(row
            .wrong(column, &format!("{key:?} has a row already"))
            .hint("keep one of the two rows"));
    }
    map.insert(key, value);
    Ok(())
}
