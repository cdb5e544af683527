// What the server's own pages do beyond links and buttons: results follow while typing, files may be dropped, a
// lesson follows its file. Without it every page works by its buttons.
"use strict";

{
  const numbers = document.getElementById("numbers");
  if (numbers) follow(numbers, document.getElementById("results"));

  const chooser = document.getElementById("drop");
  if (chooser) takeDrops(chooser);

  const live = document.getElementById("live");
  if (live) followFile(live.dataset.events);
  askForOthers();

  /** Shows what follows from a form's numbers as they are typed. */
  function follow(form, results) {
    let asked = null;
    const ask = async () => {
      asked?.abort();
      const mine = (asked = new AbortController());
      results.setAttribute("aria-busy", "true");
      try {
        const body = new FormData(form);
        body.delete("file");
        body.delete("pasted");
        const answer = await fetch(form.action, { method: "POST", body, signal: mine.signal });
        show(await answer.text());
      } catch (error) {
        if (error.name === "AbortError") return;
        results.replaceChildren(words("The server does not answer. Is gradwalk serve still running?"));
      }
      if (asked === mine) results.removeAttribute("aria-busy");
    };
    const show = (page) => {
      const answer = new DOMParser().parseFromString(page, "text/html");
      const theirs = answer.getElementById("results");
      const faults = theirs?.querySelector(".faults");
      results.classList.toggle("old", Boolean(faults));
      if (faults) {
        // What followed from the numbers before stays to be read, and says that it is old.
        results.querySelector(".faults")?.remove();
        if (results.querySelector("section")) faults.append(words("Below is still what followed before.", "note"));
        results.prepend(faults);
      } else {
        results.replaceChildren(...(theirs ?? answer.querySelector("main")).childNodes);
      }
      for (const field of form.querySelectorAll("table.numbers input")) {
        const now = answer.querySelector(`input[name="${CSS.escape(field.name)}"]`);
        for (const name of ["aria-invalid", "aria-describedby"]) {
          const value = now?.getAttribute(name);
          if (value) field.setAttribute(name, value);
          else field.removeAttribute(name);
        }
      }
    };
    form.addEventListener("input", (event) => {
      if (event.target.closest("#drop") === null) ask();
    });
    form.addEventListener("reset", () => setTimeout(ask));
    form.addEventListener("submit", (event) => {
      // Enter in a field, or the button without a page of its own: no new page is needed.
      if (event.submitter?.hasAttribute("formaction")) return;
      event.preventDefault();
      ask();
    });
  }

  /** A file dropped anywhere on the page is sent as if it had been chosen. */
  function takeDrops(chooser) {
    const field = chooser.querySelector("input[type=file]");
    const button = chooser.querySelector("button[formaction]");
    const hasFile = (event) => event.dataTransfer?.types.includes("Files");
    addEventListener("dragover", (event) => {
      if (!hasFile(event)) return;
      event.preventDefault();
      chooser.classList.add("over");
    });
    addEventListener("dragleave", (event) => {
      if (event.relatedTarget === null) chooser.classList.remove("over");
    });
    addEventListener("drop", (event) => {
      if (!hasFile(event)) return;
      event.preventDefault();
      chooser.classList.remove("over");
      field.files = event.dataTransfer.files;
      field.form.requestSubmit(button);
    });
  }

  /** Shows a lesson as it is when its file has changed, at the slide that has. */
  function followFile(address) {
    new EventSource(address).addEventListener("changed", async (event) => {
      const slide = Number(event.data);
      const rest = location.hash.split("&").slice(1).filter((pair) => !pair.startsWith("part="));
      if (slide > 0) history.replaceState(null, "", "#" + [slide, ...rest].join("&"));
      if (slide > 0) await showSlide(slide);
      if (!(await renewed(location.pathname))) location.reload();
      askForOthers(1000);
    });
  }

  /** Shows the slide that has changed before all of the lesson comes, which takes longer. */
  async function showSlide(number) {
    try {
      const answer = await fetch(`${location.pathname}slide/${number}`);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const slide = page.querySelector(".slide");
      const isSameLength = Number(slide?.parentElement.dataset.slides) === document.querySelectorAll(".slide[id]").length;
      if (answer.ok && isSameLength) document.dispatchEvent(new CustomEvent("renew-slide", { detail: slide }));
    } catch {
      // Then it comes with the others.
    }
  }

  /** A page that came without the other weights gets them when they are ready, which takes a while. */
  function askForOthers(after = 0) {
    clearTimeout(askForOthers.later);
    askForOthers.asked?.abort();
    const others = document.getElementById("others");
    if (!others) return;
    askForOthers.later = setTimeout(() => {
      askForOthers.asked = new AbortController();
      renewed(others.dataset.whole, askForOthers.asked.signal);
    }, after);
  }

  /** Puts what the server has now in the place of the lesson on the page. */
  async function renewed(address, signal) {
    try {
      const answer = await fetch(address, { signal });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const isLesson = [document, page].every((one) => one.querySelector(".slide") && one.getElementById("notice"));
      if (!answer.ok || !isLesson) return false;
      document.getElementById("notice").replaceWith(page.getElementById("notice"));
      document.dispatchEvent(new CustomEvent("renew", { detail: page }));
      return true;
    } catch {
      return false;
    }
  }

  function words(text, role = "alert") {
    const paragraph = document.createElement("p");
    paragraph.setAttribute("role", role);
    paragraph.textContent = text;
    return paragraph;
  }
}
