//! Which numbers are tried for sizes and letters.

use super::asked;
use super::givens;
use crate::derive::givens::Givens;
use crate::derive::verify::Verdict;

/// What vanishes at every number of terms that one would try first.
#[test]
fn a_product_that_is_0_for_many_sizes_is_not_0() {
    let product = |factors: std::ops::RangeInclusive<usize>| {
        factors.map(|number| format!("(E - {number})")).collect::<Vec<_>>().join("*")
    };
    let hidden = givens(&[("p", &product(1..=12))]);
    let ones = (1..=12).map(|n| format!("(E - {})", vec!["1"; n].join(" - "))).collect::<Vec<_>>().join("*");
    for (claim, given) in [
        ("p*sum(e, 1, E, x_e) = 0".to_owned(), &hidden),
        (format!("{}*sum(e, 1, E, x_e) = 0", product(1..=12)), &Givens::default()),
        (format!("{}*{}*sum(e, 1, E, x_e) = 0", product(1..=8), product(58..=65)), &Givens::default()),
        (format!("{ones}*sum(e, 1, E, x_e) = 0"), &Givens::default()),
        ("(E - K + 1)*(E - K - 2)*sum(e, 1, E, x_e)*sum(k, 1, K, z_k) = 0".to_owned(), &Givens::default()),
    ] {
        let verdict = asked(&claim, given);
        assert!(!matches!(verdict, Verdict::Holds(_)), "{claim}: {verdict:?}");
    }
    let verdict =
        asked("(E - 1)*(E - 2)*sum(e, 1, E, x_e) = sum(e, 1, E, (E^2 - 3*E + 2)*x_e)", &Givens::default());
    assert!(matches!(verdict, Verdict::Holds(_)), "{verdict:?}");
    let Verdict::Fails(at) = asked("sum(e, 1, E, x_e) = x_1 + x_2 + x_3", &Givens::default()) else {
        panic!()
    };
    assert!(at.to_string().contains(" at E = "), "{at}");
}

/// A letter that runs over many nodes meets those that a definition picks out.
#[test]
fn an_index_within_a_definition_is_tried() {
    let mut given = Givens::of_numbers();
    given.letter('f', 12);
    given.define("g".parse().expect("g"), "h_7^2".parse().expect("h")).expect("new");
    let verdict = asked("d(g)/d(h_f) = 0", &given);
    assert!(matches!(&verdict, Verdict::Fails(at) if at.to_string().contains("f = 7")), "{verdict:?}");
}

#[test]
fn every_number_that_a_claim_picks_out_is_tried() {
    let mut nodes = Givens::of_numbers();
    nodes.letter('f', 5);
    nodes.letter('n', 8);
    for claim in ["delta_f3*w_2fn = 0", "delta_n5*b_1n = 0", "a_n = a_n + delta_n4", "d(a_n)/d(a_6) = 0"] {
        let verdict = asked(claim, &nodes);
        assert!(matches!(verdict, Verdict::Fails(_)), "{claim}: {verdict:?}");
    }
    let mut defined = Givens::of_numbers();
    defined.letter('n', 8);
    defined.define("q_n".parse().expect("a name"), "delta_n5".parse().expect("a formula")).expect("new");
    assert!(matches!(asked("q_n*b_1n = 0", &defined), Verdict::Fails(_)));
    for claim in [
        "sum(e, 1, E, delta_e5*x_1^(e)) = 0",
        "(E - 2)*(E - 3)*(E - 4)*sum(e, 1, E, x_1^(e)) = 0",
        "(E - 1)*(E - 2)*(E - 3)*(E - 4)*(E - 5)*(E - 6)*sum(e, 1, E, x_1^(e)) = 0",
        "(K - E - 1)*sum(e, 1, E, x_1^(e)) + sum(n, 1, K, 0) = 0",
    ] {
        let verdict = asked(claim, &Givens::default());
        assert!(matches!(verdict, Verdict::Fails(_)), "{claim}: {verdict:?}");
    }
    let claim = "sum(e, 1, E, sum(n, 1, K, 2*x_n^(e))) = 2*sum(n, 1, K, sum(e, 1, E, x_n^(e)))";
    assert!(matches!(asked(claim, &Givens::default()), Verdict::Holds(_)));
}
