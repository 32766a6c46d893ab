//! Whether a text is a day or a point in time (RFC 3339, 5.6).

/// Whether a text is a full-date: a day that there is.
pub(super) fn is_date(text: &str) -> bool {
    let shape = text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if !shape {
        return false;
    }
    let part = |range: std::ops::Range<usize>| text.get(range).and_then(|part| part.parse::<u32>().ok()).unwrap_or(0);
    let (year, month, day) = (part(0..4), part(5..7), part(8..10));
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap => 29,
        2 => 28,
        _ => 0,
    };
    (1..=days).contains(&day)
}

/// Whether a text is a date-time: a day, a time of day, and a zone.
pub(super) fn is_date_time(text: &str) -> bool {
    let Some((date, time)) = text.split_at_checked(10) else { return false };
    let Some(time) = time.strip_prefix(['T', 't', ' ']) else { return false };
    let Some((clock, rest)) = time.split_at_checked(8) else { return false };
    is_date(date) && is_clock(clock, 60) && is_zone(without_fraction(rest))
}

/// Hours and minutes, and perhaps seconds, of which a minute may have one too many.
fn is_clock(text: &str, seconds: u32) -> bool {
    let mut parts =
        text.split(':').map(|part| match part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit()) {
            true => part.parse::<u32>().ok(),
            false => None,
        });
    [23, 59, seconds]
        .into_iter()
        .take(text.len().div_ceil(3))
        .all(|most| parts.next().flatten().is_some_and(|part| part <= most))
        && parts.next().is_none()
}

fn without_fraction(text: &str) -> &str {
    match text.strip_prefix('.') {
        Some(fraction) if fraction.starts_with(|c: char| c.is_ascii_digit()) => {
            fraction.trim_start_matches(|c: char| c.is_ascii_digit())
        }
        _ => text,
    }
}

fn is_zone(text: &str) -> bool {
    matches!(text, "Z" | "z") || text.strip_prefix(['+', '-']).is_some_and(|zone| zone.len() == 5 && is_clock(zone, 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_calendar() {
        for day in ["2024-02-29", "2000-02-29", "1999-12-31"] {
            assert!(is_date(day), "{day}");
        }
        for none in
            ["2020-13-01", "2023-02-29", "1900-02-29", "2020-00-10", "2020-1-1", "2020-01-00", "today", "2020-01-0é"]
        {
            assert!(!is_date(none), "{none}");
        }
    }

    #[test]
    fn points_in_time_have_a_zone() {
        for time in ["2020-01-01T00:00:00Z", "2020-01-01t23:59:60.123+01:00", "2020-01-01 10:00:00-00:30"] {
            assert!(is_date_time(time), "{time}");
        }
        for none in [
            "2020-01-01",
            "2020-01-01T00:00:00",
            "2020-01-01T24:00:00Z",
            "2020-01-01T00:00Z",
            "now",
            "2020-01-01T00:00:00.Z",
        ] {
            assert!(!is_date_time(none), "{none}");
        }
    }
}
