//! The facts of an item.

use portolan_terms::{Figure, Item, Known};

use super::{Facts, Leaf, LeafType, path};

/// Writes the facts of an item below `at`.
pub(crate) fn write(facts: &mut Facts, at: &str, item: &Item) {
    let below = |name: &str| path(&[at, name]);
    facts.text(&below("kind"), item.kind.word());
    facts.text(
        &below("chip"),
        item.chip.as_ref().map_or("", |chip| chip.as_str()),
    );
    facts.text(&below("maker"), item.maker.as_deref().unwrap_or_default());
    match item.eccn.as_deref() {
        Some("unknown") => facts.gap(
            &below("eccn"),
            LeafType::Text,
            [super::dotted(&below("eccn"))],
        ),
        eccn => facts.text(&below("eccn"), eccn.unwrap_or_default()),
    }
    facts.set(&below("eccn_stated"), Leaf::Bool(item.eccn.is_some()));
    let figures = [
        ("tpp", item.tpp),
        ("io_gbs", item.io_gbs),
        ("bits_x_tops", item.bits_x_tops),
        ("dram_gbs", item.dram_gbs),
    ];
    for (name, figure) in figures {
        let figure = figure.unwrap_or_default();
        facts.known(&below(name), LeafType::Long, &figure, |figure| {
            Leaf::Long(figure.floor())
        });
    }
    let dram = item.dram_gbs.unwrap_or_default();
    let fraction = dram.map(|figure| figure.ten_thousandths() % 10_000 != 0);
    facts.known(
        &below("dram_fraction"),
        LeafType::Bool,
        &fraction,
        |truth| Leaf::Bool(*truth),
    );
    let decimals = [
        ("performance_density", item.performance_density),
        ("hbm_gbs_per_mm2", item.hbm_gbs_per_mm2),
    ];
    for (name, figure) in decimals {
        let figure = figure.unwrap_or_default();
        facts.known(&below(name), LeafType::Decimal, &figure, |figure| {
            Leaf::Decimal(*figure)
        });
    }
    let truths = [
        ("datacentre", item.datacentre.unwrap_or_default()),
        ("us_jurisdiction", item.us_jurisdiction),
        // Left out, it does not arise; placements always write it.
        ("us_origin", item.us_origin.unwrap_or(Known::Is(false))),
    ];
    for (name, truth) in truths {
        facts.known(&below(name), LeafType::Bool, &truth, |truth| {
            Leaf::Bool(*truth)
        });
    }
    let listed = item.strategic_listed.iter().flatten();
    let listed = listed.map(|place| place.code().to_owned()).collect();
    facts.set(&below("strategic_listed"), Leaf::Places(listed));
}

/// Writes what stands for an item that does not arise.
pub(crate) fn write_none(facts: &mut Facts, at: &str) {
    let none = Item {
        kind: portolan_terms::item::ItemType::Part,
        chip: None,
        tpp: Some(Known::Is(Figure::default())),
        performance_density: Some(Known::Is(Figure::default())),
        io_gbs: Some(Known::Is(Figure::default())),
        bits_x_tops: Some(Known::Is(Figure::default())),
        dram_gbs: Some(Known::Is(Figure::default())),
        hbm_gbs_per_mm2: Some(Known::Is(Figure::default())),
        datacentre: Some(Known::Is(false)),
        eccn: None,
        us_jurisdiction: Known::Is(false),
        us_origin: Some(Known::Is(false)),
        maker: None,
        strategic_listed: None,
    };
    write(facts, at, &none);
    facts.text(&path(&[at, "kind"]), "");
}
