//! The arms of the `match` over the status of an answer.

use crate::ir::StatusPattern;

/// A range of statuses, with its ends.
type Range = (u16, u16);

/// The arms, in the order in which they are tried.
#[derive(Default)]
pub(super) struct Arms {
    texts: Vec<String>,
    /// The statuses that the arms before have.
    taken: Vec<Range>,
}

impl Arms {
    /// Adds what reads `statuses`; those that follow one another are a range, and `Default` among errors is all that is left.
    pub(super) fn add(&mut self, statuses: &[StatusPattern], success: bool, read: &str) {
        if let Some(pattern) = self.pattern(statuses, success) {
            self.texts.push(format!("{pattern} => {read}"));
            self.taken.extend(statuses.iter().filter_map(|status| range(*status, success)));
        }
    }

    /// Adds what reads those answers of `status` to which `guard` applies.
    pub(super) fn add_where(&mut self, status: StatusPattern, guard: &str, read: &str) {
        if let Some(pattern) = self.pattern(&[status], false) {
            self.texts.push(format!("{pattern} if {guard} => {read}"));
        }
    }

    /// Adds what reads all that is left.
    pub(super) fn rest(&mut self, read: &str) {
        self.texts.push(format!("_ => {read}"));
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.texts.len()
    }

    /// The texts of the arms.
    pub(super) fn into_texts(self) -> Vec<String> {
        self.texts
    }

    /// One pattern for several statuses; `None` where the arms before have all of them.
    fn pattern(&self, statuses: &[StatusPattern], success: bool) -> Option<String> {
        let mut ranges: Vec<Range> = Vec::new();
        for status in statuses {
            match range(*status, success) {
                Some(range) => ranges.push(range),
                None => return Some("_".to_owned()),
            }
        }
        ranges.sort_unstable();
        let mut all: Vec<Range> = Vec::new();
        for (low, high) in ranges {
            match all.last_mut() {
                Some((_, last)) if low <= last.saturating_add(1) => *last = high.max(*last),
                _ => all.push((low, high)),
            }
        }
        let texts = all.into_iter().filter_map(|range| self.left_of(range)).map(|(low, high)| match high - low {
            0 => low.to_string(),
            1 => format!("{low} | {high}"),
            _ => format!("{low}..={high}"),
        });
        let texts: Vec<String> = texts.collect();
        (!texts.is_empty()).then(|| texts.join(" | "))
    }

    /// A range without what arms before have at its ends: clippy finds those overlapping (`match_overlapping_arm`), and does
    /// not mind what lies within.
    fn left_of(&self, (mut low, mut high): Range) -> Option<Range> {
        while low <= high {
            if let Some(&(_, last)) = self.taken.iter().find(|(from, to)| (*from..=*to).contains(&low)) {
                low = last.saturating_add(1);
            } else if let Some(&(first, _)) = self.taken.iter().find(|(from, to)| (*from..=*to).contains(&high)) {
                high = first.saturating_sub(1);
            } else {
                return Some((low, high));
            }
        }
        None
    }
}

/// The statuses of a pattern; `None` for all that are left.
fn range(status: StatusPattern, success: bool) -> Option<Range> {
    match status {
        StatusPattern::Code(code) => Some((code, code)),
        StatusPattern::Class(class) => Some((u16::from(class) * 100, u16::from(class) * 100 + 99)),
        StatusPattern::Default => success.then_some((200, 299)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use StatusPattern::{Class, Code, Default};

    #[test]
    fn a_class_begins_behind_the_statuses_that_open_it() {
        let arms = |all: &[&[StatusPattern]]| {
            let mut arms = Arms::default();
            all.iter().for_each(|statuses| arms.add(statuses, false, "x"));
            arms.into_texts().into_iter().map(|text| text.trim_end_matches(" => x").to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(arms(&[&[Code(400)], &[Class(4)], &[Default]]), ["400", "401..=499", "_"]);
        assert_eq!(arms(&[&[Code(400), Code(401), Code(499)], &[Class(4)]]), ["400 | 401 | 499", "402..=498"]);
        assert_eq!(arms(&[&[Code(404)], &[Class(4), Class(5)]]), ["404", "400..=599"]);
        assert_eq!(arms(&[&[Code(499)], &[Code(498)], &[Class(4), Class(5)]]), ["499", "498", "400..=599"]);
        assert_eq!(arms(&[&[Class(4)], &[Code(404)]]), ["400..=499"], "nothing is left");
    }
}
