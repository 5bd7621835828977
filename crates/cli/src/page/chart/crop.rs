//! The part of the world that a map shows, and where a place falls on the sheet.

use super::{Harbour, land};

/// The least span of a map, in degrees.
const SPAN_MIN: f64 = 16.0;
/// The margin around the sites, as a fraction of the span.
const MARGIN: f64 = 0.085;

/// Says how large a sheet is and how much it carries.
pub struct Sheet {
    /// The class that shows or hides it.
    pub class: &'static str,
    /// The width in units of the drawing.
    pub width: f64,
    /// The least height, as a fraction of the width.
    pub least: f64,
    /// The greatest height, as a fraction of the width.
    pub most: f64,
    /// The radius of the largest mark.
    pub mark: f64,
    /// The size of the letters.
    pub letter: f64,
    /// Whether marks carry names, or numbers only.
    pub named: bool,
}

/// Holds the part of the world shown, in degrees, and its scale.
pub struct Crop {
    /// The western edge.
    pub west: f64,
    /// The eastern edge.
    pub east: f64,
    /// The southern edge.
    pub south: f64,
    /// The northern edge.
    pub north: f64,
    /// The height in units of the drawing.
    pub height: f64,
    /// The units of a degree of longitude.
    across: f64,
    /// The units of a degree of latitude.
    down: f64,
}

impl Crop {
    /// Returns the part of the world that holds every site, with a margin, in the shape of a sheet.
    pub fn around(harbours: &[Harbour<'_>], sheet: &Sheet) -> Self {
        let (west, east) = span(harbours.iter().map(|harbour| harbour.lon));
        let (south, north) = span(harbours.iter().map(|harbour| harbour.lat));
        let squeeze = f64::midpoint(south, north).to_radians().cos().max(0.3);
        let (width, height) = ((east - west) * squeeze, north - south);
        let shape = (height / width).clamp(sheet.least, sheet.most);
        let height_wanted = height.max(width * shape);
        let width_wanted = (height_wanted / shape).max(width) / squeeze;
        let (west, east) = widened(west, east, width_wanted);
        let (south, north) = shifted(widened(south, north, height_wanted));
        let across = sheet.width / (east - west);
        let down = across / squeeze;
        Self {
            west,
            east,
            south,
            north,
            height: (north - south) * down,
            across,
            down,
        }
    }

    /// Returns where a place falls on the sheet.
    pub fn at(&self, lon: f64, lat: f64) -> (f64, f64) {
        (
            (lon - self.west) * self.across,
            (self.north - lat) * self.down,
        )
    }

    /// Returns the transform that puts the coast on the sheet.
    pub fn transform(&self) -> String {
        let (x, y) = self.at(0.0, 0.0);
        let (across, down) = (self.across / land::STEPS, self.down / land::STEPS);
        format!("matrix({across:.5} 0 0 {:.5} {x:.2} {y:.2})", -down)
    }
}

/// Returns the least and greatest of some degrees, with a margin.
fn span(degrees: impl Iterator<Item = f64>) -> (f64, f64) {
    let (least, most) = degrees
        .filter(|degree| degree.is_finite())
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), one| {
            (least.min(one), most.max(one))
        });
    if least > most {
        return (-SPAN_MIN / 2.0, SPAN_MIN / 2.0);
    }
    let margin = (most - least) * MARGIN;
    widened(least - margin, most + margin, SPAN_MIN)
}

fn widened(least: f64, most: f64, wanted: f64) -> (f64, f64) {
    let more = (wanted - (most - least)).max(0.0) / 2.0;
    (least - more, most + more)
}

/// Moves a span of latitudes that runs over a pole.
fn shifted((south, north): (f64, f64)) -> (f64, f64) {
    let over = (north - 84.0).max(0.0) - (-84.0 - south).max(0.0);
    (south - over, north - over)
}
