//! Data sets and models.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{Known, Place, TrainingOps, evidence::Purpose, words::words};

words! {
    /// Names a class of data.
    ClassName {
        Personal = "personal", SensitivePersonal = "sensitive-personal",
        Important = "important", Core = "core", Genomic = "genomic", OtherOmic = "other-omic",
        Biometric = "biometric", Health = "health", PopulationHealth = "population-health",
        Financial = "financial", CreditFile = "credit-file",
        PreciseGeolocation = "precise-geolocation", CoveredIdentifiers = "covered-identifiers",
        GovernmentRelated = "government-related", NationalIdNumber = "national-id-number",
        Map = "map", VehicleExteriorVideo = "vehicle-exterior-video",
        Industrial = "industrial", PublicSector = "public-sector", PublicWeb = "public-web",
        Works = "works", Any = "any",
    }
}

words! {
    /// Names how far persons can be recognised in a data set.
    Identifiability {
        Identified = "identified",
        Pseudonymised = "pseudonymised",
        DeIdentified = "de-identified",
        Anonymised = "anonymised",
        NotPersonal = "not-personal",
        Unknown = "unknown",
    }
}

words! {
    /// Names whether persons can be read back out of a model.
    Extractable {
        Yes = "yes",
        No = "no",
        Unknown = "unknown",
    }
}

/// Names where data was collected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// One place.
    Place(Place),
    /// Many places; only for data about no person.
    Mixed,
}

impl Serialize for Origin {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Place(place) => place.serialize(serializer),
            Self::Mixed => serializer.serialize_str("mixed"),
        }
    }
}

impl<'de> Deserialize<'de> for Origin {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match String::deserialize(deserializer)?.as_str() {
            "mixed" => Ok(Self::Mixed),
            text => text
                .parse()
                .map(Self::Place)
                .map_err(serde::de::Error::custom),
        }
    }
}

/// Holds one class of data in a set, with the persons it is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DataClass {
    /// The class.
    pub class: ClassName,
    /// The number of distinct persons.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub persons: Option<Known<u64>>,
    /// The number of distinct devices.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub devices: Option<Known<u64>>,
    /// The running total that the law counts, this act included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub persons_counted: Option<Known<u64>>,
    /// The origin, when the set mixes origins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Place>,
    /// Whether the data has been made public.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disclosed: Option<bool>,
    /// What it is, in free words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

/// Says that a data set is one slice of a larger one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SplitOf {
    /// The persons in the whole.
    pub persons: u64,
    /// The number of slices.
    pub parts: u64,
}

/// Holds what law asks of a data set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dataset {
    /// Where the data was collected; each origin brings its own law.
    pub origin: Vec<Origin>,
    /// The classes in the set.
    pub classes: Vec<DataClass>,
    /// How far persons can be recognised.
    pub identifiability: Identifiability,
    /// The trade it comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sector: Option<String>,
    /// Whether anyone can read it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publicly_available: Option<Known<bool>>,
    /// Whether a regulator has notified or published it as important.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notified_important: Option<Known<bool>>,
    /// Whether it is on the negative list of the zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_negative_list: Option<Known<bool>>,
    /// Whether it lies inside a named free scenario.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_exempt_scenario: Option<Known<bool>>,
    /// Whether it was lawfully come by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lawful_source: Option<Known<bool>>,
    /// Whether it is ordered to stay home.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub localisation_order: Option<Known<bool>>,
    /// What it was collected for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collected_for: Option<Vec<Purpose>>,
    /// The larger set that it is a slice of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub split_of: Option<SplitOf>,
}

/// Holds what law asks of a trained model.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Model {
    /// The operations spent on training, in total.
    pub training_operations: Known<TrainingOps>,
    /// Whether the weights are open to all.
    pub published: Known<bool>,
    /// The data it was trained on.
    pub trained_on: Vec<Dataset>,
    /// Whether persons can be read back out of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub personal_data_extractable: Option<Extractable>,
}
