// What htmx leaves to do: the focus follows what has changed, and a portal that does not answer is said in words.
"use strict";

const unreachable = (away) => {
  const notice = document.getElementById("unreachable");
  if (notice) notice.hidden = !away;
};

document.addEventListener("htmx:afterSwap", ({ detail }) => {
  detail.target.querySelector("[data-focus]")?.focus();
});

document.addEventListener("htmx:sendError", () => unreachable(true));
document.addEventListener("htmx:beforeOnLoad", () => unreachable(false));
