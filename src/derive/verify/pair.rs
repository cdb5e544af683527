//! Two formulas without letters to be put in: equal, or not, or not to be told.
//!
//! What has equal residues is equal; one point of the claim's own is among those that are tried, and a prime of its own.
//! What has not is not, unless something stands in it whose laws the residues do not know. Then doubles have to tell,
//! at many points of the claim's own, and only their rounding is forgiven.
//!
//! A step makes several claims of one: one for each choice of which steps are 1. Where that is a difference, a point
//! has to show that signs can be chosen so, and then that it is one.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use super::Counterexample;
use super::Evidence;
use super::Verdict;
use super::Work;
use super::exact::Exact;
use super::exact::Hurdle;
use super::exact::Names;
use super::exact::Region;
use super::exact::is_unsaid;
use super::measure::Measure;
use super::rounding::Rounding;
use super::sample;
use super::sample::Point;
use crate::derive::givens::Givens;
use crate::expr::Expr;
use crate::expr::Letters;
use crate::expr::Rounded;
use crate::expr::Symbol;

/// Where exact evaluation looks besides a claim's own point. Fixed, so that what names are worth can be kept.
pub(super) const EXACT_POINTS: [Point; 2] = [Point::fixed(1), Point::fixed(2)];

/// Where doubles are tried first.
const MEASURED_POINTS: [u64; 3] = [11, 12, 13];

/// Where doubles are tried after that: what has no value at the first may have one here.
const GENTLE_POINTS: [u64; 4] = [sample::GENTLE, sample::GENTLE + 1, sample::GENTLE + 2, sample::GENTLE + 3];

/// At how many points of its own doubles are tried for a claim that residues do not decide, and for one with steps.
const OWN_POINTS: usize = 16;
const OWN_POINTS_WITH_STEPS: usize = 96;

/// At so many of them both sides have to have a value.
const ENOUGH: usize = 4;

/// Steps are told apart in so many choices of signs, and no more.
const MOST_REGIONS: usize = 64;

/// How many of the first points are measured at where both sides are equal without rounding, and at how many they have
/// to have a value.
#[derive(Clone, Copy)]
pub(super) struct Points {
    most: usize,
    enough: usize,
}

pub(super) const FIRST: Points = Points { most: MEASURED_POINTS.len(), enough: 2 };

/// Of a general claim one member is measured in full, and the others once.
pub(super) const FURTHER: Points = Points { most: 1, enough: 1 };

/// How many Σ within one another are run while names are free: a step changes one, or none, or all.
const RUNNING_SUMS: [usize; 3] = [0, 1, usize::MAX];

/// One comparison: both sides, what is known of their names, and the claim's own number.
#[derive(Clone, Copy)]
pub(super) struct Pair<'a> {
    pub(super) left: &'a Expr,
    pub(super) right: &'a Expr,
    pub(super) givens: &'a Givens,
    pub(super) own: &'a Own,
    pub(super) work: &'a Work,
}

/// Where a claim is tried and no other, but those that follow from the same whole.
pub(super) struct Own {
    pub(super) seed: u64,
    /// Whether other claims are tried there.
    is_shared: bool,
    point: OnceCell<Point>,
}

impl Own {
    pub(super) fn of(left: &Expr, right: &Expr, givens: &Givens) -> Self {
        let seed = givens.whole().unwrap_or_else(|| sample::seed(left, right, givens));
        Own { seed, is_shared: givens.whole().is_some(), point: OnceCell::new() }
    }

    /// Where exact evaluation looks. It takes a search for a prime, which false claims do not need.
    fn point(&self) -> Point {
        *self.point.get_or_init(|| Point { is_kept: self.is_shared, ..Point::own(self.seed) })
    }
}

/// What exact evaluation says of two formulas.
enum Exactly {
    Equal(usize),
    Different { is_certain: bool },
    Silent(String),
    TooLarge,
}

/// Both values at one point for doubles.
struct Tried {
    point: u64,
    left: Rounded,
    right: Rounded,
}

impl Tried {
    /// Whether the values are further apart than rounding can have taken them.
    fn differs(&self) -> bool {
        (self.left.value - self.right.value).abs() > self.left.error + self.right.error
    }

    /// How far they are apart, compared with their size.
    fn apart(&self) -> f64 {
        let (left, right) = (self.left.value, self.right.value);
        (left - right).abs() / (1e-3 + left.abs().max(right.abs()))
    }
}

impl Pair<'_> {
    /// At how many points both sides are equal while names, sums and derivatives are any numbers: what is equal then
    /// need not unfold them.
    pub(super) fn equal_whatever_stands_there(&self) -> Option<usize> {
        let running = if self.has_derivative() { &RUNNING_SUMS[..2] } else { &RUNNING_SUMS };
        running.iter().find_map(|&sums| match self.exactly(Names::Free { sums }) {
            Exactly::Equal(exact) => Some(exact),
            _ => None,
        })
    }

    /// The verdict, derivatives being measured at so many points where the exact witness says yes.
    pub(super) fn verdict(&self, points: Points) -> Verdict {
        if let Some(exact) = self.equal_whatever_stands_there() {
            return Verdict::Holds(Evidence { exact, measured: 0, nudged: false });
        }
        match self.exactly(Names::Defined) {
            Exactly::TooLarge => unknown("the formulas have too many terms to be checked"),
            Exactly::Equal(exact) if self.is_unsaid() || !self.has_derivative() => self.seconded(exact),
            Exactly::Equal(exact) => self.measured(exact, points),
            Exactly::Different { is_certain: true } => self.shown_different(),
            Exactly::Different { .. } | Exactly::Silent(_) if self.is_unsaid() => self.unsaid(),
            Exactly::Different { .. } => self.tried_out("both sides have a value at too few sample points"),
            Exactly::Silent(reason) => self.tried_out(&reason),
        }
    }

    fn sides(&self) -> [&Expr; 2] {
        [self.left, self.right]
    }

    fn has_derivative(&self) -> bool {
        self.sides().into_iter().any(|side| side.any(&mut |part| matches!(part, Expr::Partial { .. })))
    }

    /// Whether a derivative stands in the formulas that nobody has said anything about.
    fn is_unsaid(&self) -> bool {
        let mut unsaid =
            |part: &Expr| matches!(part, Expr::Partial { of, by } if is_unsaid(of, by, self.givens));
        self.sides().into_iter().any(|side| side.any(&mut unsaid))
    }

    /// Why such a derivative is not known.
    fn unsaid(&self) -> Verdict {
        let mut reason =
            "a name stands here that nobody has defined, so its derivative is not known".to_owned();
        let mut goes_past = |part: &Expr| match part {
            Expr::Partial { of, by } if self.givens.goes_past(of, by) => {
                let of = of.unicode();
                reason =
                    format!("{of} is not written by way of {by}, so nothing says how it moves with {by}");
                true
            }
            _ => false,
        };
        let _ = self.sides().into_iter().any(|side| side.any(&mut goes_past));
        unknown(&reason)
    }

    /// Whether a single logarithm or power of e is all whose laws residues do not know, of an argument that is no
    /// number and made of numbers and undefined names alone. No rational formula equals such a function, nor is it the
    /// zero of one: what differs as a formula in it differs.
    fn rests_on_one_function(&self) -> bool {
        let (mut functions, mut is_plain): (Vec<Expr>, bool) = (Vec::new(), true);
        for side in self.sides() {
            side.any(&mut |part| {
                match part {
                    Expr::Call(..) => functions.push(part.clone()),
                    Expr::Sum { .. } => is_plain = false,
                    Expr::Sym(name) | Expr::Partial { by: name, .. } => {
                        is_plain &= self.givens.definition_of(name).is_none() && name.kronecker().is_none();
                    }
                    _ => {}
                }
                !is_plain
            });
        }
        let Some((Expr::Call(function, argument), others)) = functions.split_first() else { return false };
        let is_alone = others.iter().all(|other| other == &functions[0]);
        let value = |point| Exact::new(self.givens, point, Names::Defined, self.work).value(argument).ok();
        is_plain
            && is_alone
            && matches!(function.name, "ln" | "exp")
            && value(EXACT_POINTS[0]) != value(EXACT_POINTS[1])
    }

    fn exactly(&self, names: Names) -> Exactly {
        let mut points = 0;
        let own = || self.own.point();
        for point in EXACT_POINTS.into_iter().chain(std::iter::once_with(own)) {
            match self.residues(Exact::new(self.givens, point, names, self.work)) {
                Ok([left, right]) if left == right => points += 1,
                Ok([left, right]) => {
                    let is_inside = !left.is_outside && !right.is_outside;
                    return Exactly::Different { is_certain: is_inside || self.rests_on_one_function() };
                }
                Err(Hurdle::TooLarge) => return Exactly::TooLarge,
                Err(Hurdle::Unsaid(reason)) => return Exactly::Silent(reason),
                // Of a claim that is true, only these tell nothing.
                Err(Hurdle::Pole | Hurdle::Sign(_)) => {}
            }
        }
        match points {
            0 => Exactly::Silent("a denominator is 0 at every sample point".into()),
            _ => Exactly::Equal(points),
        }
    }

    fn residues(&self, mut exact: Exact) -> Result<[super::field::Residue; 2], Hurdle> {
        Ok([exact.value(self.left)?, exact.value(self.right)?])
    }

    fn tried(&self, point: u64) -> Option<Tried> {
        let rounding = Rounding::new(self.givens, point, self.work);
        Some(Tried { point, left: rounding.of(self.left)?, right: rounding.of(self.right)? })
    }

    /// Both sides are equal without rounding. Doubles, which share nothing with that, must not see a difference.
    fn seconded(&self, exact: usize) -> Verdict {
        let differs =
            !self.has_derivative() && self.tried(MEASURED_POINTS[0]).is_some_and(|tried| tried.differs());
        if differs {
            return unknown("both sides are equal without rounding, and yet doubles see a difference");
        }
        Verdict::Holds(Evidence { exact, measured: 0, nudged: false })
    }

    /// Both sides are equal without rounding, and derivatives stand in them, which are measured.
    fn measured(&self, exact: usize, points: Points) -> Verdict {
        let apart = |point: &u64| {
            let measure = Measure::remembering(self.givens, *point, self.work);
            let (left, right) = (measure.of(self.left)?, measure.of(self.right)?);
            Some((left - right).abs() / (1e-3 + left.abs().max(right.abs())))
        };
        let tried = MEASURED_POINTS.iter().chain(&GENTLE_POINTS);
        let apart: Vec<f64> = tried.filter_map(apart).take(points.most).collect();
        if apart.iter().any(|&apart| apart > 1e-6) {
            return unknown("the exact check and the measured slope do not agree");
        }
        if apart.len() < points.enough {
            return unknown("the derivative could not be measured at any sample point");
        }
        Verdict::Holds(Evidence { exact, measured: apart.len(), nudged: true })
    }

    /// Of the shared points at which doubles see a difference, the one at which it is largest.
    fn furthest(&self) -> Option<Tried> {
        let tried = MEASURED_POINTS.iter().filter_map(|&point| self.tried(point));
        tried.filter(Tried::differs).max_by(|a, b| a.apart().total_cmp(&b.apart()))
    }

    /// Both sides differ for certain: a point is looked for at which that can be seen.
    fn shown_different(&self) -> Verdict {
        let own = || sample::doubles_of(self.own.seed).take(OWN_POINTS).filter_map(|point| self.tried(point));
        match self.furthest().or_else(|| own().find(Tried::differs)) {
            Some(tried) => self.fails(&tried),
            None => unknown("both sides differ, but at no sample point by so much that doubles can show it"),
        }
    }

    /// Residues cannot tell whether the sides are equal.
    fn tried_out(&self, reason: &str) -> Verdict {
        let steps = self.steps();
        let (own, nowhere) = match steps {
            Steps::None => (OWN_POINTS, None),
            // In a kink there is no slope.
            Steps::Many | Steps::Open(_) => {
                (OWN_POINTS_WITH_STEPS, (!self.has_derivative()).then_some(sample::NOWHERE))
            }
        };
        let mut holding = Vec::new();
        if let Some(tried) = self.furthest() {
            return self.fails(&tried);
        }
        let own = sample::doubles_of(self.own.seed).take(own);
        for point in MEASURED_POINTS.into_iter().chain(own).chain(GENTLE_POINTS).chain(nowhere) {
            match self.tried(point) {
                Some(tried) if tried.differs() => return self.fails(&tried),
                Some(_) => holding.push(point),
                None => {}
            }
        }
        let mut regions = match steps {
            Steps::None => Vec::new(),
            Steps::Open(regions) => regions,
            Steps::Many => {
                return unknown("too many steps stand in the formulas: there are too many choices of signs");
            }
        };
        if holding.len() < ENOUGH {
            return unknown(reason);
        }
        for point in &holding {
            let rounding = Rounding::new(self.givens, *point, self.work);
            let is_in = |(argument, is_positive): (&Expr, bool)| {
                rounding.of(argument).is_some_and(|argument| (argument.value > 0.0) == is_positive)
            };
            regions.retain(|Open { region, is_certain }| *is_certain || !region.signs().all(is_in));
        }
        if let Some(Open { region, .. }) = regions.first() {
            return unknown(&format!(
                "the sides would differ where {}, and no sample point shows whether that can be",
                written(region)
            ));
        }
        Verdict::Holds(Evidence { exact: 0, measured: holding.len(), nudged: self.has_derivative() })
    }

    /// What the steps in the formulas leave open.
    fn steps(&self) -> Steps {
        let (mut waiting, mut open, mut looked_at) = (vec![Region::default()], Vec::new(), 0);
        while let Some(region) = waiting.pop() {
            looked_at += 1;
            if looked_at > 2 * MOST_REGIONS {
                return Steps::Many;
            }
            let exact = Exact::within(&region, self.givens, self.own.point(), self.work);
            match self.residues(exact) {
                Err(Hurdle::Sign(kink)) => {
                    waiting.extend([true, false].map(|is_positive| region.part(&kink, is_positive)));
                }
                _ if region.signs().next().is_none() => return Steps::None,
                Ok([left, right]) if left == right => {}
                Ok([left, right]) => {
                    let is_certain = !left.is_outside && !right.is_outside;
                    open.push(Open { region, is_certain });
                }
                // Where one side has no value, nothing is claimed.
                Err(Hurdle::Pole) => {}
                Err(Hurdle::TooLarge | Hurdle::Unsaid(_)) => return Steps::Many,
            }
        }
        Steps::Open(open)
    }

    /// The names that the formulas rest on, with their values where they differ.
    fn fails(&self, tried: &Tried) -> Verdict {
        let rounding = Rounding::forgetful(self.givens, tried.point, self.work);
        self.sides().into_iter().for_each(|side| {
            rounding.of(side);
        });
        let (left, right) = (tried.left.value, tried.right.value);
        let point: Vec<(Symbol, f64)> = rounding.point();
        Verdict::Fails(Counterexample { sizes: BTreeMap::new(), letters: Letters::new(), point, left, right })
    }
}

/// The steps in two formulas.
enum Steps {
    None,
    /// These choices of signs are those for which residues do not say that both sides are equal.
    Open(Vec<Open>),
    /// There are too many choices to look at all.
    Many,
}

/// A choice of signs for which the sides may differ, or differ for certain.
struct Open {
    region: Region,
    is_certain: bool,
}

fn written(region: &Region) -> String {
    let sign = |is_positive| if is_positive { "positive" } else { "not positive" };
    let signs = region
        .signs()
        .map(|(argument, is_positive)| format!("{} is {}", argument.unicode(), sign(is_positive)));
    signs.collect::<Vec<_>>().join(" and ")
}

fn unknown(reason: &str) -> Verdict {
    Verdict::Unknown(reason.into())
}
