/* The same slide for another weight: every place that has a number takes its text from the table.

     <mi data-w="7">1</mi>     table.places[7] = ["1", "2", …], a text for every weight

   `d:8` is an attribute and `a@3:7` one word of what is spoken; a part with data-whole is taken as it is for each weight. */

const SPOKEN = { a: "aria-label", q: "data-quiet" };

class Weights {
  constructor(data) {
    this.names = data.weights.map((weight) => weight.name);
    this.arrays = data.weights.map((weight) => weight.array);
    this.edges = data.weights.map((weight) => weight.edge);
    this.derived = data.derived;
    this.writtenFor = data.written_for;
    this.places = data.places;
    this.wholes = data.parts;
  }

  /** The number of the weight that an address names, `w_221` or as Python counts `W2[1,0]`; -1 where there is none. */
  numberOf(name) {
    return this.names.findIndex((known, at) => [known, this.arrays[at]].includes(name));
  }

  /** Whether a slide is written for the weight of this number. */
  isFor(slide, weight) {
    return Number(slide.dataset.weight ?? 0) === weight;
  }

  /** Writes a slide for the weight of this number. */
  apply(slide, weight) {
    if (this.isFor(slide, weight)) return;
    slide.dataset.weight = weight;
    for (const part of slide.querySelectorAll("[data-whole]")) {
      const { texts, of } = this.wholes[part.dataset.whole];
      part.innerHTML = texts[of[weight]];
    }
    for (const element of slide.querySelectorAll("[data-w]")) this.fill(element, weight);
    for (const remark of slide.querySelectorAll(".written-for")) {
      remark.hidden = this.names[weight] === this.writtenFor;
    }
  }

  fill(element, weight) {
    const spoken = {};
    for (const entry of element.dataset.w.split(" ")) {
      const [where, place] = entry.includes(":") ? entry.split(":") : [null, entry];
      const text = this.places[place][weight];
      if (where === null) {
        element.firstChild.data = text;
      } else if (where.includes("@")) {
        const [short, at] = where.split("@");
        const name = SPOKEN[short];
        spoken[name] ??= words(element.getAttribute(name));
        spoken[name][at] = text;
      } else {
        element.setAttribute(where, text);
      }
    }
    for (const [name, all] of Object.entries(spoken)) element.setAttribute(name, all.join(" "));
  }
}

/** The words of what is spoken; a minus before a number belongs to it. */
function words(spoken) {
  return spoken.match(/minus \d\S*|\S+/g) ?? [];
}

/** Marks what two versions of a slide do not share: whole symbols, and whole labels of pictures. */
function markUnlike(one, other) {
  const [mine, theirs] = [one, other].map((slide) => [...slide.querySelectorAll(".says *, .thing *, .asks *, .answer *")]);
  if (mine.length !== theirs.length) return markUnlikeTexts(one, other);
  mine.forEach((element, at) => {
    const twin = theirs[at];
    if (ownText(element) !== ownText(twin) || lineOf(element) !== lineOf(twin)) {
      for (const each of [element, twin]) pieceAround(each).classList.add("unlike");
    }
  });
}

/** Where the tags differ, what stands in only one of the two. */
function markUnlikeTexts(one, other) {
  const symbols = (slide) => [...slide.querySelectorAll("msub, msubsup, .thing mn, svg text")];
  const [mine, theirs] = [one, other].map(symbols);
  const texts = (all) => new Set(all.map((element) => element.textContent));
  const [ofMine, ofTheirs] = [texts(mine), texts(theirs)];
  for (const each of mine) if (!ofTheirs.has(each.textContent)) each.classList.add("unlike");
  for (const each of theirs) if (!ofMine.has(each.textContent)) each.classList.add("unlike");
}

/** Gives the labels of pictures that are seen and differ a ground that says so. */
function groundUnlike(slides) {
  const labels = slides.flatMap((slide) => [...slide.querySelectorAll("svg text.unlike")]);
  putGround(labels.filter((label) => !label.previousElementSibling?.matches(".backing.other")), "backing other");
}

function ownText(element) {
  return [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data).join("").trim();
}

/** How a line of a network is drawn, and from where to where; trees are told by their labels. */
function lineOf(element) {
  return element.dataset.edge ? element.dataset.edge + element.getAttribute("class") : "";
}

function pieceAround(element) {
  return element.closest("svg text") ?? element.closest("msub, msubsup, msup") ?? element;
}
