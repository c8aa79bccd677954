// The studio: blocks are put in where one writes, so that Ctrl+Z takes them out again; what there is to mend and how it
// looks follow what is typed; every few seconds it is kept as a draft. Until the portal has it, this device keeps it.
"use strict";

const form = document.getElementById("studio");
const { text, opened, copy } = form.elements;
const fields = form.querySelector("[data-form]"); // where there is no text, a form of it
const part = (id) => document.getElementById(id);
const post = (address, options) =>
  fetch(address, { method: "POST", body: new URLSearchParams(new FormData(form)), redirect: "manual", ...options });

// What is written: the text, or all that its form would send of it.
const written = () => {
  if (text) return text.value;
  const names = new Set([...fields.querySelectorAll("[name]")].map(({ name }) => name).filter((name) => name !== "at"));
  return String(new URLSearchParams([...new FormData(form)].filter(([name]) => names.has(name))));
};
const writtenFirst = text ? text.defaultValue : written();

// -------------------------------------------------------------------------------------------------- lines and writing

const lineAt = (place) => text.value.slice(0, place).split("\n").length;

const reveal = () => {
  text.blur(); // the focus that comes back scrolls to where the caret is
  text.focus();
};

const goTo = (line) => {
  const end = text.value.split("\n").slice(0, line).join("\n").length;
  text.setSelectionRange(end, end);
  reveal();
};

const write = (start, end, words, select = "") => {
  text.focus();
  text.setSelectionRange(start, end);
  if (!document.execCommand("insertText", false, words)) {
    text.setRangeText(words, start, end, "end");
    text.dispatchEvent(new Event("input", { bubbles: true }));
  }
  reveal();
  const from = start + words.indexOf(select);
  if (select) text.setSelectionRange(from, from + select.length);
};

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-line]");
  if (button) goTo(Number(button.dataset.line));
});

// --------------------------------------------------------------------------------------------------------------- blocks

const tools = form.querySelector("[data-blocks]");
const blocks = tools ? JSON.parse(tools.dataset.blocks) : {};

const header = () => /^---\n[^]*?\n(?=---[ \t]*$)/m.exec(text.value)?.[0] ?? "";

const blockOf = (name) => (blocks[/^language: *(\w+)/m.exec(header())?.[1]] ?? blocks.fr)[name];

const placeOf = (name) => {
  const [heading] = blockOf(name)?.[0].split("\n") ?? [];
  const place = heading ? `\n${text.value}`.indexOf(`\n${heading}\n`) : -1;
  return place < 0 ? Infinity : place;
};

const closing = () => Math.min(placeOf("to_try"), placeOf("exercise"));

// Where a block can stand that cuts no other in two: at the caret between two blocks, else after the one it is in; what
// there is to try stays last.
const between = (starts = /^## /gm, before = closing()) => {
  const caret = Math.max(text.selectionEnd, header() && header().length + 3);
  const next = [...text.value.matchAll(starts)].find(({ index }) => index >= caret)?.index ?? text.value.length;
  const place = Math.min(next, before);
  return [text.value.slice(0, place).trimEnd().length, place];
};

const putSource = ([block, select]) => {
  const top = header();
  const listed = /^sources:[ \t]*\n(?: .*\n|- .*\n)*/m.exec(top);
  const place = listed ? listed.index + listed[0].length : top.length;
  write(place, place, listed ? block : `sources:\n${block}`, select);
};

// The questions as the text names them, and which skill each is about.
const asked = () => {
  const word = blockOf("one")?.[0].split(" ")[1];
  return [...text.value.matchAll(new RegExp(`^## ${word} +(\\S+?)-?(\\d*) +· +(\\S+)`, "gim"))];
};

const moduleId = () => /^id: *(\S+)/m.exec(header())?.[1] ?? "question";

const named = () => {
  const ids = asked();
  const before = ids.filter(({ index }) => index < text.selectionEnd).at(-1) ?? ids.at(-1);
  const skill = before?.[3] ?? /^skills: *\[ *([^\],\s]+)/m.exec(header())?.[1] ?? "competence";
  const stem = before?.[1] ?? moduleId();
  const numbers = ids.filter(([, one]) => one === stem).map(([, , number]) => Number(number));
  return { skill, stem, number: Math.max(0, ...numbers) + 1 };
};

const putQuestion = ([block, select]) => {
  const { stem, number, skill } = named();
  putBlock([block.replace("{id}", `${stem}-${number}`).replace("{skill}", skill), select]);
};

// What stands beside the questions, with names of its own: a dialogue and its turns.
const putNamed = (name) => ([block, select]) => {
  const stem = `${moduleId()}-${name}`;
  const taken = (number) => new RegExp(`^##+ \\S+ +${stem}-${number}[ -]`, "m").test(text.value);
  let number = 1;
  while (taken(number)) number += 1;
  putBlock([block.replaceAll("{id}", `${stem}-${number}`).replaceAll("{skill}", named().skill), select]);
};

const putBlock = ([block, select], before = closing()) => {
  const [start, end] = between(/^## /gm, before);
  const last = end === text.value.length;
  write(start, end, `${start ? "\n\n" : ""}${block}\n${last ? "" : "\n"}`, select);
};

// What stands once, at the end: what there is to try in an interview, below it what there is to try on a sheet.
const putOnce = (name, before) => ([block, select]) => {
  if (placeOf(name) < Infinity) return goTo(lineAt(placeOf(name)) + 2);
  text.setSelectionRange(text.value.length, text.value.length);
  putBlock([block, select], before());
};

const putEntry = (starts, gap) => ([block, select]) => {
  const [start, end] = between(starts);
  write(start, end, `${gap}${block}${end === text.value.length ? "\n" : gap}`, select);
};

const PUT = {
  card: putBlock,
  dialogue: putNamed("dialogue"),
  written: putNamed("ecrit"),
  vignette: putNamed("vignette"),
  source: putSource,
  to_try: putOnce("to_try", () => placeOf("exercise")),
  exercise: putOnce("exercise", () => Infinity),
  skill: putEntry(/^ *- id:/gm, "\n"),
  rule: putEntry(/^ *- id:/gm, "\n\n"),
  topic: putEntry(/^  - id:/gm, "\n\n"), // two spaces: what is deeper is within a topic
  fact: putEntry(/^  - kind:/gm, "\n"), // an entry's own: those of its organisation are deeper
};

tools?.addEventListener("click", ({ target }) => {
  const name = target.closest("[data-block]")?.dataset.block;
  if (!name) return;
  part("kinds")?.hidePopover();
  (PUT[name] ?? putQuestion)(blockOf(name));
});

// ------------------------------------------------------------------------------------------ what there is to see of it

const pane = part("pane");

const show = (page) => {
  document.title = document.title.replace(part("titled").textContent, page.getElementById("titled").textContent);
  const focused = [...part("problems").querySelectorAll("button")].indexOf(document.activeElement);
  for (const id of ["titled", "problems", "preview", "unread", "changes"]) {
    const [old, now] = [part(id), page.getElementById(id)];
    if (old && now && old.innerHTML !== now.innerHTML) old.replaceChildren(...now.childNodes);
    if (id === "problems" && part("mend-said").textContent !== now.dataset.said)
      part("mend-said").textContent = now.dataset.said;
  }
  if (focused >= 0) part("problems").querySelectorAll("button")[focused]?.focus();
  if (text) follow();
  else form.dispatchEvent(new Event("looked"));
};

let looking;
const look = async () => {
  looking?.abort();
  looking = new AbortController();
  try {
    const response = await post(form.dataset.look, { signal: looking.signal });
    if (response.ok) show(new DOMParser().parseFromString(await response.text(), "text/html"));
  } catch {
    // Another look has begun, or the portal does not answer: the state of the draft says so.
  }
};

let hereBefore;
const follow = () => {
  const line = lineAt(text.selectionStart);
  part("caret").textContent = part("caret").dataset.said.replace("{line}", line);
  const shown = pane ? [...pane.querySelectorAll("[data-from]")] : [];
  const here = shown.findLastIndex((one) => Number(one.dataset.from) <= line);
  shown.forEach((one, index) => one.toggleAttribute("data-here", index === here));
  if (here >= 0 && here !== hereBefore) pane.scrollTop = shown[here].offsetTop;
  hereBefore = here;
};

if (text) document.addEventListener("selectionchange", () => document.activeElement === text && follow());

// ------------------------------------------------------------------------------------------------- nothing typed is lost

const conflict = part("conflict");
const state = part("state");
const kept = part("kept");
const bornOf = (name) => name.split(" ").at(-1);
const born = copy.value.split(" ")[0] || Date.now(); // a page that comes back with two texts goes on with its copy
const slot = `${kept.dataset.key} ${born}`;
let saved = conflict.firstElementChild ? null : writtenFirst;
let said = state.textContent;
let saving, due, glance;
let begun = 0;
let unanswered;

const tell = (words, trouble = false) => {
  state.setAttribute("aria-live", trouble || state.hasAttribute("data-trouble") ? "polite" : "off");
  state.toggleAttribute("data-trouble", trouble);
  state.textContent = words;
};

const onDevice = (change) => {
  try {
    change(localStorage);
    return true;
  } catch {
    return false; // private windows and full disks
  }
};
const copyIn = (name) => JSON.parse(localStorage.getItem(name));
const keepHere = () =>
  onDevice((device) => {
    const [words, at] = [written(), Date.now()];
    if (copyIn(slot)?.words === words) return;
    copy.value = ""; // what is there no longer is what is written
    device.setItem(slot, JSON.stringify({ words, from: opened.value, at }));
    copy.value = `${born} ${at}`; // it is sent along: the portal says which words have arrived
  });
const forget = (name) => {
  if (name === slot) copy.value = "";
  return onDevice((device) => device.removeItem(name));
};

const trouble = (why) => tell(state.dataset[keepHere() ? why : "nowhere"], true);

const later = (seconds) => {
  clearTimeout(due);
  due = setTimeout(save, seconds * 1000);
};

const arrived = (sent, answer) => {
  [saved, said, opened.value, begun] = [sent, answer.said, answer.opened, 0];
  if (written() !== sent) return later(2);
  forget(slot);
  tell(said);
};

const refused = ({ type, status }) => {
  const ended = type === "opaqueredirect" || [400, 401, 403].includes(status);
  trouble(ended ? "session" : status >= 500 ? "away" : "refused");
};

const meet = (html) => {
  const page = new DOMParser().parseFromString(html, "text/html");
  conflict.replaceChildren(...page.body.childNodes);
  trouble("moved");
};

const send = async (options) => {
  // What may have arrived unanswered goes again first: else one's own would be taken for that of somebody else.
  unanswered ??= { sent: written(), body: new URLSearchParams(new FormData(form)) };
  const { sent, body } = unanswered;
  try {
    const response = await post(form.dataset.draft, { ...options, body });
    if (response.status < 500) unanswered = null;
    if (response.ok) arrived(sent, await response.json());
    else if (response.status === 422) meet(await response.text());
    else refused(response);
  } catch {
    trouble("away");
    later(5);
  }
};

const save = async (options) => {
  clearTimeout(due);
  if (conflict.firstElementChild || written() === saved) return;
  if (saving) return later(1);
  saving = send(options);
  await saving;
  saving = null;
};

(text ?? fields).addEventListener("input", () => {
  clearTimeout(glance);
  glance = setTimeout(look, 600);
  if (written() === saved) {
    clearTimeout(due);
    forget(slot);
    return tell(said);
  }
  keepHere();
  if (!state.hasAttribute("data-trouble")) tell(state.dataset.writing);
  begun ||= Date.now();
  later(Date.now() - begun > 10_000 ? 0 : 2);
});

document.addEventListener("visibilitychange", () => document.hidden && save({ keepalive: true }));
addEventListener("pagehide", () => save({ keepalive: true }));
addEventListener("online", () => save());
document.addEventListener("keydown", (event) => {
  if (event.key !== "s" || !(event.ctrlKey || event.metaKey) || event.altKey) return;
  event.preventDefault();
  save();
});

// What is being saved arrives first: else one's own draft would be taken for that of somebody else.
form.addEventListener("submit", async (event) => {
  clearTimeout(due);
  if (!saving && !unanswered) return;
  event.preventDefault();
  await (saving ?? save());
  unanswered = null; // all of it is sent now
  form.requestSubmit(event.submitter);
});

// ------------------------------------------------------------------------------- what this device has kept from before

let offered;

// What was sent in leaving, or by a button, is answered by another page: of any text.
const forgetReceived = () => {
  const received = JSON.parse(kept.dataset.received);
  for (const name of Object.keys(localStorage)) {
    const words = received[bornOf(name)];
    if (words && Number(words) === copyIn(name).at) forget(name);
  }
};

const entries = () =>
  Object.keys(localStorage)
    .filter((name) => name.startsWith(`${kept.dataset.key} `) && name !== slot)
    .map((name) => ({ name, ...copyIn(name) }));

const offer = () => {
  const before = entries().sort((one, other) => other.at - one.at);
  for (const { name } of before.filter(({ words }) => words === saved)) forget(name);
  offered = part("aside") ? null : before.find(({ words }) => words !== written()); // there it stands already
  kept.hidden = !offered;
  if (!offered) return;
  const moment = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" });
  const sentence = kept.querySelector("[data-said]");
  sentence.textContent = sentence.dataset.said.replace("{moment}", moment.format(offered.at));
};

kept.addEventListener("click", ({ target }) => {
  const choice = target.closest("[data-kept]")?.dataset.kept;
  if (!choice) return;
  const { name, words, from } = offered;
  if (choice === "take") {
    opened.value = from; // when another text has been kept since, that is told before anything is written over
    if (fields) return takeUp(offered);
    write(0, text.value.length, words);
  }
  forget(name);
  offer();
  text?.focus();
});

// A form has rows of its own by now: what was kept of it is sent as it was, and comes back as its page.
const takeUp = ({ name, words, at }) => {
  const hidden = [...new URLSearchParams(words)].map(([field, value]) =>
    Object.assign(document.createElement("input"), { type: "hidden", name: field, value }),
  );
  fields.replaceChildren(...hidden);
  [copy.value, saved] = [`${bornOf(name)} ${at}`, written()]; // kept until that page has come
  form.querySelector("[value=save]").click();
};

onDevice(forgetReceived);
onDevice(offer);
if (text) follow();
if (text && text.value !== text.defaultValue) text.dispatchEvent(new Event("input")); // she was faster than this script
