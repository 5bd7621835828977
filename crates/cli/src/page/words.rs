//! Words with their marks: outcomes, kinds of work and citations as the page draws them.

use maud::{Markup, html};
use portolan_acts::Outcome;

pub use crate::words::{country, does, listed, need, plain};

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
