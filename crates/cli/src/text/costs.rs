//! What the plan costs and what it acquires.

use super::{Report, heading};
use crate::show;

/// Writes the part.
pub fn write(report: &Report<'_>, text: &mut String) {
    let plan = report.plan;
    if !plan.acquired.is_empty() {
        heading(text, "chips leased and bought");
        let headings = [
            "",
            "where",
            "by",
            "chips",
            "cost",
            "on",
            "first to last day",
        ];
        let mut table = show::Table::new(&headings, &[3, 4]).details_from(5);
        for row in &plan.acquired {
            table.row(vec![
                row.kind.clone(),
                row.pool.clone(),
                row.by.clone(),
                show::number(row.chips),
                show::short(&row.cost, &plan.currency),
                row.chip.clone(),
                format!("{} to {}", row.from, show::last_day(&row.until)),
            ]);
        }
        text.push_str(&table.text());
    }
    heading(text, "costs");
    let mut table = show::Table::new(&["line", "amount"], &[1]);
    let lines = plan.cost.by_line.iter();
    for line in lines.filter(|line| line.amount != "0.00") {
        table.row(vec![line.line.clone(), show::money(&line.amount)]);
    }
    table.row(vec!["total".to_owned(), show::money(&plan.cost.total)]);
    text.push_str(&table.text());
}
