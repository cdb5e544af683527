//! The rules of derivations: what each says, what it makes of an example, and what it refuses.

use crate::derive::Equation;
use crate::derive::Example;
use crate::derive::Rule;
use crate::expr::Expr;
use crate::graph::Names;
use crate::page::Block;
use crate::page::Inline;
use crate::page::Look;
use crate::page::Math;
use crate::page::Operator;
use crate::page::Page;
use crate::page::Role;
use crate::show::formula::formula;

/// All these rules on one page, each under its name.
pub fn page(rules: impl IntoIterator<Item = &'static Rule>) -> Page {
    let each = |rule: &'static Rule| [vec![Block::Heading(rule.name.into())], blocks(rule)].concat();
    Page { title: "The rules of derivations".into(), blocks: rules.into_iter().flat_map(each).collect() }
}

/// The page of one rule.
pub fn page_of_one(rule: &'static Rule) -> Page {
    Page { title: format!("The rule {}", rule.name), blocks: blocks(rule) }
}

/// The formula that an example begins with, or the equation where the rule needs one.
pub fn before(example: &Example) -> Math {
    whole(&example.before())
}

/// What an example becomes, or the reason why not.
pub fn after(example: &Example, rule: &'static Rule) -> Result<Math, String> {
    let after = example.run(rule).map_err(|refusal| refusal.reason)?;
    Ok(if is_formula(&example.before()) { written(&after.right) } else { whole(&after) })
}

fn blocks(rule: &'static Rule) -> Vec<Block> {
    let mut blocks = vec![Block::Prose(vec![rule.says.into()])];
    blocks.extend(circumstances(&rule.example));
    if let Ok(after) = after(&rule.example, rule) {
        blocks.push(Block::Equation(Math::row([before(&rule.example), Operator::Becomes.into(), after])));
    }
    if let Err(because) = after(&rule.refuses, rule) {
        let refused = Inline::Looking(Look::Role(Role::Strong), vec!["Refused".into()]);
        let mut sentence: Vec<Inline> = vec![refused, " for ".into(), before(&rule.refuses).into()];
        sentence.extend(
            asides(&rule.refuses).into_iter().flat_map(|aside| [vec![Inline::from(", ")], aside].concat()),
        );
        sentence.push(format!(": {because}.").into());
        blocks.push(Block::Prose(sentence));
    }
    blocks
}

/// What an example is given and told, as a line of its own.
fn circumstances(example: &Example) -> Option<Block> {
    let mut line: Vec<Inline> = Vec::new();
    for aside in asides(example) {
        line.push(if line.is_empty() { "For example, " } else { ", " }.into());
        line.extend(aside);
    }
    line.push(":".into());
    (line.len() > 1).then_some(Block::Prose(line))
}

/// "given that f = x²" and "told f", each where there is any.
fn asides(example: &Example) -> Vec<Vec<Inline>> {
    let listed = |word: &str, formulas: Vec<Math>| {
        let mut words: Vec<Inline> = Vec::new();
        for math in formulas {
            words.push(if words.is_empty() { word.to_owned() } else { " and ".to_owned() }.into());
            words.push(math.into());
        }
        words
    };
    let given = listed("given that ", example.given().iter().map(equation).collect());
    let told = listed("told ", example.told().iter().map(written).collect());
    [given, told].into_iter().filter(|words| !words.is_empty()).collect()
}

fn is_formula(equation: &Equation) -> bool {
    equation.left == equation.right
}

fn whole(both: &Equation) -> Math {
    if is_formula(both) { written(&both.right) } else { equation(both) }
}

fn equation(equation: &Equation) -> Math {
    Math::row([written(&equation.left), Operator::Equals.into(), written(&equation.right)])
}

fn written(expr: &Expr) -> Math {
    formula(expr, Names::SERIES, &[])
}
