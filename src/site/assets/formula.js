/* What a reader types: text → formula → number, in the notation of the terminal.

     sum    = term (("+" | "-") term)*            term   = signed (("*" | "/") signed)*
     signed = "-" signed | power                  power  = piece ("^" whole number)?
     piece  = number | name | function "(" sum ")" | "(" sum ")" | "sum(e, 1, E, …)" | "d(…)/d(name)" */

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

/** So many parts are gone through to find one thing out: a Σ goes through its body again and again. Then nothing has a
    value any more, until `left` begins anew. */
const MOST_STEPS = 1000000;
let left = MOST_STEPS;

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
  const deeper = (read) => {
    if ((depth += 1) > DEEPEST) fail("this formula nests too deeply");
    const found = read();
    depth -= 1;
    return found;
  };

  function sum() {
    const terms = [term()];
    for (;;) {
      if (take("+")) terms.push(term());
      else if (take("-")) terms.push(negated(term()));
      else return together("sum", terms);
    }
  }

  function term() {
    let factors = [signed()];
    for (;;) {
      if (take("**")) fail("a power is written with ^, as in x^2");
      else if (take("*")) factors.push(signed());
      else if (take("/")) factors = [{ sort: "quotient", parts: [together("product", factors), signed()] }];
      else return together("product", factors);
    }
  }

  function signed() {
    return take("-") ? negated(deeper(signed)) : power();
  }

  function power() {
    const base = piece();
    if (!take("^")) return base;
    const exponent = /^\s*(?:\(\s*(-?\d+)\s*\)|(-?\d+))/.exec(text.slice(at));
    if (!exponent || Math.abs(exponent[1] ?? exponent[2]) > 64) fail("an exponent is a whole number up to 64");
    at += exponent[0].length;
    return { sort: "power", parts: [base], exponent: Number(exponent[1] ?? exponent[2]) };
  }

  function piece() {
    skip();
    const number = /^\d+(\.\d*)?|^\.\d+/.exec(text.slice(at));
    if (number) {
      at += number[0].length;
      return { sort: "number", value: Number(number[0]), digits: number[0] };
    }
    if (take("(") || take("[")) {
      const close = text[at - 1] === "(" ? ")" : "]";
      const inside = deeper(sum);
      expect(close, "a bracket is open");
      return inside;
    }
    if (/^(d\s*\(|∂)/.test(text.slice(at))) return derivative();
    if (/^sum\s*\(/.test(text.slice(at))) return sigma();
    const name = /^[A-Za-zΑ-ω][A-Za-z]*(_[A-Za-z0-9]+(,[A-Za-z0-9]+)*)*/.exec(text.slice(at));
    if (!name) return fail(text[at] === undefined ? "it breaks off here" : `${text[at]} cannot stand here`);
    at += name[0].length;
    if (FUNCTIONS[name[0]]) {
      expect("(", `as in ${name[0]}(x)`);
      const inside = deeper(sum);
      expect(")", "a bracket is open");
      return { sort: "call", name: name[0], parts: [inside] };
    }
    // Behind the names of nodes a bracket is the example; behind any other only a letter cannot be a power.
    const isNode = /^(x|y|h\d*_(in|out)|o_(in|out))(_|$)/.test(name[0]);
    const example = (isNode ? /^\^\(\s*([a-z]|\d+)\s*\)/ : /^\^\(\s*([a-z])\s*\)/).exec(text.slice(at));
    if (example) at += example[0].length;
    return { sort: "name", name: nameOfParts(name[0], example ? example[1] : null) };
  }

  function sigma() {
    const advice = "a sum is written sum(e, 1, E, …)";
    take("sum");
    expect("(", advice);
    const index = /^[A-Za-z]/.exec(next() ?? "") ?? fail(advice);
    at += 1;
    const [from, to, body] = [0, 1, 2].map(() => (expect(",", advice), deeper(sum)));
    expect(")", advice);
    return { sort: "sigma", index: index[0], parts: [from, to, body] };
  }

  function derivative() {
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
    return { sort: "derivative", parts: [of, by] };
  }

  const formula = sum();
  if (next() !== undefined) fail(/[\w(]/.test(text[at]) ? "a sign is missing here: products are written with *" : `${text[at]} cannot stand here`);
  return formula;
}

function negated(formula) {
  return { sort: "negative", parts: [formula] };
}

/** The sum of terms or the product of factors; of one it is itself. */
function together(sort, parts) {
  return parts.length === 1 ? parts[0] : { sort, parts };
}

/** How close what stands there holds together, where brackets may be needed. */
const CLOSE = { sum: 0, negative: 1, product: 1, quotient: 2, derivative: 3, power: 3 };

/** A formula as it is typed; in brackets if it holds together less closely than it has to. */
function written(formula, close = 0) {
  const { sort, parts, name } = formula;
  const inner = (at, close) => written(parts[at], close);
  const all = () => parts.map((part) => written(part)).join(", ");
  const term = (part) => (part.sort === "negative" ? ` - ${written(part.parts[0], 2)}` : ` + ${written(part, 1)}`);
  const text = {
    number: () => formula.digits,
    name: () => writtenName(name),
    negative: () => `-${inner(0, 2)}`,
    sum: () => inner(0, 1) + parts.slice(1).map(term).join(""),
    product: () => parts.map((part, at) => written(part, at === 0 ? 2 : 3)).join("*"),
    quotient: () => `${inner(0, 2)}/${inner(1, 3)}`,
    power: () => `${inner(0, 4)}^${formula.exponent < 0 ? `(${formula.exponent})` : formula.exponent}`,
    call: () => `${name}(${all()})`,
    sigma: () => `sum(${formula.index}, ${all()})`,
    derivative: () => `d(${inner(0)})/d(${inner(1)})`,
  }[sort]();
  return (CLOSE[sort] ?? 4) < close ? `(${text})` : text;
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

/** The key of a name or derivative; none of another formula. */
function keyOfPart({ sort, name, parts }, letters = {}) {
  if (sort === "name") return keyOf(name, letters);
  return sort === "derivative" ? `d ${parts.map((part) => keyOfPart(part, letters) ?? "?").join(" / ")}` : null;
}

/** What a formula is worth where names have these values: `world.get(key)`. NaN where it has no value. */
function valueOf(formula, world, letters = {}) {
  left -= 1;
  if (left < 0) return NaN;
  const value = (part) => valueOf(part, world, letters);
  const { sort, parts } = formula;
  switch (sort) {
    case "number":
      return formula.value;
    case "name":
      return world.get(keyOf(formula.name, letters)) ?? NaN;
    case "derivative":
      return world.get(keyOfPart(formula, letters)) ?? NaN;
    case "negative":
      return -value(parts[0]);
    case "sum":
      return parts.reduce((sum, part) => sum + value(part), 0);
    case "product":
      return parts.reduce((product, part) => product * value(part), 1);
    case "quotient": {
      const under = value(parts[1]);
      return under === 0 ? Infinity : value(parts[0]) / under;
    }
    case "power":
      return value(parts[0]) ** formula.exponent;
    case "call":
      return FUNCTIONS[formula.name](value(parts[0]));
    case "sigma": {
      const [from, to] = [value(parts[0]), value(parts[1])];
      if (Number.isNaN(from + to)) return NaN;
      if (!(to - from < MOST_TERMS) || from % 1 !== 0 || to % 1 !== 0) throw new Slip(`a sum runs from one whole number to another, over at most ${MOST_TERMS} terms; this one runs from ${from} to ${to}`);
      let sum = 0;
      for (let at = from; at <= to && left > 0; at += 1) {
        sum += valueOf(parts[2], world, { ...letters, [formula.index]: String(at) });
      }
      return sum;
    }
  }
  return NaN;
}

function writtenName({ base, indices, example }) {
  const below = indices.length > 0 ? `_${indices.join(indices.some((index) => index.length > 1) ? "," : "")}` : "";
  return base + below + (example === null ? "" : `^(${example})`);
}

/** The letters that stand for any node or example, but for those that a Σ lets run. */
function freeLetters({ sort, name, parts = [], index }) {
  if (sort === "name") return [...name.indices, name.example].filter((at) => /^[a-z]$/.test(at ?? ""));
  const within = parts.map(freeLetters);
  if (sort === "sigma") within[2] = within[2].filter((letter) => letter !== index);
  return [...new Set(within.flat())].sort();
}

/** The formula with another letter, or a number, in the place of one that no Σ in it lets run. */
function renamed(formula, from, to) {
  const { sort, name, parts, index } = formula;
  const letter = (index) => (index === from ? to : index);
  if (sort === "name") return { sort, name: { ...name, indices: name.indices.map(letter), example: letter(name.example) } };
  return { ...formula, parts: parts?.map((part, at) => (sort === "sigma" && at === 2 && index === from ? part : renamed(part, from, to))) };
}

/** Every part of a formula, itself first. */
function partsOf(formula, found = []) {
  found.push(formula);
  for (const part of formula.parts ?? []) partsOf(part, found);
  return found;
}
