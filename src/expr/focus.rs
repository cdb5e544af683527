//! Places inside a formula.

use std::fmt;

use super::Expr;

/// The way from a formula down to one of its parts: the number of the part to enter, again and again.
///
/// Sums and products are numbered by their terms and factors; a fraction has its numerator at 0 and its
/// denominator at 1; Σ has its body at 0 and its limits at 1 and 2; everything else has one part, at 0.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Focus(pub Vec<usize>);

impl Focus {
    /// The formula itself.
    pub fn whole() -> Self {
        Focus::default()
    }

    /// One step further down.
    #[must_use]
    pub fn down(&self, part: usize) -> Self {
        Focus(self.0.iter().copied().chain([part]).collect())
    }
}

impl<const DEPTH: usize> From<[usize; DEPTH]> for Focus {
    fn from(way: [usize; DEPTH]) -> Self {
        Focus(way.to_vec())
    }
}

impl fmt::Display for Focus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let way: Vec<String> = self.0.iter().map(usize::to_string).collect();
        write!(f, "[{}]", way.join(", "))
    }
}

impl Expr {
    /// The part at this place.
    pub fn at(&self, focus: &Focus) -> Option<&Expr> {
        focus.0.iter().try_fold(self, |here, &part| here.parts().nth(part))
    }

    /// The same formula with the part at this place replaced, or nothing where there is no such place.
    pub fn with(&self, focus: &Focus, part: Expr) -> Option<Expr> {
        self.at(focus)?;
        Some(self.exchange(&focus.0, part))
    }

    fn exchange(&self, way: &[usize], with: Expr) -> Expr {
        let Some((&down, further)) = way.split_first() else { return with };
        let mut with = Some(with);
        let mut place = 0;
        self.map_parts(&mut |part| {
            place += 1;
            match with.take_if(|_| place == down + 1) {
                Some(with) => part.exchange(further, with),
                None => part.clone(),
            }
        })
    }

    /// The first place, in reading order, whose part is such.
    pub fn find(&self, is_such: &dyn Fn(&Expr) -> bool) -> Option<Focus> {
        if is_such(self) {
            return Some(Focus::whole());
        }
        self.parts().enumerate().find_map(|(place, part)| {
            part.find(is_such).map(|Focus(below)| Focus([vec![place], below].concat()))
        })
    }

    /// The letters that a Σ around this place lets run, outermost first, each with its last value.
    pub fn running_at(&self, focus: &Focus) -> Vec<(char, &Expr)> {
        let mut here = self;
        let mut running = Vec::new();
        for &part in &focus.0 {
            if let (Expr::Sum { index, to, .. }, 0) = (here, part) {
                running.push((*index, &**to));
            }
            let Some(next) = here.parts().nth(part) else { break };
            here = next;
        }
        running
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_can_be_found_and_exchanged() {
        let formula: Expr = "a*(b + c)/sum(e, 1, E, x_1^(e)*(2 - d(f)/d(x))^2)".parse().expect("a formula");
        let mut places = vec![Focus::whole()];
        let mut next = 0;
        while let Some(focus) = places.get(next).cloned() {
            let parts = formula.at(&focus).expect("a place").parts().count();
            places.extend((0..parts).map(|part| focus.down(part)));
            next += 1;
        }
        assert_eq!(places.len(), 17);
        for focus in &places {
            let mark: Expr = "q".parse().expect("a name");
            let marked = formula.with(focus, mark.clone()).expect("a place");
            assert_eq!(marked.at(focus), Some(&mark));
            let part = formula.at(focus).expect("a place").clone();
            assert_eq!(marked.with(focus, part), Some(formula.clone()));
        }
        assert_eq!(formula.at(&[5].into()), None);
        assert_eq!(formula.with(&[0, 1, 7].into(), Expr::integer(1)), None);
    }
}
