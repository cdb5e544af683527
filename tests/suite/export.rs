//! The folder that `export` makes: complete, the same every time, fetching nothing, and never in anybody's way.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::commands::answer;
use crate::commands::gradwalk;
use crate::commands::text;

/// Every file below a folder, by its name from there.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_dir() {
            let below = files(&entry.path()).into_iter();
            found.extend(below.map(|(file, bytes)| (format!("{name}/{file}"), bytes)));
        } else {
            found.insert(name, fs::read(entry.path()).expect("a file"));
        }
    }
    found
}

fn exported(lessons: &[&str], to: &Path) -> BTreeMap<String, Vec<u8>> {
    let to = to.to_str().expect("UTF-8");
    answer(&[&["export"], lessons, &["--to", to]].concat());
    files(Path::new(to))
}

fn pages(site: &BTreeMap<String, Vec<u8>>) -> impl Iterator<Item = (&String, &Vec<u8>)> {
    site.iter().filter(|(name, _)| Path::new(name).extension().is_some_and(|ending| ending == "html"))
}

fn refusal(arguments: &[&str]) -> String {
    let output = gradwalk(arguments);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    text(&output.stderr)
}

#[test]
fn pages_are_small_hold_no_script_or_style_and_fetch_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let site = exported(&[], &folder.path().join("site"));
    let shared: usize =
        site.iter().filter(|(name, _)| name.starts_with("assets/")).map(|(_, bytes)| bytes.len()).sum();
    // What a reader of one page loads is counted: the page, and the files that all pages share. The derivations of weights
    // that a lesson is not about are pages of their own.
    let pages: Vec<_> = pages(&site).collect();
    assert!(pages.len() > 6, "{:?}", site.keys());
    for (name, bytes) in pages {
        assert!(bytes.len() + shared < 1_000_000, "{name} and what it needs: {} bytes", bytes.len() + shared);
        let page = String::from_utf8(bytes.clone()).expect("UTF-8");
        for tag in page.split('<').skip(1) {
            let tag = tag.split('>').next().unwrap_or_default();
            // What is spoken or drawn may hold any words; what is left are names and addresses.
            let names: String = tag.split('"').step_by(2).collect();
            assert!(!names.contains(" style=") && !names.contains(" on"), "{name}: <{tag}>");
            let is_data = tag.starts_with("script type=\"application/json\"");
            assert!(!tag.starts_with("script") || is_data || tag.contains(" src=\""), "{name}: <{tag}>");
            for address in [" src=\"", " href=\""].iter().filter_map(|of| tag.split(of).nth(1)) {
                let address = address.split('"').next().unwrap_or_default();
                assert!(!address.contains("//") && !address.starts_with('/'), "{name}: {address}");
                let file = address.split('#').next().unwrap_or_default();
                let below = name.contains('/');
                let file = match file.strip_prefix("../") {
                    Some(above) if below => above.to_owned(),
                    _ if below => format!("{}/{file}", name.split('/').next().unwrap_or_default()),
                    _ => file.to_owned(),
                };
                let leads = file.ends_with('/') || address == "data:," || site.contains_key(&file);
                assert!(leads, "{name} leads to {address}, which is not there");
            }
        }
    }
}

/// All that a reader of one lesson can open, derivations and font and all.
#[test]
fn the_folder_of_one_lesson_is_below_a_megabyte() {
    let folder = tempfile::tempdir().expect("a folder");
    for lesson in ["output-weights", "hidden-weights", "matrices"] {
        let site = exported(&[lesson], &folder.path().join(lesson));
        let bytes: usize = site.values().map(Vec::len).sum();
        assert!(bytes < 1_000_000, "the folder of {lesson} has {bytes} bytes");
    }
    for notation in ["nielsen", "ng"] {
        let to = folder.path().join(notation);
        let name = to.to_str().expect("UTF-8");
        answer(&["export", "output-weights", "--notation", notation, "--to", name]);
        let site = files(&to);
        let page = site["output-weights/index.html"].len();
        let shared = site.iter().filter(|(name, _)| name.starts_with("assets/"));
        let shared: usize = shared.map(|(_, bytes)| bytes.len()).sum();
        assert!(
            page + shared < 1_000_000,
            "in {notation} the page and its assets have {} bytes",
            page + shared
        );
    }
}

#[test]
fn the_same_lesson_is_the_same_folder_every_time() {
    let folder = tempfile::tempdir().expect("a folder");
    let [one, other] = ["one", "other"].map(|name| exported(&["matrices"], &folder.path().join(name)));
    assert!(one == other, "the bytes differ");
    assert!(exported(&["matrices"], &folder.path().join("one")) == one, "exporting again changes them");
}

#[test]
fn what_an_export_takes_away_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let to = folder.path().join("site");
    exported(&["matrices"], &to);
    let again = gradwalk(&["export", "hidden-weights", "--to", to.to_str().expect("UTF-8")]);
    let said = text(&again.stderr);
    assert!(again.status.success() && said.contains("taken away"), "{said}");
    for file in ["matrices/index.html", "matrices/weights-1.html"] {
        assert!(said.contains(file) && !to.join(file).exists(), "{said}");
    }
    let same = gradwalk(&["export", "hidden-weights", "--to", to.to_str().expect("UTF-8")]);
    assert!(text(&same.stderr).is_empty(), "{}", text(&same.stderr));
}

#[test]
fn a_lesson_cannot_bring_a_script_along() {
    let folder = tempfile::tempdir().expect("a folder");
    let lesson = folder.path().join("a<script>b.ron");
    let hostile = "</script><script>alert(1)</script>";
    let text = format!(
        "(format: 1, title: \"{hostile}\", problem: \"iris-2\", weight: \"w_211\", slides: [(goal: \"{hostile}\", says: \"{hostile}\")])"
    );
    fs::write(&lesson, text).expect("a file");
    let site = exported(&[lesson.to_str().expect("UTF-8")], &folder.path().join("site"));
    for (name, bytes) in pages(&site) {
        let page = String::from_utf8_lossy(bytes);
        assert!(!page.contains("<script>"), "{name}");
    }
    let index = String::from_utf8_lossy(&site["index.html"]).into_owned();
    assert!(index.contains("href=\"a%3Cscript%3Eb/index.html\""), "{index}");
}

#[test]
fn what_others_made_stays() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("thesis.tex"), "years of work").expect("a file");
    let to = folder.path().to_str().expect("UTF-8");
    let said = refusal(&["export", "matrices", "--to", to]);
    assert!(said.contains("did not write") && said.contains("--replace"), "{said}");
    assert_eq!(files(folder.path()).len(), 1);
    answer(&["export", "matrices", "--to", to, "--replace"]);
    assert_eq!(files(folder.path())["thesis.tex"], b"years of work");
    let said = refusal(&["export", "matrices", "--to", &format!("{to}/thesis.tex")]);
    assert!(said.contains("not a folder"), "{said}");
    let said = refusal(&["export", "matrices", "--to", &format!("{to}/no/such")]);
    assert!(said.contains("there is no folder"), "{said}");
    let said = refusal(&["export", "matrix", "--to", &format!("{to}/new")]);
    assert!(said.contains("matrices") && !folder.path().join("new").exists(), "{said}");
    let said = refusal(&["export", "matrices", "matrices", "--to", &format!("{to}/new")]);
    assert!(said.contains("two lessons are called") && !folder.path().join("new").exists(), "{said}");
}
