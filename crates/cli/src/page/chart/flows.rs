//! Flows: lines from where an owner holds its chips to the countries where its work runs.

use maud::{Markup, html};
use portolan_plan::document::PlacementRow;

use super::{Crop, Harbour, Report, Sheet, words};

/// The most workloads named on a line.
const NAMED_MAX: usize = 3;
/// How far a line bends, as a fraction of its length.
const BEND: f64 = 0.2;

/// Holds the work of one kind that goes from one harbour to another.
pub struct Flow<'a> {
    /// The position of the harbour it leaves.
    pub from: usize,
    /// The position of the harbour it reaches.
    pub to: usize,
    /// The kind of work.
    pub kind: &'a str,
    /// The workloads.
    pub workloads: Vec<String>,
}

impl Flow<'_> {
    /// Says what the line carries.
    pub fn says(&self) -> String {
        format!(
            "{}: {}",
            self.kind,
            words::listed(&self.workloads, NAMED_MAX)
        )
    }
}

/// Gathers the work that runs abroad, away from its owner's chips.
pub fn gather<'a>(report: &Report<'a>, harbours: &[Harbour<'_>]) -> Vec<Flow<'a>> {
    let mut flows: Vec<Flow<'a>> = Vec::new();
    for row in &report.plan.placements {
        let to = harbours.iter().position(|harbour| harbour.holds(&row.site));
        let (Some(from), Some(to)) = (home(report, row, harbours), to) else {
            continue;
        };
        let abroad = harbours
            .get(from)
            .is_some_and(|home| home.sites.iter().all(|site| site.country != row.country));
        if !abroad {
            continue;
        }
        let same =
            |flow: &&mut Flow<'_>| flow.from == from && flow.to == to && flow.kind == row.kind;
        match flows.iter_mut().find(same) {
            Some(flow) if flow.workloads.contains(&row.workload) => {}
            Some(flow) => flow.workloads.push(row.workload.clone()),
            None => flows.push(Flow {
                from,
                to,
                kind: &row.kind,
                workloads: vec![row.workload.clone()],
            }),
        }
    }
    flows
}

/// Returns the harbour where the owner of a workload holds most chips, or else the first in the
/// country of its seat.
fn home(report: &Report<'_>, row: &PlacementRow, harbours: &[Harbour<'_>]) -> Option<usize> {
    let held = |harbour: &Harbour<'_>| -> Option<u64> {
        let pools = harbour.sites.iter().flat_map(|site| &site.pools);
        let own: Vec<u64> = pools
            .filter(|pool| pool.owner == row.owner)
            .map(|pool| pool.chips)
            .collect();
        (!own.is_empty()).then(|| own.iter().sum())
    };
    let holding = harbours
        .iter()
        .enumerate()
        .filter_map(|(index, one)| Some((held(one)?, index)));
    let most = holding
        .max_by_key(|(chips, index)| (*chips, usize::MAX - index))
        .map(|pair| pair.1);
    most.or_else(|| {
        let seat = report.brief.names.seat(&row.owner)?;
        harbours
            .iter()
            .position(|harbour| harbour.sites.iter().any(|site| site.country == seat))
    })
}

/// Holds a line on a sheet: where it starts, the point it bends to, where it ends.
pub struct Line {
    from: (f64, f64),
    bend: (f64, f64),
    to: (f64, f64),
}

impl Line {
    /// Returns the point of the line a fraction of the way along it.
    pub fn at(&self, way: f64) -> (f64, f64) {
        let left = 1.0 - way;
        let mix = |from: f64, bend: f64, to: f64| {
            left * left * from + 2.0 * left * way * bend + way * way * to
        };
        (
            mix(self.from.0, self.bend.0, self.to.0),
            mix(self.from.1, self.bend.1, self.to.1),
        )
    }

    fn data(&self) -> String {
        let ((from_x, from_y), (bend_x, bend_y), (to_x, to_y)) = (self.from, self.bend, self.to);
        format!("M{from_x:.1} {from_y:.1}Q{bend_x:.1} {bend_y:.1} {to_x:.1} {to_y:.1}")
    }
}

/// Holds the lines of a sheet, one for each flow.
pub struct Lines(pub Vec<Line>);

impl Lines {
    /// Draws the lines.
    pub fn drawn(&self, flows: &[Flow<'_>]) -> Markup {
        html! {
            g.flows {
                @for (line, flow) in self.0.iter().zip(flows) {
                    path.casing d=(line.data()) {}
                    path class={ "flow " (words::kind_class(flow.kind)) } d=(line.data()) marker-end="url(#arrow)" {}
                }
            }
        }
    }
}

/// Returns the lines of the flows on a sheet; those between the same harbours bend apart.
pub fn lines(sheet: &Sheet, crop: &Crop, harbours: &[Harbour<'_>], flows: &[Flow<'_>]) -> Lines {
    let mut lines = Vec::new();
    for (index, flow) in flows.iter().enumerate() {
        let (Some(from), Some(to)) = (harbours.get(flow.from), harbours.get(flow.to)) else {
            continue;
        };
        let beside = flows.iter().take(index);
        let beside = beside
            .filter(|other| other.from == flow.from && other.to == flow.to)
            .count();
        let bend = BEND * if beside % 2 == 0 { 1.0 } else { -1.0 };
        lines.push(line(sheet, crop, (from, to), bend));
    }
    Lines(lines)
}

fn line(sheet: &Sheet, crop: &Crop, ends: (&Harbour<'_>, &Harbour<'_>), bend: f64) -> Line {
    let (from, to) = (
        crop.at(ends.0.lon, ends.0.lat),
        crop.at(ends.1.lon, ends.1.lat),
    );
    let (run, fall) = (to.0 - from.0, to.1 - from.1);
    let middle = (f64::midpoint(from.0, to.0), f64::midpoint(from.1, to.1));
    let bend = (middle.0 - fall * bend, middle.1 + run * bend);
    let shorten = |end: (f64, f64), by: f64| {
        let length = (bend.0 - end.0).hypot(bend.1 - end.1).max(0.1);
        let part = (by / length).min(0.4);
        (
            end.0 + (bend.0 - end.0) * part,
            end.1 + (bend.1 - end.1) * part,
        )
    };
    let gap = sheet.mark * 0.22;
    Line {
        from: shorten(from, ends.0.radius(sheet) + gap),
        bend,
        to: shorten(to, ends.1.radius(sheet) + gap),
    }
}
