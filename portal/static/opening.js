// Opens the sheet that stands behind « # » in the address: it is sent once, to be drawn, and kept nowhere.
"use strict";

const open = async () => {
  const code = location.hash.slice(1);
  if (!code) {
    document.getElementById("nothing").hidden = false;
    return;
  }
  try {
    const answer = await fetch("/f", { method: "POST", body: code, headers: { "Content-Type": "text/plain" }, credentials: "omit" });
    if (!answer.ok) throw new Error(answer.statusText);
    // The portal's own words, in which what was typed is text and never markup.
    document.getElementById("main").innerHTML = await answer.text();
    document.documentElement.lang = document.querySelector("#main [lang]").lang;
  } catch {
    document.getElementById("away").hidden = false;
  }
};

addEventListener("hashchange", () => location.reload());
open();
