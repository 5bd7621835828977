//! Evidence: the papers that cure a bar.

use serde::{Deserialize, Serialize};

use crate::{Day, Known, Place, words::words};

words! {
    /// Names how a licence application is reviewed.
    Review {
        PolicyOfDenial = "policy-of-denial",
        PresumptionOfDenial = "presumption-of-denial",
        Unspecified = "unspecified",
        CaseByCase = "case-by-case",
        PresumptionOfApproval = "presumption-of-approval",
    }
}

words! {
    /// Names what work or data is for.
    Purpose {
        ModelTraining = "model-training",
        Inference = "inference",
        Labelling = "labelling",
        CustomerSupport = "customer-support",
        ServiceDelivery = "service-delivery",
        Booking = "booking",
        HrManagement = "hr-management",
        Payroll = "payroll",
        Research = "research",
        Storage = "storage",
        General = "general",
        GeneralProcessing = "general-processing",
    }
}

words! {
    /// Names a kind of evidence.
    EvidenceKind {
        Licence = "licence", Permit = "permit", PriorNotice = "prior-notice",
        PurchaseOrder = "purchase-order", NacNotification = "nac-notification",
        AiaCertificate = "aia-certificate", LppNotice = "lpp-notice", LabTest = "lab-test",
        Notice = "notice", PrivacyNotice = "privacy-notice", UserNotice = "user-notice",
        PrivacyPolicyDisclosure = "privacy-policy-disclosure", Consent = "consent",
        SeparateConsent = "separate-consent", TermsOfService = "terms-of-service",
        ContractWithThePerson = "contract-with-the-person",
        ProcessorContract = "processor-contract", VendorContract = "vendor-contract",
        SaleContract = "sale-contract", TransferContract = "transfer-contract",
        IntraGroupLicence = "intra-group-licence", LicenceTerms = "licence-terms",
        GroupPolicy = "group-policy", ImpactAssessment = "impact-assessment",
        NecessityRecord = "necessity-record", WorkRules = "work-rules",
        CollectiveContract = "collective-contract",
        IdentificationRecord = "identification-record", SourceLog = "source-log",
        AnonymityEvidence = "anonymity-evidence", StandardContract = "standard-contract",
        ExportCertificate = "export-certificate", SecurityAssessment = "security-assessment",
        GbaStandardContract = "gba-standard-contract", SecurityReview = "security-review",
        HgrFiling = "hgr-filing", BackupCopy = "backup-copy", Approval = "approval",
        CourtOrder = "court-order",
        TransferImpactAssessment = "transfer-impact-assessment",
        StandardContractualClauses = "standard-contractual-clauses",
        SupplementaryMeasures = "supplementary-measures",
        BindingCorporateRules = "binding-corporate-rules", DpfListing = "dpf-listing",
        Idta = "idta", UkAddendum = "uk-addendum",
        DataProtectionTest = "data-protection-test", TransferDossier = "transfer-dossier",
        ImportantDataAssessment = "important-data-assessment",
        RiskAssessment = "risk-assessment",
        EquivalentMeasuresSystem = "equivalent-measures-system", ApecCbpr = "apec-cbpr",
        ApecPrp = "apec-prp", GlobalCbpr = "global-cbpr", GlobalPrp = "global-prp",
        SecurityRequirements = "security-requirements",
        ComplianceProgramme = "compliance-programme", Audit = "audit",
        OnwardTransferClause = "onward-transfer-clause",
        BreachReportingProcess = "breach-reporting-process", Encryption = "encryption",
        AccessControl = "access-control", DeviceSecurity = "device-security",
        AlgorithmFiling = "algorithm-filing", ModelFiling = "model-filing",
        ContentLabels = "content-labels", DeepSynthesisMarks = "deep-synthesis-marks",
        MachineMarking = "machine-marking", GpaiDocumentation = "gpai-documentation",
        AuthorisedRepresentative = "authorised-representative",
        ConformityFile = "conformity-file",
    }
}

words! {
    /// Names the party that holds a piece of evidence.
    Holder {
        Supplier = "supplier",
        Recipient = "recipient",
        Controller = "controller",
        Operator = "operator",
        Provider = "provider",
    }
}

words! {
    /// Names what an assessment found.
    Finding {
        Adequate = "adequate",
        NotAdequate = "not-adequate",
    }
}

words! {
    /// Names a condition that a licence imposes.
    Condition {
        DiscloseRemoteUsers = "disclose-remote-users",
        NamedUsersOnly = "named-users-only",
        NoRemoteAccess = "no-remote-access-for-dd-parties",
    }
}

/// Bounds what a piece of evidence covers.
///
/// A member left out does not limit; an empty list covers nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scope {
    /// The purposes covered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purposes: Option<Vec<Purpose>>,
    /// The places covered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub places: Option<Vec<Place>>,
    /// The recipients covered, by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipients: Option<Vec<String>>,
    /// The largest number of persons covered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_persons: Option<u64>,
    /// The chips covered, all supplies together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_chips: Option<u64>,
    /// The chips already supplied under it, those of the act not counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chips_drawn: Option<u64>,
}

/// Holds one piece of evidence on file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// What it is.
    pub kind: EvidenceKind,
    /// The day it was given, signed or lodged.
    pub granted_on: Known<Day>,
    /// The last day printed on it; `None` when it prints none.
    pub expires_on: Option<Day>,
    /// The place whose authority gave it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuer: Option<Place>,
    /// The day it was filed with an authority.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filed_on: Option<Day>,
    /// The day it was withdrawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked_on: Option<Day>,
    /// Who holds it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<Holder>,
    /// What it covers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<Scope>,
    /// The conditions of a licence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conditions: Option<Vec<Condition>>,
    /// The users a licence names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub named_users: Option<Vec<String>>,
    /// What an assessment found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finding: Option<Finding>,
    /// The places whose law an assessment looked at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub covers_law_of: Option<Vec<Place>>,
    /// Whether a contract binds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub binding: Option<bool>,
    /// The instrument it was made under.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub under: Option<String>,
}
