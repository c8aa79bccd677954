// What htmx leaves to do: title and focus follow what has changed, a portal that does not answer is said in words, and
// lines are put in order by moving them. What a link within the page does: the page scrolls no farther than it must to
// show what has opened. And what is saved while one writes never takes the page away when it cannot be saved.
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

// The bar at the bottom hides nothing of what is chosen, nor of what the keyboard is on.
const whole = (one) => one.closest(".option")?.scrollIntoView({ block: "nearest" });
document.addEventListener("change", ({ target }) => whole(target));
document.addEventListener("focusin", ({ target }) => target.matches(":focus-visible") && whole(target));

document.addEventListener("htmx:sendError", () => unreachable(true));
// A 503 lasts a moment: the form stays under it, to be sent again, and its page is for whoever has no script.
document.addEventListener("htmx:beforeOnLoad", ({ detail }) => unreachable(detail.xhr.status === 503));

const renumber = (list) => {
  [...list.children].forEach((line, index, { length }) => {
    line.querySelector("select").value = index + 1;
    line.querySelector("[data-move=up]").setAttribute("aria-disabled", index === 0);
    line.querySelector("[data-move=down]").setAttribute("aria-disabled", index === length - 1);
  });
};

const moved = (line) => {
  renumber(line.parentElement);
  const said = document.getElementById("moved");
  const { innerText, control } = line.querySelector("label");
  said.innerText = said.dataset.said.replace("{line}", innerText).replace("{place}", control.value);
  control.dispatchEvent(new Event("input", { bubbles: true }));
};

document.addEventListener("htmx:load", ({ detail }) => {
  for (const list of detail.elt.querySelectorAll(".places")) {
    const chosen = (line) => Number(line.querySelector("select").value);
    list.append(...[...list.children].sort((one, other) => chosen(one) - chosen(other)));
    list.classList.add("movable");
    renumber(list);
  }
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-move]");
  if (!button) return;
  event.preventDefault(); // without a script it is sent, and the page comes back with the line moved
  const line = button.closest("li");
  const up = button.dataset.move === "up";
  const other = up ? line.previousElementSibling : line.nextElementSibling;
  if (!other) return;
  line[up ? "after" : "before"](other); // the line itself stays, and the focus in it
  moved(line);
});

// Whoever signs out leaves nothing in this window.
document.addEventListener("submit", ({ target }) => target.action.endsWith("/sign-out") && sessionStorage.clear());

document.addEventListener("click", (event) => {
  const link = event.target.closest(".compass a[href^='#']");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  const { scrollX, scrollY } = window;
  location.hash = link.hash;
  scrollTo({ left: scrollX, top: scrollY, behavior: "instant" });
  document.querySelector(":target")?.scrollIntoView({ block: "nearest" });
});

// What a story asks is fetched when it is opened and put away when it is closed, so that one only stands on the page.
const asking = new WeakMap();

document.addEventListener("toggle", ({ target: tie }) => {
  const scene = tie.querySelector?.(":scope > .scene");
  if (scene && tie.open) {
    asking.set(scene, scene.innerHTML);
    htmx.trigger(scene.firstElementChild, "opened");
  } else if (scene && asking.has(scene)) {
    scene.innerHTML = asking.get(scene);
    htmx.process(scene);
  }
}, true);

// What was pressed in a mail is ticked, and waits for « Répondre ».
const pressed = /^#option-\d+$/.test(location.hash) && document.querySelector(`${location.hash} input`);
if (pressed) pressed.checked = true;

// Whoever comes back from the house's provider has nothing left to decide.
document.querySelector("[data-onward]")?.requestSubmit();

document.addEventListener("input", ({ target }) => target.form?.querySelector("[data-saved]")?.remove());

document.addEventListener("htmx:beforeOnLoad", (event) => {
  const { elt, xhr } = event.detail;
  const unsaved = elt.querySelector("[data-unsaved]");
  if (!unsaved) return;
  unsaved.hidden = xhr.status === 200 && !xhr.getResponseHeader("HX-Location");
  if (!unsaved.hidden) event.preventDefault();
});

for (const one of document.querySelectorAll("[data-print]")) {
  one.hidden = false;
  one.addEventListener("click", ({ target }) => target.closest("button") && print());
}

// Who has pressed « Imprimer » and was led to a paper need not press again.
if (document.querySelector("[data-print-now]")) addEventListener("load", () => print());

// A password is seen by whoever likes; when it is sent it is one again, so that no browser keeps it among its texts.
for (const box of document.querySelectorAll("[data-shows]")) {
  const field = document.getElementById(box.dataset.shows);
  box.closest("label").hidden = false;
  box.addEventListener("change", () => (field.type = box.checked ? "text" : "password"));
  field.form.addEventListener("submit", () => (field.type = "password"));
}
