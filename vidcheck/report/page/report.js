(() => {
  "use strict";
  const root = document.documentElement;
  const remember = (value) => { try { localStorage.setItem("vidcheck-lang", value); } catch { /* a page from disk may not store */ } };
  const recall = () => { try { return localStorage.getItem("vidcheck-lang"); } catch { return null; } };

  const speak = (lang) => {
    root.dataset.lang = lang;
    root.lang = lang === "zh" ? "zh-Hans" : "en";
    for (const button of document.querySelectorAll("[data-set-lang]")) {
      button.setAttribute("aria-pressed", String(button.dataset.setLang === lang));
    }
  };
  for (const button of document.querySelectorAll("[data-set-lang]")) {
    button.addEventListener("click", () => { speak(button.dataset.setLang); remember(button.dataset.setLang); });
  }
  const kept = recall();
  speak(kept === "en" || kept === "zh" ? kept : root.dataset.lang);

  // One position for all takes of a shot: the same moment side by side.
  const place = (shot, at) => {
    const frames = Math.max(...[...shot.querySelectorAll(".take")].map((take) => Number(take.style.getPropertyValue("--n")) || 1));
    const frame = Math.min(frames - 1, Math.max(0, Math.floor(at * frames)));
    shot.dataset.frame = String(frame);
    shot.style.setProperty("--at", frames > 1 ? String(frame / (frames - 1)) : "0");
    shot.style.setProperty("--seen", "1");
  };
  for (const shot of document.querySelectorAll(".shot")) {
    shot.addEventListener("pointermove", (event) => {
      const under = event.target.closest(".poster, .strip");
      if (!under) return;
      const box = under.getBoundingClientRect();
      place(shot, (event.clientX - box.left) / box.width);
    });
  }

  const shots = [...document.querySelectorAll(".shot")];
  const current = () => {
    const inside = document.activeElement.closest(".shot");
    if (inside) return shots.indexOf(inside);
    const seen = shots.findIndex((shot) => shot.getBoundingClientRect().bottom > 80);
    return seen < 0 ? shots.length - 1 : seen;
  };
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, pre, .film")) return;
    const step = { j: 1, k: -1 }[event.key.toLowerCase()];
    if (step && shots.length) {
      const here = current();
      const inside = shots.includes(document.activeElement);
      const next = shots[Math.min(shots.length - 1, Math.max(0, inside ? here + step : here))];
      next.focus({ preventScroll: true });
      next.scrollIntoView({ block: "start" });
      event.preventDefault();
    }
    const side = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (side && shots.length) {
      const shot = shots[current()];
      const frames = Math.max(...[...shot.querySelectorAll(".take")].map((take) => Number(take.style.getPropertyValue("--n")) || 1));
      place(shot, (Number(shot.dataset.frame ?? Math.floor(frames / 2)) + side + 0.5) / frames);
      event.preventDefault();
    }
  });
})();
