//! The acts of data, results and services.

use portolan_facts::scenario::model::{Serving, Training, Work};
use portolan_terms::{
    Dataset, Known, Model, Place,
    data::{Extractable, Origin},
    evidence::Purpose,
};

use super::{EntailedAct, Placement, clerk::Clerk};
use crate::{
    Act,
    act::{MoveData, MoveWeights, ServePublic, UseData},
    words::{DataMode, OfferedTo, RecipientRole, Service},
};

impl Clerk<'_, '_> {
    pub(super) fn markets(&self) -> Vec<Place> {
        match &self.placement.workload.work {
            Work::Training(training) | Work::Tuning(training) => training.serves_markets.clone(),
            Work::Batch(_) => Vec::new(),
            Work::Serving(serving) => serving.users.iter().map(|(_, place)| *place).collect(),
        }
    }

    pub(super) fn use_data(&self) -> Vec<EntailedAct> {
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

    pub(super) fn results(&self, training: &Training) -> Option<EntailedAct> {
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

    pub(super) fn serve(&self, serving: &Serving, market: Place, prompts: &Dataset) -> EntailedAct {
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

    pub(super) fn move_prompts(&self, market: Place, prompts: &Dataset) -> Option<EntailedAct> {
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
