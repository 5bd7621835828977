//! The rules that speak of a kind of act on a day, and what they say of given facts.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use cedar_policy::{Authorizer, Context, Decision, Entities, Policy, PolicyId, PolicySet, Request};
use portolan_terms::{Day, Figure};

use crate::{
    entities::{Groups, uid},
    facts::{Facts, Leaf, LeafType},
    pack::{provision::Provision, provision::Rule, provision::RuleKind, reads::Literals},
};

/// Says whether a rule holds of given facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    Holds,
    Not,
    /// It turns on facts nobody has shown.
    Undecided(BTreeSet<String>),
    /// It could not be evaluated.
    Failed(String),
}

/// Holds one rule with the provision it stands in.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub provision: Arc<Provision>,
    pub rule: Arc<Rule>,
}

/// Holds the rules that speak of one kind of act on one day.
pub(crate) struct Docket {
    action: String,
    pub entries: Vec<Entry>,
    /// The facts that some rule reads.
    pub reads: BTreeSet<String>,
    forbids: PolicySet,
    permits: PolicySet,
    entities: Entities,
    groups: Groups,
    one_by_one: bool,
    /// What trying a rule with unknown facts gave before, by rule and the facts it reads.
    tried: Mutex<BTreeMap<(String, String), Standing>>,
}

/// Holds a fact nobody has shown, and the values to try.
type Axis = (String, Vec<Leaf>);

/// The most combinations of values tried for the unknown facts of one rule.
const COMBINATIONS_MAX: usize = 4_096;

impl Docket {
    /// Returns the docket of these rules.
    ///
    /// # Errors
    /// When Cedar refuses the rules or the groups: a defect, which the judge reports.
    pub fn new(
        action: &str,
        entries: Vec<Entry>,
        groups: &Groups,
        one_by_one: bool,
    ) -> Result<Self, String> {
        let (mut forbids, mut permits) = (PolicySet::new(), PolicySet::new());
        let mut reads = BTreeSet::new();
        for entry in &entries {
            reads.extend(entry.rule.reads.iter().cloned());
            let bar = matches!(entry.rule.kind, RuleKind::Bar(_));
            let set = if bar { &mut forbids } else { &mut permits };
            set.add(entry.rule.policy.clone())
                .map_err(|error| error.to_string())?;
        }
        Ok(Self {
            action: action.to_owned(),
            entries,
            reads,
            forbids,
            permits,
            entities: groups.entities()?,
            groups: groups.clone(),
            one_by_one,
            tried: Mutex::default(),
        })
    }

    /// Returns what each rule says of the facts, in the order of `entries`.
    pub fn standings(&self, facts: &Facts) -> Vec<Standing> {
        if self.one_by_one {
            let context = facts.context();
            let alone = |entry: &Entry| match &context {
                Ok(context) => self.standing_alone(&entry.rule, facts, context),
                Err(error) => Standing::Failed(error.clone()),
            };
            return self.entries.iter().map(alone).collect();
        }
        let facts = facts.read_by(&self.reads);
        let context = match facts.context() {
            Ok(context) => context,
            Err(error) => return vec![Standing::Failed(error); self.entries.len()],
        };
        let (mut holding, mut failed) = (BTreeSet::new(), BTreeMap::new());
        for set in [&self.forbids, &self.permits] {
            if let Err(error) = self.ask(set, context.clone(), &mut holding, &mut failed) {
                return vec![Standing::Failed(error); self.entries.len()];
            }
        }
        let standing = |entry: &Entry| {
            if facts.leaves_open(&entry.rule.reads) {
                return self.tried_once(&entry.rule, &facts);
            }
            if let Some(error) = failed.get(&entry.rule.name) {
                return Standing::Failed(error.clone());
            }
            if holding.contains(&entry.rule.name) {
                Standing::Holds
            } else {
                Standing::Not
            }
        };
        self.entries.iter().map(standing).collect()
    }

    /// Returns what one rule says of the facts, put to Cedar alone.
    fn standing_alone(&self, rule: &Rule, facts: &Facts, context: &Context) -> Standing {
        let own = facts.read_by(&rule.reads);
        if own.gaps().next().is_some() {
            return self.tried(rule, &own);
        }
        match self.holds_alone(&rule.policy, context.clone()) {
            Ok(true) => Standing::Holds,
            Ok(false) => Standing::Not,
            Err(error) => Standing::Failed(error),
        }
    }

    fn request(&self, context: Context) -> Result<Request, String> {
        let (principal, resource) = (uid("Law", "asked"), uid("Thing", "asked"));
        let action = uid("Action", &self.action);
        Request::new(principal, action, resource, context, None).map_err(|error| error.to_string())
    }

    fn ask(
        &self,
        policies: &PolicySet,
        context: Context,
        holding: &mut BTreeSet<String>,
        failed: &mut BTreeMap<String, String>,
    ) -> Result<(), String> {
        let request = self.request(context)?;
        let response = Authorizer::new().is_authorized(&request, policies, &self.entities);
        let reasons = response.diagnostics().reason();
        holding.extend(reasons.map(|id| name(id).to_owned()));
        for error in response.diagnostics().errors() {
            let cedar_policy::AuthorizationError::PolicyEvaluationError(error) = error;
            failed.insert(name(error.policy_id()).to_owned(), error.to_string());
        }
        Ok(())
    }

    fn tried_once(&self, rule: &Rule, facts: &Facts) -> Standing {
        let key = (rule.name.clone(), facts.signature(&rule.reads));
        let known = || self.tried.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(standing) = known().get(&key) {
            return standing.clone();
        }
        let standing = self.tried(rule, &facts.read_by(&rule.reads));
        known().insert(key, standing.clone());
        standing
    }

    /// Tries a rule with every value of the facts nobody has shown that it reads.
    fn tried(&self, rule: &Rule, own: &Facts) -> Standing {
        let missing = || {
            own.gaps()
                .flat_map(|(_, gap)| gap.missing.clone())
                .collect()
        };
        let axes: Vec<Axis> = own
            .gaps()
            .map(|(path, gap)| {
                (
                    path.clone(),
                    self.values(gap.kind, &compared_with(rule, own)),
                )
            })
            .collect();
        let Some(combinations) = combinations(&axes) else {
            return Standing::Undecided(missing());
        };
        let mut first = None;
        for values in combinations {
            let answer = own
                .with(&values)
                .context()
                .and_then(|context| self.holds_alone(&rule.policy, context));
            match (answer, first) {
                (Err(error), _) => return Standing::Failed(error),
                (Ok(answer), None) => first = Some(answer),
                (Ok(answer), Some(before)) if answer == before => {}
                (Ok(_), Some(_)) => return Standing::Undecided(missing()),
            }
        }
        if first == Some(true) {
            Standing::Holds
        } else {
            Standing::Not
        }
    }

    /// Returns which of these undecided rules hold together, for each combination of values of the
    /// facts they turn on; `None` when there are too many to try.
    pub fn worlds(&self, facts: &Facts, rules: &[Arc<Rule>]) -> Option<BTreeSet<BTreeSet<String>>> {
        // Each fact is compared only with what the rules that read it name.
        let mut gaps: BTreeMap<String, (LeafType, Literals)> = BTreeMap::new();
        let own: Vec<Facts> = rules
            .iter()
            .map(|rule| facts.read_by(&rule.reads))
            .collect();
        for (rule, own) in rules.iter().zip(&own) {
            for (path, gap) in own.gaps() {
                let (_, literals) = gaps
                    .entry(path.clone())
                    .or_insert((gap.kind, Literals::default()));
                literals.join(&compared_with(rule, own));
            }
        }
        let axes: Vec<Axis> = gaps
            .into_iter()
            .map(|(path, (kind, literals))| (path, self.values(kind, &literals)))
            .collect();
        let mut known: Vec<BTreeMap<Vec<Leaf>, bool>> = vec![BTreeMap::new(); rules.len()];
        let mut worlds = BTreeSet::new();
        for values in combinations(&axes)? {
            let mut world = BTreeSet::new();
            for ((rule, own), known) in rules.iter().zip(&own).zip(&mut known) {
                let touched = values.iter().filter(|(path, _)| own.gap_at(path).is_some());
                let touched: Vec<(String, Leaf)> = touched.cloned().collect();
                let key: Vec<Leaf> = touched.iter().map(|(_, leaf)| leaf.clone()).collect();
                let holds = *known.entry(key).or_insert_with(|| {
                    let context = own.with(&touched).context();
                    context.and_then(|context| self.holds_alone(&rule.policy, context)) == Ok(true)
                });
                if holds {
                    world.insert(rule.name.clone());
                }
            }
            worlds.insert(world);
        }
        Some(worlds)
    }

    /// Returns whether one rule holds in a context without gaps.
    ///
    /// # Errors
    /// When the rule cannot be evaluated.
    fn holds_alone(&self, policy: &Policy, context: Context) -> Result<bool, String> {
        let request = self.request(context)?;
        let mut alone = PolicySet::new();
        alone
            .add(policy.clone())
            .map_err(|error| error.to_string())?;
        let response = Authorizer::new().is_authorized(&request, &alone, &self.entities);
        if let Some(error) = response.diagnostics().errors().next() {
            return Err(error.to_string());
        }
        let forbids = policy.effect() == cedar_policy::Effect::Forbid;
        let found = response.diagnostics().reason().next().is_some();
        debug_assert!(forbids || found == (response.decision() == Decision::Allow));
        Ok(found)
    }

    /// Returns values that show what every value of a fact would give: those a rule compares with,
    /// their neighbours, and one it does not name.
    fn values(&self, kind: LeafType, literals: &Literals) -> Vec<Leaf> {
        match kind {
            LeafType::Bool => vec![Leaf::Bool(false), Leaf::Bool(true)],
            LeafType::Long => {
                let around =
                    |number: &i64| [number.saturating_sub(1), *number, number.saturating_add(1)];
                let numbers: BTreeSet<i64> =
                    literals.longs.iter().flat_map(around).chain([0]).collect();
                numbers.into_iter().map(Leaf::Long).collect()
            }
            LeafType::Text => {
                let texts = literals.texts.iter().cloned().chain(["\u{0}".to_owned()]);
                texts.map(Leaf::Text).collect()
            }
            LeafType::Decimal => {
                let read = |text: &String| text.parse().ok().and_then(Figure::from_f64);
                let mut figures: BTreeSet<Figure> =
                    literals.decimals.iter().filter_map(read).collect();
                let step = Figure::from_f64(0.0001).unwrap_or_default();
                figures.extend(
                    figures
                        .clone()
                        .into_iter()
                        .flat_map(|figure| [figure.plus(step), figure.less(step)]),
                );
                figures.insert(Figure::default());
                figures.into_iter().map(Leaf::Decimal).collect()
            }
            LeafType::Day => {
                let read = |text: &String| text.parse::<Day>().ok();
                let days = literals.days.iter().filter_map(read);
                let around = days.flat_map(|day| [day.before(), day, day.after()]);
                around
                    .chain([Day::FIRST])
                    .collect::<BTreeSet<_>>()
                    .into_iter()
                    .map(Leaf::Day)
                    .collect()
            }
            LeafType::Place => {
                let mut places: BTreeSet<String> = literals.places.clone();
                places.extend(self.groups.representatives(&literals.groups));
                places.insert("ZZ".to_owned());
                places.into_iter().map(Leaf::Place).collect()
            }
        }
    }
}

/// Returns the name of a rule as its pack writes it. Shown as text, an id is escaped, and a bar
/// whose label has a quote in it would not be found among those that hold.
pub(crate) fn name(id: &PolicyId) -> &str {
    id.as_ref()
}

/// Returns what the facts of a rule are compared with.
fn compared_with(rule: &Rule, own: &Facts) -> Literals {
    let mut literals = rule.literals.clone();
    if literals.between_facts {
        literals.join(&own.values());
    }
    literals
}

fn combinations(axes: &[Axis]) -> Option<Vec<Vec<(String, Leaf)>>> {
    let count = axes.iter().try_fold(1_usize, |count, (_, values)| {
        count.checked_mul(values.len())
    })?;
    if count > COMBINATIONS_MAX {
        return None;
    }
    let mut all = vec![Vec::new()];
    for (path, values) in axes {
        all = all
            .into_iter()
            .flat_map(|chosen: Vec<(String, Leaf)>| {
                values.iter().map(move |value| {
                    let mut chosen = chosen.clone();
                    chosen.push((path.clone(), value.clone()));
                    chosen
                })
            })
            .collect();
    }
    Some(all)
}
