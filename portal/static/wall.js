// On a wall: the keys of a keyboard or of a presenter go on and back, as the links do.
"use strict";

const WAYS = { ArrowRight: "next", ArrowDown: "next", PageDown: "next", " ": "next", ArrowLeft: "prev", ArrowUp: "prev", PageUp: "prev" };

document.addEventListener("keydown", (event) => {
  const way = WAYS[event.key];
  // A key on a link or a field does what it does there; with another key held, it is the browser's.
  if (!way || event.ctrlKey || event.altKey || event.metaKey || (event.key === " " && event.target.closest("a, button, input"))) return;
  const link = document.querySelector(`.wall a[rel="${way}"]`);
  if (!link) return;
  event.preventDefault();
  link.click();
});
