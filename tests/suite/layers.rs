//! The order of the modules in `src/lib.rs` is the architecture. This holds the code to it: a module may name only
//! modules declared above it, in its own column or in one that its column's heading stands on.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The columns from which `// Joined, on everything above` may take.
const EVERYTHING: &str = "everything above";

/// Files of `src/gradient` that must not reach each other, with the exceptions: the sum over paths and its fast form
/// both stand on the tree.
const WITNESSES: [&str; 5] = ["path", "scalar", "kernel", "matrix", "difference"];
const MAY_REACH: [(&str, &str); 3] = [("scalar", "path"), ("kernel", "path"), ("scalar", "kernel")];

#[derive(Debug)]
struct Module {
    column: String,
    stands_on: Vec<String>,
    order: usize,
}

/// The modules of `lib.rs` in their order, with the plain comment each stands under.
fn modules(lib: &str) -> BTreeMap<String, Module> {
    let mut modules = BTreeMap::new();
    let (mut column, mut stands_on) = (String::new(), Vec::new());
    for line in lib.lines() {
        if let Some(heading) = line.strip_prefix("// ") {
            let (name, on) = heading.split_once(", on ").unwrap_or((heading, ""));
            stands_on = on.split(" and ").filter(|word| !word.is_empty()).map(str::to_owned).collect();
            name.clone_into(&mut column);
        }
        if let Some(name) = line.strip_prefix("pub mod ").and_then(|rest| rest.strip_suffix(';')) {
            let module =
                Module { column: column.clone(), stands_on: stands_on.clone(), order: modules.len() };
            modules.insert(name.to_owned(), module);
        }
    }
    modules
}

fn may_name(modules: &BTreeMap<String, Module>, from: &str, to: &str) -> bool {
    let (Some(from), Some(to)) = (modules.get(from), modules.get(to)) else { return false };
    let same_column = from.column == to.column;
    let below = from.stands_on.iter().any(|on| *on == to.column || on == EVERYTHING);
    to.order < from.order && (same_column || below)
}

/// Every breach in one file, as `file:line: what`.
fn breaches(modules: &BTreeMap<String, Module>, file: &str, text: &str) -> Vec<String> {
    let inside = file.strip_prefix("src/").unwrap_or(file);
    let own = inside.split(['/', '.']).next().unwrap_or(inside);
    let mut breaches = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let code = line.split("//").next().unwrap_or(line);
        let mut breach = |what: String| breaches.push(format!("{file}:{}: {what}", number + 1));
        let gathers = code.contains("use crate::") && code.contains("::{");
        if gathers || code.trim_end().ends_with("use crate::*;") {
            breach("one module per `use crate::…` line".into());
        }
        // Tests, indented or in a file of that name, may take everything from what they test.
        let glob = code.starts_with("use super::*") && !file.ends_with("/tests.rs");
        if glob || ["super::{", "super::super::"].iter().any(|evasion| code.contains(evasion)) {
            breach("a path through `super` names one thing of the folder".into());
        }
        for (at, _) in code.match_indices("crate::") {
            let name: String =
                code[at + 7..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            if modules.contains_key(&name) && name != own && !may_name(modules, own, &name) {
                breach(format!("`{own}` names `{name}`"));
            }
        }
        breaches_among_witnesses(inside, code).for_each(&mut breach);
    }
    breaches
}

fn breaches_among_witnesses<'a>(inside: &'a str, code: &'a str) -> impl Iterator<Item = String> + 'a {
    let own = inside.strip_prefix("gradient/").and_then(|rest| rest.split(['/', '.']).next()).unwrap_or("");
    WITNESSES
        .into_iter()
        .filter(move |other| {
            let reached = code.contains(&format!("super::{other}"))
                || code.contains(&format!("crate::gradient::{other}"));
            WITNESSES.contains(&own) && own != *other && !MAY_REACH.contains(&(own, *other)) && reached
        })
        .map(move |other| format!("`gradient::{own}` reaches `gradient::{other}`"))
}

fn sources(folder: &Path, files: &mut Vec<(String, String)>) {
    let mut entries: Vec<_> =
        fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            sources(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let name = path.strip_prefix(env!("CARGO_MANIFEST_DIR")).expect("inside").display().to_string();
            files.push((name.replace('\\', "/"), fs::read_to_string(&path).expect("text")));
        }
    }
}

#[test]
fn imports_follow_the_order_of_lib() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let modules = modules(&fs::read_to_string(src.join("lib.rs")).expect("lib.rs"));
    assert!(modules.len() >= 8, "the list in lib.rs can be read: {modules:?}");
    let mut files = Vec::new();
    sources(&src, &mut files);
    let breaches: Vec<String> = files
        .iter()
        .filter(|(file, _)| file != "src/lib.rs" && file != "src/main.rs")
        .flat_map(|(file, text)| breaches(&modules, file, text))
        .collect();
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

#[test]
fn planted_breaches_are_reported() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let modules = modules(&fs::read_to_string(src.join("lib.rs")).expect("lib.rs"));
    for (file, line, report) in [
        ("src/page/mod.rs", "use crate::expr::Symbol;", "src/page/mod.rs:2: `page` names `expr`"),
        ("src/expr/mod.rs", "use crate::problem::Grid;", "`expr` names `problem`"),
        ("src/problem/mod.rs", "use crate::gradient::scalar;", "`problem` names `gradient`"),
        ("src/render/text.rs", "    let x = crate::show::number::six_digits(1.0);", "`render` names `show`"),
        ("src/gradient/mod.rs", "use crate::page::Page;", "`gradient` names `page`"),
        ("src/show/mod.rs", "use crate::cli::run;", "`show` names `cli`"),
        ("src/graph/mod.rs", "use crate::{expr::Symbol, cost::Cost};", "one module per"),
        ("src/gradient/matrix.rs", "use crate::gradient::{matrix, path};", "one module per"),
        ("src/gradient/matrix.rs", "use super::path;", "`gradient::matrix` reaches `gradient::path`"),
        ("src/gradient/matrix.rs", "use super::{path as _, Forward};", "through `super`"),
        ("src/problem/npz.rs", "use super::super::gradient::path;", "through `super`"),
        ("src/gradient/kernel.rs", "use super::scalar;", "`gradient::kernel` reaches `gradient::scalar`"),
        ("src/gradient/matrix.rs", "use super::kernel;", "`gradient::matrix` reaches `gradient::kernel`"),
        ("src/gradient/kernel/layout.rs", "use crate::gradient::matrix;", "reaches `gradient::matrix`"),
        ("src/gradient/path.rs", "use super::scalar;", "`gradient::path` reaches `gradient::scalar`"),
        ("src/gradient/difference.rs", "use crate::gradient::scalar::forward;", "reaches `gradient::scalar`"),
    ] {
        let found = breaches(&modules, file, &format!("//! A header.\n{line}\n"));
        assert_eq!(found.len(), 1, "{file}: {line}: {found:?}");
        assert!(found[0].contains(report), "{found:?}");
    }
    for (file, line) in [
        ("src/gradient/scalar.rs", "use super::path::Tree;"),
        ("src/gradient/scalar.rs", "use super::kernel;"),
        ("src/show/paths.rs", "use crate::gradient::scalar::Listing;"),
        ("src/problem/check.rs", "// see crate::gradient"),
        ("src/problem/check.rs", "use crate::problem::Grid;"),
    ] {
        assert_eq!(breaches(&modules, file, line), Vec::<String>::new());
    }
}
