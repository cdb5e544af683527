//! The command that lists the rules of derivations.

use serde::Serialize;

use crate::derive;
use crate::derive::Equation;
use crate::derive::Example;
use crate::derive::Rule;
use crate::show;

use super::Answer;
use super::arguments;
use super::compute::not_listed;
use super::json;
use super::json::FormulaAnswer;
use super::output::Failure;
use super::output::Output;

/// `gradwalk rules`
pub(super) fn rules(arguments: &arguments::Rules, output: &Output) -> Result<Answer, Failure> {
    let known = derive::rules().map(|rule| rule.name);
    let one = arguments.name.as_deref().map(str::trim);
    let one = one
        .map(|name| derive::rule(name).ok_or_else(|| not_listed("rule", name, "rules", known)))
        .transpose()?;
    let page = || one.map_or_else(|| show::rules::page(derive::rules()), show::rules::page_of_one);
    let json = || one.map_or_else(|| as_json(derive::rules()), |rule| as_json([rule]));
    output.page_as(arguments.format, page, json)?;
    Ok(Answer::Yes)
}

#[derive(Serialize)]
struct RulesAnswer {
    format: u32,
    rules: Vec<RuleAnswer>,
}

#[derive(Serialize)]
struct RuleAnswer {
    name: &'static str,
    says: &'static str,
    example: ExampleAnswer,
    refuses: ExampleAnswer,
}

#[derive(Serialize)]
struct ExampleAnswer {
    given: Vec<String>,
    told: Vec<String>,
    before: FormulaAnswer,
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<FormulaAnswer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    because: Option<String>,
}

fn as_json(rules: impl IntoIterator<Item = &'static Rule>) -> String {
    let rules = rules.into_iter().map(|rule| RuleAnswer {
        name: rule.name,
        says: rule.says,
        example: example(&rule.example, rule),
        refuses: example(&rule.refuses, rule),
    });
    json::line(&RulesAnswer { format: json::FORMAT, rules: rules.collect() })
}

fn example(example: &Example, rule: &'static Rule) -> ExampleAnswer {
    let before = example.before();
    let is_formula = before.left == before.right;
    let plain = |equation: &Equation| {
        if is_formula { equation.right.unicode() } else { equation_in_unicode(equation) }
    };
    let after = example.run(rule).ok().zip(show::rules::after(example, rule).ok());
    ExampleAnswer {
        given: example.given().iter().map(equation_in_unicode).collect(),
        told: example.told().iter().map(crate::expr::Expr::unicode).collect(),
        before: FormulaAnswer::new(plain(&before), &show::rules::before(example)),
        after: after.map(|(after, math)| FormulaAnswer::new(plain(&after), &math)),
        because: example.run(rule).err().map(|refusal| refusal.reason),
    }
}

fn equation_in_unicode(equation: &Equation) -> String {
    format!("{} = {}", equation.left.unicode(), equation.right.unicode())
}
