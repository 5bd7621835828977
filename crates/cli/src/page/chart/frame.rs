//! What makes a map a chart: the winds, the graticule and the graduated border.

use maud::{Markup, html};

use super::{Crop, Harbour, Sheet};

/// The winds that a rose sends out.
const WINDS: u8 = 16;

/// Draws the rose of the winds with its lines, where fewest sites are.
pub fn rhumbs(sheet: &Sheet, crop: &Crop, harbours: &[Harbour<'_>]) -> Markup {
    let (x, y) = heart(sheet, crop, harbours);
    let far = sheet.width + crop.height;
    let arm = sheet.mark * 1.9;
    let ends: Vec<(f64, f64)> = (0..WINDS)
        .map(|wind| (f64::from(wind) * 360.0 / f64::from(WINDS)).to_radians())
        .map(|bearing| (x + far * bearing.sin(), y - far * bearing.cos()))
        .collect();
    html! {
        g.rose aria-hidden="true" {
            @for (end_x, end_y) in ends {
                line x1=(one(x)) y1=(one(y)) x2=(one(end_x)) y2=(one(end_y)) {}
            }
            g transform={ "translate(" (one(x)) " " (one(y)) ") scale(" (format!("{:.2}", arm / 10.0)) ")" } {
                circle r="7.4" {}
                path.minor d="M5.2-5.2 1.6 0 5.2 5.2 0 1.6-5.2 5.2-1.6 0-5.2-5.2 0-1.6Z" {}
                path.major d="M0-10 1.9-1.9 10 0 1.9 1.9 0 10-1.9 1.9-10 0-1.9-1.9Z" {}
                path.north d="M0-10 1.9-1.9 0 0Z" {}
            }
        }
    }
}

/// Returns the spot of a few that lies farthest from every site.
fn heart(sheet: &Sheet, crop: &Crop, harbours: &[Harbour<'_>]) -> (f64, f64) {
    let spots = [
        (0.14, 0.8),
        (0.36, 0.8),
        (0.88, 0.8),
        (0.12, 0.2),
        (0.88, 0.18),
        (0.62, 0.84),
    ];
    let room = |(x, y): (f64, f64)| {
        let apart = harbours.iter().map(|harbour| {
            let (site_x, site_y) = crop.at(harbour.lon, harbour.lat);
            (site_x - x).hypot((site_y - y) * 1.4)
        });
        apart.fold(f64::INFINITY, f64::min)
    };
    let placed = spots.map(|(across, down)| (across * sheet.width, down * crop.height));
    let best = placed
        .into_iter()
        .max_by(|left, right| room(*left).total_cmp(&room(*right)));
    best.unwrap_or((0.0, 0.0))
}

/// Returns the degrees between two lines of the graticule.
fn step(crop: &Crop) -> f64 {
    let span = crop.east - crop.west;
    if span > 90.0 {
        20.0
    } else if span > 40.0 {
        10.0
    } else {
        5.0
    }
}

/// Returns the round degrees between two edges.
fn degrees(least: f64, most: f64, step: f64) -> Vec<f64> {
    let mut found = Vec::new();
    let mut degree = (least / step).ceil() * step;
    while degree < most {
        found.push(degree);
        degree += step;
    }
    found
}

/// Draws the lines of latitude and longitude.
pub fn graticule(sheet: &Sheet, crop: &Crop) -> Markup {
    let step = step(crop);
    html! {
        g.graticule aria-hidden="true" {
            @for lon in degrees(crop.west, crop.east, step) {
                @let (x, _) = crop.at(lon, 0.0);
                line x1=(one(x)) x2=(one(x)) y1="0" y2=(one(crop.height)) {}
            }
            @for lat in degrees(crop.south, crop.north, step) {
                @let (_, y) = crop.at(0.0, lat);
                line x1="0" x2=(one(sheet.width)) y1=(one(y)) y2=(one(y)) {}
            }
        }
    }
}

/// Draws the border: light and dark by turns, with the degrees.
pub fn border(sheet: &Sheet, crop: &Crop) -> Markup {
    let (step, height) = (step(crop), crop.height);
    let band = if sheet.named { 6.0 } else { 4.0 };
    let half = step / 2.0;
    let dark = |degree: &f64| (degree / half).round().rem_euclid(2.0) < 0.5;
    html! {
        g.border aria-hidden="true" {
            path.band d={ "M0 0H" (sheet.width) "V" (one(height)) "H0ZM" (band) " " (band) "V" (one(height - band)) "H" (sheet.width - band) "V" (band) "Z" } {}
            @for lon in degrees(crop.west - half, crop.east, half).iter().filter(|lon| dark(lon)) {
                @let (from, to) = (crop.at(*lon, 0.0).0.max(band), crop.at(lon + half, 0.0).0.min(sheet.width - band));
                @if to > from {
                    rect x=(one(from)) y="1.5" width=(one(to - from)) height=(one(band - 3.0)) {}
                    rect x=(one(from)) y=(one(height - band + 1.5)) width=(one(to - from)) height=(one(band - 3.0)) {}
                }
            }
            @for lat in degrees(crop.south - half, crop.north, half).iter().filter(|lat| dark(lat)) {
                @let (from, to) = (crop.at(0.0, lat + half).1.max(band), crop.at(0.0, *lat).1.min(height - band));
                @if to > from {
                    rect x="1.5" y=(one(from)) width=(one(band - 3.0)) height=(one(to - from)) {}
                    rect x=(one(sheet.width - band + 1.5)) y=(one(from)) width=(one(band - 3.0)) height=(one(to - from)) {}
                }
            }
            (named(sheet, crop, band))
        }
    }
}

/// Writes the degrees inside the border of a wide sheet.
fn named(sheet: &Sheet, crop: &Crop, band: f64) -> Markup {
    let step = step(crop);
    let clear = |place: f64, length: f64| place > 40.0 && place < length - 40.0;
    html! {
        @if sheet.named {
            @for lon in degrees(crop.west, crop.east, step) {
                @let (x, _) = crop.at(lon, 0.0);
                @if clear(x, sheet.width) { text x=(one(x + 3.0)) y=(one(crop.height - band - 4.0)) { (hand(lon, "E", "W")) } }
            }
            @for lat in degrees(crop.south, crop.north, step) {
                @let (_, y) = crop.at(0.0, lat);
                @if clear(y, crop.height) { text x=(one(band + 4.0)) y=(one(y - 3.0)) { (hand(lat, "N", "S")) } }
            }
        }
    }
}

fn hand(degree: f64, above: &str, below: &str) -> String {
    let side = if degree > 0.0 {
        above
    } else if degree < 0.0 {
        below
    } else {
        ""
    };
    format!("{:.0}°{side}", degree.abs())
}

fn one(number: f64) -> String {
    format!("{number:.1}")
}
