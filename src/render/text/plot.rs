//! Curves in characters, with the ends of the axes beside them and the names of the curves below.

use super::linear;
use super::linear::Notation;
use super::prose;
use super::raster::Raster;
use super::raster::Spot;
use super::raster::whole;
use super::tile::Line;
use super::tile::Paint;
use super::tile::Place;
use super::tile::blank;
use super::tile::columns;
use super::tile::glyphs;
use super::tile::padded;
use super::tile::stroke;
use crate::page::Curve;
use crate::page::Plot;
use crate::render::Charset;

const ROWS: usize = 14;
const WIDEST: usize = 60;
const NARROWEST: usize = 12;

pub(super) fn lines(plot: &Plot, width: usize, charset: Charset) -> Vec<Line> {
    let Some([left, right, bottom, top]) = plot.frame() else {
        return prose::paragraph(&plot.words, width, charset);
    };
    let write = |value: f64| linear::number(&Plot::tick(value), charset);
    let margin = columns(&write(bottom)).max(columns(&write(top))) + 1;
    let room = width.saturating_sub(margin).min(WIDEST);
    if room < NARROWEST {
        return prose::paragraph(&plot.words, width, charset);
    }
    let mut raster = Raster::new(room, ROWS, charset);
    let spot = |(x, y): (f64, f64)| {
        let across = (x - left) / (right - left) * (room as f64 - 1.0);
        (across, (top - y) / (top - bottom) * (ROWS as f64 - 1.0) + 0.4)
    };
    plot.curves.iter().for_each(|curve| draw(curve, &mut raster, &spot, charset));
    let [across, up] = plot.axes.each_ref().map(|axis| linear::line(axis, Notation::within_text(charset)));
    let mut lines: Vec<Line> = vec![[blank(margin), up].concat()];
    let heights = Plot::ticks([bottom, top]).into_iter().map(|tick| (whole(spot((left, tick)).1), tick));
    let heights: Vec<(usize, f64)> = heights.collect();
    for (number, line) in raster.lines().into_iter().enumerate() {
        let beside = heights.iter().find(|(row, _)| *row == number).map(|(_, tick)| write(*tick));
        let beside = padded(beside.unwrap_or_default(), margin - 1, Place::Right);
        lines.push([padded(beside, margin, Place::Left), line].concat());
    }
    let ticks =
        Plot::ticks([left, right]).into_iter().map(|tick| (whole(spot((tick, bottom)).0), write(tick)));
    lines.push([blank(margin), along(ticks.collect(), across, room)].concat());
    lines.extend(plot.curves.iter().filter_map(|curve| name(curve, charset)));
    lines.into_iter().flat_map(|line| within(line, width)).collect()
}

/// What stands below a picture so wide: the numbers at their places, and the name of the axis half-way between the last
/// two of them.
fn along(ticks: Vec<(usize, Line)>, name: Line, width: usize) -> Line {
    let last: Vec<usize> = ticks.iter().rev().take(2).map(|(at, _)| *at).collect();
    let middle = last.iter().sum::<usize>() / last.len().max(1);
    let mut all = ticks;
    all.insert(all.len().saturating_sub(1), (middle, name));
    let mut line = Line::new();
    for (at, text) in all {
        let begins = at.saturating_sub(columns(&text) / 2).min(width.saturating_sub(columns(&text)));
        line.extend(blank(begins.saturating_sub(columns(&line))));
        line.extend(text);
    }
    line
}

/// A line as it stands if there is room for it.
fn within(line: Line, width: usize) -> Vec<Line> {
    if columns(&line) <= width { vec![line] } else { prose::wrapped(&line, width) }
}

fn draw(curve: &Curve, raster: &mut Raster, spot: &dyn Fn((f64, f64)) -> Spot, charset: Charset) {
    let paint = Paint { role: None, mark: curve.mark };
    if let [point] = curve.points.as_slice() {
        raster.put(spot(*point), dot(charset), paint);
    }
    for ends in curve.points.windows(2) {
        raster.draw(spot(ends[0]), spot(ends[1]), curve.stroke, paint);
    }
}

fn dot(charset: Charset) -> char {
    match charset {
        Charset::Unicode => '●',
        Charset::Ascii => 'O',
    }
}

/// A curve's label after a sample of its stroke.
fn name(curve: &Curve, charset: Charset) -> Option<Line> {
    let label = linear::line(curve.label.as_ref()?, Notation::within_text(charset));
    let paint = Paint { role: None, mark: curve.mark };
    let sample = if curve.points.len() == 1 {
        stroke(dot(charset), 1, paint)
    } else {
        let mut raster = Raster::new(3, 1, charset);
        raster.draw((0.0, 0.5), (2.9, 0.5), curve.stroke, paint);
        raster.lines().concat()
    };
    let label = curve.mark.map_or(label.clone(), |mark| linear::signed(mark.into(), label, charset));
    Some([sample, glyphs(" ", charset), label].concat())
}
