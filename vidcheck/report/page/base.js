"use strict";
// What every part uses: the data, the two languages, light and dark, and a memory that may fail.
const V = {};
V.root = document.documentElement;
V.root.classList.add("js");
V.data = JSON.parse(document.getElementById("data").textContent);
V.all = (selector, inside = document) => [...inside.querySelectorAll(selector)];
V.clamp = (value, low, high) => Math.min(high, Math.max(low, value));

V.make = (tag, attributes = {}, ...children) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
};
V.space = document.querySelector("svg").namespaceURI;
V.both = (en, zh) => [V.make("span", { lang: "en" }, en), V.make("span", { lang: "zh-Hans" }, zh)];

// A page from disk may not be allowed to remember anything; then it only forgets.
V.memory = {
  get(name) { try { return localStorage.getItem("vidcheck-" + name); } catch { return null; } },
  set(name, value) { try { localStorage.setItem("vidcheck-" + name, value); } catch { /* forgotten */ } },
};

V.lang = () => V.root.dataset.lang;
V.onLook = [];
V.speak = (lang) => {
  V.root.dataset.lang = lang;
  V.root.lang = lang === "zh" ? "zh-Hans" : "en";
  for (const button of V.all("[data-set-lang]")) button.setAttribute("aria-pressed", String(button.dataset.setLang === lang));
  for (const one of V.all("[data-en]")) one.setAttribute("aria-label", one.dataset[lang]);
  for (const one of V.all("[data-hint-en]")) one.title = lang === "zh" ? one.dataset.hintZh : one.dataset.hintEn;
  for (const told of V.onLook) told();
};

const THEMES = { auto: ["auto", "自动"], light: ["light", "浅色"], dark: ["dark", "深色"] };
V.dress = (theme) => {
  if (theme === "auto") delete V.root.dataset.theme; else V.root.dataset.theme = theme;
  document.querySelector(".theme-name").replaceChildren(...V.both(...THEMES[theme]));
  for (const told of V.onLook) told();
};
V.theme = () => V.root.dataset.theme || "auto";
V.colour = (name) => {
  // Custom properties come back as they were written; a probe has them computed.
  const probe = V.make("i", { style: `color:var(${name});display:none` });
  document.body.append(probe);
  const computed = getComputedStyle(probe).color;
  probe.remove();
  return computed;
};

for (const button of V.all("[data-set-lang]")) {
  button.addEventListener("click", () => { V.speak(button.dataset.setLang); V.memory.set("lang", button.dataset.setLang); });
}
document.getElementById("theme-button").addEventListener("click", () => {
  const names = Object.keys(THEMES);
  const next = names[(names.indexOf(V.theme()) + 1) % names.length];
  V.dress(next);
  V.memory.set("theme", next);
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { for (const told of V.onLook) told(); });

// Lines and keys of takes: apart for colour-blind eyes, and the dashes tell them apart in print.
V.hues = [["#0072b2", "#62b8f0"], ["#c44e00", "#ff9650"], ["#00805f", "#3ecf9f"], ["#a3468a", "#eb9dd0"], ["#7a6200", "#e3c04b"], ["#5a5a5a", "#b8b8b8"]];
V.dashes = [[], [7, 4], [2, 3], [10, 3, 2, 3]];
V.hue = (number) => { const [light, dark] = V.hues[(number - 1) % V.hues.length]; return `light-dark(${light}, ${dark})`; };
V.say = (en, zh) => { document.getElementById("spoken").replaceChildren(...V.both(en, zh)); };
