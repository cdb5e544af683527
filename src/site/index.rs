//! The first page of a site: its lessons.

use super::document;
use crate::lesson::Lesson;
use crate::render::xml::escaped;

/// The list of these lessons, in this order, with links to their pages.
pub fn index(lessons: &[&Lesson]) -> String {
    let entry = |lesson: &&Lesson| {
        format!(
            "<li><a href=\"{}/index.html\">{}</a> <span class=\"quiet\">{} slides</span></li>\n",
            escaped(&address(&lesson.id)),
            escaped(&lesson.title),
            lesson.slides.len()
        )
    };
    let entries: String = lessons.iter().map(entry).collect();
    let body = format!(
        "<main>\n<h1>Backpropagation by hand</h1>\n<ul class=\"lessons\">\n{entries}</ul>\n</main>\n"
    );
    document("en", "Backpropagation by hand", "", &[], &body)
}

/// The name of a folder as it may stand in an address.
fn address(id: &str) -> String {
    let mut address = String::new();
    for byte in id.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                address.push(char::from(byte))
            }
            byte => address += &format!("%{byte:02X}"),
        }
    }
    address
}
