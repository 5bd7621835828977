//! From a placement to the acts that it entails, each dated.
//!
//! Every fact that rules turn on is written, as `"unknown"` when the scenario does not show it.

use portolan_facts::{
    Atlas, Scenario,
    scenario::model::{Batch, Pool, Supply as Delivery, Terms, Training, Work, Workload},
};
use portolan_terms::{
    Acquisition, Chips, Dataset, Day, Evidence, EvidenceId, Known, Model, Party, PartyId, Place,
    RuleId,
    data::{Extractable, Origin},
    evidence::Purpose,
};

use crate::{
    Act, Question, Reading,
    act::{MoveData, MoveWeights, Operate, ServePublic, Supply, Support, UseCompute, UseData},
    words::{
        Activity, Arrangement, Beneficiary, Certification, DataMode, Deployment, Knowledge, Medium,
        OfferedTo, RecipientRole, RedFlag, Service, SupplyMode, UserSide,
    },
};

/// Holds a workload on chips of a pool over a period.
#[derive(Clone, Copy, Debug)]
pub struct Placement<'a> {
    /// The scenario that all of it belongs to.
    pub scenario: &'a Scenario,
    /// The public facts.
    pub atlas: &'a Atlas,
    /// What runs.
    pub workload: &'a Workload,
    /// Where it runs.
    pub pool: &'a Pool,
    /// The first day.
    pub from: Day,
    /// The first day after it.
    pub until: Day,
    /// How the questions are to be read.
    pub reading: Reading,
    /// Evidence that the plan would obtain, on top of what is on file.
    pub obtained: &'a [Evidence],
}

/// Names what an act of a placement is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part(pub String);

/// Holds one act that a placement entails, ready to be put to the judge.
#[derive(Clone, Debug, PartialEq)]
pub struct EntailedAct {
    /// What it is, in words.
    pub part: Part,
    /// The question for the judge.
    pub question: Question,
}

/// Holds chips of one delivery: in stock, or bought by the plan.
#[derive(Clone, Copy, Debug)]
pub struct Lot<'a> {
    /// The number of chips.
    pub chips: Chips,
    /// How they came, or would come.
    pub supply: &'a Delivery,
    /// The day of the supply.
    pub supplied_on: Known<Day>,
}

impl<'a> From<&'a Batch> for Lot<'a> {
    fn from(batch: &'a Batch) -> Self {
        Self {
            chips: batch.chips,
            supply: &batch.supply,
            supplied_on: batch.supply.acquired.on,
        }
    }
}

/// Returns the acts of running the workload on these lots of the pool: what is done with the chips,
/// the data, the results and the service. How the chips came is asked by [`supply_of`].
#[must_use]
pub fn entailed_by(placement: &Placement<'_>, lots: &[Lot<'_>]) -> Vec<EntailedAct> {
    let clerk = Clerk { placement };
    let mut acts = Vec::new();
    for lot in lots {
        acts.push(clerk.operate(lot));
        if placement.workload.owner != placement.pool.operator {
            acts.push(clerk.use_compute(lot));
        }
    }
    acts.extend(clerk.support());
    acts.extend(clerk.use_data());
    match &placement.workload.work {
        Work::Training(training) | Work::Tuning(training) => acts.extend(clerk.results(training)),
        Work::Batch(_) => {}
        Work::Serving(serving) => {
            for (place, prompts) in &serving.prompts {
                acts.push(clerk.serve(serving, *place, prompts));
                acts.extend(clerk.move_prompts(*place, prompts));
            }
        }
    }
    acts
}

/// Returns the act by which a lot came to the owner of the pool.
#[must_use]
pub fn supply_of(
    scenario: &Scenario,
    atlas: &Atlas,
    pool: &Pool,
    lot: &Lot<'_>,
    reading: Reading,
) -> EntailedAct {
    let on = lot.supplied_on.shown().copied();
    let day = on.unwrap_or(scenario.on);
    let recipient = party(scenario, &pool.owner, day);
    let supplier = party(scenario, &lot.supply.supplier, day);
    let part = format!("supply of {} {} to `{}`", lot.chips, pool.chip, pool.owner);
    let act = Act::Supply(Box::new(Supply {
        mode: SupplyMode::from_word(&lot.supply.mode).unwrap_or(SupplyMode::Export),
        item: item(atlas, pool, lot),
        supplier,
        end_user: Some(recipient.clone()),
        recipient,
        from: lot.supply.from,
        to: country(scenario, pool),
        knows: Vec::new(),
        red_flags: Vec::new(),
        on_file: evidence(scenario, &lot.supply.on_file),
        intermediaries: Some(Vec::new()),
        medium: Some(Medium::Physical),
        arrives_on: None,
        quantity: Some(lot.chips.0),
        calendar_year_tpp: None,
        sold_in_us_by: Some(lot.supply.sold_in_us_by.unwrap_or_default()),
        certifications: Some(words(&lot.supply.certifications, Certification::from_word)),
        china_share_percent: Some(lot.supply.china_share_percent.unwrap_or_default()),
        acquired: None,
    }));
    let parties = [&lot.supply.supplier, &pool.owner];
    let places = [lot.supply.from, country(scenario, pool)];
    asked(scenario, part, day, act, &parties, &places, reading)
}

/// Returns the judge's question, asked of the law of the places that all parties answer to, when
/// the act lies wholly inside them.
fn asked(
    scenario: &Scenario,
    part: String,
    on: Day,
    act: Act,
    parties: &[&PartyId],
    places: &[Place],
    reading: Reading,
) -> EntailedAct {
    let law_of = answers_only_to(scenario, on, &act, parties, places);
    let question = Question {
        id: part.clone(),
        on,
        posture: Some(reading.posture),
        beyond_coverage: Some(reading.beyond_coverage),
        law_of,
        act,
        expect: None,
        note: None,
    };
    EntailedAct {
        part: Part(part),
        question,
    }
}

/// Returns the places whose law alone is asked, when every party says so, every place of the act is
/// among them, and no party has a seat, a parent or a US person elsewhere.
fn answers_only_to(
    scenario: &Scenario,
    on: Day,
    act: &Act,
    parties: &[&PartyId],
    places: &[Place],
) -> Option<Vec<Place>> {
    let mut common: Option<Vec<Place>> = None;
    for id in parties {
        let stated = scenario.parties.get(*id)?.answers_to.as_ref()?;
        common = Some(match common {
            None => stated.clone(),
            Some(common) => common
                .into_iter()
                .filter(|place| stated.contains(place))
                .collect(),
        });
    }
    let common = common.filter(|common| !common.is_empty())?;
    let inside = |place: &Place| common.contains(place);
    let seated = parties.iter().all(|id| {
        let party = party(scenario, id, on);
        let shown = [
            Some(party.hq),
            Some(party.ultimate_parent_hq),
            party.managed_from,
        ];
        shown
            .into_iter()
            .flatten()
            .all(|seat| seat.shown().is_some_and(inside))
    });
    let no_us_person = match act {
        Act::Support(support) => support
            .people
            .iter()
            .all(|person| person.us_person == Known::Is(false)),
        Act::Supply(_)
        | Act::Operate(_)
        | Act::UseCompute(_)
        | Act::MoveData(_)
        | Act::UseData(_)
        | Act::MoveWeights(_)
        | Act::ServePublic(_)
        | Act::BrokerData(_)
        | Act::Disclose(_) => true,
    };
    (seated && no_us_person && places.iter().all(inside)).then_some(common)
}

/// Returns what law asks of a party on a day; a party the scenario does not have is all unknown.
fn party(scenario: &Scenario, id: &PartyId, on: Day) -> Party {
    let found = scenario
        .parties
        .get(id)
        .and_then(|party| party.on(on))
        .cloned();
    found.unwrap_or_else(|| Party {
        name: id.to_string(),
        hq: Known::Unknown,
        ultimate_parent_hq: Known::Unknown,
        registered_in: None,
        registered_city: None,
        in_free_trade_zone: None,
        moved_hq_from: None,
        moved_hq_on: None,
        managed_from: None,
        sector: None,
        ciio: None,
        persons_handled: None,
        owners: Vec::new(),
        listed: Vec::new(),
        roles: Vec::new(),
        addressee_of: Vec::<RuleId>::new(),
    })
}

fn country(scenario: &Scenario, pool: &Pool) -> Place {
    // INVARIANT: a scenario that was read has the site of every pool.
    scenario
        .sites
        .get(&pool.site)
        .map_or_else(unknown_place, |site| site.country)
}

/// Returns a place that no pack knows: what lies there is `unsettled`.
fn unknown_place() -> Place {
    #[expect(clippy::expect_used, reason = "a literal of the right form")]
    "ZZ".parse().expect("ZZ is two letters")
}

fn item(atlas: &Atlas, pool: &Pool, lot: &Lot<'_>) -> portolan_terms::Item {
    let mut item = lot.supply.item.clone();
    item.chip = Some(pool.chip.clone());
    match atlas.item(&pool.chip) {
        Some(figures) => item.filled_from(&figures),
        None => item,
    }
}

fn evidence(scenario: &Scenario, ids: &[EvidenceId]) -> Vec<Evidence> {
    let found = ids.iter().filter_map(|id| scenario.evidence.get(id));
    found
        .filter(|found| found.obtainable.is_none())
        .map(|found| found.evidence.clone())
        .collect()
}

fn words<T>(texts: &[String], read: fn(&str) -> Option<T>) -> Vec<T> {
    texts.iter().filter_map(|text| read(text)).collect()
}

struct Clerk<'p, 'a> {
    placement: &'p Placement<'a>,
}

impl Clerk<'_, '_> {
    fn party(&self, id: &PartyId) -> Party {
        party(self.placement.scenario, id, self.placement.from)
    }

    fn site(&self) -> Place {
        country(self.placement.scenario, self.placement.pool)
    }

    /// Returns the evidence on file for the workload, and what the plan would obtain for it.
    fn on_file(&self) -> Vec<Evidence> {
        let workload = &self.placement.workload.id;
        let all = self.placement.scenario.evidence.values();
        let own =
            all.filter(|found| found.obtainable.is_none() && found.workloads.contains(workload));
        own.map(|found| found.evidence.clone())
            .chain(self.placement.obtained.iter().cloned())
            .collect()
    }

    fn asked(
        &self,
        part: String,
        on: Day,
        act: Act,
        parties: &[&PartyId],
        places: &[Place],
    ) -> EntailedAct {
        asked(
            self.placement.scenario,
            part,
            on,
            act,
            parties,
            places,
            self.placement.reading,
        )
    }

    fn acquired(lot: &Lot<'_>) -> Acquisition {
        Acquisition {
            on: lot.supplied_on,
            authority: lot.supply.acquired.authority,
        }
    }

    fn operate(&self, lot: &Lot<'_>) -> EntailedAct {
        let Placement {
            workload,
            pool,
            from,
            ..
        } = *self.placement;
        let own = workload.owner == pool.owner;
        let act = Act::Operate(Box::new(Operate {
            operator: self.party(&pool.operator),
            site_country: self.site(),
            item: item(self.placement.atlas, pool, lot),
            activity: Activity::Run,
            acquired: Self::acquired(lot),
            workload_for: if own {
                Beneficiary::Own
            } else {
                Beneficiary::Others
            },
            knows: words(&pool.knows, Knowledge::from_word),
            on_file: evidence(self.placement.scenario, &lot.supply.on_file),
            end_user: Some(self.party(&workload.owner)),
            bona_fide_operator: Some(pool.bona_fide_operator),
            state_funded: Some(pool.state_funded),
            site_progress_percent: Some(Known::Unknown),
            quantity: Some(lot.chips.0),
        }));
        let part = format!("running {} {} at `{}`", lot.chips, pool.chip, pool.site);
        self.asked(
            part,
            from,
            act,
            &[&pool.operator, &workload.owner],
            &[self.site()],
        )
    }

    fn use_compute(&self, lot: &Lot<'_>) -> EntailedAct {
        let Placement {
            workload,
            pool,
            from,
            ..
        } = *self.placement;
        let lease = match &pool.terms {
            Terms::Lease { lease, .. } => Some(lease),
            Terms::Own { .. } => None,
        };
        let operations = match &workload.work {
            Work::Training(training) | Work::Tuning(training) => Known::Is(training.operations),
            Work::Batch(_) | Work::Serving(_) => Known::Is(Default::default()),
        };
        let arrangement = lease.and_then(|lease| Arrangement::from_word(&lease.arrangement));
        let act = Act::UseCompute(Box::new(UseCompute {
            operator: self.party(&pool.operator),
            lessee: self.party(&workload.owner),
            site_country: self.site(),
            item: item(self.placement.atlas, pool, lot),
            arrangement: arrangement.unwrap_or(Arrangement::Dedicated),
            item_owner: if pool.owner == workload.owner {
                UserSide::Lessee
            } else {
                UserSide::Operator
            },
            lessee_controls_hardware: lease
                .map_or(Known::Unknown, |lease| lease.lessee_controls_hardware),
            bought_for_lessee: lease.map_or(Known::Unknown, |lease| lease.bought_for_lessee),
            purpose: workload.purpose,
            knows: words(&pool.knows, Knowledge::from_word),
            red_flags: words(&pool.red_flags, RedFlag::from_word),
            on_file: evidence(self.placement.scenario, &lot.supply.on_file),
            end_user: Some(self.party(&workload.owner)),
            training_operations: Some(operations),
            acquired: Some(Self::acquired(lot)),
            deployment: Some(Deployment::New),
            bona_fide_operator: Some(pool.bona_fide_operator),
            item_seller: Some(self.party(&lot.supply.supplier)),
        }));
        let part = format!(
            "`{}` works on {} {} of `{}`",
            workload.owner, lot.chips, pool.chip, pool.operator
        );
        self.asked(
            part,
            from,
            act,
            &[&pool.operator, &workload.owner],
            &[self.site()],
        )
    }

    fn support(&self) -> Option<EntailedAct> {
        let Placement {
            workload,
            pool,
            from,
            ..
        } = *self.placement;
        if pool.staff.is_empty() {
            return None;
        }
        let act = Act::Support(Box::new(Support {
            provider: self.party(&pool.operator),
            people: pool.staff.clone(),
            r#for: self.party(&workload.owner),
            purpose: workload.purpose,
            knows: words(&pool.knows, Knowledge::from_word),
            on_file: Vec::new(),
            end_user: Some(self.party(&workload.owner)),
        }));
        let part = format!("people of `{}` help `{}`", pool.operator, workload.owner);
        Some(self.asked(
            part,
            from,
            act,
            &[&pool.operator, &workload.owner],
            &[self.site()],
        ))
    }

    fn markets(&self) -> Vec<Place> {
        match &self.placement.workload.work {
            Work::Training(training) | Work::Tuning(training) => training.serves_markets.clone(),
            Work::Batch(_) => Vec::new(),
            Work::Serving(serving) => serving.users.iter().map(|(_, place)| *place).collect(),
        }
    }

    fn use_data(&self) -> Vec<EntailedAct> {
        let Placement {
            scenario,
            workload,
            pool,
            from,
            ..
        } = *self.placement;
        let sets = workload
            .datasets
            .iter()
            .filter_map(|id| scenario.datasets.get(id));
        sets.map(|set| {
            let act = Act::UseData(Box::new(UseData {
                dataset: set.dataset.clone(),
                controller: self.party(&set.controller),
                from: set.from,
                site_country: self.site(),
                operator: self.party(&pool.operator),
                operator_handles_data: Known::Is(pool.operator != set.controller),
                purpose: workload.purpose,
                serves_markets: self.markets(),
                on_file: self.on_file(),
                necessary_for: None,
            }));
            let part = format!(
                "`{}` from {} is worked on in {}",
                set.id,
                set.from,
                self.site()
            );
            let mut places = vec![set.from, self.site()];
            places.extend(set.dataset.origin.iter().filter_map(|origin| match origin {
                Origin::Place(place) => Some(*place),
                Origin::Mixed => None,
            }));
            self.asked(part, from, act, &[&set.controller, &pool.operator], &places)
        })
        .collect()
    }

    fn results(&self, training: &Training) -> Option<EntailedAct> {
        let Placement {
            scenario,
            workload,
            until,
            ..
        } = *self.placement;
        let to = training.results_to.filter(|to| *to != self.site())?;
        let sets = workload
            .datasets
            .iter()
            .filter_map(|id| scenario.datasets.get(id));
        let personal = sets.clone().any(|set| {
            set.dataset.identifiability != portolan_terms::data::Identifiability::NotPersonal
        });
        let extractable = if personal {
            Extractable::Unknown
        } else {
            Extractable::No
        };
        let owner = self.party(&workload.owner);
        let act = Act::MoveWeights(Box::new(MoveWeights {
            supplier: owner.clone(),
            recipient: owner,
            from: self.site(),
            to,
            model: Model {
                training_operations: Known::Is(training.operations),
                published: training.published,
                trained_on: sets.map(|set| set.dataset.clone()).collect(),
                personal_data_extractable: Some(extractable),
            },
            purpose: Purpose::Inference,
            on_file: self.on_file(),
        }));
        let part = format!(
            "weights of `{}` go from {} to {to}",
            workload.id,
            self.site()
        );
        Some(self.asked(
            part,
            until.before(),
            act,
            &[&workload.owner],
            &[self.site(), to],
        ))
    }

    fn serve(
        &self,
        serving: &portolan_facts::scenario::model::Serving,
        market: Place,
        prompts: &Dataset,
    ) -> EntailedAct {
        let Placement {
            workload,
            pool,
            from,
            ..
        } = *self.placement;
        let act = Act::ServePublic(Box::new(ServePublic {
            market,
            host_country: self.site(),
            provider: self.party(&workload.owner),
            service: Service::from_word(&serving.service).unwrap_or(Service::Other),
            offered_to: OfferedTo::from_word(&serving.offered_to).unwrap_or(OfferedTo::Public),
            launched_on: serving.launched_on,
            model: Model {
                training_operations: serving.model_operations,
                published: serving.model_published,
                trained_on: Vec::new(),
                personal_data_extractable: Some(Extractable::Unknown),
            },
            on_file: self.on_file(),
            prompts: Some(prompts.clone()),
            prompts_stored_in: Some(self.site()),
            use_class: None,
        }));
        let part = format!(
            "`{}` serves the public in {market} from {}",
            workload.id,
            self.site()
        );
        let day = from.max(serving.launched_on);
        self.asked(
            part,
            day,
            act,
            &[&workload.owner, &pool.operator],
            &[market, self.site()],
        )
    }

    fn move_prompts(&self, market: Place, prompts: &Dataset) -> Option<EntailedAct> {
        let Placement {
            workload,
            pool,
            from,
            ..
        } = *self.placement;
        if market == self.site() {
            return None;
        }
        let own = workload.owner == pool.operator;
        let act = Act::MoveData(Box::new(MoveData {
            mode: DataMode::TransferOut,
            dataset: prompts.clone(),
            controller: self.party(&workload.owner),
            from: market,
            to: self.site(),
            via: Vec::new(),
            recipient: self.party(&pool.operator),
            recipient_role: if own {
                RecipientRole::SameEntity
            } else {
                RecipientRole::Processor
            },
            purpose: Purpose::Inference,
            on_file: self.on_file(),
            exporter: None,
            exporter_role: None,
            necessary_for: None,
            adds: None,
            vendor_access: Some(Known::Is(!own)),
            direct_collection: Some(false),
            continuous: Some(true),
            first_transfer_on: None,
            localisation_request: None,
        }));
        let part = format!(
            "prompts of `{}` go from {market} to {}",
            workload.id,
            self.site()
        );
        Some(self.asked(
            part,
            from,
            act,
            &[&workload.owner, &pool.operator],
            &[market, self.site()],
        ))
    }
}
