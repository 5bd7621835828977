//! Licences with a quantity: what is drawn and what is left.

use portolan_plan::document::LicenceRow;

use crate::show::number;

/// Says what a plan draws on a licence and leaves of it.
pub fn left_of(one: &LicenceRow) -> String {
    format!(
        "of {} chips, {} drawn before, {} bought by this plan, {} left",
        number(one.covers),
        number(one.drawn),
        number(one.planned),
        number(one.left)
    )
}
