//! Price lists and the SkyPilot catalogue are read as they stand, and not at all where they are wrong.

use portolan_facts::{
    SourceText,
    prices::{
        PriceList, Sale,
        catalogue::{Catalogue, Names, Skip},
        written,
    },
};
use proptest::prelude::*;

use crate::shipped;

const ACCELERATORS: &str = include_str!("../../../../atlas/skypilot-accelerators.tsv");
const REGIONS: &str = include_str!("../../../../atlas/skypilot-regions.tsv");
const LIST: &str = include_str!("prices/list.csv");
/// In the layout of the catalogue; numbers are invented.
const AWS: &str = include_str!("prices/aws.csv");
const OCI: &str = include_str!("prices/oci.csv");
const GCP: &str = include_str!("prices/gcp.csv");

fn list(text: &str) -> Result<PriceList, Vec<portolan_facts::FactsError>> {
    PriceList::read(SourceText::new("prices.csv", text), &shipped::atlas())
}

fn names() -> Names {
    let [accelerators, regions] = Names::FILES;
    Names::read(
        SourceText::new(accelerators, ACCELERATORS),
        SourceText::new(regions, REGIONS),
        &shipped::atlas(),
    )
    .unwrap()
}

/// Reads files of the catalogue of one day.
fn catalogue<'n>(names: &'n Names, files: &[(&str, &str)]) -> Catalogue<'n> {
    let mut read = Catalogue::new(names, "2025-11-10".parse().unwrap());
    for (cloud, text) in files {
        let name = format!("{cloud}/vms.csv");
        read.read(cloud, SourceText::new(&name, text)).unwrap();
    }
    read
}

#[test]
fn a_list_says_the_same_after_it_was_written() {
    let read = list(LIST).unwrap();
    let again = list(&written(&read.offers)).unwrap();
    let bare = |list: &PriceList| {
        let offers = list.offers.iter().cloned();
        offers
            .map(|offer| portolan_facts::prices::Offer { line: 0, ..offer })
            .collect::<Vec<_>>()
    };
    assert_eq!(bare(&read), bare(&again));
    assert_eq!(read.offers[1].goods.sale, Sale::Contract);
    assert!(read.offers[1].source.contains(','));
}

#[test]
fn every_slip_in_a_list_is_told_with_its_line() {
    for (from, to, code, said) in [
        (
            "nv-h100-sxm",
            "nv-h100-smx",
            "prices.chip",
            "did you mean `nv-h100-sxm`?",
        ),
        ("tokyo", "tokio", "prices.region", "did you mean `tokyo`?"),
        ("8.6000", "0", "prices.amount", "over 0"),
        ("8.6000", "NaN", "prices.amount", "no price"),
        ("8.6000", "-8.6", "prices.amount", "no price"),
        ("8.6000", "1000001", "prices.amount", "no price"),
        (
            "8.6000",
            "99999999999999999999",
            "prices.amount",
            "no price",
        ),
        ("USD", "EUR", "prices.currency", "convert it"),
        (",8,", ",0,", "prices.block", "sold together"),
        ("2025-10-01", "October", "prices.day", "no day"),
        (
            "on-demand",
            "on demand",
            "prices.kind",
            "did you mean `on-demand`?",
        ),
    ] {
        assert!(LIST.contains(from), "{from}");
        let errors = list(&LIST.replacen(from, to, 1)).unwrap_err();
        let told = errors[0].to_string();
        assert_eq!((errors[0].code, errors[0].line), (code, 2), "{told}");
        assert!(
            told.contains("prices.csv:2") && told.contains(said),
            "{told}"
        );
    }
}

#[test]
fn one_good_has_one_price_on_a_day() {
    let row = LIST.lines().nth(1).unwrap();
    let errors = list(&format!("{LIST}{row}\n")).unwrap_err();
    let told = errors[0].to_string();
    assert!(
        told.contains("prices.twice") && told.contains("prices.csv:2"),
        "{told}"
    );
}

#[test]
fn of_several_machines_the_cheapest_per_chip_is_kept_and_named() {
    let names = names();
    let read = catalogue(&names, &[("aws", AWS)]);
    let offers = read.offers();
    let of = |chip: &str, sale: Sale| {
        let mut same = offers
            .iter()
            .filter(|offer| (offer.goods.chip.as_str(), offer.goods.sale) == (chip, sale));
        let found = same.next().unwrap();
        assert!(same.next().is_none(), "{chip} has two prices");
        (
            found.chip_hour.exact(),
            found.block.unwrap().0,
            found.source.clone(),
        )
    };
    let (price, block, source) = of("nv-l40s", Sale::OnDemand);
    assert_eq!(
        (price.as_str(), block),
        ("1.5000", 8),
        "12 for eight, not 2 for one"
    );
    assert!(source.contains("aws/vms.csv:8, g6e.48xlarge"), "{source}");
    let (price, _, source) = of("nv-h100-sxm", Sale::Spot);
    assert_eq!(price, "1.2500", "the cheaper of two zones");
    assert!(source.ends_with("ap-northeast-1 apne1-az4"), "{source}");
}

#[test]
fn a_local_zone_lies_elsewhere_than_its_region() {
    let names = names();
    let moved = AWS.replace("apne1-az4", "apne1-tpe1-az1");
    let read = catalogue(&names, &[("aws", &moved)]);
    let key = ("aws".to_owned(), "ap-northeast-1 apne1-tpe1-az1".to_owned());
    assert_eq!(read.tally().regions.get(&key), Some(&1));
    let spot = read
        .offers()
        .into_iter()
        .find(|offer| offer.goods.sale == Sale::Spot);
    assert_eq!(spot.unwrap().chip_hour.exact(), "8.6000");
}

#[test]
fn every_row_is_counted_once() {
    let names = names();
    let read = catalogue(
        &names,
        &[("aws", AWS), ("gcp", GCP), ("oci", OCI), ("xa-cloud", OCI)],
    );
    let tally = read.tally();
    let counted = tally.taken
        + tally.clouds.values().sum::<usize>()
        + tally
            .accelerators
            .values()
            .map(|(rows, _)| rows)
            .sum::<usize>()
        + tally.regions.values().sum::<usize>()
        + tally.skipped.values().sum::<usize>();
    assert_eq!(counted, tally.rows());
    for why in [
        Skip::NoAccelerator,
        Skip::NoHost,
        Skip::Part,
        Skip::NoPrice,
        Skip::Zero,
        Skip::NotFinite,
        Skip::Negative,
    ] {
        assert!(tally.skipped.contains_key(&why), "{why:?} has no row");
    }
    assert!(tally.clouds.contains_key("xa-cloud"));
}

#[test]
fn a_name_without_memory_or_form_maps_only_where_a_source_names_the_part() {
    let names = names();
    let read = catalogue(&names, &[("aws", AWS)]);
    let unmapped = read
        .tally()
        .accelerators
        .keys()
        .map(|(_, name)| name.as_str());
    assert_eq!(
        unmapped.collect::<Vec<_>>(),
        ["H100", "V100"],
        "p5.4xlarge and p3"
    );
    let unmapped = catalogue(&names, &[("lambda", AWS)]);
    assert!(
        unmapped.offers().is_empty(),
        "Lambda's A100 has several forms"
    );
}

#[test]
fn an_accelerator_priced_apart_from_its_machine_gives_no_price() {
    let names = names();
    assert!(catalogue(&names, &[("gcp", GCP)]).offers().is_empty());
}

#[test]
fn a_file_cut_short_or_of_another_kind_is_refused_whole() {
    let names = names();
    let mut read = Catalogue::new(&names, "2025-11-10".parse().unwrap());
    let mut told = |text: &str| {
        let error = read
            .read("aws", SourceText::new("aws/vms.csv", text))
            .unwrap_err();
        (error.code, error.line)
    };
    let cut = AWS.trim_end().len() - 30;
    assert_eq!(told(&AWS[..cut]), ("catalogue.row", AWS.lines().count()));
    assert_eq!(told("Tag,Region\nx,y\n"), ("catalogue.column", 1));
    assert_eq!(told(""), ("catalogue.column", 1));
    assert_eq!(
        told(&AWS.replacen("68.8,", "a lot,", 1)),
        ("catalogue.number", 3)
    );
    assert!(read.offers().is_empty() && read.tally().rows() == 0);
}

#[test]
fn a_row_of_the_tables_that_names_no_chip_or_claims_an_instance_twice_is_told() {
    let read = |accelerators: &str, regions: &str| {
        let (one, other) = (
            SourceText::new("a.tsv", accelerators),
            SourceText::new("r.tsv", regions),
        );
        Names::read(one, other, &shipped::atlas())
            .unwrap_err()
            .to_string()
    };
    let told = read(&ACCELERATORS.replace("\tnv-l4\t", "\tnv-l5\t"), REGIONS);
    assert!(
        told.contains("no `nv-l5`") && told.contains("a.tsv:"),
        "{told}"
    );
    let told = read(ACCELERATORS, &REGIONS.replace("\tosaka\t", "\tosaca\t"));
    assert!(told.contains("did you mean `osaka`?"), "{told}");
    let twice = format!("{ACCELERATORS}aws\tL4\tg6.xlarge\tnv-l40\tnone\t2026-11\tlow\n");
    assert!(read(&twice, REGIONS).contains("another row says"));
}

proptest! {
    #[test]
    fn no_text_makes_a_reader_fail_otherwise_than_by_an_error(at in 0..AWS.len(), with in ".{0,4}", cut in any::<bool>()) {
        let names = names();
        for text in [AWS, OCI, GCP, LIST] {
            let at = (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap();
            let rest = if cut { "" } else { &text[at..] };
            let changed = format!("{}{with}{rest}", &text[..at]);
            let mut read = Catalogue::new(&names, "2025-11-10".parse().unwrap());
            if let Err(error) = read.read("aws", SourceText::new("aws/vms.csv", &changed)) {
                prop_assert!(error.line > 0 && error.file == "aws/vms.csv", "{error}");
            }
            if let Err(errors) = list(&changed) {
                for error in errors {
                    prop_assert!(error.line > 0 && error.file == "prices.csv", "{error}");
                }
            }
        }
    }
}
