//! What a page says of a wrong answer is what the terminal says of it.

use gradwalk::expr::Expr;
use gradwalk::graph::Names;
use gradwalk::lesson::Answer;
use gradwalk::lesson::answers::Difference;
use gradwalk::lesson::answers::Instead;
use gradwalk::lesson::answers::Judgement;
use gradwalk::lesson::answers::judge_answer;
use gradwalk::lesson::hide;
use gradwalk::lesson::hide::What;
use gradwalk::render::Charset;
use gradwalk::render::Renderer;
use gradwalk::render::Style;
use gradwalk::render::text::Text;
use gradwalk::show::judgement::blocks;
use libtest_mimic::Failed;

use crate::Test;
use crate::demand;
use crate::predict::ANOTHER;
use crate::predict::answer;
use crate::site;
use crate::site::WIDE;
use crate::site::built_in;

pub(crate) const TESTS: &[Test] = &[
    ("answers_are_told_in_the_words_of_the_terminal", answers_are_told_in_the_words_of_the_terminal),
    ("a_long_sum_ends_with_a_word", a_long_sum_ends_with_a_word),
    ("what_has_no_number_is_told_with_the_one_put_in", what_has_no_number_is_told_with_the_one_put_in),
];

/// Answers to the question for the formula of a weight, which is `1/N*sum(e, 1, E, …)`.
fn answers_to_a_formula(right: &str) -> Vec<String> {
    let body = right.split_once("E, ").and_then(|(_, body)| body.strip_suffix(')')).unwrap_or(right);
    let [one, other] = ["(1)", "(2)"].map(|example| body.replace("(e)", example));
    let with = |from: &str, to: &str| right.replace(from, to);
    let letters = ('a'..='z').filter(|letter| *letter != 'e').take(18);
    let factors: Vec<String> = letters.clone().map(|letter| format!("h_out_{letter}^(1)")).collect();
    let nested = letters.fold(factors.join("*"), |body, letter| format!("sum({letter}, 1, 2, {body})"));
    vec![
        // A Σ, a term or a factor was left out.
        body.to_owned(),
        format!("1/N*({body})"),
        format!("1/N*({one})"),
        format!("{other}/N"),
        format!("1/N*{one} + {other}"),
        with("1/N*", "").replace("*h_out_1^(e)", ""),
        with("1/N*", "").replace("h_out_1", "h_out_2"),
        // A Σ over another letter, or to another end.
        with("e, 1, E", "n, 1, E"),
        with("e, 1, E", "n, 1, K"),
        with("e, 1, E", "e, 2, E"),
        with("(e)", "(k)").replace("e, 1, E", "k, 1, E").replace("h_out_1", "h_out_2"),
        with("(e)", "(n)").replace("e, 1, E", "n, 1, E").replace("h_out_1^(n)", "h_out_1^(e)"),
        // In one term of several.
        format!("1/N*({} + {other})", one.replace("h_out_1", "h_out_2")),
        format!("1/N*({one} - {other})"),
        format!("1/N*({one} + {})", other.replace("h_out_1^(2)", "h_out_1^(1)")),
        format!("1/N*{one}*1/N*{other}"),
        with("1 - o_out_2", "1 + o_out_2"),
        // Another weight's; what is nothing is nobody's.
        with("h_out_1", "h_out_2"),
        with("_2^", "_1^"),
        "x_1^(1) - x_1^(1)".into(),
        // Numbers.
        "0.0".into(),
        "-0.0".into(),
        "-0.011".into(),
        "0.0108".into(),
        "-0.0216".into(),
        "2".into(),
        // What takes too long to be worked out.
        nested.clone(),
        format!("1/N*sum(e, 1, E, {nested})"),
        "sum(e, 1, 9999999, 1)".into(),
        format!("{right}{}", "*1".repeat(1900)),
    ]
}

/// Both judges are asked about the same answers, the page's and the library's. A page has no words for what a name
/// stands for, and no catalogue of mistakes.
fn answers_are_told_in_the_words_of_the_terminal() -> Result<(), Failed> {
    let lesson = built_in("output-weights")?;
    let session = site::open("output-weights", "#1", WIDE)?;
    let mut asked = 0;
    for (place, slide) in lesson.slides.iter().enumerate() {
        let Some(Answer::Formula { of, is }) = slide.predict.as_ref().map(|predict| &predict.answer) else {
            continue;
        };
        let typed = match is.to_string() {
            right if right.contains("h_out_1^(e)") => answers_to_a_formula(&right),
            right if right == "6" => ["2", "7", "6.5", "-6", "E", "K", "E*K", "2*N"].map(String::from).into(),
            _ => continue,
        };
        asked += 1;
        for typed in typed {
            session.follow("'#1'")?;
            session.follow(&format!("'#{}'", place + 1))?;
            session.press(&["p"])?;
            let said = plain(&answer(&session, &typed)?);
            let judgement = without_mistake(judge_answer(&typed, of, is, &slide.scene));
            let style = Style { width: 10_000, charset: Charset::Ascii, ..Style::default() };
            let words = Text.blocks(&blocks(&typed, &judgement, &slide.scene, Names::SERIES), &style);
            demand(said == plain(&words), || {
                format!("`{typed}`: the terminal says {words}, but the page {said}")
            })?;
            session.press(&["\u{e00c}"])?;
        }
    }
    demand(asked == 2, || format!("{asked} questions were asked"))?;
    site::demand_quiet(&session)
}

fn without_mistake(judgement: Judgement) -> Judgement {
    match judgement {
        Judgement::Wrong(Difference { instead: Some(Instead::Mistake(_)), place, asked, values, with }) => {
            Judgement::Wrong(Difference { instead: None, place, asked, values, with })
        }
        other => other,
    }
}

/// What is said, without spaces, signs that stand for others, and what a name stands for.
fn plain(said: &str) -> String {
    let said = match said.split_once(": that is ") {
        Some((before, after)) => [before, after.trim_start_matches(|sign| sign != '.')].concat(),
        None => said.to_owned(),
    };
    let same = [("✗", ""), ("!", ""), ("−", "-"), ("Σ", "sum"), ("[", "("), ("]", ")")];
    let said = same.iter().fold(said, |said, (sign, other)| said.replace(sign, other));
    said.split_whitespace().collect()
}

/// A page has no better way than to add up, and nobody waits for minutes.
fn a_long_sum_ends_with_a_word() -> Result<(), Failed> {
    let lesson = built_in("output-weights")?;
    let asks = |answer: &Answer| matches!(answer, Answer::Formula { .. });
    let place =
        lesson.slides.iter().position(|slide| slide.predict.iter().any(|predict| asks(&predict.answer)));
    let number = place.ok_or("a slide asks for a formula")? + 1;
    let session = site::open("output-weights", &format!("#{number}"), WIDE)?;
    let said = answer(&session, &format!("sum(e, 1, 9999, {}1)", "w_211*".repeat(600)))?;
    demand(said.contains("its sums have too many terms"), || said.clone())?;
    site::demand_quiet(&session)
}

/// 0.5 is σ(x) for some x, and nobody is told only that it is another formula.
fn what_has_no_number_is_told_with_the_one_put_in() -> Result<(), Failed> {
    let lesson = built_in("output-weights")?;
    let hidden = lesson.slides.iter().enumerate().find_map(|(place, slide)| {
        let mut targets = slide.lines().flat_map(|line| hide::targets(slide, line));
        let is_asked = |part: &Expr| part.to_string() == "1/(1 + exp(-x))";
        targets.any(|target| matches!(&target.what, What::Part(part) if is_asked(part))).then_some(place + 1)
    });
    let number = hidden.ok_or("σ is written out")?;
    for (typed, told) in [
        ("0.5", "Not quite. In numbers with x = "),
        ("exp(x)", "This is another formula. In numbers with x = "),
    ] {
        let session = site::open("output-weights", &format!("#{number}&part=99"), WIDE)?;
        session.press(&["p"])?;
        let is_hidden = "const thing = document.querySelector('.slide.now .thing:has(.prompt)');
             const mark = [...thing.querySelectorAll('.question-mark')].find((mark) => mark.getClientRects().length);
             return thing.querySelectorAll('.asked li')[mark?.dataset.number]?.textContent";
        for _ in 0..50 {
            if session.text(is_hidden)? == "1/(1 + exp(-x))" {
                break;
            }
            session.script(ANOTHER)?;
        }
        let said = answer(&session, typed)?;
        demand(said.contains(told), || format!("slide {number}, {typed}: {said}"))?;
    }
    Ok(())
}
