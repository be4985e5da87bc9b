// @ts-check
// The script of a page with figures: draws each, in the page's light or dark colours, when the reader comes near, and
// lets it answer the pointer and the keys. Without it the page shows pictures.
/* global console, document, window, matchMedia, IntersectionObserver, vega */
(() => {
  "use strict";
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const palette = JSON.parse(document.getElementById("hiernas-palette")?.textContent ?? "[]");
  /** Live views by their element. @type {Map<Element, any>} */
  const views = new Map();
  const tip = document.body.appendChild(document.createElement("div"));
  tip.className = "hiernas-tooltip";
  tip.setAttribute("role", "tooltip");
  tip.hidden = true;

  /** The figure's specification in the colours of now. @param {Element} figure @returns {any} */
  function specOf(figure) {
    const text = figure.querySelector("script")?.textContent ?? "null";
    const { theme } = document.documentElement.dataset;
    const isDark = (theme === undefined ? dark.matches : theme === "dark") && !isPrinting;
    return JSON.parse(text.replace(/\ue000(\d+)\ue001/g, (_, index) => palette[Number(index)][isDark ? 1 : 0]));
  }
  let isPrinting = false;

  /** @param {unknown} _handler @param {any} event @param {unknown} _item @param {any} value */
  function showTooltip(_handler, event, _item, value) {
    if (value === null || value === undefined || value === "") {
      tip.hidden = true;
      return;
    }
    const rows = typeof value === "object" ? Object.entries(value) : [["title", String(value)]];
    tip.replaceChildren(
      ...rows.map(([key, each]) => {
        const row = document.createElement("div");
        if (key === "title") row.append(Object.assign(document.createElement("b"), { textContent: String(each) }));
        else row.append(Object.assign(document.createElement("span"), { textContent: key }), ` ${String(each)}`);
        return row;
      }),
    );
    tip.hidden = false;
    // Beside the pointer, inside the window.
    const left = Math.min(event.clientX + 16, window.innerWidth - tip.offsetWidth - 8);
    const below = event.clientY + 18;
    const top = below + tip.offsetHeight > window.innerHeight ? event.clientY - tip.offsetHeight - 12 : below;
    tip.style.left = `${Math.max(8, left)}px`;
    tip.style.top = `${Math.max(8, top)}px`;
  }

  /** @param {Element} figure */
  function enliven(figure) {
    const place = /** @type {HTMLElement} */ (figure.querySelector(".hiernas-picture"));
    const before = views.get(figure);
    const state = before?.getState({ signals: isOwnSignal, data: () => false });
    try {
      const spec = specOf(figure);
      before?.finalize();
      place.replaceChildren();
      const view = new vega.View(vega.parse(spec), { renderer: "svg", hover: true, logLevel: vega.Error });
      view.tooltip(showTooltip).initialize(place);
      if (state !== undefined) view.setState(state);
      view.run();
      views.set(figure, Object.assign(view, { hiernasStep: stepOf(spec) }));
      place.style.minHeight = "";
    } catch (error) {
      place.innerHTML = figure.querySelector("noscript")?.textContent ?? "";
      console.error(`${figure.id}: ${String(error)}`);
    }
  }

  /** Signals whose value the reader may have changed. @param {string} name */
  function isOwnSignal(name) {
    return !/^(width|height|padding|background|autosize|style|parent)$/.test(name) && !name.includes("_");
  }

  /** The bounds of the signal `step`, if the figure has steps; those that answer by themselves count from 1. @param {any} spec */
  function stepOf(spec) {
    const step = spec.signals?.find((/** @type {any} */ signal) => signal.name === "step");
    const hasNear = spec.signals?.some((/** @type {any} */ signal) => signal.name === "near");
    return step === undefined ? undefined : { least: step.on === undefined ? 0 : 1, most: step.value, hasNear };
  }

  /** The arrow keys move the step of the figure that has the focus. @param {KeyboardEvent} event */
  function onKey(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    const figure = target.closest(".hiernas-figure");
    const by = event.key === "ArrowLeft" ? -1 : event.key === "ArrowRight" ? 1 : 0;
    const view = figure === null ? undefined : views.get(figure);
    if (by === 0 || target.tagName === "INPUT" || view?.hiernasStep === undefined) return;
    const { least, most, hasNear } = view.hiernasStep;
    event.preventDefault();
    // With the pointer over it the figure moves by itself.
    if (hasNear && view.signal("near")) return;
    view.signal("step", Math.min(most, Math.max(least, view.signal("step") + by))).runAsync();
  }

  const figures = [...document.querySelectorAll(".hiernas-figure")];
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (!isIntersecting) continue;
        observer.unobserve(target);
        enliven(target);
      }
    },
    { rootMargin: "800px" },
  );
  for (const figure of figures) observer.observe(figure);
  document.addEventListener("keydown", onKey);
  document.addEventListener("scroll", () => (tip.hidden = true), { passive: true, capture: true });
  const redraw = () => [...views.keys()].forEach(enliven);
  dark.addEventListener("change", redraw);
  window.addEventListener("beforeprint", () => {
    isPrinting = true;
    figures.forEach(enliven);
  });
  window.addEventListener("afterprint", () => {
    isPrinting = false;
    redraw();
  });
})();
