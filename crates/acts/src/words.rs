//! The closed lists of words that acts are written with.

use portolan_terms::words;

words! {
    /// Names how an item moves.
    SupplyMode {
        Export = "export", Reexport = "reexport", TransferInCountry = "transfer-in-country",
        Import = "import", Transit = "transit", DomesticSale = "domestic-sale",
    }
}
words! {
    /// Names a medium.
    Medium { Physical = "physical", Download = "download", }
}
words! {
    /// Names what an owner does with its items.
    Activity {
        Install = "install", Run = "run", Store = "store", Service = "service",
        Dispose = "dispose", Analyse = "analyse",
    }
}
words! {
    /// Names for whom an owner's items work.
    Beneficiary { Own = "own", Others = "others", }
}
words! {
    /// Names the form of a lease.
    Arrangement {
        SharedCloud = "shared-cloud", Dedicated = "dedicated", BareMetal = "bare-metal",
        LeaseToOwn = "lease-to-own", Colocation = "colocation",
    }
}
words! {
    /// Names the side of a lease that owns the items.
    UserSide { Operator = "operator", Lessee = "lessee", }
}
words! {
    /// Names whether work is new.
    Deployment { New = "new", Ongoing = "ongoing", }
}
words! {
    /// Names how data moves.
    DataMode {
        TransferOut = "transfer-out", RemoteAccess = "remote-access", RoundTrip = "round-trip",
        Transit = "transit", Storage = "storage", OnwardTransfer = "onward-transfer",
    }
}
words! {
    /// Names what the recipient of data is to its controller.
    RecipientRole {
        SameEntity = "same-entity", GroupAffiliate = "group-affiliate", Processor = "processor",
        Vendor = "vendor", Controller = "controller",
    }
}
words! {
    /// Names what the sender of data is.
    ExporterRole { Controller = "controller", Processor = "processor", }
}
words! {
    /// Names what cannot be done without a move of data.
    NecessaryFor {
        ContractWithThePerson = "contract-with-the-person", HrManagement = "hr-management",
        Emergency = "emergency", GroupAncillaryOperations = "group-ancillary-operations",
        Nothing = "nothing",
    }
}
words! {
    /// Names what happens to data on the way.
    Handling { CarriageOnly = "carriage-only", Cached = "cached", Processed = "processed", }
}
words! {
    /// Names a service.
    Service {
        Chatbot = "chatbot", ImageGenerator = "image-generator",
        GeneralPurposeModel = "general-purpose-model", CodeAssistant = "code-assistant",
        Companion = "companion", RecruitmentScreening = "recruitment-screening", Other = "other",
    }
}
words! {
    /// Names to whom a service is offered.
    OfferedTo {
        Public = "public", BusinessCustomers = "business-customers", OwnStaff = "own-staff",
    }
}
words! {
    /// Names a class of use in the words of the EU's law.
    UseClass { AnnexIii = "annex-iii", AnnexI = "annex-i", None = "none", }
}
words! {
    /// Names how data is brokered.
    Form { Sale = "sale", Licence = "licence", ModelAccess = "model-access", }
}
words! {
    /// Names what a foreign body is.
    AuthorityType {
        Court = "court", LawEnforcement = "law-enforcement", Agency = "agency",
    }
}
words! {
    /// Names what a party knows or has reason to suspect.
    Knowledge {
        WmdEndUse = "wmd-end-use", MilitaryEndUse = "military-end-use",
        MilitaryIntelligenceEndUse = "military-intelligence-end-use",
        SupercomputerEndUse = "supercomputer-end-use",
        RestrictedActivitySuspected = "restricted-activity-suspected",
    }
}
words! {
    /// Names a red flag.
    RedFlag {
        TrainsForD5 = "trains-for-d5-headquartered-party",
        ServesD5 = "serves-d5-headquartered-party",
        SellerLinked = "seller-linked-to-listed-party", OwnerListed = "owner-listed",
        MinorityOwnerInD5 = "minority-owner-in-d5", ParentUndisclosed = "parent-undisclosed",
        FirstTimeLargeOrder = "first-time-large-order",
        FoundedAfter = "founded-after-2022-10", NoOnlinePresence = "no-online-presence",
        SharedAddress = "shared-address", NoPowerForHardware = "no-power-for-hardware",
        AtypicalForwarder = "atypical-forwarder", VagueEndUse = "vague-end-use",
    }
}
words! {
    /// Names a statement made with a licence application.
    Certification {
        UsSupplySufficient = "us-supply-sufficient", NoFoundryDiversion = "no-foundry-diversion",
        ShareWithinCeiling = "share-within-ceiling",
        RecipientKycAndSecurity = "recipient-kyc-and-security",
        NoProhibitedUse = "no-prohibited-use", RemoteUsersDisclosed = "remote-users-disclosed",
    }
}
words! {
    /// Names whether announced non-enforcement is honoured.
    Posture { AsEnforced = "as-enforced", AsWritten = "as-written", }
}
words! {
    /// Names what is done on a day later than the texts were checked.
    BeyondCoverage { Hold = "hold", AssumeUnchanged = "assume-unchanged", }
}
words! {
    /// Names a duty that has to be kept though it does not block.
    Duty {
        ScreenParties = "screen-parties", ResolveRedFlags = "resolve-red-flags",
        MeetRecipientTerms = "meet-recipient-terms", KeepRecords = "keep-records",
        Notice = "notice", SeparateConsent = "separate-consent",
        ImpactAssessment = "impact-assessment", Protection = "protection",
        FileInTime = "file-in-time", KeepMainlandCopy = "keep-mainland-copy",
        StoreInMainland = "store-in-mainland", SecurityLead = "security-lead",
        ReportToAuthority = "report-to-authority", LawfulCrawling = "lawful-crawling",
        PurposeLimit = "purpose-limit", LawfulBasis = "lawful-basis",
        SafetyMeasures = "safety-measures", ContentLabels = "content-labels",
        AnnualAudit = "annual-audit", ReportBreaches = "report-breaches",
        RecheckLaw = "recheck-law", KeepEvidenceCurrent = "keep-evidence-current",
        MeetEarlierRules = "meet-earlier-rules",
    }
}
words! {
    /// Names something a reader of a ruling must see.
    Flag {
        NotEnforced = "not-enforced", EnforcementRelief = "enforcement-relief",
        TaintedStock = "tainted-stock", ExceptionNac = "exception-nac",
        ExceptionAia = "exception-aia", ExceptionLpp = "exception-lpp",
        TextUnsettled = "text-unsettled", FactsMissing = "facts-missing",
        ReportedOnly = "reported-only", ProposedOnly = "proposed-only",
        GracePeriod = "grace-period", BeyondCoverage = "beyond-coverage",
    }
}
