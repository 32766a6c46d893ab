//! Whether two texts of a value say the same: what a union asks before it takes a type that would write another text than
//! was read. Numbers, UUIDs and times go by what they are; everything else to the letter.

/// Whether two texts are the same number: `1.0` and `1e+0` are `1`.
pub(crate) fn is_same_number(one: &str, other: &str) -> bool {
    one == other || Digits::of(one).is_some_and(|one| Digits::of(other) == Some(one))
}

/// A number by its sign, its digits without zeros at the ends, and the power of ten of the last of them.
#[derive(PartialEq)]
struct Digits {
    negative: bool,
    digits: Vec<u8>,
    power: i64,
}

impl Digits {
    fn of(text: &str) -> Option<Digits> {
        let (mantissa, power) = match text.split_once(['e', 'E']) {
            Some((mantissa, power)) => (mantissa, power.parse().ok()?),
            None => (text, 0_i64),
        };
        let (negative, mantissa) = mantissa.strip_prefix('-').map_or((false, mantissa), |rest| (true, rest));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all = whole.bytes().chain(fraction.bytes());
        let mut digits: Vec<u8> = all.skip_while(|digit| *digit == b'0').collect();
        let mut power = power.checked_sub(i64::try_from(fraction.len()).ok()?)?;
        while digits.last() == Some(&b'0') {
            digits.pop();
            power = power.checked_add(1)?;
        }
        match digits.is_empty() {
            true => Some(Digits { negative: false, digits, power: 0 }),
            false => Some(Digits { negative, digits, power }),
        }
    }
}

/// Whether two texts are the same UUID, in small letters or capitals (RFC 9562, 4).
pub(super) fn is_same_uuid(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
}

/// Whether two texts are the same time (RFC 3339, 5.6): `T` and `Z` in small letters or capitals, zeros at the end of the
/// fraction, and UTC as `Z` or as an offset make no difference.
pub(super) fn is_same_time(one: &str, other: &str) -> bool {
    one == other || pieces(one).eq(pieces(other))
}

/// The bytes of a time as it would be spelled in one way.
fn pieces(text: &str) -> impl Iterator<Item = u8> {
    const UTC: [&str; 3] = ["+00:00", "-00:00", "z"];
    let (time, zone) = match UTC.iter().find_map(|zone| text.strip_suffix(zone)) {
        Some(time) => (time, "Z"),
        // The zone is behind the seconds; the day has hyphens of its own.
        None => text.split_at(text.rfind(['Z', '+', '-']).filter(|at| *at > 10).unwrap_or(text.len())),
    };
    let time = if time.contains('.') { time.trim_end_matches('0').trim_end_matches('.') } else { time };
    time.bytes().chain(zone.bytes()).map(|byte| byte.to_ascii_uppercase())
}
