//! What can be read over a slide, what numbers are seen, and where a reader is found again.

use gradwalk::graph::Names;
use gradwalk::lesson::Shown;
use gradwalk::page::Block;
use gradwalk::render::speech;
use gradwalk::show::slide;
use gradwalk::show::slide::Extent;
use gradwalk::show::slide::Numbers;
use gradwalk::show::slide::View;
use libtest_mimic::Failed;

use crate::Test;
use crate::demand;
use crate::session::RIGHT;
use crate::site;
use crate::site::WIDE;
use crate::site::built_in;

pub(crate) const TESTS: &[Test] = &[
    ("the_symbols_on_the_screen_are_explained", the_symbols_on_the_screen_are_explained),
    ("every_formula_says_how_it_was_checked", every_formula_says_how_it_was_checked),
    ("the_tree_is_seen_by_itself", the_tree_is_seen_by_itself),
    ("formulas_are_spoken_without_their_numbers", formulas_are_spoken_without_their_numbers),
    (
        "numbers_are_seen_everywhere_behind_formulas_or_nowhere",
        numbers_are_seen_everywhere_behind_formulas_or_nowhere,
    ),
    ("a_derivation_has_no_switch_for_numbers", a_derivation_has_no_switch_for_numbers),
    ("a_reader_is_found_where_they_left_off", a_reader_is_found_where_they_left_off),
    ("a_search_finds_formulas_as_they_are_typed", a_search_finds_formulas_as_they_are_typed),
    ("decimal_points_are_under_one_another", decimal_points_are_under_one_another),
];

const ESCAPE: &str = "\u{e00c}";

fn the_symbols_on_the_screen_are_explained() -> Result<(), Failed> {
    let session = site::open("output-weights", "#6&part=99", WIDE)?;
    let rows =
        "return [...document.querySelectorAll('#glossary tr')].filter((row) => row.getClientRects().length)
        .map((row) => row.textContent).join('|')";
    session.press(&["g"])?;
    let first = session.text(rows)?;
    demand(first.contains("w211the weight from hidden node 1 to output node 1"), || first.clone())?;
    demand(!first.contains("w221") && !first.contains("b11"), || first.clone())?;
    session.press(&[ESCAPE])?;
    session.follow("'#6&part=99&weight=w_223'")?;
    session.press(&["g"])?;
    let other = session.text(rows)?;
    demand(other.contains("w223the weight from hidden node 2 to output node 3"), || other.clone())?;
    site::demand_quiet(&session)
}

fn every_formula_says_how_it_was_checked() -> Result<(), Failed> {
    let lesson = built_in("output-weights")?;
    let session = site::open("output-weights", "#1", WIDE)?;
    for (place, slide) in lesson.slides.iter().enumerate().step_by(4) {
        session.follow(&format!("'#{}&part=99'", place + 1))?;
        session.press(&["c"])?;
        let told = session.script(
            "return [...document.querySelectorAll('#checks .checked')].filter((told) => told.innerText.trim()).length",
        )?;
        demand(told == slide.lines().count(), || format!("slide {}: {told} checks are told", place + 1))?;
        session.press(&[ESCAPE])?;
    }
    site::demand_quiet(&session)
}

fn the_tree_is_seen_by_itself() -> Result<(), Failed> {
    let lesson = built_in("output-weights")?;
    let is_tree = |shown: &Shown| matches!(shown, Shown::Tree { .. });
    let with = lesson.slides.iter().position(|slide| slide.shown.iter().any(is_tree)).ok_or("a tree")?;
    let without = lesson.slides.iter().position(|slide| !slide.shown.iter().any(is_tree)).ok_or("no tree")?;
    for (place, weight) in [(with, "w_211"), (without, "w_211"), (without, "w_222")] {
        let view = format!("#{}&part=99&weight={weight}", place + 1);
        let session = site::open("output-weights", &view, WIDE)?;
        session.press(&["t"])?;
        let words = session.text(
            "const tree = [...document.querySelectorAll('#tree svg')].find((tree) => tree.getClientRects().length);
             return tree?.getBoundingClientRect().width > 600 ? tree.getAttribute('aria-label') : 'small'",
        )?;
        let name = weight.replace("w_", "w").chars().map(String::from).collect::<Vec<_>>().join(" ");
        demand(words.contains(&name), || format!("slide {}: {words}", place + 1))?;
    }
    Ok(())
}

/// Without numbers a formula is spoken as the library speaks it without numbers.
fn formulas_are_spoken_without_their_numbers() -> Result<(), Failed> {
    let lesson = built_in("output-weights")?;
    let shape = lesson.problem.shape();
    let view = View { names: Names::of(None, &shape), numbers: Numbers::Hidden, extent: Extent::Whole };
    let session = site::open("output-weights", "#1&numbers=off", WIDE)?;
    let mut spoken = 0;
    for (place, slide) in lesson.slides.iter().enumerate() {
        let lines = slide.shown.iter().filter(|shown| matches!(shown, Shown::Line(_)));
        let expected: Vec<String> = lines
            .flat_map(|shown| slide::thing(&lesson, slide, shown, view))
            .filter_map(|block| match block {
                Block::Equation(math) => Some(speech::words(&math)),
                _ => None,
            })
            .collect();
        session.follow(&format!("'#{}&part=99&numbers=off'", place + 1))?;
        let labels = session.script(
            "return [...document.querySelectorAll('.slide.now .thing.formulas > :is(.formula, math)')].map((one) => one.ariaLabel)",
        )?;
        let labels: Vec<&str> =
            labels.as_array().into_iter().flatten().filter_map(|one| one.as_str()).collect();
        for words in &expected {
            demand(labels.contains(&words.as_str()), || {
                format!("slide {}: {words:?} is not among {labels:#?}", place + 1)
            })?;
            spoken += 1;
        }
    }
    demand(spoken > 50, || format!("only {spoken} formulas were heard"))
}

fn numbers_are_seen_everywhere_behind_formulas_or_nowhere() -> Result<(), Failed> {
    let session = site::open("output-weights", "#84&part=99", WIDE)?;
    let seen = "const seen = (selector) => [...document.querySelectorAll(`.slide.now ${selector}`)].filter((one) => one.getClientRects().length).length > 0;
        const spoken = [...document.querySelectorAll('.slide.now .formulas [data-quiet]')].map((one) => one.getAttribute('aria-label')).join(' ');
        return [seen('munder > mn'), seen('.about + mn'), spoken.includes('under it'), spoken.includes('is about')].join(' ')";
    for (expected, hash) in [
        ("true true true true", ""),
        ("false false false false", "numbers=off"),
        ("false true false true", "numbers=results"),
        ("true true true true", ""),
    ] {
        let state = session.text(seen)?;
        demand(state == expected, || format!("{hash}: {state}, not {expected}"))?;
        let address = session.text("return location.hash")?;
        demand(address.contains(hash) && (!hash.is_empty() || !address.contains("numbers")), || {
            address.clone()
        })?;
        session.press(&["n"])?;
    }
    site::demand_quiet(&session)
}

/// A derivation says its numbers in words that stay, so there is nothing to switch.
fn a_derivation_has_no_switch_for_numbers() -> Result<(), Failed> {
    let session = crate::session::Session::open(1280, 800)?;
    session.go(&format!("{}output-weights/weights-1.html#1&numbers=off", site::address()))?;
    let labels = session.text(
        "return [...document.querySelectorAll('.switches button')].map((button) => button.textContent).join(' ')",
    )?;
    demand(labels.contains("Main steps") && !labels.contains("Numbers"), || labels.clone())?;
    session.press(&["n"])?;
    let address = session.text("return location.hash")?;
    demand(!address.contains("numbers"), || format!("the address is {address}"))?;
    site::demand_quiet(&session)
}

fn a_reader_is_found_where_they_left_off() -> Result<(), Failed> {
    let session = site::open("matrices", "", WIDE)?;
    session.press(&[RIGHT, RIGHT, "7", "\u{e007}"])?;
    session.press(&["n"])?;
    let page = format!("{}matrices/index.html", site::address());
    session.go(&page)?;
    let state = "return `${document.querySelector('.slide.now').id} ${document.querySelector('main').dataset.numbers}`";
    demand(session.text(state)? == "7 off", || "the place is forgotten".into())?;
    // An address that says what is to be seen comes first, and another lesson has a place of its own.
    session.go(&format!("{page}#3"))?;
    demand(site::slide(&session)? == "3", || "the address is not followed".into())?;
    session.go(&format!("{}output-weights/index.html", site::address()))?;
    demand(site::slide(&session)? == "1", || "another lesson begins elsewhere".into())?;
    site::demand_quiet(&session)
}

fn a_search_finds_formulas_as_they_are_typed() -> Result<(), Failed> {
    let session = site::open("output-weights", "#1", WIDE)?;
    let found = |wanted: &str| {
        session.press(&["/"])?;
        session.script(&format!(
            "const find = document.getElementById('find'); find.value = '{wanted}'; find.dispatchEvent(new Event('input'))"
        ))?;
        let count = session.script(
            "return [...document.querySelectorAll('.slides li')].filter((entry) => entry.getClientRects().length).length",
        )?;
        session.press(&[ESCAPE])?;
        Ok::<_, Failed>(count.as_u64().unwrap_or_default())
    };
    let (all, formula, words, nothing) =
        (found("")?, found("h_out_1^(2)")?, found("Tree Diagram")?, found("o_out_9^(1)")?);
    let is_some = |count: u64| count > 0 && count < all;
    let set = session.script("return document.querySelectorAll('#overview .slides math').length")?;
    demand(set.as_u64() > Some(20), || format!("{set} formulas are set in the list"))?;
    demand(is_some(formula) && is_some(words) && nothing == 0, || {
        format!("of {all} slides {formula} have the formula, {words} the words, {nothing} what there is not")
    })
}

fn decimal_points_are_under_one_another() -> Result<(), Failed> {
    let session = site::open("output-weights", "", WIDE)?;
    let slides = built_in("output-weights")?.slides.len();
    let mut columns = 0;
    for number in 1..=slides {
        session.follow(&format!("'#{number}&part=99'"))?;
        let found = session.script(
            "const point = (cell) => {
                const text = [...cell.querySelectorAll('mn')].at(-1).firstChild;
                const at = text.data.search(/[.]|$/);
                const range = document.createRange();
                range.setStart(text, 0);
                range.setEnd(text, at);
                return range.getBoundingClientRect().right;
             };
             const spread = [];
             for (const table of document.querySelectorAll('.slide.now table')) {
                const columns = new Map();
                for (const cell of table.querySelectorAll('td[data-pad]')) {
                    columns.set(cell.cellIndex, [...(columns.get(cell.cellIndex) ?? []), point(cell)]);
                }
                for (const points of columns.values()) if (points.length > 1) spread.push(Math.max(...points) - Math.min(...points));
             }
             return spread",
        )?;
        for spread in found.as_array().into_iter().flatten() {
            columns += 1;
            demand(spread.as_f64().is_some_and(|spread| spread < 1.5), || {
                format!("slide {number}: points are {spread} apart")
            })?;
        }
    }
    demand(columns > 3, || format!("only {columns} columns were seen"))
}
