//! Reading and writing by the types that are generated, and the floor of reading: the bare events of quick-xml over the
//! same bytes. `cargo bench --manifest-path tests/peers/Cargo.toml`.
#![allow(missing_docs, clippy::unwrap_used)] // A benchmark may stop at the first surprise.

use std::fmt::Write as _;
use std::sync::LazyLock;

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use peers::runtime::xml;
use peers::{bill, by_serde, quick, track};
use xsd_parser_types::quick_xml::{DeserializeSync, SerializeSync, SliceReader, Writer};

fn main() {
    let points = track_by_ours().segment[0].point.len();
    assert_eq!(points, quick_track().segment[0].point.len());
    assert_eq!(points, serde_track().segment[0].point.len());
    let lines = bill_by_ours().line.len();
    assert_eq!(lines, quick_bill().line.len());
    assert_eq!(lines, serde_bill().line.len());
    divan::main();
}

/// 10 MB of points.
static TRACK: LazyLock<String> = LazyLock::new(|| {
    let mut text = String::from("<track xmlns=\"urn:example:track\" version=\"1.1\">\n<segment>\n");
    for at in 0..100_000_u32 {
        let (minute, second) = (at / 60 % 60, at % 60);
        writeln!(
            text,
            "<point lat=\"45.27{at:05}\" lon=\"13.71{:05}\"><elevation>1.63</elevation>\
             <time>2026-12-18T06:{minute:02}:{second:02}Z</time></point>",
            99_999 - at
        )
        .unwrap();
    }
    text + "</segment>\n</track>\n"
});

/// A bill of 400 lines.
static BILL: LazyLock<String> = LazyLock::new(|| {
    let party = "<endpoint scheme=\"0088\">7300010000001</endpoint><name>Some Company</name>\
        <street>Main street 1</street><city>Big city</city><country>BE</country>";
    let mut text = format!(
        "<bill xmlns=\"urn:example:bill\">\n  <id scheme=\"s\" agency=\"9\">TOSL108</id>\n  <issued>2026-12-15</issued>\n  \
         <note language=\"en\">Ordered in our booth at the convention.</note>\n  <seller>{party}</seller>\n  \
         <buyer>{party}</buyer>\n"
    );
    for at in 0..400 {
        writeln!(
            text,
            "  <line>\n    <id>{at}</id>\n    <note>Scratch on box &amp; lid</note>\n    <quantity unit=\"C62\">1</quantity>\n    \
             <amount currency=\"EUR\">1273.00</amount>\n    <description language=\"en\">Processor: 2.33 GHz</description>\n    \
             <item>Laptop computer</item>\n    <price currency=\"EUR\">1273.00</price>\n  </line>"
        )
        .unwrap();
    }
    text + "  <total currency=\"EUR\">509200.00</total>\n</bill>\n"
});

fn floor(bencher: Bencher<'_, '_>, text: &str) {
    bencher.counter(BytesCount::of_str(text)).bench(|| {
        let mut reader = quick_xml::Reader::from_str(black_box(text));
        let mut events = 0_usize;
        while reader.read_event().unwrap() != quick_xml::events::Event::Eof {
            events += 1;
        }
        events
    });
}

fn track_by_ours() -> track::Track {
    xml::from_str(black_box(&TRACK)).unwrap()
}
fn bill_by_ours() -> bill::Bill {
    xml::from_str(black_box(&BILL)).unwrap()
}
fn quick_track() -> quick::track::Track {
    quick::track::Track::deserialize(&mut SliceReader::new(black_box(&TRACK))).unwrap()
}
fn quick_bill() -> quick::bill::Bill {
    quick::bill::Bill::deserialize(&mut SliceReader::new(black_box(&BILL))).unwrap()
}
fn serde_track() -> by_serde::track::Track {
    serde_quick_xml::de::from_str(black_box(&TRACK)).unwrap()
}
fn serde_bill() -> by_serde::bill::Bill {
    serde_quick_xml::de::from_str(black_box(&BILL)).unwrap()
}

#[divan::bench_group]
mod read_track {
    use super::*;
    #[divan::bench]
    fn floor(bencher: Bencher<'_, '_>) {
        super::floor(bencher, &TRACK);
    }
    #[divan::bench]
    fn ours(bencher: Bencher<'_, '_>) {
        bencher.bench(track_by_ours);
    }
    #[divan::bench]
    fn xsd_parser(bencher: Bencher<'_, '_>) {
        bencher.bench(quick_track);
    }
    #[divan::bench]
    fn xsd_parser_by_serde(bencher: Bencher<'_, '_>) {
        bencher.bench(serde_track);
    }
}

#[divan::bench_group]
mod read_bill {
    use super::*;
    #[divan::bench]
    fn floor(bencher: Bencher<'_, '_>) {
        super::floor(bencher, &BILL);
    }
    #[divan::bench]
    fn ours(bencher: Bencher<'_, '_>) {
        bencher.bench(bill_by_ours);
    }
    #[divan::bench]
    fn xsd_parser(bencher: Bencher<'_, '_>) {
        bencher.bench(quick_bill);
    }
    #[divan::bench]
    fn xsd_parser_by_serde(bencher: Bencher<'_, '_>) {
        bencher.bench(serde_bill);
    }
}

fn written(name: &str, write: impl FnOnce(&mut Vec<u8>)) -> String {
    let mut bytes = Vec::new();
    write(&mut bytes);
    let text = String::from_utf8(bytes).unwrap();
    assert!(text.contains(&format!("</{name}>")));
    text
}

#[divan::bench_group]
mod write_track {
    use super::*;
    #[divan::bench]
    fn ours(bencher: Bencher<'_, '_>) {
        let value = track_by_ours();
        bencher.bench(|| xml::to_string(black_box(&value)).unwrap());
    }
    #[divan::bench]
    fn xsd_parser(bencher: Bencher<'_, '_>) {
        let value = quick_track();
        bencher
            .bench(|| written("track", |bytes| black_box(&value).serialize("track", &mut Writer::new(bytes)).unwrap()));
    }
    #[divan::bench]
    fn xsd_parser_by_serde(bencher: Bencher<'_, '_>) {
        let value = serde_track();
        bencher.bench(|| serde_quick_xml::se::to_string_with_root("track", black_box(&value)).unwrap());
    }
}

#[divan::bench_group]
mod write_bill {
    use super::*;
    #[divan::bench]
    fn ours(bencher: Bencher<'_, '_>) {
        let value = bill_by_ours();
        bencher.bench(|| xml::to_string(black_box(&value)).unwrap());
    }
    #[divan::bench]
    fn xsd_parser(bencher: Bencher<'_, '_>) {
        let value = quick_bill();
        bencher
            .bench(|| written("bill", |bytes| black_box(&value).serialize("bill", &mut Writer::new(bytes)).unwrap()));
    }
    #[divan::bench]
    fn xsd_parser_by_serde(bencher: Bencher<'_, '_>) {
        let value = serde_bill();
        bencher.bench(|| serde_quick_xml::se::to_string_with_root("bill", black_box(&value)).unwrap());
    }
}
