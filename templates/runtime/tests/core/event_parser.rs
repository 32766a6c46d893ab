//! The lines of server-sent events, as the HTML standard takes them apart (9.2.6).

use std::time::Duration;

use crate::runtime::event_parser::{EventParser, Message};

fn parse(text: &[u8], size: usize) -> Vec<Message> {
    let mut parser = EventParser::default();
    text.chunks(size).for_each(|chunk| parser.push(chunk));
    std::iter::from_fn(|| parser.pop()).collect()
}

fn data(text: &str) -> Vec<String> {
    parse(text.as_bytes(), text.len().max(1)).into_iter().map(|message| message.data).collect()
}

#[test]
fn lines_end_in_three_ways_wherever_chunks_are_cut() {
    let text = "\u{FEFF}data: a\r\ndata:b\n\r\n: comment\revent: x\rid: 7\rretry: 1500\rdata:  é\r\r\nid\ndata\n\n";
    let all = parse(text.as_bytes(), text.len());
    assert_eq!(all[0], Message { data: "a\nb".into(), ..Message::default() });
    let second = Message {
        event: Some("x".into()),
        id: Some("7".into()),
        retry: Some(Duration::from_millis(1500)),
        data: " é".into(),
    };
    assert_eq!(all[1], second);
    assert_eq!(all[2], Message::default());
    assert_eq!(all.len(), 3);
    for size in 1..8 {
        assert_eq!(parse(text.as_bytes(), size), all, "{size}");
    }
}

#[test]
fn the_examples_of_the_standard_give_what_it_says() {
    assert_eq!(data("data: YHOO\ndata: +2\ndata: 10\n\n"), ["YHOO\n+2\n10"]);
    let text = ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n";
    let all = parse(text.as_bytes(), 3);
    let said: Vec<_> = all.iter().map(|one| (one.data.as_str(), one.id.as_deref())).collect();
    assert_eq!(said, [("first event", Some("1")), ("second event", None), (" third event", None)]);
    // Two events, the second with a line end as data; the last is cut off.
    assert_eq!(data("data\n\ndata\ndata\n\ndata:"), ["", "\n"]);
    assert_eq!(data("data:test\n\ndata: test\n\n"), ["test", "test"]);
    assert_eq!(data("data:x\n"), Vec::<String>::new());
    assert_eq!(data("event: a\nretry: 1x\nid: \0\nunknown: y\n\ndata: z\n\n"), ["z"]);
}
