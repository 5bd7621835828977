//! Finds the word that was probably meant.

/// Returns the candidate nearest to `word`, when it is near enough to be meant.
pub(crate) fn nearest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let limit = (word.chars().count() / 3).clamp(1, 4);
    candidates
        .into_iter()
        .map(|candidate| (distance(word, candidate), candidate))
        .filter(|(steps, _)| *steps <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}

/// Returns the shortest candidate that begins with `word`, when enough of it is written.
fn begun<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let begins = |candidate: &&str| word.len() >= 4 && candidate.starts_with(word);
    let begun = candidates.into_iter().filter(begins);
    begun.min_by_key(|candidate| (candidate.len(), *candidate))
}

/// Returns `did you mean ...?` as an edit, or a list of what may stand there.
///
/// # Example: two letters swapped
///
/// ```
/// let hint = portolan_facts::suggestion("jhoor", ["johor", "tokyo"]);
/// assert_eq!(hint, "did you mean `johor`?");
/// ```
#[must_use]
pub fn suggestion<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str> + Clone) -> String {
    let near = nearest(word, candidates.clone()).or_else(|| begun(word, candidates.clone()));
    if let Some(near) = near {
        return format!("did you mean `{near}`?");
    }
    let known: Vec<&str> = candidates.into_iter().collect();
    let shown: Vec<String> = known
        .iter()
        .take(5)
        .map(|word| format!("`{word}`"))
        .collect();
    match known.len() {
        0 => String::new(),
        count if count <= 5 => format!("write one of {}", shown.join(", ")),
        count => format!("write one of {} and {} more", shown.join(", "), count - 5),
    }
}

/// Counts the letters to change, add, drop or swap with a neighbour to turn one word into another.
fn distance(from: &str, to: &str) -> usize {
    let from: Vec<char> = from.to_lowercase().chars().collect();
    let to: Vec<char> = to.to_lowercase().chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=to.len()).collect();
    for (row, letter) in from.iter().enumerate() {
        let mut current = vec![row + 1];
        for (column, other) in to.iter().enumerate() {
            let at = |line: &[usize], index: usize| line.get(index).copied().unwrap_or(usize::MAX);
            let mut steps = (at(&above, column) + usize::from(letter != other))
                .min(at(&above, column + 1).saturating_add(1))
                .min(at(&current, column).saturating_add(1));
            let swapped = row > 0
                && column > 0
                && from.get(row - 1) == Some(other)
                && to.get(column - 1) == Some(letter);
            if swapped {
                steps = steps.min(at(&before, column - 1).saturating_add(1));
            }
            current.push(steps);
        }
        before = std::mem::replace(&mut above, current);
    }
    above.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_swapped_letters_are_one_step() {
        assert_eq!(distance("supplier", "suppleir"), 1);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("kitten", "sitting"), 3);
    }

    #[test]
    fn half_a_word_finds_the_shortest_that_begins_so() {
        let ids = [
            "us-bill-remote-access",
            "us-bill-remote-access-2027",
            "us-bill-gain",
        ];
        assert_eq!(
            suggestion("us-bill-remote", ids),
            "did you mean `us-bill-remote-access`?"
        );
        assert!(!suggestion("us", ids).starts_with("did you mean"));
    }

    #[test]
    fn a_word_far_from_all_gets_a_list_and_no_guess() {
        assert_eq!(nearest("zzzzzz", ["johor", "tokyo"]), None);
        assert_eq!(
            suggestion("zzzzzz", ["johor", "tokyo"]),
            "write one of `johor`, `tokyo`"
        );
        assert_eq!(
            suggestion("jhoor", ["johor", "tokyo"]),
            "did you mean `johor`?"
        );
    }
}
