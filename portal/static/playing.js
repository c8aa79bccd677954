// A question under the fingers: keys that choose and send, lines that are dragged, and what is chosen but not yet sent
// is still there when one comes back to it in this window.
"use strict";

// --------------------------------------------------------------------------------------------------------------- keys
// They can be turned off (WCAG 2.2, 2.1.4), and never act where one types.

const BUSY = "a, button, summary, select, textarea, [popover], input";
const BOX = "[type=radio], [type=checkbox]";
const act = () => localStorage.getItem("keys") !== "off";
document.addEventListener("htmx:load", ({ detail }) => {
  for (const box of detail.elt.querySelectorAll("#keys-on")) box.checked = act();
});
document.addEventListener("change", ({ target }) => {
  if (target.id === "keys-on") localStorage.setItem("keys", target.checked ? "on" : "off");
});

document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  const at = target.closest(BUSY);
  if (event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
  if (key === "Enter" && !at) {
    event.preventDefault();
    document.querySelector(".action :is(button, .button)")?.click();
  }
  if (!act() || at?.matches(`select, textarea, [popover], input:not(${BOX})`)) return;
  if (key === "?") document.getElementById("keys")?.togglePopover();
  const option = /^[1-9]$/.test(key) && document.querySelectorAll(`label.option :is(${BOX})`)[key - 1];
  if (!option) return;
  option.focus();
  option.click();
});

// ----------------------------------------------------------------------------------------------------------- dragging
// By its number on a touch screen, where the rest of the line scrolls the page; the arrows do the same (2.5.7).

let dragged;

document.addEventListener("pointerdown", (event) => {
  const line = event.target.closest(".movable > .line");
  const grip = event.pointerType === "mouse" ? !event.target.closest("button") : event.target.closest(".sign");
  if (!line || !grip) return;
  event.preventDefault();
  dragged = line;
  line.toggleAttribute("data-dragged", true);
});

document.addEventListener("pointermove", ({ clientY }) => {
  const { previousElementSibling: above, nextElementSibling: below } = dragged ?? {};
  const middle = (one) => one.getBoundingClientRect().top + one.offsetHeight / 2;
  if (above && clientY < middle(above)) dragged.after(above);
  else if (below && clientY > middle(below)) dragged.before(below);
});

const drop = () => {
  if (!dragged) return;
  dragged.toggleAttribute("data-dragged", false);
  moved(dragged);
  dragged = null;
};
document.addEventListener("pointerup", drop);
document.addEventListener("pointercancel", drop);

// ------------------------------------------------------------------------------------------------- chosen, not yet sent

const slotOf = (form) => form?.elements?.presentation && `answer ${form.elements.presentation.value}`;

document.addEventListener("input", ({ target }) => {
  const slot = slotOf(target.closest("form"));
  if (!slot) return;
  const chosen = [...new FormData(target.closest("form"))];
  sessionStorage.setItem(slot, JSON.stringify(chosen.filter(([name]) => /^(option|typed|place-|match-)/.test(name))));
});

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const sent = detail.shouldSwap && slotOf(detail.requestConfig.elt);
  if (sent) sessionStorage.removeItem(sent);
});

// Before the lines are put in the order that was chosen for them.
document.addEventListener("htmx:load", ({ detail }) => {
  const form = detail.elt.querySelector("[name=presentation]")?.form;
  for (const [name, value] of JSON.parse(sessionStorage.getItem(slotOf(form)) ?? "[]")) {
    for (const control of form.querySelectorAll(`[name="${name}"]`)) {
      if (control.matches(BOX)) control.checked ||= control.value === value;
      else control.value = value;
    }
  }
}, true);
