//! Parties and who stands behind them.

use serde::{Deserialize, Serialize};

use crate::{Day, Figure, Known, Place, RuleId, evidence::Review, words::words};

words! {
    /// Names a public list of parties.
    ListName {
        UsEntityList = "us-entity-list",
        UsMeuList = "us-meu-list",
        UsMiu = "us-miu-744.22",
        UsSdn = "us-sdn",
        UsSupplementEight = "us-supp-8-approved",
        UsDspCoveredPerson = "us-dsp-covered-person",
        UsOtherScreening = "us-other-screening-list",
        TwShtcEntityList = "tw-shtc-entity-list",
        CnCacRestrictedRecipients = "cn-cac-restricted-recipients",
    }
}

words! {
    /// Names a role that some law turns on.
    Role {
        University = "university",
        Government = "government",
        PublicSector = "public-sector",
        StateFunded = "state-funded",
        MilitaryEndUser = "military-end-user",
        MilitaryIntelligenceEndUser = "military-intelligence-end-user",
        DataBroker = "data-broker",
        SignificantDataFiduciary = "significant-data-fiduciary",
    }
}

/// Holds one entry of a party on a public list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Listing {
    /// The list.
    pub list: ListName,
    /// The day the entry takes effect; unknown while nobody has shown that the entry is this party.
    pub on: Known<Day>,
    /// The last day of the entry, when it ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
    /// The items that the entry covers, in its own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub items: Option<String>,
    /// The review policy printed in the entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<Known<Review>>,
}

impl Listing {
    /// Returns whether the entry is in effect on `day`; its last day counts.
    ///
    /// # Example: a firm comes off a list
    ///
    /// ```
    /// use portolan_terms::{Known, Listing};
    ///
    /// let entry = r#"{"list": "us-entity-list", "on": "2024-03-01", "until": "2024-03-31"}"#;
    /// let entry: Listing = serde_json::from_str(entry).unwrap();
    /// assert_eq!(entry.alive_on("2024-03-31".parse().unwrap()), Known::Is(true));
    /// assert_eq!(entry.alive_on("2024-04-01".parse().unwrap()), Known::Is(false));
    /// ```
    #[must_use]
    pub fn alive_on(&self, day: Day) -> Known<bool> {
        if self.until.is_some_and(|last| last < day) {
            return Known::Is(false);
        }
        self.on.map(|on| on <= day)
    }
}

/// Holds one holder of shares, direct or indirect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Owner {
    /// The name of the holder.
    pub name: String,
    /// The share held, in per cent.
    pub percent: Figure,
    /// The seat of the holder.
    pub hq: Known<Place>,
    /// The public lists that name the holder.
    pub listed: Vec<Listing>,
}

/// Holds what law asks of a party.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// The name of the party.
    pub name: String,
    /// The seat of the party.
    pub hq: Known<Place>,
    /// The seat of the company at the top; that of the party itself when it has no parent.
    pub ultimate_parent_hq: Known<Place>,
    /// Where the party is registered; at its seat when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registered_in: Option<Known<Place>>,
    /// The city where the party is registered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registered_city: Option<String>,
    /// Whether the party sits in a Chinese free-trade zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_free_trade_zone: Option<Known<bool>>,
    /// The seat before the party moved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved_hq_from: Option<Place>,
    /// The day the seat moved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved_hq_on: Option<Day>,
    /// Where the managers really sit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub managed_from: Option<Known<Place>>,
    /// The trade of the party.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sector: Option<String>,
    /// Whether the party is a Chinese critical-infrastructure operator.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ciio: Option<Known<bool>>,
    /// The number of persons whose data the party holds in all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub persons_handled: Option<Known<u64>>,
    /// The holders worth naming.
    pub owners: Vec<Owner>,
    /// The public lists that name the party.
    pub listed: Vec<Listing>,
    /// The roles that some law turns on.
    pub roles: Vec<Role>,
    /// The company letters sent to the party.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub addressee_of: Vec<RuleId>,
}

/// Holds one person who helps with the work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// The job done.
    pub job: String,
    /// The citizenship held.
    pub citizenship: Known<Place>,
    /// Whether the person is a US person.
    pub us_person: Known<bool>,
    /// Where the person works.
    pub located_in: Known<Place>,
}
