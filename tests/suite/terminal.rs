//! The real program in a pseudo-terminal, its screen read as a user sees it.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use tempfile::TempDir;
use vt100::Parser;

/// A program that has not shown something by now will not do so.
const PATIENCE: Duration = Duration::from_mins(1);

struct Player {
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    keys: Box<dyn Write + Send>,
    terminal: Arc<Mutex<Parser>>,
    /// How often it has been told to wipe the whole screen.
    wiped: Arc<AtomicUsize>,
}

fn size(columns: u16, rows: u16) -> PtySize {
    PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }
}

fn some(number: u16) -> NonZeroU16 {
    NonZeroU16::new(number).expect("not zero")
}

impl Player {
    /// Starts the program on a terminal of 80×24, with its data in a folder of its own.
    fn start(data: &TempDir, arguments: &[&str]) -> Self {
        Player::start_with(data.path(), arguments, &[])
    }

    fn start_with(data: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> Self {
        Player::start_program(&assert_cmd::cargo::cargo_bin("gradwalk"), data, arguments, environment)
    }

    fn start_program(program: &Path, data: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> Self {
        let pair = native_pty_system().openpty(size(80, 24)).expect("a pseudo-terminal");
        let mut command = CommandBuilder::new(program);
        command.args(arguments);
        for name in ["NO_COLOR", "GRADWALK_PLAIN", "GRADWALK_LESSONS", "COLUMNS", "LINES"] {
            command.env_remove(name);
        }
        command.env("TERM", "xterm-256color");
        command.env("XDG_DATA_HOME", data);
        for (name, value) in environment {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).expect("it starts");
        drop(pair.slave);
        let mut output = pair.master.try_clone_reader().expect("what it writes");
        let terminal = Arc::new(Mutex::new(Parser::new(some(24), some(80), 0)));
        let wiped = Arc::new(AtomicUsize::new(0));
        let (screen, wipes) = (Arc::clone(&terminal), Arc::clone(&wiped));
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count @ 1..) = output.read(&mut bytes) {
                let all = bytes[..count].windows(4).filter(|four| four == b"\x1b[2J").count();
                wipes.fetch_add(all, Ordering::Relaxed);
                screen.lock().expect("whole").process(&bytes[..count]);
            }
        });
        let keys = pair.master.take_writer().expect("its keyboard");
        Player { child, master: pair.master, keys, terminal, wiped }
    }

    fn screen(&self) -> String {
        self.terminal.lock().expect("whole").screen().contents()
    }

    #[track_caller]
    fn until(&self, what: &str, is_so: impl Fn(&vt100::Screen) -> bool) {
        let start = Instant::now();
        while !is_so(self.terminal.lock().expect("whole").screen()) {
            assert!(start.elapsed() < PATIENCE, "not seen: {what}\n{}", self.screen());
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    #[track_caller]
    fn shows(&self, words: &str) {
        self.until(words, |screen| screen.contents().contains(words));
    }

    #[track_caller]
    fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).and_then(|()| self.keys.flush()).expect("it listens");
    }

    fn resize(&self, columns: u16, rows: u16) {
        self.terminal.lock().expect("whole").set_size(some(rows), some(columns));
        self.master.resize(size(columns, rows)).expect("it can be resized");
    }

    fn signal(&self, name: &str) {
        let id = self.child.process_id().expect("it runs").to_string();
        let kill = Command::new("kill").args(["-s", name, &id]).status().expect("kill runs");
        assert!(kill.success());
    }

    /// Waits for the end, and demands that the terminal is as it was.
    #[track_caller]
    fn ended(mut self) -> ExitStatus {
        let start = Instant::now();
        let status = loop {
            if let Some(status) = self.child.try_wait().expect("it can be waited for") {
                break status;
            }
            assert!(start.elapsed() < PATIENCE, "it does not end\n{}", self.screen());
            std::thread::sleep(Duration::from_millis(5));
        };
        self.until("the screen of before", |screen| !screen.alternate_screen() && !screen.hide_cursor());
        status
    }
}

impl Drop for Player {
    fn drop(&mut self) {
        // A test that fails leaves nothing running.
        let _ = self.child.kill();
    }
}

const RIGHT: &str = "\x1b[C";
const LEFT: &str = "\x1b[D";
const ENTER: &str = "\r";

#[test]
fn a_learner_opens_steps_searches_and_ends() {
    let data = tempfile::tempdir().expect("a folder");
    let mut player = Player::start(&data, &["step", "output-weights"]);
    player.shows("slide 1 of");
    player.until("a screen of its own", |screen| screen.alternate_screen() && screen.hide_cursor());
    player.press(RIGHT);
    player.shows("slide 2 of");
    player.press(LEFT);
    player.shows("slide 1 of");
    player.press("/");
    player.shows("Slides that say");
    player.press("multiply the bracket out");
    player.shows("Cost: write it out");
    player.press(ENTER);
    player.shows("We multiply the bracket out");
    player.press("?");
    player.shows("Walking");
    player.press("\x1b");
    player.shows("We multiply the bracket out");
    player.press("2\r");
    player.shows("slide 2 of");
    // Whatever somebody else has written on the screen goes away.
    player.terminal.lock().expect("whole").process(b"\x1b[5;5Hrubbish");
    player.shows("rubbish");
    player.press("\x0c");
    player.until("no rubbish", |screen| !screen.contents().contains("rubbish"));
    player.press("q");
    assert!(player.ended().success());
}

/// Where only what changes is written, nothing can flicker; and keys that come fast are not drawn one by one.
#[test]
fn keys_held_down_do_not_flicker() {
    let data = tempfile::tempdir().expect("a folder");
    let mut player = Player::start(&data, &["step", "output-weights"]);
    player.shows("slide 1 of");
    let before = player.wiped.load(Ordering::Relaxed);
    for _ in 0..120 {
        player.press("\x1b[6~");
        std::thread::sleep(Duration::from_millis(16));
    }
    player.press("40\r");
    player.shows("slide 40 of");
    assert_eq!(player.wiped.load(Ordering::Relaxed), before);
    player.press("\x0c");
    player.until("all of it anew", |_| player.wiped.load(Ordering::Relaxed) > before);
    player.press("q");
    assert!(player.ended().success());
}

#[test]
fn it_follows_the_window() {
    let data = tempfile::tempdir().expect("a folder");
    let mut player = Player::start(&data, &["step", "output-weights"]);
    player.shows("slide 1 of");
    player.resize(120, 40);
    player
        .until("the last row", |screen| screen.rows(0, 120).nth(39).is_some_and(|row| row.contains("back")));
    player.resize(40, 10);
    player.shows("too small");
    player.resize(60, 20);
    player.until("the last row", |screen| screen.rows(0, 60).nth(19).is_some_and(|row| row.contains("back")));
    player.press("q");
    assert!(player.ended().success());
}

#[test]
fn a_prediction_is_judged_by_what_it_means() {
    let lesson = gradwalk::lesson::Lesson::built_in("output-weights").expect("it is embedded");
    let asks_for_n = |slide: &gradwalk::lesson::Slide| match slide.predict.as_ref().map(|p| &p.answer) {
        Some(gradwalk::lesson::Answer::Formula { is, .. }) => is.to_string() == "6",
        _ => false,
    };
    let slide = lesson.slides.iter().position(asks_for_n).expect("it asks what N is") + 1;
    let data = tempfile::tempdir().expect("a folder");
    let mut player = Player::start(&data, &["step", "output-weights", "--slide", &slide.to_string()]);
    player.shows("Question");
    player.press("p7\r");
    player.shows("It is too large");
    player.press("\x7f(\r");
    player.shows("Not an answer yet");
    player.press("\x7f2*3\r");
    player.shows("Right.");
    player.shows("Because");
    player.press("q");
    assert!(player.ended().success());
}

#[test]
fn who_is_killed_finds_their_place_again() {
    let data = tempfile::tempdir().expect("a folder");
    let mut player = Player::start(&data, &["step", "output-weights"]);
    player.shows("slide 1 of");
    player.press("12\r");
    player.shows("slide 12 of");
    let kept = data.path().join("gradwalk/progress/output-weights.ron");
    let start = Instant::now();
    while !std::fs::read_to_string(&kept).is_ok_and(|text| text.contains("at:12")) {
        assert!(start.elapsed() < PATIENCE, "{:?}", std::fs::read_to_string(&kept));
        std::thread::sleep(Duration::from_millis(5));
    }
    player.signal("KILL");
    drop(player);
    let mut player = Player::start(&data, &["step"]);
    player.shows("slide 12 of");
    player.press("q");
    assert!(player.ended().success());
    let lessons = Command::new(assert_cmd::cargo::cargo_bin("gradwalk"))
        .args(["lessons", "--format", "json"])
        .env("XDG_DATA_HOME", data.path())
        .output()
        .expect("it runs");
    let lessons: serde_json::Value = serde_json::from_slice(&lessons.stdout).expect("JSON");
    let own = lessons["lessons"].as_array().expect("a list").iter().find(|one| one["id"] == "output-weights");
    assert_eq!(own.expect("it is there")["at"], 12);
}

#[test]
fn a_signal_ends_it_and_gives_the_terminal_back() {
    for name in ["TERM", "HUP", "INT", "QUIT"] {
        let data = tempfile::tempdir().expect("a folder");
        let player = Player::start(&data, &["step", "output-weights"]);
        player.shows("slide 1 of");
        player.signal(name);
        let status = player.ended();
        assert!(!status.success(), "{name}: {status:?}");
    }
}

/// What a panic says is read on the terminal of before, not on a screen that goes away. The test runs itself once more in
/// a pseudo-terminal, and there it is the player that panics.
#[test]
fn a_panic_gives_the_terminal_back_before_it_is_told() {
    const PANICS: &str = "GRADWALK_TEST_PANICS";
    if std::env::var_os(PANICS).is_some() {
        return panic_in_the_player();
    }
    let program = std::env::current_exe().expect("this program");
    let own = "a_panic_gives_the_terminal_back_before_it_is_told";
    let name = format!("{}::{own}", module_path!().split_once("::").expect("a module").1);
    let arguments = ["--exact", &name, "--nocapture", "--test-threads=1"];
    let data = tempfile::tempdir().expect("a folder");
    let mut player = Player::start_program(&program, data.path(), &arguments, &[(PANICS, "1")]);
    player.shows("Choose a lesson");
    player.until("a screen of its own", |screen| screen.alternate_screen() && screen.hide_cursor());
    player.press(ENTER);
    player.until("the screen of before", |screen| !screen.alternate_screen() && !screen.hide_cursor());
    player.shows("no lesson called one");
    assert!(!player.ended().success());
}

fn panic_in_the_player() {
    use gradwalk::player::screen::Writing;
    use gradwalk::player::session;
    use gradwalk::player::shelf::{Entry, Shelf};
    use gradwalk::render::{Charset, Colour};
    let entry = Entry { id: "one".into(), title: "One".into(), progress: "not begun".into() };
    let writing = Writing { charset: Charset::Unicode, colour: Colour::None, notation: None };
    let shelf = || Shelf::new(vec![entry.clone()], 0);
    session::choose(writing, shelf, |lesson| panic!("no lesson called {lesson}")).expect("a terminal");
}

/// In the two lessons that came later a learner gets to the end too.
#[test]
fn every_lesson_can_be_gone_through() {
    for id in ["matrices", "hidden-weights"] {
        let count = gradwalk::lesson::Lesson::built_in(id).expect(id).slides.len();
        let data = tempfile::tempdir().expect("a folder");
        let mut player = Player::start(&data, &["step", id]);
        for slide in 1..=count {
            player.shows(&format!("slide {slide} of {count}"));
            player.press("\x1b[6~");
        }
        player.press("\x1b[6~");
        player.shows("this is the last slide");
        player.press("1\r");
        player.shows(&format!("slide 1 of {count}"));
        // By the arrow alone, through all that the first slides show.
        let mut screen = player.screen();
        while !screen.contains(&format!("slide 4 of {count}")) {
            player.press(RIGHT);
            player.until("something else", |now| now.contents() != screen);
            // It is drawn as a whole, and read in pieces.
            std::thread::sleep(Duration::from_millis(50));
            screen = player.screen();
        }
        player.press("q");
        assert!(player.ended().success());
    }
}

#[test]
fn it_can_be_stopped_and_goes_on() {
    let data = tempfile::tempdir().expect("a folder");
    let mut player = Player::start(&data, &["step", "output-weights", "--slide", "2"]);
    player.shows("slide 2 of");
    for stop in ["key", "signal"] {
        if stop == "key" {
            player.press("\x1a");
        } else {
            player.signal("TSTP");
        }
        player.until("the screen of before", |screen| !screen.alternate_screen() && !screen.hide_cursor());
        player.signal("CONT");
        player.until("its own screen", |screen| screen.alternate_screen() && screen.hide_cursor());
        player.shows("slide 2 of");
    }
    player.press(RIGHT);
    player.shows("slide 3 of");
    player.press("q");
    assert!(player.ended().success());
}

#[test]
fn alone_it_lists_the_lessons_ready_to_open() {
    let data = tempfile::tempdir().expect("a folder");
    let mut player = Player::start(&data, &[]);
    player.shows("Choose a lesson");
    player.shows("not begun");
    player.press(ENTER);
    player.shows("slide 1 of");
    player.press("7\r");
    player.shows("slide 7 of");
    player.press("q");
    player.shows("at slide 7");
    player.press("q");
    assert!(player.ended().success());
}

#[test]
fn another_weight_is_replayed_or_derived() {
    let data = tempfile::tempdir().expect("a folder");
    let mut player = Player::start(&data, &["step", "output-weights", "--slide", "6"]);
    player.shows("slide 6 of");
    player.press("ww_223\r");
    player.shows("now w_223");
    player.press("7\r");
    player.shows("w₂₂₃");
    player.press("ww_111\r");
    player.shows("derived");
    player.press("\x1b");
    player.until("the slide", |screen| !screen.contents().contains("derived"));
    player.shows("w₂₂₃");
    player.press("q");
    assert!(player.ended().success());
}

#[test]
fn a_place_that_cannot_be_kept_is_told() {
    let data = tempfile::tempdir().expect("a folder");
    let folder = data.path().join("gradwalk/progress");
    std::fs::create_dir_all(&folder).expect("made");
    let newer = "(format: 99, at: 3, shelf: [1])";
    std::fs::write(folder.join("output-weights.ron"), newer).expect("written");
    let mut player = Player::start(&data, &["step", "output-weights"]);
    player.shows("not remembered");
    player.press(RIGHT);
    player.shows("slide 2 of");
    player.press("q");
    player.shows("note: where you are is not remembered");
    assert!(player.ended().success());
    assert_eq!(std::fs::read_to_string(folder.join("output-weights.ron")).expect("there"), newer);
}

#[test]
fn a_lesson_that_is_being_written_is_shown_anew() {
    let data = tempfile::tempdir().expect("a folder");
    let file = data.path().join("mine.ron");
    let lesson = |says: &str| {
        format!(
            "(format: 1, title: \"Mine\", problem: \"iris-2\", weight: \"w_211\", slides: [(goal: \"A\", says: \
             \"one\"), (goal: \"B\", says: \"{says}\")])"
        )
    };
    std::fs::write(&file, lesson("as it was")).expect("written");
    let mut player = Player::start(&data, &["step", "--watch", file.to_str().expect("UTF-8")]);
    player.shows("slide 1 of 2");
    player.press(RIGHT);
    player.shows("as it was");
    std::fs::write(&file, lesson("as it is now")).expect("written");
    player.shows("as it is now");
    std::fs::write(&file, lesson("$no_such(x)$")).expect("written");
    player.shows("line 1");
    std::fs::write(&file, lesson("mended")).expect("written");
    player.shows("mended");
    player.press("q");
    assert!(player.ended().success());
}

/// A slide that is put in front moves the others on, and the reader goes with theirs. Whoever changes the problem beside
/// the lesson sees its new numbers.
#[test]
fn a_lesson_that_is_being_written_stays_on_its_slide() {
    let data = tempfile::tempdir().expect("a folder");
    let file = data.path().join("mine.ron");
    let lesson = |first: &str| {
        format!(
            "(format: 1, title: \"Mine\", problem: \"data.ron\", weight: \"w_111\", slides: [{first}(goal: \"A\", \
             says: \"one thing\"), (goal: \"B\", says: \"worth {{w_111 : 3}} it is\"), (goal: \"C\", says: \
             \"the end of it\")])"
        )
    };
    let problem = |weight: &str| {
        format!(
            "(format: 1, layers: [(activation: \"sigmoid\", weights: [[{weight}]])], inputs: [[1]], labels: [[0]])"
        )
    };
    std::fs::write(data.path().join("data.ron"), problem("0.5")).expect("written");
    std::fs::write(&file, lesson("")).expect("written");
    let mut player = Player::start(&data, &["step", "--watch", file.to_str().expect("UTF-8")]);
    player.shows("slide 1 of 3");
    player.press(RIGHT);
    player.shows("worth 0.500 it is");
    std::fs::write(&file, lesson("(goal: \"New\", says: \"quite another thing\"), ")).expect("written");
    player.shows("slide 3 of 4");
    player.shows("worth 0.500 it is");
    std::fs::write(data.path().join("data.ron"), problem("0.25")).expect("written");
    player.shows("worth 0.250 it is");
    player.press("q");
    assert!(player.ended().success());
}

#[test]
fn what_cannot_be_watched_is_told() {
    let data = tempfile::tempdir().expect("a folder");
    let mut player = Player::start(&data, &["step", "matrices", "--watch"]);
    player.shows("--watch: this lesson comes with gradwalk");
    player.press(RIGHT);
    player.press("q");
    assert!(player.ended().success());
    let printed = Command::new(assert_cmd::cargo::cargo_bin("gradwalk"))
        .args(["step", "matrices", "--watch", "--slide", "41"])
        .env("XDG_DATA_HOME", data.path())
        .output()
        .expect("it runs");
    let says = String::from_utf8_lossy(&printed.stderr);
    assert!(printed.status.success() && says.contains("note: --watch: this lesson comes with"), "{says}");
}

#[test]
fn a_terminal_that_can_only_print_gets_plain_lines() {
    for (arguments, environment) in [
        (vec!["step", "output-weights"], ("TERM", "dumb")),
        (vec!["step", "output-weights", "--plain"], ("TERM", "xterm")),
        (vec!["step", "output-weights"], ("GRADWALK_PLAIN", "1")),
    ] {
        let data = tempfile::tempdir().expect("a folder");
        let mut player = Player::start_with(data.path(), &arguments, &[environment]);
        player.shows("Enter: next");
        assert!(!player.terminal.lock().expect("whole").screen().alternate_screen());
        player.press("q\r");
        assert!(player.ended().success());
    }
}

/// The whole program, with every slide of a lesson seen, in megabytes.
#[cfg(target_os = "linux")]
#[test]
fn it_is_content_with_thirty_megabytes() {
    let data = tempfile::tempdir().expect("a folder");
    let mut player = Player::start(&data, &["step", "output-weights"]);
    player.shows("slide 1 of");
    let count = gradwalk::lesson::Lesson::built_in("output-weights").expect("it is embedded").slides.len();
    for slide in 1..=count {
        player.press(&format!("{slide}\r"));
        player.shows(&format!("slide {slide} of"));
    }
    player.press("ww_223\r");
    player.shows("now w_223");
    let id = player.child.process_id().expect("it runs");
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).expect("it runs");
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).expect("how much it took at most");
    let kilobytes: u64 =
        line.split_whitespace().nth(1).and_then(|number| number.parse().ok()).expect("a number");
    assert!(kilobytes < 30 * 1024, "{kilobytes} kB");
    player.press("q");
    assert!(player.ended().success());
}
