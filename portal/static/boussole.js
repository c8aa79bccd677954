// What htmx leaves to do: title and focus follow what has changed, a portal that does not answer is said in words, and
// what is saved while one writes never takes the page away when it cannot be saved.
"use strict";

const unreachable = (away) => {
  const notice = document.getElementById("unreachable");
  if (notice) notice.hidden = !away;
};

document.addEventListener("htmx:afterSwap", ({ detail }) => {
  const step = detail.target.querySelector("[data-title]");
  if (step) document.title = `${step.dataset.title} · Boussole`;
  detail.target.querySelector("[data-focus]")?.focus();
});

document.addEventListener("htmx:sendError", () => unreachable(true));
document.addEventListener("htmx:beforeOnLoad", () => unreachable(false));

document.addEventListener("input", ({ target }) => target.form?.querySelector("[data-saved]")?.remove());

document.addEventListener("htmx:beforeOnLoad", (event) => {
  const { elt, xhr } = event.detail;
  const unsaved = elt.querySelector("[data-unsaved]");
  if (!unsaved) return;
  unsaved.hidden = xhr.status === 200 && !xhr.getResponseHeader("HX-Location");
  if (!unsaved.hidden) event.preventDefault();
});
