/* Whether what a reader typed is right, judged by what it means and not by its spelling, as in the terminal.

   Two formulas are taken for equal if they have the same value in three worlds: with the lesson's numbers, and with
   two other sets of inputs, labels and weights, for which the page brings the values of all names. A wrong answer is
   told where it differs; of a number only in which direction. */

class Judge {
  /** `layers` are tables { name: [its value in each world] }, of which a slide has some. */
  constructor(layers) {
    const known = layers.flatMap((layer) => Object.entries(layer).map(([name, values]) => [parsed(name), values]));
    this.worlds = LETTERS.map((_, world) => new Map(known.map(([part, values]) => [keyOfPart(part), values[world]])));
    /** The derivatives by weights and biases. */
    this.slopes = known.map(([part]) => part).filter(({ sort, parts }) => sort === "derivative" && isOne(parts[1]));
    /** The names, as they are typed, that have no value in the lesson. */
    this.admitted = new Set();
  }

  /** Gives every name of a formula that has no value, as the x of σ(x), some number in each world. */
  admit(formula) {
    for (const part of partsOf(formula)) {
      if (part.sort !== "name" || this.isKnown(part)) continue;
      this.admitted.add(written(part));
      this.worlds.forEach((world, at) => {
        const key = keyOfPart(part, LETTERS[at]);
        world.set(key, [...key].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1009, at + 1) / 1009);
      });
    }
  }

  isKnown(name) {
    return this.worlds[0].has(keyOfPart(name, LETTERS[0]));
  }

  /** Whether it can be told if something equals this. */
  knows(is) {
    left = MOST_STEPS;
    const formula = parsed(is);
    this.admit(formula);
    return this.values(formula).every(Number.isFinite);
  }

  /** What a formula is worth in a world; in the first one the lesson's numbers are. */
  value(formula, world = 0) {
    return valueOf(formula, this.worlds[world], LETTERS[world]);
  }

  values(formula) {
    return LETTERS.map((_, world) => this.value(formula, world));
  }

  equal(one, other) {
    const theirs = this.values(other);
    return this.values(one).every((value, at) => near(value, theirs[at], 1e-9));
  }

  /** { kind: "right" | "slip" | "wrong", says: texts and [code] } for an answer that is to equal `is`. */
  judge(typed, is, of = null) {
    return read(typed, (formula) => {
      const [right, asked] = [parsed(is), of && parsed(of)];
      this.admit(right);
      const says = this.unfinished(formula, right, asked);
      return says ? slip(...says) : this.compared(formula, right, typed, asked);
    });
  }

  /** Why a formula is no answer yet. */
  unfinished(formula, right, of) {
    const isIt = (part) => part.sort === of?.sort && written(part) === written(of);
    const holds = (one) => partsOf(one).some(isIt);
    if (holds(formula) && (isIt(right) || !holds(right))) return [[written(of)], " is what is asked for, by its name: write what it is"];
    const unknown = this.unknown(formula, right);
    if (unknown) return unknown;
    return has(formula, "derivative") && !has(right, "derivative") ? ["a derivative is still in it: write what it comes to"] : null;
  }

  compared(formula, right, typed, of) {
    const values = [formula, right].map((one) => this.value(one));
    const [value, wanted] = values;
    if (left < 0) return TOO_LONG;
    if (Math.abs(value) === Infinity) return UNDEFINED;
    const put = this.putIn([formula, right]);
    // What depends on names that have no number has none to which another can be close.
    const half = put.length === 0 ? halfOfLastDigit(typed) : null;
    if (half !== null && Math.abs(value - wanted) <= half * (1 + 1e-9)) return RIGHT;
    left = MOST_STEPS;
    if (this.equal(formula, right)) return RIGHT;
    if (left < 0) return TOO_LONG;
    left = MOST_STEPS;
    const place = half === null ? new Search(this).place(formula, right) : this.placeOfNumber(values, half, timesOf(formula, right));
    if (asksNumber(right)) return wrong(offBy(typed, values, place));
    const isNumber = isTypedNumber(typed);
    const where = isNumber && place === WHOLE ? [] : place.says;
    if (isNumber && place.saysAll) return wrong(where);
    return wrong(where, isNumber && put.length === 0 ? offBy(typed, values, place) : this.example(formula, right, put), this.another(formula, of));
  }

  /** The same for a number, to the digits that were typed. */
  judgeNumber(typed, worth) {
    return read(typed, (formula) => {
      const value = freeLetters(formula).length > 0 ? NaN : this.value(formula);
      if (left < 0) return TOO_LONG;
      if (Number.isNaN(value)) return slip(...(this.unknown(formula) ?? ["this has no value: type a number"]));
      if (!Number.isFinite(value)) return UNDEFINED;
      const nearEnough = halfOfLastDigit(typed) ?? Math.abs(worth) * 5e-6;
      if (Math.abs(value - worth) <= nearEnough * (1 + 1e-9)) return RIGHT;
      return wrong(offBy(typed, [value, worth], this.placeOfNumber([value, worth], nearEnough, CONSTANTS)));
    });
  }

  /** Where a number differs, known to within so much: where that is so much that nearly anything would fit, nowhere. */
  placeOfNumber([value, wanted], half, times) {
    const fits = (other) => Math.abs(value - other) <= half * (1 + 1e-9) && half <= Math.abs(value) / 20;
    if (fits(-wanted)) return SIGN;
    const factor = times.find((factor) => fits(this.value(parsed(factor)) * wanted));
    return factor ? timesPlace(factor) : WHOLE;
  }

  /** The names and letters of formulas that have no number in the lesson, and what they are taken for. */
  putIn(formulas) {
    const letters = [...new Set(formulas.flatMap(freeLetters))].sort().map((letter) => [letter, 1]);
    const names = formulas.flatMap((formula) => partsOf(formula)).filter((part) => part.sort === "name" && this.admitted.has(written(part)));
    return [...letters, ...new Map(names.map((part) => [written(part), this.value(part)]))];
  }

  /** What both formulas are worth, with what was put in, where they differ. */
  example(formula, right, put) {
    left = MOST_STEPS;
    const at = LETTERS.findIndex((_, world) => !near(this.value(formula, world), this.value(right, world), 1e-9));
    const [ours, theirs] = [formula, right].map((one) => this.value(one, at));
    if (!Number.isFinite(ours) || !Number.isFinite(theirs)) return [];
    const isTold = at === 0 && put.length <= 3;
    const names = put.map(([name, value]) => `${name} = ${sixDigits(value)}`).join(" and ");
    const begins = !isTold ? "With some numbers" : names ? `In numbers with ${names}` : "In numbers";
    return [`${begins} it is ${sixDigits(ours)}, where ${sixDigits(theirs)} is asked for.`];
  }

  /** What is said of a formula that is the derivative of the cost by one other weight or bias, whatever the numbers. */
  another(formula, of) {
    if (of?.sort !== "derivative" || !isOne(of.parts[0]) || !has(formula, "name") || this.value(formula) === 0) return [];
    const isOther = (slope) => written(slope.parts[0]) === written(of.parts[0]) && written(slope) !== written(of);
    const slope = only(this.slopes.filter((slope) => isOther(slope) && this.equal(formula, slope)));
    return slope ? ["That is ", [written(slope)], "."] : [];
  }

  /** A name that means nothing here, in words. */
  unknown(formula, right = { sort: "number" }) {
    const expected = partsOf(right).filter((part) => part.sort === "name").map((part) => written(part));
    const strange = partsOf(formula).find((part) => part.sort === "name" && !this.isKnown(part) && !expected.includes(written(part)));
    if (!strange) return null;
    const bases = [...new Set([...this.worlds[0].keys()].filter((key) => !key.startsWith("d ")).map((key) => key.split(/[,^]/)[0]))];
    if (bases.includes(strange.name.base)) return ["there is no ", [written(strange)], " here."];
    const meant = nearest(strange.name.base, bases);
    return [[written(strange)], " is no name of this lesson.", ...(meant ? [" Did you mean ", [meant], "?"] : [])];
  }
}

/** What a letter that stands for any node or example is taken for in each world: no two of e, f and n are always alike. */
const LETTERS = [0, 1, 2].map((world) => {
  const taken = (letter) => {
    const sort = (letter.charCodeAt(0) % 5) % 3;
    return world > 0 && (sort === 0 || sort === world) ? "2" : "1";
  };
  return Object.fromEntries([..."abcdefghijklmnopqrstuvwxyz"].map((letter) => [letter, taken(letter)]));
});

const RIGHT = { kind: "right", says: ["Right."] };
const slip = (...says) => ({ kind: "slip", says: ["Not an answer yet: ", ...says] });
const wrong = (...sentences) => ({ kind: "wrong", says: ["✗ Not quite.", ...sentences.flatMap((says) => (says.length > 0 ? [" ", ...says] : []))] });
const TOO_LONG = slip("its sums have too many terms to be worked out: write a shorter one");
const UNDEFINED = slip("this has no value: it divides by 0, or is too large to be written down");
const has = (formula, sort) => partsOf(formula).some((part) => part.sort === sort);
const isTypedNumber = (typed) => /^[-−+]*\s*(\d+\.?\d*|\.\d+)$/.test(typed.trim());
/** Whether there is one of it and not one for each example. */
const isOne = (part) => part.sort === "name" && part.name.example === null;
/** Where no name stands in what is right, its value is all that there is to find. */
const asksNumber = (right) => !has(right, "name");

/** Judges what was typed, if it can be read. */
function read(typed, judge) {
  if (!typed.trim()) return slip("type a formula or a number");
  left = MOST_STEPS;
  try {
    return judge(parsed(typed));
  } catch (error) {
    if (!(error instanceof Slip)) throw error;
    if (error.at === undefined) return slip(error.message);
    return slip(`${error.message}: `, [typed.slice(0, error.at)], "▸", [typed.slice(error.at)]);
  }
}

/** Where a number is asked for: sign or factor, or in which direction it is off, since more would be the answer. */
function offBy(typed, [value, wanted], place) {
  if (place.saysAll) return place.says;
  const direction = `too ${value > wanted ? "large" : "small"}.`;
  return isTypedNumber(typed) ? [`It is ${direction}`] : [`In numbers it is ${sixDigits(value)}, which is ${direction}`];
}

function near(one, other, within) {
  return Math.abs(one - other) <= within * Math.max(Math.abs(one), Math.abs(other), 1e-12);
}

/** Half a unit of the last decimal of a number as it was typed; null for whole numbers and formulas. 0.0 is 0 and
    nothing else: it says nothing of how small a number is. */
function halfOfLastDigit(typed) {
  const decimals = isTypedNumber(typed) ? (typed.trim().split(".")[1]?.length ?? 0) : 0;
  if (decimals === 0) return null;
  return /[1-9]/.test(typed) ? 0.5 * 10 ** -decimals : 0;
}

function sixDigits(value) {
  return String(Number(value.toPrecision(6))).replace("-", "−");
}

/** The word that is nearly this one: one letter more, less or other, or two exchanged. */
function nearest(word, all) {
  const distance = (one, other) => {
    const rows = Array.from({ length: one.length + 1 }, (_, i) => [i, ...Array(other.length).fill(0)]);
    for (let j = 1; j <= other.length; j += 1) rows[0][j] = j;
    for (let i = 1; i <= one.length; i += 1) {
      for (let j = 1; j <= other.length; j += 1) {
        const same = one[i - 1] === other[j - 1];
        rows[i][j] = Math.min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (same ? 0 : 1));
        const turned = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
        if (turned) rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
      }
    }
    return rows[one.length][other.length];
  };
  return all.find((other) => word !== other && word.length > 1 && distance(word.toLowerCase(), other.toLowerCase()) === 1) ?? null;
}
