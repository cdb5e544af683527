//! Names for constants: which mistakes turn the right size of the numbers into the student's.
//!
//! A hypothesis that fits leaves an interval for the constant of each array. If all of them hold 1, nothing is left
//! to say. Otherwise the constants of the catalogue are tried, alone and together, and last one plain decimal number
//! on everything, which may be a learning rate.

pub(super) mod free;

use super::fit::Interval;
use super::fit::LayerFit;
use super::mistakes::Free;
use super::mistakes::Mistake;
use super::mistakes::Sign;
use super::variant::Constant;
use super::variant::Counts;
use super::variant::Forms;

/// A constant with its name.
#[derive(Clone, Debug)]
pub(super) struct Named {
    pub(super) mistake: &'static Mistake,
    pub(super) value: f64,
    pub(super) only: Option<(usize, bool)>,
    pub(super) found: bool,
}

impl Named {
    pub(super) fn of(constant: &Constant) -> Named {
        let Constant { mistake, value, only, .. } = *constant;
        Named { mistake, value, only, found: false }
    }
}

/// A constant on the signal that the outputs send back.
#[derive(Clone, Debug)]
pub(super) struct Scale {
    pub(super) inside: f64,
    /// What it leaves to be multiplied with in the end.
    pub(super) outside: f64,
    /// The mistake that it is, if it is one.
    pub(super) named: Option<Named>,
}

/// Names for the constants of one network.
pub(super) struct Naming<'f> {
    forms: &'f Forms,
    counts: Counts,
    /// Constants on everything, sorted: what one array may be multiplied with for a quick look.
    sizes: Vec<f64>,
    /// The same of those that come with two mistakes and are none of their own.
    free: Vec<f64>,
    /// The same of those that are one under another squared cost.
    elsewhere: Vec<f64>,
    /// The constants that multiply the weights and the biases of each layer with something else than 1, by its size.
    on_arrays: Vec<[OnArray; 2]>,
}

/// Constants on one array that are not 1, with the places of theirs among all, sorted by size.
type OnArray = Vec<(f64, usize)>;

/// Names that explain the same numbers: each of them does.
pub(super) type Names = Vec<Vec<Named>>;

impl<'f> Naming<'f> {
    pub(super) fn new(forms: &'f Forms, counts: Counts) -> Naming<'f> {
        let on_arrays = on_arrays(forms, counts.nodes.len() - 1);
        let single: Vec<f64> = on_arrays.iter().flatten().flatten().map(|(size, _)| *size).collect();
        let frees = [Free::Everything, Free::Weights, Free::Biases, Free::Fewer, Free::Slopes];
        let free: Vec<f64> = frees.into_iter().flat_map(|free| free::sizes(free, &counts)).collect();
        let all = [&[1.0], single.as_slice(), free.as_slice()].concat();
        let sizes = products(&all, &all);
        let elsewhere = products(&all, &counts.other_sizes);
        let free = products(&free, &free);
        Naming { forms, counts, sizes, free, elsewhere, on_arrays }
    }

    /// Whether any constant that has a name lies in this interval. It may say yes too often.
    pub(super) fn may_have_name(&self, interval: Interval) -> bool {
        interval.is_any() || self.size_in(interval).is_some() || first_in(&self.elsewhere, interval).is_some()
    }

    /// Whether what is left in this interval may need no name. It may say yes too often.
    pub(super) fn may_be_free(&self, interval: Interval) -> bool {
        interval.is_any() || first_in(&self.free, interval).is_some()
    }

    /// The constant with a name, or else the plain number, in an interval.
    pub(super) fn size_in(&self, interval: Interval) -> Option<f64> {
        first_in(&self.sizes, interval).or_else(|| plain(interval))
    }

    /// All names of the smallest number of constants, at most `most`. One empty name means that nothing is left.
    pub(super) fn names(&self, fits: &[LayerFit], frees: &[Free], most: usize) -> Names {
        let patterns: Vec<Vec<LayerFit>> = free::together(frees, &self.counts)
            .into_iter()
            .map(|(w, b)| fits.iter().map(|fit| over(fit, w, b)).collect())
            .collect();
        for count in 0..=most {
            let mut names = Names::new();
            for fits in &patterns {
                self.collect(fits, count, 0, &mut Vec::new(), &mut names);
            }
            if !names.is_empty() {
                return without_doubles(names);
            }
        }
        Names::new()
    }

    /// The one constant on everything that is left, if it is the same everywhere, whatever it is.
    pub(super) fn factor(&self, fits: &[LayerFit]) -> Option<Named> {
        let c = uniform(fits)?.middle();
        let sign = if c > 0.0 { Sign::Plus } else { Sign::Minus };
        let (_, mistake) = self.forms.solved.iter().find(|(other, _)| *other == sign)?;
        Some(Named { mistake, value: c, only: None, found: true })
    }

    /// The constants that do not multiply all arrays alike, with what they leave of these.
    pub(super) fn uneven(&self, fits: &[LayerFit]) -> impl Iterator<Item = (Named, Vec<LayerFit>)> {
        let is_uneven = |constant: &&Constant| {
            let mut all = constant.values.iter().flat_map(|&(w, b)| [w, b]);
            let first = all.next();
            all.any(|value| Some(value) != first)
        };
        self.forms.constants.iter().filter(is_uneven).map(|constant| {
            let rest = fits.iter().zip(&constant.values).map(|(fit, &(w, b))| over(fit, w, b)).collect();
            (Named::of(constant), rest)
        })
    }

    /// The rate r, if everything is −r times the gradient.
    pub(super) fn update(fits: &[LayerFit]) -> Option<f64> {
        plain(uniform(fits)?).filter(|value| *value < 0.0).map(|value| -value)
    }

    /// The rate, if everything is some positive number times the gradient.
    pub(super) fn rate(fits: &[LayerFit]) -> Option<f64> {
        let interval = uniform(fits)?;
        Some(plain(interval).unwrap_or(interval.middle())).filter(|rate| *rate > 0.0)
    }

    /// Constants on the signal: a division by N that comes early is no mistake.
    pub(super) fn inner_scales(&self) -> Vec<Scale> {
        let Counts { examples, divisor, .. } = self.counts;
        let on_everything = |id: &str, value: f64| {
            let is = |constant: &&Constant| {
                constant.mistake.id == id && constant.value == value && constant.only.is_none()
            };
            self.forms.constants.iter().find(is).map(Named::of)
        };
        let scale = |(inside, outside, name): (f64, f64, Option<&str>)| {
            let named = match name {
                Some(id) => Some(on_everything(id, inside * outside)?),
                None => None,
            };
            Some(Scale { inside, outside, named })
        };
        insides(examples, divisor).filter_map(scale).collect()
    }

    /// What the gradient is multiplied with under other squared costs.
    pub(super) fn other_sizes(&self) -> &[f64] {
        &self.counts.other_sizes
    }

    /// The first array that a constant multiplies.
    pub(super) fn first_array(&self, named: &Named, layers: usize) -> String {
        let is = |constant: &&Constant| {
            constant.mistake == named.mistake && constant.value == named.value && constant.only == named.only
        };
        let Some(constant) = self.forms.constants.iter().find(is) else { return format!("W{layers}") };
        let shown = constant.values.iter().enumerate().rev().find(|(_, (w, b))| *w != 1.0 || *b != 1.0);
        match shown {
            Some((layer, (w, _))) if *w == 1.0 => format!("b{}", layer + 1),
            Some((layer, _)) => format!("W{}", layer + 1),
            None => format!("W{layers}"),
        }
    }

    /// Which count is left out of N, where it is not all of it.
    pub(super) fn left_out(&self, named: &Named) -> Option<String> {
        let leaves_out = ["no-mean", "bias-summed-not-averaged"].contains(&named.mistake.id);
        if !leaves_out || named.value == self.counts.divisor || self.counts.parts_of_divisor().is_empty() {
            return None;
        }
        let counts = [("E", self.counts.examples), ("K", self.counts.outputs)];
        let (name, _) = counts.into_iter().find(|(_, count)| *count == named.value)?;
        Some(format!("of N = E·K only the {name}"))
    }

    fn collect(
        &self,
        fits: &[LayerFit],
        count: usize,
        from: usize,
        chosen: &mut Vec<Named>,
        names: &mut Names,
    ) {
        if count == 0 {
            if fits.iter().all(|fit| fit.weights.holds(1.0) && fit.biases.holds(1.0)) {
                names.push(chosen.clone());
            }
            return;
        }
        if count == 1 {
            let with = |chosen: &[Named], named: Named| [chosen, &[named]].concat();
            let last = self.fitting(fits);
            let has_name = last.iter().any(|(_, constant)| constant.only.is_none());
            let solved = self.solved(fits).into_iter().filter(|named| !has_name || is_usual(named.value));
            names.extend(solved.map(|named| with(chosen, named)));
            if last.is_empty() {
                names.extend(self.solved_in_one(fits).into_iter().map(|named| with(chosen, named)));
            }
            let last = last.into_iter().filter(|(at, _)| *at >= from);
            names.extend(last.map(|(_, constant)| with(chosen, Named::of(constant))));
            return;
        }
        for (at, constant) in self.forms.constants.iter().enumerate().skip(from) {
            let rest: Vec<LayerFit> =
                fits.iter().zip(&constant.values).map(|(fit, &(w, b))| over(fit, w, b)).collect();
            chosen.push(Named::of(constant));
            self.collect(&rest, count - 1, at + 1, chosen, names);
            chosen.pop();
        }
    }

    /// The constants that are all that is left, with their places. An array that is not right yet tells which may be.
    fn fitting(&self, fits: &[LayerFit]) -> Vec<(usize, &Constant)> {
        let arrays = fits.iter().zip(&self.on_arrays);
        let mut arrays = arrays.flat_map(|(fit, [w, b])| [(fit.weights, w), (fit.biases, b)]);
        let mut places: Vec<usize> = match arrays.find(|(interval, _)| !interval.holds(1.0)) {
            None => (0..self.forms.constants.len()).collect(),
            Some((interval, constants)) => {
                let slack = 1e-14 * interval.low.abs().max(interval.high.abs());
                let from = constants.partition_point(|(size, _)| *size < interval.low - slack);
                let near = constants[from..].iter().take_while(|(size, _)| *size <= interval.high + slack);
                near.map(|(_, at)| *at).collect()
            }
        };
        places.sort_unstable();
        let constants = places.into_iter().map(|at| (at, &self.forms.constants[at]));
        constants.filter(|(_, constant)| is(fits, constant)).collect()
    }

    /// The plain number that a single array may have been multiplied with, as each mistake that does so.
    fn solved_in_one(&self, fits: &[LayerFit]) -> Vec<Named> {
        let Some((layer, is_biases, interval)) = only_array(fits) else { return Vec::new() };
        let Some(value) = plain(interval) else { return Vec::new() };
        // Of a single array that was handed in, it is not known that the others were not multiplied too.
        let given =
            fits.iter().flat_map(|fit| [fit.weights, fit.biases]).filter(|interval| !interval.is_any());
        if given.count() == 1 && !self.solved(fits).is_empty() {
            return Vec::new();
        }
        let only = Some((layer, is_biases));
        let named = |&mistake| Named { mistake, value, only, found: true };
        self.forms.solved_in_one.iter().map(named).collect()
    }

    /// Plain numbers that all arrays may have been multiplied with.
    fn solved(&self, fits: &[LayerFit]) -> Vec<Named> {
        let Some(interval) = uniform(fits) else { return Vec::new() };
        let Some(value) = plain(interval).filter(|value| *value != 1.0) else { return Vec::new() };
        let fits = |sign: Sign| match sign {
            // A whole number is a count.
            Sign::Plus => value > 0.0 && value < 10.0 && value.fract() != 0.0,
            Sign::Minus => value < 0.0 && value > -10.0,
            Sign::Count => value >= 2.0 && value.fract() == 0.0,
        };
        let named = |&(sign, mistake): &(Sign, &'static Mistake)| {
            fits(sign).then_some(Named { mistake, value, only: None, found: true })
        };
        self.forms.solved.iter().filter_map(named).collect()
    }
}

/// The only array whose constant is not 1: its layer, whether it is the biases, and what is left for the constant.
fn only_array(fits: &[LayerFit]) -> Option<(usize, bool, Interval)> {
    let layers = fits.iter().enumerate();
    let arrays = layers.flat_map(|(at, fit)| [(at, false, fit.weights), (at, true, fit.biases)]);
    let mut scaled = arrays.filter(|(.., interval)| !interval.holds(1.0));
    scaled.next().filter(|_| scaled.next().is_none())
}

/// A number that is met so often as a rate or a count of passes that it is told beside any other name: one digit, 1
/// or 5, or two or three passes.
fn is_usual(value: f64) -> bool {
    let digits = format!("{:e}", value.abs());
    digits.starts_with("1e") || digits.starts_with("5e-") || value == 2.0 || value == 3.0
}

/// The constants that multiply the weights and the biases of each layer with something else than 1.
fn on_arrays(forms: &Forms, layers: usize) -> Vec<[OnArray; 2]> {
    let mut arrays = vec![[OnArray::new(), OnArray::new()]; layers];
    for (at, constant) in forms.constants.iter().enumerate() {
        for ([weights, biases], &(w, b)) in arrays.iter_mut().zip(&constant.values) {
            weights.extend((w != 1.0).then_some((w, at)));
            biases.extend((b != 1.0).then_some((b, at)));
        }
    }
    arrays.iter_mut().flatten().for_each(|constants| constants.sort_by(|a, b| a.0.total_cmp(&b.0)));
    arrays
}

/// The products of two numbers, sorted.
fn products(numbers: &[f64], others: &[f64]) -> Vec<f64> {
    let tidy = |mut numbers: Vec<f64>| {
        numbers.sort_by(f64::total_cmp);
        numbers.dedup_by(|a, b| (*a - *b).abs() <= 1e-14 * a.abs());
        numbers
    };
    let [numbers, others] = [numbers, others].map(|numbers| tidy(numbers.to_vec()));
    tidy(numbers.iter().flat_map(|a| others.iter().map(move |b| a * b)).collect())
}

/// Constants that may stand inside, what each leaves outside, and the mistake that it is, if it is one.
pub(super) fn insides(examples: f64, divisor: f64) -> impl Iterator<Item = (f64, f64, Option<&'static str>)> {
    let named = [("sign-flip", -1.0), ("factor-two", 2.0), ("half-kept", 0.5), ("mean-twice", 1.0 / divisor)];
    let named = named
        .into_iter()
        .flat_map(move |(id, value)| [1.0, divisor].map(|count| (value / count, count, Some(id))));
    [divisor, examples].map(|count| (1.0 / count, count, None)).into_iter().chain(named)
}

/// The first of these sorted numbers in an interval.
fn first_in(numbers: &[f64], interval: Interval) -> Option<f64> {
    let slack = 1e-14 * interval.low.abs().max(interval.high.abs());
    let from = numbers.partition_point(|&number| number < interval.low - slack);
    numbers.get(from).copied().filter(|&number| number <= interval.high + slack)
}

fn over(fit: &LayerFit, weights: f64, biases: f64) -> LayerFit {
    LayerFit { weights: fit.weights.over(weights), biases: fit.biases.over(biases) }
}

fn is(fits: &[LayerFit], constant: &Constant) -> bool {
    let pairs = fits.iter().zip(&constant.values);
    pairs.into_iter().all(|(fit, &(w, b))| fit.weights.holds(w) && fit.biases.holds(b))
}

/// What all arrays have in common, unless that is anything at all.
fn uniform(fits: &[LayerFit]) -> Option<Interval> {
    let all = fits.iter().flat_map(|fit| [fit.weights, fit.biases]);
    let common = all.into_iter().try_fold(Interval::ANY, Interval::and)?;
    (!common.is_any() && common.low.is_finite() && common.high.is_finite()).then_some(common)
}

/// The plainest number in an interval, of at most two significant digits or whole up to 1000.
pub(super) fn plain(interval: Interval) -> Option<f64> {
    let middle = interval.middle();
    if middle == 0.0 || !middle.is_finite() {
        return None;
    }
    let rounded = |digits: usize| format!("{middle:.*e}", digits - 1).parse::<f64>().ok();
    let whole = Some(middle.round()).filter(|whole| *whole != 0.0 && whole.abs() <= 1000.0);
    [rounded(1), rounded(2), whole].into_iter().flatten().find(|&number| interval.holds(number))
}

/// Each name once, whatever order its parts are in.
fn without_doubles(names: Names) -> Names {
    let mut kept = Names::new();
    for name in names {
        let same = |other: &Vec<Named>| {
            other.len() == name.len()
                && name.iter().all(|part| {
                    other.iter().any(|theirs| theirs.mistake == part.mistake && theirs.only == part.only)
                })
        };
        if !kept.iter().any(same) {
            kept.push(name);
        }
    }
    kept
}
