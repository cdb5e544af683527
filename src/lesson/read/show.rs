//! What a slide shows: each item of the file, resolved.

use super::Field;
use super::Item;
use super::Reader;
use super::named_cost;
use crate::derive::Equation;
use crate::derive::Rule;
use crate::derive::rule;
use crate::derive::rules;
use crate::derive::worked_out;
use crate::expr::Expr;
use crate::expr::Focus;
use crate::expr::Index;
use crate::expr::Symbol;
use crate::graph::Quantity;
use crate::lesson::Crossed;
use crate::lesson::Line;
use crate::lesson::Made;
use crate::lesson::Redefinition;
use crate::lesson::Shown;
use crate::lesson::Source;
use crate::lesson::Tangent;
use crate::lesson::changes::are_built_alike;
use crate::lesson::format::ShowText;
use crate::lesson::same_value;
use crate::lesson::stage::Aim;
use crate::lesson::stage::Move;
use crate::lesson::stage::Trouble;
use crate::lesson::stage::places;
use crate::problem::Step;
use crate::problem::advice_from;

const ONE_DIFFERENCE: &str = "name two formulas that differ in one thing";

const NAME: &str = "write a name, as in f or o_out_n^(e)";

/// By less than about the square root of what rounding leaves, a difference of two costs says nothing.
const SMALLEST_NUDGE: f64 = 1e-8;

impl Reader<'_> {
    /// What an item of a slide shows; nothing where it only begins.
    pub(super) fn show(&mut self, written: &ShowText) -> Result<Option<Shown>, Trouble> {
        let line = match written {
            ShowText::Begin { of } => {
                let of = self.read("of", of)?;
                self.stage.begin(&of)?;
                self.derived.extend(self.by_parameter(&of));
                return Ok(None);
            }
            ShowText::Step { rule, of, at, nth, place, with, gives } => {
                let of = of.as_ref().map(|of| self.read("of", of)).transpose()?;
                let made = Move {
                    rule: known_rule(rule)?,
                    aim: self.aim(at.as_deref(), *nth, place.as_deref())?,
                    with: self.formulas("with", with)?,
                    gives: gives.as_ref().map(|text| self.read("gives", text)).transpose()?,
                };
                self.stage.step(of.as_ref(), made)?
            }
            ShowText::Recall { of, point, keep } => self.recall(of.as_deref(), point, keep)?,
            ShowText::Define { name, is } => {
                let (name, is) = (self.name("name", name)?, self.read("is", is)?);
                self.stage.define(name, is)?
            }
            ShowText::Again { of, weight, quiet } => {
                let of = self.read("of", of)?;
                let weight = self.parameter(vec![Field("weight")], weight)?;
                if self.by_parameter(&of) == Some(weight) {
                    let says = format!("{} is by this weight already", of.unicode());
                    return Err(Trouble::new("weight", says, "name another weight of its layer"));
                }
                let line = self.stage.again(&of, weight)?;
                if *quiet {
                    return Ok(None);
                }
                line
            }
            ShowText::Generalise { of, is } => {
                let general = Equation { left: self.read("of", of)?, right: self.read("is", is)? };
                self.stage.generalise(general)?
            }
            other => return self.picture(other).map(Some),
        };
        Ok(Some(Shown::Line(line)))
    }

    /// After a fault in something that works on a formula: nothing can be said of what hangs on it.
    pub(super) fn give_up(&mut self, written: &ShowText) {
        let of = match written {
            ShowText::Begin { of } => Some(of),
            ShowText::Step { of, .. } => of.as_ref(),
            other => return self.lose(other),
        };
        let of = of.and_then(|of| self.stage.formula(of).ok());
        self.stage.give_up(of.as_ref());
    }

    /// The same for something that would have come to a formula by the work on others.
    pub(super) fn lose(&mut self, written: &ShowText) {
        let of = |of: &String| self.stage.formula(of).ok();
        let lost = match written {
            ShowText::Generalise { of: general, .. } => of(general),
            ShowText::Again { of: known, weight, .. } => {
                let weight = self.stage.parameter(weight).ok();
                of(known).zip(weight).and_then(|(known, weight)| self.stage.counterpart(&known, weight))
            }
            _ => None,
        };
        self.stage.lose(lost);
    }

    fn picture(&mut self, written: &ShowText) -> Result<Shown, Trouble> {
        Ok(match written {
            ShowText::Ask { of } => Shown::Question(self.read("of", of)?),
            ShowText::Redefine { cost, define, again } => {
                Shown::Redefinition(self.redefine(cost, define, again)?)
            }
            ShowText::Contrast { left, right } => {
                let (left, right) = (self.reached("left", left)?, self.reached("right", right)?);
                if left.right == right.right {
                    let says = format!("both are {}: nothing differs", left.right.unicode());
                    return Err(Trouble::new("right", says, ONE_DIFFERENCE));
                }
                if !are_built_alike(&left.right, &right.right) {
                    let says = "the two formulas differ in more than indices and numbers";
                    return Err(Trouble::new("right", says, ONE_DIFFERENCE));
                }
                Shown::Contrast { left, right }
            }
            ShowText::NotEqual { of, is } => self.not_equal(of, is)?,
            ShowText::Tree { weight, unlike, crossed, examples } => {
                let other =
                    unlike.as_ref().map(|name| self.parameter(vec![Field("unlike")], name)).transpose()?;
                let weight = self.parameter(vec![Field("weight")], weight)?;
                if other == Some(weight) {
                    let says = "this is the same weight, and its tree the same";
                    return Err(Trouble::new("unlike", says, "name another weight"));
                }
                if *crossed && other.is_some() {
                    let says = "two trees side by side have no crossed paths";
                    return Err(Trouble::new("crossed", says, "leave `unlike` or `crossed` out"));
                }
                Shown::Tree {
                    examples: self.some_examples(*examples)?,
                    weight,
                    unlike: other,
                    crossed: if *crossed { Crossed::Dashed } else { Crossed::Absent },
                }
            }
            ShowText::Network { weights, nodes } => Shown::Network {
                weights: self.list("weights", weights, Self::parameter)?,
                nodes: self.list("nodes", nodes, Self::node)?,
            },
            ShowText::Plot { function, tangents } => self.plot(function, tangents)?,
            ShowText::Grid { of, rows, columns } => self.grid(of, [*rows, *columns])?,
            ShowText::Matrix { name, of, rows, columns } => {
                Shown::Matrix(self.matrix(name, of, [("rows", *rows), ("columns", *columns)])?)
            }
            ShowText::Product { left, right, is, rows, over, columns, cell } => {
                Shown::Product(self.product([left, right, is], [*rows, *over, *columns], *cell)?)
            }
            ShowText::Compare { weight } => Shown::Compare(self.parameter(vec![Field("weight")], weight)?),
            ShowText::Paths { weight } => Shown::Paths(self.parameter(vec![Field("weight")], weight)?),
            ShowText::Nudge { weight, by } => self.nudge(weight, by)?,
            _ => unreachable!("whatever leads to an equation has been dealt with"),
        })
    }

    fn read(&self, field: &'static str, text: &str) -> Result<Expr, Trouble> {
        self.read_at(vec![Field(field)], text)
    }

    pub(super) fn read_at(&self, at: Vec<Step>, text: &str) -> Result<Expr, Trouble> {
        self.stage.formula(text).map_err(|fault| Trouble::Fault {
            at,
            says: fault.says,
            help: fault.help,
            bytes: fault.at,
        })
    }

    fn formulas(&self, field: &'static str, texts: &[String]) -> Result<Vec<Expr>, Trouble> {
        let read = |(item, text): (usize, &String)| self.read_at(vec![Field(field), Item(item)], text);
        texts.iter().enumerate().map(read).collect()
    }

    /// Things of one sort, each of them once.
    fn list<T: PartialEq>(
        &self,
        field: &'static str,
        texts: &[String],
        read: impl Fn(&Self, Vec<Step>, &str) -> Result<T, Trouble>,
    ) -> Result<Vec<T>, Trouble> {
        let mut found: Vec<T> = Vec::new();
        for (item, text) in texts.iter().enumerate() {
            let at = vec![Field(field), Item(item)];
            let one = read(self, at.clone(), text)?;
            if found.contains(&one) {
                return Err(Trouble::at(at, format!("`{text}` is named twice"), "name each of them once"));
            }
            found.push(one);
        }
        Ok(found)
    }

    fn name(&self, field: &'static str, text: &str) -> Result<Symbol, Trouble> {
        match self.read(field, text)? {
            Expr::Sym(name) => Ok(name),
            other => Err(Trouble::new(field, format!("{} is not a name", other.unicode()), NAME)),
        }
    }

    fn parameter(&self, at: Vec<Step>, text: &str) -> Result<Quantity, Trouble> {
        let help = "name a weight or bias of the problem, as in w_211";
        self.stage.parameter(text).map_err(|error| Trouble::at(at, error.to_string(), help))
    }

    /// A node, whatever the example: `h_out_2`.
    fn node(&self, at: Vec<Step>, text: &str) -> Result<Quantity, Trouble> {
        let help = "name a node value without an example, as in h_out_2 or o_in_1";
        let read = self.read_at(at.clone(), text)?;
        let refused = |says: String| Trouble::at(at, says, help);
        let Expr::Sym(name) = read else {
            return Err(refused(format!("`{text}` is not a node")));
        };
        let first = Symbol { example: Some(Index::At(1)), ..name };
        match self.stage.scene().shape.quantity(&first) {
            Ok(node @ (Quantity::Input { .. } | Quantity::In { .. } | Quantity::Out { .. })) => Ok(node),
            Ok(_) => Err(refused(format!("`{text}` is not a node"))),
            Err(error) => Err(refused(error.to_string())),
        }
    }

    fn aim(&self, at: Option<&str>, nth: usize, place: Option<&[usize]>) -> Result<Aim, Trouble> {
        match (at, place) {
            (Some(_), Some(_)) => {
                let help = "leave one of the two out";
                Err(Trouble::new("place", "the part is given by `at` and by `place`", help))
            }
            (Some(text), None) => Ok(Aim::Part(self.read("at", text)?, nth)),
            (None, _) if nth != 1 => {
                let help = "leave `nth` out, or say with `at` what stands there";
                Err(Trouble::new("nth", format!("there is no part of which this is number {nth}"), help))
            }
            (None, Some(way)) => Ok(Aim::Place(Focus(way.to_vec()))),
            (None, None) => Ok(Aim::Place(Focus::whole())),
        }
    }

    fn recall(&mut self, of: Option<&str>, point: &[String], keep: &[String]) -> Result<Line, Trouble> {
        let of = of.map(|of| self.read("of", of)).transpose()?;
        let (point, keep) = (self.formulas("point", point)?, self.formulas("keep", keep)?);
        let (equation, made) = self.stage.reached(of.as_ref())?;
        let (equation, made) = (equation.clone(), made.cloned().map(Box::new));
        let point = standing("point", &equation.right, &point)?;
        let keep = standing("keep", &equation.right, &keep)?;
        let mut faded = Vec::new();
        fade(&equation.right, &Focus::whole(), &keep, &mut faded);
        Ok(Line { point, faded, ..Line::plain(equation, Made::Earlier(made)) })
    }

    fn reached(&mut self, field: &'static str, of: &str) -> Result<Equation, Trouble> {
        let of = self.read(field, of)?;
        self.stage.reached(Some(&of)).map(|(equation, _)| equation.clone()).map_err(|trouble| match trouble {
            Trouble::Fault { says, help, .. } => Trouble::new(field, says, help),
            earlier @ Trouble::Earlier => earlier,
        })
    }

    fn redefine(
        &mut self,
        cost: &str,
        define: &[(String, String)],
        again: &[String],
    ) -> Result<Redefinition, Trouble> {
        let to = named_cost(cost).map_err(|(says, help)| Trouble::new("cost", says, help))?;
        let mut meanings = Vec::new();
        for (item, (name, is)) in define.iter().enumerate() {
            let at = || vec![Field("define"), Item(item)];
            let Expr::Sym(name) = self.read_at(at(), name)? else {
                return Err(Trouble::at(at(), format!("`{name}` is not a name"), NAME));
            };
            meanings.push((name, self.read_at(at(), is)?));
        }
        let again = self.formulas("again", again)?;
        if to.name == self.stage.scene().shape.cost.name {
            let says = format!("{} is the cost in force already", to.name);
            return Err(Trouble::new("cost", says, "name another cost"));
        }
        let problem = self.stage.scene().problem.clone().with_cost(to);
        let problem = problem.map_err(|error| Trouble::new("cost", error.to_string(), error.help()))?;
        let (from, was, before) = self.measure();
        self.stage.redefine(problem, meanings, &again)?;
        let (_, is, after) = self.measure();
        let both = |place: usize| [before[place], after[place]];
        Ok(Redefinition { was: (from, was), is: (to, is), values: both(0), slopes: both(1) })
    }

    /// The cost in force: its definition, its value, and its slope by the lesson's weight.
    fn measure(&self) -> (&'static crate::cost::Cost, Equation, [f64; 2]) {
        let scene = self.stage.scene();
        let cost = scene.shape.symbol(Quantity::Cost);
        let weight = scene.shape.symbol(self.weight);
        let worth = |formula: &Expr| scene.value(formula).unwrap_or(f64::NAN);
        let values = [worth(&cost.clone().into()), worth(&Expr::partial(cost.clone(), weight))];
        let is = scene.givens.definition_of(&cost).unwrap_or_else(|| cost.clone().into());
        (scene.shape.cost, Equation { left: cost.into(), right: is }, values)
    }

    fn not_equal(&self, of: &str, is: &str) -> Result<Shown, Trouble> {
        let (of, is) = (self.read("of", of)?, self.read("is", is)?);
        let worth = |field: &'static str, formula: &Expr| {
            self.stage.scene().value(formula).ok_or_else(|| {
                let says = format!("{} has no number here", formula.unicode());
                Trouble::new(field, says, "write a formula that follows from the problem's data")
            })
        };
        let values = [worth("of", &of)?, worth("is", &is)?];
        // With a reader's own numbers the two may happen to be the same, and then that is what is shown.
        if same_value(values) && self.numbers == Source::Own {
            let says = format!("both are {}", values[0]);
            return Err(Trouble::new("is", says, "what is not equal has to have another value"));
        }
        Ok(Shown::NotEqual { of, is, values })
    }

    fn nudge(&self, weight: &str, by: &str) -> Result<Shown, Trouble> {
        let weight = self.parameter(vec![Field("weight")], weight)?;
        let refused = |says: &str, help: &str| Trouble::new("by", says, help);
        let by = by.trim().parse().ok().filter(|by: &f64| by.is_finite() && *by != 0.0);
        let by =
            by.ok_or_else(|| refused("this is no number to nudge by", "write a small one, as in 0.01"))?;
        if by.abs() < SMALLEST_NUDGE {
            return Err(refused("so small a change is lost in rounding", "write a larger one, as in 0.01"));
        }
        Ok(Shown::Nudge { weight, by })
    }

    /// The weight or bias by which this is a derivative.
    fn by_parameter(&self, of: &Expr) -> Option<Quantity> {
        let Expr::Partial { by, .. } = of else { return None };
        let by = self.stage.scene().shape.quantity(by).ok()?;
        matches!(by, Quantity::Weight { .. } | Quantity::Bias { .. }).then_some(by)
    }

    fn plot(&self, function: &str, tangents: &[String]) -> Result<Shown, Trouble> {
        let function = self.read("function", function)?;
        let x = Symbol::new("x");
        let of_x_alone = function.value(&|symbol: &Symbol| (*symbol == x).then_some(0.5)).is_ok();
        if !of_x_alone {
            let says = format!("{} is not a function of x alone", function.unicode());
            return Err(Trouble::new("function", says, "write one, as in sigma(x)"));
        }
        let points = self.formulas("tangents", tangents)?;
        let tangents = points.into_iter().enumerate().map(|(item, point)| {
            self.tangent(&function, point)
                .map_err(|(says, help)| Trouble::at(vec![Field("tangents"), Item(item)], says, help))
        });
        let tangents = tangents.collect::<Result<_, Trouble>>()?;
        Ok(Shown::Plot { function, tangents })
    }

    /// The tangent to a function of x at this point, where it has one.
    fn tangent(&self, function: &Expr, point: Expr) -> Result<Tangent, (String, &'static str)> {
        let scene = self.stage.scene();
        let x = scene.value(&point).ok_or_else(|| {
            (format!("{} has no number here", point.unicode()), "write a number, or a name from the data")
        })?;
        let nowhere = |what: &str| {
            let says = format!("{} {what} where x is {x}", function.unicode());
            (says, "let the tangent touch the graph where it is smooth")
        };
        let name = Symbol::new("x");
        let at = |formula: &Expr, x: f64| {
            let value = formula.value(&|symbol: &Symbol| (*symbol == name).then_some(x)).ok();
            value.filter(|value| value.is_finite())
        };
        let height = at(function, x).ok_or_else(|| nowhere("has no height"))?;
        let slope = worked_out(&scene.givens, function.clone(), &name).ok();
        let slope =
            slope.and_then(|found| at(&found.now().right, x)).ok_or_else(|| nowhere("has no slope"))?;
        let little = 1e-9 * x.abs().max(1.0);
        let rise = at(function, x + little).zip(at(function, x - little)).map(|(right, left)| right - left);
        let is_smooth =
            rise.is_some_and(|rise| (rise - 2.0 * little * slope).abs() < 1e-6 * height.abs().max(1.0));
        if is_smooth { Ok(Tangent { point, x, height, slope }) } else { Err(nowhere("jumps")) }
    }
}

fn known_rule(name: &str) -> Result<&'static Rule, Trouble> {
    rule(name).ok_or_else(|| {
        let help = advice_from(name, "`gradwalk rules`", rules().map(|rule| rule.name));
        Trouble::new("rule", format!("there is no rule called `{name}`"), help)
    })
}

/// All places of these parts, each of which has to stand somewhere.
fn standing(field: &'static str, formula: &Expr, parts: &[Expr]) -> Result<Vec<Focus>, Trouble> {
    let mut all = Vec::new();
    for (item, part) in parts.iter().enumerate() {
        let found = places(formula, &|here| here == part);
        if found.is_empty() {
            let says = format!("{} does not stand in {}", part.unicode(), formula.unicode());
            let help = "write a part of the right side exactly as it stands there";
            return Err(Trouble::at(vec![Field(field), Item(item)], says, help));
        }
        all.extend(found);
    }
    Ok(all)
}

/// The terms of sums that lead to nothing that is kept, where others lead there.
fn fade(formula: &Expr, at: &Focus, keep: &[Focus], faded: &mut Vec<Focus>) {
    let leads = |at: &Focus| keep.iter().any(|kept| kept.0.starts_with(&at.0));
    if keep.iter().any(|kept| kept == at) || !leads(at) {
        return;
    }
    for (place, part) in formula.parts().enumerate() {
        let here = at.down(place);
        match (leads(&here), formula) {
            (true, _) => fade(part, &here, keep, faded),
            (false, Expr::Add(_)) => faded.push(here),
            (false, _) => {}
        }
    }
}
