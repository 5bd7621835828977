//! Who takes part in an act.

use portolan_terms::Party;

use super::Act;

impl Act {
    /// Returns every party to the act, with the field it stands in.
    pub fn parties_mut(&mut self) -> Vec<(&'static str, &mut Party)> {
        let mut found: Vec<(&'static str, &mut Party)> = Vec::new();
        match self {
            Self::Supply(act) => {
                found.push(("supplier", &mut act.supplier));
                found.push(("recipient", &mut act.recipient));
                found.extend(act.end_user.as_mut().map(|party| ("end_user", party)));
                let through = act.intermediaries.iter_mut().flatten();
                found.extend(through.map(|party| ("intermediaries", party)));
            }
            Self::Operate(act) => {
                found.push(("operator", &mut act.operator));
                found.extend(act.end_user.as_mut().map(|party| ("end_user", party)));
            }
            Self::UseCompute(act) => {
                found.push(("operator", &mut act.operator));
                found.push(("lessee", &mut act.lessee));
                found.extend(act.end_user.as_mut().map(|party| ("end_user", party)));
                found.extend(act.item_seller.as_mut().map(|party| ("item_seller", party)));
            }
            Self::Support(act) => {
                found.push(("provider", &mut act.provider));
                found.push(("for", &mut act.r#for));
                found.extend(act.end_user.as_mut().map(|party| ("end_user", party)));
            }
            Self::MoveData(act) => {
                found.push(("controller", &mut act.controller));
                found.push(("recipient", &mut act.recipient));
                found.extend(act.exporter.as_mut().map(|party| ("exporter", party)));
            }
            Self::UseData(act) => {
                found.push(("controller", &mut act.controller));
                found.push(("operator", &mut act.operator));
            }
            Self::MoveWeights(act) => {
                found.push(("supplier", &mut act.supplier));
                found.push(("recipient", &mut act.recipient));
            }
            Self::ServePublic(act) => found.push(("provider", &mut act.provider)),
            Self::BrokerData(act) => {
                found.push(("seller", &mut act.seller));
                found.push(("buyer", &mut act.buyer));
            }
            Self::Disclose(act) => found.push(("holder", &mut act.holder)),
        }
        found
    }
}
