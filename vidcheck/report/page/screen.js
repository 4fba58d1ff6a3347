// One picture of a take: its video where that can be played, its strip of stills otherwise.
V.Screen = class {
  constructor(take, box) {
    this.take = take;
    this.box = box;
    this.video = box.querySelector("video");
    this.live = box.querySelector(".live");
    this.boxes = V.all(".boxes g", box);
    this.wanted = null;
    this.frame = -1;
    if (this.video) this.listen();
  }

  listen() {
    this.video.addEventListener("loadeddata", () => {
      this.box.classList.add("ready");
      if (this.wanted !== null) this.video.currentTime = this.wanted;
    });
    this.video.addEventListener("error", () => { if (this.video.getAttribute("src")) this.fail(); });
    this.video.addEventListener("seeked", () => {
      if (this.wanted !== null && Math.abs(this.video.currentTime - this.wanted) > 0.001 && this.video.paused) this.video.currentTime = this.wanted;
    });
  }

  fail() {
    this.box.classList.remove("ready");
    this.broken = true;
    this.live.replaceChildren(...V.both("stills only: this browser cannot play the file", "仅静帧：此浏览器无法播放该文件"));
  }

  load() {
    if (!this.video || this.video.getAttribute("src") || this.broken) return;
    this.video.preload = "auto";
    this.video.src = this.video.dataset.src;
  }

  // Browsers keep only some dozens of videos open, so those far away are closed.
  unload() {
    if (!this.video || !this.video.getAttribute("src") || !this.video.paused) return;
    this.box.classList.remove("ready");
    this.video.removeAttribute("src");
    this.video.load();
  }

  get ready() { return this.box.classList.contains("ready"); }

  show(second, running = false) {
    const frame = V.clock.frame(this.take, second);
    for (const box of this.boxes) {
      const on = second + V.clock.ROUNDED >= Number(box.dataset.start) && second <= Math.max(Number(box.dataset.end), Number(box.dataset.start) + 0.08);
      box.classList.toggle("on", on);
    }
    this.part();
    if (frame === this.frame && !running) return;
    this.frame = frame;
    const stills = Number(this.box.closest("[style*='--n']")?.style.getPropertyValue("--n")) || 1;
    const still = Math.min(stills - 1, Math.floor((frame / V.clock.frames(this.take)) * stills));
    this.box.style.setProperty("--at", stills > 1 ? String(still / (stills - 1)) : "0");
    if (running) return;
    this.wanted = V.clock.target(this.take, frame);
    if (this.video && this.ready && !this.video.seeking) this.video.currentTime = this.wanted;
  }

  // Labels of boxes that are seen together stand below one another.
  part() {
    const on = this.boxes.filter((box) => box.classList.contains("on"));
    const key = on.map((box) => this.boxes.indexOf(box)).join();
    if (key === this.parted) return;
    this.parted = key;
    const taken = [];
    for (const box of on) {
      for (const text of V.all("text", box)) text.removeAttribute("dy");
      const label = V.all("text", box).find((text) => text.getAttribute("lang") === V.root.lang);
      const { x, y, width, height } = label.getBBox();
      const meets = (down) => taken.some((one) => x < one.x + one.width && one.x < x + width && y + down < one.y + one.height && one.y < y + down + height);
      let down = 0;
      while (height && meets(down)) down += height / 2;
      for (const text of V.all("text", box)) text.setAttribute("dy", String(down));
      taken.push({ x, y: y + down, width, height });
    }
  }

  play(rate) {
    if (!this.video || !this.ready) return;
    this.wanted = null;
    this.video.playbackRate = rate;
    this.video.play().catch(() => {});
  }

  pause() { if (this.video && !this.video.paused) this.video.pause(); }

  // The second a running video shows, on the clip's own clock; null where none runs.
  get second() { return this.video && this.ready && !this.video.paused ? Math.max(0, this.video.currentTime - this.take.lead) : null; }
};
