// The sheet under the keys: a line that is ended begins the next step, with Alt the next question; places move with Alt
// and the arrows. Whoever leaves a sheet that has words is asked first. Nothing of it is kept in the browser.
"use strict";

let begun = document.querySelector("#sheet-form[data-begun]") !== null;
let going = false;

document.addEventListener("input", ({ target }) => (begun ||= target.closest("#sheet-form") !== null));

// What a button of ours leads to takes the sheet along, or opens beside it.
document.addEventListener("submit", () => {
  going = true;
  setTimeout(() => (going = false), 1000);
});
addEventListener("beforeunload", (event) => {
  if (begun && !going) event.preventDefault();
});

// htmx goes back to the field of the same name, and that may now be another place's.
document.addEventListener("htmx:load", ({ detail: { elt } }) => {
  if (elt.id === "sheet") elt.querySelector("[autofocus]")?.focus();
});

const press = (place, key) => place?.querySelector(`[data-key="${key}"]:not(:disabled)`)?.click();

document.addEventListener("keydown", (event) => {
  const { key, altKey, shiftKey, target } = event;
  const place = target.closest(".sheet-place");
  if (event.isComposing || event.ctrlKey || event.metaKey || event.repeat) return;
  if (altKey && (key === "ArrowUp" || key === "ArrowDown")) {
    event.preventDefault();
    press(place, key === "ArrowUp" ? "up" : "down");
  } else if (key === "Enter" && target.matches(altKey || shiftKey ? "#sheet-form *" : "#sheet-form input")) {
    event.preventDefault();
    press(place ?? document.querySelector("[data-first]"), altKey ? "decide" : "step");
  }
});

// One copies only what has been read: the words as they stand in the frame, some of which may have been taken out.
for (const one of document.querySelectorAll("[data-copy]")) {
  one.hidden = !navigator.clipboard;
  one.addEventListener("click", async ({ target }) => {
    const button = target.closest("button");
    if (!button) return;
    await navigator.clipboard.writeText(document.getElementById(one.dataset.copy).value);
    button.textContent = button.dataset.said;
  });
}
