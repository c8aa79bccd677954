// Cards and summaries, read aloud by the browser: the button is there where the device itself has a voice for the
// language of the text. A voice that lies elsewhere would tell somebody else what one reads.
"use strict";

const speech = window.speechSynthesis;
const PAUSES = /\n+|(?<=[.!?…])\s+/; // one sentence at a time: some browsers fall silent in the middle of a long text
let reading;

const textOf = (button) => document.getElementById(button.dataset.reads);
const voiceOf = (button) => {
  const { lang } = textOf(button).closest("[lang]");
  return speech.getVoices().find((voice) => voice.localService && voice.lang.slice(0, 2).toLowerCase() === lang.slice(0, 2));
};

const offer = () => {
  for (const button of document.querySelectorAll("[data-reads]")) button.hidden = !voiceOf(button);
};

// What is read is what one sees, in its lines; a picture is not in it, so its description is put there meanwhile.
const words = (element) => {
  const said = [...element.querySelectorAll("img[alt]")].map((image) => {
    const described = document.createElement("span");
    described.innerText = `\n${image.alt}\n`;
    image.after(described);
    return described;
  });
  const { innerText } = element;
  for (const described of said) described.remove();
  return innerText;
};

const turn = (button) => {
  const { innerText } = button;
  button.innerText = button.dataset.otherwise;
  button.dataset.otherwise = innerText;
};

const silence = () => {
  if (!reading) return;
  turn(reading);
  reading = null;
  speech.cancel();
};

const read = (button) => {
  turn(button);
  reading = button;
  const sentences = words(textOf(button)).split(PAUSES).filter((sentence) => sentence.trim());
  sentences.forEach((sentence, index) => {
    const said = new SpeechSynthesisUtterance(sentence);
    said.voice = voiceOf(button);
    said.lang = said.voice.lang;
    if (index === sentences.length - 1) said.onend = () => reading === button && silence();
    speech.speak(said);
  });
};

if (speech) {
  offer();
  speech.addEventListener?.("voiceschanged", offer); // they may come late
  document.addEventListener("htmx:load", offer);
  document.addEventListener("htmx:beforeSwap", silence);
  window.addEventListener("pagehide", silence);
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-reads]");
    if (!button) return;
    const before = reading;
    silence();
    if (button !== before) read(button);
  });
}
