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
    pub(super) fn digits(&mut self, min: usize, max: usize) -> Option<&'a [u8]> {
        let count = self.0.iter().take_while(|byte| byte.is_ascii_digit()).count();
        if count < min || count > max {
            return None;
        }
        let (digits, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(digits)
    }

    /// Takes two digits whose number is in the range.
    pub(super) fn two(&mut self, least: u8, greatest: u8) -> Option<u8> {
        let [tens @ b'0'..=b'9', ones @ b'0'..=b'9', rest @ ..] = self.0 else { return None };
        if rest.first().is_some_and(u8::is_ascii_digit) {
            return None;
        }
        self.0 = rest;
        let number = (tens - b'0') * 10 + (ones - b'0');
        (least..=greatest).contains(&number).then_some(number)
    }

    /// Takes a year as XML Schema writes it (Part 2, 3.2.7.1): four digits or more, more only where needed, never 0000.
    pub(super) fn year(&mut self) -> Option<&'a [u8]> {
        let start = self.0;
        let _ = self.byte(b'-');
        let digits = self.digits(4, usize::MAX)?;
        if digits.len() > 4 && digits.starts_with(b"0") {
            return None;
        }
        let taken = start.len() - self.0.len();
        start.get(..taken)
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
pub(super) fn nanoseconds(digits: &[u8]) -> Option<u32> {
    if !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let digits = digits.iter().copied().chain(std::iter::repeat(b'0')).take(9);
    Some(digits.fold(0, |number, digit| number * 10 + u32::from(digit - b'0')))
}

/// The number that digits with or without a sign make, if the type holds it.
pub(super) fn number<T: std::str::FromStr>(digits: &[u8]) -> Option<T> {
    std::str::from_utf8(digits).ok()?.parse().ok()
}
