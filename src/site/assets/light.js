/* What belongs together lights up together: a factor, its edge and node in the tree, its column in a table.

   The data-mark of a piece says which edges it belongs to: how far from the cost, of which example, between which two
   nodes. What a factor under a Σ stands for all of is left open:

     2.1.1.2   the edge of example 1 from node 1 to node 2        2..1.2   the same in every example        2   all

   The pointer lights up what belongs together, and so does the key f, one factor after another, which says what it is
   and what it is worth. */

/** Whether two marks belong together: they are of one sort, and nothing that both of them know differs. */
function belong(one, other) {
  const [[sort, ...known], [otherSort, ...others]] = [one, other].map((mark) => mark.split("."));
  return sort === otherSort && known.every((place, at) => !place || !others[at] || place === others[at]);
}

/** Everything on a slide that belongs to a mark. */
function belonging(slide, mark) {
  return [...slide.querySelectorAll("[data-mark]")].filter((element) => belong(element.dataset.mark, mark));
}

const isSeen = (element) => element.getClientRects().length > 0;

function lightUp(slide, mark) {
  for (const lit of slide.querySelectorAll(".lit")) lit.classList.remove("lit");
  for (const backing of slide.querySelectorAll(".backing:not(.other)")) backing.remove();
  if (mark === null) return;
  for (const element of belonging(slide, mark)) {
    for (const piece of [element, ...numberUnder(element), ...columnBelow(element, mark)]) piece.classList.add("lit");
  }
  putGround([...slide.querySelectorAll("svg text.lit")], "backing");
}

/** Puts a ground behind labels of pictures: a line under one would cross its indices. */
function putGround(labels, name) {
  const boxes = labels.map((label) => isSeen(label) && label.getBBox());
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

/** The cells under a marked head of a table; those of one example, with which its rows begin, if the mark knows it. */
function columnBelow(element, mark) {
  const head = element.closest("thead th");
  if (!head) return [];
  const rows = [...head.closest("table").tBodies].flatMap((body) => [...body.rows]);
  const example = mark.split(".")[1];
  const meant = example ? rows.filter((row) => row.cells[0].textContent === example) : rows;
  return meant.map((row) => row.cells[head.cellIndex]).filter((cell) => cell?.textContent);
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
  if (!head) return null;
  const { mark } = head.querySelector("[data-mark]").dataset;
  const example = cell.parentElement.cells[0].textContent;
  return /^\d+$/.test(example) ? `${mark}.${example}` : mark;
}

/** The marks that are seen on a slide, in the order in which they stand there. */
function marksOf(slide) {
  const seen = [...slide.querySelectorAll("[data-mark]")].filter(isSeen);
  return [...new Set(seen.map((element) => element.dataset.mark))];
}

/** The first factor of this mark that is seen: how it is set, and what it is worth where one number says that. */
function factorOf(slide, mark) {
  const seen = belonging(slide, mark).filter(isSeen);
  const factor = firstFactor(seen.filter((element) => element.dataset.mark === mark)) ?? firstFactor(seen);
  if (!factor) return { set: null, worth: null };
  const worths = new Set([...numbersAt(seen), ...numbersIn(slide)]);
  const under = numberUnder(factor).find(isSeen)?.textContent ?? null;
  const worth = worths.size === 0 ? under : worths.size === 1 ? [...worths][0] : null;
  const set = document.createElementNS("http://www.w3.org/1998/Math/MathML", "math");
  const name = factor.firstElementChild.cloneNode(true);
  for (const number of name.querySelectorAll("munder > mn")) number.remove();
  set.append(name);
  set.setAttribute("aria-label", spokenFactor(factor));
  return { set, worth };
}

/** A derivative that is written as one, or else whatever stands for it in a formula. */
function firstFactor(elements) {
  const factors = elements.filter((element) => element.localName === "munder");
  return factors.find((element) => element.querySelector("mfrac")) ?? factors[0];
}

/** The numbers at edges of a tree, behind their signs, where they are seen. */
function numbersAt(elements) {
  const isNumbered = (element) => element.localName === "text" && /^[▫∿•]/.test(element.textContent);
  const labels = elements.filter((element) => isNumbered(element) && isSeen(element.lastElementChild));
  return labels.flatMap((label) => /[−-]?\d+(?:\.\d+)?(?:e[−-]?\d+)?$/.exec(label.textContent)?.[0] ?? []);
}

/** The numbers in cells of tables that are lit. */
function numbersIn(slide) {
  return [...slide.querySelectorAll("tbody td.lit mn")].map((number) => number.textContent);
}

/** How a formula that is spoken as a whole speaks of one of its factors. */
function spokenFactor(factor) {
  const formula = factor.closest("[role=math], math[aria-label]");
  const factors = [...formula.querySelectorAll("munder[data-mark]")];
  const said = formula.getAttribute("aria-label").split(/\b(?:cost|activation|dot product) factor /).slice(1);
  const whole = withoutNumbersUnder(said[factors.indexOf(factor)] ?? "");
  if (whole.includes(" end factor")) return whole.slice(0, whole.indexOf(" end factor"));
  // A single symbol and what stands in brackets have no word for their end.
  if (!whole.startsWith("open bracket ")) return whole.split(/,| (?:times|plus|minus|equals|end|close|is about)\b/)[0] || "a factor";
  let open = 0;
  const words = whole.split(" ");
  const last = words.findIndex((word, at) => word === "bracket" && (open += words[at - 1] === "open" ? 1 : -1) === 0);
  return words.slice(0, last + 1).join(" ");
}

/** What sort of local derivative a mark is, in words, and how often the tree has it if that is more than once. */
function sortOf(slide, mark) {
  const classes = belonging(slide, mark).flatMap((element) => [...element.classList]);
  const has = (...names) => names.some((name) => classes.includes(name));
  const sort = has("cost", "k0") ? "cost" : has("activation", "k1") ? "activation" : "dot product";
  const edges = [...slide.querySelectorAll("path.lit")].filter(isSeen).length;
  return edges > 1 ? `${sort}, at ${edges} edges of the tree` : sort;
}
