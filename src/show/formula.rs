//! Formula → what is seen: fractions built up, powers raised, Σ with its limits.
//!
//! ```text
//! 1/N*((a - b)^2 + c)      1
//!                          ─ · [(a − b)² + c]
//!                          N
//! ```
//!
//! Layout groups: what stands over a bar, under it or under a ∂ needs no brackets. Everywhere else every piece
//! knows its form, and whoever holds it puts brackets where another formula would be read without them.
//! Inner brackets are round, the ones around them square, and so on by turns.

use std::ops::Range;

use crate::expr::Expr;
use crate::expr::Focus;
use crate::expr::Function;
use crate::expr::Symbol;
use crate::graph::Names;
use crate::page::Fence;
use crate::page::Look;
use crate::page::Math;
use crate::page::Operator;
use crate::show::symbol::symbol_in;

/// A look for one part of a formula, or for a run of terms or factors in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Dress {
    /// The part; with a run, the sum or product that it is in.
    pub part: Focus,
    /// Which of its terms or factors, side by side, or nothing for the part as a whole. Runs do not overlap.
    pub run: Option<Range<usize>>,
    /// How it looks.
    pub look: Look,
}

impl Dress {
    /// This look for one part, the brackets around it and the minus before it included.
    pub fn part(part: impl Into<Focus>, look: impl Into<Look>) -> Self {
        Dress { part: part.into(), run: None, look: look.into() }
    }

    /// This look for some of the terms or factors of a sum or product, as one piece.
    pub fn run(within: impl Into<Focus>, run: Range<usize>, look: impl Into<Look>) -> Self {
        Dress { part: within.into(), run: Some(run), look: look.into() }
    }
}

/// A formula in two dimensions, its names written by `names`, its parts dressed.
///
/// ```
/// use gradwalk::expr::Expr;
/// use gradwalk::graph::Names;
/// use gradwalk::page::Role;
/// use gradwalk::render::{Renderer, Style, text::Text};
/// use gradwalk::show::formula::{Dress, formula};
///
/// let slope: Expr = "exp(-x)/(1 + exp(-x))^2".parse()?;
/// let power = Dress::part([1], Role::Changed);
/// let seen = Text.equation(&formula(&slope, Names::SERIES, &[power]), &Style::default());
/// assert_eq!(seen.lines().collect::<Vec<_>>(), [
///     "     exp(−x)",
///     "  ──────────────",
///     "  (1 + exp(−x))²",
///     "  ▔▔▔▔▔▔▔▔▔▔▔▔▔▔",
/// ]);
/// # Ok::<(), gradwalk::expr::ParseError>(())
/// ```
pub fn formula(expr: &Expr, names: Names<'_>, dresses: &[Dress]) -> Math {
    formula_with_notes(expr, names, dresses, &|_, math| math)
}

/// The same, with something added to its names and derivatives: the number under each, a word under that.
///
/// `note` gets each of them as a formula and as it is set. What is inside a derivative or the limit of a Σ is part of
/// how that is written and gets nothing of its own.
pub fn formula_with_notes(
    expr: &Expr,
    names: Names<'_>,
    dresses: &[Dress],
    note: &dyn Fn(&Expr, Math) -> Math,
) -> Math {
    Setter { names, dresses, note }.part(expr, &Focus::whole(), |_| Brackets::None).math
}

/// A sum of more terms than this does not stand over a fraction bar with its ∂.
const WIDEST: usize = 3;

/// What a piece looks like from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// a + b
    Sum,
    /// −a
    Negative,
    /// a·b
    Product,
    /// a over b, which the bar holds together
    Fraction,
    /// Σ, which takes whatever follows as a factor
    Sigma,
    /// Something with a superscript already
    Raised,
    /// Anything else that is one thing
    Whole,
}

/// Whether a piece needs brackets where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Brackets {
    None,
    Needed,
}

impl Brackets {
    fn if_so(needed: bool) -> Self {
        if needed { Brackets::Needed } else { Brackets::None }
    }
}

/// A formula that is set, with what decides on brackets around it.
struct Piece {
    math: Math,
    form: Form,
    /// Whether it begins with a minus sign.
    minus_first: bool,
    /// Whether it ends in the body of a Σ.
    open: bool,
    /// How many brackets that group stand within one another.
    nesting: usize,
}

impl Piece {
    fn whole(math: Math) -> Self {
        Piece { math, form: Form::Whole, minus_first: false, open: false, nesting: 0 }
    }

    fn within(self, brackets: Brackets) -> Self {
        if brackets == Brackets::None {
            return self;
        }
        let fence = if self.nesting.is_multiple_of(2) { Fence::Round } else { Fence::Square };
        Piece { nesting: self.nesting + 1, ..Piece::whole(Math::fenced(fence, self.math)) }
    }

    fn is_sum_or_begins_with_minus(&self) -> Brackets {
        Brackets::if_so(self.form == Form::Sum || self.minus_first)
    }
}

/// A term or factor with the sign before it.
struct Item {
    sign: Option<Operator>,
    math: Math,
}

struct Setter<'a> {
    names: Names<'a>,
    dresses: &'a [Dress],
    /// What is added to names and derivatives.
    note: &'a dyn Fn(&Expr, Math) -> Math,
}

impl Setter<'_> {
    /// One part in its place: in brackets where they are needed, then dressed.
    fn part(&self, expr: &Expr, at: &Focus, brackets: impl FnOnce(&Piece) -> Brackets) -> Piece {
        let piece = self.bare(expr, at);
        let brackets = brackets(&piece);
        let mut piece = piece.within(brackets);
        piece.math = self.dressed(piece.math, at, None);
        if matches!(expr, Expr::Sym(_) | Expr::Partial { .. }) {
            piece.math = (self.note)(expr, piece.math);
        }
        piece
    }

    /// For what gets no notes of its own.
    fn without_notes(&self) -> Setter<'_> {
        Setter { note: &|_, math| math, ..*self }
    }

    fn dressed(&self, math: Math, at: &Focus, run: Option<&Range<usize>>) -> Math {
        let meant = self.dresses.iter().filter(|dress| dress.part == *at && dress.run.as_ref() == run);
        meant.fold(math, |math, dress| math.looking(dress.look))
    }

    fn bare(&self, expr: &Expr, at: &Focus) -> Piece {
        match expr {
            Expr::Num(_) => Piece::whole(Math::number(expr.to_string())),
            Expr::Sym(symbol) => self.name(symbol),
            Expr::Neg(inner) => self.negative(inner, at),
            Expr::Add(terms) => self.sum(terms, at),
            Expr::Mul(factors) => self.product(factors, at),
            Expr::Div(over, under) => self.quotient(over, under, at),
            Expr::Pow(base, exponent) => self.power(base, *exponent, at),
            Expr::Call(function, inner) => self.call(function, inner, at),
            Expr::Sum { index, from, to, body } => self.sigma(*index, [from, to], body, at),
            Expr::Partial { of, by } => self.partial(of, by, at),
        }
    }

    /// A name that has a superscript, or would take a power for one, is raised already; and e² would be read as a
    /// power of Euler's number.
    fn name(&self, symbol: &Symbol) -> Piece {
        let math = symbol_in(self.names, symbol);
        let takes_power = matches!(math, Math::Name(_) | Math::Scripts { sup: None, .. });
        let misread = symbol.takes_example() || symbol.to_string() == "e";
        let form = if takes_power && !misread { Form::Whole } else { Form::Raised };
        Piece { form, ..Piece::whole(math) }
    }

    fn negative(&self, inner: &Expr, at: &Focus) -> Piece {
        let inner = self.part(inner, &at.down(0), Piece::is_sum_or_begins_with_minus);
        Piece {
            math: Math::row([Operator::Negative.into(), inner.math]),
            form: Form::Negative,
            minus_first: true,
            ..inner
        }
    }

    fn sum(&self, terms: &[Expr], at: &Focus) -> Piece {
        let mut sum = Piece { form: Form::Sum, ..Piece::whole(Math::row([])) };
        let mut items = Vec::new();
        for (place, term) in terms.iter().enumerate() {
            let (first, last) = (place == 0, place + 1 == terms.len());
            // What follows a Σ must not be taken for a part of it.
            let brackets = |term: &Piece| {
                Brackets::if_so(
                    term.form == Form::Sum || (term.minus_first && !first) || (term.open && !last),
                )
            };
            let here = at.down(place);
            let (sign, piece) = match term {
                Expr::Neg(size) if !first => self.subtracted(size, &here, brackets),
                _ => ((!first).then_some(Operator::Plus), self.part(term, &here, brackets)),
            };
            sum.minus_first |= first && piece.minus_first;
            sum.open = piece.open;
            sum.nesting = sum.nesting.max(piece.nesting);
            items.push(Item { sign, math: piece.math });
        }
        sum.math = self.row(&items, at);
        sum
    }

    /// A term with a minus sign before it. Where the term is dressed, its sign is.
    fn subtracted(
        &self,
        size: &Expr,
        at: &Focus,
        brackets: impl FnOnce(&Piece) -> Brackets,
    ) -> (Option<Operator>, Piece) {
        let size = self.part(size, &at.down(0), brackets);
        if !self.dresses.iter().any(|dress| dress.part == *at && dress.run.is_none()) {
            return (Some(Operator::Minus), size);
        }
        let signed = Math::row([Operator::Minus.into(), size.math]);
        (None, Piece { math: self.dressed(signed, at, None), ..size })
    }

    fn product(&self, factors: &[Expr], at: &Focus) -> Piece {
        let mut product = Piece { form: Form::Product, ..Piece::whole(Math::row([])) };
        let mut items = Vec::new();
        for (place, factor) in factors.iter().enumerate() {
            let last = place + 1 == factors.len();
            let negates_product = matches!(factor, Expr::Neg(inner) if matches!(**inner, Expr::Mul(_)));
            let piece = self.part(factor, &at.down(place), |piece| {
                Brackets::if_so(match piece.form {
                    Form::Sum | Form::Product => true,
                    Form::Negative if place > 0 || negates_product => true,
                    _ => piece.open && !last,
                })
            });
            product.minus_first |= place == 0 && piece.minus_first;
            product.open = piece.open;
            product.nesting = product.nesting.max(piece.nesting);
            items.push(Item { sign: (place > 0).then_some(Operator::Times), math: piece.math });
        }
        product.math = self.row(&items, at);
        product
    }

    /// Terms or factors side by side, with the runs among them that are dressed as one piece.
    fn row(&self, items: &[Item], at: &Focus) -> Math {
        Math::Row(self.side_by_side(items, 0..items.len(), None, at))
    }

    /// Some of the items, and the runs among them that are smaller than the one around.
    fn side_by_side(
        &self,
        items: &[Item],
        places: Range<usize>,
        around: Option<&Range<usize>>,
        at: &Focus,
    ) -> Vec<Math> {
        let mut row: Vec<Math> = Vec::new();
        let mut place = places.start;
        while place < places.end {
            let Item { sign, math } = &items[place];
            let run = self.run_from(place, places.end, around, at);
            // A minus sign belongs to its term; a plus and a · stand between.
            let stands = match sign {
                Some(Operator::Minus) => run.is_none(),
                _ => place > places.start,
            };
            row.extend(sign.filter(|_| stands).map(Math::from));
            if let Some(run) = run {
                let piece = self.side_by_side(items, run.clone(), Some(run), at);
                row.push(self.dressed(Math::Row(piece), at, Some(run)));
                place = run.end;
            } else {
                row.push(math.clone());
                place += 1;
            }
        }
        row
    }

    /// The longest run that begins at this place of a sum or product, if there is one and it is not too long.
    fn run_from(
        &self,
        place: usize,
        end: usize,
        around: Option<&Range<usize>>,
        at: &Focus,
    ) -> Option<&Range<usize>> {
        let runs =
            self.dresses.iter().filter(|dress| dress.part == *at).filter_map(|dress| dress.run.as_ref());
        let fits = |run: &&Range<usize>| {
            run.start == place && !run.is_empty() && run.end <= end && Some(*run) != around
        };
        runs.filter(fits).max_by_key(|run| run.end)
    }

    fn quotient(&self, over: &Expr, under: &Expr, at: &Focus) -> Piece {
        let over = self.part(over, &at.down(0), |_| Brackets::None);
        let under = self.part(under, &at.down(1), |_| Brackets::None);
        Piece {
            form: Form::Fraction,
            nesting: over.nesting.max(under.nesting),
            ..Piece::whole(Math::fraction(over.math, under.math))
        }
    }

    fn power(&self, base: &Expr, exponent: i32, at: &Focus) -> Piece {
        let base = self.part(base, &at.down(0), |base| Brackets::if_so(base.form != Form::Whole));
        let digits = Math::number(exponent.unsigned_abs().to_string());
        let exponent = if exponent < 0 { Math::row([Operator::Negative.into(), digits]) } else { digits };
        Piece { form: Form::Raised, nesting: base.nesting, ..Piece::whole(base.math.with_sup(exponent)) }
    }

    /// A function's brackets are part of its name, always round.
    fn call(&self, function: &Function, inner: &Expr, at: &Focus) -> Piece {
        let inner = self.part(inner, &at.down(0), |_| Brackets::None);
        let math = Math::row([Math::name(function.sign), Math::fenced(Fence::Round, inner.math)]);
        Piece { nesting: inner.nesting, ..Piece::whole(math) }
    }

    fn sigma(&self, index: char, limits: [&Expr; 2], body: &Expr, at: &Focus) -> Piece {
        let body = self.part(body, &at.down(0), Piece::is_sum_or_begins_with_minus);
        let [from, to] = [(limits[0], 1), (limits[1], 2)]
            .map(|(limit, place)| self.without_notes().part(limit, &at.down(place), |_| Brackets::None).math);
        let math = Math::sum(Math::name(index.to_string()), from, to, body.math);
        Piece { form: Form::Sigma, open: true, nesting: body.nesting, ..Piece::whole(math) }
    }

    /// ∂a over ∂x, and ∂ over ∂x before a bracket that would make the fraction too wide.
    fn partial(&self, of: &Expr, by: &Symbol, at: &Focus) -> Piece {
        if of.any(&mut |part| part.terms().len() > WIDEST) {
            let d = || Math::from(Operator::Partial);
            let of = self.without_notes().part(of, &at.down(0), |_| Brackets::Needed);
            let operator = Math::fraction(d(), Math::row([d(), symbol_in(self.names, by)]));
            let math = Math::row([operator, of.math]);
            return Piece { form: Form::Raised, nesting: of.nesting, ..Piece::whole(math) };
        }
        let compound = !matches!(of, Expr::Sym(_) | Expr::Call(..));
        let of = self.without_notes().part(of, &at.down(0), |_| Brackets::if_so(compound));
        let math = Math::partial(of.math, symbol_in(self.names, by));
        Piece { form: Form::Fraction, nesting: of.nesting, ..Piece::whole(math) }
    }
}

#[cfg(test)]
mod tests;
