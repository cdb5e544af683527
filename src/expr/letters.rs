//! Index letters and the numbers put in for them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::hash::DefaultHasher;
use std::hash::Hash;
use std::hash::Hasher;

use super::Expr;
use super::Index;
use super::Symbol;

/// All that is to be hashed, which is hashed at once: a formula has hundreds of small pieces.
#[derive(Default)]
struct Gathered(Vec<u8>);

impl Hasher for Gathered {
    fn write(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    fn finish(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        hasher.write(&self.0);
        hasher.finish()
    }
}

/// What stands for each letter: another index, usually a number.
pub type Letters = BTreeMap<char, Index>;

impl Index {
    /// What stands for it, if it is a letter for which something stands.
    fn put_in(self, letters: &Letters) -> Index {
        match self {
            Index::Letter(letter) => letters.get(&letter).copied().unwrap_or(self),
            Index::At(_) => self,
        }
    }
}

impl Expr {
    /// The letter of a Σ here that also stands by itself in what is added, if there is one. Letters of Σ only count
    /// here: a reader would take the name for the number that the letter has, and be wrong.
    pub(crate) fn letter_as_a_name(&self) -> Option<char> {
        let own = self.own_letter_as_a_name();
        own.or_else(|| self.parts().find_map(Expr::letter_as_a_name))
    }

    /// The same, looked for in the outermost Σ only.
    pub(super) fn own_letter_as_a_name(&self) -> Option<char> {
        let Expr::Sum { index, body, .. } = self else { return None };
        let name = Symbol::new(index.to_string());
        let is_name = |part: &Expr| match part {
            Expr::Sym(symbol) | Expr::Partial { by: symbol, .. } => *symbol == name,
            _ => false,
        };
        body.any(&mut { is_name }).then_some(*index)
    }
}

/// Why a letter cannot count and be a name at once.
pub(crate) fn letter_as_a_name(letter: char) -> String {
    format!(
        "under this Σ {letter} only counts, as an index: it cannot stand by itself. Take another letter for one of the two"
    )
}

impl Symbol {
    /// The same, without a copy where none of its letters is replaced.
    pub(crate) fn put_in(&self, letters: &Letters) -> Cow<'_, Symbol> {
        if self.letters().any(|letter| letters.contains_key(&letter)) {
            Cow::Owned(self.with_letters(letters))
        } else {
            Cow::Borrowed(self)
        }
    }

    /// The same name with its index letters replaced.
    #[must_use]
    pub fn with_letters(&self, letters: &Letters) -> Symbol {
        Symbol {
            base: self.base.clone(),
            sub: self.sub.iter().map(|index| index.put_in(letters)).collect(),
            example: self.example.map(|index| index.put_in(letters)),
        }
    }

    /// The first of the names that it stands for: 1 for every letter.
    #[must_use]
    pub(crate) fn first_member(&self) -> Symbol {
        self.with_letters(&self.letters().map(|letter| (letter, Index::At(1))).collect())
    }

    fn hash_into(&self, letters: &Letters, bound: &[char], hasher: &mut Gathered) {
        let put = |index: Index| match index {
            Index::Letter(letter) if bound.contains(&letter) => index,
            _ => index.put_in(letters),
        };
        self.base.hash(hasher);
        self.sub.len().hash(hasher);
        self.sub.iter().for_each(|&index| put(index).hash(hasher));
        self.example.map(put).hash(hasher);
    }

    /// Its indices, the example last.
    pub fn indices(&self) -> impl Iterator<Item = Index> + '_ {
        self.sub.iter().copied().chain(self.example)
    }

    /// Its index letters.
    pub fn letters(&self) -> impl Iterator<Item = char> + '_ {
        self.indices().filter_map(|index| match index {
            Index::Letter(letter) => Some(letter),
            Index::At(_) => None,
        })
    }

    /// Whether the two indices of `delta_kn` are the same number. Nothing for other names, or while one is a letter.
    pub fn kronecker(&self) -> Option<bool> {
        match (self.base.as_str(), self.sub.as_slice()) {
            ("delta", [Index::At(k), Index::At(n)]) => Some(k == n),
            _ => None,
        }
    }

    /// The letters of this name that have to be put in to get the other: `o_out_n^(e)` → `o_out_1^(2)` by n = 1,
    /// e = 2.
    pub fn letters_towards(&self, other: &Symbol) -> Option<Letters> {
        let letters = self.indices().zip(other.indices()).filter_map(|(ours, theirs)| match ours {
            Index::Letter(letter) => Some((letter, theirs)),
            Index::At(_) => None,
        });
        self.covers(other).then(|| letters.collect())
    }

    /// Whether there are such letters.
    pub fn covers(&self, other: &Symbol) -> bool {
        let pairs = || self.indices().zip(other.indices());
        self.base == other.base
            && self.sub.len() == other.sub.len()
            && self.example.is_some() == other.example.is_some()
            && pairs().all(|(ours, theirs)| match ours {
                Index::Letter(_) => pairs().all(|(again, other)| again != ours || other == theirs),
                Index::At(_) => ours == theirs,
            })
    }
}

impl Expr {
    /// The same formula with index letters replaced. A Σ shields the letter that it lets run, and takes another
    /// letter where one that comes in would be caught by it.
    #[must_use]
    pub fn with_letters(&self, letters: &Letters) -> Expr {
        if letters.is_empty() {
            return self.clone();
        }
        match self {
            Expr::Sym(symbol) => Expr::Sym(symbol.with_letters(letters)),
            Expr::Partial { of, by } => {
                Expr::Partial { of: Box::new(of.with_letters(letters)), by: by.with_letters(letters) }
            }
            Expr::Sum { index, from, to, body } => {
                let mut inner = letters.clone();
                inner.remove(index);
                let caught = inner.values().any(|&put| put == Index::Letter(*index));
                let counts = if caught { self.unused_letter(&inner) } else { *index };
                if caught {
                    inner.insert(*index, Index::Letter(counts));
                }
                Expr::Sum {
                    index: counts,
                    from: Box::new(from.with_letters(letters)),
                    to: Box::new(to.with_letters(letters)),
                    body: Box::new(body.with_letters(&inner)),
                }
            }
            _ => self.map_parts(&mut |part| part.with_letters(letters)),
        }
    }

    /// A hash of the formula as it would be with its letters replaced, without making it. The seed changes all hashes.
    pub(crate) fn hash_put_in(&self, letters: &Letters, seed: u64) -> u64 {
        let mut hasher = Gathered::default();
        seed.hash(&mut hasher);
        self.hash_into(letters, &mut Vec::new(), &mut hasher);
        hasher.finish()
    }

    /// `bound` are the letters that a Σ around lets run.
    fn hash_into(&self, letters: &Letters, bound: &mut Vec<char>, hasher: &mut Gathered) {
        std::mem::discriminant(self).hash(hasher);
        match self {
            // `Ratio` would divide, so that fractions that are not reduced have the hash of those that are.
            Expr::Num(number) => (number.numer(), number.denom()).hash(hasher),
            Expr::Sym(symbol) => symbol.hash_into(letters, bound, hasher),
            Expr::Pow(_, exponent) => exponent.hash(hasher),
            Expr::Call(function, _) => function.hash(hasher),
            Expr::Partial { by, .. } => by.hash_into(letters, bound, hasher),
            Expr::Sum { index, from, to, body } => {
                index.hash(hasher);
                from.hash_into(letters, bound, hasher);
                to.hash_into(letters, bound, hasher);
                bound.push(*index);
                body.hash_into(letters, bound, hasher);
                bound.pop();
                return;
            }
            Expr::Neg(_) | Expr::Add(_) | Expr::Mul(_) | Expr::Div(..) => {}
        }
        self.parts().count().hash(hasher);
        for part in self.parts() {
            part.hash_into(letters, bound, hasher);
        }
    }

    fn unused_letter(&self, incoming: &Letters) -> char {
        let used = |letter: char| {
            incoming.values().any(|&index| index == Index::Letter(letter)) || self.has_letter(letter)
        };
        ('a'..='z').chain('α'..='ω').find(|&letter| !used(letter)).unwrap_or('ℓ')
    }

    fn has_letter(&self, letter: char) -> bool {
        self.any(&mut |part| match part {
            Expr::Sym(symbol) | Expr::Partial { by: symbol, .. } => symbol.letters().any(|l| l == letter),
            Expr::Sum { index, .. } => *index == letter,
            _ => false,
        })
    }

    /// The index letters that no Σ inside lets run, each once, in reading order.
    pub fn free_letters(&self) -> Vec<char> {
        let mut free = Vec::new();
        self.gather_letters(&mut Vec::new(), &mut free);
        free
    }

    fn gather_letters(&self, bound: &mut Vec<char>, free: &mut Vec<char>) {
        match self {
            Expr::Sym(symbol) => note(symbol, bound, free),
            Expr::Partial { of, by } => {
                of.gather_letters(bound, free);
                note(by, bound, free);
            }
            Expr::Sum { index, from, to, body } => {
                from.gather_letters(bound, free);
                to.gather_letters(bound, free);
                bound.push(*index);
                body.gather_letters(bound, free);
                bound.pop();
            }
            _ => self.parts().for_each(|part| part.gather_letters(bound, free)),
        }
    }
}

fn note(symbol: &Symbol, bound: &[char], free: &mut Vec<char>) {
    for letter in symbol.letters() {
        if !bound.contains(&letter) && !free.contains(&letter) {
            free.push(letter);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expr(text: &str) -> Expr {
        text.parse().expect(text)
    }

    #[test]
    fn a_running_letter_is_shielded_and_never_catches() {
        let formula = expr("w_2fn*sum(e, 1, E, x_f^(e))");
        assert_eq!(formula.free_letters(), ['f', 'n']);
        let numbers = Letters::from([('f', Index::At(2)), ('e', Index::At(9))]);
        assert_eq!(formula.with_letters(&numbers), expr("w_2,2,n*sum(e, 1, E, x_2^(e))"));
        let clash = Letters::from([('f', Index::Letter('e'))]);
        assert_eq!(formula.with_letters(&clash), expr("w_2en*sum(a, 1, E, x_e^(a))"));
    }

    #[test]
    fn a_general_name_leads_to_its_cases() {
        let symbol = |text: &str| text.parse::<Symbol>().expect(text);
        let general = symbol("o_out_n^(e)");
        let letters = general.letters_towards(&symbol("o_out_1^(2)")).expect("a case");
        assert_eq!(general.with_letters(&letters), symbol("o_out_1^(2)"));
        assert_eq!(general.letters_towards(&symbol("o_in_1^(2)")), None);
        assert_eq!(symbol("w_2nn").letters_towards(&symbol("w_212")), None);
    }
}
