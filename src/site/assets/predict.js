/* Predict, then see: the question of a slide, or a part of a formula hidden by the key p.

     what is asked for   →  an answer is typed  →  right, a slip, or where it differs
                            after two misses, or when asked, what was hidden is shown */

/** After so many misses the answer is shown. */
const MISSES = 2;

/** A place to type an answer in. `judge` says what it is worth, `ended` is told when it is over and with what words;
    `other` hides something else. */
function prompt(asks, judge, ended, other = null) {
  /** Whoever gives the same answer twice has learned no more of it. */
  const missed = new Set();
  /** The next time it begins anew. */
  const end = (says) => {
    missed.clear();
    field.value = "";
    said.replaceChildren();
    ended(says);
  };
  const said = element("p", { class: "said", role: "status" });
  const field = element("input", { type: "text", autocomplete: "off", autocapitalize: "off", spellcheck: "false", maxlength: "4000" });
  const again = (label, act) => element("button", { type: "button", onclick: act }, label);
  const form = element(
    "form",
    { class: "prompt", lang: "en" },
    ...(asks ? [element("h3", {}, asks)] : []),
    element("label", {}, "Your answer ", field),
    element("button", {}, "Check"),
    again("Show it", () => end([])),
    ...(other ? [again("Hide another", other)] : []),
    element("p", { class: "quiet" }, "A number, or a formula as in 1/N*sum(e, 1, E, (o_out_1^(e) - y_1^(e))*w_211^2)."),
    said,
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!field.value.trim()) return end([]);
    const { kind, says } = judge(field.value);
    if (kind === "right") return end(says);
    if (kind === "wrong" && missed.add(field.value.replaceAll(/\s/g, "")).size >= MISSES) return end(says);
    said.replaceChildren(...says.map(spelled));
    field.select();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") end(null);
  });
  return form;
}

/** Words, or in a list a piece of a formula as it is typed. */
function spelled(piece) {
  return Array.isArray(piece) ? element("code", {}, ...piece) : piece;
}

/** What can be hidden in the formulas that are seen: those that came last first, in each what is new first. */
function hideable(slide) {
  const things = [...slide.querySelectorAll(".thing")].filter(isSeen).reverse();
  return things.flatMap((thing) =>
    [...thing.querySelectorAll(":scope > .asked > li")].map((entry, number) => ({
      thing,
      number,
      is: entry.textContent,
      said: entry.dataset.said?.split(" ").map(Number),
      places: entry.matches(".worth") ? [...thing.querySelectorAll(".about")].map((about) => about.nextElementSibling) : [...thing.querySelectorAll(`[data-asked="${number}"]`)],
    })),
  ).filter((target) => target.places.length > 0);
}

/** Puts a question mark in the place of what is hidden. What this returns puts everything back. */
function hide({ thing, number, said, places }) {
  const formula = thing.querySelector(":scope > :is(.formula, math)");
  const before = formula.getAttribute("aria-label");
  const quiet = quietOf(formula);
  const spokenWords = quiet.split(" ");
  const loudly = said ? [...spokenWords.slice(0, said[0]), "question mark", ...spokenWords.slice(said[1])].join(" ") : `${quiet} equals question mark`;
  formula.setAttribute("aria-label", loudly);
  const marks = places.map((place, at) => {
    // The number under a symbol belongs to it.
    const parent = place.parentElement;
    const whole = parent.localName === "munder" && parent.firstElementChild === place && !parent.dataset.mark ? parent : place;
    const mark = document.createElementNS("http://www.w3.org/1998/Math/MathML", "mtext");
    mark.textContent = at === 0 ? "?" : "";
    mark.setAttribute("class", "question-mark");
    mark.dataset.number = number;
    whole.classList.add("hidden");
    whole.before(mark);
    return () => {
      whole.classList.remove("hidden");
      mark.remove();
    };
  });
  return () => {
    formula.setAttribute("aria-label", before);
    for (const show of marks) show();
  };
}
