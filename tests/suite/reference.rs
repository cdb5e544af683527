//! `lessons/FORMAT.md`, rendered from the types of the lesson format: names, types and what is said of them.
//!
//! ```text
//! /// What the lesson is called.          | `title` | text | What the lesson is called. |
//! pub(super) title: String,          →
//! ```
//!
//! serde, asked about a field that does not exist, lists those that do: that the source was read rightly is checked
//! against it.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use gradwalk::lesson::transcript::class::CLASSES;
use gradwalk::lesson::{LABELS, Lesson, Reading};
use gradwalk::show::editor::CHECKS;

/// A record of the format, or one of the things that a slide can show.
#[derive(Default)]
struct Record {
    name: String,
    says: String,
    fields: Vec<Field>,
}

struct Field {
    name: String,
    kind: String,
    is_optional: bool,
    says: String,
}

fn source() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lesson/format.rs");
    fs::read_to_string(path).expect("the types").replace("\r\n", "\n")
}

/// The records in the source: structs, and the variants of the enum of things that can be shown.
fn records(source: &str) -> Vec<Record> {
    let (mut records, mut words, mut attributes) = (Vec::<Record>::new(), String::new(), String::new());
    let mut inside = false;
    for line in source.lines().map(str::trim) {
        if let Some(text) = line.strip_prefix("///") {
            // A line alone ends a paragraph.
            let gap = if words.is_empty() { "" } else { " " };
            words = format!("{words}{gap}{}", text.trim());
        } else if line.starts_with("#[") {
            attributes.push_str(line);
        } else if let Some((_, name)) = line.split_once("struct ").or_else(|| line.split_once("enum ")) {
            let name = name.trim_end_matches(" {").trim_end_matches("Text").to_owned();
            records.push(Record { name, says: std::mem::take(&mut words), fields: Vec::new() });
            attributes.clear();
            inside = true;
        } else if line == "}" {
            inside = false;
        } else if inside && let Some((name, rest)) = line.split_once(" {") {
            records.push(Record {
                name: name.to_owned(),
                says: std::mem::take(&mut words),
                fields: Vec::new(),
            });
            let fields = rest.trim_end_matches("},").split(',').filter(|field| !field.trim().is_empty());
            let record = records.last_mut().expect("just pushed");
            record.fields.extend(fields.filter_map(|text| field(text, "", "")));
        } else if inside && line.contains(": ") {
            let record = records.last_mut().expect("a field is in a record");
            record.fields.extend(field(line.trim_end_matches(','), &attributes, &words));
            words.clear();
            attributes.clear();
        } else if !inside {
            words.clear();
            attributes.clear();
        }
    }
    records
}

fn field(text: &str, attributes: &str, says: &str) -> Option<Field> {
    let (name, kind) = text.trim().trim_start_matches("pub(super) ").split_once(": ")?;
    let renamed = attributes.split("rename = \"").nth(1).and_then(|rest| rest.split('"').next());
    let optional = kind.strip_prefix("Option<").and_then(|kind| kind.strip_suffix('>'));
    Some(Field {
        name: renamed.unwrap_or(name).to_owned(),
        kind: kind_in_words(optional.unwrap_or(kind)),
        is_optional: optional.is_some() || attributes.contains("default"),
        says: says.to_owned(),
    })
}

/// What an author writes for a type.
fn kind_in_words(kind: &str) -> String {
    if let Some(inner) = kind.strip_prefix("Vec<").and_then(|kind| kind.strip_suffix('>')) {
        return format!("list of {}s", kind_in_words(inner).trim_end_matches('s'));
    }
    match kind {
        "()" | "u32" | "usize" => "number".into(),
        "String" => "text".into(),
        "char" => "letter, as in `'e'`".into(),
        "bool" => "`true` or `false`".into(),
        "Pace" => "`Main` or `Detail`".into(),
        "(String, String)" => "pair of texts".into(),
        "(usize, usize)" => "pair of numbers".into(),
        "BTreeMap<String, String>" => "texts by name".into(),
        record if record.ends_with("Text") => record.trim_end_matches("Text").to_lowercase(),
        other => panic!("say in words what a {other} is"),
    }
}

fn rendered(records: &[Record]) -> String {
    let mut page = String::from(
        "# The format of a lesson\n\nRendered from the types that read it by a test, which also keeps it true. What \
         fields marked with a dot hold may be left out.\n[README.md](README.md) leads through a first lesson and says how \
         words, formulas and numbers are written.\n",
    );
    let is_shown =
        |record: &Record| !["Lesson", "Course", "Slide", "Predict", "Show"].contains(&record.name.as_str());
    for record in records {
        let level = if is_shown(record) { "###" } else { "##" };
        let _ = write!(page, "\n{level} {}\n\n{}\n", record.name, record.says.trim());
        if record.fields.is_empty() {
            continue;
        }
        page.push_str("\n| field | | |\n| --- | --- | --- |\n");
        for field in &record.fields {
            let dot = if field.is_optional { " ·" } else { "" };
            let _ = writeln!(page, "| `{}`{dot} | {} | {} |", field.name, field.kind, field.says);
        }
    }
    page.push_str(
        "\n## Labels\n\nWords on the page that neither the author nor a rule has written. What is put into them stands in \
         braces, wherever\nanother language has it.\n\n| label | in English |\n| --- | --- |\n",
    );
    for (name, words) in LABELS {
        let _ = writeln!(page, "| `{name}` | `{words}` |");
    }
    page
}

#[test]
fn the_reference_is_what_the_types_say() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("lessons/FORMAT.md");
    let page = rendered(&records(&source()));
    if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
        fs::write(&path, &page).expect("it can be written");
    }
    let there = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(
        there == page,
        "lessons/FORMAT.md is not what the types say: INSTA_UPDATE=always cargo test reference"
    );
}

/// The page for authors names every check and every class of difference, and no others.
#[test]
fn the_page_for_authors_names_all_there_is() {
    let page = include_str!("../../lessons/README.md");
    let part =
        |from: &str| page.split(from).nth(1).and_then(|rest| rest.split("\n## ").next()).expect("a section");
    let checks: Vec<&str> = part("\n## What an editor would say")
        .lines()
        .filter_map(|line| line.strip_prefix("| `").and_then(|rest| rest.split('`').next()))
        .collect();
    assert_eq!(checks, CHECKS.iter().map(|check| check.name).collect::<Vec<_>>());
    let classes = part("From the gravest down: ").split(" `--format json`").next().expect("the sentence");
    let classes: Vec<&str> = classes.split('`').skip(1).step_by(2).collect();
    assert_eq!(classes, CLASSES.iter().map(|class| class.name).collect::<Vec<_>>());
}

/// Every field of a record of the file, and every thing that can be shown, is explained.
#[test]
fn nothing_is_left_unexplained() {
    for record in records(&source()) {
        assert!(!record.says.is_empty(), "{}", record.name);
        if ["Lesson", "Course", "Slide", "Predict"].contains(&record.name.as_str()) {
            assert!(record.fields.len() > 1, "{}", record.name);
            for field in record.fields {
                assert!(!field.says.is_empty(), "{}: {}", record.name, field.name);
            }
        }
    }
}

/// What serde takes for each record, from its answer to a field that does not exist.
#[test]
fn the_source_is_read_as_serde_reads_it() {
    let slide = |inner: &str| format!("slides: [(goal: \"g\", says: \"s\", {inner})]");
    let records = records(&source());
    let names: Vec<&str> = records.iter().map(|record| record.name.as_str()).collect();
    let asked = |inner: &str| {
        let text = format!("(format: 1, title: \"t\", problem: \"iris-2\", weight: \"w_211\", {inner})");
        let faults =
            Lesson::read("asked.ron", &text, &Reading::default()).expect_err("there is no such field");
        faults[0].error.help.to_string()
    };
    for record in &records {
        let help = match record.name.as_str() {
            "Lesson" => asked("zzz: 1"),
            "Course" => asked("course: (zzz: 1)"),
            "Slide" => asked(&slide("zzz: 1")),
            "Predict" => asked(&slide("predict: (zzz: 1)")),
            "Show" => {
                let all: Vec<String> = names
                    [names.iter().position(|name| *name == "Show").expect("there") + 1..]
                    .iter()
                    .map(|name| format!("`{name}`"))
                    .collect();
                assert!(asked(&slide("shows: [Zzz(a: 1)]")).contains(&all.join(", ")), "{all:?}");
                continue;
            }
            shown => asked(&slide(&format!("shows: [{shown}(zzz: 1)]"))),
        };
        let fields: Vec<String> = record.fields.iter().map(|field| format!("`{}`", field.name)).collect();
        let listed: Vec<&str> =
            help.split('`').skip(1).step_by(2).filter(|name| names_a_field(name)).collect();
        for field in &record.fields {
            assert!(
                listed.contains(&field.name.as_str()),
                "{}: {} is not in {help}",
                record.name,
                field.name
            );
        }
        assert!(
            help.contains(&fields.join(", ")) || fields.len() == 1,
            "{}: {fields:?} in {help}",
            record.name
        );
    }
}

fn names_a_field(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|sign| sign.is_ascii_lowercase() || sign == '_')
}
