//! An author edits a lesson; the page that shows it is told at once.

use std::fs;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Write;
use std::net::TcpStream;
use std::path::PathBuf;
use std::time::Duration;
use std::time::Instant;

use super::Server;

/// A folder with the lesson that `gradwalk new` writes, and a server that shows it.
struct Desk {
    _folder: tempfile::TempDir,
    file: PathBuf,
    text: String,
    server: Server,
}

impl Desk {
    fn new() -> Desk {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("mine.ron");
        let mut command = assert_cmd::Command::cargo_bin("gradwalk").expect("the program");
        command.arg("new").arg(&file).assert().success();
        let text = fs::read_to_string(&file).expect("text");
        let server = Server::start(&["--lessons", folder.path().to_str().expect("text")]);
        Desk { _folder: folder, file, text, server }
    }

    fn page(&self) -> String {
        self.server.get("/lesson/mine/").body
    }

    /// Listens as the script of a page does.
    fn listen(&self, page: &str) -> BufReader<TcpStream> {
        let address =
            page.split("data-events=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("an address");
        let mut stream = self.server.connect();
        write!(stream, "GET {address} HTTP/1.1\r\nHost: {}\r\n\r\n", self.server.address)
            .expect("it listens");
        let mut events = BufReader::new(stream);
        let mut line = String::new();
        while line != "\r\n" {
            line.clear();
            events.read_line(&mut line).expect("a header");
        }
        events
    }

    /// Puts another text for the last such piece of the lesson, as editors do: into a new file that takes the place of the old.
    fn edit(&self, before: &str, after: &str) -> String {
        let (start, end) = self.text.rsplit_once(before).expect("it is there");
        let text = format!("{start}{after}{end}");
        let new = self.file.with_extension("new");
        fs::write(&new, &text).expect("written");
        fs::rename(&new, &self.file).expect("moved");
        text
    }
}

/// The slide of the next change.
fn changed(events: &mut BufReader<TcpStream>) -> usize {
    let mut line = String::new();
    loop {
        line.clear();
        assert!(events.read_line(&mut line).expect("a line in time") > 0, "the server has closed");
        if let Some(slide) = line.trim().strip_prefix("data: ") {
            return slide.parse().expect("a number");
        }
    }
}

#[test]
fn an_edit_is_told_with_the_slide_that_changed() {
    let desk = Desk::new();
    let page = desk.page();
    let mut events = desk.listen(&page);
    let goals: Vec<&str> =
        desk.text.split("goal: \"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let last = goals[goals.len() - 1];
    desk.edit(&format!("goal: \"{last}\""), "goal: \"Another goal\"");
    let slide = changed(&mut events);
    assert_eq!(slide, goals.len());
    let now = desk.page();
    assert!(now.contains("Another goal") && !page.contains("Another goal"));
    // Saved again as it was at first: the same slide.
    fs::write(&desk.file, &desk.text).expect("written");
    assert_eq!(changed(&mut events), goals.len());
    // A page that was opened before an edit and listens after it is told at once.
    assert_eq!(changed(&mut desk.listen(&now)), goals.len());
}

/// Also what is seen only after a wrong answer, by a quick reader, or by a program that reads aloud.
#[test]
fn an_edit_of_what_is_not_seen_at_once_is_told() {
    let desk = Desk::new();
    let before = desk.text.rsplit_once("goal: \"").expect("a slide").0;
    let last = desk.text.matches("goal: \"").count();
    let asking = |why_not: &str| {
        let choices = format!("choices: [\"yes\", \"no\"], why_not: [\"{why_not}\"]");
        format!("predict: (asks: \"Is it?\", {choices}, because: \"so it is\"), goal: \"")
    };
    let slide_3 =
        |fields: String| format!("{before}{fields}{}", &desk.text[before.len() + "goal: \"".len()..]);
    fs::write(&desk.file, slide_3(asking("Never."))).expect("written");
    let begin = Instant::now();
    while !desk.page().contains("Never.") {
        assert!(begin.elapsed() < Duration::from_mins(1), "{}", desk.page());
    }
    let mut events = desk.listen(&desk.page());
    for (text, slide, shows) in [
        (slide_3(asking("Not ever.")), last, "Not ever."),
        (slide_3(format!("pace: Detail, {}", asking("Not ever."))), last, "slide detail"),
        (desk.text.replacen("title:", "language: \"en\", title:", 1), last, "lang=\"en\""),
        (desk.text.replacen("title:", "language: \"en-GB\", title:", 1), 0, "lang=\"en-GB\""),
    ] {
        fs::write(&desk.file, &text).expect("written");
        assert_eq!(changed(&mut events), slide, "{shows}");
        assert!(desk.page().contains(shows), "{shows}");
    }
}

#[test]
fn a_fault_is_shown_and_the_last_good_lesson_stays() {
    let desk = Desk::new();
    let good = desk.page();
    let mut events = desk.listen(&good);
    let text = desk.edit("goal:", "gaol:");
    changed(&mut events);
    let page = desk.page();
    let line = text.lines().position(|line| line.contains("gaol")).expect("it") + 1;
    let column = text.lines().nth(line - 1).and_then(|text| text.find("gaol")).expect("it") + 1;
    assert!(page.contains(&format!("mine.ron:{line}:{column}")), "{page}");
    assert!(page.contains("gaol") && page.contains("role=\"alert\"") && page.contains("^^^^"), "{page}");
    assert!(page.contains("id=\"1\"") && page.contains("id=\"3\""), "the slides are still there");
    fs::remove_file(&desk.file).expect("removed");
    changed(&mut events);
    let gone = desk.page();
    assert!(gone.contains("role=\"alert\"") && gone.contains("id=\"3\""), "{gone}");
    fs::write(&desk.file, &desk.text).expect("written");
    changed(&mut events);
    assert!(!desk.page().contains("role=\"alert\""));
}

#[test]
fn a_lesson_that_was_never_right_shows_its_faults_until_it_is() {
    let desk = Desk::new();
    let other = desk.file.with_file_name("other.ron");
    fs::write(&other, "(format: 1").expect("written");
    let begin = Instant::now();
    let page = loop {
        let page = desk.server.get("/lesson/other/");
        if page.status == 200 {
            break page.body;
        }
        assert!(begin.elapsed() < Duration::from_mins(1), "{}", page.body);
    };
    assert!(page.contains("other.ron:1:") && page.contains("role=\"alert\""), "{page}");
    let mut events = desk.listen(&page);
    fs::write(&other, &desk.text).expect("written");
    changed(&mut events);
    assert!(desk.server.get("/lesson/other/").body.contains("id=\"3\""));
    assert!(desk.server.get("/").body.contains("/lesson/other/"));
}

#[test]
fn built_in_lessons_never_change_and_nobody_listens() {
    let server = Server::start(&[]);
    assert!(!server.get("/lesson/matrices/").body.contains("data-events"));
}

#[test]
fn a_folder_that_cannot_be_read_is_not_served() {
    let output = crate::commands::gradwalk(&["serve", "--lessons", "no/such/folder"]);
    let said = crate::commands::text(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("there is no such folder") && output.stdout.is_empty(), "{said}");
}

#[test]
fn an_address_of_another_computer_is_told_from_a_port_that_is_taken() {
    // 192.0.2.1 is for examples, and nobody has it.
    let output = crate::commands::gradwalk(&["serve", "--bind", "192.0.2.1"]);
    let said = crate::commands::text(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("--bind takes") && !said.contains("--port"), "{said}");
}
