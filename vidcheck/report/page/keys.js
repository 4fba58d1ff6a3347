// Keys, what is near the window, and the start of it all.
V.shots = V.all(".shot").map((section) => new V.Shot(section)).filter((shot) => shot.takes.length);
V.current = () => {
  if (V.wipe.shot) return V.wipe.shot;
  const inside = document.activeElement?.closest?.(".shot");
  const focused = V.shots.find((shot) => shot.section === inside);
  if (focused) return focused;
  const seen = (shot) => { const box = shot.section.getBoundingClientRect(); return Math.min(box.bottom, innerHeight) - Math.max(box.top, 0); };
  const visible = V.shots.filter((shot) => !shot.section.hidden);
  return visible.reduce((best, shot) => (best && seen(best) >= seen(shot) ? best : shot), null);
};

V.go = (step) => {
  const visible = V.shots.filter((shot) => !shot.section.hidden);
  if (!visible.length) return;
  const here = visible.indexOf(V.current());
  const inside = document.activeElement?.closest?.(".shot");
  const next = visible[V.clamp(inside ? here + step : here, 0, visible.length - 1)];
  next.section.focus({ preventScroll: true });
  next.section.scrollIntoView({ block: "start" });
};

V.judge = (word) => {
  const shot = V.current();
  const radio = shot?.cards[shot.selected].querySelector(`.word [value="${word}"]`);
  if (!radio) return;
  radio.checked = true;
  radio.dispatchEvent(new Event("change"));
  V.say(`take ${shot.selected + 1}: ${word}`, `第 ${shot.selected + 1} 条：${word}`);
};

// With K held down, J and L are a jog wheel: a tap is one frame, held they play slowly.
V.jog = {
  SLOW: 0.25,
  held: false,
  press(shot, sign, event) {
    if (!this.held) { if (!event.repeat) shot.shuttle(sign); return; }
    if (!event.repeat) shot.step(sign); else if (shot.rate !== sign * this.SLOW) shot.play(sign * this.SLOW);
  },
  halt(shot, event) { this.held = true; if (!event.repeat) shot.pause(); },
  lift(key) {
    if (this.held && V.playing && Math.abs(V.playing.rate) === this.SLOW) V.playing.pause();
    if (key === "k") this.held = false;
  },
};
addEventListener("keyup", (event) => { if (/^[jkl]$/i.test(event.key)) V.jog.lift(event.key.toLowerCase()); });
addEventListener("blur", () => { V.jog.lift("k"); });

V.keys = {
  ArrowLeft: (shot, event) => shot.step(event.shiftKey ? -10 : -1),
  ArrowRight: (shot, event) => shot.step(event.shiftKey ? 10 : 1),
  j: (shot, event) => V.jog.press(shot, -1, event), k: (shot, event) => V.jog.halt(shot, event), l: (shot, event) => V.jog.press(shot, 1, event), " ": (shot) => shot.toggle(),
  n: () => V.go(1), p: () => V.go(-1), e: (shot) => shot.nextFinding(), b: () => V.boxes(), m: (shot) => shot.sound(),
  w: (shot) => (V.wipe.shot ? V.wipe.dialog.close() : V.wipe.open(shot)), x: () => V.wipe.shot && V.wipe.flip(),
  a: () => V.judge("keep"), h: () => V.judge("hold"), g: () => V.judge("ng"),
  "?": () => document.getElementById("help").showModal(),
};

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (document.getElementById("help").open) return;
  const typing = event.target.closest("input[type=text], textarea, select");
  const moving = event.target.closest("input[type=range], input[type=radio], pre, .wide, .film") && event.key.startsWith("Arrow");
  const pressing = event.target.closest("button, a, summary, input") && event.key === " ";
  if (typing || moving || pressing) return;
  const shot = V.current();
  const digit = /^Digit([1-9])$/.exec(event.code)?.[1];
  const act = V.keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (digit && shot) {
    if (V.wipe.shot) { const lists = V.all("#wipe select"); const list = lists[event.shiftKey ? 0 : 1]; if (Number(digit) <= shot.takes.length) { list.value = String(digit - 1); V.wipe.fill(); } }
    else shot.select(Number(digit) - 1);
    event.preventDefault();
  } else if (act && (shot || event.key === "?")) {
    act(shot, event);
    event.preventDefault();
  }
});

document.getElementById("help-button").addEventListener("click", () => document.getElementById("help").showModal());
for (const button of V.all("[data-filter]")) {
  button.addEventListener("click", () => {
    const on = button.getAttribute("aria-pressed") !== "true";
    for (const other of V.all("[data-filter]")) other.setAttribute("aria-pressed", String(on && other === button));
    for (const one of V.all(".shot[data-decision], .film a")) one.hidden = on && one.dataset.decision !== button.dataset.filter;
  });
}
for (const poster of V.all(".film a")) {
  poster.addEventListener("pointermove", (event) => {
    const box = poster.getBoundingClientRect();
    const stills = Number(poster.style.getPropertyValue("--n")) || 1;
    poster.style.setProperty("--at", stills > 1 ? String(Math.floor(V.clamp((event.clientX - box.left) / box.width, 0, 0.999) * stills) / (stills - 1)) : "0");
  });
  poster.addEventListener("pointerleave", () => poster.style.removeProperty("--at"));
}

const near = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    const shot = V.shots.find((one) => one.section === entry.target);
    if (entry.isIntersecting) { shot.load(); V.charts.draw(shot); V.charts.redraw(shot); } else shot.unload();
  }
}, { rootMargin: "500px 0px" });
for (const shot of V.shots) near.observe(shot.section);
// The bar of a shot sticks to the window's lower edge, but not over buttons that a verdict needs.
let edge = null;
const yields = () => {
  edge?.disconnect();
  edge = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      target.classList.toggle("below", isIntersecting);
      const section = target.closest(".shot");
      section.querySelector(".transport").classList.toggle("low", section.querySelector(".word.below") !== null);
    }
  }, { rootMargin: `${V.clamp(110 - innerHeight, -innerHeight, 0)}px 0px 0px 0px` });
  for (const word of V.all(".shot .word")) edge.observe(word);
};
yields();
addEventListener("resize", yields);
addEventListener("beforeprint", () => { for (const shot of V.shots) V.charts.draw(shot); });

V.onLook.push(() => { for (const shot of V.shots) V.charts.redraw(shot); });
V.wipe.start();
V.verdicts.start();
const known = (name, allowed, otherwise) => { const kept = V.memory.get(name); return allowed.includes(kept) ? kept : otherwise; };
V.dress(known("theme", ["auto", "light", "dark"], "auto"));
V.speak(known("lang", ["en", "zh"], V.lang()));
V.root.classList.add("started");
