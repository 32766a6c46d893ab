//! What a stream takes of memory. By itself, so that nothing else runs in the process.
#![cfg(all(feature = "xml", target_os = "linux"))]
#![allow(missing_docs, dead_code, unreachable_pub, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../src/lib.rs"]
#[allow(unused_imports, unused_macros)]
mod runtime;

use runtime::xml::{self, ReadSettings};

/// A document as it comes, of as many items as are asked for.
struct Endless {
    items: usize,
    step: usize,
    left: &'static [u8],
}

impl std::io::Read for Endless {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        if self.left.is_empty() {
            self.left = match self.step {
                0 => b"<Items xmlns='urn:a'>",
                step if step <= self.items => {
                    b"<Pair of='x'>1.5<!-- a comment, so that there is more to read than to keep --></Pair>\n"
                }
                step if step == self.items + 1 => b"</Items>",
                _ => b"",
            };
            self.step += 1;
        }
        let count = self.left.len().min(out.len());
        out[..count].copy_from_slice(&self.left[..count]);
        self.left = &self.left[count..];
        Ok(count)
    }
}

/// The most memory that the process has taken, in kB.
fn peak() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

#[test]
fn a_stream_of_children_takes_no_more_memory_the_longer_it_is() {
    let read = |items: usize| {
        let document = Endless { items, step: 0, left: b"" };
        let settings = ReadSettings::default();
        let pairs = xml::children::<f64>(document, ("urn:a", "Items"), ("urn:a", "Pair"), &settings).unwrap();
        assert_eq!(pairs.map(Result::unwrap).count(), items);
    };
    read(10_000);
    let before = peak();
    read(60_000);
    assert!(peak() < before + 1_000, "{before} kB, then {} kB", peak());
}
