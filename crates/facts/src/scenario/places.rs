//! The codes of places that a scenario may name: those of ISO 3166, and those it leaves to users.

use portolan_terms::Place;

/// Holds the officially assigned codes of ISO 3166-1, with `EU` and `XK`, which everyone uses.
const ASSIGNED: &str = "\
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ \
    CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET EU FI FJ FK FM \
    FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT \
    JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN \
    MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT \
    PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL \
    TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW";

/// Returns true when a place is one of the world, a zone inside one, or left to users (`XA` to `XZ`).
pub(super) fn is_known(place: Place) -> bool {
    let code = place.code().get(..2).unwrap_or_default();
    code.starts_with('X') || ASSIGNED.split_whitespace().any(|assigned| assigned == code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_of_the_list_is_a_place_and_stands_in_order() {
        let codes: Vec<&str> = ASSIGNED.split_whitespace().collect();
        assert_eq!(codes.len(), 251);
        assert!(codes.is_sorted());
        for code in codes {
            assert!(is_known(code.parse().unwrap()), "{code}");
        }
    }

    #[test]
    fn norway_and_invented_places_are_known_and_a_slip_is_not() {
        for code in ["NO", "XA", "AE-DIFC", "EU"] {
            assert!(is_known(code.parse().unwrap()), "{code}");
        }
        for code in ["ZZ", "UK", "QX"] {
            assert!(!is_known(code.parse().unwrap()), "{code}");
        }
    }
}
