//! The first page of a site: its lessons.

use super::Host;
use super::document;
use super::own_numbers;
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
        "<main>\n<h1>Backpropagation by hand</h1>\n<ul class=\"lessons\">\n{entries}</ul>\n</main>\n\
         <footer>\n<p>{}</p>\n</footer>\n",
        own_numbers(Host::Folder)
    );
    document("en", "Backpropagation by hand", "", &[], &body)
}

/// The name of a folder as it may stand in an address.
pub fn address(id: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);
    let written = |byte: u8| {
        if is_plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }
    };
    id.bytes().map(written).collect()
}
