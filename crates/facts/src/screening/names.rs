//! Names as they are compared: without accents, punctuation, word order and legal forms.

use rapidfuzz::fuzz;
use unicode_normalization::UnicodeNormalization;

/// Words that say what kind of body bears a name, and not who.
const FORMS: [&str; 38] = [
    "ab",
    "ag",
    "aktiengesellschaft",
    "as",
    "asa",
    "berhad",
    "bhd",
    "bv",
    "co",
    "company",
    "corp",
    "corporation",
    "fze",
    "fzco",
    "fzllc",
    "gmbh",
    "inc",
    "incorporated",
    "jsc",
    "kk",
    "limited",
    "llc",
    "llp",
    "lp",
    "ltd",
    "nv",
    "ojsc",
    "oy",
    "pjsc",
    "plc",
    "pt",
    "pte",
    "pty",
    "pvt",
    "sa",
    "sdn",
    "srl",
    "the",
];
/// The shortest word that can stand for a whole name by itself.
const TELLING_MIN: usize = 4;
/// How alike a name is that holds every word of the other, of 100.
const HOLDS_ALL: u8 = 95;

/// Holds a name in the form in which it is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    /// The words, in order of the alphabet.
    words: Vec<String>,
    /// The same, one text.
    joined: String,
}

impl Name {
    /// Returns the form of a name.
    pub(super) fn of(text: &str) -> Self {
        let plain: String = text
            .nfkd()
            .filter(|letter| !unicode_normalization::char::is_combining_mark(*letter))
            .flat_map(char::to_lowercase)
            .filter(|letter| *letter != '.' && *letter != '\'')
            .map(|letter| {
                if letter.is_alphanumeric() {
                    letter
                } else {
                    ' '
                }
            })
            .collect();
        let all: Vec<&str> = plain.split_whitespace().collect();
        let telling = all.iter().copied().filter(|word| !FORMS.contains(word));
        let mut words: Vec<String> = telling.map(str::to_owned).collect();
        if words.is_empty() {
            words = all.iter().map(|word| (*word).to_owned()).collect();
        }
        words.sort();
        words.dedup();
        let joined = words.join(" ");
        Self { words, joined }
    }

    /// Returns the name made ready to be compared with many.
    pub(super) fn comparator(&self) -> Comparator<'_> {
        Comparator {
            name: self,
            ratio: fuzz::RatioBatchComparator::new(self.joined.chars()),
        }
    }

    /// Returns true when the name has a word that can stand for it, and the other has all its
    /// words.
    fn is_held_by(&self, other: &Self) -> bool {
        let tells = |word: &String| word.chars().count() >= TELLING_MIN;
        self.words.iter().any(tells) && self.words.iter().all(|word| other.words.contains(word))
    }
}

/// Holds a name made ready to be compared with many.
pub(super) struct Comparator<'n> {
    name: &'n Name,
    ratio: fuzz::RatioBatchComparator<char>,
}

impl Comparator<'_> {
    /// Returns how alike another name is, of 100, when it is at least so much.
    pub(super) fn likeness(&self, other: &Name, least: u8) -> Option<u8> {
        if self.name.joined.is_empty() || other.joined.is_empty() {
            return None;
        }
        let cutoff = f64::from(least) / 100.0;
        let arguments = fuzz::Args::default().score_cutoff(cutoff);
        let ratio = self
            .ratio
            .similarity_with_args(other.joined.chars(), &arguments);
        // At most 100 of 100, rounded down.
        let ratio = ratio.map(|ratio| {
            (0..=100_u8)
                .rev()
                .find(|step| f64::from(*step) <= ratio * 100.0)
        });
        let held = self.name.is_held_by(other) || other.is_held_by(self.name);
        let held = (held && HOLDS_ALL >= least).then_some(HOLDS_ALL);
        ratio.flatten().max(held)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alike(left: &str, right: &str) -> Option<u8> {
        Name::of(left).comparator().likeness(&Name::of(right), 88)
    }

    #[test]
    fn legal_forms_accents_order_and_punctuation_do_not_tell_names_apart() {
        assert_eq!(
            alike("Sophgo Technologies", "SOPHGO TECHNOLOGIES PTE. LTD."),
            Some(100)
        );
        assert_eq!(
            alike("Société Générale S.A.", "generale societe"),
            Some(100)
        );
    }

    #[test]
    fn a_slip_of_the_pen_is_near() {
        assert!(alike("Moore Threads", "Moor Threads Technology").is_none());
        assert!(alike("Moore Threads Technology", "Moor Thread Technology") > Some(88));
        assert!(alike("Inspur Group", "Insper Group") > Some(88));
    }

    #[test]
    fn a_name_inside_a_longer_one_is_near() {
        assert_eq!(
            alike("Huawei", "Huawei Cloud Computing Technology Co., Ltd."),
            Some(95)
        );
        assert_eq!(alike("TM", "TM International"), None);
    }

    #[test]
    fn other_names_are_not() {
        assert_eq!(alike("Alibaba Group", "Inspur Group Co., Ltd."), None);
        assert_eq!(alike("", "Inspur"), None);
    }
}
