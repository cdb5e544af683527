/* The player: keys and buttons → view → what is seen. `walk.js` knows where steps lead, `address.js` how a view is
   written in the address, `weights.js` what another weight changes. */

const main = document.querySelector("main");
/* What the page has; `take` reads it. */
let slides, way, data, weights, weightDialog, glossary, treeDialog;
take();
const opening = { weight: weights.names[0], numbers: main.dataset.numbers ?? "on" };

/** What is seen. `answered` holds the slides whose answers have been shown. */
const view = { ...way.first(0, false), weight: 0, beside: null, numbers: opening.numbers, mainSteps: false, theme: "auto" };
const answered = new Set();
const misses = new Map();
let typed = "";
let silence = 0;
let drawn = null;
let twin = null;
/** The slides that have been shown beside themselves, each with its twin. */
let twins = new Map();
let idle = 0;
/** What is hidden, and how it is shown again. */
let hiding = null;
/** The weights that are asked for and that a page is still to get, by their names. */
let awaited = {};
let waiting = null;

const live = element("p", { class: "unseen", "aria-live": "polite", lang: document.documentElement.lang });
const note = element("p", { class: "note", role: "status", lang: "en" });
const button = (label, says, act, attributes = {}) => element("button", { type: "button", title: says, onclick: act, ...attributes }, label);
const controls = {
  weight: button("", "Another weight, or two side by side (w)", () => openWeights()),
  numbers: button("Numbers", "Numbers under the symbols, none, or behind the formulas only (n)", () => change({ numbers: NUMBERS[view.numbers].next })),
  steps: button("Main steps", "Every step, or main steps only (d)", () => change({ mainSteps: !view.mainSteps })),
  theme: button("Dark", "Dark or light (v)", () => change({ theme: isDark() ? "light" : "dark" })),
  slides: button("Slides", "All slides, and search (o, /)", () => lists().at(view.slide), { "aria-haspopup": "dialog" }),
  keys: button("Keys", "All keys (?)", () => keysDialog.showModal(), { "aria-haspopup": "dialog" }),
};
const more = element("nav", { class: "more", lang: "en", "aria-label": "About this slide" });
const foot = element("nav", { class: "steps", lang: "en", "aria-label": "Steps" });
const back = button("← Back", "The thing before (←)", () => step(-1));
const next = button("Next →", "The next thing (→)", () => step(1), { class: "next" });
const where = element("p", { class: "where" });
let list = null;
/** The list of all slides, made when it is first wanted. */
const lists = () => (list ??= overview(slides, (slide) => jump(way.first(slide, view.mainSteps))));

const checks = glossary && dialog("checks", "How the steps of this slide were checked", element("div", { class: "content" }));
/** Does something when nothing else is to be done; of several such things only the last. */
function whenIdle(act) {
  const [later, never] = globalThis.requestIdleCallback ? [requestIdleCallback, cancelIdleCallback] : [setTimeout, clearTimeout];
  never(idle);
  idle = later(act);
}

/** The slides on the screen, that for the other weight among them. */
const onScreen = () => [...main.querySelectorAll(".slide.now")];

/* What each key does; the same letters as in the terminal. */
const KEYS = [
  [["→", "l", "Enter"], "the next thing, then the next slide", () => step(1)],
  [[" "], "the next page of a long slide, then the same", () => scrollOrStep()],
  [["←", "h", "Backspace"], "the thing before, then the finished slide before", () => step(-1)],
  [["PageDown", "PageUp"], "the next slide, the slide before", (key) => pass(key === "PageDown" ? 1 : -1)],
  [["Home", "End", "G"], "the first slide, the last", (key) => jump(way.first(key === "Home" ? 0 : slides.length - 1, view.mainSteps))],
  [["j", "k"], "scroll", (key) => scrollBy(0, key === "j" ? 60 : -60)],
  [["n"], "numbers under the symbols, none, or behind the formulas only", () => controls.numbers.click()],
  [["d"], "every step, or main steps only", () => controls.steps.click()],
  [["v"], "dark or light", () => controls.theme.click()],
  [["w"], "another weight, or two side by side", () => controls.weight.click()],
  [["f", "F"], "the next factor lights up with its edge, node and number; the one before", (key) => lightNext(key === "f" ? 1 : -1)],
  [["a", "b", "c", "d", "e"], "choose an answer, where there are several", null],
  [["o"], "all slides with their sub-goals", () => controls.slides.click()],
  [["/"], "slides that say something", () => lists().find()],
  [["?"], "these keys", () => controls.keys.click()],
];
/* What there is to read about a slide of a lesson; derivations say it themselves. */
const ABOUT = [
  ["p", "Predict", "answer the question, or hide a part of the formula and say what it is", () => predict()],
  ["g", "Symbols", "what the symbols on the screen mean and are worth", () => readGlossary(glossary, onScreen(), view.slide, [view.weight, view.beside ?? view.weight])],
  ["c", "Checks", "how the steps of this slide were checked", () => readChecks(checks, onScreen())],
  ["t", "Tree", "the tree diagram, by itself", () => readTree(treeDialog, onScreen(), weights, view.weight)],
];
if (glossary) {
  KEYS.splice(-3, 0, ...ABOUT.map(([key, , does, act]) => [[key], does, act]));
  more.append(...ABOUT.map(([key, label, does, act]) => button(label, `${does[0].toUpperCase()}${does.slice(1)} (${key})`, act)));
}
more.append(button("Factors", "The next factor lights up with its edge, node and number (f); the one before (F)", () => lightNext(1)));
// A derivation is all formulas with their words: it has no numbers to hide.
const hasNumbers = main.querySelector(".formulas") !== null;
if (!hasNumbers) KEYS.splice(KEYS.findIndex(([keys]) => keys.includes("n")), 1);
const ARROWS = { ArrowRight: "→", ArrowLeft: "←" };
const NAMES = { " ": "Space", PageDown: "PgDn", PageUp: "PgUp" };
const keyRow = ([keys, does]) => element("tr", {}, element("th", { scope: "row" }, ...keys.flatMap((key) => [element("kbd", {}, NAMES[key] ?? key), " "])), element("td", {}, does));
const letters = element("input", { type: "checkbox", id: "letters", checked: "" });
const keysDialog = dialog(
  "keys",
  "Keys",
  element("table", {}, element("tbody", {}, ...KEYS.map(keyRow), keyRow([["1", "2", "Enter"], "slide 12"]))),
  element("p", {}, letters, element("label", { for: "letters" }, " Keys that are letters do something")),
);

/* What numbers are seen, and what the key n leads to from there. */
const NUMBERS = {
  on: { next: "off", pressed: "true", says: "Numbers under the symbols." },
  off: { next: "results", pressed: "false", says: "No numbers." },
  results: { next: "on", pressed: "mixed", says: "Numbers behind the formulas only." },
};

/* ---- What is seen ---- */

/** Shows what `view` says. */
function draw(fresh = null) {
  const shown = slides[view.slide];
  drawn?.classList.remove("now");
  drawn = shown;
  shown.classList.add("now");
  main.dataset.numbers = hiding?.numbers ?? view.numbers;
  document.documentElement.dataset.theme = view.theme;
  dress(shown, view.weight, fresh);
  drawTwin(shown, fresh);
  groundUnlike(onScreen());
  letScroll(...onScreen());
  drawControls();
  whenIdle(prepare);
  const shownNames = { weight: weights.names[view.weight], beside: weights.names[view.beside] };
  const address = addressOf({ ...view, ...shownNames, ...awaited, first: way.first(view.slide, view.mainSteps).seen }, opening);
  if (location.hash !== address) writeAddress(address);
  remember(address);
}

/** Browsers allow this only so often (Safari 100 times in 30 seconds): where a key is held down, a later view makes up for it. */
function writeAddress(address) {
  try {
    history.replaceState(null, "", address);
  } catch (refused) {
    if (refused.name !== "SecurityError") throw refused;
  }
}

/** One slide as far as it is seen, for one weight. */
function dress(slide, weight, fresh) {
  write(slide, weight);
  const asking = view.seen === ASKING;
  slide.classList.toggle("asking", asking);
  slide.classList.toggle("answered", asking && answered.has(view.slide));
  for (const part of slide.querySelectorAll("[data-part]")) {
    const number = Number(part.dataset.part);
    part.classList.toggle("later", number > view.seen);
    part.classList.toggle("fresh", number === fresh);
  }
}

/** Everything of a slide that does not change from step to step. */
function write(slide, weight) {
  if (!weights.isFor(slide, weight)) {
    setSpoken(slide, "on");
    weights.apply(slide, weight);
  }
  setSpoken(slide, view.numbers);
  makeEdgesClickable(slide, weights, chooseWeight);
}

/** Formulas are spoken with the numbers that are seen. */
function setSpoken(slide, numbers) {
  if ((slide.dataset.spoken ?? "on") === numbers) return;
  slide.dataset.spoken = numbers;
  for (const formula of slide.querySelectorAll("[data-quiet]")) {
    const loud = formula.dataset.loud ?? formula.getAttribute("aria-label");
    const hasResult = formula.querySelector(".about") !== null;
    const quiet = quietOf(formula);
    const results = hasResult ? withoutNumbersUnder(loud) : loud;
    formula.dataset.loud = loud;
    formula.setAttribute("aria-label", { on: loud, off: quiet, results }[numbers]);
    if (numbers === "on") delete formula.dataset.loud;
  }
}

/** The same slide for the other weight, beside it, with what differs marked. */
function drawTwin(shown, fresh) {
  const other = view.beside === null ? null : twinOf(shown);
  if (twin !== other) twin?.remove();
  twin = other;
  main.classList.toggle("pair", twin !== null);
  if (twin === null) return twins.has(shown) && unmark(shown);
  for (const option of twin.querySelectorAll(".option")) {
    const own = shown.querySelector(`[data-letter="${option.dataset.letter}"]`).getAttribute("aria-disabled");
    if (own) option.setAttribute("aria-disabled", own);
    else option.removeAttribute("aria-disabled");
  }
  for (const hint of twin.querySelectorAll(".hint")) hint.hidden = shown.querySelector(`.hint[data-of="${hint.dataset.of}"]`).hidden;
  dress(twin, view.beside, fresh);
  if (twin.previousSibling !== shown) shown.after(twin);
}

/** The twin of a slide, made when it is first wanted, and as long as the two weights are the same. */
function twinOf(slide) {
  const pair = `${view.weight} ${view.beside}`;
  const known = twins.get(slide);
  if (known?.pair === pair) return known.made;
  known?.made.remove();
  unmark(slide);
  write(slide, view.weight);
  const made = slide.cloneNode(true);
  made.classList.add("twin", "now");
  for (const name of ["id", "aria-labelledby"]) made.removeAttribute(name);
  made.setAttribute("aria-label", `The same slide for ${spokenText(nameOf(view.beside)).trim()}`);
  made.querySelector("h2").removeAttribute("id");
  for (const hit of made.querySelectorAll(".hit")) hit.remove();
  for (const option of made.querySelectorAll(".option")) option.disabled = true;
  for (const asks of made.querySelectorAll(".prompt, .said")) asks.remove();
  write(made, view.beside);
  for (const [one, weight] of [[slide, view.weight], [made, view.beside]]) {
    one.dataset.shows = weights.names[weight];
    one.prepend(element("p", { class: "shows", lang: "en" }, "for ", nameOf(weight)));
  }
  markUnlike(slide, made);
  twins.set(slide, { made, pair });
  return made;
}

/** Takes away what a slide got because it stood beside its twin. */
function unmark(slide) {
  twins.delete(slide);
  lightUp(slide, null);
  for (const ground of slide.querySelectorAll(".backing")) ground.remove();
  for (const marked of slide.querySelectorAll(".unlike")) marked.classList.remove("unlike");
  slide.querySelector(":scope > .shows")?.remove();
}

/** What the next step may need is made ready while nobody waits. */
function prepare() {
  const place = way.nextSlide(view.slide, view.mainSteps);
  if (place === null) return;
  const slide = slides[place.slide];
  if (view.beside === null) write(slide, view.weight);
  else twinOf(slide);
}

function drawControls() {
  const pressed = (control, on) => control.setAttribute("aria-pressed", String(on));
  pressed(controls.numbers, NUMBERS[view.numbers].pressed);
  pressed(controls.steps, view.mainSteps);
  pressed(controls.theme, isDark());
  const names = [view.weight, view.beside].filter((weight) => weight !== null);
  controls.weight.replaceChildren("Weight ", ...names.flatMap((weight, at) => [at ? " | " : "", nameOf(weight)]));
  back.disabled = way.back(view, view.mainSteps) === null;
  const isAsking = view.seen === ASKING && !answered.has(view.slide);
  next.textContent = isAsking ? "Show answer" : "Next →";
  const { parts } = way.slides[view.slide];
  const dots = view.seen === ASKING ? " · question" : parts > 1 ? ` · ${"●".repeat(view.seen)}${"○".repeat(parts - view.seen)}` : "";
  where.replaceChildren(
    `${view.mainSteps ? "main steps, " : ""}${view.slide + 1} of ${slides.length}`,
    element("span", { "aria-hidden": "true", class: "dots" }, dots),
  );
  foot.style.setProperty("--progress", (view.slide + 1) / slides.length);
}

/** The name of a weight as it is set in formulas. */
function nameOf(weight) {
  const label = weightDialog.querySelector(`input[name=weight][value="${weight}"]`).parentElement;
  return label.querySelector("math").cloneNode(true);
}

function isDark() {
  return view.theme === "auto" ? matchMedia("(prefers-color-scheme: dark)").matches : view.theme === "dark";
}

/* ---- What happens ---- */

/** Says something for a while, over the lower edge of the slide: words, and formulas as they are set. */
function say(...pieces) {
  clearTimeout(silence);
  note.replaceChildren(...pieces);
  note.classList.toggle("shown", note.textContent !== "");
  silence = setTimeout(() => note.classList.remove("shown"), 5000);
}

/** Tells what has come to those who do not see it. */
function announce(fresh) {
  const slide = slides[view.slide];
  const part = fresh && slide.querySelector(`[data-part="${fresh}"]`);
  const words = slide.querySelector(view.seen === ASKING ? ".question" : ".says") ?? slide;
  live.textContent = part ? spokenText(part) : `${spokenText(slide.querySelector("h2"))}. ${spokenText(words)}`;
}

function go(place) {
  const sameSlide = place.slide === view.slide;
  const fresh = sameSlide && place.seen > view.seen && view.seen !== ASKING ? place.seen : null;
  showHidden();
  Object.assign(view, place);
  say("");
  draw(fresh);
  if (!sameSlide || fresh === null) scrollTo(0, 0);
  else slides[view.slide].querySelector(`[data-part="${fresh}"]`)?.scrollIntoView({ block: "nearest" });
  announce(fresh);
}

/** Goes where the reader asks to be and not to the next thing: the browser's own way back leads here again. */
function jump(place) {
  leave();
  go(place);
}

/** Keeps this view in the history; what is drawn next has an entry of its own. */
function leave() {
  history.pushState(null, "", location.href);
}

function step(by) {
  if (by > 0 && view.seen === ASKING && !answered.has(view.slide)) return showAnswer();
  const place = by > 0 ? way.forward(view, view.mainSteps) : way.back(view, view.mainSteps);
  if (place) go(place);
  else say(by > 0 ? "This is the end of the lesson." : "This is the beginning.");
}

function pass(by) {
  const place = by > 0 ? way.nextSlide(view.slide, view.mainSteps) : way.slideBefore(view.slide, view.mainSteps);
  if (place) go(place);
  else say(by > 0 ? "This is the last slide." : "This is the first slide.");
}

/** What lies below a slide, the foot of the page, is no reason to stay. */
function scrollOrStep() {
  const bottom = Math.max(...onScreen().map((slide) => slide.getBoundingClientRect().bottom));
  const top = Math.max(0, document.querySelector(".top").getBoundingClientRect().bottom);
  const end = foot.getBoundingClientRect().top;
  if (bottom <= end + 1) step(1);
  else scrollBy(0, (end - top) * 0.9);
}

function change(what) {
  showHidden();
  Object.assign(view, what);
  draw();
  if ("numbers" in what) say(NUMBERS[view.numbers].says);
  if ("mainSteps" in what) say(view.mainSteps ? "Main steps only: details are passed over." : "Every step, one thing after another.");
}

function openWeights() {
  weightDialog.left = false;
  weightDialog.at(view.weight, view.beside);
}

/** Another weight to show, or to set beside; the same one beside itself would show nothing. */
function chooseWeight(chosen) {
  const weight = chosen.weight ?? view.weight;
  const beside = "beside" in chosen ? chosen.beside : view.beside;
  // Of all that is looked at in one dialog the way back leads to what was seen before it.
  if (!weightDialog.open || !weightDialog.left) leave();
  weightDialog.left = weightDialog.open;
  awaited = {};
  change({ weight, beside: beside === weight ? null : beside });
  weightDialog.mark(view.weight, view.beside);
  const other = view.beside === null ? [] : [", beside ", nameOf(view.beside)];
  say("Now ", nameOf(view.weight), ...other, ".");
}

function showAnswer() {
  answered.add(view.slide);
  say("");
  draw();
  const answer = slides[view.slide].querySelector(".answer");
  answer.scrollIntoView({ block: "nearest" });
  live.textContent = spokenText(answer);
}

/** Says whether a choice is right; after two misses the answer is shown. */
function choose(letter) {
  const slide = slides[view.slide];
  const right = slide.querySelector(".question").dataset.right;
  if (letter === right) {
    showAnswer();
    return say(`${letter}: right.`);
  }
  const option = slide.querySelector(`[data-letter="${letter}"]`);
  // The same one again is no second miss.
  const missed = (misses.get(view.slide) ?? 0) + (option.hasAttribute("aria-disabled") ? 0 : 1);
  misses.set(view.slide, missed);
  option.setAttribute("aria-disabled", "true");
  for (const other of slide.querySelectorAll(".hint")) other.hidden = other.dataset.of !== letter;
  const hint = slide.querySelector(`.hint[data-of="${letter}"]`);
  if (missed > 1) {
    showAnswer();
    return say(`Not ${letter}: here is the answer.`);
  }
  say(`Not ${letter}.`);
  live.textContent = hint ? spokenText(hint) : "";
}

/** What those say who know what a name is worth on the slide. */
function judge() {
  const { layers, slides: of } = data.worlds;
  const [, now] = of[view.weight].findLast(([from]) => from <= view.slide);
  return new Judge(now.map((layer) => layers[layer]));
}

/** The answer to a question is a formula: a place to type it in. */
function makePrompt(question) {
  const asked = question.querySelector(".asked");
  const text = (selector) => asked.querySelector(selector).textContent;
  const made = prompt(
    null,
    (typed) => judge().judge(typed, text("li"), text(".of")),
    (says) => {
      document.activeElement.blur();
      if (says === null) return;
      showAnswer();
      say(says.flat().join(""));
    },
  );
  question.append(made);
}

/** The question on the screen, once more if it has been answered; or else something of the formulas is hidden. */
function predict() {
  if (view.seen !== ASKING) return hideAnother(0);
  const slide = slides[view.slide];
  answered.delete(view.slide);
  misses.delete(view.slide);
  for (const option of slide.querySelectorAll(".option")) option.removeAttribute("aria-disabled");
  for (const hint of slide.querySelectorAll(".hint")) hint.hidden = true;
  draw();
  const field = slide.querySelector(".prompt input");
  if (field) field.focus();
  else say("Press a letter to choose, → to see the answer.");
}

function hideAnother(number) {
  showHidden();
  const known = judge();
  const targets = hideable(slides[view.slide]).filter(({ is }) => known.knows(is));
  if (targets.length === 0) return say("There is nothing to hide here.");
  const target = targets[number % targets.length];
  const isPart = Boolean(target.said);
  const form = prompt(
    isPart ? "What stands in the place of the question mark?" : "What is the right side worth?",
    (typed) => (isPart ? known.judge(typed, target.is) : known.judgeNumber(typed, Number(target.is))),
    (says) => {
      showHidden();
      draw();
      if (!says?.length) return;
      const said = element("p", { class: "said", role: "status" }, ...says.map(spelled));
      target.thing.append(said);
      hiding = { show: () => said.remove() };
    },
    () => hideAnother(number + 1),
  );
  const show = hide(target);
  target.thing.append(form);
  hiding = { numbers: isPart ? view.numbers : "results", show: () => (show(), form.remove()) };
  main.dataset.numbers = hiding.numbers;
  form.scrollIntoView({ block: "nearest" });
  form.querySelector("input").focus({ preventScroll: true });
}

/** What was hidden is seen again. */
function showHidden() {
  hiding?.show();
  hiding = null;
}

let lit = null;

function lightNext(by) {
  const marks = marksOf(slides[view.slide]);
  if (marks.length === 0) return say("No factors here.");
  const at = marks.indexOf(lit);
  lit = marks[(at + by + marks.length + (at < 0 && by < 0 ? 1 : 0)) % marks.length];
  for (const slide of main.querySelectorAll(".now")) lightUp(slide, lit);
  const { set, worth } = factorOf(slides[view.slide], lit);
  const what = [set, worth && ` = ${worth}`].filter(Boolean);
  say(`Factor ${marks.indexOf(lit) + 1} of ${marks.length}, ${sortOf(slides[view.slide], lit)}`, ...(what.length ? [": ", ...what] : ["."]));
}

/* ---- Keys, pointer, address ---- */

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
  if (document.querySelector("dialog[open]") || event.target.closest("input, select, textarea")) return;
  const key = ARROWS[event.key] ?? event.key;
  if (/^(Enter| )$/.test(key) && event.target.closest("button, a, summary")) return;
  if (!letters.checked && /^[^\d ]$/.test(event.key)) return;
  if (press(key)) event.preventDefault();
});

/** Does what a key asks for, if anything. Digits gather until Enter. */
function press(key) {
  if (/^\d$/.test(key)) {
    typed = (typed + key).slice(0, 4);
    say(`To slide ${typed}: Enter goes there.`);
    return true;
  }
  const number = typed;
  typed = "";
  if (number && key === "Enter") {
    if (number >= 1 && number <= slides.length) jump(way.first(number - 1, view.mainSteps));
    else say(`Slides are numbered 1 to ${slides.length}.`);
    return true;
  }
  if (number) say("");
  const isOpen = view.seen === ASKING && !answered.has(view.slide);
  if (isOpen && slides[view.slide].querySelector(`[data-letter="${CSS.escape(key)}"]`)) {
    choose(key);
    return true;
  }
  const entry = KEYS.find(([keys, , act]) => act && keys.includes(key));
  entry?.[2](key);
  return Boolean(entry);
}

main.addEventListener("pointerover", (event) => {
  const mark = markAt(event.target);
  for (const slide of main.querySelectorAll(".now")) lightUp(slide, mark);
});
main.addEventListener("pointerleave", () => main.querySelectorAll(".now").forEach((slide) => lightUp(slide, null)));

/** What the address says, where it says something that there is. */
function follow() {
  const left = location.hash ? "" : whereLeft();
  const asked = viewOf(location.hash || left);
  const mainSteps = asked.mainSteps ?? view.mainSteps;
  const slide = way.clamped(asked.slide ?? view.slide);
  const place = way.first(slide, mainSteps);
  const { asks, parts } = way.slides[slide];
  if (asked.seen !== undefined) place.seen = Math.min(Math.max(asked.seen, asks ? ASKING : 0), parts);
  const weight = weights.numberOf(asked.weight);
  const beside = weights.numberOf(asked.beside);
  const chosen = weight < 0 ? 0 : weight;
  awaited = areOthersToCome() ? namesToAwait(asked) : {};
  Object.assign(view, place, {
    mainSteps,
    weight: chosen,
    beside: beside < 0 || beside === chosen ? null : beside,
    numbers: (hasNumbers && asked.numbers) || opening.numbers,
    theme: asked.theme ?? view.theme,
  });
  showHidden();
  draw();
  if (left && slide > 0) say("This is where you left off. Home leads to the beginning.");
}

/** Whether a server is still making the page for the other weights. */
function areOthersToCome() {
  return waiting !== null || document.getElementById("others") !== null;
}

/** Those of the weights that an address names which cannot be shown yet. */
function namesToAwait({ weight, beside }) {
  const isAwaited = ([, name]) => name !== undefined && weights.numberOf(name) < 0;
  return Object.fromEntries(Object.entries({ weight, beside }).filter(isAwaited));
}

/* Where a reader was, for an address that does not say what is to be seen. A browser may keep nothing. */
const PLACE = `gradwalk ${location.pathname}`;

function remember(address) {
  try {
    localStorage.setItem(PLACE, address);
  } catch {
    // Then the next visit begins at the beginning.
  }
}

function whereLeft() {
  try {
    return localStorage.getItem(PLACE) ?? "";
  } catch {
    return "";
  }
}

/** The choices of a question become buttons. */
function makeChoices(slide) {
  for (const choices of slide.querySelectorAll(".choices")) {
    [...choices.children].forEach((choice, at) => {
      const letter = "abcdefghijklmnopqrstuvwxyz"[at];
      const made = element("button", { type: "button", class: "option", "data-letter": letter, onclick: () => choose(letter) });
      made.append(...choice.childNodes);
      choice.replaceWith(made);
    });
  }
}

/** Makes a slide ready to be played, and tells what stops it has. */
function takeSlide(slide) {
  for (const sign of slide.querySelectorAll(".formulas .about")) sign.closest(".formulas").classList.add("valued");
  makeChoices(slide);
  for (const question of slide.querySelectorAll(".question:has(.asked)")) makePrompt(question);
  return {
    asks: slide.querySelector(".question") !== null,
    parts: Math.max(0, ...[...slide.querySelectorAll("[data-part]")].map((part) => Number(part.dataset.part))),
    main: slide.classList.contains("main"),
  };
}

/** Makes what the page has ready to be played. */
function take() {
  slides = [...main.querySelectorAll(".slide")];
  way = new Way(slides.map(takeSlide));
  data = JSON.parse(document.getElementById("data").textContent);
  weights = new Weights(data);
  weightDialog = weightChoice(weights, (chosen) => chooseWeight(chosen));
  [glossary, treeDialog] = ["glossary", "tree"].map((id) => document.getElementById(id)).map((made) => made && closable(made));
  makeEdgesClickable(weightDialog, weights, (chosen) => chooseWeight(chosen));
}

/** Nothing is taken from under the fingers of somebody who types or reads. */
function isBusy() {
  return hiding || document.querySelector("dialog[open], .prompt :focus");
}

/** Puts another version of one slide in its place, before all the others come too. It is of the page's own weight. */
function renewSlide(slide) {
  const at = Number(slide.id) - 1;
  if (isBusy() || !slides[at] || view.weight !== 0 || view.beside !== null) return;
  twins.delete(slides[at]);
  if (drawn === slides[at]) [drawn, lit] = [null, null];
  slides[at].replaceWith(slide);
  slides[at] = slide;
  way.slides[at] = takeSlide(slide);
  follow();
}

/** Puts what another page of the same lesson has in the place of this one's, and shows the same view of it. */
function renew(page) {
  clearTimeout(waiting);
  waiting = isBusy() ? setTimeout(renew, 300, page) : null;
  if (waiting !== null) return;
  [twin, drawn, lit] = [null, null, null];
  twins = new Map();
  list?.remove();
  list = null;
  main.replaceChildren(...page.querySelector("main").childNodes, more);
  for (const id of ["data", "weight", "glossary", "tree"]) document.getElementById(id)?.replaceWith(page.getElementById(id));
  for (const name of [".top h1", "title"]) document.querySelector(name).textContent = page.querySelector(name).textContent;
  take();
  follow();
}

function start() {
  document.documentElement.classList.add("plays");
  const { slides, weight, numbers, steps, theme, keys } = controls;
  const shown = [slides, weight, ...(hasNumbers ? [numbers] : []), steps, theme, keys];
  const bar = element("nav", { class: "switches", lang: "en", "aria-label": "What is seen" }, ...shown);
  document.querySelector(".top").append(bar);
  foot.append(back, where, next);
  main.append(more);
  main.after(foot, note, live);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawControls);
  addEventListener("hashchange", follow);
  document.addEventListener("renew", (event) => renew(event.detail));
  document.addEventListener("renew-slide", (event) => renewSlide(event.detail));
  addEventListener("resize", () => draw());
  follow();
}

start();
