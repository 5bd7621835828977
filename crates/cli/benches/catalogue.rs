//! Times `portolan import skypilot-catalog` on an edition that is made here, in the layout and about
//! the size of the public one: machines without accelerators, quoted descriptions, zones.
//!
//! `cargo bench -p portolan-cli --bench catalogue`; numbers after `--` say how many rows and runs.

use std::{
    fmt::Write as _,
    fs, io,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

/// The regions of the cloud that is made up, with how their zones begin.
const REGIONS: [(&str, &str); 6] = [
    ("ap-northeast-1", "apne1-az"),
    ("ap-southeast-1", "apse1-az"),
    ("eu-central-1", "euc1-az"),
    ("eu-north-1", "eun1-az"),
    ("us-east-1", "use1-az"),
    ("us-east-2", "use2-az"),
];
/// The machines with accelerators: instance type, accelerator, how many.
const MACHINES: [(&str, &str, u32); 5] = [
    ("p5.48xlarge", "H100", 8),
    ("p4d.24xlarge", "A100", 8),
    ("g6e.12xlarge", "L40S", 4),
    ("p3.16xlarge", "V100", 8),
    ("g5.48xlarge", "A10G", 8),
];
const CLOUDS: [&str; 4] = ["aws", "azure", "gcp", "oci"];

fn main() -> io::Result<()> {
    let mut numbers = std::env::args().filter_map(|word| word.parse::<usize>().ok());
    let rows = numbers.next().unwrap_or(200_000);
    let runs = numbers.next().unwrap_or(5).max(1);
    let folder = std::env::temp_dir().join(format!("portolan-catalogue-{}", std::process::id()));
    let bytes = write(&folder, rows)?;
    let mut times: Vec<Duration> = (0..=runs).map(|_| timed(&folder)).collect();
    fs::remove_dir_all(&folder)?;
    // The first run warms up.
    times.remove(0);
    times.sort_unstable();
    let at = |index: usize| times.get(index).map_or(0.0, Duration::as_secs_f64);
    println!(
        "{rows} rows, {:.1} MB: least {:.2} s, median {:.2} s, most {:.2} s",
        f64::from(u32::try_from(bytes).unwrap_or(u32::MAX)) / 1e6,
        at(0),
        at(times.len() / 2),
        at(times.len() - 1)
    );
    Ok(())
}

/// Writes an edition and returns its size in bytes.
fn write(folder: &Path, rows: usize) -> io::Result<usize> {
    let mut bytes = 0;
    for (index, cloud) in CLOUDS.iter().enumerate() {
        let mut text = String::from(
            "InstanceType,AcceleratorName,AcceleratorCount,vCPUs,MemoryGiB,GpuInfo,Price,SpotPrice,Region,AvailabilityZone,Arch\n",
        );
        for row in (index..rows).step_by(CLOUDS.len()) {
            line(&mut text, row);
        }
        bytes += text.len();
        fs::create_dir_all(folder.join(cloud))?;
        fs::write(folder.join(cloud).join("vms.csv"), text)?;
    }
    Ok(bytes)
}

/// Writes one row: one in five has accelerators.
fn line(text: &mut String, row: usize) {
    let cycle = |length: usize, step: usize| row / step % length;
    let (region, zone) = REGIONS
        .get(cycle(REGIONS.len(), 5))
        .copied()
        .unwrap_or_default();
    let zone = format!("{zone}{}", 1 + cycle(3, 30));
    let cents = 100 + row % 9_000;
    let price = format!("{}.{:02}", cents / 100, cents % 100);
    let _ = match MACHINES.get(cycle(MACHINES.len(), 7)) {
        Some((instance, name, count)) if row.is_multiple_of(5) => writeln!(
            text,
            "{instance},{name},{count}.0,96.0,1152.0,\"{{'Gpus': [{{'Name': '{name}', 'Manufacturer': 'NVIDIA', 'Count': {count}, 'MemoryInfo': {{'SizeInMiB': 81920}}}}], 'TotalGpuMemoryInMiB': 655360}}\",{price},{price},{region},{zone},x86_64"
        ),
        Some(_) | None => writeln!(
            text,
            "m{}.large,,,2.0,8.0,,{price},{price},{region},{zone},x86_64",
            row % 97
        ),
    };
}

fn timed(folder: &Path) -> Duration {
    let started = Instant::now();
    let into = folder.join("prices.csv");
    let status = Command::new(env!("CARGO_BIN_EXE_portolan"))
        .args(["import", "skypilot-catalog", "--on", "2025-11-10", "--into"])
        .arg(into)
        .arg(folder)
        .stdout(Stdio::null())
        .status();
    assert!(
        status.is_ok_and(|status| status.success()),
        "the import gave no answer"
    );
    started.elapsed()
}
