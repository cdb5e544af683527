//! Secants to the rate at which weights moved.

use super::KNOWN;
use super::MOST;
use super::Moving;
use super::SINGLY;
use super::STEPS;
use super::Way;

impl Moving<'_> {
    /// How much further a straight line through these numbers and those before goes nearest to the student's, and the
    /// square of what it leaves.
    fn line(&self, h: &[f64], before: &[f64], over: f64) -> (f64, f64) {
        let (direction, miss) = (self.beside_decay(slope(h, before, over)), self.miss(h));
        let (along, length) = (dot(&miss, &direction), square(&direction));
        (along / length, (square(&miss) - along * along / length).max(0.0))
    }

    /// The rate at which the numbers are nearest to the student's, by secants in the direction in which it moves; or
    /// how much of the differences the first of them leaves:
    ///
    /// ```text
    /// h′ = ( h(r₁) − h(r₀) ) / ( r₁ − r₀ )        r₂ = r₁ + (s − h(r₁))·h′ / h′·h′
    /// ```
    pub(super) fn nearest(&self, start: f64, way: &Way) -> Result<f64, f64> {
        let numbers = |rate: f64| self.numbers(rate, way.examples).ok_or(0.0);
        let (mut rate, mut from) = (start, 0.0);
        let (mut h, mut h_from) = (numbers(rate)?, times(self.constant, &self.still));
        let all = square(&self.miss(&h_from));
        let mut left = square(&self.miss(&h));
        let enough = if self.has_kinks() { 0.9 } else { 0.5 };
        for step in 0..STEPS {
            let (further, beside) = self.line(&h, &h_from, rate - from);
            if beside > way.hopeless * way.hopeless * all {
                return Err(if step == 0 { libm::sqrt(beside / all) } else { way.hopeless });
            }
            let next = rate + further;
            if !next.is_finite() || (next - rate).abs() <= 1e-15 * rate.abs() {
                break;
            }
            (from, h_from) = (rate, h);
            (rate, h) = (next, numbers(next)?);
            let now = square(&self.miss(&h));
            // Where two steps did not bring it nearer, no more will, or it is as near as doubles are.
            if step > 1 && now > enough * left {
                break;
            }
            left = now;
        }
        let tolerated: f64 = self.entries().map(|entry| 16.0 * entry.tolerance * entry.tolerance).sum();
        if left <= tolerated.max(way.left * all) { Ok(rate) } else { Err(way.hopeless) }
    }

    /// The constant and the rate with which the first array is nearest to the student's, by the same secants:
    ///
    /// ```text
    /// s ≈ c·h(r₁) + q·h′        r₂ = r₁ + q / c
    /// ```
    pub(super) fn beside(&self, start: f64) -> Option<(f64, f64)> {
        let s: Vec<f64> = self.entries().map(|entry| entry.value).collect();
        // Two numbers are met by some constant and some rate whatever they are.
        if s.len() < 3 {
            return None;
        }
        let (mut rate, mut from) = (start, 0.0);
        let (mut h, mut h_from) = (self.numbers(rate, 1)?, self.still.clone());
        for step in 0..STEPS {
            let Plane { c, q, all, left } = Plane::through(&s, &h, &slope(&h, &h_from, rate - from));
            let next = rate + q / c;
            if step == 0 && left > SINGLY.hopeless * SINGLY.hopeless * all
                || !(0.0..=MOST).contains(&(next * start.signum()))
            {
                return None;
            }
            if (next - rate).abs() <= KNOWN * rate.abs() {
                return Some((c, next));
            }
            (from, h_from) = (rate, h);
            (rate, h) = (next, self.numbers(next, 1)?);
        }
        None
    }
}

/// The constants that bring c·h + q·h′ nearest to s, and the squares of what the best multiple of h and what both leave.
pub(super) struct Plane {
    pub(super) c: f64,
    q: f64,
    pub(super) all: f64,
    pub(super) left: f64,
}

impl Plane {
    pub(super) fn through(s: &[f64], h: &[f64], direction: &[f64]) -> Plane {
        let [hh, hd, dd] = [square(h), dot(h, direction), square(direction)];
        let [sh, sd, ss] = [dot(s, h), dot(s, direction), square(s)];
        let determinant = hh * dd - hd * hd;
        let (c, q) = ((sh * dd - sd * hd) / determinant, (sd * hh - sh * hd) / determinant);
        Plane { c, q, all: ss - sh * sh / hh, left: ss - c * sh - q * sd }
    }
}

pub(super) fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

pub(super) fn square(a: &[f64]) -> f64 {
    dot(a, a)
}

fn times(c: f64, numbers: &[f64]) -> Vec<f64> {
    numbers.iter().map(|number| c * number).collect()
}

/// How numbers change from those before, over so much.
pub(super) fn slope(numbers: &[f64], before: &[f64], over: f64) -> Vec<f64> {
    numbers.iter().zip(before).map(|(a, b)| (a - b) / over).collect()
}
