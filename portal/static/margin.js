// The remarks of a reading beside the text that is being written: each finds its line again by what that line said, and
// where there is a margin stands at its height.
"use strict";

const notes = document.getElementById("notes");
const written = document.getElementById("text");
const wide = matchMedia("(width >= 1200px)");
const mirror = Object.assign(document.createElement("div"), { ariaHidden: "true", lang: "zxx" });
mirror.dataset.mirror = "";
const GAP = 8;

const lineOf = ({ dataset }, lines) =>
  lines.reduce((found, line, index) => {
    const nearer = !found || Math.abs(index + 1 - dataset.at) < Math.abs(found - dataset.at);
    return line === dataset.quote && nearer ? index + 1 : found;
  }, 0);

const find = (note, lines) => {
  const line = note.dataset.at ? lineOf(note, lines) : 0;
  const button = note.querySelector(".to-line");
  if (button) {
    [button.hidden, button.dataset.line] = [!line, line];
    button.textContent = notes.dataset.said.replace("{line}", line);
  }
  const lost = note.querySelector(".lost");
  if (lost && note.dataset.at) lost.hidden = line > 0;
  return line;
};

const measure = (lines) => {
  const { font, paddingInlineStart, paddingBlockStart } = getComputedStyle(written);
  const inner = written.clientWidth - 2 * parseFloat(paddingInlineStart);
  Object.assign(mirror.style, { font, inlineSize: `${inner}px` });
  mirror.replaceChildren(
    ...lines.map((line) => Object.assign(document.createElement("div"), { textContent: line || "\u200b" })),
  );
  return [...mirror.children].map((one) => one.offsetTop + parseFloat(paddingBlockStart));
};

const place = () => {
  const lines = written.value.split("\n");
  const found = [...notes.querySelectorAll(".remark")].map((note) => [note, find(note, lines)]);
  mirror.hidden = !wide.matches;
  const tops = wide.matches ? measure(lines) : [];
  let free = 0;
  for (const [note, line] of found.toSorted(([, one], [, other]) => one - other)) {
    note.toggleAttribute("data-to-margin", wide.matches);
    const top = Math.max(tops[line - 1] ?? 0, free);
    note.style.insetBlockStart = wide.matches ? `${top}px` : "";
    free = top + note.offsetHeight + GAP;
  }
};

notes.append(mirror);
written.addEventListener("input", place);
written.addEventListener("scroll", () => (notes.scrollTop = written.scrollTop));
notes.addEventListener("scroll", () => wide.matches && (written.scrollTop = notes.scrollTop));
notes.addEventListener("toggle", place, { capture: true });
wide.addEventListener("change", place);
new ResizeObserver(place).observe(written);
