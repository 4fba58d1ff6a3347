// What a person says of takes: kept in this browser, told to vidcheck as takes.yaml.
V.verdicts = {
  said: {},

  start() {
    this.name = `words-${V.data.run}`;
    try { this.said = JSON.parse(V.memory.get(this.name) || "{}") || {}; } catch { this.said = {}; }
    if (V.data.live) this.said = {};
    for (const take of V.data.takes) if (take.human && !(take.id in this.said)) this.said[take.id] = { ...take.human };
    this.before = JSON.stringify(this.said);
    for (const card of V.all(".take[data-take]")) {
      if (card.querySelector(".word")) this.furnish(card, V.data.takes[Number(card.dataset.take)]);
    }
    document.getElementById("export")?.addEventListener("click", () => this.download());
    this.show();
  },

  furnish(card, take) {
    for (const radio of V.all('input[type="radio"]', card)) radio.addEventListener("change", () => this.say(card, take, radio.value));
    const note = card.querySelector(".note");
    note.addEventListener("change", () => { if (this.said[take.id]) this.say(card, take, this.said[take.id].verdict); });
    card.querySelector(".clear").addEventListener("click", () => this.say(card, take, null));
    this.reflect(card, take);
  },

  say(card, take, verdict) {
    const note = card.querySelector(".note").value.trim();
    if (verdict) this.said[take.id] = { verdict, note }; else this.said[take.id] = null;
    V.memory.set(this.name, JSON.stringify(this.said));
    this.reflect(card, take);
    this.show();
    this.told?.(card, take, this.said[take.id]);
  },

  reflect(card, take) {
    const said = this.said[take.id];
    for (const radio of V.all('input[type="radio"]', card)) radio.checked = radio.value === said?.verdict;
    const note = card.querySelector(".note");
    note.hidden = !said;
    if (said && document.activeElement !== note) note.value = said.note;
    card.querySelector(".clear").hidden = !said || V.data.live;
    card.dataset.word = said?.verdict ?? "";
  },

  show() {
    const desk = document.getElementById("desk");
    if (!desk) return;
    const count = Object.values(this.said).filter(Boolean).length;
    desk.hidden = V.data.live || (count === 0 && JSON.stringify(this.said) === this.before);
    desk.querySelector(".tally").replaceChildren(...V.both(`${count} verdict${count === 1 ? "" : "s"}`, `${count} 条结论`));
  },

  // All takes stand in the file, so that it says whose they are as their names did.
  yaml() {
    const quoted = (text) => JSON.stringify(text).replace(/[\u007f-\u009f\u2028\u2029\ufeff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
    const lines = [`# Verdicts given on the report page. Put this file into the folder of the takes.`, "takes:"];
    const shots = [...new Set(V.data.takes.map((take) => take.shot).filter(Boolean))];
    for (const shot of shots) {
      lines.push(`  ${quoted(shot)}:`);
      for (const take of V.data.takes.filter((one) => one.shot === shot)) {
        lines.push(`    - path: ${quoted(take.path)}`);
        if (take.take) lines.push(`      take: ${take.take}`);
        if (take.generator) lines.push(`      generator: ${quoted(take.generator)}`);
        if (take.span) lines.push(`      span: [${take.span.join(", ")}]`);
        const said = this.said[take.id];
        if (said) lines.push(`      verdict: ${said.verdict}`);
        if (said?.note) lines.push(`      note: ${quoted(said.note)}`);
      }
    }
    return lines.join("\n") + "\n";
  },

  download() {
    const place = URL.createObjectURL(new Blob([this.yaml()], { type: "application/yaml" }));
    V.make("a", { href: place, download: "takes.yaml" }).click();
    setTimeout(() => URL.revokeObjectURL(place), 1000);
  },
};
