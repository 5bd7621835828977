//! The rules that speak of a kind of act on a day, and what they say of given facts.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use cedar_policy::{Authorizer, Context, Decision, Entities, Policy, PolicySet, Request};
use portolan_terms::{Day, Figure};

use crate::{
    chart::Chart,
    entities::uid,
    facts::{Facts, Leaf, LeafType},
    pack::{
        provision::{Provision, Rule},
        reads::{Literals, SEPARATOR},
    },
    said::Numbers,
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

impl Entry {
    /// Returns true when the rule is of the law, not of a house.
    pub fn is_law(&self) -> bool {
        !self.provision.of_house
    }
}

/// Holds the rules that speak of one kind of act on one day.
pub(crate) struct Docket {
    action: String,
    pub entries: Vec<Entry>,
    /// The facts that some rule reads.
    pub reads: BTreeSet<String>,
    /// The classes that some rule reads; `None` when a rule reads all of them at once.
    classes: Option<BTreeSet<String>>,
    /// Where the answers of each rule stand, and which of `reads` it reads.
    asks: Vec<(usize, Vec<usize>)>,
    chart: Arc<Chart>,
}

/// Holds a fact nobody has shown, and the values to try.
type Axis = (String, Vec<Leaf>);

/// The most combinations of values tried for the unknown facts of one rule.
const COMBINATIONS_MAX: usize = 4_096;

impl Docket {
    /// Returns the docket of these rules.
    pub fn new(action: &str, entries: Vec<Entry>, chart: &Arc<Chart>) -> Self {
        let read = entries.iter().flat_map(|entry| entry.rule.reads.iter());
        let reads: BTreeSet<String> = read.cloned().collect();
        let place: BTreeMap<&String, usize> = reads.iter().zip(0..).collect();
        let ask = |entry: &Entry| {
            let own = entry.rule.reads.iter();
            let own = own.filter_map(|read| place.get(read).copied()).collect();
            (chart.said.slot(&entry.rule, action), own)
        };
        Self {
            action: action.to_owned(),
            classes: classes_in(&reads),
            asks: entries.iter().map(ask).collect(),
            reads,
            entries,
            chart: chart.clone(),
        }
    }

    /// Returns what the facts show where some rule reads them: acts with the same numbers get the
    /// same standings.
    pub fn numbers(&self, facts: &Facts) -> Numbers {
        self.chart.said.numbers(facts, &self.reads, None)
    }

    /// Returns the same of the facts of one subject, which stand below `at` instead of `subject`.
    pub fn numbers_of(&self, facts: &Facts, (subject, at): (&str, &str)) -> Numbers {
        let said = &self.chart.said;
        said.numbers(facts, &self.reads, Some((subject, at)))
    }

    /// Returns true when some rule reads whether somebody, the item or the data is in a class.
    pub fn reads_class(&self, class: &str) -> bool {
        self.classes
            .as_ref()
            .is_none_or(|classes| classes.contains(class))
    }

    /// Returns what each rule says of the facts with these numbers, in the order of `entries`; only
    /// what was never asked is put to Cedar.
    pub fn standings(&self, facts: &Facts, numbers: &Numbers) -> Vec<Standing> {
        let own = |(slot, places): &(usize, Vec<usize>)| {
            let numbers = places.iter().filter_map(|place| numbers.get(*place));
            (*slot, numbers.copied().collect())
        };
        let asked: Vec<(usize, Numbers)> = self.asks.iter().map(own).collect();
        let said = &self.chart.said;
        let answers = said.recall(&asked).into_iter();
        let entries = self.entries.iter().zip(&asked).zip(answers);
        let standing = |((entry, asked), known): ((&Entry, _), Option<Standing>)| {
            known.unwrap_or_else(|| {
                let own = facts.read_by(&entry.rule.reads);
                let standing = self.standing(&entry.rule, &own, || own.context());
                said.keep(asked, standing.clone());
                standing
            })
        };
        entries.map(standing).collect()
    }

    /// Returns the same as `standings`, remembering nothing and showing each rule every fact.
    pub fn standings_alone(&self, facts: &Facts) -> Vec<Standing> {
        let context = facts.context();
        let alone = |entry: &Entry| {
            let own = facts.read_by(&entry.rule.reads);
            self.standing(&entry.rule, &own, || context.clone())
        };
        self.entries.iter().map(alone).collect()
    }

    /// Returns what one rule says of the facts that it reads.
    fn standing(
        &self,
        rule: &Rule,
        own: &Facts,
        context: impl FnOnce() -> Result<Context, String>,
    ) -> Standing {
        if own.gaps().next().is_some() {
            return self.tried(rule, own);
        }
        match context().and_then(|context| self.holds_alone(&rule.policy, context)) {
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

    fn entities(&self) -> Result<&Entities, String> {
        self.chart.entities.as_ref().map_err(Clone::clone)
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
        let response = Authorizer::new().is_authorized(&request, &alone, self.entities()?);
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
                places.extend(self.chart.groups.representatives(&literals.groups));
                places.insert("ZZ".to_owned());
                places.into_iter().map(Leaf::Place).collect()
            }
        }
    }
}

/// Returns the classes that are read; `None` when all of a bearer's are read at once.
fn classes_in(reads: &BTreeSet<String>) -> Option<BTreeSet<String>> {
    let mut classes = BTreeSet::new();
    for read in reads {
        let mut parts = read.split(SEPARATOR);
        if parts.next().is_some_and(|at| BEARERS.contains(&at)) {
            match (parts.next(), parts.next()) {
                (Some("class"), Some(class)) => {
                    classes.insert(class.to_owned());
                }
                (None, _) | (Some("class"), None) => return None,
                (Some(_), _) => {}
            }
        }
    }
    Some(classes)
}

/// Names what may be in a class.
const BEARERS: [&str; 8] = [
    "actor",
    "recipient",
    "controller",
    "seller",
    "parties",
    "receivers",
    "item",
    "data",
];

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
