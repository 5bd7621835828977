//! The places of an epoch in their groups, as Cedar knows them, with what rules said there.

use cedar_policy::Entities;

use crate::{entities::Groups, said::Said};

/// Holds one division of places into groups.
pub(crate) struct Chart {
    pub groups: Groups,
    /// The places as Cedar knows them; an error is a defect, which the judge reports.
    pub entities: Result<Entities, String>,
    pub said: Said,
}

impl From<Groups> for Chart {
    fn from(groups: Groups) -> Self {
        Self {
            entities: groups.entities(),
            groups,
            said: Said::default(),
        }
    }
}
