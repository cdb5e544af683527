//! What somebody typed or a file holds, fit to stand in a message.
//!
//! A name may hold anything: escape sequences that recolour a terminal, line feeds that forge a message, signs that
//! turn the direction of reading, or a million letters. Every message that quotes one quotes it through here.

/// More letters than this are not quoted in full.
const LONGEST: usize = 120;
/// How many of the last letters are kept then: the end of a path is what tells it from others.
const LAST: usize = 40;

/// A name for a message: without control characters, and not too long.
///
/// ```
/// use gradwalk::printable::printable;
/// assert_eq!(printable("a\u{1b}[31m\nb"), "a\\u{1b}[31m\\nb");
/// ```
pub fn printable(name: &str) -> String {
    let escaped = escaped(name);
    let letters = escaped.chars().count();
    if letters <= LONGEST {
        return escaped;
    }
    let first: String = escaped.chars().take(LONGEST - LAST).collect();
    first + "…" + &escaped.chars().skip(letters - LAST).collect::<String>()
}

/// A text in which control characters are written as Rust writes them: `\n`, `\u{1b}`.
pub fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_control() || turns_reading(letter) {
            escaped.extend(letter.escape_default());
        } else {
            escaped.push(letter);
        }
    }
    escaped
}

/// Marks that make what follows run in the other direction.
fn turns_reading(letter: char) -> bool {
    matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_names_stay_as_they_are() {
        for name in ["homework.npz", "Übung 1.ron", "作业.json", "w_2,10,3", "", "C:\\nets\\a.ron"] {
            assert_eq!(printable(name), name);
        }
    }

    #[test]
    fn a_long_name_keeps_its_beginning_and_its_end() {
        let name = format!("/home/{}/homework.npz", "a".repeat(100_000));
        let shown = printable(&name);
        assert_eq!(shown.chars().count(), LONGEST + 1);
        assert!(shown.starts_with("/home/aaa") && shown.ends_with("/homework.npz"), "{shown}");
    }

    #[test]
    fn nothing_disturbs_a_terminal() {
        assert_eq!(printable("a\u{202e}b\tc\u{9b}d\u{7f}"), "a\\u{202e}b\\tc\\u{9b}d\\u{7f}");
    }
}
