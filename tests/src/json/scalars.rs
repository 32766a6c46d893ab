//! Values without parts: numbers within their bounds, texts by format, pattern and length.

use serde_json::{Number, Value, json};

use super::pattern;

/// Whether numbers are whole ones by their format, though their type does not say so.
pub fn is_whole(parts: &[&Value]) -> bool {
    matches!(word(parts, "format"), Some("integer" | "int32" | "int64" | "uint32" | "uint64" | "unixtime"))
}

/// Numbers for the schema parts `parts`; whole ones where `whole`.
pub fn numbers(parts: &[&Value], whole: bool) -> Vec<Value> {
    let format = word(parts, "format");
    let bound = |key: &str| parts.iter().filter_map(|part| part.get(key)).find_map(Value::as_f64);
    let (least, most) = (bound("minimum"), bound("maximum"));
    let (above, below) = (bound("exclusiveMinimum"), bound("exclusiveMaximum"));
    let of: Vec<&str> = match (whole, format) {
        (true, Some("int32")) => vec!["7", "0", "-2147483648", "2147483647", "2.0", "1e2"],
        (true, Some("int64")) => {
            vec!["7", "0", "-9007199254740993", "9223372036854775807", "-9223372036854775808", "2.0", "1e2"]
        }
        (true, Some("uint64")) => vec!["7", "0", "18446744073709551615", "2.0"],
        (true, Some("int8")) => vec!["7", "0", "-128", "127"],
        (true, Some("int16")) => vec!["7", "0", "-32768", "32767"],
        (true, Some("uint8")) => vec!["7", "0", "255"],
        (true, Some("uint16")) => vec!["7", "0", "65535"],
        // Years before 0 and after 9999 are no points in time of RFC 3339.
        (true, Some("unixtime" | "unix-time")) => vec!["7", "0", "-62135596800", "253402300799", "1700000000"],
        (true, Some("uint32")) => vec!["7", "0", "4294967295"],
        (true, _) => vec!["7", "0", "-3", "2.0", "1E+2", "9223372036854775807", "-9223372036854775808"],
        (false, Some("float")) => vec!["1.5", "0", "-0.1", "3", "3.0", "3.4028235e38", "1e-45"],
        (false, Some("decimal" | "decimal128")) => {
            vec!["1.5", "0", "-12345678901234567890.0123456789", "3", "0.10", "1e30"]
        }
        (false, _) => vec!["1.5", "0", "-2.25e10", "3", "0.1", "3.0", "1.7976931348623157e308", "5e-324"],
    };
    let mut texts: Vec<String> = of.into_iter().map(str::to_owned).collect();
    let step = if whole { 1.0 } else { 0.5 };
    let show =
        |value: f64| if value.fract() == 0.0 && value.abs() < 1e15 { format!("{value:.0}") } else { value.to_string() };
    texts.extend([above.map(|it| it + step), below.map(|it| it - step)].into_iter().flatten().map(show));
    // As they stand there: a float does not know all whole numbers.
    let ends = ["minimum", "maximum"].into_iter().filter_map(|key| parts.iter().find_map(|part| part.get(key)));
    let is_exact =
        |end: &Number| end.to_string().parse::<i128>().is_ok() || end.as_f64().is_some_and(|it| it.abs() < 1e15);
    texts.extend(ends.filter_map(Value::as_number).filter(|end| is_exact(end)).map(Number::to_string));
    if let (Some(least), Some(most)) = (least.or(above), most.or(below)) {
        texts.push(show(if whole { ((least + most) / 2.0).floor() } else { (least + most) / 2.0 }));
    }
    if let Some(step) = bound("multipleOf") {
        let first = least.or(above).unwrap_or(0.0).max(step);
        texts.push(show((first / step).ceil() * step));
    }
    let fits = |text: &String| {
        text.parse::<f64>().is_ok_and(|it| {
            least.is_none_or(|least| it >= least)
                && most.is_none_or(|most| it <= most)
                && above.is_none_or(|above| it > above)
                && below.is_none_or(|below| it < below)
                && bound("multipleOf").is_none_or(|step| (it / step).fract().abs() < 1e-9)
                && (!whole || it.fract() == 0.0)
        })
    };
    texts.retain(fits);
    let mut seen = Vec::new();
    texts.retain(|text| {
        !seen.contains(text) && {
            seen.push(text.clone());
            true
        }
    });
    texts.iter().filter_map(|text| text.parse::<Number>().ok()).map(Value::Number).collect()
}

/// Texts for the schema parts `parts`.
pub fn texts(parts: &[&Value]) -> Vec<Value> {
    let count = |key: &'static str| {
        parts.iter().filter_map(move |part| part.get(key)?.as_u64()).map(|it| usize::try_from(it).unwrap_or(usize::MAX))
    };
    let least = count("minLength").max().unwrap_or(0);
    let most = count("maxLength").min().unwrap_or(usize::MAX);
    let mut found: Vec<String> = Vec::new();
    let format = word(parts, "format").map(str::to_ascii_lowercase);
    let encoding = word(parts, "contentEncoding").map(str::to_ascii_lowercase);
    let known = of_format(format.as_deref().or(encoding.as_deref()));
    let patterns: Vec<&str> = parts.iter().filter_map(|part| part.get("pattern")?.as_str()).collect();
    found.extend(known.iter().map(|text| (*text).to_owned()));
    found.extend(patterns.iter().flat_map(|pattern| pattern::texts(pattern)));
    if known.is_empty() && patterns.is_empty() {
        found.extend(["text", "", "ü \"\\ \n\u{1F600}/</a>"].map(str::to_owned));
    }
    let mut fitting: Vec<String> = Vec::new();
    for mut text in found {
        let length = text.chars().count();
        if length < least && least < 100_000 {
            text.push_str(&"a".repeat(least - length));
        } else if length > most {
            text = text.chars().take(most).collect();
        }
        if !fitting.contains(&text) {
            fitting.push(text);
        }
    }
    fitting.into_iter().map(Value::String).collect()
}

/// The first value of the word `key`.
pub fn word<'a>(parts: &[&'a Value], key: &str) -> Option<&'a str> {
    parts.iter().find_map(|part| part.get(key)?.as_str())
}

fn of_format(format: Option<&str>) -> &'static [&'static str] {
    match format {
        Some("date-time" | "datetime") => &[
            "2024-02-29T23:59:59Z",
            "1999-12-31T00:00:00.123456+05:30",
            "2024-01-01T00:00:00.000000001-23:59",
            "0001-01-01T00:00:00Z",
            "9999-12-31T23:59:59.999999999Z",
            "2024-06-01t12:00:00.50z",
            "2024-06-01T12:00:00-00:00",
        ],
        Some("date") => &["2024-02-29", "0001-01-01", "9999-12-31"],
        Some("time") => &["12:30:45Z", "23:59:59.5+01:00", "00:00:00.123456789-11:30"],
        Some("duration") => &["P1DT2H", "PT0.5S", "P3W", "P1Y2M"],
        Some("uuid" | "guid") => &[
            "8c4dca38-9f3b-4f6a-a1c0-5a2b8f0d7e11",
            "00000000-0000-0000-0000-000000000000",
            "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF",
        ],
        Some("uri" | "url") => &["https://example.com/a%20b?c=d#e"],
        Some("uri-reference") => &["../a?b", "https://example.com"],
        Some("email" | "idn-email") => &["someone@example.com"],
        Some("hostname" | "idn-hostname") => &["www.example.com"],
        Some("ipv4" | "ip") => &["192.0.2.1"],
        Some("ipv6") => &["2001:db8::1"],
        Some("byte" | "base64") => &["aGVsbG8/Pg==", "", "AA=="],
        Some("base64url") => &["aGVsbG8_Pg"],
        Some("base16") => &["00ff"],
        Some("date-time-rfc1123" | "http-date") => &["Fri, 17 Feb 2017 00:00:00 GMT"],
        Some("json-pointer") => &["/a/b"],
        Some("regex") => &["^a$"],
        Some("decimal") => &["1.10", "-0.5"],
        _ => &[],
    }
}

/// Values for a schema that says nothing.
pub fn anything() -> Vec<Value> {
    vec![json!({ "any": [1, "x", null, { "deep": 1.5 }] }), json!("text"), json!(12), json!([true]), Value::Null]
}
