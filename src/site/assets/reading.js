/* What can be read over a slide: the symbols on the screen, how its steps were checked, its tree diagram. */

/** The names that are on the screen, as they are written there. */
function namesOn(slides) {
  const names = slides.flatMap((slide) => [...slide.querySelectorAll("msub, msubsup, mi, svg text")]).filter(isSeen);
  return new Set(names.map((element) => element.textContent));
}

/** The glossary of the lesson, cut down to what is on the screen. */
function readGlossary(made, slides, place, weights) {
  const names = namesOn(slides);
  const rows = [...made.querySelectorAll("tr")];
  const has = (list, number) => list === undefined || list.split(" ").includes(String(number));
  for (const row of rows) {
    const isHere = has(row.dataset.slides, place) && weights.some((weight) => has(row.dataset.weights, weight));
    row.hidden = !isHere || !names.has(row.querySelector("math").textContent);
  }
  const none = made.querySelector(".none") ?? made.appendChild(element("p", { class: "none" }, "There are no symbols on this slide."));
  none.hidden = rows.some((row) => !row.hidden);
  made.showModal();
  letScroll(made);
}

/** Every formula on the screen, with what was checked before it could stand there. */
function readChecks(made, slides) {
  const formulas = slides.flatMap((slide) => [...slide.querySelectorAll(".thing:has(> .checked)")]);
  const seen = formulas.filter(isSeen);
  const copies = seen.map((thing) => {
    const copy = thing.cloneNode(true);
    copy.removeAttribute("data-part");
    copy.querySelector(".checked").hidden = false;
    return copy;
  });
  const none = element("p", {}, "There is no formula on this slide that was derived.");
  made.querySelector(".content").replaceChildren(...(copies.length ? copies : [none]));
  made.showModal();
  letScroll(made);
}

/** The trees on the screen, or else that of the lesson's weight. */
function readTree(made, slides, weights, weight) {
  const trees = slides.flatMap((slide) => [...slide.querySelectorAll(".thing.tree figure")]);
  const seen = trees.filter(isSeen).map((tree) => tree.cloneNode(true));
  weights.apply(made, weight);
  made.querySelector(".whole").hidden = seen.length > 0;
  made.querySelector(".here")?.remove();
  made.append(element("div", { class: "here" }, ...seen));
  made.showModal();
  letScroll(made);
}
