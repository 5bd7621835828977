//! The reference pages are made from the program, and these tests fail when one is stale.

use std::fmt::Write as _;

use portolan_facts::import::columns::{Cell, Column, Empty, PARTIES, POOLS, PRICES, WORKLOADS};

use crate::stage::{root, run, text};

const COMMANDS: [&[&str]; 23] = [
    &[],
    &["plan"],
    &["check"],
    &["judge"],
    &["why"],
    &["limits"],
    &["timeline"],
    &["whatif"],
    &["hedge"],
    &["verify"],
    &["solve"],
    &["law"],
    &["law", "list"],
    &["law", "show"],
    &["law", "test"],
    &["law", "new"],
    &["law", "coverage"],
    &["law", "diff"],
    &["law", "prove"],
    &["init"],
    &["import"],
    &["import", "csl"],
    &["import", "skypilot-catalog"],
];

/// Returns the page of commands: what each says of itself.
fn commands() -> String {
    let mut page = String::from(
        "# Commands\n\n\
         Made from the program by `cargo test -p portolan-cli --test it -- --ignored write_reference`.\n\n\
         Every command takes `--json` and then prints one document on standard output; `docs/reference/*.schema.json`\n\
         describe them. A command that could not answer says why on standard error, and under `--json` as\n\
         `error.schema.json` on standard output as well. Bad arguments are told on standard error only.\n\n\
         | exit code | means |\n|---|---|\n\
         | 0 | yes, holds, done |\n| 1 | could not answer: a bad file, or one that cannot be read |\n\
         | 2 | bad arguments |\n| 10 | no: forbidden, a need open, or a check that does not hold |\n\
         | 11 | unsettled |\n| 12 | lawful but impossible, in whole or in part |\n",
    );
    for command in COMMANDS {
        let name = command.join(" ");
        let help = text(&run(&[command, &["--help"]].concat()));
        let _ = write!(
            page,
            "\n## portolan{}{name}\n\n```text\n{}\n```\n",
            if name.is_empty() { "" } else { " " },
            help.trim_end()
        );
    }
    page
}

/// Returns the page of tables: each column, what it holds and what an empty cell means.
fn tables() -> String {
    let mut page = String::from(
        "# Tables of your own\n\n\
         Made from the program by `cargo test -p portolan-cli --test it -- --ignored write_reference`.\n\n\
         `portolan init DIR --workloads FILE --pools FILE [--parties FILE] [--prices FILE]` writes a scenario from tables. They are CSV, or TSV when\n\
         the header holds a tab; UTF-8, with or without a byte-order mark, with line ends of any system. The first row names the columns, in\n\
         any order; an unknown name is refused. A cell that holds a comma, a quote or a line break stands between double quotes. `NO` is a\n\
         text. Texts of a list are parted by `;`. An id has one row. Nothing is written unless every row can be read.\n\n\
         What a table does not say and law turns on is written as `\"unknown\"`, never guessed: `portolan check DIR` lists it, and\n\
         `portolan plan DIR` places nothing that hangs on it. Batches that came on several days, purchases, evidence and staff\n\
         have no table: write them into the scenario.\n\n\
         A price list is read where a scenario names it (`prices = [\"prices.csv\"]`) and each time it is planned: a pool whose\n\
         `price_chip_hour` is `listed` costs what the newest row says that is not later than the day of the plan.\n",
    );
    for (heading, columns) in [
        ("Workloads", WORKLOADS),
        ("Pools", POOLS),
        ("Parties", PARTIES),
        ("Prices", PRICES),
    ] {
        let _ = write!(
            page,
            "\n## {heading}\n\n| column | holds | empty means | says |\n|---|---|---|---|\n"
        );
        for column in columns {
            let _ = writeln!(
                page,
                "| `{}` | {} | {} | {} |",
                column.name,
                holds(column),
                empty(column),
                column.says
            );
        }
    }
    page
}

fn holds(column: &Column) -> &'static str {
    match column.cell {
        Cell::Text => "text",
        Cell::Day => "day, `2025-11-15`",
        Cell::Number => "number",
        Cell::Truth => "`true` or `false`",
        Cell::List => "texts parted by `;`",
    }
}

fn empty(column: &Column) -> String {
    match column.empty {
        Empty::Refused => "refused".to_owned(),
        Empty::Unknown => "unknown".to_owned(),
        Empty::LeftOut => "left out".to_owned(),
        Empty::Is(value) => format!("`{value}`"),
    }
}

fn pages() -> [(&'static str, String); 2] {
    [
        ("docs/reference/cli.md", commands()),
        ("docs/reference/csv.md", tables()),
    ]
}

#[test]
fn the_reference_pages_say_what_the_program_says() {
    for (file, page) in pages() {
        let written = std::fs::read_to_string(root().join(file)).unwrap_or_default();
        assert!(
            written == page,
            "{file} is stale: run `cargo test -p portolan-cli --test it -- --ignored write_reference`"
        );
    }
}

#[test]
fn help_fits_a_page_of_a_hundred_letters() {
    for line in commands().lines().filter(|line| !line.starts_with("| ")) {
        assert!(line.chars().count() <= 130, "{line}");
    }
}

#[test]
#[ignore = "writes docs/reference/cli.md and csv.md"]
fn write_reference() {
    for (file, page) in pages() {
        std::fs::write(root().join(file), page).unwrap();
    }
}
