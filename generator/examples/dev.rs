use generator::*;
fn main() {
    let mut sources = source::Sources::new();
    let mut diags = diag::Diagnostics::new();
    let path = config::Config::find().expect("config");
    let config = config::Config::read(&path, &mut sources, &mut diags);
    let files = config.as_ref().map(|config| generate(config, &mut sources, &mut diags));
    for d in diags.iter() {
        println!("{:?} {} {} @ {} {:?}", d.level, d.code, d.message, sources.pointer(d.place), sources.locate(d.place).map(|l| (l.line, l.column)));
    }
    match files { Some(Ok(Some(files))) => { let root = std::path::Path::new(&std::env::args().nth(1).unwrap()).to_owned(); for f in files { let p = root.join(&f.path); std::fs::create_dir_all(p.parent().unwrap()).unwrap(); std::fs::write(p, f.text).unwrap(); } }
      Some(Err(e)) => { println!("{e}"); if let InternalError::Format { error, .. } = e { println!("{}", error.text); } }, _ => println!("nothing") }
}
