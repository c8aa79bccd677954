// What htmx leaves to do: title and focus follow what has changed, and a portal that does not answer is said in words.
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
