//! Values whose type would write them back in another spelling than a pattern lets in: `0042` is no `42` to `\d{4}`.

use regex::Regex;

use crate::xsd::pattern;

/// The spellings of boolean values (Part 2, 3.2.2.1).
const BOOLEANS: [&str; 4] = ["true", "false", "1", "0"];

/// How many digits the numbers may have whose spelling is looked at.
const MOST_DIGITS: usize = 40;

/// How many items the lists may have.
const MOST_ITEMS: usize = 8;

/// Whether whole numbers that all patterns let in may have a sign `+`, or zeros before them.
pub(super) fn has_odd_numbers(patterns: &[String]) -> bool {
    let compiled = compiled(patterns);
    !compiled.is_empty() && odd_numbers().any(|text| fits(&compiled, &text))
}

/// The same of the items of a list. What pattern lists of one number said over and over do not fit is taken to let such in.
pub(super) fn has_odd_items(patterns: &[String]) -> bool {
    let compiled = compiled(patterns);
    let fit = |word: String| (1..=MOST_ITEMS).any(|count| fits(&compiled, &vec![&*word; count].join(" ")));
    let plain =
        (0..MOST_DIGITS).flat_map(|zeros| ["1", "5", "-1"].map(|first| format!("{first}{}", "0".repeat(zeros))));
    !compiled.is_empty() && (odd_numbers().any(fit) || !plain.into_iter().any(fit))
}

/// Whole numbers with a sign `+`, or zeros before them.
fn odd_numbers() -> impl Iterator<Item = String> {
    let zeros = |count: usize| "0".repeat(count);
    let digits = (2..=MOST_DIGITS).flat_map(move |length| {
        let before = zeros(length - 1);
        [format!("{before}0"), format!("{before}1"), format!("05{}", zeros(length - 2))]
    });
    let signs = ["+", "-0"].into_iter().flat_map(|sign| ["0", "1", "5", "10", "100"].map(|n| format!("{sign}{n}")));
    digits.chain(signs)
}

/// The spellings of booleans that all patterns let in, where these are digits: words are what is written.
pub(super) fn digits_for_booleans(patterns: &[String]) -> Option<Vec<&'static str>> {
    let compiled = compiled(patterns);
    let let_in: Vec<&str> = BOOLEANS.into_iter().filter(|word| fits(&compiled, word)).collect();
    (!let_in.is_empty() && let_in.iter().all(|word| matches!(*word, "1" | "0"))).then_some(let_in)
}

fn fits(patterns: &[Regex], text: &str) -> bool {
    patterns.iter().all(|pattern| pattern.is_match(text))
}

/// The patterns that are understood; the others limit nothing.
fn compiled(patterns: &[String]) -> Vec<Regex> {
    patterns.iter().filter_map(|pattern| pattern::compile(pattern).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn has_odd(patterns: &[&str]) -> bool {
        has_odd_numbers(&patterns.iter().map(|&pattern| pattern.to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn zeros_and_signs_before_numbers_are_found() {
        assert!(has_odd(&[r"\d{4}"]));
        assert!(has_odd(&["[0-9]{14}"]));
        assert!(has_odd(&[r"\+?[1-9][0-9]*"]));
        assert!(has_odd(&["0[5-6]0"]));
        assert!(!has_odd(&["[1-9][0-9]{3}"]));
        assert!(!has_odd(&["0|-?[1-9][0-9]*"]));
        assert!(!has_odd(&[r"\d{4}", "[1-9].*"]), "all patterns count");
        assert!(!has_odd(&[]));
        assert!(!has_odd(&["(unclosed"]));
    }

    #[test]
    fn zeros_before_items_of_lists_are_found() {
        let has_odd = |pattern: &str| has_odd_items(&[pattern.to_owned()]);
        assert!(has_odd(r"\d\d( \d\d)*"));
        assert!(has_odd(r"\d{2} \d{3}"), "it cannot be told");
        assert!(has_odd("[0-9 ]*"));
        assert!(!has_odd(r"\d( \d)*"));
        assert!(!has_odd("-?[1-9][0-9]*( -?[1-9][0-9]*)*"));
        assert!(!has_odd("(unclosed"));
    }

    #[test]
    fn booleans_that_are_never_words_are_found() {
        let digits = |pattern: &str| digits_for_booleans(&[pattern.to_owned()]);
        assert_eq!(digits("0|1"), Some(vec!["1", "0"]));
        assert_eq!(digits("1"), Some(vec!["1"]));
        assert_eq!(digits("true|false"), None);
        assert_eq!(digits("true|1"), None);
        assert_eq!(digits("yes"), None);
    }
}
