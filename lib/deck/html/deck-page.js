// @ts-check
// The script of a deck's page: starts reveal.js, makes figures live when their slide comes near, and advances those that
// have steps. Without it the page shows the same figures, still.
/* global document, window, Reveal, RevealNotes, vega */
(() => {
  "use strict";
  /** @param {string} id @returns {any} */
  const data = (id) => JSON.parse(document.getElementById(id)?.textContent ?? "{}");
  const specs = data("specs");
  const size = data("size");
  const isPrint = /print-pdf|view=print/.test(window.location.search);
  /** Views by their figure's id. @type {Map<string, any>} */
  const views = new Map();

  /**
   * Vega takes the pointer's place from the page, but the slide and the figure are scaled: the event is sent again with
   * the place that it has inside the figure.
   * @param {HTMLElement} place
   */
  function correctPointer(place) {
    const names = ["mousedown", "mouseup", "mousemove", "click", "pointerdown", "pointerup", "pointermove", "dblclick"];
    for (const name of names) {
      place.addEventListener(
        name,
        (/** @type {any} */ event) => {
          if (event.isCorrected || event.target.closest("svg") === null) return;
          const frame = event.target.closest("svg").getBoundingClientRect();
          const scale = frame.width / place.offsetWidth;
          if (Math.abs(scale - 1) < 0.01) return;
          event.stopPropagation();
          const { left, top } = frame;
          const again = new event.constructor(name, {
            ...{ bubbles: true, cancelable: true, view: window, buttons: event.buttons, button: event.button },
            clientX: left + (event.clientX - left) / scale,
            clientY: top + (event.clientY - top) / scale,
          });
          again.isCorrected = true;
          if (!event.target.dispatchEvent(again)) event.preventDefault();
        },
        true,
      );
    }
  }

  /** @param {HTMLElement} place */
  function enliven(place) {
    if (views.has(place.id) || specs[place.id] === undefined) return;
    const still = [...place.childNodes];
    try {
      const view = new vega.View(vega.parse(specs[place.id]), { renderer: "svg", hover: true, logLevel: vega.Error });
      place.replaceChildren();
      view.initialize(place).run();
      views.set(place.id, view);
      correctPointer(place);
      // The keys that move a slider do not turn the slide.
      place.addEventListener("keydown", (event) => event.stopPropagation());
    } catch {
      place.replaceChildren(...still);
    }
  }

  /** Shows as many steps of the current slide's figures as its fragments say. */
  function showSteps() {
    const slide = Reveal.getCurrentSlide();
    for (const place of slide?.querySelectorAll(".figure") ?? []) {
      const keys = [...slide.querySelectorAll(`[data-figure="${place.id}"]`)];
      const view = views.get(place.id);
      if (keys.length === 0 || view === undefined) continue;
      const step = keys.filter((key) => key.classList.contains("visible")).length;
      if (view.signal("step") !== step) view.signal("step", step).runAsync();
    }
  }

  function showSlide() {
    for (const place of Reveal.getCurrentSlide()?.querySelectorAll(".figure") ?? []) enliven(place);
    showSteps();
  }

  Reveal.initialize({
    ...size,
    ...{ margin: 0, center: false, hash: true, slideNumber: false, controls: false, progress: true },
    ...{ transition: "none", pdfSeparateFragments: false, pdfMaxPagesPerSlide: 1, minScale: 0.1, maxScale: 4 },
    plugins: [RevealNotes],
  }).then(() => {
    if (isPrint) return;
    showSlide();
    Reveal.on("slidechanged", showSlide);
    Reveal.on("fragmentshown", showSteps);
    Reveal.on("fragmenthidden", showSteps);
  });
})();
