//! Walking through a lesson: keys, questions, addresses, paper, telephones.

use gradwalk::lesson::Answer;
use libtest_mimic::Failed;
use serde_json::json;

use crate::Test;
use crate::demand;
use crate::session::HOME;
use crate::session::LEFT;
use crate::session::RIGHT;
use crate::site;
use crate::site::WIDE;
use crate::site::built_in;

pub(crate) const TESTS: &[Test] = &[
    ("a_whole_lesson_by_keyboard", a_whole_lesson_by_keyboard),
    ("a_question_waits_for_its_answer", a_question_waits_for_its_answer),
    ("an_address_leads_to_exactly_this_view", an_address_leads_to_exactly_this_view),
    ("every_slide_is_there_without_a_script", every_slide_is_there_without_a_script),
    ("a_handout_has_every_slide_and_no_controls", a_handout_has_every_slide_and_no_controls),
    (
        "a_handout_is_the_same_from_two_weights_side_by_side",
        a_handout_is_the_same_from_two_weights_side_by_side,
    ),
    ("nothing_is_wider_than_a_telephone", nothing_is_wider_than_a_telephone),
    ("a_formula_that_fits_is_not_broken", a_formula_that_fits_is_not_broken),
    ("labels_of_a_network_do_not_cover_one_another", labels_of_a_network_do_not_cover_one_another),
    ("a_full_stop_stays_with_its_formula", a_full_stop_stays_with_its_formula),
    ("everything_that_a_slide_shows_is_seen", everything_that_a_slide_shows_is_seen),
    ("a_picture_of_a_curve_is_seen_whole_on_a_telephone", a_picture_of_a_curve_is_seen_whole_on_a_telephone),
    ("space_goes_on_where_a_slide_is_seen_to_its_end", space_goes_on_where_a_slide_is_seen_to_its_end),
    ("the_way_back_leads_to_where_a_jump_began", the_way_back_leads_to_where_a_jump_began),
    ("the_list_of_lessons_leads_to_each", the_list_of_lessons_leads_to_each),
];

/// As many presses as the lesson has stops lead to its end, over every slide, and nothing more does.
fn a_whole_lesson_by_keyboard() -> Result<(), Failed> {
    ["output-weights", "matrices", "hidden-weights"].into_iter().try_for_each(walk_through)
}

fn walk_through(id: &str) -> Result<(), Failed> {
    let lesson = built_in(id)?;
    let session = site::open(id, "", WIDE)?;
    for (place, slide) in lesson.slides.iter().enumerate() {
        let number = (place + 1).to_string();
        let seen = site::slide(&session)?;
        demand(seen == number, || format!("slide {seen} is seen, not {number}"))?;
        // A question is answered and passed; then every thing comes by itself, the first with the words.
        let presses = if slide.predict.is_some() { 2 } else { 0 } + slide.shown.len().saturating_sub(1);
        session.press(&vec![RIGHT; presses])?;
        let seen = session.script(
            "return [...document.querySelectorAll('.slide.now [data-part]')].filter((part) => part.offsetParent).length",
        )?;
        demand(seen == slide.shown.len(), || {
            format!("slide {number}: {seen} things of {}", slide.shown.len())
        })?;
        if place + 1 < lesson.slides.len() {
            session.press(&[RIGHT])?;
        }
    }
    session.press(&[RIGHT])?;
    let note = session.text("return document.querySelector('.note').textContent")?;
    demand(note.contains("end of the lesson"), || format!("at the end it says {note:?}"))?;
    session.press(&[LEFT, HOME, "3", "1", "\u{e007}"])?;
    demand(site::slide(&session)? == "31", || "31 Enter leads to slide 31".into())?;
    site::demand_quiet(&session)
}

fn a_question_waits_for_its_answer() -> Result<(), Failed> {
    let lesson = built_in("output-weights")?;
    let asks =
        lesson.slides.iter().enumerate().find_map(|(place, slide)| match &slide.predict.as_ref()?.answer {
            Answer::Choice { right, choices } => Some((place + 1, *right, choices.len())),
            Answer::Formula { .. } => None,
        });
    let (number, right, choices) = asks.ok_or("a slide asks")?;
    let session = site::open("output-weights", &format!("#{number}"), WIDE)?;
    let seen = |selector: &str| {
        session.script(&format!(
            "return Boolean(document.querySelector('.slide.now {selector}')?.getClientRects().length)"
        ))
    };
    demand(seen(".question")? == true && seen(".answer")? == false, || "the question is seen alone".into())?;
    demand(seen(".says")? == false && seen(".thing")? == false, || "nothing gives the answer away".into())?;
    let letter = |at: usize| ('a'..='z').nth(at).unwrap_or('a').to_string();
    session.press(&[&letter((right + 1) % choices)])?;
    demand(seen(".answer")? == false && seen(".hint")? == true, || "a miss brings a hint".into())?;
    let wrong = letter((right + 1) % choices);
    let hints = "return [...document.querySelectorAll('.slide.now .hint:not([hidden])')].map((hint) => hint.dataset.of).join()";
    demand(session.text(hints)? == wrong, || format!("the hint is the one for {wrong}"))?;
    session.press(&[&wrong])?;
    demand(seen(".answer")? == false, || "the same choice again is no second miss".into())?;
    session.press(&[&letter(right)])?;
    demand(seen(".answer")? == true, || "the right choice brings the reason".into())?;
    session.press(&[RIGHT])?;
    demand(seen(".question")? == false && seen(".says")? == true, || "then the slide goes on".into())?;
    site::demand_quiet(&session)
}

fn an_address_leads_to_exactly_this_view() -> Result<(), Failed> {
    let view = "#47&weight=w_221&beside=w_212&numbers=off&steps=main&theme=dark";
    let session = site::open("output-weights", view, WIDE)?;
    let state = session.text(
        "return [document.querySelector('.slide.now').id, document.querySelectorAll('.slide.now').length,
            document.querySelector('main').dataset.numbers, document.documentElement.dataset.theme,
            ...[...document.querySelectorAll('.slide.now')].map((slide) => slide.dataset.shows)].join(' ')",
    )?;
    demand(state == "47 2 off dark w_221 w_212", || state.clone())?;
    // What is seen after some keys is in the address too.
    session.press(&["n", "n", "v", RIGHT])?;
    let hash = session.text("return location.hash")?;
    demand(hash.starts_with("#48&") && hash.contains("theme=light") && !hash.contains("numbers"), || {
        hash.clone()
    })?;
    for nonsense in ["#999&weight=w_999&numbers=perhaps&beside=%", "#0&part=99999999", "#<script>", "#&&=&"] {
        session.go(&format!("{}output-weights/index.html{nonsense}", site::address()))?;
        demand(!site::slide(&session)?.is_empty(), || format!("{nonsense} shows no slide"))?;
    }
    site::demand_quiet(&session)
}

fn every_slide_is_there_without_a_script() -> Result<(), Failed> {
    let session = crate::session::Session::open(1280, 800)?;
    session.command("Emulation.setScriptExecutionDisabled", &json!({"value": true}))?;
    session.go(&format!("{}matrices/index.html", site::address()))?;
    let slides = built_in("matrices")?.slides.len();
    for number in 1..=slides {
        let seen = session.is_displayed(&format!("[id=\"{number}\"] .says"))?;
        demand(seen, || format!("slide {number} is not seen"))?;
    }
    Ok(())
}

fn a_handout_has_every_slide_and_no_controls() -> Result<(), Failed> {
    let session = site::open("matrices", "#7&theme=dark", WIDE)?;
    session.command("Emulation.setEmulatedMedia", &json!({"media": "print"}))?;
    let hidden = session.script(
        "return [...document.querySelectorAll('.slide, .slide [data-part], .question, .answer')]
            .filter((part) => part.getClientRects().length === 0).length",
    )?;
    demand(hidden == 0, || format!("{hidden} parts are not printed"))?;
    let controls = session.script(
        "return [...document.querySelectorAll('.switches, .steps, .note, dialog')].filter((part) => part.getClientRects().length).length",
    )?;
    demand(controls == 0, || format!("{controls} controls are printed"))?;
    // Paper is white, whatever the screen looks like.
    let shades = session.text(
        "const shade = (colour) => Math.max(...colour.match(/\\d+/g).slice(0, 3).map(Number));
         const style = (selector) => getComputedStyle(document.querySelector(selector));
         return [shade(style('.slide p').color) < 100, shade(style('.slide .gw text').fill) < 100,
             shade(style('.slide .gw .n').fill) > 200, style(':root').colorScheme].join(' ')",
    )?;
    demand(shades == "true true true light", || format!("it prints with {shades}"))?;
    let pages = session.printed()?;
    // The beginning of a PDF, in base64.
    demand(pages.starts_with("JVBERi0"), || "it prints".into())?;
    site::demand_quiet(&session)
}

/// What stands side by side on the screen is one slide after another on paper.
fn a_handout_is_the_same_from_two_weights_side_by_side() -> Result<(), Failed> {
    let session = site::open("hidden-weights", "#3&beside=w_121", WIDE)?;
    demand(session.is_displayed(".twin")?, || "two are side by side".into())?;
    session.command("Emulation.setEmulatedMedia", &json!({"media": "print"}))?;
    let columns = session.script(
        "const lefts = [...document.querySelectorAll('.slide')].filter((slide) => slide.getClientRects().length)
             .map((slide) => Math.round(slide.getBoundingClientRect().left));
         return new Set(lefts).size",
    )?;
    demand(columns == 1, || format!("slides are printed in {columns} columns"))?;
    demand(!session.is_displayed(".twin")?, || "the twin is printed too".into())
}

/// Pictures and tables may scroll by themselves; formulas and pages may not.
fn nothing_is_wider_than_a_telephone() -> Result<(), Failed> {
    for lesson in ["output-weights", "hidden-weights", "matrices"] {
        let mut session = site::open(lesson, "", [360, 740])?;
        let slides = built_in(lesson)?.slides.len();
        for number in 1..=slides {
            // Chromium lets a page change its address 200 times in ten seconds; here each slide does so twice.
            if number % 50 == 0 {
                session = site::open(lesson, "", [360, 740])?;
            }
            session.follow(&format!("'#{number}&part=99'"))?;
            let wide = session.text(
                "const width = document.documentElement.clientWidth;
                 const wide = [...document.querySelectorAll('.slide.now :is(.formula, .system, math)')]
                    .filter((math) => !math.closest('.scroll, figure'))
                    .filter((math) => math.getBoundingClientRect().right > width + 1 || math.scrollWidth > math.clientWidth + 1);
                 if (document.documentElement.scrollWidth > width) return 'the page';
                 return wide.map((math) => math.getAttribute('aria-label')).join(' and ')",
            )?;
            let seen = site::slide(&session)?;
            demand(seen == number.to_string() && wide.is_empty(), || {
                format!("{lesson}, slide {number} (seen: {seen}): too wide is {wide}")
            })?;
        }
    }
    Ok(())
}

/// A formula is broken only where there is no room for it on one line.
fn a_formula_that_fits_is_not_broken() -> Result<(), Failed> {
    for (lesson, number) in [("output-weights", 81), ("hidden-weights", 7), ("hidden-weights", 19)] {
        let session = site::open(lesson, &format!("#{number}&part=99"), WIDE)?;
        let broken = session.text(
            "const unbroken = new CSSStyleSheet();
             unbroken.replaceSync('.formula .sides, .formula .side, .formula .part { flex-wrap: nowrap !important } .formula .sides * { flex-shrink: 0 !important }');
             const formulas = [...document.querySelectorAll('.slide.now .formula')].filter((one) => one.getClientRects().length);
             const heights = () => formulas.map((one) => one.getBoundingClientRect().height);
             const before = heights();
             document.adoptedStyleSheets = [unbroken];
             const after = heights();
             const fits = (one) => [...one.querySelectorAll('math')].every((piece) => piece.getBoundingClientRect().right <= one.getBoundingClientRect().right);
             return formulas.filter((one, at) => before[at] > after[at] + 15 && fits(one)).map((one) => one.ariaLabel).join(' and ')",
        )?;
        demand(broken.is_empty(), || format!("{lesson}, slide {number}: broken is {broken}"))?;
    }
    Ok(())
}

fn labels_of_a_network_do_not_cover_one_another() -> Result<(), Failed> {
    let session = site::open("matrices", "#19&part=99", WIDE)?;
    let covered = session.text(
        "const boxes = [...document.querySelectorAll('.slide.now svg.network rect.ground')].map((box) => box.getBoundingClientRect());
         const meet = (one, other) => one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
         return `${boxes.length} ${boxes.filter((one, at) => boxes.slice(0, at).some((other) => meet(one, other))).length}`",
    )?;
    demand(covered == "6 0", || format!("labels, and those that cover others: {covered}"))
}

/// What closes a formula in the text does not begin the next line.
fn a_full_stop_stays_with_its_formula() -> Result<(), Failed> {
    for number in [4, 29, 33, 52, 57, 90] {
        let session = site::open("output-weights", &format!("#{number}&part=99"), [360, 740])?;
        let parted = session.text(
            "const texts = document.createTreeWalker(document.querySelector('.slide.now'), NodeFilter.SHOW_TEXT);
             const parted = [];
             while (texts.nextNode()) {
                const { data, previousSibling } = texts.currentNode;
                if (previousSibling?.localName !== 'math' || !/^[.,;:!?)]/.test(data)) continue;
                const sign = document.createRange();
                sign.setStart(texts.currentNode, 0);
                sign.setEnd(texts.currentNode, 1);
                const [one, other] = [sign, previousSibling].map((piece) => piece.getBoundingClientRect());
                if (one.height > 0 && one.left < other.right - 3) parted.push(previousSibling.ariaLabel);
             }
             return parted.join(' and ')",
        )?;
        demand(parted.is_empty(), || format!("slide {number}: parted from its sign is {parted}"))?;
    }
    Ok(())
}

/// A rule of style that hides a thing until its part comes must not hide what is within one.
fn everything_that_a_slide_shows_is_seen() -> Result<(), Failed> {
    for lesson in ["output-weights", "hidden-weights", "matrices"] {
        let session = site::open(lesson, "", WIDE)?;
        let (mut things, slides) = (0, built_in(lesson)?.slides.len());
        for number in 1..=slides {
            session.follow(&format!("'#{number}&part=99'"))?;
            let unseen = session.text(
                "const inside = '.thing, .thing > *, .thing :is(.beside, .beside > *, .beside > * > *), .thing :is(figure, svg, table, p, .formula)';
                 const parts = [...document.querySelector('.slide.now').querySelectorAll(inside)].filter((part) => !part.closest('[hidden]'));
                 window.parts = parts.length;
                 return parts.filter((part) => part.getClientRects().length === 0).map((part) => part.outerHTML.slice(0, 80)).join(' and ')",
            )?;
            demand(unseen.is_empty(), || format!("{lesson}, slide {number}: unseen is {unseen}"))?;
            things += session.script("return window.parts")?.as_u64().unwrap_or_default();
        }
        demand(things > 100, || format!("{lesson}: only {things} parts were looked at"))?;
    }
    Ok(())
}

fn a_picture_of_a_curve_is_seen_whole_on_a_telephone() -> Result<(), Failed> {
    let session = site::open("output-weights", "#56&part=99", [360, 740])?;
    let hidden = session.text(
        "const picture = document.querySelector('.slide.now svg.plot').closest('figure');
         return picture.scrollWidth > picture.clientWidth + 1 ? `${picture.scrollWidth} of ${picture.clientWidth}` : ''",
    )?;
    demand(hidden.is_empty(), || format!("the picture is wider than its place: {hidden}"))
}

fn space_goes_on_where_a_slide_is_seen_to_its_end() -> Result<(), Failed> {
    let session = site::open("output-weights", "#5", [1280, 1000])?;
    let fits = session.script(
        "return document.querySelector('.slide.now').getBoundingClientRect().bottom < document.querySelector('.steps').getBoundingClientRect().top",
    )?;
    demand(fits == true, || "the slide fits the window".into())?;
    let state = "return document.querySelector('.slide.now').id + document.querySelectorAll('.slide.now [data-part]:not(.later)').length";
    let before = session.text(state)?;
    session.press(&[" "])?;
    demand(session.text(state)? != before, || format!("it is still {before}"))?;
    // On a long one it shows the rest first.
    let session = site::open("output-weights", "#6&part=99", [1280, 600])?;
    session.press(&[" "])?;
    let seen = session.text("return `${document.querySelector('.slide.now').id} ${scrollY > 0}`")?;
    demand(seen == "6 true", || seen.clone())
}

fn the_way_back_leads_to_where_a_jump_began() -> Result<(), Failed> {
    let session = site::open("output-weights", "#6", WIDE)?;
    session.press(&[RIGHT, RIGHT])?;
    let begin = site::slide(&session)?;
    for jump in [vec!["\u{e010}"], vec!["3", "\u{e007}"], vec!["o", "\u{e004}", "\u{e007}"]] {
        session.press(&jump)?;
        demand(site::slide(&session)? != begin, || format!("{jump:?} leads nowhere"))?;
        session
            .script_later("addEventListener('hashchange', () => done(), { once: true }); history.back()")?;
        let seen = site::slide(&session)?;
        demand(seen == begin, || format!("the way back from {jump:?} leads to {seen}, not {begin}"))?;
    }
    site::demand_quiet(&session)
}

fn the_list_of_lessons_leads_to_each() -> Result<(), Failed> {
    let session = crate::session::Session::open(1280, 800)?;
    for lesson in ["output-weights", "hidden-weights", "matrices"] {
        session.go(&format!("{}index.html", site::address()))?;
        session.click(&format!("a[href='{lesson}/index.html']"))?;
        let title = session.text("return document.querySelector('h1').textContent")?;
        demand(title == built_in(lesson)?.title, || format!("{lesson} leads to {title}"))?;
        session.click(".top a")?;
        let back = session.text("return location.pathname")?;
        demand(back.ends_with("/a%20site/index.html"), || format!("back leads to {back}"))?;
    }
    site::demand_quiet(&session)
}
