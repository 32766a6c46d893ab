//! Decimal numbers as `xs:decimal` has them: without an exponent (XML Schema Part 2, 3.2.3).

use std::borrow::Cow;

use super::super::scalar::{Decimal, InvalidText, collapse};
use super::error::TextError;
use super::scope::{Scope, WriteScope};
use super::text::XmlText;

impl XmlText for Decimal {
    const NAMES: &'static [&'static str] = &["decimal"];
    fn from_text(text: &str, _: &Scope<'_>) -> Result<Self, TextError> {
        Ok(decimal(text)?.read_from_xml())
    }
    fn to_text(&self, _: &mut WriteScope<'_>) -> Result<Cow<'_, str>, TextError> {
        spelled_out(self.as_str()).ok_or_else(|| {
            let message = "a decimal number that has no exponent in XML, and too many digits without it";
            InvalidText::new(message, self.as_str()).into()
        })
    }
}

/// Reads a number, with white space around it. Those of JSON may have an exponent, these not.
pub(super) fn decimal(text: &str) -> Result<Decimal, InvalidText> {
    // Most have no white space, and need no look for it.
    let number = text.parse::<Decimal>().or_else(|_| collapse(text).parse())?;
    match exponent(number.as_str()) {
        None => Ok(number),
        Some(_) => Err(InvalidText::new("a decimal number without an exponent", text)),
    }
}

/// The number in front of an exponent, and the exponent.
fn exponent(number: &str) -> Option<(&str, &str)> {
    number.split_once(['e', 'E'])
}

/// The same number without an exponent; none, where that takes too many zeros.
pub(in super::super) fn spelled_out(number: &str) -> Option<Cow<'_, str>> {
    // A few bytes would make a text of any length. Floats of 64 bits need 324 zeros.
    const MOST: usize = 400;
    let Some((mantissa, exponent)) = exponent(number) else { return Some(number.into()) };
    let (sign, mantissa) = mantissa.split_at(mantissa.len() - mantissa.trim_start_matches(['+', '-']).len());
    if mantissa.bytes().all(|byte| matches!(byte, b'0' | b'.')) {
        return Some(format!("{sign}0").into());
    }
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let by: i64 = exponent.parse().ok()?;
    let places = usize::try_from(by.unsigned_abs()).ok()?;
    let (from, onto) = if by < 0 { (whole, fraction) } else { (fraction, whole) };
    let zeros = places.saturating_sub(from.len());
    if zeros > MOST {
        return None;
    }
    let zeros = "0".repeat(zeros);
    Some(if by < 0 {
        let (whole, moved) = from.split_at(from.len().saturating_sub(places));
        let whole = if whole.is_empty() { "0" } else { whole };
        format!("{sign}{whole}.{zeros}{moved}{onto}").into()
    } else {
        let (moved, fraction) = from.split_at(places.min(from.len()));
        let point = if fraction.is_empty() { "" } else { "." };
        format!("{sign}{onto}{moved}{zeros}{point}{fraction}").into()
    })
}
