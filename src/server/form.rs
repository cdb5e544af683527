//! A problem as a form, and the form as a problem.
//!
//! Every number is a field under its own name (`x_4^(2)`, `w_211`), so what is wrong with one can be said where it
//! stands. How many there are travels along: the server remembers nothing.

use std::collections::BTreeMap;

use maud::Markup;
use maud::PreEscaped;
use maud::html;

use crate::activation;
use crate::activation::ACTIVATIONS;
use crate::cost;
use crate::cost::COSTS;
use crate::expr::Symbol;
use crate::graph::Names;
use crate::graph::Quantity;
use crate::graph::Shape;
use crate::page::Inline;
use crate::problem::Grid;
use crate::problem::Layer;
use crate::problem::Problem;
use crate::render;
use crate::show::symbol::symbol_in;

use super::sent::Sent;

/// So many numbers a form may have. Nobody edits more by hand.
pub(super) const MOST: usize = 2_000;
/// So many fields, with those that are not numbers.
pub(super) const MOST_FIELDS: usize = MOST + 100;
/// So many layers of weights.
const DEEPEST: usize = 20;

/// What stands in the fields.
#[derive(Debug)]
pub(super) struct Form {
    pub(super) title: String,
    pub(super) shape: Shape,
    /// Under the name of each number, what is written there.
    texts: BTreeMap<String, String>,
    /// What is wrong, under the name of its field; nothing's name is empty.
    faults: BTreeMap<String, String>,
}

impl Form {
    /// The form of a problem, unless it has too many numbers for one.
    pub(super) fn of(problem: &Problem) -> Option<Form> {
        let shape = problem.shape();
        if numbers(&shape)? > MOST || shape.layers() > DEEPEST {
            return None;
        }
        let text =
            |quantity| (name(&shape, quantity), shortest(problem.number(quantity).unwrap_or(f64::NAN)));
        let texts = quantities(&shape).into_iter().map(text).collect();
        Some(Form { title: problem.title.clone(), shape, texts, faults: BTreeMap::new() })
    }

    /// The form that was sent, unless it does not say what it is the form of.
    pub(super) fn sent(sent: &Sent) -> Result<Form, String> {
        let counts = |field: &str| -> Option<Vec<usize>> {
            sent.text(field).split(' ').map(|word| word.parse().ok()).collect()
        };
        let missing = |field: &str| format!("The field `{field}` is missing or says nothing.");
        let widths = counts("widths").ok_or_else(|| missing("widths"))?;
        let biases = counts("biases").ok_or_else(|| missing("biases"))?;
        let [examples] = counts("examples").ok_or_else(|| missing("examples"))?[..] else {
            return Err(missing("examples"));
        };
        let layers = biases.len();
        let activation = |layer: usize| {
            let field = format!("activation_{}", layer + 1);
            activation::named(sent.text(&field)).ok_or_else(|| missing(&field))
        };
        if widths.len() != layers + 1 || layers > DEEPEST || widths.contains(&0) || examples == 0 {
            return Err("The form is of no network.".into());
        }
        let shape = Shape {
            widths,
            activations: (0..layers).map(activation).collect::<Result<_, _>>()?,
            biases: biases.iter().map(|&has| has > 0).collect(),
            examples,
            cost: cost::named(sent.text("cost")).ok_or_else(|| missing("cost"))?,
        };
        if numbers(&shape).is_none_or(|numbers| numbers > MOST) {
            return Err(format!("A form holds at most {MOST} numbers."));
        }
        let text = |quantity| {
            let name = name(&shape, quantity);
            let text = sent.text(&name).to_owned();
            (name, text)
        };
        let texts = quantities(&shape).into_iter().map(text).collect();
        Ok(Form { title: sent.text("title").to_owned(), shape, texts, faults: BTreeMap::new() })
    }

    /// The problem that it writes; nothing where something is wrong, which it then says itself.
    pub(super) fn problem(&mut self) -> Option<Problem> {
        let mut values = BTreeMap::new();
        for (name, text) in &self.texts {
            match number(text) {
                Ok(value) => drop(values.insert(name.clone(), value)),
                Err(says) => drop(self.faults.insert(name.clone(), says)),
            }
        }
        if !self.faults.is_empty() {
            return None;
        }
        let shape = &self.shape;
        let value = |quantity| values.get(&name(shape, quantity)).copied().unwrap_or(f64::NAN);
        let layers = (0..shape.layers()).map(|layer| Layer {
            weights: Grid::from_fn(shape.widths[layer], shape.widths[layer + 1], |from, to| {
                value(Quantity::Weight { layer, from, to })
            }),
            biases: shape.biases[layer].then(|| {
                (0..shape.widths[layer + 1]).map(|to| value(Quantity::Bias { layer, to })).collect()
            }),
            activation: shape.activations[layer],
        });
        let rows = |width, quantity: fn(usize, usize) -> Quantity| {
            Grid::from_fn(shape.examples, width, |example, node| value(quantity(node, example)))
        };
        let inputs = rows(shape.widths[0], |node, example| Quantity::Input { node, example });
        let labels = rows(shape.outputs(), |node, example| Quantity::Label { node, example });
        match Problem::new(self.title.clone(), layers.collect(), inputs, labels, shape.cost) {
            Ok(problem) => Some(problem),
            Err(error) => {
                self.faults.insert(String::new(), format!("{error}; {}", error.help()));
                None
            }
        }
    }

    /// What is wrong, each with the name of its field.
    pub(super) fn faults(&self) -> impl Iterator<Item = (&str, &str)> {
        self.faults.iter().map(|(name, says)| (name.as_str(), says.as_str()))
    }

    /// The fields, without the form around them.
    pub(super) fn fields(&self, names: Names<'_>) -> Markup {
        let shape = &self.shape;
        let joined = |counts: Vec<usize>| counts.iter().map(usize::to_string).collect::<Vec<_>>().join(" ");
        html! {
            input type="hidden" name="title" value=(self.title);
            input type="hidden" name="widths" value=(joined(shape.widths.clone()));
            input type="hidden" name="biases" value=(joined(shape.biases.iter().map(|&has| has.into()).collect()));
            input type="hidden" name="examples" value=(shape.examples);
            (self.examples("Inputs X", shape.widths[0], names, |node, example| Quantity::Input { node, example }))
            (self.examples("Labels Y", shape.outputs(), names, |node, example| Quantity::Label { node, example }))
            @for layer in 0..shape.layers() { (self.layer(layer, names)) }
            div.choices {
                @for (layer, chosen) in shape.activations.iter().enumerate() {
                    label { "Activation of layer " (layer + 1) " "
                        (choice(&format!("activation_{}", layer + 1), chosen.name, ACTIVATIONS.iter().map(|one| one.name)))
                    }
                }
                label { "Cost " (choice("cost", shape.cost.name, COSTS.iter().map(|one| one.name))) }
            }
        }
    }

    fn examples(
        &self,
        caption: &str,
        width: usize,
        names: Names<'_>,
        quantity: fn(usize, usize) -> Quantity,
    ) -> Markup {
        let shape = &self.shape;
        let head = (0..width).map(|node| shape.symbol(quantity(node, 0)).without_example());
        let rows = (0..shape.examples).map(|example| {
            let fields = (0..width).map(|node| self.field(quantity(node, example)));
            (html! { (example + 1) }, fields.collect())
        });
        table(caption, &html! { "example" }, head.map(|symbol| math(names, &symbol)), rows)
    }

    fn layer(&self, layer: usize, names: Names<'_>) -> Markup {
        let shape = &self.shape;
        let width = shape.widths[layer + 1];
        let node = |quantity| math(names, &shape.symbol(quantity).without_example());
        let head = (0..width).map(|node| shape.symbol(Quantity::In { layer, node, example: 0 }));
        let head = head.map(|symbol| html! { "to " (math(names, &symbol.without_example())) });
        let rows = (0..shape.widths[layer]).map(|from| {
            let fields = (0..width).map(|to| self.field(Quantity::Weight { layer, from, to }));
            (html! { "from " (node(shape.below(layer, from, 0))) }, fields.collect())
        });
        let biases = shape.biases[layer].then(|| {
            (html! { "bias" }, (0..width).map(|to| self.field(Quantity::Bias { layer, to })).collect())
        });
        table(&format!("Weights W{}", layer + 1), &html! {}, head, rows.chain(biases))
    }

    fn field(&self, quantity: Quantity) -> Markup {
        let name = name(&self.shape, quantity);
        let text = self.texts.get(&name).map_or("", String::as_str);
        let is_wrong = self.faults.contains_key(&name).then_some("true");
        let says = is_wrong.map(|_| fault_id(&name));
        html! {
            input name=(name) value=(text) aria-label=(name) aria-invalid=[is_wrong] aria-describedby=[says]
                type="text" inputmode="decimal" autocomplete="off" spellcheck="false" maxlength="40" size="7";
        }
    }
}

/// Where it is said what is wrong with a field.
pub(super) fn fault_id(name: &str) -> String {
    format!("fault-{name}")
}

/// A table of fields, which scrolls by itself where it is wider than the page.
fn table(
    caption: &str,
    corner: &Markup,
    head: impl Iterator<Item = Markup>,
    rows: impl Iterator<Item = (Markup, Vec<Markup>)>,
) -> Markup {
    html! {
        div.scroll { table.numbers {
            caption { (caption) }
            thead { tr { td { (corner) } @for cell in head { th scope="col" { (cell) } } } }
            tbody { @for (name, fields) in rows {
                tr { th scope="row" { (name) } @for field in fields { td { (field) } } }
            } }
        } }
    }
}

/// A choice of names.
pub(super) fn choice<'n>(name: &str, chosen: &str, all: impl Iterator<Item = &'n str>) -> Markup {
    html! {
        select name=(name) { @for one in all { option value=(one) selected[one == chosen] { (one) } } }
    }
}

/// A symbol as a formula.
pub(super) fn math(names: Names<'_>, symbol: &Symbol) -> Markup {
    PreEscaped(render::html::inline(&[Inline::Math(symbol_in(names, symbol))]))
}

/// The name of a number's field: as it is typed, whatever the notation of the page.
pub(super) fn name(shape: &Shape, quantity: Quantity) -> String {
    shape.symbol(quantity).to_string()
}

/// How many numbers a problem of this shape has, unless they cannot be counted.
fn numbers(shape: &Shape) -> Option<usize> {
    let ends = shape.widths[0].checked_add(shape.outputs())?;
    let mut count = shape.examples.checked_mul(ends)?;
    for (layer, &has_biases) in shape.biases.iter().enumerate() {
        let rows = shape.widths[layer].checked_add(usize::from(has_biases))?;
        count = count.checked_add(rows.checked_mul(shape.widths[layer + 1])?)?;
    }
    Some(count)
}

/// Every number of a problem.
fn quantities(shape: &Shape) -> Vec<Quantity> {
    let of_examples = (0..shape.examples).flat_map(|example| {
        let inputs = (0..shape.widths[0]).map(move |node| Quantity::Input { node, example });
        inputs.chain((0..shape.outputs()).map(move |node| Quantity::Label { node, example }))
    });
    of_examples.chain(shape.parameters()).collect()
}

/// The digits that give the same double again.
fn shortest(value: f64) -> String {
    let (plain, scientific) = (format!("{value}"), format!("{value:e}"));
    if plain.len() <= scientific.len().max(12) { plain } else { scientific }
}

/// What is written in a field, as a number.
fn number(text: &str) -> Result<f64, String> {
    if text.is_empty() {
        return Err("there is no number here".into());
    }
    let number = text.replace('\u{2212}', "-").parse::<f64>().ok().filter(|number| number.is_finite());
    number.ok_or_else(|| match text.replace(',', ".").parse::<f64>() {
        Ok(_) => format!("`{text}` is not a number: write decimals with a point"),
        Err(_) => format!("`{text}` is not a number"),
    })
}
