//! What the children of a huge document take of memory, read one by one: as much for 1 GB as for 1 MB.
//! `cargo bench -p runtime --features xml --bench xml_memory`, on Linux; ends with an error where more is taken.
#![allow(missing_docs, dead_code, unreachable_pub, clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)] // A benchmark may stop at the first surprise.

#[path = "../src/lib.rs"]
#[allow(unused_imports, unused_macros)]
mod runtime;

use std::io::{self, Read, Write};
use std::process::ExitCode;
use std::time::Instant;

use runtime::scalar::Decimal;
use runtime::xml::{self, ReadSettings};

struct Point {
    lat: Decimal,
    lon: Decimal,
    time: Option<xml::DateTime>,
    note: Vec<String>,
}
xml::record! {
    Point {
        time: optional element "urn:track" "time",
        note: many element "urn:track" "note",
        lat: required attribute "" "lat",
        lon: required attribute "" "lon",
    }
}

/// A document that is made as it is read, of at least so many bytes.
struct Track {
    left: u64,
    points: u64,
    piece: Vec<u8>,
    at: usize,
    ended: bool,
}

impl Track {
    fn of(bytes: u64) -> Self {
        Track { left: bytes, points: 0, piece: b"<track xmlns='urn:track'>\n".to_vec(), at: 0, ended: false }
    }

    fn next_piece(&mut self) {
        self.at = 0;
        self.piece.clear();
        self.left = self.left.saturating_sub(150);
        if self.left > 0 {
            let point = self.points;
            self.points += 1;
            let (degrees, second) = (point % 100_000, point % 60);
            write!(
                self.piece,
                "<trkpt lat='45.27{degrees:05}' lon='13.71{degrees:05}'>\n  <time>2020-12-18T06:16:{second:02}Z</time>\n  \
                 <note>point {point:09} &amp; what is said of it</note>\n</trkpt>\n"
            )
            .expect("memory");
        } else if !self.ended {
            self.ended = true;
            self.piece.extend_from_slice(b"</track>");
        }
    }
}

impl Read for Track {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let mut count = 0;
        while count < out.len() {
            if self.at == self.piece.len() {
                self.next_piece();
            }
            let taken = (&self.piece[self.at..]).read(&mut out[count..])?;
            if taken == 0 {
                break;
            }
            self.at += taken;
            count += taken;
        }
        Ok(count)
    }
}

/// The most memory that the process has taken, in kB.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

fn main() -> ExitCode {
    let mut least = None;
    for megabytes in [1, 10, 100, 1000] {
        let begun = Instant::now();
        let track = Track::of(megabytes * 1_000_000);
        let names = (("urn:track", "track"), ("urn:track", "trkpt"));
        let points = xml::children::<Point>(track, names.0, names.1, &ReadSettings::default()).expect("a root");
        let count = points.map(|point| point.expect("a point")).filter(|point| point.note.len() == 1).count();
        let Some(peak) = peak() else {
            println!("no figures of the process here");
            return ExitCode::SUCCESS;
        };
        println!("{megabytes:5} MB: {count:8} children in {:6.2} s, {peak} kB at most", begun.elapsed().as_secs_f64());
        if *least.get_or_insert(peak) + 1000 < peak {
            println!("more than for less");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}
