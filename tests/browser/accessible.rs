//! What those need who do not see the page or do not use a pointer: axe-core finds nothing to complain of, and every
//! step is announced.

use libtest_mimic::Failed;
use serde_json::Value;
use serde_json::json;

use crate::Test;
use crate::demand;
use crate::session::RIGHT;
use crate::session::Session;
use crate::site;
use crate::site::built_in;

pub(crate) const TESTS: &[Test] = &[
    ("axe_finds_nothing_in_the_light", axe_finds_nothing_in_the_light),
    ("axe_finds_nothing_in_the_dark_on_a_telephone", axe_finds_nothing_in_the_dark_on_a_telephone),
    ("axe_finds_nothing_side_by_side", axe_finds_nothing_side_by_side),
    ("axe_finds_what_is_wrong", axe_finds_what_is_wrong),
    ("every_step_is_announced", every_step_is_announced),
    ("formulas_and_pictures_are_spoken", formulas_and_pictures_are_spoken),
];

pub(crate) const AXE: &str = include_str!("axe.min.js");

/// Everything that axe-core has to complain of in what is seen. Slides that are not seen are taken out meanwhile: axe
/// would pass over them, but not quickly.
pub(crate) fn violations(session: &Session) -> Result<Vec<String>, Failed> {
    let found = session.script_later(
        "const main = document.querySelector('main');
         const slides = [...main.children];
         for (const slide of slides) if (slide.getClientRects().length === 0) slide.remove();
         axe.run(document, { resultTypes: ['violations'], preload: false }).then((results) => {
            main.replaceChildren(...slides);
            done(results.violations.map((found) => `${found.id}: ${found.nodes.map((node) => node.html).join(' ')}`));
         })",
    )?;
    Ok(found.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect())
}

fn demand_accessible(size: [u32; 2], theme: &str) -> Result<(), Failed> {
    for id in ["output-weights", "hidden-weights", "matrices"] {
        let lesson = built_in(id)?;
        let session = site::open(id, &format!("#1&theme={theme}"), size)?;
        session.script(AXE)?;
        for (place, slide) in lesson.slides.iter().enumerate() {
            let number = place + 1;
            session.follow(&format!("'#{number}&part=99&theme={theme}'"))?;
            let found = violations(&session)?;
            demand(found.is_empty(), || format!("{id}, slide {number}: {}", found.join("\n")))?;
            if slide.predict.is_some() {
                session.follow(&format!("'#{number}&theme={theme}'"))?;
                session.press(&[RIGHT])?;
                let found = violations(&session)?;
                demand(found.is_empty(), || format!("{id}, question {number}: {}", found.join("\n")))?;
            }
        }
        // Where formulas are, so that there is something to read about them.
        let formulas = lesson.slides.iter().rposition(|slide| slide.lines().count() > 0).unwrap_or(0);
        session.follow(&format!("'#{}&part=99&theme={theme}'", formulas + 1))?;
        for key in ["w", "o", "?", "g", "c", "t", "p"] {
            session.press(&[key])?;
            let found = violations(&session)?;
            demand(found.is_empty(), || format!("{id}, after {key}: {}", found.join("\n")))?;
            session.press(&["\u{e00c}"])?;
        }
    }
    Ok(())
}

fn axe_finds_nothing_in_the_light() -> Result<(), Failed> {
    demand_accessible([1280, 800], "light")
}

fn axe_finds_nothing_in_the_dark_on_a_telephone() -> Result<(), Failed> {
    demand_accessible([360, 740], "dark")
}

fn axe_finds_nothing_side_by_side() -> Result<(), Failed> {
    for theme in ["light", "dark"] {
        let session = site::open("output-weights", &format!("#1&theme={theme}"), [1280, 800])?;
        session.script(AXE)?;
        for number in [6, 64, 69, 73, 84] {
            session.follow(&format!("'#{number}&part=99&theme={theme}&weight=w_222&beside=w_211'"))?;
            let marked = session.script("return document.querySelectorAll('.slide.now .unlike').length")?;
            demand(marked.as_u64() > Some(0), || format!("nothing differs on slide {number}"))?;
            let found = violations(&session)?;
            demand(found.is_empty(), || format!("{theme}, slide {number}: {}", found.join("\n")))?;
        }
    }
    Ok(())
}

/// The witness is awake: a picture without words and grey on grey are found.
fn axe_finds_what_is_wrong() -> Result<(), Failed> {
    let session = site::open("matrices", "#1", [1280, 800])?;
    session.script(AXE)?;
    session.script(
        "const slide = document.querySelector('.slide.now');
         slide.insertAdjacentHTML('beforeend', '<img src=\"data:,\"><button></button>')",
    )?;
    let found = violations(&session)?.join(" ");
    for rule in ["image-alt", "button-name"] {
        demand(found.contains(rule), || format!("{rule} is not among {found}"))?;
    }
    Ok(())
}

fn every_step_is_announced() -> Result<(), Failed> {
    let session = site::open("output-weights", "#1", [1280, 800])?;
    let (mut before, mut formulas) = (String::new(), 0);
    for _ in 0..12 {
        session.press(&[RIGHT])?;
        let said = session.text("return document.querySelector('[aria-live=polite]').textContent.trim()")?;
        demand(!said.is_empty() && said != before, || format!("after a step it says {said:?}"))?;
        formulas += usize::from(said.contains("the partial derivative of M S E with respect to"));
        before = said;
    }
    demand(formulas > 0, || "no formula was spoken".into())
}

fn formulas_and_pictures_are_spoken() -> Result<(), Failed> {
    let session = site::open("output-weights", "#6&part=99", [1280, 800])?;
    let tree = session.spoken(".slide.now svg")?;
    demand(tree.contains("M S E to o out 1"), || format!("the tree is {tree:?}"))?;
    let loud = session.spoken(".slide.now .formulas [role=math], .slide.now .formulas math")?;
    demand(loud.contains("partial derivative of M S E") && loud.contains("with 0."), || loud.clone())?;
    session.press(&["n"])?;
    let quiet = session.spoken(".slide.now .formulas [role=math], .slide.now .formulas math")?;
    demand(quiet.contains("partial derivative of M S E") && !quiet.contains("with 0."), || quiet.clone())?;
    session.command("Emulation.setEmulatedMedia", &json!({"media": "print"}))?;
    site::demand_quiet(&session)
}
