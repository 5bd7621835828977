//! The acts of running: chips are operated, compute is used, people help.

use portolan_facts::scenario::model::{Terms, Work};
use portolan_terms::{Acquisition, Day, Evidence, Known, Party, PartyId, Place};

use super::{
    EntailedAct, Lot, Placement,
    asked::asked,
    lookup::{country, item, papers, party, words},
};
use crate::{
    Act,
    act::{Operate, Support, UseCompute},
    words::{Activity, Arrangement, Beneficiary, Deployment, Knowledge, RedFlag, UserSide},
};

/// Writes the acts of one placement.
pub(super) struct Clerk<'p, 'a> {
    pub placement: &'p Placement<'a>,
}

impl Clerk<'_, '_> {
    pub(super) fn party(&self, id: &PartyId) -> Party {
        party(self.placement.scenario, id, self.placement.from)
    }

    pub(super) fn site(&self) -> Place {
        country(self.placement.scenario, self.placement.pool)
    }

    /// Returns the evidence on file for the workload, and what the plan would obtain for it.
    pub(super) fn on_file(&self) -> Vec<Evidence> {
        let workload = &self.placement.workload.id;
        let all = self.placement.scenario.evidence.values();
        let own =
            all.filter(|found| found.obtainable.is_none() && found.workloads.contains(workload));
        own.map(|found| found.evidence.clone())
            .chain(self.placement.obtained.iter().cloned())
            .collect()
    }

    pub(super) fn asked(
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

    pub(super) fn acquired(lot: &Lot<'_>) -> Acquisition {
        Acquisition {
            on: lot.supplied_on,
            authority: lot.supply.acquired.authority,
        }
    }

    pub(super) fn operate(&self, lot: &Lot<'_>) -> EntailedAct {
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
            on_file: papers(self.placement.scenario, lot),
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

    pub(super) fn use_compute(&self, lot: &Lot<'_>) -> EntailedAct {
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
            on_file: papers(self.placement.scenario, lot),
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

    pub(super) fn support(&self) -> Option<EntailedAct> {
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
}
