// The feed under the fingers: j and k go from story to story, Enter opens the one that the focus is on, as any link. And
// what is opened at its source is noted as read, as what is opened here is.
"use strict";

// They are turned off with those of a question (playing.js), and never act where one types.
const TYPED = "select, textarea, input:not([type=radio], [type=checkbox])";
const form = document.getElementById("reading");

// From the story that the focus is in, else from the first that is in view.
const go = (by) => {
  const stories = [...document.querySelectorAll(".story")];
  const here = stories.indexOf(document.activeElement.closest(".story"));
  const seen = stories.findIndex((one) => one.getBoundingClientRect().top >= 0);
  const next = stories[here < 0 ? seen : here + by];
  next?.querySelector(".title").focus();
};

document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || !act() || target.closest(TYPED)) return;
  if (key === "j" || key === "k") go(key === "j" ? 1 : -1);
});

const opened = ({ target, button }) => {
  const title = target.closest(".title[data-story]");
  if (!form || !title || button > 1) return;
  const body = new URLSearchParams({ csrf_token: form.elements.csrf_token.value, story: title.dataset.story });
  // It outlives this page, which is about to be left; where it fails, the story only stays unread.
  fetch(form.action, { method: "POST", body, headers: { "HX-Request": "true" }, keepalive: true }).catch(() => {});
  title.closest(".story").classList.add("read");
};
document.addEventListener("click", opened);
document.addEventListener("auxclick", opened);
