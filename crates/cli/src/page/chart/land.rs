//! The coast, from the asset that the program carries.

use std::fmt::Write as _;

use super::Crop;

const COAST: &str = include_str!("../assets/land.txt");

/// The steps of a degree in the asset.
pub const STEPS: f64 = 20.0;

/// Half a turn of the world, in steps.
const HALF: i32 = 3_600;

/// Returns the rings that reach into one of the crops, as the data of a path in steps.
pub fn path(crops: &[Crop]) -> String {
    let mut path = String::new();
    for line in COAST.lines().filter(|line| !line.starts_with('#')) {
        let ring = ring(line);
        if crops.iter().any(|crop| reaches(&ring, crop)) {
            write_ring(&ring, &mut path);
        }
    }
    path
}

/// Reads a ring; one that crosses the last meridian goes on beyond it instead of around the world,
/// and its middle lies on the map.
fn ring(line: &str) -> Vec<i32> {
    let steps = line.split(' ').filter_map(|step| step.parse().ok());
    let mut steps: Vec<i32> = steps.collect();
    let (mut lon, mut west, mut east) = (0, i32::MAX, i32::MIN);
    for (index, step) in steps.iter_mut().step_by(2).enumerate() {
        if index > 0 && *step > HALF {
            *step -= 2 * HALF;
        } else if index > 0 && *step < -HALF {
            *step += 2 * HALF;
        }
        lon += *step;
        (west, east) = (west.min(lon), east.max(lon));
    }
    let middle = west.midpoint(east);
    if let Some(first) = steps.first_mut() {
        if middle > HALF {
            *first -= 2 * HALF;
        } else if middle < -HALF {
            *first += 2 * HALF;
        }
    }
    steps
}

fn reaches(steps: &[i32], crop: &Crop) -> bool {
    let (mut lon, mut lat) = (0, 0);
    let (mut west, mut east, mut south, mut north) = (i32::MAX, i32::MIN, i32::MAX, i32::MIN);
    for step in steps.chunks_exact(2) {
        if let [across, up] = step {
            (lon, lat) = (lon + across, lat + up);
            (west, east) = (west.min(lon), east.max(lon));
            (south, north) = (south.min(lat), north.max(lat));
        }
    }
    let degrees = |steps: i32| f64::from(steps) / STEPS;
    degrees(west) < crop.east
        && degrees(east) > crop.west
        && degrees(south) < crop.north
        && degrees(north) > crop.south
}

fn write_ring(steps: &[i32], path: &mut String) {
    for (index, step) in steps.chunks_exact(2).enumerate() {
        let [across, up] = step else { continue };
        let before = match index {
            0 => "M",
            1 => "l",
            _ if *across < 0 => "",
            _ => " ",
        };
        let between = if *up < 0 { "" } else { " " };
        let _ = write!(path, "{before}{across}{between}{up}");
    }
    path.push('z');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_coast_names_its_source_and_reads_whole() {
        assert!(COAST.lines().next().unwrap().contains("Natural Earth"));
        let rings: Vec<&str> = COAST
            .lines()
            .filter(|line| !line.starts_with('#'))
            .collect();
        assert!(rings.len() > 200);
        for ring in rings {
            let steps: Vec<i32> = ring.split(' ').map(|step| step.parse().unwrap()).collect();
            assert!(steps.len() >= 6 && steps.len().is_multiple_of(2));
        }
    }

    #[test]
    fn a_ring_that_crosses_the_last_meridian_draws_no_line_across_the_map() {
        assert_eq!(ring("3550 0 20 5 -7170 5"), [3550, 0, 20, 5, 30, 5]);
        assert_eq!(ring("-3590 0 7100 5 -100 5")[..2], [3610, 0]);
        let jumps = COAST.lines().filter(|line| !line.starts_with('#'));
        for ring in jumps.map(ring) {
            let across = ring.iter().step_by(2).skip(1);
            assert!(across.into_iter().all(|step| step.abs() <= HALF));
        }
    }

    #[test]
    fn the_coast_stays_small_enough_for_one_page() {
        assert!(COAST.len() < 60_000);
    }
}
