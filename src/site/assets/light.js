/* What belongs together lights up together: a factor, its edge and node in the tree, its column in a table.

   Whatever belongs to one edge has the same data-mark. The pointer lights it up, and so does the key f, one after
   another, which says what it is and what it is worth. */

function lightUp(slide, mark) {
  for (const lit of slide.querySelectorAll(".lit")) lit.classList.remove("lit");
  for (const backing of slide.querySelectorAll(".backing:not(.other)")) backing.remove();
  if (mark === null) return;
  for (const element of slide.querySelectorAll(`[data-mark="${mark}"]`)) {
    for (const piece of [element, ...numberUnder(element), ...columnBelow(element)]) piece.classList.add("lit");
  }
  putGround([...slide.querySelectorAll("svg text.lit")], "backing");
}

/** Puts a ground behind labels of pictures: a line under one would cross its indices. */
function putGround(labels, name) {
  const boxes = labels.map((label) => label.getClientRects().length > 0 && label.getBBox());
  labels.forEach((label, at) => {
    const box = boxes[at];
    if (!box) return;
    const ground = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    const sides = { class: name, x: box.x - 4, y: box.y - 1, width: box.width + 8, height: box.height + 2, rx: 4 };
    for (const [side, value] of Object.entries(sides)) ground.setAttribute(side, value);
    label.before(ground);
  });
}

/** The number that is written under a factor. */
function numberUnder(element) {
  if (element.localName !== "munder") return [];
  const whole = element.matches("[data-asked] > :only-child") ? element.parentElement : element;
  return whole.nextElementSibling?.matches("munder > mn") ? [whole.nextElementSibling] : [];
}

/** The cells under a marked head of a table. */
function columnBelow(element) {
  const head = element.closest("thead th");
  if (!head) return [];
  const rows = [...head.closest("table").tBodies].flatMap((body) => [...body.rows]);
  return rows.map((row) => row.cells[head.cellIndex]).filter((cell) => cell?.textContent);
}

/** The mark of what is under the pointer, or of the column that it is in. */
function markAt(target) {
  const above = target.closest("munder > mn")?.previousElementSibling;
  const factor = above?.matches("[data-asked]") ? above.firstElementChild : above;
  const marked = factor?.matches("[data-mark]") ? factor : target.closest("[data-mark]");
  if (marked) return marked.dataset.mark;
  const cell = target.closest("tbody td");
  const heads = cell?.closest("table").tHead?.rows ?? [];
  const head = [...heads].map((row) => row.cells[cell.cellIndex]).find((head) => head?.querySelector("[data-mark]"));
  return head?.querySelector("[data-mark]").dataset.mark ?? null;
}

/** The marks that are seen on a slide, from the cost downwards. */
function marksOf(slide) {
  const seen = [...slide.querySelectorAll("[data-mark]")].filter((element) => element.getClientRects().length > 0);
  return [...new Set(seen.map((element) => element.dataset.mark))].sort((one, other) => one - other);
}

/** The first factor of this mark that is seen: how it is set, and what it is worth where that is written. */
function factorOf(slide, mark) {
  const seen = [...slide.querySelectorAll(`[data-mark="${mark}"]`)].filter((element) => element.getClientRects().length > 0);
  const numberIn = (element) => /[−-]?\d+(?:\.\d+)?(?:e[−-]?\d+)?$/.exec(element.textContent)?.[0];
  const factor = seen.find((element) => element.localName === "munder" && element.querySelector("mfrac")) ?? seen.find((element) => element.localName === "munder");
  if (!factor) return { set: null, worth: null };
  const under = factor.querySelector("munder > mn");
  const label = seen.filter((element) => element.localName === "text").find((text) => /^[▫∿•]/.test(text.textContent) && numberIn(text));
  const cell = [...slide.querySelectorAll("tbody td.lit")].find((cell) => cell.querySelector("mn"));
  const worth = (under?.getClientRects().length && under.textContent) || (label && numberIn(label)) || (cell && cell.querySelector("mn").textContent) || null;
  const set = document.createElementNS("http://www.w3.org/1998/Math/MathML", "math");
  const name = factor.firstElementChild.cloneNode(true);
  for (const number of name.querySelectorAll("munder > mn")) number.remove();
  set.append(name);
  set.setAttribute("aria-label", spokenFactor(factor));
  return { set, worth };
}

/** How a formula that is spoken as a whole speaks of one of its factors. */
function spokenFactor(factor) {
  const formula = factor.closest("[role=math], math[aria-label]");
  const factors = [...formula.querySelectorAll("munder[data-mark]")];
  const said = formula.getAttribute("aria-label").split(/\b(?:cost|activation|dot product) factor /).slice(1);
  const whole = (said[factors.indexOf(factor)] ?? "").replace(/, with [^,]* under it\b,?/g, "");
  if (whole.includes(" end factor")) return whole.slice(0, whole.indexOf(" end factor"));
  // A single symbol and what stands in brackets have no word for their end.
  if (!whole.startsWith("open bracket ")) return whole.split(/,| (?:times|plus|minus|equals|end|close|is about)\b/)[0] || "a factor";
  let open = 0;
  const words = whole.split(" ");
  const last = words.findIndex((word, at) => word === "bracket" && (open += words[at - 1] === "open" ? 1 : -1) === 0);
  return words.slice(0, last + 1).join(" ");
}

/** What sort of local derivative a mark is, in words. */
function sortOf(slide, mark) {
  const marked = slide.querySelector(`.cost[data-mark="${mark}"], .activation[data-mark="${mark}"], .dot-product[data-mark="${mark}"]`);
  const edge = slide.querySelector(`path[data-mark="${mark}"]`);
  const classes = [...(marked?.classList ?? []), ...(edge?.classList ?? [])].join(" ");
  if (/\b(cost|k0)\b/.test(classes)) return "cost";
  if (/\b(activation|k1)\b/.test(classes)) return "activation";
  return "dot product";
}
