//! What is written down of each kind of act.

use portolan_terms::{
    Acquisition, DataClass, Dataset, Day, Evidence, Figure, Item, Known, Model, Party, Person,
    Place, TrainingOps, evidence::Purpose,
};
use serde::{Deserialize, Serialize};

use crate::words::{
    Activity, Arrangement, AuthorityType, Beneficiary, Certification, DataMode, Deployment,
    ExporterRole, Form, Handling, Knowledge, Medium, NecessaryFor, OfferedTo, RecipientRole,
    RedFlag, Service, SupplyMode, UseClass, UserSide,
};

macro_rules! shapes {
    ($($(#[$doc:meta])* $name:ident {
        $($(#[$field_doc:meta])* $field:ident: $kind:ty,)*
        ;
        $($(#[$option_doc:meta])* $option:ident: $option_kind:ty,)*
    })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $($(#[$field_doc])* pub $field: $kind,)*
            $($(#[$option_doc])* #[serde(default, skip_serializing_if = "Option::is_none")]
            pub $option: Option<$option_kind>,)*
        }
    )*};
}

shapes! {
    /// Holds a supply: an item changes country, holder or owner.
    Supply {
        /// How it moves.
        mode: SupplyMode,
        /// What moves.
        item: Item,
        /// Who supplies it.
        supplier: Party,
        /// Who gets it.
        recipient: Party,
        /// Where it leaves.
        from: Place,
        /// Where it goes.
        to: Place,
        /// What the supplier knows or has reason to suspect.
        knows: Vec<Knowledge>,
        /// The red flags seen.
        red_flags: Vec<RedFlag>,
        /// The evidence on file.
        on_file: Vec<Evidence>,
        ;
        /// Who will use it, when that is not the recipient.
        end_user: Party,
        /// Those it passes through.
        intermediaries: Vec<Party>,
        /// Physical, or a download.
        medium: Medium,
        /// The day it arrives.
        arrives_on: Day,
        /// How many.
        quantity: u64,
        /// The processing performance sent to this consignee this year, this act included.
        calendar_year_tpp: i64,
        /// The day by which the product was on sale in the United States.
        sold_in_us_by: Known<Day>,
        /// The statements made with the application.
        certifications: Vec<Certification>,
        /// The share of the product that goes to China and Macau.
        china_share_percent: Known<Figure>,
        /// How the supplier came by it.
        acquired: Acquisition,
    }

    /// Holds an operation: an owner deals with its own items.
    Operate {
        /// The owner.
        operator: Party,
        /// Where the items stand.
        site_country: Place,
        /// The items.
        item: Item,
        /// What is done.
        activity: Activity,
        /// How the owner came by them.
        acquired: Acquisition,
        /// For whom they work.
        workload_for: Beneficiary,
        /// What the operator knows.
        knows: Vec<Knowledge>,
        /// The evidence on file.
        on_file: Vec<Evidence>,
        ;
        /// For whom the work is done.
        end_user: Party,
        /// Whether the operator is a bona fide one.
        bona_fide_operator: Known<bool>,
        /// Whether state money is in the site.
        state_funded: Known<bool>,
        /// How far the site is built.
        site_progress_percent: Known<Figure>,
        /// How many.
        quantity: u64,
    }

    /// Holds a lease: a lessee works on items at a site run by another.
    UseCompute {
        /// Who runs the site.
        operator: Party,
        /// Who works on it.
        lessee: Party,
        /// Where the items stand.
        site_country: Place,
        /// The items.
        item: Item,
        /// The form of the lease.
        arrangement: Arrangement,
        /// Who owns the items.
        item_owner: UserSide,
        /// Whether the lessee controls the hardware.
        lessee_controls_hardware: Known<bool>,
        /// Whether the items were bought after this lessee signed.
        bought_for_lessee: Known<bool>,
        /// What the work is for.
        purpose: Purpose,
        /// What the operator knows.
        knows: Vec<Knowledge>,
        /// The red flags seen.
        red_flags: Vec<RedFlag>,
        /// The evidence on file.
        on_file: Vec<Evidence>,
        ;
        /// For whom the work is done.
        end_user: Party,
        /// The operations that a training run takes.
        training_operations: Known<TrainingOps>,
        /// How the operator came by the items.
        acquired: Acquisition,
        /// Whether the work is new.
        deployment: Deployment,
        /// Whether the operator is a bona fide one.
        bona_fide_operator: Known<bool>,
        /// Who sold the items.
        item_seller: Party,
    }

    /// Holds support: people help someone's work.
    Support {
        /// Who sends the people.
        provider: Party,
        /// The people.
        people: Vec<Person>,
        /// Whom they help.
        r#for: Party,
        /// What the work is for.
        purpose: Purpose,
        /// What the provider knows.
        knows: Vec<Knowledge>,
        /// The evidence on file.
        on_file: Vec<Evidence>,
        ;
        /// For whom the work is done.
        end_user: Party,
    }

    /// Holds a movement of data.
    MoveData {
        /// How it moves.
        mode: DataMode,
        /// What moves.
        dataset: Dataset,
        /// Who decides about it.
        controller: Party,
        /// Where it rests.
        from: Place,
        /// Where it goes, or from where it is seen.
        to: Place,
        /// The places on the way.
        via: Vec<Hop>,
        /// Who gets it.
        recipient: Party,
        /// What the recipient is to the controller.
        recipient_role: RecipientRole,
        /// What it is moved for.
        purpose: Purpose,
        /// The evidence on file.
        on_file: Vec<Evidence>,
        ;
        /// Who sends it, when that is not the controller.
        exporter: Party,
        /// What the sender is.
        exporter_role: ExporterRole,
        /// What cannot be done without the move.
        necessary_for: NecessaryFor,
        /// What is mixed in on the way.
        adds: Vec<DataClass>,
        /// Whether the host can read it.
        vendor_access: Known<bool>,
        /// Whether it is taken straight from the persons by a party abroad.
        direct_collection: bool,
        /// Whether it goes on and on.
        continuous: bool,
        /// The day of the first transfer.
        first_transfer_on: Day,
        /// Whether an authority asked for local storage.
        localisation_request: Known<bool>,
    }

    /// Holds work on data at a site.
    UseData {
        /// What is worked on.
        dataset: Dataset,
        /// Who decides about it.
        controller: Party,
        /// Where it rests.
        from: Place,
        /// Where it is worked on.
        site_country: Place,
        /// Who runs the site.
        operator: Party,
        /// Whether the operator handles the data.
        operator_handles_data: Known<bool>,
        /// What the work is for.
        purpose: Purpose,
        /// The publics that the result will serve.
        serves_markets: Vec<Place>,
        /// The evidence on file.
        on_file: Vec<Evidence>,
        ;
        /// What cannot be done without it.
        necessary_for: NecessaryFor,
    }

    /// Holds a movement of trained weights.
    MoveWeights {
        /// Who sends them.
        supplier: Party,
        /// Who gets them.
        recipient: Party,
        /// Where they leave.
        from: Place,
        /// Where they go.
        to: Place,
        /// What they are.
        model: Model,
        /// What they are moved for.
        purpose: Purpose,
        /// The evidence on file.
        on_file: Vec<Evidence>,
        ;
    }

    /// Holds a service offered to people of a country.
    ServePublic {
        /// The country of the people.
        market: Place,
        /// Where the service runs.
        host_country: Place,
        /// Who offers it.
        provider: Party,
        /// What it is.
        service: Service,
        /// To whom.
        offered_to: OfferedTo,
        /// The day it was launched.
        launched_on: Day,
        /// The model behind it.
        model: Model,
        /// The evidence on file.
        on_file: Vec<Evidence>,
        ;
        /// What users type in, when it leaves the market.
        prompts: Dataset,
        /// Where that is kept.
        prompts_stored_in: Place,
        /// The class of use in the words of the EU's law.
        use_class: UseClass,
    }

    /// Holds a sale or licence of data.
    BrokerData {
        /// Who sells.
        seller: Party,
        /// Who buys.
        buyer: Party,
        /// What is sold.
        dataset: Dataset,
        /// Where it leaves.
        from: Place,
        /// Where it goes.
        to: Place,
        /// How.
        form: Form,
        /// Whether the seller collected it.
        collected_by_seller: Known<bool>,
        /// What it is for.
        purpose: Purpose,
        /// The evidence on file.
        on_file: Vec<Evidence>,
        ;
    }

    /// Holds a request of a foreign body for data.
    Disclose {
        /// Who holds it.
        holder: Party,
        /// What is asked for.
        dataset: Dataset,
        /// Where it rests.
        stored_in: Place,
        /// Who asks.
        authority: Authority,
        /// The evidence on file.
        on_file: Vec<Evidence>,
        ;
    }

    /// Holds one place on the way of data.
    Hop {
        /// The place.
        country: Place,
        /// What happens there.
        handling: Handling,
        ;
    }

    /// Holds the foreign body that asks.
    Authority {
        /// Its country.
        country: Place,
        /// What it is.
        r#type: AuthorityType,
        ;
    }
}
