//! The way of an author: a new lesson, changed, verified, written down, changed again, looked at and accepted.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::commands::{gradwalk, text};

/// A folder with an author's lesson in it.
struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        Desk { folder: tempfile::tempdir().expect("a folder") }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs a command whose arguments with a slash in front are names in the folder.
    #[track_caller]
    fn run(&self, line: &str, code: i32) -> String {
        let arguments: Vec<String> = line
            .split(' ')
            .map(|word| {
                word.strip_prefix('/').map_or(word.to_owned(), |name| self.path(name).display().to_string())
            })
            .collect();
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let output = gradwalk(&arguments);
        let said = text(&output.stdout) + &text(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{line}: {said}");
        said
    }

    fn edit(&self, from: &str, to: &str) {
        let path = self.path("mine.ron");
        let before = fs::read_to_string(&path).expect("the lesson");
        assert_eq!(before.matches(from).count(), 1, "{from}");
        fs::write(&path, before.replace(from, to)).expect("it can be written");
    }

    fn bytes(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).expect(name)
    }
}

#[test]
fn from_nothing_to_an_accepted_transcript() {
    let desk = Desk::new();
    assert!(desk.run("new /mine.ron", 0).contains("verifies"));
    desk.run("verify --strict /mine.ron", 0);

    // The slide that the page for authors has them write, behind the second one.
    let page = include_str!("../../lessons/README.md");
    let slide = page.split("```ron\n").nth(1).and_then(|rest| rest.split("```").next()).expect("a slide");
    let third = "        (\n            goal: \"One edge of the tree\",\n            says: \"Here is";
    desk.edit(third, &format!("{slide}{third}"));
    assert!(desk.run("verify --strict /mine.ron", 0).contains("on 4 slides"));

    // A first change, with a slip that is found on its line.
    desk.edit("gives: \"h_out_1^(1)\"", "gives: \"h_out_1^(2)\"");
    let refused = desk.run("verify /mine.ron", 1);
    assert!(
        refused.contains("h_out_1^(1) comes out, not h_out_1^(2)") && refused.contains("mine.ron:"),
        "{refused}"
    );
    desk.edit("gives: \"h_out_1^(2)\"", "gives: \"h_out_1^(1)\"");
    desk.edit("title: \"My first lesson\"", "title: \"One edge\"");
    desk.run("verify --strict /mine.ron", 0);

    desk.run("snapshot /mine.ron --to /transcripts", 0);
    let first = desk.bytes("transcripts/mine.ron");
    assert!(desk.run("snapshot /mine.ron --to /transcripts --check", 0).contains("nothing differs"));

    // Other words, and another number.
    desk.edit("Here is that edge", "And here is that edge");
    desk.edit("by: \"0.01\"", "by: \"0.02\"");
    let differs = desk.run("snapshot /mine.ron --to /transcripts --check", 1);
    assert!(differs.contains("wording only") && differs.contains("the nudge has other numbers"), "{differs}");
    let refused = desk.run("snapshot /mine.ron --to /transcripts", 2);
    assert!(refused.contains("--check") && refused.contains("--accept"), "{refused}");
    assert_eq!(desk.bytes("transcripts/mine.ron"), first, "nothing is overwritten unasked");

    let json = desk.run("snapshot /mine.ron --to /transcripts --check --format json", 1);
    let json: Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!((&json["format"], &json["worst"]), (&Value::from(1), &Value::from("value")));
    assert_eq!(json["differences"][0]["class"], "value");
    let mild = desk.run("snapshot /mine.ron --to /transcripts --check --only wording --format json", 1);
    let mild: Value = serde_json::from_str(&mild).expect("JSON");
    assert_eq!((&mild["worst"], &mild["left_out"]), (&Value::from("value"), &Value::from(1)));
    assert_eq!(mild["differences"].as_array().map(Vec::len), Some(1), "{mild}");

    // The words are taken over at once; the number is left for a hard look.
    let left = desk.run("snapshot /mine.ron --to /transcripts --accept --only wording,drawing", 1);
    assert!(left.contains("Accepted: 1") && !left.contains("wording only"), "{left}");
    let left = desk.run("snapshot /mine.ron --to /transcripts --check", 1);
    assert!(left.contains("other numbers") && !left.contains("wording only"), "{left}");

    // Who looks at words only is not told that nothing differs.
    let words = desk.run("snapshot /mine.ron --to /transcripts --check --only wording", 1);
    let says = "NO. Nothing of class wording differs; 1 of other classes, the gravest: value.";
    assert!(words.contains(says), "{words}");

    // Words on a slide of which a number differs too wait for the number.
    desk.edit("What does it do when", "So what does it do when");
    let waits = desk.run("snapshot /mine.ron --to /transcripts --accept --only wording", 1);
    let says = "mine, slide 1 waits: it also has a difference of class value.";
    assert!(waits.contains("Accepted: 0") && waits.contains(says), "{waits}");
    let waits = desk.run("snapshot /mine.ron --to /transcripts --accept --only wording --format json", 1);
    let waits: Value = serde_json::from_str(&waits).expect("JSON");
    assert_eq!((&waits["waiting"][0]["is"], &waits["waiting"][0]["class"]), (&1.into(), &"value".into()));
    desk.run("snapshot /mine.ron --to /transcripts --accept", 0);
    assert!(desk.run("snapshot /mine.ron --to /transcripts --check", 0).contains("nothing differs"));
    assert_ne!(desk.bytes("transcripts/mine.ron"), first);
}

/// The problem of a lesson may lie beside it, and transcripts too: neither is taken for a lesson.
#[test]
fn what_lies_beside_a_lesson_is_no_lesson() {
    let desk = Desk::new();
    desk.run("new /mine.ron", 0);
    let problem =
        "(format: 1, layers: [(activation: \"sigmoid\", weights: [[0.5]])], inputs: [[1]], labels: [[0]])";
    fs::write(desk.path("data.ron"), problem).expect("written");
    desk.run("snapshot /mine.ron --to /transcripts", 0);
    fs::copy(desk.path("transcripts/mine.ron"), desk.path("kept.ron")).expect("copied");
    let listed = desk.run("lessons --lessons / --format json", 0);
    let listed: Value = serde_json::from_str(&listed).expect("JSON");
    let ids: Vec<&Value> =
        listed["lessons"].as_array().expect("a list").iter().map(|one| &one["id"]).collect();
    assert_eq!(ids, ["mine"]);
    desk.run("export --lessons / --to /site", 0);
    for manner in ["", " --check", " --accept"] {
        let said = desk.run(&format!("snapshot mine --lessons / --to /{manner}"), 2);
        assert!(said.contains("is the lesson itself: choose another folder"), "{said}");
    }
    // What nobody can read is for its author to mend, and not to be passed over.
    fs::write(desk.path("broken.ron"), "(format: 1, title: ").expect("written");
    assert!(desk.run("lessons --lessons /", 0).contains("broken"));
}

#[test]
fn commands_to_copy_quote_the_name_of_a_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("my lesson.ron");
    let said = text(&gradwalk(&["new", path.to_str().expect("UTF-8")]).stdout);
    assert!(said.contains(&format!("gradwalk verify '{}'\n", path.display())), "{said}");
}

/// The snapshots of the test suite, then and now.
#[test]
fn folders_of_snapshots_are_compared_as_lessons_are() {
    let desk = Desk::new();
    let now = Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots/lessons");
    let then = desk.path("then");
    fs::create_dir(&then).expect("a folder");
    for entry in fs::read_dir(&now).expect("the snapshots") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_str().expect("UTF-8").to_owned();
        if path.extension().is_some_and(|ending| ending == "snap") {
            fs::copy(&path, then.join(name)).expect("copied");
        }
    }
    let worst = |said: &str| serde_json::from_str::<Value>(said).expect("JSON")["worst"].clone();
    let [old, new] = [&then, &now].map(|folder| folder.to_str().expect("UTF-8"));
    let run = |code: i32| {
        let output = gradwalk(&["snapshot", new, "--to", old, "--check", "--format", "json"]);
        assert_eq!(output.status.code(), Some(code), "{}", text(&output.stderr));
        text(&output.stdout)
    };
    assert_eq!(worst(&run(0)), Value::Null);
    let drawn = then.join("matrices-003.snap");
    let before = fs::read_to_string(&drawn).expect("a snapshot");
    fs::write(&drawn, before.replacen("──── LaTeX\n", "another drawing\n──── LaTeX\n", 1)).expect("written");
    assert_eq!(worst(&run(1)), "drawing");
    fs::remove_file(then.join("hidden-weights-007.snap")).expect("removed");
    assert_eq!(worst(&run(1)), "added");
    let said = gradwalk(&["snapshot", "matrices", "--to", then.to_str().expect("UTF-8"), "--accept"]);
    assert_eq!(said.status.code(), Some(2));
    assert!(text(&said.stderr).contains("cargo insta"), "{}", text(&said.stderr));
}

#[test]
fn what_cannot_be_compared_is_refused() {
    let desk = Desk::new();
    desk.run("new /mine.ron", 0);
    assert!(desk.run("snapshot /mine.ron --to /nowhere --check", 2).contains("there is no such folder"));
    for manner in ["", " --check", " --accept"] {
        let said = desk.run(&format!("snapshot /mine.ron --to /{manner}"), 2);
        assert!(said.contains("is the lesson itself: choose another folder"), "{said}");
    }
    assert!(desk.run("snapshot /mine.ron --to /t --only value", 2).contains("--check"));
    fs::create_dir(desk.path("t")).expect("a folder");
    assert!(desk.run("snapshot /mine.ron --to /t --check --only valeu", 2).contains("did you mean `value`"));
    assert!(desk.run("snapshot /mine.ron /mine.ron --to /t", 2).contains("two lessons"));
    assert!(desk.run("snapshot /t --to /t --check", 2).contains("no transcripts in this folder"));
    let new = desk.run("snapshot /mine.ron --to /t --check", 1);
    assert!(new.contains("the whole lesson is new: 3 slides"), "{new}");
    fs::write(desk.path("t/mine.ron"), "(format: 7)").expect("written");
    assert!(desk.run("snapshot /mine.ron --to /t --check", 2).contains("format 7 is unknown"));
}
