//! Words: countries, lists, counts and needs as people read them, on terminal and page alike.

use portolan_acts::Need;

/// Returns the English name of a country, or its code.
pub fn country(code: &str) -> &str {
    match code {
        "AE" => "United Arab Emirates",
        "AU" => "Australia",
        "BR" => "Brazil",
        "CA" => "Canada",
        "CH" => "Switzerland",
        "CN" => "China",
        "DE" => "Germany",
        "ES" => "Spain",
        "EU" => "European Union",
        "FI" => "Finland",
        "FR" => "France",
        "GB" => "United Kingdom",
        "HK" => "Hong Kong",
        "ID" => "Indonesia",
        "IE" => "Ireland",
        "IN" => "India",
        "IT" => "Italy",
        "JP" => "Japan",
        "KR" => "South Korea",
        "KZ" => "Kazakhstan",
        "MO" => "Macau",
        "MY" => "Malaysia",
        "NL" => "Netherlands",
        "NO" => "Norway",
        "PH" => "Philippines",
        "PL" => "Poland",
        "QA" => "Qatar",
        "SA" => "Saudi Arabia",
        "SE" => "Sweden",
        "SG" => "Singapore",
        "TH" => "Thailand",
        "TR" => "Türkiye",
        "TW" => "Taiwan",
        "US" => "United States",
        "VN" => "Vietnam",
        "ZA" => "South Africa",
        other => other,
    }
}

/// Returns names as English lists them: `a, b and c`; past `most`, how many more there are.
pub fn listed(names: &[String], most: usize) -> String {
    let shown = names.get(..most).unwrap_or(names);
    let more = names.len() - shown.len();
    match (shown.split_last(), more) {
        (None, _) => String::new(),
        (Some(_), 1..) => format!("{} and {more} more", shown.join(", ")),
        (Some((only, [])), 0) => only.clone(),
        (Some((last, rest)), 0) => format!("{} and {last}", rest.join(", ")),
    }
}

/// Returns a word of the act format as people read it: `presumption-of-denial` with spaces.
pub fn plain(word: &str) -> String {
    word.replace('-', " ")
}

/// Returns what a workload of a kind does.
pub fn does(kind: &str) -> &'static str {
    match kind {
        "training" => "trains",
        "tuning" => "is tuned",
        "batch" => "runs in batches",
        "serving" => "is served",
        _ => "runs",
    }
}

/// Returns a count with its noun: `1 pool`, `2 pools`.
pub fn counted(count: usize, noun: &str) -> String {
    if count == 1 {
        format!("1 {noun}")
    } else {
        format!("{count} {noun}s")
    }
}

/// Returns ids in backticks, as messages write them.
pub fn ticked(ids: &[&str], most: usize) -> String {
    let ids: Vec<String> = ids.iter().map(|id| format!("`{id}`")).collect();
    listed(&ids, most)
}

/// Says what must be on file, from whom, and how an application is reviewed.
pub fn need(need: &Need) -> String {
    let mut text = plain(need.kind.word());
    for other in &need.or {
        text.push_str(" or ");
        text.push_str(&plain(other.word()));
    }
    if let Some(issuer) = &need.issuer {
        text.push_str(&format!(" from {}", country(issuer.code())));
    }
    if let Some(review) = &need.review {
        text.push_str(&format!(" (review: {})", plain(review.word())));
    }
    if let Some(days) = need.days_before {
        text.push_str(&format!(", {days} days before"));
    }
    if let Some(scope) = &need.scope {
        let places: Vec<String> = scope.places.iter().map(ToString::to_string).collect();
        text.push_str(&format!(", covering {}", listed(&places, places.len())));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_end_in_and_and_say_how_many_are_left_out() {
        let names: Vec<String> = ["a", "b", "c", "d"].map(str::to_owned).to_vec();
        assert_eq!(listed(&names, 9), "a, b, c and d");
        assert_eq!(listed(&names, 2), "a, b and 2 more");
        assert_eq!(listed(names.get(..1).unwrap(), 2), "a");
        assert_eq!(listed(&[], 2), "");
    }
}
