// A title suggests the identifier, until one writes one's own; without this script the portal does so when it is sent.
"use strict";

const { title, id } = document.getElementById("begin").elements;
let own = id.value !== "";

const suggested = (words) =>
  words
    .toLowerCase()
    .replaceAll("œ", "oe")
    .replaceAll("æ", "ae")
    .replaceAll("ß", "ss")
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 60)
    .replace(/^-+|-+$/g, "");

id.addEventListener("input", () => (own = id.value !== ""));
title.addEventListener("input", () => own || (id.value = suggested(title.value)));
