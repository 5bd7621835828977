//! Labels of the map, each put where it covers least.

use maud::{Markup, html};

use super::{Crop, Flow, Harbour, Sheet, figures, flows::Lines};

/// The mean width of a letter, as a fraction of its size.
const LETTER: f64 = 0.56;
/// The height of a line, as a fraction of the size of its letters.
const LEADING: f64 = 1.28;
/// The most letters on one line of a name.
const LINE_MAX: usize = 24;
/// The distances from a mark at which a label is tried.
const RINGS: [f64; 5] = [4.0, 14.0, 28.0, 46.0, 70.0];

/// Holds a rectangle of the sheet.
#[derive(Clone, Copy)]
struct Area {
    left: f64,
    top: f64,
    width: f64,
    height: f64,
}

impl Area {
    fn shared_with(&self, other: &Self) -> f64 {
        let across =
            (self.left + self.width).min(other.left + other.width) - self.left.max(other.left);
        let down = (self.top + self.height).min(other.top + other.height) - self.top.max(other.top);
        across.max(0.0) * down.max(0.0)
    }

    fn holds(&self, (x, y): (f64, f64)) -> bool {
        x > self.left && x < self.left + self.width && y > self.top && y < self.top + self.height
    }

    fn nearest(&self, (x, y): (f64, f64)) -> (f64, f64) {
        (
            x.clamp(self.left, self.left + self.width),
            y.clamp(self.top, self.top + self.height),
        )
    }
}

/// Holds a label on the sheet.
struct Label {
    area: Area,
    lines: Vec<String>,
    class: &'static str,
    /// The start of the line that leads from a mark to a label far from it.
    leader: Option<(f64, f64)>,
}

/// Holds the labels of a sheet.
pub struct Labels(Vec<Label>);

/// Holds what is drawn already, while labels are put.
struct Board {
    taken: Vec<Area>,
    /// Points of the lines, which a label may cover if it must.
    points: Vec<(f64, f64)>,
    /// What no label may leave.
    sheet: Area,
}

impl Board {
    /// Returns how bad it is to put a label there.
    fn harm(&self, area: &Area) -> f64 {
        let whole = area.width * area.height;
        let outside = whole - area.shared_with(&self.sheet);
        let covered: f64 = self.taken.iter().map(|taken| area.shared_with(taken)).sum();
        let crossed = self
            .points
            .iter()
            .filter(|point| area.holds(**point))
            .count();
        outside * 8.0 + covered * 4.0 + figures::float(crossed as u64) * 14.0
    }

    /// Puts a label at the place of least harm; each candidate names how far it lies.
    fn put(&mut self, candidates: impl Iterator<Item = (Area, f64)>) -> Option<Area> {
        let rated = candidates.map(|(area, far)| (self.harm(&area) + far, area));
        let (_, area) = rated.min_by(|left, right| left.0.total_cmp(&right.0))?;
        self.taken.push(area);
        Some(area)
    }
}

/// Puts the labels of a sheet: the largest harbours first, then the lines.
pub fn place(
    sheet: &Sheet,
    crop: &Crop,
    harbours: &[Harbour<'_>],
    flows: &[Flow<'_>],
    lines: &Lines,
) -> Labels {
    let mark = |harbour: &Harbour<'_>| {
        let ((x, y), radius) = (
            crop.at(harbour.lon, harbour.lat),
            harbour.radius(sheet) + 1.5,
        );
        Area {
            left: x - radius,
            top: y - radius,
            width: radius * 2.0,
            height: radius * 2.0,
        }
    };
    let inner = sheet.letter;
    let mut board = Board {
        taken: harbours.iter().map(mark).collect(),
        points: lines
            .0
            .iter()
            .flat_map(|line| (0..=40).map(|step| line.at(f64::from(step) / 40.0)))
            .collect(),
        sheet: Area {
            left: inner,
            top: inner,
            width: sheet.width - 2.0 * inner,
            height: crop.height - 2.0 * inner,
        },
    };
    let mut order: Vec<&Harbour<'_>> = harbours.iter().collect();
    order.sort_by(|left, right| right.share.total_cmp(&left.share));
    let mut labels: Vec<Label> = order
        .iter()
        .filter_map(|harbour| name(sheet, crop, harbour, &mut board))
        .collect();
    if sheet.named {
        for (line, flow) in lines.0.iter().zip(flows) {
            let text = vec![flow.says()];
            let (width, height) = size(sheet, &text);
            let along = [0.5, 0.42, 0.58, 0.35, 0.65, 0.28, 0.72];
            let spots = along.iter().flat_map(|way| {
                let (x, y) = line.at(*way);
                [
                    (x + 7.0, y - height / 2.0),
                    (x - width - 7.0, y - height / 2.0),
                    (x - width / 2.0, y - height - 5.0),
                    (x - width / 2.0, y + 5.0),
                ]
            });
            let areas = spots.map(|(left, top)| {
                (
                    Area {
                        left,
                        top,
                        width,
                        height,
                    },
                    0.0,
                )
            });
            if let Some(area) = board.put(areas) {
                labels.push(Label {
                    area,
                    lines: text,
                    class: "route",
                    leader: None,
                });
            }
        }
    }
    Labels(labels)
}

/// Puts the label of a harbour.
fn name(sheet: &Sheet, crop: &Crop, harbour: &Harbour<'_>, board: &mut Board) -> Option<Label> {
    let lines = if sheet.named {
        told(harbour)
    } else {
        vec![harbour.number.to_string()]
    };
    let (width, height) = size(sheet, &lines);
    let (x, y) = crop.at(harbour.lon, harbour.lat);
    let radius = harbour.radius(sheet);
    let scale = sheet.mark / 15.0;
    let sides = [
        (1.0, 0.0),
        (-1.0, 0.0),
        (0.0, 1.0),
        (0.0, -1.0),
        (1.0, 0.7),
        (-1.0, 0.7),
        (1.0, -0.7),
        (-1.0, -0.7),
    ];
    let candidates = RINGS.iter().flat_map(|ring| {
        sides.iter().map(move |(across, down)| {
            let far = radius + ring * scale;
            let middle = (
                x + across * (far + width / 2.0),
                y + down * (far + height / 2.0),
            );
            let area = Area {
                left: middle.0 - width / 2.0,
                top: middle.1 - height / 2.0,
                width,
                height,
            };
            (area, ring * 3.0 + down.abs() * 2.0)
        })
    });
    let area = board.put(candidates)?;
    let end = area.nearest((x, y));
    let apart = (end.0 - x).hypot(end.1 - y);
    let leader = (apart > radius + 11.0 * scale).then(|| {
        let part = (radius + 2.0) / apart;
        (x + (end.0 - x) * part, y + (end.1 - y) * part)
    });
    let class = if harbour.chip_hours > 0 {
        "harbour"
    } else {
        "harbour unused"
    };
    Some(Label {
        area,
        lines,
        class,
        leader,
    })
}

/// Returns the lines of a harbour's label: its number and places, then its chip-hours.
fn told(harbour: &Harbour<'_>) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = harbour.number.to_string();
    let mut empty = true;
    for place in harbour.places() {
        let joined = if empty {
            format!("{line} {place}")
        } else {
            format!("{line} · {place}")
        };
        if !empty && joined.chars().count() > LINE_MAX {
            lines.push(line);
            line = place;
        } else {
            line = joined;
        }
        empty = false;
    }
    lines.push(line);
    if harbour.chip_hours > 0 {
        lines.push(format!("{} chip-hours", figures::rough(harbour.chip_hours)));
    }
    lines
}

fn size(sheet: &Sheet, lines: &[String]) -> (f64, f64) {
    let longest = lines
        .iter()
        .map(|line| line.chars().count())
        .max()
        .unwrap_or(1);
    let width = figures::float(longest as u64) * sheet.letter * LETTER;
    let height = figures::float(lines.len() as u64) * sheet.letter * LEADING;
    (width + 2.0, height)
}

impl Labels {
    /// Draws the labels.
    pub fn drawn(&self, sheet: &Sheet) -> Markup {
        html! {
            g.labels font-size=(sheet.letter) {
                @for label in &self.0 {
                    @if let Some((x, y)) = label.leader {
                        @let end = label.area.nearest((x, y));
                        line.leader x1=(one(x)) y1=(one(y)) x2=(one(end.0)) y2=(one(end.1)) {}
                    }
                    text class=(label.class) {
                        @for (index, line) in label.lines.iter().enumerate() {
                            @let last = index > 0 && index + 1 == label.lines.len() && label.class == "harbour";
                            tspan.sub[last] x=(one(label.area.left + 1.0)) y=(one(baseline(label.area.top, index, sheet))) { (line) }
                        }
                    }
                }
            }
        }
    }
}

fn baseline(top: f64, index: usize, sheet: &Sheet) -> f64 {
    top + sheet.letter * (LEADING * figures::float(index as u64) + 0.98)
}

fn one(number: f64) -> String {
    format!("{number:.1}")
}
