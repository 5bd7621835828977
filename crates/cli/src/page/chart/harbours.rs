//! Harbours: sites that stand so close together that one mark on the map serves for them.

use maud::{Markup, html};
use portolan_plan::document::SiteRow;

use super::{Crop, Report, Sheet, words};

/// Sites closer than this fraction of the map's width share a mark.
const CLOSE: f64 = 0.026;

/// Holds the sites of one mark.
pub struct Harbour<'a> {
    /// The number on the map and in the table, from 1.
    pub number: usize,
    /// The sites.
    pub sites: Vec<&'a SiteRow>,
    /// Degrees north of the middle.
    pub lat: f64,
    /// Degrees east of the middle.
    pub lon: f64,
    /// The chip-hours placed there.
    pub chip_hours: u64,
    /// The chip-hours placed there as a fraction of the most at any harbour.
    pub share: f64,
}

impl Harbour<'_> {
    /// Returns true when a site belongs to it.
    pub fn holds(&self, site: &str) -> bool {
        self.sites.iter().any(|own| own.id == site)
    }

    /// Returns the places, each once, without what follows the comma in the names of sites.
    pub fn places(&self) -> Vec<String> {
        let mut places: Vec<String> = Vec::new();
        for site in &self.sites {
            let place = site
                .name
                .split(',')
                .next()
                .unwrap_or(&site.name)
                .trim()
                .to_owned();
            if !places.contains(&place) {
                places.push(place);
            }
        }
        places
    }

    /// Returns the places in one line.
    pub fn name(&self) -> String {
        let places = self.places();
        words::listed(&places, places.len())
    }

    /// Returns the names of the sites in one line.
    pub fn full_name(&self) -> String {
        let names: Vec<String> = self.sites.iter().map(|site| site.name.clone()).collect();
        names.join("; ")
    }

    /// Returns the countries in one line.
    pub fn countries(&self) -> String {
        let mut countries: Vec<String> = Vec::new();
        for site in &self.sites {
            let country = words::country(&site.country).to_owned();
            if !countries.contains(&country) {
                countries.push(country);
            }
        }
        words::listed(&countries, countries.len())
    }

    /// Returns the radius of its mark on a sheet: its area grows with the chip-hours.
    pub fn radius(&self, sheet: &Sheet) -> f64 {
        let least = sheet.mark * 0.28;
        if self.chip_hours == 0 {
            least
        } else {
            (sheet.mark * self.share.sqrt()).max(least * 1.7)
        }
    }
}

/// Gathers the sites of a plan into harbours, from west to east.
pub fn gather<'a>(report: &Report<'a>) -> Vec<Harbour<'a>> {
    let mut sites: Vec<&SiteRow> = report
        .plan
        .sites
        .iter()
        .filter(|site| site.lat.is_finite() && site.lon.is_finite())
        .collect();
    sites.sort_by(|left, right| left.lon.total_cmp(&right.lon));
    let west = sites.first().map_or(0.0, |site| site.lon);
    let east = sites.last().map_or(0.0, |site| site.lon);
    let close = ((east - west) * CLOSE).max(0.4);
    let mut harbours: Vec<Harbour<'a>> = Vec::new();
    for site in sites {
        let near = harbours.iter_mut().find(|harbour| {
            let first = harbour.sites.first();
            first.is_some_and(|first| (first.lon - site.lon).hypot(first.lat - site.lat) < close)
        });
        match near {
            Some(harbour) => harbour.sites.push(site),
            None => harbours.push(Harbour {
                number: harbours.len() + 1,
                sites: vec![site],
                lat: site.lat,
                lon: site.lon,
                chip_hours: 0,
                share: 0.0,
            }),
        }
    }
    for harbour in &mut harbours {
        weigh(report, harbour);
    }
    let most = harbours
        .iter()
        .map(|harbour| harbour.chip_hours)
        .max()
        .unwrap_or(0)
        .max(1);
    for harbour in &mut harbours {
        harbour.share = super::figures::float(harbour.chip_hours) / super::figures::float(most);
    }
    harbours
}

/// Sets the middle of a harbour and the chip-hours placed there.
fn weigh(report: &Report<'_>, harbour: &mut Harbour<'_>) {
    let count = super::figures::float(harbour.sites.len() as u64);
    harbour.lat = harbour.sites.iter().map(|site| site.lat).sum::<f64>() / count;
    harbour.lon = harbour.sites.iter().map(|site| site.lon).sum::<f64>() / count;
    let placed = report
        .plan
        .placements
        .iter()
        .filter(|row| harbour.holds(&row.site));
    harbour.chip_hours = placed.map(|row| row.chip_hours).sum();
}

/// Draws the marks, the small ones last so that none is covered.
pub fn marks(sheet: &Sheet, crop: &Crop, harbours: &[Harbour<'_>]) -> Markup {
    let mut order: Vec<&Harbour<'_>> = harbours.iter().collect();
    order.sort_by(|left, right| right.share.total_cmp(&left.share));
    html! {
        g.marks {
            @for harbour in order {
                @let (x, y) = crop.at(harbour.lon, harbour.lat);
                @let class = if harbour.chip_hours > 0 { "used" } else { "idle" };
                circle class=(class) cx=(format!("{x:.1}")) cy=(format!("{y:.1}")) r=(format!("{:.1}", harbour.radius(sheet))) {}
                @if harbour.radius(sheet) > 6.0 { circle.core cx=(format!("{x:.1}")) cy=(format!("{y:.1}")) r="1.3" {} }
            }
        }
    }
}
