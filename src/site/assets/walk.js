/* Where in a lesson the reader is, and where each step leads; the same rules as in the terminal.

     slide 3               slide 4: a question              slide 5
     words + thing 1  →  question  →  words + thing 1  →  …
     words, both things ←──────────────────────────────────  going back lands on what is finished

   A place is { slide, seen }: the slide from 0, and how many of its things are seen; ASKING is its question alone. */

const ASKING = -1;

class Way {
  /** `slides` has for each slide { asks, parts, main }. */
  constructor(slides) {
    this.slides = slides;
  }

  clamped(slide) {
    return Math.min(Math.max(slide, 0), this.slides.length - 1);
  }

  /** Where one arrives who comes from before. */
  first(slide, mainSteps) {
    const { asks, parts } = this.slides[slide];
    return { slide, seen: asks ? ASKING : this.unasked(parts, mainSteps) };
  }

  /** Where one arrives who comes from behind: all of it is there. */
  finished(slide) {
    return { slide, seen: this.slides[slide].parts };
  }

  unasked(parts, mainSteps) {
    return mainSteps ? parts : Math.min(parts, 1);
  }

  /** The next stop; null at the end. */
  forward({ slide, seen }, mainSteps) {
    const { parts } = this.slides[slide];
    if (seen === ASKING) return { slide, seen: this.unasked(parts, mainSteps) };
    if (seen < parts) return { slide, seen: mainSteps ? parts : seen + 1 };
    return this.nextSlide(slide, mainSteps);
  }

  /** The stop before; null at the beginning. */
  back({ slide, seen }, mainSteps) {
    const { asks, parts } = this.slides[slide];
    if (seen > this.unasked(parts, mainSteps)) return { slide, seen: seen - 1 };
    if (seen !== ASKING && asks) return { slide, seen: ASKING };
    return this.slideBefore(slide, mainSteps);
  }

  nextSlide(slide, mainSteps) {
    const next = this.slides.findIndex((to, at) => at > slide && (to.main || !mainSteps));
    return next < 0 ? null : this.first(next, mainSteps);
  }

  slideBefore(slide, mainSteps) {
    const before = this.slides.findLastIndex((to, at) => at < slide && (to.main || !mainSteps));
    return before < 0 ? null : this.finished(before);
  }
}
