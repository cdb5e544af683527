/* What lies over the slide for a while. Each is a dialog of the browser, which keeps the focus and closes with Escape. */

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value !== null) made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

/** What is wider than its place scrolls, by keyboard too; what is not takes no focus. */
function letScroll(...roots) {
  const all = roots.flatMap((root) => [...root.querySelectorAll("figure, .formula, .scroll")]);
  // All are measured before any is changed, so that the page is laid out once.
  const wider = all.map((scrolls) => scrolls.scrollWidth > scrolls.clientWidth + 1);
  all.forEach((scrolls, at) => {
    if (scrolls.hasAttribute("tabindex") === wider[at]) return;
    if (wider[at]) scrolls.tabIndex = 0;
    else scrolls.removeAttribute("tabindex");
  });
}

/** A dialog with its title and a way out. */
function dialog(id, title, ...content) {
  const made = element("dialog", { id, lang: "en", "aria-labelledby": `${id}-title` }, element("h2", { id: `${id}-title` }, title), ...content);
  document.body.append(made);
  return closable(made);
}

function closable(made) {
  const close = () => made.close();
  made.prepend(element("button", { type: "button", class: "close", "aria-label": "Close", onclick: close }, "✕"));
  made.addEventListener("click", (event) => {
    if (event.target === made) close();
  });
  return made;
}

/** All slides with their sub-goals; what is typed leaves those that say it. */
function overview(slides, go) {
  const list = element("ol", { class: "slides" });
  const entries = slides.map((slide, at) => {
    const goal = slide.querySelector("h2").lastChild.textContent;
    const link = element("a", { href: `#${at + 1}` }, element("b", {}, String(at + 1)), ` ${goal} `, gist(slide));
    const entry = element("li", {}, link);
    link.addEventListener("click", (event) => {
      event.preventDefault();
      made.close();
      go(at);
    });
    list.append(entry);
    return { entry, text: folded(seenText(slide)) };
  });
  const none = element("p", { class: "quiet", hidden: "" }, "No slide says that.");
  const find = element("input", { type: "search", id: "find", autocomplete: "off", spellcheck: "false" });
  find.addEventListener("input", () => {
    const wanted = folded(find.value);
    for (const { entry, text } of entries) entry.hidden = !text.includes(wanted);
    none.hidden = entries.some(({ entry }) => !entry.hidden);
  });
  find.addEventListener("keydown", (event) => {
    const first = entries.find(({ entry }) => !entry.hidden);
    if (event.key === "Enter" && first) first.entry.querySelector("a").click();
  });
  const made = dialog("overview", "All slides", element("p", {}, element("label", { for: "find" }, "Slides that say "), find), none, list);
  made.at = (slide) => {
    find.value = "";
    entries.forEach(({ entry }, at) => {
      entry.hidden = false;
      entry.firstChild.toggleAttribute("aria-current", at === slide);
    });
    none.hidden = true;
    made.showModal();
    entries[slide].entry.firstChild.focus();
  };
  made.find = () => {
    made.at(0);
    find.focus();
  };
  return made;
}

/** All that a slide says, without what only scripts read. */
function seenText(from) {
  if (from.nodeType === Node.TEXT_NODE) return from.data;
  if (from.hidden || from.matches(".prompt")) return "";
  return [...from.childNodes].map(seenText).join("");
}

/** Formulas as they are typed are found where they are set: `h_out_1^(1)` is `hout11`. */
function folded(text) {
  return text.toLowerCase().replace(/−/g, "-").replace(/σ/g, "sigma").replace(/∂/g, "d").replace(/[\s_^(),*·]/g, "");
}

/** The beginning of what a slide says: so many letters, and formulas whole, as they are set there. */
function gist(slide) {
  const made = element("span", { class: "quiet" });
  let room = 90;
  const take = (from) => {
    for (const node of from.childNodes) {
      if (room <= 0) return;
      const text = node.textContent;
      if (node.nodeType === Node.TEXT_NODE) made.append(text.length > room ? text.slice(0, text.lastIndexOf(" ", room) + 1) : text);
      else if (node.localName === "math") made.append(node.cloneNode(true));
      else {
        take(node);
        continue;
      }
      room -= text.length;
    }
  };
  take(slide.querySelector(".says") ?? slide.querySelector(".asks") ?? made);
  if (room < 0) made.append(" …");
  return made;
}

/** What a screen reader says of an element: its text, formulas and pictures in words. */
function spokenText(from) {
  if (from.nodeType === Node.TEXT_NODE) return from.data;
  if (from.nodeType !== Node.ELEMENT_NODE || from.hidden) return "";
  const label = from.getAttribute("aria-label");
  if (label && from.matches("math, svg, [role=math]")) return ` ${label} `;
  return [...from.childNodes].map(spokenText).join("");
}

/** What is spoken of a formula, without the numbers under its symbols. */
function withoutNumbersUnder(loud) {
  return loud.replace(/, with [^,]* under it\b,?/g, "");
}

/** What is spoken of a formula without any number: `data-quiet` says which words go then, or all that is left. */
function quietOf(formula) {
  const loud = formula.dataset.loud ?? formula.getAttribute("aria-label");
  const { quiet } = formula.dataset;
  if (quiet === undefined) return loud;
  if (/[^\d ]/.test(quiet)) return quiet;
  const words = withoutNumbersUnder(loud).replace(/,? is about (?!.* is about ).*$/, "").split(" ");
  const gone = quiet.split(" ");
  return words.filter((_, at) => !gone.includes(String(at))).join(" ");
}

/** The network to click in, and the weights of the layer to choose from: which to show, and which to set beside it. */
function weightChoice(weights, choose) {
  const made = closable(document.getElementById("weight"));
  const list = made.querySelector(".weights");
  const group = (name, says, none) => {
    const field = element("fieldset", { class: "choice" }, element("legend", {}, says));
    const option = (value, ...label) => {
      const input = element("input", { type: "radio", name, value });
      input.addEventListener("change", () => choose({ [name]: value === "" ? null : Number(value) }));
      field.append(element("label", {}, input, ...label));
    };
    if (none) option("", none);
    [...list.children].forEach((entry, at) => option(at, ...[...entry.childNodes].map((node) => node.cloneNode(true))));
    return field;
  };
  list.before(group("weight", "Show the lesson for"), group("beside", "Side by side with", "nothing"));
  list.remove();
  made.at = (weight, beside) => {
    made.mark(weight, beside);
    if (!made.open) made.showModal();
    made.querySelector("input[name=weight]:checked").focus();
  };
  made.mark = (weight, beside) => {
    const check = (name, value) => {
      for (const input of made.querySelectorAll(`input[name=${name}]`)) input.checked = input.value === String(value ?? "");
    };
    check("weight", weight);
    check("beside", beside);
    for (const edge of made.querySelectorAll("[data-edge]")) {
      edge.classList.toggle("heavy", edge.dataset.edge === weights.edges[weight]);
      edge.classList.toggle("double", edge.dataset.edge === weights.edges[beside]);
    }
  };
  return made;
}

/** Makes the edges of all networks below a choice for the pointer; the keyboard has the list. */
function makeEdgesClickable(root, weights, choose) {
  for (const edge of root.querySelectorAll("path[data-edge]:not(.hit)")) {
    const weight = weights.edges.indexOf(edge.dataset.edge);
    const elsewhere = weights.derived.find((other) => other.edge === edge.dataset.edge);
    if ((weight < 0 && !elsewhere) || edge.nextElementSibling?.matches(".hit")) continue;
    const hit = edge.cloneNode(false);
    hit.setAttribute("class", "hit");
    const title = document.createElementNS("http://www.w3.org/2000/svg", "title");
    title.textContent = elsewhere ? `The derivation of ${elsewhere.name}` : `Show ${weights.names[weight]}`;
    hit.append(title);
    hit.addEventListener("click", () => (elsewhere ? location.assign(elsewhere.address) : choose({ weight })));
    edge.after(hit);
  }
}
