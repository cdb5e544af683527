//! Lists `lessons/` and writes a table of what is there, so that a new file is embedded without touching code.
//!
//! The table holds paths relative to the manifest; `include_str!` reads the files when the crate is compiled.

use std::env;
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// Each folder of RON files to embed, the name of its table of (file stem, text), and the file for the table.
const TABLES: &[(&str, &str, &str)] =
    &[("lessons/problems", "PROBLEMS", "problems.rs"), ("lessons", "LESSONS", "lessons.rs")];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=lessons");
    let root = env::var("CARGO_MANIFEST_DIR")?;
    for (folder, table, file) in TABLES {
        let mut code = format!("static {table}: &[(&str, &str)] = &[\n");
        for stem in stems(&Path::new(&root).join(folder))? {
            let file = format!("/{folder}/{stem}.ron");
            writeln!(code, "    ({stem:?}, include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), {file:?}))),")?;
        }
        writeln!(code, "];")?;
        fs::write(Path::new(&env::var("OUT_DIR")?).join(file), code)?;
    }
    Ok(())
}

/// The stems of the RON files in a folder, sorted, so that the table does not depend on the file system.
fn stems(folder: &Path) -> Result<Vec<String>, Box<dyn Error>> {
    let mut stems = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "ron") {
            let stem = path.file_stem().and_then(|stem| stem.to_str());
            stems.push(stem.ok_or_else(|| format!("not a name in UTF-8: {}", path.display()))?.to_owned());
        }
    }
    stems.sort();
    Ok(stems)
}
