//! Tables: CSV or TSV with a header, read cell by cell, each cell with its line.

use std::collections::BTreeMap;

use super::columns::{Column, Empty};
use crate::{FactsError, SourceText, nearest::suggestion};

/// Holds the rows of one table.
pub(crate) struct Table {
    /// The name of the file.
    pub name: String,
    columns: &'static [Column],
    rows: Vec<(usize, BTreeMap<&'static str, String>)>,
}

/// Holds one row.
#[derive(Clone, Copy)]
pub(crate) struct Row<'t> {
    /// The name of the file.
    pub file: &'t str,
    /// The line, from 1.
    pub line: usize,
    columns: &'static [Column],
    cells: &'t BTreeMap<&'static str, String>,
}

/// Returns a reader of the rows of a text.
fn reader(text: &str) -> csv::Reader<&[u8]> {
    let text = text.trim_start_matches('\u{feff}');
    let header = text.lines().next().unwrap_or_default();
    let delimiter = if header.contains('\t') { b'\t' } else { b',' };
    csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes())
}

impl Table {
    /// Reads a table; its delimiter is a tab when the header has one.
    pub(crate) fn read(
        source: SourceText<'_>,
        columns: &'static [Column],
    ) -> Result<Self, Vec<FactsError>> {
        let mut reader = reader(source.text);
        let mut errors = Vec::new();
        let mut header: Option<Vec<&'static str>> = None;
        let mut rows: Vec<(usize, BTreeMap<&'static str, String>)> = Vec::new();
        for record in reader.records() {
            let record =
                match record {
                    Ok(record) => record,
                    Err(error) => {
                        let line = error.position().map_or(1, csv::Position::line);
                        errors.push(wrong("csv.form", &source, line, "the row cannot be read")
                        .because(error.to_string())
                        .hint("put cells that hold a comma or a line break between double quotes"));
                        break;
                    }
                };
            let line = record.position().map_or(1, csv::Position::line);
            if record.iter().all(str::is_empty) {
                continue;
            }
            let Some(header) = &header else {
                match head(&record, columns, &source, line) {
                    Ok(found) => header = Some(found),
                    Err(found) => return Err(found),
                }
                continue;
            };
            match cells(&record, header, &source, line) {
                Ok(row) => rows.push(row),
                Err(error) => errors.push(error),
            }
        }
        if header.is_none() && errors.is_empty() {
            let names: Vec<&str> = required(columns).collect();
            errors.push(
                wrong("csv.header", &source, 1, "the table has no header").hint(format!(
                    "begin it with a row of column names: {}, …",
                    names.join(",")
                )),
            );
        }
        let table = Self {
            name: source.name.to_owned(),
            columns,
            rows,
        };
        errors.extend(table.twice());
        if errors.is_empty() {
            Ok(table)
        } else {
            Err(errors)
        }
    }

    /// Returns the rows in the order of the file.
    pub(crate) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|(line, cells)| Row {
            file: &self.name,
            line: *line,
            columns: self.columns,
            cells,
        })
    }

    /// Complains of ids that have a row already.
    fn twice(&self) -> Vec<FactsError> {
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        let mut errors = Vec::new();
        for row in self.rows() {
            let Some(id) = row.text("id") else { continue };
            match seen.get(id) {
                Some(first) => {
                    let fact = format!("`{id}` has a row already, on line {first}");
                    errors.push(
                        row.wrong("csv.twice", "id", &fact)
                            .hint("keep one of the two rows, or give this one another id"),
                    );
                }
                None => {
                    seen.insert(id, row.line);
                }
            }
        }
        errors
    }
}

/// Returns the line of a row and its cells by column, empty ones left out.
fn cells(
    record: &csv::StringRecord,
    header: &[&'static str],
    source: &SourceText<'_>,
    line: u64,
) -> Result<(usize, BTreeMap<&'static str, String>), FactsError> {
    if record.len() != header.len() {
        let fact = format!(
            "the row has {} cells and the header {}",
            record.len(),
            header.len()
        );
        return Err(wrong("csv.row", source, line, &fact)
            .hint("give every cell, empty ones as well; quote a cell that holds the delimiter"));
    }
    let cells = header.iter().zip(record.iter());
    let cells = cells
        .filter(|(_, cell)| !cell.is_empty())
        .map(|(name, cell)| (*name, cell.to_owned()));
    let line = usize::try_from(line).unwrap_or(usize::MAX);
    Ok((line, cells.collect()))
}

fn wrong(code: &'static str, source: &SourceText<'_>, line: u64, fact: &str) -> FactsError {
    FactsError::new(code, fact).at(source.name, usize::try_from(line).unwrap_or(usize::MAX))
}

fn required(columns: &'static [Column]) -> impl Iterator<Item = &'static str> + Clone {
    let needed = columns
        .iter()
        .filter(|column| column.empty == Empty::Refused);
    needed.map(|column| column.name)
}

/// Returns the columns that a header names.
fn head(
    record: &csv::StringRecord,
    columns: &'static [Column],
    source: &SourceText<'_>,
    line: u64,
) -> Result<Vec<&'static str>, Vec<FactsError>> {
    let mut found: Vec<&'static str> = Vec::new();
    let mut errors = Vec::new();
    for name in record {
        let known = columns.iter().find(|column| column.name == name);
        match known {
            Some(column) if found.contains(&column.name) => {
                let fact = format!("the header names column `{name}` twice");
                errors.push(wrong("csv.header", source, line, &fact).hint("drop one of the two"));
            }
            Some(column) => found.push(column.name),
            None => {
                let fact = format!("no column is called `{name}`");
                let names = columns.iter().map(|column| column.name);
                errors.push(wrong("csv.column", source, line, &fact).hint(suggestion(name, names)));
            }
        }
    }
    for name in required(columns).filter(|name| !found.contains(name)) {
        if errors.is_empty()
            || !errors
                .iter()
                .any(|error| error.hint.contains(&format!("`{name}`?")))
        {
            let fact = format!("the header lacks column `{name}`");
            errors.push(
                wrong("csv.column", source, line, &fact)
                    .hint(format!("add it: {}", says(columns, name))),
            );
        }
    }
    if errors.is_empty() {
        Ok(found)
    } else {
        Err(errors)
    }
}

fn says(columns: &'static [Column], name: &str) -> &'static str {
    let column = columns.iter().find(|column| column.name == name);
    column.map_or("", |column| column.says)
}

impl<'t> Row<'t> {
    /// Returns a cell, or `None` when it is empty.
    pub(crate) fn text(self, column: &str) -> Option<&'t str> {
        self.cells.get(column).map(String::as_str)
    }

    /// Returns the columns of the table.
    pub(crate) fn column(self, name: &str) -> Option<&'static Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// Returns an error about one cell.
    pub(crate) fn wrong(self, code: &'static str, column: &str, fact: &str) -> FactsError {
        FactsError::new(code, fact)
            .at(self.file, self.line)
            .because(format!("column `{column}`"))
    }
}
