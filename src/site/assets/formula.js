/* What a reader types: text → formula → number, in the notation of the terminal.

     sum    = term (("+" | "-") term)*            term   = signed (("*" | "/") signed)*
     signed = "-" signed | power                  power  = piece ("^" whole number)?
     piece  = number | name | function "(" sum ")" | "(" sum ")" | "sum(e, 1, E, …)" | "d(…)/d(name)"

   Each part keeps the text that it was read from, so that it can be pointed at. */

const FUNCTIONS = {
  exp: Math.exp,
  ln: Math.log,
  sigma: (x) => 1 / (1 + Math.exp(-x)),
  tanh: Math.tanh,
  step: (x) => (x > 0 ? 1 : 0),
  relu: (x) => (x > 0 ? x : 0),
  lrelu: (x) => (x > 0 ? x : 0.01 * x),
};

/** So many brackets within one another. */
const DEEPEST = 100;
/** So many terms a Σ may have. */
const MOST_TERMS = 10000;

/** So many terms of sums within sums are added up for one value; `added` begins anew with each. */
const MOST_ADDED = 300000;
let added = 0;

/** What cannot be read, and where. */
class Slip extends Error {
  constructor(says, at) {
    super(says);
    this.at = at;
  }
}

function parsed(written) {
  const text = written.replace(/−/g, "-").replace(/[·⋅×]/g, "*").replace(/σ/g, "sigma");
  let at = 0;
  let depth = 0;
  const skip = () => {
    while (/\s/.test(text[at] ?? "")) at += 1;
  };
  const next = () => (skip(), text[at]);
  const take = (sign) => next() !== undefined && text.startsWith(sign, at) && ((at += sign.length), true);
  const fail = (says) => {
    skip();
    throw new Slip(says, at);
  };
  const expect = (sign, advice) => take(sign) || fail(`${sign} is missing: ${advice}`);
  const part = (start, fields) => ({ ...fields, text: text.slice(start, at).trim() });
  const deeper = (read) => {
    if ((depth += 1) > DEEPEST) fail("this formula nests too deeply");
    const found = read();
    depth -= 1;
    return found;
  };

  function sum() {
    const start = (skip(), at);
    const terms = [term()];
    for (;;) {
      if (take("+")) terms.push(term());
      else if (take("-")) terms.push(negated(term()));
      else return terms.length === 1 ? terms[0] : part(start, { sort: "sum", parts: terms });
    }
  }

  function term() {
    const start = (skip(), at);
    let factors = [signed()];
    for (;;) {
      if (take("**")) fail("a power is written with ^, as in x^2");
      else if (take("*")) factors.push(signed());
      else if (take("/")) factors = [part(start, { sort: "quotient", parts: [product(factors, start), signed()] })];
      else return product(factors, start);
    }
  }

  const product = (factors, start) => (factors.length === 1 ? factors[0] : part(start, { sort: "product", parts: factors }));

  function signed() {
    const start = (skip(), at);
    if (!take("-")) return power();
    return { ...negated(deeper(signed)), text: text.slice(start, at) };
  }

  function power() {
    const start = (skip(), at);
    const base = piece();
    if (!take("^")) return base;
    const exponent = /^\s*(?:\(\s*(-?\d+)\s*\)|(-?\d+))/.exec(text.slice(at));
    if (!exponent || Math.abs(exponent[1] ?? exponent[2]) > 64) fail("an exponent is a whole number up to 64");
    at += exponent[0].length;
    return part(start, { sort: "power", parts: [base], exponent: Number(exponent[1] ?? exponent[2]) });
  }

  function piece() {
    const start = (skip(), at);
    const number = /^\d+(\.\d+)?|^\.\d+/.exec(text.slice(at));
    if (number) {
      at += number[0].length;
      return part(start, { sort: "number", value: Number(number[0]) });
    }
    if (take("(") || take("[")) {
      const close = text[at - 1] === "(" ? ")" : "]";
      const inside = deeper(sum);
      expect(close, "a bracket is open");
      return { ...inside, text: text.slice(start, at) };
    }
    if (/^(d\s*\(|∂)/.test(text.slice(at))) return derivative(start);
    if (/^sum\s*\(/.test(text.slice(at))) return sigma(start);
    const name = /^[A-Za-zΑ-ω][A-Za-z]*(_[A-Za-z0-9]+(,[A-Za-z0-9]+)*)*/.exec(text.slice(at));
    if (!name) return fail(text[at] === undefined ? "it breaks off here" : `${text[at]} cannot stand here`);
    at += name[0].length;
    if (FUNCTIONS[name[0]]) {
      expect("(", `as in ${name[0]}(x)`);
      const inside = deeper(sum);
      expect(")", "a bracket is open");
      return part(start, { sort: "call", name: name[0], parts: [inside] });
    }
    // Behind the names of nodes a bracket is the example; behind any other only a letter cannot be a power.
    const isNode = /^(x|y|h\d*_(in|out)|o_(in|out))(_|$)/.test(name[0]);
    const example = (isNode ? /^\^\(\s*([a-z]|\d+)\s*\)/ : /^\^\(\s*([a-z])\s*\)/).exec(text.slice(at));
    if (example) at += example[0].length;
    return part(start, { sort: "name", name: nameOfParts(name[0], example ? example[1] : null) });
  }

  function sigma(start) {
    const advice = "a sum is written sum(e, 1, E, …)";
    take("sum");
    expect("(", advice);
    const index = /^[A-Za-z]/.exec(next() ?? "") ?? fail(advice);
    at += 1;
    const [from, to, body] = [0, 1, 2].map(() => (expect(",", advice), deeper(sum)));
    expect(")", advice);
    return part(start, { sort: "sigma", index: index[0], parts: [from, to, body] });
  }

  function derivative(start) {
    const advice = "a derivative is written d(MSE)/d(w_211)";
    const side = () => {
      if (take("∂")) return piece();
      expect("d", advice);
      expect("(", advice);
      const inside = deeper(sum);
      expect(")", advice);
      return inside;
    };
    const of = side();
    expect("/", advice);
    const by = side();
    return part(start, { sort: "derivative", parts: [of, by] });
  }

  const formula = sum();
  if (next() !== undefined) fail(/[\w(]/.test(text[at]) ? "a sign is missing here: products are written with *" : `${text[at]} cannot stand here`);
  return formula;
}

function negated(formula) {
  return { sort: "negative", parts: [formula], text: `-${formula.text}` };
}

/** `w_211` and `h_out_1^(e)` as what they are made of. */
function nameOfParts(written, example) {
  const words = written.split("_");
  const last = words.at(-1);
  const has = words.length > 1 && !/^(in|out)$/.test(last);
  const indices = !has ? [] : last.includes(",") ? last.split(",") : [...last];
  return { base: (has ? words.slice(0, -1) : words).join("_"), indices, example };
}

/** The name with numbers in the place of letters, as the table has it. */
function keyOf({ base, indices, example }, letters) {
  const at = (index) => letters[index] ?? index;
  return [base, ...indices.map(at)].join(",") + (example === null ? "" : `^${at(example)}`);
}

/** What a formula is worth where names have these values: `world.get(key)`. NaN where it has no value. */
function valueOf(formula, world, letters = {}) {
  const value = (part) => valueOf(part, world, letters);
  const { sort, parts } = formula;
  switch (sort) {
    case "number":
      return formula.value;
    case "name":
      return world.get(keyOf(formula.name, letters)) ?? NaN;
    case "derivative":
      return world.get(`d ${parts.map((part) => (part.sort === "name" ? keyOf(part.name, letters) : "?")).join(" / ")}`) ?? NaN;
    case "negative":
      return -value(parts[0]);
    case "sum":
      return parts.reduce((sum, part) => sum + value(part), 0);
    case "product":
      return parts.reduce((product, part) => product * value(part), 1);
    case "quotient":
      return value(parts[0]) / value(parts[1]);
    case "power":
      return value(parts[0]) ** formula.exponent;
    case "call":
      return FUNCTIONS[formula.name](value(parts[0]));
    case "sigma": {
      const [from, to] = [value(parts[0]), value(parts[1])];
      if (!(to - from < MOST_TERMS) || !Number.isInteger(from) || !Number.isInteger(to)) return NaN;
      let sum = 0;
      for (let at = from; at <= to; at += 1) {
        added += 1;
        if (added > MOST_ADDED) return NaN;
        sum += valueOf(parts[2], world, { ...letters, [formula.index]: String(at) });
      }
      return sum;
    }
  }
  return NaN;
}

/** Every part of a formula, itself first. */
function* partsOf(formula) {
  yield formula;
  for (const part of formula.parts ?? []) yield* partsOf(part);
}
