//! The name that was probably meant.

/// The name nearest to a word, if any is near enough that proposing it helps.
pub fn nearest<'n>(word: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let word = plain(word);
    names
        .into_iter()
        .map(|name| (strsim::damerau_levenshtein(&word, &plain(name)), name))
        .filter(|(distance, name)| *distance <= name.chars().count().div_ceil(3))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// Capitals and the kind of dash are no difference. Only the beginning of a very long word is looked at.
fn plain(word: &str) -> String {
    word.chars()
        .take(64)
        .map(|letter| if letter == '_' { '-' } else { letter })
        .collect::<String>()
        .to_lowercase()
}

/// Names in a row: `` `a`, `b`, `c` ``.
pub(crate) fn list<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    names.into_iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// A proposal followed by everything there is.
pub(crate) fn advice<'n>(word: &str, what: &str, names: impl Iterator<Item = &'n str> + Clone) -> String {
    let all = format!("{what}: {}", list(names.clone()));
    match nearest(word, names) {
        Some(name) => format!("did you mean `{name}`? ({all})"),
        None => all,
    }
}
