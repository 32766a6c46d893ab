//! Parameters: every cell of the table of styles, and what may not stand where.
#![allow(missing_docs, dead_code, unreachable_pub, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../src/lib.rs"]
#[allow(unused_imports, unused_macros)]
mod runtime;

use runtime::json::IndexMap;
use runtime::param::{
    self, AsJson, ParamError, ParamValue, Style, ToParam, encode_cookie, encode_header, encode_path, encode_query,
};
use time::macros::datetime;

fn text(text: &str) -> ParamValue {
    text.to_param()
}

fn list() -> ParamValue {
    vec!["blue", "black", "brown"].to_param()
}

fn object() -> ParamValue {
    IndexMap::from([("R".to_owned(), 100), ("G".to_owned(), 200), ("B".to_owned(), 150)]).to_param()
}

fn no_list() -> ParamValue {
    Vec::<String>::new().to_param()
}

#[test]
fn lists_in_a_list_are_texts() {
    let joined = param::joined::<'|'>(&vec![vec!["a", "b"], vec![], vec!["c,d"]]);
    assert_eq!(joined, ParamValue::List(vec![text("a|b"), ParamValue::Absent, text("c,d")]));
    assert_eq!(encode_query("q", &joined, Style::Form, false, false).unwrap(), ["q=a%7Cb,c%2Cd"]);
    let mixed = param::joined::<'|'>(&vec![vec!["a|b"]]);
    assert!(matches!(encode_query("q", &mixed, Style::Form, true, false), Err(ParamError::Invalid { .. })));
    assert_eq!(param::joined::<','>(&None::<Vec<Vec<i32>>>), ParamValue::Absent);
    let spaced = vec!["a b"].to_param();
    assert!(encode_path("q", &spaced, Style::SpacedMatrix, false, false).is_err());
}

#[test]
fn the_table_of_styles_in_paths() {
    use Style::{Label, Matrix, Simple};
    let cases = [
        (Matrix, false, text(""), ";color"),
        (Matrix, false, text("blue"), ";color=blue"),
        (Matrix, false, list(), ";color=blue,black,brown"),
        // A list of one text that is empty is a value that is empty (RFC 6570, 3.2.7), whichever way it is laid out.
        (Matrix, false, ParamValue::List(vec![text("")]), ";color"),
        (Matrix, true, ParamValue::List(vec![text("")]), ";color"),
        (Matrix, false, object(), ";color=R,100,G,200,B,150"),
        (Matrix, true, text(""), ";color"),
        (Matrix, true, text("blue"), ";color=blue"),
        (Matrix, true, list(), ";color=blue;color=black;color=brown"),
        (Matrix, true, object(), ";R=100;G=200;B=150"),
        (Label, false, text(""), "."),
        (Label, false, text("blue"), ".blue"),
        (Label, false, list(), ".blue,black,brown"),
        (Label, false, object(), ".R,100,G,200,B,150"),
        (Label, true, text("blue"), ".blue"),
        (Label, true, list(), ".blue.black.brown"),
        (Label, true, object(), ".R=100.G=200.B=150"),
        (Simple, false, text("blue"), "blue"),
        (Simple, false, list(), "blue,black,brown"),
        (Simple, false, object(), "R,100,G,200,B,150"),
        (Simple, true, list(), "blue,black,brown"),
        (Simple, true, object(), "R=100,G=200,B=150"),
        (Simple, false, vec!["a,b", "c d"].to_param(), "a%2Cb,c%20d"),
        (Simple, false, text("a b(c),d/é'%2F+;=?#:@"), "a%20b%28c%29%2Cd%2F%C3%A9%27%252F%2B%3B%3D%3F%23%3A%40"),
        (Simple, false, text("-._~Az09"), "-._~Az09"),
        (Matrix, false, text("a;b=c"), ";color=a%3Bb%3Dc"),
        (Style::SpacedMatrix, false, list(), ";color=blue%20black%20brown"),
        (Style::SpacedMatrix, false, text("a b"), ";color=a%20b"),
        (Style::Json, false, AsJson(&vec![1, 2]).to_param(), "%5B1%2C2%5D"),
    ];
    for (style, explode, value, expected) in cases {
        assert_eq!(
            encode_path("color", &value, style, explode, false).as_deref(),
            Ok(expected),
            "{style:?} {explode} {value:?}"
        );
    }
    for value in [ParamValue::Absent, text(""), no_list(), vec![no_list()].to_param()] {
        assert!(encode_path("color", &value, Simple, false, false).is_err(), "{value:?}");
    }
    assert!(encode_path("color", &no_list(), Matrix, true, false).is_err());
}

#[test]
fn the_table_of_styles_in_queries() {
    use Style::{DeepObject, Form, PipeDelimited, SpaceDelimited, TabDelimited};
    let nested = serde_json::json!({"a": {"b": "v", "n": null}, "c": [1, true], "d e": "&="}).to_param();
    let cases: Vec<(Style, bool, ParamValue, &[&str])> = vec![
        (Form, false, text(""), &["color="]),
        (Form, false, text("blue"), &["color=blue"]),
        (Form, false, list(), &["color=blue,black,brown"]),
        (Form, false, object(), &["color=R,100,G,200,B,150"]),
        (Form, true, text(""), &["color="]),
        (Form, true, text("blue"), &["color=blue"]),
        (Form, true, list(), &["color=blue", "color=black", "color=brown"]),
        (Form, true, object(), &["R=100", "G=200", "B=150"]),
        (
            Form,
            true,
            serde_json::json!({"page": 0, "sort": ["a", null, "b,c"], "none": []}).to_param(),
            &["page=0", "sort=a", "sort=b%2Cc"],
        ),
        (Form, true, no_list(), &[]),
        (Form, false, no_list(), &[]),
        (Form, true, vec![""].to_param(), &["color="]),
        (Form, false, vec!["a,b", "c/d"].to_param(), &["color=a%2Cb,c%2Fd"]),
        (Form, true, vec![Some("a,b"), None].to_param(), &["color=a%2Cb"]),
        (SpaceDelimited, false, list(), &["color=blue%20black%20brown"]),
        (SpaceDelimited, false, object(), &["color=R%20100%20G%20200%20B%20150"]),
        (SpaceDelimited, true, list(), &["color=blue", "color=black", "color=brown"]),
        (PipeDelimited, false, list(), &["color=blue%7Cblack%7Cbrown"]),
        (PipeDelimited, false, object(), &["color=R%7C100%7CG%7C200%7CB%7C150"]),
        (TabDelimited, false, list(), &["color=blue%09black%09brown"]),
        (DeepObject, true, object(), &["color%5BR%5D=100", "color%5BG%5D=200", "color%5BB%5D=150"]),
        (
            DeepObject,
            true,
            nested,
            &["color%5Ba%5D%5Bb%5D=v", "color%5Bc%5D%5B%5D=1", "color%5Bc%5D%5B%5D=true", "color%5Bd%20e%5D=%26%3D"],
        ),
        (
            DeepObject,
            true,
            serde_json::json!([{"a": "x", "b": [1, 2]}, null, {"a": "y", "c": [{"d": 3}, {"d": 4}]}]).to_param(),
            &[
                "color%5B0%5D%5Ba%5D=x",
                "color%5B0%5D%5Bb%5D%5B%5D=1",
                "color%5B0%5D%5Bb%5D%5B%5D=2",
                "color%5B1%5D%5Ba%5D=y",
                "color%5B1%5D%5Bc%5D%5B0%5D%5Bd%5D=3",
                "color%5B1%5D%5Bc%5D%5B1%5D%5Bd%5D=4",
            ],
        ),
        (DeepObject, true, list(), &["color%5B%5D=blue", "color%5B%5D=black", "color%5B%5D=brown"]),
        (DeepObject, true, text("blue"), &["color=blue"]),
        (Style::Json, true, AsJson(&vec!["a".to_owned()]).to_param(), &["color=%5B%22a%22%5D"]),
    ];
    for (style, explode, value, expected) in cases {
        let found = encode_query("color", &value, style, explode, false).unwrap();
        assert_eq!(found, expected, "{style:?} {explode} {value:?}");
    }
    assert!(encode_query("c", &vec![vec![1]].to_param(), Form, true, false).is_err());
    assert!(encode_query("c", &vec![vec![1]].to_param(), DeepObject, true, false).is_err());
    for nested in [serde_json::json!({"a": {"b": 1}}), serde_json::json!({"a": [{"b": 1}]})] {
        assert!(encode_query("c", &nested.to_param(), Form, true, false).is_err());
    }
    for nested in [serde_json::json!({"a": [1]}), serde_json::json!([[1]])] {
        assert!(encode_query("c", &nested.to_param(), Form, false, false).is_err());
    }
    let marked = encode_query("c[]", &list(), DeepObject, true, false).unwrap();
    assert_eq!(marked, ["c%5B%5D=blue", "c%5B%5D=black", "c%5B%5D=brown"]);
    assert!(encode_query("c", &vec!["a b"].to_param(), SpaceDelimited, false, false).is_err());
    assert!(encode_query("c", &vec!["a|b"].to_param(), PipeDelimited, false, false).is_err());
    assert!(encode_query("c", &list(), Style::Json, false, false).is_err());
    let nan = AsJson(&f64::NAN).to_param();
    assert!(matches!(encode_query("c", &nan, Form, true, false), Err(ParamError::Invalid { .. })));
}

#[test]
fn characters_in_queries() {
    let cases = [
        ("$select", "thumbprint,state", false, "$select=thumbprint%2Cstate"),
        ("$filter", "state eq 'a+b' & 100%", false, "$filter=state%20eq%20%27a%2Bb%27%20%26%20100%25"),
        ("q", "a=b;c#d[e]\"<>\\^`{|}", false, "q=a%3Db%3Bc%23d%5Be%5D%22%3C%3E%5C%5E%60%7B%7C%7D"),
        ("q", "2017-02-17T00:00:00Z", false, "q=2017-02-17T00%3A00%3A00Z"),
        ("filter[x]", "é", false, "filter%5Bx%5D=%C3%A9"),
        ("q", ":/?[]@!$&'()*+,;=", true, "q=:/?[]@!$&'()*+,;="),
        ("q", "50%25 %zz %2", true, "q=50%25%20%25zz%20%252"),
        ("q", "a#b é", true, "q=a%23b%20%C3%A9"),
    ];
    for (name, value, reserved, expected) in cases {
        assert_eq!(encode_query(name, &text(value), Style::Form, true, reserved).unwrap(), [expected]);
    }
}

#[test]
fn headers_and_cookies() {
    assert_eq!(encode_header("x", &ParamValue::Absent, Style::Simple, false).unwrap(), None);
    assert_eq!(encode_header("x", &no_list(), Style::Simple, false).unwrap(), None);
    assert_eq!(encode_header("x", &text(""), Style::Simple, false).unwrap().as_deref(), Some(""));
    assert_eq!(
        encode_header("x", &text("a b, \"c\"\t%"), Style::Simple, false).unwrap().as_deref(),
        Some("a b, \"c\"\t%")
    );
    assert_eq!(encode_header("x", &list(), Style::Simple, true).unwrap().as_deref(), Some("blue,black,brown"));
    for padded in [text(" a"), text("a\t"), ParamValue::List(vec![text("a"), text("b ")])] {
        let fault = encode_header("x", &padded, Style::Simple, false).unwrap_err().to_string();
        assert_eq!(fault, "parameter `x`: its style has no form for a value that begins or ends with a blank");
    }
    assert_eq!(encode_header("x", &object(), Style::Simple, false).unwrap().as_deref(), Some("R,100,G,200,B,150"));
    assert_eq!(encode_header("x", &object(), Style::Simple, true).unwrap().as_deref(), Some("R=100,G=200,B=150"));
    for bad in ["a\r\nb", "a\nb", "\0", "\u{7F}"] {
        assert!(
            matches!(encode_header("x", &text(bad), Style::Simple, false), Err(ParamError::BadCharacter { .. })),
            "{bad:?}"
        );
    }
    // Swagger 2.0, `collectionFormat`.
    for (style, header, path) in [
        (Style::SpaceDelimited, "blue black brown", "blue%20black%20brown"),
        (Style::PipeDelimited, "blue|black|brown", "blue%7Cblack%7Cbrown"),
        (Style::TabDelimited, "blue\tblack\tbrown", "blue%09black%09brown"),
    ] {
        assert_eq!(encode_header("x", &list(), style, false).unwrap().as_deref(), Some(header));
        assert_eq!(encode_path("x", &list(), style, false, false).unwrap(), path);
        let held = vec!["a b|c\td"].to_param();
        assert!(matches!(encode_header("x", &held, style, false), Err(ParamError::NoForm { .. })));
        assert!(matches!(encode_path("x", &held, style, false, false), Err(ParamError::NoForm { .. })));
        assert_eq!(encode_header("x", &text("a b|c"), style, false).unwrap().as_deref(), Some("a b|c"));
    }
    assert_eq!(encode_cookie("c", &text("a;b, c=d"), Style::Form, true).unwrap(), ["c=a%3Bb%2C%20c%3Dd"]);
    assert_eq!(encode_cookie("c", &list(), Style::Form, true).unwrap(), ["c=blue", "c=black", "c=brown"]);
    assert_eq!(encode_cookie("c", &list(), Style::Form, false).unwrap(), ["c=blue,black,brown"]);
    assert!(encode_cookie("c", &ParamValue::Absent, Style::Form, true).unwrap().is_empty());
    // OpenAPI 3.2, `style: cookie`: nothing is encoded.
    let plain = |value: &ParamValue, explode| encode_cookie("c", value, Style::Cookie, explode);
    assert_eq!(plain(&text("a, c=d%20"), true).unwrap(), ["c=a, c=d%20"]);
    assert_eq!(plain(&list(), true).unwrap(), ["c=blue", "c=black", "c=brown"]);
    assert_eq!(plain(&list(), false).unwrap(), ["c=blue,black,brown"]);
    assert_eq!(plain(&object(), true).unwrap(), ["R=100", "G=200", "B=150"]);
    assert_eq!(plain(&object(), false).unwrap(), ["c=R,100,G,200,B,150"]);
    assert!(plain(&ParamValue::Absent, true).unwrap().is_empty());
    for (value, explode) in [(text("a;b"), true), (text("a\nb"), true), (vec!["a,b"].to_param(), false)] {
        assert!(plain(&value, explode).is_err(), "{value:?}");
    }
}

#[test]
fn values() {
    let at = datetime!(2017-02-17 00:00 UTC);
    let cases = [
        (true.to_param(), "true"),
        (1.5_f64.to_param(), "1.5"),
        (at.to_param(), "2017-02-17T00:00:00Z"),
        (param::Rfc1123(at).to_param(), "Fri, 17 Feb 2017 00:00:00 GMT"),
        (param::UnixTime(at).to_param(), "1487289600"),
        (at.date().to_param(), "2017-02-17"),
        (at.time().to_param(), "00:00:00"),
        (Some(&Box::new(5)).to_param(), "5"),
    ];
    for (found, expected) in cases {
        assert_eq!(found, text(expected));
    }
    assert_eq!(None::<i32>.to_param(), ParamValue::Absent);
}

#[test]
fn numbers_that_are_none() {
    for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let fault = encode_query("x", &number.to_param(), Style::Form, true, false).unwrap_err().to_string();
        assert_eq!(fault, format!("parameter `x`: {number} is no number that can be sent"));
    }
    assert_eq!(encode_query("x", &0.5_f32.to_param(), Style::Form, true, false).unwrap(), ["x=0.5"]);
}
