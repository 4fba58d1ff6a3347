// Curves of a shot's takes on one scale, in step with the pictures.
V.charts = {
  HEIGHT: 112,

  draw(shot) {
    for (const figure of V.all(".chart:not([hidden]):not(.drawn)", shot.section)) {
      figure.classList.add("drawn");
      shot.charts.push(this.one(shot, figure));
    }
    shot.paint();
  },

  redraw(shot) { for (const chart of shot.charts) chart.restyle(); },

  one(shot, figure) {
    const metric = figure.dataset.metric;
    const plot = figure.querySelector(".plot");
    const lines = shot.takes.map((take, index) => ({ take, index, values: take.curves[metric] })).filter((line) => line.values);
    const table = lines.length > 1 ? uPlot.join(lines.map((line) => [line.take.at, line.values])) : [lines[0].take.at, lines[0].values];
    const chart = new uPlot(this.options(shot, plot, lines, metric), table, plot);
    const head = V.make("div", { class: "head-line" });
    chart.over.append(head);
    const values = this.readouts(figure, lines);
    shot.heads.push((second) => {
      head.style.left = `${chart.valToPos(V.clamp(second, 0, shot.length), "x")}px`;
      values.forEach((value, i) => { value.textContent = this.value(lines[i], second); });
    });
    chart.over.addEventListener("pointermove", (event) => {
      if (!shot.rate) shot.seek(chart.posToVal(event.clientX - chart.over.getBoundingClientRect().left, "x"));
    });
    chart.over.addEventListener("click", (event) => {
      shot.pause();
      shot.seek(chart.posToVal(event.clientX - chart.over.getBoundingClientRect().left, "x"));
    });
    new ResizeObserver(() => { if (plot.clientWidth) { chart.setSize({ width: plot.clientWidth, height: this.HEIGHT }); shot.paint(); } }).observe(plot);
    return { restyle: () => { this.mark(figure, shot, lines); chart.redraw(false); } };
  },

  options(shot, plot, lines, metric) {
    const axis = { stroke: () => V.colour("--soft"), font: "11px system-ui", ticks: { show: false } };
    return {
      width: plot.clientWidth || 500, height: this.HEIGHT, padding: [10, 10, 0, 0],
      legend: { show: false },
      cursor: { x: false, y: false, points: { show: false }, drag: { x: false, y: false } },
      scales: { x: { time: false, range: () => [0, shot.length] } },
      axes: [
        { ...axis, size: 24, grid: { show: false }, space: 70, values: (_, ticks) => ticks.map((tick) => `${+tick.toFixed(2)} s`) },
        { ...axis, size: 46, space: 30, grid: { stroke: () => V.colour("--line"), width: 1 } },
      ],
      series: [{}, ...lines.map((line) => ({
        spanGaps: true, points: { show: false }, dash: V.dashes[(line.take.number - 1) % V.dashes.length],
        stroke: () => this.stroke(shot, line), width: 1.8,
      }))],
      hooks: { drawClear: [(chart) => this.ranges(chart, shot, metric)] },
    };
  },

  stroke(shot, line) {
    const [light, dark] = V.hues[(line.take.number - 1) % V.hues.length];
    const night = getComputedStyle(V.root).colorScheme === "dark" || (V.theme() === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
    return (night ? dark : light) + (line.index === shot.selected ? "" : "77");
  },

  // The selected take's findings; those that this measure raised stand out.
  ranges(chart, shot, metric) {
    const { ctx } = chart;
    const colours = {}, named = [];
    const bands = V.all(".band", shot.cards[shot.selected]);
    shot.take.events.forEach((event, number) => {
      colours[event.type] ??= V.all(`.band.${event.type}`, shot.section).map((band) => getComputedStyle(band).borderLeftColor)[0];
      const left = chart.valToPos(event.start, "x", true);
      const right = Math.max(left + 2, chart.valToPos(event.end, "x", true));
      ctx.save();
      ctx.globalAlpha = event.metric === metric ? 0.16 : 0.07;
      ctx.fillStyle = colours[event.type] || V.colour("--bad");
      ctx.fillRect(left, chart.bbox.top, right - left, chart.bbox.height);
      ctx.globalAlpha = 0.9;
      ctx.fillRect(left, chart.bbox.top, 2, chart.bbox.height);
      const name = bands[number].querySelector(`[lang="${V.root.lang}"]`).textContent;
      if (event.metric === metric && !named.includes(name) && named.length < 5) {
        named.push(name);  // a colour never stands alone
        ctx.globalAlpha = 1;
        ctx.font = `600 ${11 * devicePixelRatio}px system-ui`;
        ctx.textAlign = left > chart.bbox.left + chart.bbox.width * 0.8 ? "right" : "left";
        ctx.fillText(name, left + (ctx.textAlign === "left" ? 6 : -4) * devicePixelRatio, chart.bbox.top + named.length * 12 * devicePixelRatio);
      }
      ctx.restore();
    });
  },

  readouts(figure, lines) {
    const place = figure.querySelector(".values");
    const values = lines.map((line) => {
      const value = V.make("b");
      const one = V.make("span", { "data-line": String(line.index) }, this.sample(line.take.number), `${line.take.number} `, value);
      place.append(one);
      return value;
    });
    return values;
  },

  // How a take's line looks: its colour and its dashes.
  sample(number) {
    const [picture, line] = ["svg", "path"].map((tag) => document.createElementNS(V.space, tag));
    picture.setAttribute("viewBox", "0 0 22 9");
    picture.setAttribute("aria-hidden", "true");
    picture.style.setProperty("--hue", V.hue(number));
    line.setAttribute("d", "M0 4.5h22");
    line.setAttribute("stroke-dasharray", V.dashes[(number - 1) % V.dashes.length].join(" "));
    picture.append(line);
    return picture;
  },

  mark(figure, shot) {
    for (const one of V.all("[data-line]", figure)) one.classList.toggle("on", Number(one.dataset.line) === shot.selected);
  },

  value(line, second) {
    const { at } = line.take;
    if (!at.length || second > at[at.length - 1] + 0.5) return "–";
    let low = 0, high = at.length - 1;
    while (low < high) { const middle = (low + high + 1) >> 1; if (at[middle] <= second + V.clock.ROUNDED) low = middle; else high = middle - 1; }
    const value = line.values[low];
    return value === null ? "–" : Math.abs(value) >= 100 ? value.toFixed(0) : Math.abs(value) >= 1 ? value.toFixed(2) : value.toFixed(3);
  },
};
