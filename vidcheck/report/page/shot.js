// A shot: its takes at one moment, side by side; one of them is selected and leads.
V.Shot = class {
  constructor(section) {
    this.section = section;
    this.cards = V.all(".take", section);
    this.takes = this.cards.map((card) => V.data.takes[Number(card.dataset.take)]);
    this.screens = this.takes.map((take, i) => new V.Screen(take, this.cards[i].querySelector(".screen")));
    this.guests = [];
    this.heads = [];
    this.selected = 0;
    this.second = 0;
    this.rate = 0;
    this.charts = [];
    this.seekbar = section.querySelector(".seek");
    this.readout = section.querySelector(".now");
    if (!this.takes.length) return;
    this.takes.forEach((take, i) => this.furnish(take, this.cards[i]));
    this.controls();
    const first = Math.max(0, this.cards.findIndex((card) => card.classList.contains("chosen")));
    this.select(first, true);
    this.section.classList.toggle("no-boxes", V.memory.get("boxes") === "off");
  }

  furnish(take, card) {
    card.style.setProperty("--hue", V.hue(take.number));
    for (const place of V.all(".strip, .bands", card)) place.append(V.make("span", { class: "head-line", "aria-hidden": "true" }));
    for (const panel of V.all(`[data-panel="${card.dataset.take}"]`, this.section)) panel.style.setProperty("--hue", V.hue(take.number));
    const scrub = (event) => {
      const under = event.target.closest(".screen, .strip, .bands");
      if (!under || (this.rate && event.type === "pointermove")) return;
      const box = under.getBoundingClientRect();
      this.seek(V.clamp((event.clientX - box.left) / box.width, 0, 0.9999) * V.clock.end(take));
    };
    card.addEventListener("pointermove", scrub);
    card.addEventListener("click", (event) => {
      if (event.target.closest("a, .word")) return;
      this.select(this.cards.indexOf(card));
      if (!event.target.closest("button")) scrub(event);
    });
    card.addEventListener("focusin", () => this.select(this.cards.indexOf(card)));
  }

  controls() {
    this.section.addEventListener("click", (event) => {
      const jump = event.target.closest("[data-jump]");
      if (jump) { this.pause(); this.seek(Number(jump.dataset.jump)); this.load(); return; }
      const button = event.target.closest("[data-do]");
      if (!button) return;
      ({ play: () => this.toggle(), back: () => this.step(-1), on: () => this.step(1),
        boxes: () => V.boxes(), wipe: () => V.wipe.open(this) })[button.dataset.do]();
    });
    this.seekbar.addEventListener("input", () => { this.pause(); this.seek(V.clock.starts(this.take, Number(this.seekbar.value))); });
    this.section.querySelector(".more")?.addEventListener("click", (event) => {
      for (const chart of V.all(".chart", this.section)) chart.hidden = false;
      event.currentTarget.remove();
      V.charts.draw(this);
    });
  }

  get take() { return this.takes[this.selected]; }
  get length() { return Math.max(...this.takes.map((take) => V.clock.end(take))); }

  select(index, silent = false) {
    if (index < 0 || index >= this.takes.length) return;
    const changed = index !== this.selected;
    this.selected = index;
    this.cards.forEach((card, i) => { card.classList.toggle("on", i === index); card.setAttribute("aria-current", String(i === index)); });
    for (const panel of V.all(".panel", this.section)) panel.classList.toggle("on", panel.dataset.panel === this.cards[index].dataset.take);
    this.seekbar.max = String(V.clock.frames(this.take) - 1);
    this.paint();
    if (changed) V.charts.redraw(this);
    if (changed && !silent) this.bring(this.cards[index]);
    if (changed && !silent) V.say(`take ${index + 1} selected: ${this.take.path}`, `已选第 ${index + 1} 条：${this.take.path}`);
  }

  // On a narrow window takes lie in a row that is moved sideways.
  bring(card) {
    const row = card.parentElement;
    if (row.scrollWidth > row.clientWidth) row.scrollTo({ left: card.offsetLeft - row.offsetLeft - 16 });
  }

  seek(second) {
    this.second = V.clamp(second, 0, this.length - 1e-6);
    this.section.classList.add("moved");
    for (const screen of [...this.screens, ...this.guests]) screen.show(this.second);
    this.paint();
  }

  step(frames) {
    this.pause();
    const frame = V.clamp(V.clock.frame(this.take, this.second) + frames, 0, V.clock.frames(this.take) - 1);
    this.seek(V.clock.starts(this.take, frame));
  }

  // Everything that follows the moment but the pictures themselves.
  paint() {
    const frame = V.clock.frame(this.take, this.second);
    const text = `${V.clock.starts(this.take, frame).toFixed(2)} s · ${frame + 1}/${V.clock.frames(this.take)}`;
    this.readout.textContent = this.rate && this.rate !== 1 ? `${text} · ${this.rate}×` : text;
    this.seekbar.value = String(frame);
    this.seekbar.setAttribute("aria-valuetext", text);
    this.takes.forEach((take, i) => this.cards[i].style.setProperty("--where", String(V.clamp(this.second / V.clock.end(take), 0, 1))));
    for (const told of this.heads) told(this.second);
  }

  load() { for (const screen of this.screens) screen.load(); }
  unload() { if (!this.rate) for (const screen of this.screens) screen.unload(); }

  toggle() { if (this.rate) this.pause(); else this.play(1); }

  play(rate) {
    if (V.playing && V.playing !== this) V.playing.pause();
    V.playing = this;
    this.rate = rate;
    this.load();
    if (rate > 0 && this.second >= V.clock.end(this.take) - 2 / V.clock.rate(this.take)) this.seek(0);
    this.section.classList.add("playing", "moved");
    this.run(rate);
    this.ticked = performance.now();
    cancelAnimationFrame(this.ticking);
    this.ticking = requestAnimationFrame((now) => this.tick(now));
  }

  // J and L as in an editor: again for faster; the other one slows down, and turns round at 1×.
  shuttle(sign) {
    const { rate } = this;
    if (!rate) this.play(sign);
    else if (rate * sign > 0) this.play(V.clamp(rate * 2, -8, 8));
    else this.play(Math.abs(rate) > 1 ? rate / 2 : sign);
    V.say(`${this.rate}×`, `${this.rate} 倍速`);
  }

  run(rate) {
    for (const screen of [...this.screens, ...this.guests]) {
      if (rate > 0 && this.second < V.clock.end(screen.take) - 1e-3) screen.play(rate); else screen.pause();
    }
  }

  pause() {
    if (!this.rate) return;
    this.rate = 0;
    V.playing = null;
    cancelAnimationFrame(this.ticking);
    this.section.classList.remove("playing");
    for (const screen of [...this.screens, ...this.guests]) screen.pause();
    this.seek(this.second);
  }

  tick(now) {
    if (!this.rate) return;
    const passed = ((now - this.ticked) / 1000) * this.rate;
    this.ticked = now;
    const leader = this.screens[this.selected];
    const told = this.rate > 0 ? leader.second : null;
    let second = told ?? this.second + passed;
    if (second >= V.clock.end(this.take) - 0.5 / V.clock.rate(this.take) || second < 0 || leader.video?.ended) {
      if (this.rate < 0) { this.second = 0; this.pause(); return; }
      second = 0;  // round again: takes are short, and a flaw is seen on the third look
      for (const screen of [...this.screens, ...this.guests]) { screen.pause(); screen.frame = -1; screen.show(0); }
      this.second = 0;
      this.run(this.rate);
    }
    this.second = second;
    for (const screen of [...this.screens, ...this.guests]) {
      const own = screen.second;
      if (this.rate < 0 || (own === null && !screen.ready)) screen.show(second);
      else if (own === null && second < V.clock.end(screen.take) - 0.1) screen.play(this.rate);
      else {
        if (own !== null && screen !== leader && Math.abs(own - second) > 0.09) screen.video.currentTime = second + screen.take.lead;
        screen.show(second, true);
      }
    }
    this.paint();
    this.ticking = requestAnimationFrame((next) => this.tick(next));
  }

  sound() {
    const on = this.screens[this.selected].video?.muted ?? false;
    this.screens.forEach((screen, i) => { if (screen.video) screen.video.muted = !(on && i === this.selected); });
    V.say(on ? "sound on" : "sound off", on ? "声音开" : "声音关");
  }

  nextFinding() {
    const starts = this.take.events.map((event) => event.start).sort((a, b) => a - b);
    if (!starts.length) return;
    this.pause();
    this.seek(starts.find((start) => start > this.second + V.clock.ROUNDED * 2) ?? starts[0]);
  }
};

V.boxes = () => {
  const off = V.memory.get("boxes") !== "off";
  V.memory.set("boxes", off ? "off" : "on");
  for (const shot of V.shots) shot.section.classList.toggle("no-boxes", off);
  for (const button of V.all('[data-do="boxes"]')) button.setAttribute("aria-pressed", String(!off));
};
