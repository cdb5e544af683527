/* What belongs together lights up together: a factor, its edge and node in the tree, its column in a table.

   Whatever belongs to one edge has the same data-mark. The pointer lights it up, and so does the key f, one after
   another, which says what it is. */

function lightUp(slide, mark) {
  for (const lit of slide.querySelectorAll(".lit")) lit.classList.remove("lit");
  if (mark === null) return;
  for (const element of slide.querySelectorAll(`[data-mark="${mark}"]`)) {
    element.classList.add("lit");
    for (const cell of columnBelow(element)) cell.classList.add("lit");
  }
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
  const marked = target.closest("[data-mark]");
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

/** What sort of local derivative a mark is, in words. */
function sortOf(slide, mark) {
  const marked = slide.querySelector(`.cost[data-mark="${mark}"], .activation[data-mark="${mark}"], .dot-product[data-mark="${mark}"]`);
  const edge = slide.querySelector(`path[data-mark="${mark}"]`);
  const classes = [...(marked?.classList ?? []), ...(edge?.classList ?? [])].join(" ");
  if (/\b(cost|k0)\b/.test(classes)) return "cost";
  if (/\b(activation|k1)\b/.test(classes)) return "activation";
  return "dot product";
}
