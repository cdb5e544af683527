//! Symbols as formulas: base, subscript, example.

use crate::expr::Index;
use crate::expr::Symbol;
use crate::page::Fence;
use crate::page::Math;
use crate::page::Operator;

/// `o_out_1^(2)` as o with "out, 1" below and (2) above.
pub fn symbol(symbol: &Symbol) -> Math {
    let (letter, side) = match symbol.base.split_once('_') {
        Some((letter, side)) => (letter, Some(side)),
        None => (symbol.base.as_str(), None),
    };
    let comma = || Math::from(Operator::Comma);
    let apart = symbol.sub.iter().any(|index| matches!(index, Index::At(10..)));
    let mut below: Vec<Math> = side.map(Math::name).into_iter().collect();
    for (place, &number) in symbol.sub.iter().enumerate() {
        if (place == 0 && side.is_some()) || (place > 0 && apart) {
            below.push(comma());
        }
        below.push(index(number));
    }
    let mut math = Math::name(letter);
    if !below.is_empty() {
        math = math.with_sub(Math::row(below));
    }
    match symbol.example {
        Some(example) => math.with_sup(Math::fenced(Fence::Round, index(example))),
        None => math,
    }
}

fn index(index: Index) -> Math {
    match index {
        Index::At(number) => Math::number(number.to_string()),
        Index::Letter(letter) => Math::name(letter.to_string()),
    }
}
