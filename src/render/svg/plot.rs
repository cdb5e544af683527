//! Curves in a frame, with the ends of the axes written beside it.

use std::fmt::Write as _;

use super::Picture;
use super::label::Label;
use super::label::SIZE;
use super::line;
use super::number;
use crate::page::Curve;
use crate::page::Math;
use crate::page::Plot;

const WIDTH: f64 = 440.0;
const HEIGHT: f64 = 260.0;
/// Room around the frame for numbers and labels.
const LEFT: f64 = 60.0;
const BELOW: f64 = 26.0;
const ABOVE: f64 = 32.0;

pub(super) fn picture(plot: &Plot) -> Picture {
    let Some([left, right, bottom, top]) = plot.frame() else {
        return Picture { width: 0.0, height: 0.0, body: String::new() };
    };
    let place = |(x, y): (f64, f64)| {
        let across = LEFT + (x - left) / (right - left) * WIDTH;
        (across, ABOVE + (top - y) / (top - bottom) * HEIGHT)
    };
    let mut body = format!("<path class=\"e\" d=\"M{LEFT:.1} {ABOVE:.1}v{HEIGHT:.1}h{WIDTH:.1}\"/>\n");
    let tick = |value: f64| Label::new(&Math::number(Plot::tick(value)));
    for value in Plot::ticks([bottom, top]) {
        let (_, y) = place((left, value));
        body.push_str(&tick(value).centred(LEFT / 2.0, y + SIZE * 0.3, ""));
    }
    let ticks = Plot::ticks([left, right]);
    for &value in &ticks {
        let (x, _) = place((value, bottom));
        body.push_str(&tick(value).centred(x, ABOVE + HEIGHT + BELOW, ""));
    }
    let [across, up] = plot.axes.each_ref().map(Label::new);
    // Its name stands half-way between the last two numbers.
    let last: f64 = ticks.iter().rev().take(2).sum();
    body.push_str(&across.centred(place((last / 2.0, bottom)).0, ABOVE + HEIGHT + BELOW, ""));
    body.push_str(&up.centred(LEFT.max(up.width() / 2.0), SIZE, ""));
    let mut widest: f64 = 0.0;
    for curve in &plot.curves {
        body.push_str(&drawn(curve, &place));
        widest = widest.max(curve.label.as_ref().map_or(0.0, |label| Label::new(label).width()));
    }
    Picture { width: LEFT + WIDTH + widest + 30.0, height: ABOVE + HEIGHT + BELOW + 8.0, body }
}

/// A curve or a dot, and its label at the right of its end.
fn drawn(curve: &Curve, place: &dyn Fn((f64, f64)) -> (f64, f64)) -> String {
    let mut body = String::new();
    let points: Vec<(f64, f64)> = curve.points.iter().map(|&point| place(point)).collect();
    let Some(&(x, y)) = points.last() else { return body };
    if points.len() == 1 {
        let class = curve.mark.map_or(String::new(), |mark| format!("t{}", number(mark.strand)));
        let _ = writeln!(body, "<circle class=\"dot {class}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"5\"/>");
    } else {
        let path: Vec<String> = points.iter().map(|(x, y)| format!("{x:.1} {y:.1}")).collect();
        body.push_str(&line(curve.stroke, curve.mark, &format!("M{}", path.join("L"))));
    }
    if let Some(label) = &curve.label {
        let label = Label::new(label);
        let label = curve.mark.map_or(label.clone(), |mark| label.of_mark(mark));
        let width = label.width();
        // A curve goes on to the right of a dot: its label stands below it, unless the axis is there.
        let below = y + SIZE * 1.6;
        let is_dot = points.len() == 1 && below < ABOVE + HEIGHT - SIZE * 0.4;
        let baseline = if is_dot { below } else { y + SIZE * 0.3 };
        body.push_str(&label.centred(x + 10.0 + width / 2.0, baseline, ""));
    }
    body
}
