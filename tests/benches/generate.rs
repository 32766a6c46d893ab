//! How long the generator takes: for both services together, and for each stage of each.
#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, clippy::print_stdout)] // A test may stop at the first surprise.

use std::path::{Path, PathBuf};

use generator::Understood;
use generator::config::{Config, Service};
use generator::diag::Diagnostics;
use generator::source::Sources;

fn main() {
    divan::main();
}

fn config() -> Config {
    let specs: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs/generator.toml");
    Config::read(&specs, &mut Sources::new(), &mut Diagnostics::new()).expect("the configuration of the project")
}

fn understood(service: &Service) -> Understood {
    generator::understand(service, &mut Sources::new(), &mut Diagnostics::new())
}

/// From the configuration's file to all files as text.
#[divan::bench]
fn both_services() -> usize {
    let (mut sources, mut diags) = (Sources::new(), Diagnostics::new());
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs/generator.toml");
    let config = Config::read(&specs, &mut sources, &mut diags).expect("the configuration of the project");
    let files = generator::generate(&config, &mut sources, &mut diags).expect("no mistake of the generator");
    files.expect("no mistake in the specs").iter().map(|file| file.text.len()).sum()
}

/// Reading, lowering, passes and names.
#[divan::bench(args = ["batch", "management"])]
fn understanding(bencher: divan::Bencher<'_, '_>, module: &str) {
    let mut config = config();
    config.services.retain(|service| service.module == module);
    bencher.bench(|| understood(&config.services[0]));
}

/// From the model to text, runtime and all.
#[divan::bench]
fn writing(bencher: divan::Bencher<'_, '_>) {
    let config = config();
    let services: Vec<Understood> = config.services.iter().map(understood).collect();
    bencher.bench(|| generator::write(&config, &services).expect("no mistake of the generator"));
}
