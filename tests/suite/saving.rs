//! Files that the program writes: whole or not at all, and nothing that a user made is lost.

use std::fs;
use std::path::Path;

use crate::commands::answer;
use crate::commands::gradwalk;
use crate::commands::text;

fn path(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

#[track_caller]
fn refusal(arguments: &[&str]) -> String {
    let output = gradwalk(arguments);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    text(&output.stderr)
}

/// What `gradient` saves, `compare` and others can read back; nothing is overwritten unasked.
#[test]
fn a_gradient_is_saved_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("gradient.npz");
    let save = ["gradient", "iris-3", "--format", "npz", "--output", path(&file)];
    assert_eq!(answer(&save), "");
    let saved = fs::read(&file).expect("saved");
    assert!(saved.starts_with(b"PK"));
    let again = refusal(&save);
    assert!(again.contains("--replace"), "{again}");
    assert_eq!(fs::read(&file).expect("still there"), saved);
    answer(&[&save[..], &["--replace"]].concat());
    assert_eq!(fs::read(&file).expect("replaced"), saved, "the same bytes");
}

#[test]
fn the_problem_is_never_replaced_by_its_answer() {
    let folder = tempfile::tempdir().expect("a folder");
    let problem = folder.path().join("mine.ron");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("lessons/problems/iris-2.ron");
    fs::copy(source, &problem).expect("copied");
    let before = fs::read(&problem).expect("there");
    let roundabout = folder.path().join(".").join("mine.ron");
    for output in [&problem, &roundabout] {
        let said = refusal(&["gradient", path(&problem), "--output", path(output), "--replace"]);
        assert!(said.contains("is the problem itself"), "{said}");
        assert_eq!(fs::read(&problem).expect("still there"), before);
    }
}

#[test]
fn a_missing_folder_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let missing = folder.path().join("answers");
    let said = refusal(&["gradient", "iris-2", "--output", path(&missing.join("a.npz"))]);
    assert!(said.contains(&format!("there is no folder {}", missing.display())), "{said}");
    let said = refusal(&["gradient", "iris-2", "--output", path(folder.path()), "--replace"]);
    assert!(said.contains("is a folder"), "{said}");
}

#[test]
fn a_dash_is_standard_output() {
    let printed = answer(&["gradient", "iris-2", "--format", "json"]);
    assert_eq!(answer(&["gradient", "iris-2", "--format", "json", "--output", "-"]), printed);
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link() {
    let folder = tempfile::tempdir().expect("a folder");
    let (target, link) = (folder.path().join("target.json"), folder.path().join("link.json"));
    std::os::unix::fs::symlink(&target, &link).expect("a link");
    let save = ["gradient", "iris-2", "--output", path(&link), "--replace"];
    assert!(refusal(&save).contains("a link to a file that is not there"));
    fs::write(&target, "old").expect("written");
    let permissions: fs::Permissions = std::os::unix::fs::PermissionsExt::from_mode(0o640);
    fs::set_permissions(&target, permissions.clone()).expect("allowed");
    answer(&save);
    assert!(link.is_symlink());
    assert!(fs::read_to_string(&target).expect("written").starts_with('{'));
    let now = fs::metadata(&target).expect("there").permissions();
    assert_eq!(std::os::unix::fs::PermissionsExt::mode(&now) & 0o777, 0o640);
}

#[cfg(target_os = "linux")]
#[test]
fn a_device_is_written_to() {
    answer(&["gradient", "iris-2", "--output", "/dev/null"]);
    assert!(
        refusal(&["gradient", "iris-2", "--output", "/dev/full"]).contains("/dev/full cannot be written")
    );
    let help = std::process::Command::new(assert_cmd::cargo::cargo_bin("gradwalk"))
        .arg("--help")
        .stdout(fs::File::create("/dev/full").expect("a full device"))
        .output()
        .expect("it runs");
    assert_eq!(help.status.code(), Some(2));
    assert!(text(&help.stderr).contains("cannot be printed"), "{}", text(&help.stderr));
}
