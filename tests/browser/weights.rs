//! Choosing a weight: what the page then shows is what the library computes.

use gradwalk::expr::Expr;
use gradwalk::gradient::matrix;
use gradwalk::graph::Quantity;
use gradwalk::lesson::Lesson;
use gradwalk::show::number::six_digits;
use libtest_mimic::Failed;

use crate::Test;
use crate::demand;
use crate::session::RIGHT;
use crate::site;

pub(crate) const TESTS: &[Test] = &[
    ("an_edge_that_is_clicked_is_the_weight", an_edge_that_is_clicked_is_the_weight),
    ("a_weight_is_chosen_by_keyboard", a_weight_is_chosen_by_keyboard),
    ("side_by_side_only_the_difference_is_marked", side_by_side_only_the_difference_is_marked),
    ("a_factor_lights_up_with_its_edge", a_factor_lights_up_with_its_edge),
    ("a_number_lights_up_with_its_factor", a_number_lights_up_with_its_factor),
];

/// The slide that shows ∂MSE/∂w as a number under everything, and the weights with what the matrices say.
fn expected() -> Result<(usize, Vec<(String, String)>), Failed> {
    let lesson = Lesson::built_in("output-weights").ok_or("it is embedded")?;
    let shape = lesson.problem.shape();
    let slope: Expr = "d(MSE)/d(w_211)".parse().map_err(|_| "it is a formula")?;
    let shows = |slide: &&gradwalk::lesson::Slide| {
        slide
            .lines()
            .any(|line| line.equation.left == slope && slide.scene.value(&line.equation.right).is_some())
    };
    let place = lesson.slides.iter().rposition(|slide| shows(&slide)).ok_or("a slide shows it")?;
    let problem = &lesson.slides[place].scene.problem;
    let sums = matrix::sums(&matrix::forward(problem)?.1);
    let weights = shape.parameters().filter(|weight| matches!(weight, Quantity::Weight { layer: 1, .. }));
    let weights = weights.map(|weight| {
        let slope = sums.get(weight).map_or(f64::NAN, |sum| sum / problem.divisor());
        (shape.symbol(weight).to_string(), six_digits(slope).replace('-', "−"))
    });
    Ok((place + 1, weights.collect()))
}

/// What the last formula of the slide is worth.
const WORTH: &str =
    "return [...document.querySelectorAll('.slide.now .about')].at(-1).nextElementSibling.textContent";

fn an_edge_that_is_clicked_is_the_weight() -> Result<(), Failed> {
    let (place, weights) = expected()?;
    let session = site::open("output-weights", "#1", [1280, 800])?;
    let mut seen = Vec::new();
    for (weight, slope) in &weights {
        session.press(&["\u{e011}"])?;
        let edge = weight.trim_start_matches("w_").chars().map(String::from).collect::<Vec<_>>().join(" ");
        // Edges cross in their middle, where the pointer would find either: the click goes to the edge itself.
        session.script(&format!(
            "document.querySelector('.slide.now .hit[data-edge=\"{edge}\"]')
                .dispatchEvent(new MouseEvent('click', {{ bubbles: true }}))"
        ))?;
        session.follow(&format!("location.hash.replace(/^#\\d+/, '#{place}') + '&part=99'"))?;
        let worth = session.text(WORTH)?;
        demand(worth == *slope, || format!("{weight}: the page says {worth}, the matrices {slope}"))?;
        seen.push(worth);
    }
    seen.dedup();
    demand(seen.len() == weights.len(), || "every weight has a slope of its own".into())?;
    site::demand_quiet(&session)
}

fn a_weight_is_chosen_by_keyboard() -> Result<(), Failed> {
    let (place, weights) = expected()?;
    let session = site::open("output-weights", &format!("#{place}&part=99"), [1280, 800])?;
    // The list is a group of choices: an arrow takes the next one, Escape closes.
    session.press(&["w", RIGHT, "\u{e00c}"])?;
    let told = session.text("return document.querySelector('.note math')?.textContent ?? ''")?;
    demand(told == "w212", || format!("the weight is told as {told:?}"))?;
    let worth = session.text(WORTH)?;
    demand(worth == weights[1].1, || format!("{worth} is not {:?}", weights[1]))?;
    let label =
        session.spoken(".slide.now .thing:last-of-type [role=math], .slide.now .thing:last-of-type math")?;
    demand(label.contains("w 2 1 2"), || format!("it is spoken as {label}"))?;
    // The remark that the words were written for another weight is there just where they name it.
    let remarks = session.script(
        "return [...document.querySelectorAll('.written-for')].filter((remark) => remark.closest('.now') && remark.hidden).length",
    )?;
    demand(remarks == 0, || "a remark is missing".into())?;
    site::demand_quiet(&session)
}

fn side_by_side_only_the_difference_is_marked() -> Result<(), Failed> {
    let (place, _) = expected()?;
    let session = site::open("output-weights", &format!("#{place}&part=99&beside=w_221"), [1280, 800])?;
    let marked = session.text(
        "return [...document.querySelectorAll('.slide.now:not(.twin) .thing .unlike')].map((piece) => piece.textContent).join('|')",
    )?;
    demand(marked.contains("w211"), || format!("marked is {marked}"))?;
    let names = session.text(
        "return [...document.querySelectorAll('.slide.now .shows')].map((name) => name.textContent).join(', ')",
    )?;
    demand(names == "for w211, for w221", || names.clone())?;
    demand(!marked.contains("MSE") && !marked.split('|').any(|piece| piece == "N"), || {
        format!("marked is {marked}")
    })?;
    site::demand_quiet(&session)
}

fn a_factor_lights_up_with_its_edge() -> Result<(), Failed> {
    let session = site::open("output-weights", "#6&part=99", [1280, 800])?;
    session.press(&["f"])?;
    let lit = session.text(
        "const lit = document.querySelector('.slide.now').querySelectorAll('.lit');
         return [...new Set([...lit].map((piece) => piece.localName))].sort().join(' ')",
    )?;
    demand(lit.contains("munder") && lit.contains("path") && lit.contains("text"), || {
        format!("lit is {lit}")
    })?;
    let marks = session.script(
        "return new Set([...document.querySelectorAll('.slide.now .lit')].map((piece) => piece.dataset.mark).filter(Boolean)).size",
    )?;
    demand(marks == 1, || format!("{marks} marks are lit at once"))?;
    // What is lit is said: how it is set, how it is spoken, what it is worth.
    let said = session.text("return document.querySelector('.note').textContent")?;
    let factor =
        session.text("return document.querySelector('.note math')?.getAttribute('aria-label') ?? ''")?;
    demand(said.contains("∂MSE") && said.contains(" = −0.0641447"), || said.clone())?;
    demand(factor == "the partial derivative of M S E with respect to o out 1 upper 1", || factor.clone())?;
    // No line crosses the indices of a label.
    let lines = session.script(
        "return [...document.querySelectorAll('svg .lit')].filter((label) => getComputedStyle(label).textDecorationLine !== 'none').length",
    )?;
    demand(lines == 0, || format!("{lines} labels are underlined"))?;
    site::demand_quiet(&session)
}

/// The number under a factor belongs to it, whichever of the two the pointer finds.
fn a_number_lights_up_with_its_factor() -> Result<(), Failed> {
    let session = site::open("output-weights", "#6&part=99", [1280, 800])?;
    let lit = session.text(
        "const number = document.querySelector('.slide.now .formulas munder > mn');
         const factor = number.parentElement.querySelector('munder[data-mark]');
         number.dispatchEvent(new PointerEvent('pointerover', { bubbles: true }));
         const isLit = (piece) => piece.classList.contains('lit');
         const others = [...document.querySelectorAll('.slide.now .lit')].map((piece) => piece.localName);
         return `${isLit(number)} ${isLit(factor)} ${others.includes('path')}`",
    )?;
    demand(lit == "true true true", || format!("number, factor, edge: {lit}"))?;
    site::demand_quiet(&session)
}
