//! Reads fixed forms out of ASCII text, piece by piece.

/// What is left to read.
#[derive(Clone, Copy)]
pub(super) struct Scan<'a>(pub(super) &'a [u8]);

impl<'a> Scan<'a> {
    /// Takes this byte, if it is next.
    pub(super) fn byte(&mut self, byte: u8) -> Option<()> {
        match self.0.split_first() {
            Some((first, rest)) if *first == byte => {
                self.0 = rest;
                Some(())
            }
            _ => None,
        }
    }

    /// Takes all digits that are next; at least `min`, at most `max`.
    pub(super) fn digits(&mut self, min: usize, max: usize) -> Option<&'a str> {
        let count = self.0.iter().take_while(|byte| byte.is_ascii_digit()).count();
        if count < min || count > max {
            return None;
        }
        let (digits, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        std::str::from_utf8(digits).ok()
    }

    /// Takes two digits whose number is in the range.
    pub(super) fn two(&mut self, least: u8, greatest: u8) -> Option<u8> {
        let number = self.digits(2, 2)?.parse().ok()?;
        (least..=greatest).contains(&number).then_some(number)
    }

    /// Takes a year as XML Schema writes it (Part 2, 3.2.7.1): four digits or more, more only where needed, never 0000.
    pub(super) fn year(&mut self) -> Option<&'a str> {
        let start = self.0;
        let _ = self.byte(b'-');
        let digits = self.digits(4, usize::MAX)?;
        if digits.len() > 4 && digits.starts_with('0') {
            return None;
        }
        let taken = start.len() - self.0.len();
        std::str::from_utf8(start.get(..taken)?).ok()
    }

    /// Takes a zone: nothing, `Z`, or an offset of at most 14 hours. The offset in minutes.
    pub(super) fn zone(&mut self) -> Option<Option<i16>> {
        if self.0.is_empty() {
            return Some(None);
        }
        if self.byte(b'Z').is_some() {
            return Some(Some(0));
        }
        let sign = match self.byte(b'+') {
            Some(()) => 1,
            None => self.byte(b'-').map(|()| -1)?,
        };
        let hours = i16::from(self.two(0, 14)?);
        self.byte(b':')?;
        let minutes = i16::from(self.two(0, 59)?);
        (hours < 14 || minutes == 0).then_some(Some(sign * (hours * 60 + minutes)))
    }

    /// Takes nothing, or a point and digits: the nanoseconds, further digits cut.
    pub(super) fn fraction(&mut self) -> Option<u32> {
        if self.byte(b'.').is_none() {
            return Some(0);
        }
        let digits = self.digits(1, usize::MAX)?;
        nanoseconds(digits)
    }

    /// The end of the text.
    pub(super) fn end(&self) -> Option<()> {
        self.0.is_empty().then_some(())
    }
}

/// Nanoseconds from the digits behind the point.
pub(super) fn nanoseconds(digits: &str) -> Option<u32> {
    let mut padded: String = digits.chars().take(9).collect();
    while padded.len() < 9 {
        padded.push('0');
    }
    padded.parse().ok()
}
