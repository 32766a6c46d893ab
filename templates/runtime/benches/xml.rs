//! How fast XML is read and written, beside quick-xml's own serde and beside the floor: its bare events over the same
//! bytes. `cargo bench -p runtime --features xml --bench xml`.
#![allow(missing_docs, dead_code, unreachable_pub, clippy::unwrap_used, clippy::expect_used, clippy::panic)] // A benchmark may stop at the first surprise.

#[path = "../src/lib.rs"]
#[allow(unused_imports, unused_macros)]
mod runtime;

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use runtime::xml::{self, AnyElement, FromXml, ToXml, XmlRoot};

fn main() {
    divan::main();
}

/// As the generator writes it.
mod ours {
    use super::runtime::scalar::Decimal;
    use super::runtime::{self, xml};

    #[derive(Clone, Debug, Default, PartialEq)]
    pub struct Text {
        pub value: String,
        pub scheme: Option<String>,
        pub agency: Option<String>,
        pub language: Option<String>,
    }
    xml::record! {
        Text {
            value: text,
            scheme: optional attribute "" "schemeID",
            agency: optional attribute "" "schemeAgencyID",
            language: optional attribute "" "languageID",
        }
    }

    #[derive(Clone, Debug, PartialEq)]
    pub struct Amount {
        pub value: Decimal,
        pub currency: String,
    }
    xml::record! { Amount { value: text, currency: required attribute "" "currencyID" } }

    #[derive(Clone, Debug, Default, PartialEq)]
    pub struct Party {
        pub endpoint: Option<Text>,
        pub name: Vec<Text>,
        pub street: Option<Text>,
        pub city: Option<Text>,
        pub country: Option<Text>,
    }
    xml::record! {
        Party {
            endpoint: optional element "urn:cbc" "EndpointID",
            name: many element "urn:cbc" "Name",
            street: optional element "urn:cbc" "StreetName",
            city: optional element "urn:cbc" "CityName",
            country: optional element "urn:cbc" "CountrySubentity",
        }
    }

    #[derive(Clone, Debug, PartialEq)]
    pub struct Line {
        pub id: Text,
        pub note: Vec<Text>,
        pub quantity: Decimal,
        pub amount: Amount,
        pub description: Vec<Text>,
        pub item: Option<Text>,
        pub price: Option<Amount>,
    }
    xml::record! {
        Line {
            id: required element "urn:cbc" "ID",
            note: many element "urn:cbc" "Note",
            quantity: required element "urn:cbc" "InvoicedQuantity",
            amount: required element "urn:cbc" "LineExtensionAmount",
            description: many element "urn:cbc" "Description",
            item: optional element "urn:cbc" "ItemName",
            price: optional element "urn:cbc" "PriceAmount",
        }
    }

    #[derive(Clone, Debug, PartialEq)]
    pub struct Invoice {
        pub id: Text,
        pub issued: xml::Date,
        pub currency: Option<Text>,
        pub supplier: Box<Party>,
        pub customer: Box<Party>,
        pub lines: Vec<Line>,
    }
    xml::record! {
        Invoice {
            id: required element "urn:cbc" "ID",
            issued: required element "urn:cbc" "IssueDate",
            currency: optional element "urn:cbc" "DocumentCurrencyCode",
            supplier: required element "urn:cac" "AccountingSupplierParty",
            customer: required element "urn:cac" "AccountingCustomerParty",
            lines: many element "urn:cac" "InvoiceLine",
        }
    }
    xml::root!(Invoice, "urn:invoice", "Invoice");

    #[derive(Clone, Debug, PartialEq)]
    pub struct Point {
        pub lat: Decimal,
        pub lon: Decimal,
        pub ele: Option<Decimal>,
        pub time: Option<xml::DateTime>,
    }
    xml::record! {
        Point {
            ele: optional element "http://www.topografix.com/GPX/1/1" "ele",
            time: optional element "http://www.topografix.com/GPX/1/1" "time",
            lat: required attribute "" "lat",
            lon: required attribute "" "lon",
        }
    }

    #[derive(Clone, Debug, Default, PartialEq)]
    pub struct Segment {
        pub points: Vec<Point>,
    }
    xml::record! { Segment { points: many element "http://www.topografix.com/GPX/1/1" "trkpt" } }

    #[derive(Clone, Debug, Default, PartialEq)]
    pub struct Track {
        pub name: Option<String>,
        pub segments: Vec<Segment>,
    }
    xml::record! {
        Track {
            name: optional element "http://www.topografix.com/GPX/1/1" "name",
            segments: many element "http://www.topografix.com/GPX/1/1" "trkseg",
        }
    }

    #[derive(Clone, Debug, Default, PartialEq)]
    pub struct Gpx {
        pub creator: Option<String>,
        pub tracks: Vec<Track>,
    }
    xml::record! {
        Gpx {
            tracks: many element "http://www.topografix.com/GPX/1/1" "trk",
            creator: optional attribute "" "creator",
        }
    }
    xml::root!(Gpx, "http://www.topografix.com/GPX/1/1", "gpx");

    #[derive(Clone, Debug, Default, PartialEq)]
    pub struct Free {
        pub any: Vec<xml::AnyElement>,
    }
    xml::record! { Free { any: any element } }
    xml::root!(Free, "", "free");
}

/// The same for quick-xml's serde, by prefix as it goes, with every value as text.
mod theirs {
    use serde::{Deserialize, Serialize};

    #[derive(Debug, Deserialize, Serialize)]
    pub struct Text {
        #[serde(rename = "@schemeID", skip_serializing_if = "Option::is_none")]
        pub scheme: Option<String>,
        #[serde(rename = "@schemeAgencyID", skip_serializing_if = "Option::is_none")]
        pub agency: Option<String>,
        #[serde(rename = "@languageID", skip_serializing_if = "Option::is_none")]
        pub language: Option<String>,
        #[serde(rename = "$text", default)]
        pub value: String,
    }

    #[derive(Debug, Deserialize, Serialize)]
    pub struct Amount {
        #[serde(rename = "@currencyID")]
        pub currency: String,
        #[serde(rename = "$text")]
        pub value: String,
    }

    #[derive(Debug, Deserialize, Serialize)]
    pub struct Party {
        #[serde(rename = "EndpointID")]
        pub endpoint: Option<Text>,
        #[serde(rename = "Name", default)]
        pub name: Vec<Text>,
        #[serde(rename = "StreetName")]
        pub street: Option<Text>,
        #[serde(rename = "CityName")]
        pub city: Option<Text>,
        #[serde(rename = "CountrySubentity")]
        pub country: Option<Text>,
    }

    #[derive(Debug, Deserialize, Serialize)]
    pub struct Line {
        #[serde(rename = "ID")]
        pub id: Text,
        #[serde(rename = "Note", default)]
        pub note: Vec<Text>,
        #[serde(rename = "InvoicedQuantity")]
        pub quantity: String,
        #[serde(rename = "LineExtensionAmount")]
        pub amount: Amount,
        #[serde(rename = "Description", default)]
        pub description: Vec<Text>,
        #[serde(rename = "ItemName")]
        pub item: Option<Text>,
        #[serde(rename = "PriceAmount")]
        pub price: Option<Amount>,
    }

    #[derive(Debug, Deserialize, Serialize)]
    pub struct Invoice {
        #[serde(rename = "ID")]
        pub id: Text,
        #[serde(rename = "IssueDate")]
        pub issued: String,
        #[serde(rename = "DocumentCurrencyCode")]
        pub currency: Option<Text>,
        #[serde(rename = "AccountingSupplierParty")]
        pub supplier: Party,
        #[serde(rename = "AccountingCustomerParty")]
        pub customer: Party,
        #[serde(rename = "InvoiceLine", default)]
        pub lines: Vec<Line>,
    }

    #[derive(Debug, Deserialize, Serialize)]
    pub struct Point {
        #[serde(rename = "@lat")]
        pub lat: String,
        #[serde(rename = "@lon")]
        pub lon: String,
        pub ele: Option<String>,
        pub time: Option<String>,
    }

    #[derive(Debug, Deserialize, Serialize)]
    pub struct Segment {
        #[serde(rename = "trkpt", default)]
        pub points: Vec<Point>,
    }

    #[derive(Debug, Deserialize, Serialize)]
    pub struct Track {
        pub name: Option<String>,
        #[serde(rename = "trkseg", default)]
        pub segments: Vec<Segment>,
    }

    #[derive(Debug, Deserialize, Serialize)]
    #[serde(rename = "gpx")]
    pub struct Gpx {
        #[serde(rename = "@creator")]
        pub creator: Option<String>,
        #[serde(rename = "trk", default)]
        pub tracks: Vec<Track>,
    }
}

/// An invoice of many lines, about 100 kB.
fn invoice() -> String {
    let party = |role: &str| {
        format!(
            "  <cac:{role}>\n    <cbc:EndpointID schemeID=\"0088\" schemeAgencyID=\"9\">7300010000001</cbc:EndpointID>\n    \
             <cbc:Name>Salescompany &amp; Sons</cbc:Name>\n    <cbc:StreetName>Main street 1</cbc:StreetName>\n    \
             <cbc:CityName languageID=\"en\">Big city</cbc:CityName>\n  </cac:{role}>\n"
        )
    };
    let line = |number: usize| {
        format!(
            "  <cac:InvoiceLine>\n    <cbc:ID>{number}</cbc:ID>\n    <cbc:Note languageID=\"en\">Scratch on box</cbc:Note>\n    \
             <cbc:InvoicedQuantity>{number}.00</cbc:InvoicedQuantity>\n    \
             <cbc:LineExtensionAmount currencyID=\"EUR\">1273.50</cbc:LineExtensionAmount>\n    \
             <cbc:Description languageID=\"EN\">Processor: Intel Core 2 Duo SU9400 LV (1.4GHz). RAM: 3MB.</cbc:Description>\n    \
             <cbc:ItemName>Laptop computer</cbc:ItemName>\n    <cbc:PriceAmount currencyID=\"EUR\">1273</cbc:PriceAmount>\n  \
             </cac:InvoiceLine>\n"
        )
    };
    let lines: String = (1..=200).map(line).collect();
    format!(
        "<Invoice xmlns=\"urn:invoice\" xmlns:cbc=\"urn:cbc\" xmlns:cac=\"urn:cac\">\n  <cbc:ID>TOSL108</cbc:ID>\n  \
         <cbc:IssueDate>2009-12-15</cbc:IssueDate>\n  <cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>\n{}{}{lines}\
         </Invoice>",
        party("AccountingSupplierParty"),
        party("AccountingCustomerParty"),
    )
}

/// A track of a million points, about 100 MB.
fn gpx() -> String {
    let point = |number: usize| {
        format!(
            "<trkpt lat=\"45.27{number:05}\" lon=\"13.71{number:05}\"><ele>{}.63</ele><time>2020-12-18T06:16:{:02}Z</time></trkpt>\n",
            number % 3000,
            number % 60
        )
    };
    let points: String = (0..1_000_000).map(point).collect();
    format!(
        "<gpx xmlns=\"http://www.topografix.com/GPX/1/1\" creator=\"bench\"><trk><name>t</name><trkseg>{points}</trkseg></trk></gpx>"
    )
}

/// Nested elements of which nothing is known, about 1 MB.
fn free() -> String {
    let nest = |depth: usize| {
        let open: String = (0..depth).map(|at| format!("<x:level{at} a=\"{at}\" x:b=\"two\">text")).collect();
        let close: String = (0..depth).rev().map(|at| format!("</x:level{at}>")).collect();
        open + &close
    };
    format!("<free xmlns:x=\"urn:x\">{}</free>", nest(200).repeat(100))
}

/// The floor: every event, and nothing made of it.
fn events(text: &str) -> usize {
    let mut reader = quick_xml::Reader::from_str(text);
    let mut count = 0;
    loop {
        match reader.read_event().expect("events") {
            quick_xml::events::Event::Eof => return count,
            event => count += event.len(),
        }
    }
}

fn floor(bencher: Bencher<'_, '_>, text: &str) {
    bencher.counter(BytesCount::of_str(text)).bench_local(|| events(black_box(text)));
}

fn read<T: XmlRoot + FromXml>(bencher: Bencher<'_, '_>, text: &str) {
    bencher.counter(BytesCount::of_str(text)).bench_local(|| xml::from_str::<T>(black_box(text)).expect("a document"));
}

fn write<T: XmlRoot + FromXml + ToXml>(bencher: Bencher<'_, '_>, text: &str) {
    let value: T = xml::from_str(text).expect("a document");
    let length = xml::to_string(&value).expect("text").len();
    bencher.counter(BytesCount::new(length)).bench_local(|| xml::to_string(black_box(&value)).expect("text"));
}

fn read_by_serde<T: serde::de::DeserializeOwned>(bencher: Bencher<'_, '_>, text: &str) {
    bencher
        .counter(BytesCount::of_str(text))
        .bench_local(|| quick_xml::de::from_str::<T>(black_box(text)).expect("a document"));
}

fn write_by_serde<T: serde::de::DeserializeOwned + serde::Serialize>(bencher: Bencher<'_, '_>, text: &str) {
    let value: T = quick_xml::de::from_str(text).expect("a document");
    let length = quick_xml::se::to_string(&value).expect("text").len();
    bencher.counter(BytesCount::new(length)).bench_local(|| quick_xml::se::to_string(black_box(&value)).expect("text"));
}

#[divan::bench]
fn invoice_floor(bencher: Bencher<'_, '_>) {
    floor(bencher, &invoice());
}
#[divan::bench]
fn invoice_read(bencher: Bencher<'_, '_>) {
    read::<ours::Invoice>(bencher, &invoice());
}
#[divan::bench]
fn invoice_read_by_serde(bencher: Bencher<'_, '_>) {
    read_by_serde::<theirs::Invoice>(bencher, &invoice());
}
#[divan::bench]
fn invoice_write(bencher: Bencher<'_, '_>) {
    write::<ours::Invoice>(bencher, &invoice());
}
#[divan::bench]
fn invoice_write_by_serde(bencher: Bencher<'_, '_>) {
    write_by_serde::<theirs::Invoice>(bencher, &invoice());
}

#[divan::bench(sample_count = 5)]
fn gpx_floor(bencher: Bencher<'_, '_>) {
    floor(bencher, &gpx());
}
#[divan::bench(sample_count = 5)]
fn gpx_read(bencher: Bencher<'_, '_>) {
    read::<ours::Gpx>(bencher, &gpx());
}
#[divan::bench(sample_count = 5)]
fn gpx_read_by_serde(bencher: Bencher<'_, '_>) {
    read_by_serde::<theirs::Gpx>(bencher, &gpx());
}
#[divan::bench(sample_count = 5)]
fn gpx_write(bencher: Bencher<'_, '_>) {
    write::<ours::Gpx>(bencher, &gpx());
}
#[divan::bench(sample_count = 5)]
fn gpx_write_by_serde(bencher: Bencher<'_, '_>) {
    write_by_serde::<theirs::Gpx>(bencher, &gpx());
}

#[divan::bench(sample_count = 20)]
fn wildcard_floor(bencher: Bencher<'_, '_>) {
    floor(bencher, &free());
}
#[divan::bench(sample_count = 20)]
fn wildcard_read(bencher: Bencher<'_, '_>) {
    read::<ours::Free>(bencher, &free());
}
#[divan::bench(sample_count = 20)]
fn wildcard_write(bencher: Bencher<'_, '_>) {
    write::<ours::Free>(bencher, &free());
}

/// The children of a document one by one, as they come from a stream.
#[divan::bench(sample_count = 10)]
fn children_of_a_stream(bencher: Bencher<'_, '_>) {
    let text = free();
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| {
        let (root, child) = (("", "free"), ("urn:x", "level0"));
        let children = xml::children::<AnyElement>(text.as_bytes(), root, child, &Default::default());
        children.expect("a root").map(|child| child.expect("a child").attributes.len()).sum::<usize>()
    });
}
