//! The formulas of the source post's 56 slides (shared numbering with the series), reached by the engine's rules,
//! and the classes of slides whose formulas have to be equal.

use gradwalk::derive::verify::{Verdict, compare};
use gradwalk::derive::{Derivation, Equation, Generalisation, Givens, rule};
use gradwalk::expr::{Expr, Focus};

fn expr(text: &str) -> Expr {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// The post's network with two examples, its cost with this prefactor.
fn post(prefactor: &str) -> Givens {
    let mut givens = Givens::of_numbers();
    givens.count("E", 2);
    givens.count("K", 3);
    givens.letter('f', 2);
    givens.letter('n', 3);
    let mut define = |name: &str, is: &str| givens.define(name.parse().expect(name), expr(is)).expect("new");
    define("MSE", &written_out(prefactor));
    define("o_out_n^(e)", "sigma(o_in_n^(e))");
    define("o_in_n^(e)", "h_out_1^(e)*w_21n + h_out_2^(e)*w_22n");
    givens
}

/// Slide 3, or slide 9 with the other prefactor.
fn written_out(prefactor: &str) -> String {
    let term = |n: usize, e: usize| format!("(o_out_{n}^({e}) - y_{n}^({e}))^2");
    let terms: Vec<String> =
        (1..=2).flat_map(|e| (1..=3).map(move |n| (n, e))).map(|(n, e)| term(n, e)).collect();
    format!("{prefactor}*({})", terms.join(" + "))
}

fn with_f_and_g(prefactor: &str) -> Givens {
    let mut givens = post(prefactor);
    givens.define("f".parse().expect("a name"), expr("o_out_1^(1) - y_1^(1)")).expect("new");
    givens.define("g".parse().expect("a name"), expr(&format!("{prefactor}*f^2"))).expect("new");
    givens
}

/// One rule, where it works, what it is told, and the formula that must come out.
type Move<'a> = (&'a str, &'a [usize], &'a [&'a str], &'a str);

fn replay(givens: &Givens, start: &str, moves: &[Move]) -> Derivation {
    let start = match start.split_once(" = ") {
        Some((left, right)) => Equation { left: expr(left), right: expr(right) },
        None => Equation::start(expr(start)),
    };
    let mut derivation = Derivation::new(givens.clone(), start).expect("it begins true");
    for (name, at, with, after) in moves {
        let with: Vec<Expr> = with.iter().map(|text| expr(text)).collect();
        let rule = rule(name).unwrap_or_else(|| panic!("there is no rule {name}"));
        derivation.apply(rule, &Focus(at.to_vec()), &with).unwrap_or_else(|refusal| panic!("{refusal}"));
        assert_eq!(derivation.now().right.to_string(), *after, "{name}");
    }
    derivation
}

const A1: &str = "d(MSE)/d(o_out_1^(1))";
const SIGMA: &str = "d(sigma(x))/d(x)";

#[test]
fn slides_1_to_14_the_cost() {
    let old = post("1/N");
    let chain = "d(MSE)/d(o_out_1^(1))*d(o_out_1^(1))/d(o_in_1^(1))*d(o_in_1^(1))/d(w_211) + \
                 d(MSE)/d(o_out_1^(2))*d(o_out_1^(2))/d(o_in_1^(2))*d(o_in_1^(2))/d(w_211)";
    let paths: &[&str] = &["o_out_1^(1)*o_in_1^(1)", "o_out_1^(2)*o_in_1^(2)"];
    replay(&old, "d(MSE)/d(w_211)", &[("chain-rule-paths", &[], paths, chain)]);
    let mult = |prefactor: &str| {
        let one = |n: usize, e: usize| format!("{prefactor}*(o_out_{n}^({e}) - y_{n}^({e}))^2");
        let all: Vec<String> =
            (1..=2).flat_map(|e| (1..=3).map(move |n| (n, e))).map(|(n, e)| one(n, e)).collect();
        all.join(" + ")
    };
    let slide_3 = written_out("1/N");
    replay(&old, "MSE", &[("definition", &[], &[], &slide_3), ("distribute", &[], &[], &mult("1/N"))]);
    let (d3, d4) = (format!("d({slide_3})/d(o_out_1^(1))"), format!("d({})/d(o_out_1^(1))", mult("1/N")));
    let with = with_f_and_g("1/N");
    replay(
        &with,
        A1,
        &[
            ("definition", &[0], &[], &d3),
            ("distribute", &[0], &[], &d4),
            ("constant-terms-vanish", &[], &[], "d(1/N*(o_out_1^(1) - y_1^(1))^2)/d(o_out_1^(1))"),
            ("inner-outer", &[0], &["f"], "d(1/N*f^2)/d(o_out_1^(1))"),
            ("recognise", &[0], &["g"], "d(g)/d(o_out_1^(1))"),
        ],
    );
    replay(
        &with,
        "d(f)/d(o_out_1^(1))",
        &[
            ("definition", &[0], &[], "d(o_out_1^(1) - y_1^(1))/d(o_out_1^(1))"),
            ("constant-terms-vanish", &[], &[], "d(o_out_1^(1))/d(o_out_1^(1))"),
            ("variable", &[], &[], "1"),
        ],
    );
    let outer = |prefactor: &str, last: &[Move]| {
        let (d, c) = (format!("d({prefactor}*f^2)/d(f)"), format!("{prefactor}*d(f^2)/d(f)"));
        let (p, b) = (format!("{prefactor}*(2*f)"), format!("{prefactor}*2*f"));
        let first: [Move; 4] = [
            ("definition", &[0], &[], &d),
            ("constant-multiple", &[], &[], &c),
            ("power-rule", &[1], &[], &p),
            ("drop-brackets", &[], &[], &b),
        ];
        replay(&with_f_and_g(prefactor), "d(g)/d(f)", &[&first, last].concat());
    };
    outer("1/N", &[("into-numerator", &[], &["2"], "2/N*f")]);
    // Slide 9 redefines the cost; slides 10 and 11 follow it.
    outer("1/(2*N)", &[("into-numerator", &[], &["2"], "2/(2*N)*f"), ("cancel", &[0], &[], "1/N*f")]);
    replay(
        &with_f_and_g("1/(2*N)"),
        "d(g)/d(o_out_1^(1))",
        &[
            ("chain-rule", &[], &["f"], "d(g)/d(f)*d(f)/d(o_out_1^(1))"),
            ("substitute", &[], &["d(g)/d(f)", "1/N*f"], "(1/N*f)*d(f)/d(o_out_1^(1))"),
            ("drop-brackets", &[], &[], "1/N*f*d(f)/d(o_out_1^(1))"),
            ("substitute", &[], &["d(f)/d(o_out_1^(1))", "1"], "1/N*f*1"),
            ("drop-ones", &[], &[], "1/N*f"),
            ("back-substitution", &[], &["f"], "1/N*(o_out_1^(1) - y_1^(1))"),
        ],
    );
}

#[test]
fn slides_15_to_32_the_activation_function() {
    let e = "(1 + exp(-x))";
    let moves: [(&str, &[usize], &[&str], String); 15] = [
        ("definition", &[0], &[], format!("d(1/{e})/d(x)")),
        ("reciprocal-as-power", &[0], &[], format!("d({e}^(-1))/d(x)")),
        ("chain-rule-outer", &[], &[], format!("-1*{e}^(-2)*d(1 + exp(-x))/d(x)")),
        ("constant-terms-vanish", &[2], &[], format!("-1*{e}^(-2)*d(exp(-x))/d(x)")),
        ("chain-rule-outer", &[2], &[], format!("-1*{e}^(-2)*(exp(-x)*d(-x)/d(x))")),
        ("constant-multiple", &[2, 1], &[], format!("-1*{e}^(-2)*(exp(-x)*(-d(x)/d(x)))")),
        ("variable", &[2, 1, 0], &[], format!("-1*{e}^(-2)*(exp(-x)*(-1))")),
        ("product-of-signs", &[2], &[], format!("-1*{e}^(-2)*(-exp(-x))")),
        ("product-of-signs", &[], &[], format!("{e}^(-2)*exp(-x)")),
        ("power-as-fraction", &[], &[], format!("exp(-x)/{e}^2")),
        ("split-square", &[], &[], format!("1/{e}*(exp(-x)/{e})")),
        ("add-and-subtract", &[1, 0], &["1"], format!("1/{e}*((1 + exp(-x) - 1)/{e})")),
        ("split-fraction", &[1], &["1 + exp(-x)"], format!("1/{e}*({e}/{e} - 1/{e})")),
        ("cancel", &[1, 0], &[], format!("1/{e}*(1 - 1/{e})")),
        ("recognise", &[], &["sigma(x)"], "sigma(x)*(1 - sigma(x))".to_owned()),
    ];
    let moves: Vec<Move> =
        moves.iter().map(|(name, at, with, after)| (*name, *at, *with, after.as_str())).collect();
    replay(&Givens::of_numbers(), SIGMA, &moves);
    replay(
        &Givens::of_numbers(),
        "sigma(0)",
        &[("definition", &[], &[], "1/(1 + exp(-0))"), ("calculate", &[], &[], "0.5")],
    );
    let slope = replay(&Givens::of_numbers(), "0.5*(1 - 0.5)", &[("calculate", &[], &[], "0.25")]);
    assert_eq!(slope.now().left.to_string(), "0.5*(1 - 0.5)");
    replay(
        &post("1/(2*N)"),
        "d(o_out_1^(1))/d(o_in_1^(1))",
        &[
            ("definition", &[0], &[], "d(sigma(o_in_1^(1)))/d(o_in_1^(1))"),
            ("known-derivative", &[], &[], "sigma(o_in_1^(1))*(1 - sigma(o_in_1^(1)))"),
            ("recognise", &[], &["o_out_1^(1)"], "o_out_1^(1)*(1 - o_out_1^(1))"),
        ],
    );
}

fn dot_product(by: &str, result: &str) {
    let (d, start) =
        (format!("d(h_out_1^(1)*w_211 + h_out_2^(1)*w_221)/d({by})"), format!("d(o_in_1^(1))/d({by})"));
    let moves: [Move; 2] = [("definition", &[0], &[], &d), ("opposite-element", &[], &[], result)];
    replay(&post("1/(2*N)"), &start, &moves);
}

#[test]
fn slides_33_to_38_the_dot_product() {
    dot_product("w_211", "h_out_1^(1)");
    dot_product("w_221", "h_out_2^(1)");
    dot_product("h_out_1^(1)", "w_211");
    dot_product("h_out_2^(1)", "w_221");
}

/// Slides 36 to 42, and in the same way 47 and 48, and 50: ∂MSE/∂w for a weight of the second matrix.
fn one_weight(from: usize, to: usize) -> Derivation {
    let example = |e: usize| {
        (
            format!(
                "d(MSE)/d(o_out_{to}^({e}))*d(o_out_{to}^({e}))/d(o_in_{to}^({e}))*d(o_in_{to}^({e}))/d(w_2{from}{to})"
            ),
            format!(
                "(o_out_{to}^({e}) - y_{to}^({e}))*o_out_{to}^({e})*(1 - o_out_{to}^({e}))*h_out_{from}^({e})"
            ),
        )
    };
    let (start, givens) = (format!("d(MSE)/d(w_2{from}{to})"), post("1/(2*N)"));
    let mut derivation = Derivation::new(givens, Equation::start(expr(&start))).expect("true");
    let mut step = |name: &str, at: &[usize], with: &[String]| {
        let with: Vec<Expr> = with.iter().map(|text| expr(text)).collect();
        let rule = rule(name).expect("a rule");
        if let Err(refusal) = derivation.apply(rule, &Focus(at.to_vec()), &with) {
            panic!("{refusal}");
        }
    };
    let path = |e: usize| format!("o_out_{to}^({e})*o_in_{to}^({e})");
    step("chain-rule-paths", &[], &[path(1), path(2)]);
    for e in [1, 2] {
        let (o, i) = (format!("o_out_{to}^({e})"), format!("o_in_{to}^({e})"));
        let at = e - 1;
        step("substitute", &[at], &[format!("d(MSE)/d({o})"), format!("1/N*({o} - y_{to}^({e}))")]);
        step("substitute", &[at], &[format!("d({o})/d({i})"), format!("{o}*(1 - {o})")]);
        step("substitute", &[at], &[format!("d({i})/d(w_2{from}{to})"), format!("h_out_{from}^({e})")]);
        step("drop-brackets", &[at], &[]);
    }
    step("factor-out", &[], &["1/N".to_owned()]);
    let general = example(1).1.replace("^(1)", "^(e)");
    step("collect-sum", &[1], &[format!("sum(e, 1, E, {general})")]);
    assert_eq!(derivation.now().right, expr(&format!("1/N*sum(e, 1, E, {general})")));
    derivation
}

#[test]
fn slides_39_to_56_all_weights_of_the_second_matrix() {
    let mut six = Vec::new();
    for (from, to) in [(1, 1), (2, 1), (1, 2), (2, 2), (1, 3), (2, 3)] {
        six.push(one_weight(from, to));
    }
    let general = Equation {
        left: expr("d(MSE)/d(w_2fn)"),
        right: expr("1/N*sum(e, 1, E, (o_out_n^(e) - y_n^(e))*o_out_n^(e)*(1 - o_out_n^(e))*h_out_f^(e))"),
    };
    let givens = post("1/(2*N)");
    let generalisation = Generalisation::new(general.clone(), &six, &givens).expect("all six were derived");
    assert_eq!(generalisation.general(), &general);
    // f = 2, n = 3 gives the last of the six.
    let mut back = Derivation::new(givens.clone(), general.clone()).expect("it holds for all six");
    let put: Vec<Expr> = ["f", "2", "n", "3"].map(expr).to_vec();
    back.apply(rule("put-in-index").expect("a rule"), &Focus::whole(), &put).expect("a member");
    assert_eq!(back.now(), six[5].now());
    // With f and n exchanged, or the cost of slide 3, it is not the formula of the six.
    let wrong =
        Equation { right: expr(&general.right.to_string().replace("h_out_f", "h_out_n")), ..general.clone() };
    assert!(Generalisation::new(wrong, &six, &givens).is_err());
    assert!(Derivation::new(post("1/N"), general).is_err());
}

/// Slides that show one value: what each has on screen.
struct Class {
    name: &'static str,
    slides: Vec<(&'static str, String)>,
}

fn class(name: &'static str, slides: &[(&'static str, &str)]) -> Class {
    Class { name, slides: slides.iter().map(|&(slide, text)| (slide, text.to_owned())).collect() }
}

/// The path of one example to a weight of the second matrix, and what it has become once everything is put in.
fn path(w: &str, e: usize) -> String {
    format!("d(MSE)/d(o_out_1^({e}))*d(o_out_1^({e}))/d(o_in_1^({e}))*d(o_in_1^({e}))/d({w})")
}

fn done(f: &str, n: &str, e: &str) -> String {
    format!("(o_out_{n}^({e}) - y_{n}^({e}))*o_out_{n}^({e})*(1 - o_out_{n}^({e}))*h_out_{f}^({e})")
}

fn collected(f: &str, n: &str) -> String {
    format!("1/N*sum(e, 1, E, {})", done(f, n, "e"))
}

fn sigma_prime() -> Class {
    class(
        "the slope of sigma",
        &[
            ("17", SIGMA),
            ("20", "-1*(1 + exp(-x))^(-2)*(-exp(-x))"),
            ("21", "(1 + exp(-x))^(-2)*exp(-x)"),
            ("22", "exp(-x)/(1 + exp(-x))^2"),
            ("23", "1/(1 + exp(-x))*(exp(-x)/(1 + exp(-x)))"),
            ("24", "1/(1 + exp(-x))*((1 + exp(-x) - 1)/(1 + exp(-x)))"),
            ("25", "1/(1 + exp(-x))*((1 + exp(-x))/(1 + exp(-x)) - 1/(1 + exp(-x)))"),
            ("26", "1/(1 + exp(-x))*(1 - 1/(1 + exp(-x)))"),
            ("27", "sigma(x)*(1 - sigma(x))"),
        ],
    )
}

/// The six weights of the second matrix. Each formula of slide 53 is that of slide 55 with its numbers put in.
fn six() -> Vec<Class> {
    let general = collected("f", "n");
    let put_in =
        |f: &str, n: &str| general.replace("_f^", &format!("_{f}^")).replace("_n^", &format!("_{n}^"));
    let of = |name, f: &str, n: &str, first: Vec<(&'static str, String)>| {
        let all = [("53", collected(f, n)), ("55", put_in(f, n)), ("left", format!("d(MSE)/d(w_2{f}{n})"))];
        Class { name, slides: first.into_iter().chain(all).collect() }
    };
    let w_211 = vec![
        ("1", format!("{} + {}", path("w_211", 1), path("w_211", 2))),
        ("36", format!("1/N*{} + {}", done("1", "1", "1"), path("w_211", 2))),
        ("40", format!("1/N*{} + 1/N*{}", done("1", "1", "1"), done("1", "1", "2"))),
        ("41", format!("1/N*({} + {})", done("1", "1", "1"), done("1", "1", "2"))),
        ("42", collected("1", "1")),
    ];
    let w_221 =
        vec![("47", format!("{} + {}", path("w_221", 1), path("w_221", 2))), ("48", collected("2", "1"))];
    let written = |f, n| vec![("50", collected(f, n))];
    vec![
        of("w_211", "1", "1", w_211),
        of("w_221", "2", "1", w_221),
        of("w_212", "1", "2", written("1", "2")),
        of("w_222", "2", "2", written("2", "2")),
        of("w_213", "1", "3", written("1", "3")),
        of("w_223", "2", "3", written("2", "3")),
    ]
}

fn assert_holds(one: &str, other: &str, givens: &Givens, what: &str) {
    let verdict = compare(&expr(one), &expr(other), givens);
    assert!(matches!(verdict, Verdict::Holds(_)), "{what}: {one} = {other}: {verdict:?}");
}

/// Every class of section 6.6: within a class all are equal, between these classes none are.
#[test]
fn equal_slides_are_equal_and_others_are_not() {
    let multiplied_out = written_out("1").replace("1*(", "").replace(")^2)", ")^2").replace("(o", "1/N*(o");
    let (old, new) = (written_out("1/N"), written_out("1/(2*N)"));
    let mut classes = vec![
        class("cost, 1/N", &[("3", &old), ("4", &multiplied_out), ("twice 9", &format!("2*({new})"))]),
        class("cost, 1/(2N)", &[("MSE", "MSE"), ("9", &new), ("half of 3", &format!("1/2*({old})"))]),
        class("outer derivative, 1/N", &[("8", "2/N*f"), ("twice 11", "2*(1/N*f)")]),
        // 12 to 14 say of the cost what 10 and 11 say of g, so that these two classes are one.
        class(
            "outer derivative, 1/(2N), and a",
            &[
                ("10, left", "d(g)/d(f)"),
                ("10", "2/(2*N)*f"),
                ("11", "1/N*f"),
                ("12, left", "d(g)/d(o_out_1^(1))"),
                ("12", "1/N*f*1"),
                ("13", "1/N*(o_out_1^(1) - y_1^(1))"),
                ("14, left", A1),
            ],
        ),
        sigma_prime(),
        class(
            "sigma itself",
            &[("16", "1/(1 + exp(-x))"), ("18", "(1 + exp(-x))^(-1)"), ("left", "sigma(x)")],
        ),
        class("unfinished", &[("19", "-1*(1 + exp(-x))^(-2)")]),
    ];
    classes.extend(six());
    let givens = with_f_and_g("1/(2*N)");
    for (place, Class { name, slides }) in classes.iter().enumerate() {
        for (slide, one) in slides {
            assert_holds(&slides[0].1, one, &givens, &format!("{name}, slide {slide}"));
            for (other, differs) in classes[place + 1..].iter().flat_map(|class| &class.slides) {
                let verdict = compare(&expr(one), &expr(differs), &givens);
                assert!(matches!(verdict, Verdict::Fails(_)), "slides {slide} and {other}: {verdict:?}");
            }
        }
    }
}

/// Slide 1 was written for the prefactor 1/N; then it is twice what it has become by slide 42.
#[test]
fn the_classes_hold_with_the_cost_as_redefined() {
    let chain = format!("{} + {}", path("w_211", 1), path("w_211", 2));
    let (old, twice) = (post("1/N"), format!("2*({})", collected("1", "1")));
    assert_holds(&chain, &twice, &old, "slide 1");
    let verdict = compare(&expr(&chain), &expr(&collected("1", "1")), &old);
    assert!(matches!(verdict, Verdict::Fails(_)), "{verdict:?}");
}
