/* Whether what a reader typed is right, judged by what it means and not by its spelling, as in the terminal.

   Two formulas are taken for equal if they have the same value in three worlds: with the lesson's numbers, and with
   two other sets of inputs, labels and weights, for which the page brings the values of all names. A wrong answer is
   told where it differs; of a number only in which direction. */

class Judge {
  /** `layers` are tables { name: [its value in each world] }, of which a slide has some. */
  constructor(layers) {
    this.worlds = [0, 1, 2].map((world) => new Map(layers.flatMap((layer) => Object.entries(layer).map(([name, values]) => [keyOfText(name), values[world]]))));
  }

  /** Gives every name of a formula that has no value, as the x of σ(x), some number in each world. */
  admit(formula) {
    for (const { sort, name } of partsOf(formula)) {
      if (sort !== "name") continue;
      this.worlds.forEach((world, at) => {
        const key = keyOf(name, this.letters([formula], at));
        const number = [...key].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1009, at + 1) / 1009;
        if (!world.has(key)) world.set(key, number);
      });
    }
  }

  /** Whether it can be told if something equals this. */
  knows(is) {
    const formula = parsed(is);
    this.admit(formula);
    return this.values(formula).every(Number.isFinite);
  }

  /** What a letter that stands for any node or example is taken for in each world. */
  letters(formulas, world) {
    const letters = {};
    const bound = new Set(formulas.flatMap((formula) => [...partsOf(formula)].filter((part) => part.sort === "sigma").map((part) => part.index)));
    for (const formula of formulas) {
      for (const { sort, name } of partsOf(formula)) {
        if (sort !== "name") continue;
        for (const index of [...name.indices, name.example]) {
          if (/^[a-z]$/.test(index ?? "") && !bound.has(index)) letters[index] = world === 1 ? "2" : "1";
        }
      }
    }
    return letters;
  }

  values(formula, among = [formula]) {
    added = 0;
    return this.worlds.map((world, at) => valueOf(formula, world, this.letters(among, at)));
  }

  equal(one, other) {
    const among = [one, other];
    const [ours, theirs] = among.map((formula) => this.values(formula, among));
    return ours.every((value, at) => near(value, theirs[at], 1e-9));
  }

  /** { kind: "right" | "slip" | "wrong", says: texts and [code] } for an answer that is to equal `is`. */
  judge(typed, is, of = null) {
    if (!typed.trim()) return slip("Type a formula or a number.");
    let formula;
    try {
      formula = parsed(typed);
    } catch (error) {
      if (!(error instanceof Slip)) throw error;
      return slip(`${error.message}: `, [typed.slice(0, error.at)], "▸", [typed.slice(error.at)]);
    }
    const right = parsed(is);
    this.admit(right);
    const unknown = this.unknown(formula, right);
    if (unknown) return slip(...unknown);
    if (has(formula, "derivative") && !has(right, "derivative")) return slip("a derivative is still in it: write what it comes to.");
    if (of && !sameText(of, is) && [...partsOf(formula)].some((part) => sameText(part.text, of))) return slip([of], " is what is asked for: write what it is.");
    const [wanted, value] = [right, formula].map((one) => this.values(one, [formula, right])[0]);
    if (added > MOST_ADDED) return slip("its sums have too many terms to be worked out: write a shorter one.");
    if (Math.abs(value) === Infinity) return slip("this has no value: it divides by 0, or is too large to be written down.");
    const half = halfOfLastDigit(typed);
    if (half !== null && Math.abs(value - wanted) <= half * (1 + 1e-9)) return RIGHT;
    if (this.equal(formula, right)) return RIGHT;
    if (isNumber(typed)) return wrong(...direction(value, wanted));
    const numbers = Number.isFinite(value) && Number.isFinite(wanted) && right.sort !== "number" ? [` In numbers it is ${sixDigits(value)}, where ${sixDigits(wanted)} is asked for.`] : [];
    return wrong(...this.place(formula, right), ...numbers);
  }

  /** The same for a number, to the digits that were typed. */
  judgeNumber(typed, worth) {
    const judged = this.judge(typed, String(worth));
    if (judged.kind !== "wrong") return judged;
    const value = this.values(parsed(typed))[0];
    const nearEnough = halfOfLastDigit(typed) ?? Math.abs(worth) * 5e-6;
    if (Math.abs(value - worth) <= nearEnough * (1 + 1e-9)) return RIGHT;
    return wrong(...(near(value, -worth, 1e-3) ? ["The sign is the other way round."] : direction(value, worth)));
  }

  /** A name that means nothing here, in words. */
  unknown(formula, right) {
    const known = (name) => this.worlds[0].has(keyOf(name, this.letters([{ sort: "name", name }], 0)));
    const expected = [...partsOf(right)].filter((part) => part.sort === "name").map((part) => part.text);
    const bound = [...partsOf(formula)].filter((part) => part.sort === "sigma").map((part) => part.index);
    const strange = [...partsOf(formula)].find(
      ({ sort, name, text }) => sort === "name" && !known(name) && !expected.includes(text) && !bound.includes(text),
    );
    if (!strange) return null;
    const bases = [...new Set([...this.worlds[0].keys()].filter((key) => !key.startsWith("d ")).map((key) => key.split(/[,^]/)[0]))];
    if (bases.includes(strange.name.base)) return ["there is no ", [strange.text], " here."];
    const meant = nearest(strange.name.base, bases);
    return [[strange.text], " is no name of this lesson.", ...(meant ? [" Did you mean ", [meant], "?"] : [])];
  }

  /** Where one formula differs from the other: as small a part of it as can be told. */
  place(typed, right) {
    const equal = (one, other) => this.equal(one, other);
    if (equal(typed, negated(right))) return ["The sign is the other way round."];
    const speaksOf = (count) => [typed, right].some((formula) => [...partsOf(formula)].some((part) => part.text === count));
    const counts = ["N", "E", "K"].filter(speaksOf).flatMap((count) => [count, `1/${count}`]);
    for (const times of right.sort === "number" ? [] : ["2", "1/2", "4", "1/4", ...counts]) {
      if (equal(typed, { sort: "product", parts: [parsed(times), right] })) return ["It is ", [times], " times what it should be."];
    }
    const found = this.part(typed, right);
    return found.whole === typed ? ["This is another formula."] : found.says;
  }

  part(typed, right) {
    const butFor = (part) => ({ says: ["All is right but ", [part.text], "."], whole: part });
    if (typed.sort === "sigma" && right.sort === "sigma") {
      const [own, other] = [typed.parts, right.parts];
      const limits = [0, 1].every((at) => this.equal(own[at], other[at]));
      const body = renamed(own[2], typed.index, right.index);
      if (this.equal(body, other[2])) return { says: ["All is right but what the Σ runs over: yours lets ", [typed.index], " run from ", [own[0].text], " to ", [own[1].text], "."] };
      if (limits) return this.part(body, other[2]);
      return butFor(typed);
    }
    const missing = this.withoutSum([typed], [right]);
    if (missing) return missing;
    if (typed.sort === "negative" && right.sort === "negative") return this.part(typed.parts[0], right.parts[0]);
    const isIn = (sort) => [typed, right].map((formula) => (formula.sort === sort ? formula.parts : [formula]));
    if (typed.sort === "sum" && right.sort === "sum") return this.among(...isIn("sum"), typed, " + ");
    if (typed.sort === "product" || right.sort === "product") return this.among(...isIn("product"), typed, "*");
    return butFor(typed);
  }

  /** The place where a Σ is missing before factors that are right. */
  withoutSum(strange, missing) {
    const own = strange.length === 1 ? strange[0] : { sort: "product", parts: strange, text: strange.map((part) => part.text).join("*") };
    const sigma = missing.find(({ sort, parts }) => strange.length > 0 && sort === "sigma" && this.equal(own, parts[2]));
    if (!sigma) return null;
    const isAll = missing.length === 1;
    if (isAll) return { says: ["All is right, but the Σ over ", [sigma.index], " is missing before ", [own.text], "."] };
    return { says: ["This much is right: ", [own.text], ". The Σ over ", [sigma.index], " is missing before it, and something else is too."] };
  }

  /** The same for the terms of a sum or the factors of a product, in whatever order they stand. */
  among(typed, right, whole, sign) {
    const missing = [...right];
    const [matched, strange] = [[], []];
    for (const own of typed) {
      const at = missing.findIndex((other) => this.equal(own, other));
      if (at < 0) {
        strange.push(own);
      } else {
        missing.splice(at, 1);
        matched.push(own);
      }
    }
    const withoutSum = this.withoutSum(strange, missing);
    if (withoutSum) return withoutSum;
    const together = (parts) => parts.map((part) => part.text).join(sign);
    if (matched.length === 0 && strange.length > 1) return { says: ["It differs in more than one place."] };
    if (strange.length === 0) return { says: ["This much is right: ", [together(matched)], ". Something is missing."] };
    if (missing.length === 0 && matched.length > 0) return { says: ["All is there, but this is too much: ", [together(strange)], "."] };
    if (strange.length === 1 && missing.length === 1) {
      if (this.equal(strange[0], negated(missing[0]))) return { says: ["All is right but the sign of ", [whole.text], "."] };
      return this.part(strange[0], missing[0]);
    }
    return { says: ["All is right but ", [together(strange)], "."], whole: matched.length === 0 ? whole : null };
  }
}

const RIGHT = { kind: "right", says: ["Right."] };
const slip = (...says) => ({ kind: "slip", says: ["Not an answer yet: ", ...says] });
const wrong = (...says) => ({ kind: "wrong", says: ["✗ Not quite. ", ...says] });
const direction = (value, wanted) => [`It is too ${value > wanted ? "large" : "small"}.`];
const has = (formula, sort) => [...partsOf(formula)].some((part) => part.sort === sort);
const sameText = (one, other) => one.replace(/\s/g, "") === other.replace(/\s/g, "");
const isNumber = (typed) => /^[-−+]*\s*(\d+\.?\d*|\.\d+)$/.test(typed.trim());

function near(one, other, within) {
  return Math.abs(one - other) <= within * Math.max(Math.abs(one), Math.abs(other), 1e-12);
}

/** Half a unit of the last decimal of a number as it was typed; null for whole numbers and formulas. 0.0 is 0 and
    nothing else: it says nothing of how small a number is. */
function halfOfLastDigit(typed) {
  const decimals = isNumber(typed) ? (typed.trim().split(".")[1]?.length ?? 0) : 0;
  if (decimals === 0) return null;
  return /[1-9]/.test(typed) ? 0.5 * 10 ** -decimals : 0;
}

function sixDigits(value) {
  return String(Number(value.toPrecision(6))).replace("-", "−");
}

/** The key of a name or derivative as the page writes it. */
function keyOfText(text) {
  const formula = parsed(text);
  if (formula.sort === "name") return keyOf(formula.name, {});
  return `d ${formula.parts.map((part) => keyOf(part.name, {})).join(" / ")}`;
}

/** The formula with another letter for what a Σ lets run. */
function renamed(formula, from, to) {
  if (from === to) return formula;
  const letter = (index) => (index === from ? to : index);
  const name = formula.name?.indices ? { ...formula.name, indices: formula.name.indices.map(letter), example: letter(formula.name.example) } : formula.name;
  return { ...formula, name, parts: formula.parts?.map((part) => renamed(part, from, to)) };
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
