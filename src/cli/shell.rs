//! A command as it can be copied into a shell.

use std::ffi::OsString;

/// The lines under a report that say how to be told more.
pub(super) fn to_be_told(typed: &[OsString]) -> String {
    format!("\nTo be told its name:\n\n  {} --tell\n", again(typed))
}

/// The command that was typed, ready to be continued. Its first word is the program, whatever that was called.
fn again(typed: &[OsString]) -> String {
    let mut words: Vec<_> = typed.iter().skip(1).map(|argument| argument.to_string_lossy()).collect();
    // What has been written once is not written again.
    if let Some(probe) = words.iter().position(|word| word == "--probe") {
        words.drain(probe..words.len().min(probe + 2));
    }
    words.retain(|word| !word.starts_with("--probe="));
    command(&words)
}

/// `gradwalk` with these arguments.
pub(super) fn command(arguments: &[impl AsRef<str>]) -> String {
    let words = arguments.iter().map(|argument| quoted(argument.as_ref()));
    ["gradwalk".to_owned()].into_iter().chain(words).collect::<Vec<_>>().join(" ")
}

/// One word for a shell, in quotes only where it needs them.
pub(super) fn quoted(word: &str) -> String {
    let is_plain = |letter: char| letter.is_alphanumeric() || "-_./=,:@%+".contains(letter);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_where_a_shell_would_take_them_apart() {
        let typed = ["target/gradwalk", "check", "my homework.npz", "--gradient", "W2[0,0]=0.1", "it's", ""];
        let typed: Vec<OsString> = typed.into_iter().map(OsString::from).collect();
        let expected = r"gradwalk check 'my homework.npz' --gradient 'W2[0,0]=0.1' 'it'\''s' ''";
        assert_eq!(again(&typed), expected);
        let typed = ["gradwalk", "check", "a.npz", "--probe", "b.npz", "--probe=c.npz", "--cost", "mse"];
        let typed: Vec<OsString> = typed.into_iter().map(OsString::from).collect();
        assert_eq!(again(&typed), "gradwalk check a.npz --cost mse");
    }
}
