/* Where a formula differs from the right one: as small a part of it as can be told, as in the terminal.

     1/N·Σ f·h   for   1/N·Σ f·g:     1/N is the same, so look into Σ; there f is the same, so h it is

   Terms and factors may stand in any order: each is paired with one that equals it, and what is left over differs.
   Where the terms of a Σ were typed one by one, it is written out first.

   A place says what is told of it. It has a `part` that is to be another one, `first` which is also a part that is too
   much or has the wrong sign, or `less`, where something is missing. */

const WHOLE = { says: ["This is another formula."] };
const SIGN = { saysAll: true, says: ["The sign is the other way round."] };
const MULTIPLIED = { says: ["The terms are right, but they are to be added, not multiplied."] };
const timesPlace = (times) => ({ saysAll: true, says: ["It is ", [times], " times what it should be."] });
const butFor = (part) => ({ part, first: part, says: ["All is right but ", [written(part)], "."] });
const butForSign = (term) => ({ first: term, says: ["All is right but the sign of ", [written(term)], "."] });
const tooMuch = (part) => ({ first: part, says: ["All is there, but this is too much: ", [written(part)], "."] });
const tooLittle = (part) => ({ less: true, says: ["This much is right: ", [written(part)], ". Something is missing."] });
const noSum = (letter, part) => ({ says: ["All is right, but the Σ over ", [letter], " is missing before ", [written(part)], "."] });
const several = (first) => ({ says: first ? ["It differs in more than one place, first in ", [written(first)], "."] : ["It differs in more than one place."] });

/** Constants that a learner forgets or adds. */
const CONSTANTS = ["2", "1/2", "4", "1/4"];

/** The constants and those counts that either formula speaks of; none where a number is asked for, which a factor would tell. */
function timesOf(typed, right) {
  if (asksNumber(right)) return [];
  const named = [typed, right].flatMap((formula) => partsOf(formula)).map((part) => keyOfPart(part));
  const counts = ["N", "E", "K"].filter((count) => named.includes(count));
  return [...CONSTANTS, ...counts.flatMap((count) => [count, `1/${count}`])];
}

/** A Σ is written out up to so many terms. */
const MOST_WRITTEN = 24;

class Search {
  constructor(judge) {
    this.judge = judge;
  }

  equal(one, other) {
    return this.judge.equal(one, other);
  }

  place(typed, right) {
    if (this.equal(typed, negated(right))) return SIGN;
    const times = timesOf(typed, right).find((times) => this.equal(typed, together("product", [parsed(times), right])));
    if (times) return timesPlace(times);
    const found = this.part(typed, right);
    return found.part && written(found.part) === written(typed) ? WHOLE : found;
  }

  /** The smallest part of `typed` in which it differs. */
  part(typed, right) {
    const letter = this.notRun(typed, right);
    if (letter) return noSum(letter, typed);
    const both = (sort) => typed.sort === sort && right.sort === sort;
    if (both("sigma")) return this.withinSums(typed, right);
    if (both("negative")) return this.part(typed.parts[0], right.parts[0]);
    return this.amongPieces(typed, right);
  }

  /** The same for two Σ, of which each may call its letter as it likes. */
  withinSums(typed, right) {
    const [[from, to, body], [rightFrom, rightTo, rightBody]] = [typed.parts, right.parts];
    const range = { says: ["All is right but what the Σ runs over: yours lets ", [typed.index], " run from ", [written(from)], " to ", [written(to)], "."] };
    // Its own letter may have been forgotten in all of it.
    if (typed.index !== right.index && this.equal(body, rightBody)) return range;
    const bodies = withOneLetter(typed, right);
    if (bodies && this.equal(...bodies)) return range;
    if (bodies && this.equal(from, rightFrom) && this.equal(to, rightTo)) return this.part(...bodies);
    return butFor(typed);
  }

  /** The same for sums and products. */
  amongPieces(typed, right) {
    const isOne = (sort) => typed.sort === sort || right.sort === sort;
    const own = isOne("sum") ? this.terms(typed) : null;
    const terms = this.terms(right);
    if (own && terms) return this.among(own, terms, "sum");
    // One of several terms alone.
    if (terms?.length > 1 && terms.some((term) => this.equal(typed, term))) return tooLittle(typed);
    if (terms?.length > 1 && this.equal(typed, together("product", terms))) return MULTIPLIED;
    return isOne("product") ? this.among(factors(typed), factors(right), "product") : butFor(typed);
  }

  /** The letter that a Σ would have to let run in what was typed, if with it all were right. */
  notRun(typed, right) {
    if (right.sort === "sigma") return this.equal(typed, right.parts[2]) ? right.index : null;
    const taken = freeLetters(right);
    const index = right.sort === "sum" && freeLetters(typed).find((letter) => !taken.includes(letter));
    const limits = [1, right.parts?.length].map((value) => ({ sort: "number", value }));
    return index && this.equal({ sort: "sigma", index, parts: [...limits, typed] }, right) ? index : null;
  }

  /** The terms of a sum, a Σ among them, with what the whole of it is multiplied with at each. */
  terms(formula) {
    if (formula.sort === "sum") return formula.parts;
    if (formula.sort === "sigma") {
      const [from, to] = formula.parts.map((part, at) => (at < 2 ? this.judge.value(part) : 0));
      const count = to - from + 1;
      return count <= MOST_WRITTEN ? Array.from({ length: count }, (_, at) => renamed(formula.parts[2], formula.index, String(from + at))) : null;
    }
    const all = factors(formula);
    const at = all.findIndex(({ sort }) => sort === "sigma");
    const terms = at < 0 ? null : this.terms(all.splice(at, 1)[0]);
    return terms && terms.map((term) => together("product", [...all, term]));
  }

  /** The same for the terms of a sum or the factors of a product, in whatever order they stand. */
  among(typed, right, sort) {
    const missing = [...right];
    const [matched, strange] = [[], []];
    for (const own of typed) {
      const at = missing.findIndex((other) => this.equal(own, other));
      if (at >= 0) missing.splice(at, 1);
      (at < 0 ? strange : matched).push(own);
    }
    const found = this.withoutSum(strange, missing) ?? this.withinFactor(strange, missing);
    if (found) return found;
    if (matched.length === 0) return strange.length > 1 ? several(this.first(strange, missing)) : butFor(strange[0]);
    if (strange.length === 0) return tooLittle(together(sort, matched));
    if (missing.length === 0) return tooMuch(together(sort, strange));
    const areTerms = sort === "sum";
    if (strange.length === 1 && missing.length === 1) {
      const place = this.ofOne(strange[0], missing[0], together(sort, typed), areTerms);
      return areTerms ? withTerm(place, strange[0], typed) : place;
    }
    return areTerms && strange.length === missing.length ? several(this.first(strange, missing)) : butFor(together(sort, strange));
  }

  /** Where one piece of the whole differs from the one that should be there. */
  ofOne(own, other, whole, isTerm) {
    if (!this.equal(own, negated(other))) return this.part(own, other);
    const size = own.sort === "negative" ? own.parts[0] : own;
    // A sign before a name is no part to point at: the whole of which it is one is.
    return isTerm && /product|sigma/.test(size.sort) ? butForSign(size) : butFor(whole);
  }

  /** The place where a Σ is missing before factors that are right. */
  withoutSum(strange, missing) {
    if (strange.length === 0) return null;
    const own = together("product", strange);
    const letter = missing.map((other) => this.notRun(own, other)).find(Boolean);
    if (!letter) return null;
    if (missing.length === 1) return noSum(letter, own);
    return { says: ["This much is right: ", [written(own)], ". The Σ over ", [letter], " is missing before it, and something else is too."] };
  }

  /** Where factors are missing too, or too many: in what the one that is a sum differs from the one that should be. */
  withinFactor(strange, missing) {
    const [own, other] = [strange, missing].map((pieces) => only(pieces.filter(({ sort }) => sort === "sigma" || sort === "sum")));
    if (!own || !other || strange.length === missing.length) return null;
    const place = this.part(own, other);
    if (place.less && strange.length === 1) return tooLittle(own);
    return place.part && place.part !== own ? several(place.part) : null;
  }

  /** Where the first of several pieces differs from the one that stands in its place. */
  first(typed, right) {
    return typed.length === right.length ? (this.part(typed[0], right[0]).first ?? typed[0]) : null;
  }
}

/** The bodies of two Σ with one letter for both: the one that was typed, where it means nothing else in the other body. */
function withOneLetter(typed, right) {
  const [own, other] = [typed.parts[2], right.parts[2]];
  const holds = (body, { index }) => freeLetters(body).includes(index);
  if (typed.index === right.index || !holds(other, typed)) return [own, renamed(other, right.index, typed.index)];
  return holds(own, right) ? null : [renamed(own, typed.index, right.index), other];
}

/** The place in one of several terms, where the others are right. */
function withTerm(place, term, terms) {
  if (place.less) return { says: ["All is right but the term ", [written(term)], ", in which something is missing."] };
  const { part } = place;
  const holds = (other) => other !== term && partsOf(other).some((inner) => written(inner) === written(part));
  if (!part || !terms.some(holds)) return place;
  return { part, first: part, says: ["All is right but ", [written(part)], " in the term ", [written(term)], "."] };
}

/** The one that there is, if there is just one. */
const only = (all) => (all.length === 1 ? all[0] : null);

/** The factors of a product; below a fraction line stands 1 over something. */
function factors(formula) {
  const { sort, parts } = formula;
  if (sort === "product") return parts.flatMap(factors);
  if (sort !== "quotient" || parts[0].sort === "number") return [formula];
  return [...factors(parts[0]), { sort, parts: [{ sort: "number", value: 1, digits: "1" }, parts[1]] }];
}
