// The form of a text under the hand: rows are dragged by their handle or moved by the arrows, without a page in between;
// what is wrong stands at its field while one types. Rows are sent in the order in which they stand, so no name changes.
const studio = document.getElementById("studio");
const pane = studio.querySelector("[data-form]");
const tell = document.getElementById("form-said");

// ------------------------------------------------------------------------------------------------------ moving a row

const rowsOf = (list) => [...list.children].filter((row) => row.matches("[data-row]"));
const movesOf = (row) => row.querySelector(":scope > .moves, :scope > .form-tail > .moves");
const movable = (row) => row && !row.hasAttribute("data-stays");
const middle = (row) => row.getBoundingClientRect().top + row.offsetHeight / 2;

const place = (row) => {
  for (const one of rowsOf(row.parentElement)) {
    const [before, after] = [one.previousElementSibling, one.nextElementSibling];
    const moves = movesOf(one);
    moves?.querySelector('[value^="up:"]').toggleAttribute("disabled", !movable(before));
    moves?.querySelector('[value^="down:"]').toggleAttribute("disabled", !movable(after));
  }
};

const moved = (row, focus) => {
  place(row);
  focus?.focus();
  const number = rowsOf(row.parentElement).indexOf(row) + 1;
  tell.textContent = tell.dataset.said.replace("{place}", number);
  pane.dispatchEvent(new Event("input", { bubbles: true }));
};

const step = (row, up, focus) => {
  const other = up ? row.previousElementSibling : row.nextElementSibling;
  if (!movable(row) || !movable(other)) return;
  other[up ? "before" : "after"](row);
  moved(row, focus);
};

pane.addEventListener("click", (event) => {
  const button = event.target.closest('[value^="up:"], [value^="down:"]');
  if (!button) return;
  event.preventDefault(); // without a script it is sent, and the page comes back with the row moved
  const up = button.value.startsWith("up:");
  const row = button.closest("[data-row]");
  step(row, up, button);
  if (button.disabled) movesOf(row).querySelector(`[value^="${up ? "down" : "up"}:"]`).focus();
});

pane.addEventListener("keydown", (event) => {
  const { key, altKey, target } = event;
  if (altKey && target.matches('select, input[list], input[type="date"]')) return; // there the arrow opens what is chosen from
  const arrow = key === "ArrowUp" || key === "ArrowDown";
  if (arrow && (altKey || target.matches("[data-handle]"))) {
    event.preventDefault();
    const row = target.closest("[data-row]");
    if (row) step(row, key === "ArrowUp", target);
  } else if (key === "Enter" && target.matches('input, textarea[rows="1"]')) {
    event.preventDefault(); // what is typed is kept by itself: no page in between
  }
});

pane.addEventListener("pointerdown", (event) => {
  const handle = event.target.closest("[data-handle]");
  if (!handle) return;
  const row = handle.closest("[data-row]");
  handle.setPointerCapture(event.pointerId);
  row.setAttribute("data-moving", "");
  // The others step aside: a row that leaves the page, if only to come back, loses the pointer.
  const drag = ({ clientY }) => {
    for (let above; movable((above = row.previousElementSibling)) && clientY < middle(above); ) row.after(above);
    for (let below; movable((below = row.nextElementSibling)) && clientY > middle(below); ) row.before(below);
  };
  const drop = () => {
    handle.removeEventListener("pointermove", drag);
    row.removeAttribute("data-moving");
    moved(row, handle);
  };
  handle.addEventListener("pointermove", drag);
  handle.addEventListener("lostpointercapture", drop, { once: true });
});

for (const moves of pane.querySelectorAll(".moves")) {
  const handle = document.createElement("button");
  Object.assign(handle, { type: "button", className: "quiet", textContent: "⠿" });
  handle.setAttribute("data-handle", "");
  handle.setAttribute("aria-label", pane.dataset.grip.replace("{what}", moves.dataset.what));
  moves.prepend(handle);
}

// ------------------------------------------------------------------------------------------------- what is wrong, where

// The portal counts rows as they stand; on the page they keep the numbers that they had.
const nameOf = (said) => {
  let name = "";
  for (const part of said.split("-")) {
    const list = /^\d+$/.test(part) && pane.querySelector(`[data-rows="${name}"]`);
    name = list ? (rowsOf(list)[Number(part)]?.dataset.row ?? `${name}-${part}`) : [name, part].filter(Boolean).join("-");
  }
  return name;
};

// Where something is said of what has no field of its own: at the part that it stands in.
const nearest = (name) => fieldOf(name) ?? (name.includes("-") ? nearest(name.replace(/-[^-]+$/, "")) : null);

const faultsAt = (selector) =>
  [...document.querySelectorAll(`#problems ${selector}`)].map((problem) => [
    nearest(nameOf(problem.dataset.field)),
    problem.querySelector("[data-sentence]").textContent,
  ]);

// How much is left to mend in a part is said outside of it, where it is closed.
const countFaults = () => {
  for (const part of pane.querySelectorAll('details:is([id="f-header"], [data-row] > *)')) {
    const number = part.querySelectorAll("[data-fault]").length;
    const summary = part.querySelector("summary");
    const said = summary.querySelector(".wrong") ?? Object.assign(document.createElement("span"), { className: "wrong" });
    said.textContent = number > 1 ? pane.dataset.many.replace("{number}", number) : pane.dataset.one;
    if (!number) said.remove();
    else if (!said.isConnected) summary.append(" ", said);
  }
};

// What is still the example goes with the first key.
const markExamples = () => {
  for (const field of pane.querySelectorAll("[data-example]")) field.removeAttribute("data-example");
  for (const [field] of faultsAt("[data-untouched]")) if (field?.select) field.setAttribute("data-example", "");
};

const choose = ({ target }) => target.hasAttribute("data-example") && target.select();
pane.addEventListener("focusin", choose);
pane.addEventListener("click", choose); // a pointer puts its caret after the field has the focus
pane.addEventListener("input", ({ target }) => target.removeAttribute("data-example"));

const FOCUSED = "summary, button, input:not([type=hidden]), textarea, select";
const fieldOf = (name) => document.getElementById(`f-${name}`);

studio.addEventListener("looked", () => {
  for (const old of pane.querySelectorAll("[data-fault]")) old.remove();
  for (const field of pane.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
  for (const [field, sentence] of faultsAt("[data-field]:not([data-advice])")) {
    if (!field) continue;
    const fault = Object.assign(document.createElement("p"), { className: "error", textContent: sentence });
    fault.setAttribute("data-fault", "");
    if (field.matches("details")) field.querySelector("summary").after(fault);
    else if (field.matches("fieldset")) field.querySelector("legend").after(fault);
    else if (field.matches("li")) field.prepend(fault);
    else {
      field.before(fault);
      field.setAttribute("aria-invalid", "true");
    }
  }
  countFaults();
  markExamples();
});
markExamples();

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-to-field]");
  if (!link) return;
  const field = fieldOf(nameOf(link.getAttribute("href").slice(3)));
  for (let one = field; one; one = one.parentElement?.closest("details")) if (one.matches("details")) one.open = true;
  const goal = field?.matches("details, fieldset, li") ? field.querySelector(FOCUSED) : field;
  goal?.focus();
  if (goal && goal === document.activeElement) event.preventDefault();
});

// ------------------------------------------------------------------------------- what is known by its words, as typed

const LONGEST = 60;
const firstWords = (text) => {
  const line = text.trim().replace(/\s+/g, " ");
  return line.length > LONGEST ? `${line.slice(0, LONGEST).replace(/ \S*$/, "")}…` : line;
};

pane.addEventListener("input", ({ target }) => {
  const [, name] = /^(.+)-(?:title|stem)$/.exec(target.name) ?? ["", target.name === "title" ? "header" : ""];
  const shown = name && fieldOf(name)?.querySelector(":scope > summary > .words");
  if (!shown) return;
  shown.textContent = firstWords(target.value);
  const id = pane.querySelector(`[name="${name}-id"]`)?.value;
  for (const goal of id ? pane.querySelectorAll(`[name$="-leads_to"] > [value="${CSS.escape(id)}"]`) : []) {
    goal.textContent = goal.textContent.replace(/: [^]*$/, `: ${shown.textContent || "…"}`);
  }
});

// ---------------------------------------------------------------------------------------------- what is open stays open

pane.addEventListener(
  "toggle",
  ({ target }) => {
    if (target.open && target.name) studio.elements.at.value = target.id.slice(2);
  },
  true,
);
