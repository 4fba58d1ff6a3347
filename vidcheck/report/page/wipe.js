// Two takes in one picture, with a seam to move; they follow the shot they come from.
V.wipe = {
  dialog: document.getElementById("wipe"),
  shot: null,

  open(shot) {
    if (!shot || shot.takes.length < 2) return;
    this.shot = shot;
    const [a, b] = V.all("select", this.dialog);
    const other = shot.selected ? 0 : 1;
    [[a, shot.selected], [b, other]].forEach(([list, chosen]) => {
      list.replaceChildren(...shot.takes.map((take, i) => V.make("option", { value: String(i), ...(i === chosen ? { selected: "" } : {}) }, `${take.number} · ${take.path.split("/").pop()}`)));
      list.onchange = () => this.fill();
    });
    this.dialog.showModal();
    this.fill();
    this.seam(50);
  },

  fill() {
    const stage = this.dialog.querySelector(".wipe-stage");
    const [a, b] = V.all("select", this.dialog).map((list) => Number(list.value));
    const wide = Math.max(...[a, b].map((i) => Number(this.shot.cards[i].style.getPropertyValue("--shape")) || 1.78));
    stage.style.setProperty("--shape", String(wide));
    this.shot.guests = [[a, ".under"], [b, ".over"]].map(([index, place]) => {
      const card = this.shot.cards[index];
      const box = card.querySelector(".screen").cloneNode(true);
      box.classList.remove("ready");
      const old = box.querySelector("video");
      if (old) { old.removeAttribute("src"); old.replaceWith(old.cloneNode()); }
      const holder = stage.querySelector(place);
      const key = [...card.classList].find((name) => /^s\d+$/.test(name));
      holder.className = `${place.slice(1)} ${key ?? ""}`;
      holder.style.cssText = card.style.cssText;
      holder.style.setProperty("--shape", String(wide));
      holder.replaceChildren(box);
      const screen = new V.Screen(this.shot.takes[index], box);
      screen.load();
      return screen;
    });
    const now = this.dialog.querySelector(".now");
    this.shot.heads = this.shot.heads.filter((told) => told !== this.told);
    this.told = () => { now.textContent = this.shot?.readout.textContent ?? ""; };
    this.shot.heads.push(this.told);
    this.shot.seek(this.shot.second);
    if (this.shot.rate) this.shot.run(this.shot.rate);
  },

  seam(percent) {
    this.dialog.querySelector(".wipe-stage").style.setProperty("--seam", `${percent}%`);
    document.getElementById("seam").value = String(Math.round(percent));
  },

  flip() { this.seam(Number(document.getElementById("seam").value) > 50 ? 0 : 100); },

  start() {
    const stage = this.dialog.querySelector(".wipe-stage");
    stage.addEventListener("pointermove", (event) => {
      const box = stage.getBoundingClientRect();
      this.seam(V.clamp(((event.clientX - box.left) / box.width) * 100, 0, 100));
    });
    document.getElementById("seam").addEventListener("input", (event) => this.seam(Number(event.target.value)));
    this.dialog.querySelector(".close").addEventListener("click", () => this.dialog.close());
    this.dialog.addEventListener("close", () => {
      if (!this.shot) return;
      this.shot.guests.forEach((screen) => { screen.pause(); screen.unload(); });
      this.shot.guests = [];
      this.shot.heads = this.shot.heads.filter((told) => told !== this.told);
      this.shot = null;
    });
  },
};
