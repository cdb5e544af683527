//! Text within the tags of SVG and HTML.

use std::fmt::Write as _;

use super::Charset;

/// A text as it may stand between tags and in attributes. What XML cannot hold is left out.
pub(crate) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => {}
            character if character.is_control() => escaped.push(' '),
            character => escaped.push(character),
        }
    }
    escaped
}

/// A whole file in the characters that there are. Its reader sees the others all the same.
pub(super) fn in_charset(file: String, charset: Charset) -> String {
    if charset == Charset::Unicode || file.is_ascii() {
        return file;
    }
    let mut ascii = String::with_capacity(file.len());
    for character in file.chars() {
        if character.is_ascii() {
            ascii.push(character);
        } else {
            let _ = write!(ascii, "&#x{:x};", u32::from(character));
        }
    }
    ascii
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_leave_its_element() {
        assert_eq!(escaped("<a href=\"x\">&\u{1b}\n"), "&lt;a href=&quot;x&quot;&gt;&amp;  ");
    }
}
