//! The reader of the placement format: one pass over the lines, in the order the format fixes.

use std::str::Lines;

use super::{
    Error,
    instance::{CHIPS_MAX, Instance, Job, MONEY_MAX, Need, PERIODS_MAX, Pool},
};

/// Reads a whole instance.
pub(super) fn read(text: &str, memory: u64) -> Result<Instance, Error> {
    let mut page = Page {
        lines: text.lines(),
        at: 0,
    };
    let name = header(&mut page)?;
    let mut dims = page.record("dims", None)?;
    let [jobs, pools, periods, types, places, classes] = [
        dims.size("jobs", 100_000_000)?,
        dims.size("pools", 10_000_000)?,
        dims.size("periods", PERIODS_MAX)?,
        dims.size("chip types", 1_000)?,
        dims.size("jurisdictions", 1_000)?,
        dims.size("data classes", 1_000)?,
    ];
    dims.finish()?;
    let bytes = bytes(jobs, pools, periods, types);
    if bytes > memory {
        return Err(Error::memory(&name, bytes, memory));
    }
    let mut instance = Instance {
        name,
        periods,
        types,
        places,
        classes,
        lawful: Vec::new(),
        egress: Vec::new(),
        pools: Vec::new(),
        jobs: Vec::new(),
    };
    for kind in 0..types {
        let mut line = page.record("type", Some(kind))?;
        line.word("the name of the chip type")?;
        line.number("speed", u64::MAX)?;
        line.number("memory", u64::MAX)?;
        line.finish()?;
    }
    law(&mut page, &mut instance)?;
    for home in 0..places {
        let mut line = page.record("egress", Some(home))?;
        for _ in 0..places {
            instance
                .egress
                .push(line.number("egress", MONEY_MAX.unsigned_abs())?);
        }
        line.finish()?;
    }
    for id in 0..pools {
        let line = page.record("pool", Some(id))?;
        let pool = pool(line, &instance)?;
        instance.pools.push(pool);
    }
    let dearest = Dearest::of(&instance);
    let mut total = 0_i64;
    for id in 0..jobs {
        let line = page.record("job", Some(id))?;
        let job = job(line, &instance, &dearest, &mut total)?;
        instance.jobs.push(job);
    }
    page.record("end", None)?.finish()?;
    page.nothing_more()?;
    Ok(instance)
}

/// Estimates what an instance takes as read: jobs with their needs, pools with their capacities.
fn bytes(jobs: usize, pools: usize, periods: usize, types: usize) -> u64 {
    let times = |count: usize, each: usize, more: usize| {
        let each = (each as u64).saturating_mul(more as u64);
        (count as u64).saturating_mul(each)
    };
    let needs = times(jobs, types, size_of::<Option<Need>>());
    let capacity = times(pools, periods, size_of::<u32>());
    let rest = times(jobs, size_of::<Job>(), 1).saturating_add(times(pools, size_of::<Pool>(), 1));
    needs.saturating_add(capacity).saturating_add(rest)
}

/// Reads the first line and returns the name.
fn header(page: &mut Page) -> Result<String, Error> {
    let mut line = page.record("placement", None)?;
    let version = line.number("version", u64::MAX)?;
    if version != 1 {
        let what = format!("version {version} of the placement format is not known");
        return Err(line.error(what, "convert the file to version 1"));
    }
    let name = line.word("the name of the instance")?.to_owned();
    line.finish()?;
    Ok(name)
}

/// Reads which class from which home may run where.
fn law(page: &mut Page, instance: &mut Instance) -> Result<(), Error> {
    for class in 0..instance.classes {
        for home in 0..instance.places {
            let mut line = page.record("law", Some(class))?;
            line.id("home", home)?;
            let flags = line.word("a 0 or 1 for each jurisdiction")?;
            if flags.len() != instance.places
                || flags.bytes().any(|flag| !matches!(flag, b'0' | b'1'))
            {
                let what = format!("`{flags}` is not {} times 0 or 1", instance.places);
                return Err(
                    line.error(what, "write a 0 or 1 for each jurisdiction, without spaces")
                );
            }
            instance
                .lawful
                .extend(flags.bytes().map(|flag| flag == b'1'));
            line.finish()?;
        }
    }
    Ok(())
}

/// Reads the rest of a pool's line.
fn pool(mut line: Record, instance: &Instance) -> Result<Pool, Error> {
    let kind = line.index("chip type", instance.types)?;
    let place = line.index("jurisdiction", instance.places)?;
    let rate = line.number("rate", MONEY_MAX.unsigned_abs())?;
    let mut capacity = Vec::with_capacity(instance.periods);
    while let Some(run) = line.fields.next() {
        let parts = run.split_once('x');
        let Some((count, chips)) = parts.and_then(|(n, c)| Some((digits(n)?, digits(c)?))) else {
            let what = format!("`{run}` is not a run of capacity");
            return Err(line.error(
                what,
                "write runs as `NxC`: N periods of C chips, neither below 0",
            ));
        };
        let chips = u32::try_from(chips)
            .ok()
            .filter(|&chips| chips <= CHIPS_MAX);
        let left = instance.periods - capacity.len();
        let count = usize::try_from(count).ok().filter(|&count| count <= left);
        match (count, chips) {
            (Some(count), Some(chips)) => capacity.extend(std::iter::repeat_n(chips, count)),
            (None, _) => {
                let what = format!("the runs of capacity pass the {} periods", instance.periods);
                return Err(line.error(what, "shorten them until they add up to the horizon"));
            }
            (_, None) => {
                return Err(line.error(
                    format!("`{run}` has more than {CHIPS_MAX} chips"),
                    "split the pool",
                ));
            }
        }
    }
    if capacity.len() != instance.periods {
        let what = format!(
            "capacity for {} of {} periods",
            capacity.len(),
            instance.periods
        );
        return Err(line.error(what, "add runs until they add up to the horizon"));
    }
    Ok(Pool {
        kind,
        place,
        rate,
        capacity,
    })
}

/// The highest prices, which limit what any job can cost.
struct Dearest {
    /// By chip type.
    rate: Vec<u64>,
    egress: u64,
}

impl Dearest {
    fn of(instance: &Instance) -> Self {
        let mut rate = vec![0; instance.types];
        for pool in &instance.pools {
            if let Some(most) = rate.get_mut(pool.kind) {
                *most = pool.rate.max(*most);
            }
        }
        let egress = instance.egress.iter().copied().max().unwrap_or(0);
        Self { rate, egress }
    }

    /// Returns a cost that no placement of these needs can exceed, before the division by 1000 that ends it.
    fn cost(&self, needs: &[Option<Need>], data: u64) -> Option<i64> {
        let mut most = 0;
        for (need, rate) in needs.iter().zip(&self.rate) {
            if let Some(need) = need {
                let held = u64::from(need.chips).checked_mul(need.periods as u64)?;
                most = held.checked_mul(*rate)?.checked_mul(1050)?.max(most);
            }
        }
        let moving = data.checked_mul(self.egress)?;
        i64::try_from(most / 1000)
            .ok()?
            .checked_add(i64::try_from(moving / 1000).ok()?)
    }
}

/// Reads the rest of a job's line, and adds the most it can cost to `total`.
fn job(
    mut line: Record,
    instance: &Instance,
    dearest: &Dearest,
    total: &mut i64,
) -> Result<Job, Error> {
    let class = line.index("data class", instance.classes)?;
    let home = line.index("jurisdiction", instance.places)?;
    let release = line.index("period", instance.periods)?;
    let due = line.number("due", u64::MAX)?;
    let due = usize::try_from(due)
        .ok()
        .filter(|&due| due <= instance.periods)
        .ok_or_else(|| {
            line.error(
                format!("due {due} lies beyond the {} periods", instance.periods),
                "end the window in the horizon",
            )
        })?;
    if due <= release {
        let what = format!("the window ends at {due}, before or as it starts at {release}");
        return Err(line.error(what, "let `due` be at least one above `release`"));
    }
    let data = line.number("data", u64::MAX)?;
    let penalty = line.number("penalty", u64::MAX)?;
    let needs = needs(&mut line, instance)?;
    let worst = i64::try_from(penalty)
        .ok()
        .zip(dearest.cost(&needs, data))
        .map(|(penalty, cost)| (penalty, penalty.max(cost)));
    let sum = worst.and_then(|(penalty, worst)| Some((penalty, total.checked_add(worst)?)));
    let Some((penalty, sum)) = sum.filter(|&(_, sum)| sum <= MONEY_MAX) else {
        let what = format!("with this job, costs or penalties can add up to more than {MONEY_MAX}");
        return Err(line.error(
            what,
            "count money in a larger unit, or correct chips, periods, data or penalty",
        ));
    };
    *total = sum;
    line.finish()?;
    Ok(Job {
        class,
        home,
        release,
        due,
        data,
        penalty,
        needs,
    })
}

/// Reads what a job needs on each chip type.
fn needs(line: &mut Record, instance: &Instance) -> Result<Vec<Option<Need>>, Error> {
    let word = line.word("`chips:dur` or `-` for each chip type")?;
    let mut needs = Vec::with_capacity(instance.types);
    for entry in word.split(',') {
        if entry == "-" {
            needs.push(None);
            continue;
        }
        let parts = entry
            .split_once(':')
            .and_then(|(c, d)| Some((digits(c)?, digits(d)?)));
        let need = parts.and_then(|(chips, periods)| {
            let chips = u32::try_from(chips)
                .ok()
                .filter(|chips| (1..=CHIPS_MAX).contains(chips))?;
            let periods = usize::try_from(periods)
                .ok()
                .filter(|periods| (1..=usize::from(u16::MAX)).contains(periods))?;
            Some(Need { chips, periods })
        });
        if need.is_none() {
            let what = format!("`{entry}` is neither `-` nor `chips:dur`");
            let remedy = format!("write 1 to {CHIPS_MAX} chips and 1 to {} periods", u16::MAX);
            return Err(line.error(what, remedy));
        }
        needs.push(need);
    }
    if needs.len() != instance.types {
        let what = format!("{} entries for {} chip types", needs.len(), instance.types);
        return Err(line.error(
            what,
            "write one `chips:dur` or `-` for each chip type, joined by commas",
        ));
    }
    Ok(needs)
}

/// The lines of a file, counted.
struct Page<'a> {
    lines: Lines<'a>,
    at: usize,
}

impl<'a> Page<'a> {
    /// Reads the next line, which must be of this kind and, where ids count, have this id.
    fn record(&mut self, kind: &'static str, id: Option<usize>) -> Result<Record<'a>, Error> {
        self.at += 1;
        let wanted = id.map_or_else(|| format!("`{kind}`"), |id| format!("`{kind} {id}`"));
        let Some(text) = self.lines.next() else {
            let what = format!("the file ends where a line {wanted} should come");
            return Err(Error::at(
                self.at,
                what,
                "the file is cut short: copy it again",
            ));
        };
        let mut line = Record {
            at: self.at,
            fields: text.split_ascii_whitespace(),
        };
        let found = line.fields.next().unwrap_or("");
        if found != kind {
            let what = format!("`{found}` stands where a line {wanted} should come");
            return Err(line.error(
                what,
                "give as many lines of each kind as `dims` says, in the order of the format",
            ));
        }
        if let Some(id) = id {
            line.id(kind, id)?;
        }
        Ok(line)
    }

    /// Refuses anything but blank lines after the end.
    fn nothing_more(&mut self) -> Result<(), Error> {
        for text in self.lines.by_ref() {
            self.at += 1;
            if !text.trim().is_empty() {
                return Err(Error::at(
                    self.at,
                    "there is text after `end`",
                    "keep one instance a file",
                ));
            }
        }
        Ok(())
    }
}

/// The fields of one line that are still to read.
struct Record<'a> {
    at: usize,
    fields: std::str::SplitAsciiWhitespace<'a>,
}

impl<'a> Record<'a> {
    fn error(&self, what: impl Into<String>, remedy: impl Into<String>) -> Error {
        Error::at(self.at, what, remedy)
    }

    /// Reads one field as it stands.
    fn word(&mut self, wanted: &str) -> Result<&'a str, Error> {
        let word = self.fields.next();
        word.ok_or_else(|| {
            self.error(
                format!("the line ends before {wanted}"),
                "complete the line",
            )
        })
    }

    /// Reads a whole number from 0 to `most`.
    fn number(&mut self, name: &str, most: u64) -> Result<u64, Error> {
        let word = self.word(name)?;
        let number = digits(word).filter(|&number| number <= most);
        number.ok_or_else(|| {
            let what = format!("{name} is `{word}`");
            self.error(what, format!("write a whole number from 0 to {most}"))
        })
    }

    /// Reads an index below `count`.
    fn index(&mut self, name: &str, count: usize) -> Result<usize, Error> {
        let most = count.saturating_sub(1);
        let index = self.number(name, most as u64)?;
        Ok(usize::try_from(index).unwrap_or(most))
    }

    /// Reads an extent from 1 to `most`.
    fn size(&mut self, name: &str, most: usize) -> Result<usize, Error> {
        let size = self.number(&format!("the number of {name}"), u64::MAX)?;
        let fits = usize::try_from(size)
            .ok()
            .filter(|size| (1..=most).contains(size));
        fits.ok_or_else(|| {
            let remedy = format!("plan 1 to {most} {name} at a time");
            self.error(
                format!("{size} {name} are more or fewer than can be planned"),
                remedy,
            )
        })
    }

    /// Reads an id that must be the next in order.
    fn id(&mut self, kind: &str, wanted: usize) -> Result<(), Error> {
        let found = self.number("the id", u64::MAX)?;
        if found == wanted as u64 {
            return Ok(());
        }
        let what = if found < wanted as u64 {
            format!("{kind} {found} stands twice, or out of order: {wanted} comes next")
        } else {
            format!("{kind} {found} comes too early: {wanted} is missing")
        };
        Err(self.error(what, "count ids from 0, each once, in order"))
    }

    /// Refuses fields that nothing asks for.
    fn finish(&mut self) -> Result<(), Error> {
        match self.fields.next() {
            None => Ok(()),
            Some(extra) => Err(self.error(
                format!("`{extra}` is one field too many"),
                "remove it, or correct `dims`",
            )),
        }
    }
}

/// Reads decimal digits and nothing else: no sign, no blank, no point.
fn digits(word: &str) -> Option<u64> {
    if word.is_empty() || word.len() > 19 {
        return None;
    }
    let mut number = 0_u64;
    for digit in word.bytes() {
        if !digit.is_ascii_digit() {
            return None;
        }
        number = number * 10 + u64::from(digit - b'0');
    }
    Some(number)
}
