//! The name that was probably meant.

/// The name nearest to a word, if any is near enough that proposing it helps. Names that only begin so come
/// after those; of them, among the equally near ones, the shortest is meant: `chian` is `chain-rule`.
pub fn nearest<'n>(word: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let word = plain(word);
    names
        .into_iter()
        .filter_map(|name| Some((distance(&word, &plain(name))?, name)))
        .min_by_key(|((is_beginning, distance), name)| {
            (*is_beginning, *distance, if *is_beginning { name.len() } else { 0 })
        })
        .map(|(_, name)| name)
}

/// How far a word is from a name, or else from the beginning of a name of several words.
fn distance(word: &str, name: &str) -> Option<(bool, usize)> {
    let near = |part: &str| {
        let distance = strsim::damerau_levenshtein(word, part);
        (distance <= part.chars().count().div_ceil(3)).then_some(distance)
    };
    let dashes = word.matches('-').count();
    let beginning = name.match_indices('-').nth(dashes).map(|(end, _)| &name[..end]);
    let beginning = beginning.filter(|part| part.len() > 3);
    near(name).map(|far| (false, far)).or_else(|| Some((true, near(beginning?)?)))
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

/// A proposal, and where everything is listed: for tables that are longer than a message should be.
pub(crate) fn advice_from<'n>(word: &str, list: &str, names: impl IntoIterator<Item = &'n str>) -> String {
    match nearest(word, names) {
        Some(name) => format!("did you mean `{name}`? ({list} lists them all)"),
        None => format!("{list} lists them all"),
    }
}

/// A proposal followed by everything there is.
pub(crate) fn advice<'n>(word: &str, what: &str, names: impl Iterator<Item = &'n str> + Clone) -> String {
    let all = format!("{what}: {}", list(names.clone()));
    match nearest(word, names) {
        Some(name) => format!("did you mean `{name}`? ({all})"),
        None => all,
    }
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn the_name_that_was_meant_is_found_by_its_beginning_too() {
        let names = ["sum-rule", "chain-rule-outer", "chain-rule", "chain-rule-paths"];
        let meant = |word: &str| nearest(word, names);
        assert_eq!(meant("chian"), Some("chain-rule"));
        assert_eq!(meant("chain-rule-otuer"), Some("chain-rule-outer"));
        assert_eq!(meant("sum_rule"), Some("sum-rule"));
        assert_eq!(meant("nothing"), None);
    }
}
