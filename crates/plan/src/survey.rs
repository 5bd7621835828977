//! The survey: every workload on every pool, judged, before anything is priced.

mod acts;
mod alike;
mod flips;
mod granted;

#[cfg(test)]
mod tests;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use portolan_acts::{EntailedAct, Lot, Outcome, Placement, Reading, entailed_by, supply_of};
use portolan_facts::{
    Atlas, Scenario, Use,
    scenario::model::{Pool, Purchase, Terms, Work, Workload},
};
use portolan_law::Corpus;
use portolan_terms::{
    Chips, Day, Evidence, Known, Money, OfferId,
    evidence::{EvidenceKind, Review},
};

use crate::{
    Request,
    document::{ActRow, JudgmentRow},
    side_by_side,
};

use alike::Kinds;

pub use acts::acts;
pub use flips::{Flip, FlippedAct, flips};
pub(crate) use granted::{as_if_granted, barred_today, spans_with};

/// Says whether a workload may run on a pool, and if not, why.
#[derive(Clone, Debug)]
pub enum Lawfulness {
    /// It may, on these spans of days.
    Lawful(Vec<Span>),
    /// It may once evidence is had that the scenario says can be had.
    Awaiting {
        /// The day from which the evidence would be on file.
        ready: Day,
        /// What the evidence costs.
        cost: Money,
        /// The evidence.
        obtained: Vec<Evidence>,
        /// The spans of days after that.
        spans: Vec<Span>,
    },
    /// It may not; the acts that are not permitted.
    Refused(JudgmentRow),
    /// Law was not asked, because it cannot run there anyway.
    Unfit(String),
}

/// Holds days on which a placement stays lawful throughout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The first day.
    pub from: Day,
    /// The first day after it.
    pub until: Day,
}

/// Holds what was found out about a workload on a pool.
#[derive(Clone, Debug)]
pub struct Way<'a> {
    /// The workload.
    pub workload: &'a Workload,
    /// The pool.
    pub pool: &'a Pool,
    /// Whether it may run there.
    pub lawful: Lawfulness,
}

/// Holds what was found out about chips, in stock or on offer.
#[derive(Clone, Debug)]
pub struct Judged<'a> {
    /// The chips.
    pub lot: Lot<'a>,
    /// The first day on which they can be used.
    pub available_from: Day,
    /// The offer, when they would be bought.
    pub offer: Option<&'a Purchase>,
    /// The day on which they would be ordered; that of the decision for chips in stock.
    pub ordered: Day,
    /// The supply with its ruling.
    pub supply: ActRow,
}

impl Judged<'_> {
    /// Returns true when the supply is permitted.
    #[must_use]
    pub fn usable(&self) -> bool {
        self.supply.ruling.outcome == Outcome::Permitted
    }
}

/// Holds the whole survey.
#[derive(Clone)]
pub struct Survey<'a> {
    /// The law it was made under.
    pub corpus: Arc<Corpus>,
    /// The chips of each pool, in the order of the scenario's pools.
    pub chips: Vec<(&'a Pool, Vec<Judged<'a>>)>,
    /// Every workload on every pool.
    pub ways: Vec<Way<'a>>,
}

impl<'a> Survey<'a> {
    /// Judges every workload on every pool of the request.
    #[must_use]
    pub fn of(request: &Request<'a>) -> Self {
        let corpus = request.corpus();
        let surveyor = Surveyor::new(request, &corpus, segments(request, &corpus));
        let pools = request.scenario.pools.values();
        let chips: Vec<(&Pool, Vec<Judged<'a>>)> =
            pools.map(|pool| (pool, surveyor.chips(pool))).collect();
        let ways = surveyor.ways(&chips);
        drop(surveyor);
        Self {
            corpus: Arc::new(corpus),
            chips,
            ways,
        }
    }

    /// Returns what was found out about a workload, pool by pool.
    #[must_use]
    pub fn ways_of(&self, workload: &Workload) -> &[Way<'a>] {
        // INVARIANT: the ways stand in the order of the workloads, one for each pool.
        let pools = self.chips.len().max(1);
        let mut each = self.ways.chunks(pools);
        let first = |ways: &&[Way<'a>]| {
            ways.first()
                .is_some_and(|way| way.workload.id == workload.id)
        };
        each.find(first).unwrap_or_default()
    }

    /// Returns the chips of a pool.
    #[must_use]
    pub fn chips_of(&self, pool: &Pool) -> &[Judged<'a>] {
        let found = self.chips.iter().find(|(other, _)| other.id == pool.id);
        found.map_or(&[], |(_, judged)| judged.as_slice())
    }
}

/// Returns the usable lots of a pool.
pub(crate) fn usable<'a>(judged: &[Judged<'a>]) -> Vec<Lot<'a>> {
    judged
        .iter()
        .filter(|judged| judged.usable())
        .map(|judged| judged.lot)
        .collect()
}

struct Surveyor<'r, 'a> {
    scenario: &'a Scenario,
    atlas: &'a Atlas,
    reading: Reading,
    until: Day,
    /// The days on which chips may be ordered.
    orders: Vec<Day>,
    corpus: &'r Corpus,
    /// The days on which an answer may change, the first day of the horizon first.
    segments: Vec<Span>,
}

/// Cuts the horizon at every day on which an answer may change.
fn segments(request: &Request<'_>, corpus: &Corpus) -> Vec<Span> {
    let (first, end) = (request.scenario.on, request.until());
    let mut cuts: BTreeSet<Day> = corpus.days_of_change().iter().copied().collect();
    cuts.extend(
        corpus
            .provisions()
            .map(|provision| provision.checked().after()),
    );
    cuts.extend(days_of_facts(request.scenario));
    cuts.retain(|day| *day > first && *day < end);
    cuts.insert(first);
    let ends = cuts.iter().skip(1).copied().chain([end]);
    cuts.iter()
        .zip(ends)
        .map(|(from, until)| Span { from: *from, until })
        .collect()
}

/// Returns the days on which a fact of the scenario changes.
fn days_of_facts(scenario: &Scenario) -> BTreeSet<Day> {
    let mut days = BTreeSet::new();
    for found in scenario.evidence.values() {
        let evidence = &found.evidence;
        days.extend(evidence.granted_on.shown());
        days.extend(evidence.expires_on.map(Day::after));
        days.extend(evidence.revoked_on);
    }
    for party in scenario.parties.values() {
        for (from, snapshot) in &party.snapshots {
            days.insert(*from);
            let owners = snapshot.owners.iter().flat_map(|owner| &owner.listed);
            for listing in snapshot.listed.iter().chain(owners) {
                days.extend(listing.on.shown());
                days.extend(listing.until.map(Day::after));
            }
        }
    }
    days
}

impl<'r, 'a> Surveyor<'r, 'a> {
    fn new(request: &Request<'a>, corpus: &'r Corpus, segments: Vec<Span>) -> Self {
        Self {
            scenario: request.scenario,
            atlas: request.atlas,
            reading: request.reading,
            until: request.until(),
            orders: std::iter::once(request.scenario.on)
                .chain(request.orders_again)
                .collect(),
            corpus,
            segments,
        }
    }

    /// Judges every workload on every pool, two kinds of workloads at a time; the order of the
    /// answers is that of the scenario.
    fn ways(&self, chips: &[(&'a Pool, Vec<Judged<'a>>)]) -> Vec<Way<'a>> {
        let kinds = Kinds::of(self.scenario, self.corpus).members;
        let judged = side_by_side::each(&kinds, |kind| self.ways_of_kind(kind, chips));
        let judged = judged.into_iter().flatten();
        let named = |ways: Vec<Way<'a>>| Some((&ways.first()?.workload.id, ways));
        let mut of: BTreeMap<_, _> = judged.filter_map(named).collect();
        let workloads = self.scenario.workloads.iter();
        let ways = workloads.filter_map(|workload| of.remove(&workload.id));
        ways.flatten().collect()
    }

    /// Judges the first of a kind on every pool; the others get its answers.
    fn ways_of_kind(
        &self,
        kind: &[&'a Workload],
        chips: &[(&'a Pool, Vec<Judged<'a>>)],
    ) -> Vec<Vec<Way<'a>>> {
        let Some((first, others)) = kind.split_first() else {
            return Vec::new();
        };
        let judged: Vec<Way<'a>> = chips.iter().map(|chips| self.way(first, chips)).collect();
        let others = others.iter().map(|other| {
            let ways = judged.iter().zip(chips);
            ways.map(|(way, chips)| self.alike(way, other, chips))
                .collect()
        });
        let others: Vec<Vec<Way<'a>>> = others.collect();
        std::iter::once(judged).chain(others).collect()
    }

    fn way(&self, workload: &'a Workload, (pool, judged): &(&'a Pool, Vec<Judged<'a>>)) -> Way<'a> {
        Way {
            workload,
            pool,
            lawful: self.lawfulness(workload, pool, judged),
        }
    }

    /// Returns the way of a workload that law cannot tell from one that was judged: the acts have
    /// its own names.
    fn alike(
        &self,
        way: &Way<'a>,
        workload: &'a Workload,
        (pool, judged): &(&'a Pool, Vec<Judged<'a>>),
    ) -> Way<'a> {
        let mut lawful = way.lawful.clone();
        if let Lawfulness::Refused(judgment) = &mut lawful {
            let lots = usable(judged);
            let on = self.scenario.on;
            let acts = |of: &'a Workload| self.entailed(of, pool, &lots, on, &[]).into_iter();
            let names = acts(way.workload).zip(acts(workload));
            let names = names.map(|(first, own)| (first.part.0, own.part.0));
            let names: BTreeMap<String, String> = names.collect();
            for act in judgment.acts.iter_mut().filter(|act| act.kind != "supply") {
                if let Some(own) = names.get(&act.part) {
                    act.part.clone_from(own);
                    act.ruling.id.clone_from(own);
                }
            }
        }
        Way {
            workload,
            pool,
            lawful,
        }
    }

    /// Judges how the chips of a pool came, and how those on offer would come.
    fn chips(&self, pool: &'a Pool) -> Vec<Judged<'a>> {
        let on = self.scenario.on;
        let stock = pool
            .stock
            .iter()
            .map(|batch| (Lot::from(batch), batch.available_from, None, on));
        let offers = self.scenario.purchases.values();
        let offers = offers.filter(|offer| offer.pool == pool.id);
        // What draws on a licence is ordered once, so that its quantity is counted once.
        let days = |offer: &Purchase| {
            let licensed = self.scenario.draws_on(&offer.supply).is_some();
            if licensed { 1 } else { self.orders.len() }
        };
        let orders = offers.flat_map(|offer| {
            let ordered = self.orders.iter().take(days(offer));
            ordered.map(move |day| (offer, *day))
        });
        let orders = orders.filter_map(|(offer, ordered)| {
            let chips = offered(offer, ordered)?;
            let day = ordered.plus_days(i32::try_from(offer.lead_days).unwrap_or(i32::MAX));
            let lot = Lot {
                chips,
                supply: &offer.supply,
                supplied_on: Known::Is(day),
            };
            Some((lot, day, Some(offer), ordered))
        });
        stock
            .chain(orders)
            .filter(|(_, from, _, _)| *from < self.until)
            .map(|(lot, available_from, offer, ordered)| {
                let (lot, supply) = self.within_licence(pool, lot, offer);
                Judged {
                    lot,
                    available_from,
                    offer,
                    ordered,
                    supply,
                }
            })
            .collect()
    }

    /// Judges a supply; of an offer that goes beyond what is left of its licence, so many chips as fit.
    fn within_licence(
        &self,
        pool: &Pool,
        lot: Lot<'a>,
        offer: Option<&Purchase>,
    ) -> (Lot<'a>, ActRow) {
        let whole = self.supply(pool, &lot);
        let licence = self.scenario.draws_on(lot.supply);
        let (Some(offer), Some(licence)) = (offer, licence) else {
            return (lot, whole);
        };
        let block = offer.block.0.max(1);
        let fits = self.scenario.left_on(licence).0 / block * block;
        if whole.ruling.outcome == Outcome::Permitted || fits == 0 || fits >= lot.chips.0 {
            return (lot, whole);
        }
        let part = Lot {
            chips: Chips(fits),
            ..lot
        };
        let supply = self.supply(pool, &part);
        if supply.ruling.outcome == Outcome::Permitted {
            (part, supply)
        } else {
            (lot, whole)
        }
    }

    fn supply(&self, pool: &Pool, lot: &Lot<'_>) -> ActRow {
        let Self {
            scenario, atlas, ..
        } = self;
        let act = supply_of(scenario, atlas, pool, lot, self.reading);
        let mut row = self.rule(act);
        // LAW: without the day of supply nobody can say under which text the chips came.
        if lot.supplied_on == Known::Unknown && row.ruling.outcome == Outcome::Permitted {
            row.ruling.outcome = Outcome::Unsettled;
            row.ruling
                .flags
                .push(portolan_acts::words::Flag::FactsMissing);
            row.ruling
                .open
                .push("`acquired.on` is not shown".to_owned());
        }
        row
    }

    fn rule(&self, act: EntailedAct) -> ActRow {
        let ruling = self.corpus.ruling_on(&act.question);
        let law_of = act
            .question
            .law_of
            .iter()
            .flatten()
            .map(ToString::to_string)
            .collect();
        ActRow {
            part: act.part.0,
            kind: act.question.act.kind().to_owned(),
            law_of,
            ruling,
        }
    }

    fn lawfulness(
        &self,
        workload: &'a Workload,
        pool: &'a Pool,
        judged: &[Judged<'a>],
    ) -> Lawfulness {
        if let Some(reason) = self.unfit(workload, pool) {
            return Lawfulness::Unfit(reason);
        }
        let lots = usable(judged);
        if lots.is_empty() {
            let acts: Vec<ActRow> = judged.iter().map(|judged| judged.supply.clone()).collect();
            let outcome = acts.iter().map(|act| act.ruling.outcome).max();
            return match outcome {
                None => Lawfulness::Unfit("no chips stand there in the horizon".to_owned()),
                Some(outcome) => Lawfulness::Refused(JudgmentRow {
                    outcome,
                    acts,
                    elsewhere: Vec::new(),
                }),
            };
        }
        let on = self.scenario.on;
        let spans = self.spans(workload, pool, &lots, on, &[]);
        if !spans.is_empty() {
            return Lawfulness::Lawful(spans);
        }
        let first = self.judge(self.entailed(workload, pool, &lots, on, &[]));
        self.cured(workload, pool, &lots, &first)
            .unwrap_or_else(|| Lawfulness::Refused(refusal(first)))
    }

    /// Returns why a workload cannot run on a pool whatever law says.
    fn unfit(&self, workload: &Workload, pool: &Pool) -> Option<String> {
        match &pool.terms {
            Terms::Own { .. } if pool.owner != workload.owner => {
                return Some(format!("`{}` runs only its own work there", pool.owner));
            }
            Terms::Lease { open_to, .. }
                if !open_to.is_empty() && !open_to.contains(&workload.owner) =>
            {
                return Some("it is let to others".to_owned());
            }
            Terms::Own { .. } | Terms::Lease { .. } => {}
        }
        let wanted = match workload.work {
            Work::Training(_) | Work::Tuning(_) => Use::Training,
            Work::Batch(_) | Work::Serving(_) => Use::Serving,
        };
        if self.atlas.rate(&pool.chip, wanted).is_none() {
            return Some(format!(
                "no source says what {} achieves in {wanted}",
                pool.chip
            ));
        }
        self.too_far(workload, pool)
    }

    fn too_far(&self, workload: &Workload, pool: &Pool) -> Option<String> {
        let Work::Serving(serving) = &workload.work else {
            return None;
        };
        let limit = serving.latency_ms_max?;
        let site = self.scenario.sites.get(&pool.site)?;
        serving.users.iter().find_map(
            |(region, _)| match self.atlas.rtt_ms(&site.region, region) {
                None => Some(format!("no source gives the round trip to {region}")),
                Some(rtt) if rtt > limit => Some(format!(
                    "{rtt} ms to {region}, over the limit of {limit} ms"
                )),
                Some(_) => None,
            },
        )
    }

    /// Returns the acts of the placement from a day on.
    fn entailed(
        &self,
        workload: &'a Workload,
        pool: &'a Pool,
        lots: &[Lot<'a>],
        from: Day,
        obtained: &[Evidence],
    ) -> Vec<EntailedAct> {
        let until = self
            .segments
            .iter()
            .find(|span| span.from <= from && from < span.until);
        let placement = Placement {
            scenario: self.scenario,
            atlas: self.atlas,
            workload,
            pool,
            from,
            until: until.map_or(from.after(), |span| span.until),
            reading: self.reading,
            obtained,
        };
        entailed_by(&placement, lots)
    }

    /// Returns the judgment on acts, every one asked on its own day.
    fn judge(&self, acts: Vec<EntailedAct>) -> JudgmentRow {
        let acts: Vec<ActRow> = acts.into_iter().map(|act| self.rule(act)).collect();
        let outcome = acts
            .iter()
            .map(|act| act.ruling.outcome)
            .min()
            .unwrap_or(Outcome::Unsettled);
        JudgmentRow {
            outcome,
            acts,
            elsewhere: Vec::new(),
        }
    }

    /// Returns true when there are acts, and all of them are permitted; the first that is not says no.
    fn permits(&self, acts: &[EntailedAct]) -> bool {
        let permitted =
            |act: &EntailedAct| self.corpus.ruling_on(&act.question).outcome == Outcome::Permitted;
        !acts.is_empty() && acts.iter().all(permitted)
    }

    /// Returns the spans on which every act is permitted, neighbours joined.
    fn spans(
        &self,
        workload: &'a Workload,
        pool: &'a Pool,
        lots: &[Lot<'a>],
        ready: Day,
        obtained: &[Evidence],
    ) -> Vec<Span> {
        let mut spans: Vec<Span> = Vec::new();
        for segment in self.segments.iter().filter(|segment| segment.until > ready) {
            let from = segment.from.max(ready);
            if !self.permits(&self.entailed(workload, pool, lots, from, obtained)) {
                continue;
            }
            match spans.last_mut() {
                Some(last) if last.until == from => last.until = segment.until,
                _ => spans.push(Span {
                    from,
                    until: segment.until,
                }),
            }
        }
        spans
    }

    /// Returns the placement with evidence that the scenario says can be had, if that cures it.
    ///
    /// LAW: no plan counts on a licence under presumption or policy of denial, or of unspecified
    /// review, nor on a cure for an act before the day of the plan.
    fn cured(
        &self,
        workload: &'a Workload,
        pool: &'a Pool,
        lots: &[Lot<'a>],
        first: &JudgmentRow,
    ) -> Option<Lawfulness> {
        if first.outcome != Outcome::Conditional
            || matches!(workload.work, Work::Serving(_) | Work::Batch(_))
        {
            return None;
        }
        let (mut obtained, mut lead, mut cost) = (Vec::new(), 0, Money::default());
        for need in first.acts.iter().flat_map(|act| &act.ruling.needs) {
            let hopeless = need.kind == EvidenceKind::Licence
                && !matches!(
                    need.review,
                    Some(Review::CaseByCase | Review::PresumptionOfApproval)
                );
            if hopeless {
                return None;
            }
            let found = self.scenario.evidence.values().find(|found| {
                found.workloads.contains(&workload.id)
                    && found.obtainable.as_ref().is_some_and(|terms| {
                        terms.kind == need.kind || need.or.contains(&terms.kind)
                    })
            })?;
            let terms = found.obtainable.as_ref()?;
            lead = lead.max(terms.lead_days);
            cost = cost.plus(terms.cost).ok()?;
            let granted = self
                .scenario
                .on
                .plus_days(i32::try_from(terms.lead_days).ok()?);
            obtained.push(Evidence {
                granted_on: Known::Is(granted),
                ..found.evidence.clone()
            });
        }
        let ready = self.scenario.on.plus_days(i32::try_from(lead).ok()?);
        let spans = self.spans(workload, pool, lots, ready, &obtained);
        (!spans.is_empty()).then_some(Lawfulness::Awaiting {
            ready,
            cost,
            obtained,
            spans,
        })
    }
}

/// Returns the chips on offer on a day: the entry with the latest day not after it.
fn offered(offer: &Purchase, on: Day) -> Option<Chips> {
    let known = offer.available.iter().filter(|(day, _)| *day <= on);
    let chips = known.max_by_key(|(day, _)| *day).map(|(_, chips)| *chips)?;
    (chips.0 > 0).then_some(chips)
}

/// Keeps the acts that are not permitted.
fn refusal(judgment: JudgmentRow) -> JudgmentRow {
    let acts = judgment
        .acts
        .into_iter()
        .filter(|act| act.ruling.outcome != Outcome::Permitted);
    JudgmentRow {
        acts: acts.collect(),
        ..judgment
    }
}

/// Returns the full judgment on a chosen placement: how its chips came, and every act of running
/// it; beside each act whose parties answer only to named places, what the other laws say.
#[must_use]
pub(crate) fn judgment<'a>(
    request: &Request<'a>,
    survey: &Survey<'a>,
    way: &Way<'a>,
    span: Span,
) -> JudgmentRow {
    let judged = survey.chips_of(way.pool);
    let lots = usable(judged);
    let obtained: &[Evidence] = match &way.lawful {
        Lawfulness::Awaiting { obtained, .. } => obtained,
        Lawfulness::Lawful(_) | Lawfulness::Refused(_) | Lawfulness::Unfit(_) => &[],
    };
    let placement = Placement {
        scenario: request.scenario,
        atlas: request.atlas,
        workload: way.workload,
        pool: way.pool,
        from: span.from,
        until: span.until,
        reading: request.reading,
        obtained,
    };
    let surveyor = Surveyor::new(request, &survey.corpus, vec![span]);
    let mut elsewhere = Vec::new();
    let used = judged.iter().filter(|judged| judged.usable());
    let mut acts: Vec<ActRow> = used.map(|judged| judged.supply.clone()).collect();
    for lot in &lots {
        let act = supply_of(
            request.scenario,
            request.atlas,
            way.pool,
            lot,
            request.reading,
        );
        elsewhere.extend(surveyor.elsewhere(act));
    }
    for act in entailed_by(&placement, &lots) {
        elsewhere.extend(surveyor.elsewhere(act.clone()));
        acts.push(surveyor.rule(act));
    }
    let outcome = acts
        .iter()
        .map(|act| act.ruling.outcome)
        .min()
        .unwrap_or(Outcome::Unsettled);
    JudgmentRow {
        outcome,
        acts,
        elsewhere,
    }
}

impl Surveyor<'_, '_> {
    /// Returns what every law says of an act that only some law was asked about, when that is
    /// worse.
    fn elsewhere(&self, mut act: EntailedAct) -> Option<ActRow> {
        act.question.law_of.take()?;
        let row = self.rule(act);
        (row.ruling.outcome != Outcome::Permitted || !row.ruling.flags.is_empty()).then_some(row)
    }
}

/// Names an offer or a pool, for people.
pub(crate) fn name_of(pool: &Pool, offer: Option<&OfferId>) -> String {
    offer.map_or_else(|| pool.id.to_string(), ToString::to_string)
}
