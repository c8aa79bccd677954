// What htmx leaves to do: title and focus follow what has changed, and a portal that does not answer is said in words.
// And what a link within the page does: the page scrolls no farther than it must to show what has opened.
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

document.addEventListener("click", (event) => {
  const link = event.target.closest(".compass a[href^='#']");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  const { scrollX, scrollY } = window;
  location.hash = link.hash;
  scrollTo({ left: scrollX, top: scrollY, behavior: "instant" });
  document.querySelector(":target")?.scrollIntoView({ block: "nearest" });
});
