//! Choosing a weight: what the page then shows is what the library computes.

use gradwalk::expr::Expr;
use gradwalk::gradient::matrix;
use gradwalk::graph::Quantity;
use gradwalk::show::number::six_digits;
use libtest_mimic::Failed;

use crate::Test;
use crate::demand;
use crate::session::RIGHT;
use crate::site;
use crate::site::built_in;

pub(crate) const TESTS: &[Test] = &[
    ("an_edge_that_is_clicked_is_the_weight", an_edge_that_is_clicked_is_the_weight),
    ("a_weight_is_chosen_by_keyboard", a_weight_is_chosen_by_keyboard),
    ("side_by_side_only_the_difference_is_marked", side_by_side_only_the_difference_is_marked),
    ("a_factor_lights_up_with_its_edge", a_factor_lights_up_with_its_edge),
    ("a_number_lights_up_with_its_factor", a_number_lights_up_with_its_factor),
    ("a_factor_lights_up_only_its_own_example", a_factor_lights_up_only_its_own_example),
    ("a_number_in_a_table_lights_up_with_its_example", a_number_in_a_table_lights_up_with_its_example),
    ("factors_are_reached_by_the_tabulator", factors_are_reached_by_the_tabulator),
    ("an_address_may_count_weights_as_python_does", an_address_may_count_weights_as_python_does),
];

/// The slide that shows ∂MSE/∂w as a number under everything, and the weights with what the matrices say.
fn expected() -> Result<(usize, Vec<(String, String)>), Failed> {
    let lesson = built_in("output-weights")?;
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

/// A factor of one example is on one path of the tree; one under a Σ is on all of them, which is said.
fn a_factor_lights_up_only_its_own_example() -> Result<(), Failed> {
    let session = site::open("output-weights", "#6&part=99", [1280, 800])?;
    let lit = "return [...document.querySelectorAll('.slide.now path.lit, .slide.now .formulas munder.lit')].map((one) => one.dataset.mark).join(' ')";
    for example in [1, 2] {
        session.script(&format!(
            "document.querySelectorAll('.slide.now .formulas munder.cost')[{}].dispatchEvent(new PointerEvent('pointerover', {{ bubbles: true }}))",
            example - 1
        ))?;
        let marks = session.text(lit)?;
        let own = format!("0.{example}..1");
        demand(marks == format!("{own} {own}"), || format!("flower {example} lights up {marks}"))?;
    }
    session.press(&["f"])?;
    let said = session.text("return document.querySelector('.note').textContent")?;
    demand(said.starts_with("Factor 1 of 6, cost: "), || said.clone())?;
    // A factor under a Σ leaves the example open.
    session.script(
        "document.querySelectorAll('.slide.now .formulas munder.cost').forEach((one) => { one.dataset.mark = '0...1' })",
    )?;
    session.press(&["F"])?;
    let marks = session.text(lit)?;
    demand(marks == "0.1..1 0.2..1 0...1 0...1", || format!("every flower lights up {marks}"))?;
    let said = session.text("return document.querySelector('.note').textContent")?;
    demand(said.starts_with("Factor 7 of 7, cost, at 2 edges of the tree: "), || said.clone())?;
    site::demand_quiet(&session)
}

/// In a table of paths an example has a row of its own.
fn a_number_in_a_table_lights_up_with_its_example() -> Result<(), Failed> {
    let session = site::open("output-weights", "#79&part=99", [1280, 800])?;
    let lit = session.text(
        "const row = [...document.querySelectorAll('.slide.now tbody tr')].find((row) => row.cells[0].textContent === '2');
         row.cells[1].dispatchEvent(new PointerEvent('pointerover', { bubbles: true }));
         return [...document.querySelectorAll('.slide.now td.lit')].map((cell) => `${cell.parentElement === row} ${cell.cellIndex}`).join(', ')",
    )?;
    demand(lit == "true 1", || format!("lit is {lit}"))?;
    site::demand_quiet(&session)
}

fn factors_are_reached_by_the_tabulator() -> Result<(), Failed> {
    let session = site::open("output-weights", "#6&part=99", [1280, 800])?;
    let focus = "return document.activeElement.textContent";
    let mut passed = 0;
    while session.text(focus)? != "Factors" {
        passed += 1;
        demand(passed < 40, || "forty steps of the tabulator do not lead to the factors".into())?;
        session.press(&["\u{e004}"])?;
    }
    let note = "return document.querySelector('.note').textContent";
    for number in [1, 2] {
        session.press(&["\u{e007}"])?;
        let said = session.text(note)?;
        demand(said.starts_with(&format!("Factor {number} of 6")), || said.clone())?;
    }
    session.press(&["?"])?;
    let keys = session.text("return document.getElementById('keys').innerText")?;
    demand(keys.contains("the next factor lights up"), || keys.clone())?;
    site::demand_quiet(&session)
}

fn an_address_may_count_weights_as_python_does() -> Result<(), Failed> {
    let shown = "const weight = [...document.querySelectorAll('.switches button')].find((one) => one.textContent.startsWith('Weight '));
         return `${weight.textContent} ${decodeURIComponent(location.hash)}`";
    for (asked, expected) in [
        ("weight=W2[1,0]", "w221 #3&weight=w_221"),
        ("weight=W2[0,1]&beside=W2%5B1,2%5D", "w212 | w223 #3&weight=w_212&beside=w_223"),
        ("weight=W2[2,0]", "w211 #3"),
        ("weight=W2[1]", "w211 #3"),
        ("weight=W1[1,0]", "w211 #3"),
    ] {
        let session = site::open("output-weights", &format!("#3&{asked}"), [1280, 800])?;
        let found = session.text(shown)?;
        demand(found == format!("Weight {expected}"), || format!("{asked} shows {found}"))?;
    }
    Ok(())
}
