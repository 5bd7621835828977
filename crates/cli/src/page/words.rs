//! Words: countries, lists and kinds of work as the page writes them.

use maud::{Markup, html};
use portolan_acts::Outcome;

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

/// Returns the class that draws a kind of work.
pub fn kind_class(kind: &str) -> &'static str {
    match kind {
        "training" => "k-training",
        "tuning" => "k-tuning",
        "batch" => "k-batch",
        _ => "k-serving",
    }
}

/// Returns an outcome as a mark and its word.
pub fn badge(outcome: Outcome) -> Markup {
    let (class, mark) = match outcome {
        Outcome::Forbidden => ("o-forbidden", "✕"),
        Outcome::Unsettled => ("o-unsettled", "?"),
        Outcome::Conditional => ("o-conditional", "◐"),
        Outcome::Permitted => ("o-permitted", "✓"),
    };
    html! { span class={ "badge " (class) } { span aria-hidden="true" { (mark) } " " (outcome.word()) } }
}

/// Returns an address when it is one of the web; nothing else is ever linked.
pub fn web(address: &str) -> Option<&str> {
    let address = address.trim();
    let lower = address.to_ascii_lowercase();
    let web = lower.starts_with("https://") || lower.starts_with("http://");
    (web && !address.contains(char::is_whitespace)).then_some(address)
}

/// Returns text that leads to a source, where the source is a page of the web.
pub fn cited(text: &str, source: &str) -> Markup {
    match web(source) {
        Some(address) => html! { a href=(address) rel="noopener noreferrer" { (text) } },
        None => html! { span title=(source) { (text) } },
    }
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

    #[test]
    fn only_pages_of_the_web_are_linked() {
        assert_eq!(
            web("https://gazette.example/41"),
            Some("https://gazette.example/41")
        );
        assert_eq!(web("javascript:alert(1)"), None);
        assert_eq!(web("data:text/html,x"), None);
        assert_eq!(web("https://one.example ; https://two.example"), None);
        assert!(
            !cited("s. 7", "javascript:alert(1)")
                .into_string()
                .contains("href")
        );
    }
}
