//! Values that are one, however they are spelled (XML Schema Part 2, lexical spaces).

/// The text without blanks at its ends, and with single ones within.
pub(crate) fn blanks(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A spelling that all texts of one value have in common, whatever simple type the value may be of.
pub(crate) fn value(text: &str) -> String {
    let words: Vec<String> = text.split_whitespace().map(word).collect();
    // Binary in base64 may have blanks anywhere.
    let joined: String = text.split_whitespace().collect();
    let base64 = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=');
    if joined.len() >= 24 && words.len() > 1 && joined.chars().all(base64) && joined.len().is_multiple_of(4) {
        return joined;
    }
    words.join(" ")
}

fn word(word: &str) -> String {
    number(word).or_else(|| boolean(word)).or_else(|| time(word)).or_else(|| duration(word)).unwrap_or(word.to_owned())
}

/// 3.2.2: `true` and `1` are one.
fn boolean(word: &str) -> Option<String> {
    match word {
        "true" => number("1"),
        "false" => number("0"),
        _ => None,
    }
}

/// 3.2.3, 3.2.5: no sign `+`, no zeros that say nothing, no exponent where that is short.
fn number(word: &str) -> Option<String> {
    let (negative, digits) = match word.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, word.strip_prefix('+').unwrap_or(word)),
    };
    let (mantissa, exponent) = match digits.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (digits, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if (whole.is_empty() && fraction.is_empty()) || !all_digits(whole) || !all_digits(fraction) {
        return None;
    }
    // As digits and a power of ten.
    let power = exponent.checked_sub(i32::try_from(fraction.len()).ok()?)?;
    let joined = format!("{whole}{fraction}");
    let significant = joined.trim_start_matches('0');
    let shortened = significant.trim_end_matches('0');
    if shortened.is_empty() {
        return Some("0".to_owned());
    }
    let power = power.checked_add(i32::try_from(significant.len() - shortened.len()).ok()?)?;
    Some(format!("{}{shortened}e{power}", if negative { "-" } else { "" }))
}

/// 3.2.7 to 3.2.9: no fraction of zeros, and `Z` for a zone of no hours.
fn time(word: &str) -> Option<String> {
    let looks_so = word.bytes().filter(|byte| *byte == b':').count() >= 2
        || (word.len() >= 10 && word.bytes().filter(|byte| *byte == b'-').count() >= 2);
    if !looks_so || !word.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '+' | ':' | '.' | 'T' | 'Z')) {
        return None;
    }
    let (rest, zone) = match word.strip_suffix("+00:00").or(word.strip_suffix("-00:00")).or(word.strip_suffix('Z')) {
        Some(rest) => (rest, "Z"),
        None => match word.len().checked_sub(6).and_then(|at| word.split_at_checked(at)) {
            Some((rest, zone)) if zone.starts_with(['+', '-']) && zone.as_bytes().get(3) == Some(&b':') => (rest, zone),
            _ => (word, ""),
        },
    };
    let (seconds, fraction) = rest.split_once('.').unwrap_or((rest, ""));
    let fraction = fraction.trim_end_matches('0');
    let dot = if fraction.is_empty() { "" } else { "." };
    Some(format!("{seconds}{dot}{fraction}{zone}"))
}

/// 3.2.6: no parts of zero.
fn duration(word: &str) -> Option<String> {
    let (sign, rest) = word.strip_prefix('-').map_or(("", word), |rest| ("-", rest));
    let rest = rest.strip_prefix('P')?;
    let mut kept = format!("{sign}P");
    let mut part = String::new();
    for c in rest.chars() {
        match c {
            'T' => kept.push('T'),
            '0'..='9' | '.' => part.push(c),
            'Y' | 'M' | 'D' | 'H' | 'S' => {
                let (whole, fraction) = part.split_once('.').unwrap_or((&part, ""));
                let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
                if !whole.is_empty() || !fraction.is_empty() {
                    let dot = if fraction.is_empty() { "" } else { "." };
                    kept.push_str(&format!("{whole}{dot}{fraction}{c}"));
                }
                part.clear();
            }
            _ => return None,
        }
    }
    part.is_empty().then(|| kept.trim_end_matches('T').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_value_are_one() {
        for (a, b) in [
            ("1.0", "1"),
            ("+01.50", "1.5"),
            ("1e2", "100"),
            ("-0", "0"),
            ("true", "1"),
            ("2001-01-01T00:00:00.500+00:00", "2001-01-01T00:00:00.5Z"),
            ("2001-01-01+00:00", "2001-01-01Z"),
            ("PT0H5.0S", "PT5S"),
            ("P0DT0S", "P"),
            ("1.0 2.0", "1 2"),
            ("QUJDREVGR0hJSktMTU5P UFFSU1RVVldYWVo=", "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo="),
        ] {
            assert_eq!(value(a), value(b), "{a} {b}");
        }
    }

    #[test]
    fn other_values_are_others() {
        for (a, b) in [
            ("1", "10"),
            ("1.1", "1.10001"),
            ("a", "A"),
            ("2001-01-01T00:00:00Z", "2001-01-01T00:00:00"),
            ("2001-01-01T00:00:00+01:00", "2001-01-01T00:00:00Z"),
            ("PT5M", "P5M"),
            ("-1", "1"),
        ] {
            assert_ne!(value(a), value(b), "{a} {b}");
        }
    }
}
