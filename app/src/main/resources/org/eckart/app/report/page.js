(() => {
  "use strict";
  const report = JSON.parse(document.getElementById("report-data").textContent);
  const page = document.getElementById("report-body");
  const charts = []; // {box, option}: option is a function of the colours

  // ---- elements, always with text, never with markup from the data

  function element(tag, attributes, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      made.setAttribute(name, value);
    }
    for (const child of children.flat()) {
      if (child !== null && child !== undefined) {
        made.append(child); // a string becomes a text node
      }
    }
    return made;
  }

  const count = (n) => n.toLocaleString("en-GB");
  const digits = (x, n) =>
    x === null || x === undefined ? "–" : x !== 0 && (Math.abs(x) < 1e-3 || Math.abs(x) >= 1e6) ? x.toExponential(n - 1) : Number(x.toPrecision(n)).toLocaleString("en-GB", { maximumSignificantDigits: n, useGrouping: Math.abs(x) >= 10000 });
  const short = (x) => digits(x, 4);
  const percent = (x) => (100 * x).toFixed(1) + " %";

  // ---- colours and the habits of all charts

  function colours() {
    const style = getComputedStyle(document.documentElement);
    const named = (name) => style.getPropertyValue("--" + name).trim();
    return {
      paper: named("paper"), raised: named("raised"), ink: named("ink"), soft: named("soft"), faint: named("faint"),
      rule: named("rule"), grid: named("grid"), blue: named("blue"), blueWash: named("blue-wash"), clay: named("clay"),
      moss: named("moss"), label: named("label"),
    };
  }

  function axis(c, name, more) {
    return {
      name, nameLocation: "middle", nameGap: 28,
      nameTextStyle: { color: c.soft, fontSize: 12, fontFamily: c.label },
      axisLine: { show: true, lineStyle: { color: c.faint, width: 1 }, onZero: false },
      axisTick: { show: true, length: 4, lineStyle: { color: c.faint } },
      axisLabel: { color: c.soft, fontSize: 11, fontFamily: c.label, hideOverlap: true, formatter: more && more.type === "category" ? undefined : (v) => short(v) },
      splitLine: { show: false },
      ...more,
    };
  }

  function heightAxis(c, name, more) {
    return axis(c, name, {
      nameLocation: "end", nameGap: 10, nameTextStyle: { color: c.soft, fontSize: 12, fontFamily: c.label, align: "left", padding: [0, 0, 0, -34] },
      axisLine: { show: false }, axisTick: { show: false },
      splitLine: { show: true, lineStyle: { color: c.grid, width: 1 } },
      scale: true, splitNumber: 4, ...more,
    });
  }

  function base(c, more) {
    return {
      animation: false,
      aria: { enabled: true },
      backgroundColor: "transparent",
      textStyle: { fontFamily: c.label, color: c.ink },
      grid: { left: 50, right: 24, top: 30, bottom: 44 },
      tooltip: {
        trigger: "item", renderMode: "richText", confine: true, backgroundColor: c.raised, borderColor: c.rule, borderWidth: 1,
        padding: [6, 9], textStyle: { color: c.ink, fontSize: 12, fontFamily: c.label }, transitionDuration: 0,
      },
      ...more,
    };
  }

  const dot = (color, size) => ({ symbol: "circle", symbolSize: size || 6, itemStyle: { color } });

  // ---- sections

  let figureNumber = 0;

  function section(title, note, ...content) {
    if (!content.flat().some((part) => part)) {
      return;
    }
    page.append(element("section", {}, element("h2", {}, title), note ? element("p", { class: "section-note" }, note) : null, ...content));
  }

  /** A chart with its number, title, caption in words and its numbers as a table. */
  function figure(title, caption, width, option, table) {
    const number = ++figureNumber;
    const box = element("div", { class: "chart", role: "img", "aria-label": title + ". " + caption });
    charts.push({ box, option });
    return element("figure", { class: width || "" },
      element("h3", {}, title), box,
      element("figcaption", {}, element("b", {}, "Figure " + number + ". "), caption),
      table ? numbers(table) : null);
  }

  function numbers(table) {
    const details = element("details", { class: "numbers" }, element("summary", {}, "numbers"));
    details.addEventListener("toggle", () => {
      if (details.open && details.children.length === 1) {
        details.append(element("div", { class: "scroll" }, grid(table.names, table.rows)));
      }
    });
    return details;
  }

  function grid(names, rows) {
    return element("table", {},
      element("thead", {}, element("tr", {}, names.map((n) => element("th", { class: "number", scope: "col" }, n)))),
      element("tbody", {}, rows.map((r) => element("tr", {}, r.map((v) => element("td", { class: "number" }, typeof v === "number" ? digits(v, 6) : v === null ? "–" : String(v)))))));
  }

  function facts(title, list) {
    return list.length === 0 ? null : element("div", {}, title ? element("h3", {}, title) : null,
      element("dl", {}, list.map((f) => element("div", {}, element("dt", {}, f.name), element("dd", {}, f.value)))));
  }

  // ---- head

  function head() {
    const theme = element("button", { type: "button", "aria-label": "Switch between light and dark" }, "light / dark");
    theme.addEventListener("click", () => {
      const root = document.documentElement;
      const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
      root.dataset.theme = dark ? "light" : "dark";
      draw();
    });
    document.getElementById("head").append(
      element("div", { class: "eyebrow" }, element("span", {}, "Eckart · " + report.kind), theme),
      element("h1", {}, report.title),
      element("p", { class: "lead" }, report.summary),
      element("dl", { class: "headlines" }, report.headlines.map((h) =>
        element("div", {}, element("dt", {}, h.name), element("dd", { class: "value" }, h.value), element("dd", { class: "note" }, h.note)))));
    if (report.warnings.length) {
      document.getElementById("head").append(element("aside", { class: "warnings" },
        element("h2", {}, report.warnings.length === 1 ? "One thing to know" : report.warnings.length + " things to know"),
        element("ul", {}, report.warnings.map((w) => element("li", {}, w)))));
    }
  }

  // ---- figures

  function trace() {
    const points = report.trace;
    if (points.length < 2) {
      return null;
    }
    const held = points.some((p) => p.heldOut !== null);
    const last = points[points.length - 1];
    const lastHeld = held ? points.filter((p) => p.heldOut !== null).pop() : null;
    const best = held ? points.reduce((a, b) => (b.heldOut !== null && (a.heldOut === null || b.heldOut < a.heldOut) ? b : a)) : null;
    const words = held
      ? `After ${last.step} steps the error on the entries fitted is ${short(last.train)}. On those held out it ended at ${short(lastHeld.heldOut)} (least ${short(best.heldOut)}, at step ${best.step})` + (lastHeld === last ? "." : `; from step ${lastHeld.step} on they were fitted too.`)
      : `After ${last.step} steps the error on the entries fitted is ${short(last.train)}.`;
    return figure("Error by step", words, "", (c) => base(c, {
      grid: { left: 50, right: 76, top: 30, bottom: 44 },
      tooltip: { ...base(c).tooltip, trigger: "axis", valueFormatter: (v) => short(v), axisPointer: { lineStyle: { color: c.faint } } },
      xAxis: axis(c, "step", { type: "value", min: points[0].step, max: last.step, minInterval: 1 }),
      yAxis: heightAxis(c, "root mean square error"),
      series: [
        { name: "fitted", type: "line", data: points.map((p) => [p.step, p.train]), showSymbol: points.length < 30, ...dot(c.blue, 5), lineStyle: { color: c.blue, width: 2 },
          endLabel: { show: true, formatter: "fitted", color: c.blue, fontSize: 12, distance: 6 }, labelLayout: { moveOverlap: "shiftY" } },
        held ? { name: "held out", type: "line", data: points.map((p) => [p.step, p.heldOut]), showSymbol: points.length < 30, ...dot(c.clay, 5), lineStyle: { color: c.clay, width: 2 },
          endLabel: { show: true, formatter: "held out", color: c.clay, fontSize: 12, distance: 6 }, labelLayout: { moveOverlap: "shiftY" } } : null,
      ].filter(Boolean),
    }), { names: held ? ["step", "fitted", "held out"] : ["step", "fitted"], rows: points.map((p) => (held ? [p.step, p.train, p.heldOut] : [p.step, p.train])) });
  }

  function gaps() {
    const points = report.gaps.filter((p) => p.gap !== null && p.gap > 0);
    if (points.length < 2) {
      return null;
    }
    const last = points[points.length - 1];
    return figure("Certified gap by step", `At step ${last.step} the objective is proved to be within ${short(last.gap)} of itself of the minimum.`, "", (c) => base(c, {
      xAxis: axis(c, "step", { type: "value", min: points[0].step, max: last.step, minInterval: 1 }),
      yAxis: heightAxis(c, "relative gap", { type: "log" }),
      series: [{ type: "line", data: points.map((p) => [p.step, p.gap]), showSymbol: points.length < 30, ...dot(c.blue, 5), lineStyle: { color: c.blue, width: 2 },
        tooltip: { formatter: (p) => `step ${p.value[0]}: ${short(p.value[1])}` } }],
    }), { names: ["step", "relative gap"], rows: points.map((p) => [p.step, p.gap]) });
  }

  function rankPath() {
    const points = report.rankPath;
    if (points.length < 2) {
      return null;
    }
    const chosen = points.find((p) => p.chosen);
    const words = `Held-out error of each rank that was tried` + (chosen ? `; rank ${chosen.rank} was chosen (${short(chosen.error)}).` : ".");
    return figure("Error by rank", words, "", (c) => base(c, {
      xAxis: axis(c, "rank", { type: "value", minInterval: 1, min: 0 }),
      yAxis: heightAxis(c, "held-out error"),
      series: [{
        type: "line", lineStyle: { color: c.faint, width: 1.5 },
        tooltip: { formatter: (p) => `rank ${p.value[0]}: ${short(p.value[1])}` },
        data: points.map((p) => ({
          value: [p.rank, p.error], symbol: "circle", symbolSize: p.chosen ? 11 : 6,
          itemStyle: { color: p.chosen ? c.clay : c.paper, borderColor: p.chosen ? c.clay : c.soft, borderWidth: 1.5 },
          label: { show: p.chosen, formatter: "chosen", position: "top", distance: 8, color: c.clay, fontSize: 12 },
        })),
      }],
    }), { names: ["rank", "held-out error"], rows: points.map((p) => [p.rank, p.error]) });
  }

  function mix(a, b, t) {
    const part = (hex, k) => parseInt(hex.slice(1 + 2 * k, 3 + 2 * k), 16);
    return "rgb(" + [0, 1, 2].map((k) => Math.round(part(a, k) + t * (part(b, k) - part(a, k)))).join(",") + ")";
  }

  function heldOut() {
    const d = report.heldOut;
    if (!d) {
      return null;
    }
    const cells = [];
    const means = [];
    let largest = 0, total = 0;
    d.counts.forEach((line) => line.forEach((n) => { largest = Math.max(largest, n); total += n; }));
    d.counts.forEach((line, q) => line.forEach((n, p) => {
      if (n > 0) {
        cells.push([d.fittedEdges[p], d.fittedEdges[p + 1], d.observedEdges[q], d.observedEdges[q + 1], n]);
      }
    }));
    for (let p = 0; p + 1 < d.fittedEdges.length; p++) {
      let n = 0, sum = 0;
      d.counts.forEach((line, q) => { n += line[p]; sum += line[p] * (d.observedEdges[q] + d.observedEdges[q + 1]) / 2; });
      if (n >= 10) {
        means.push([(d.fittedEdges[p] + d.fittedEdges[p + 1]) / 2, sum / n]);
      }
    }
    const fitted = [d.fittedEdges[0], d.fittedEdges[d.fittedEdges.length - 1]];
    const observed = [d.observedEdges[0], d.observedEdges[d.observedEdges.length - 1]];
    const from = Math.max(fitted[0], observed[0]), to = Math.min(fitted[1], observed[1]);
    const words = `${count(total)} values that the fit never saw against what it says of them; stronger cells hold more (up to ${count(largest)}). Rings are means of the held-out values: on the line, the fit is neither too high nor too low.`;
    return figure("Held-out against fitted values", words, "", (c) => base(c, {
      xAxis: axis(c, "fitted value", { type: "value", min: fitted[0], max: fitted[1] }),
      yAxis: heightAxis(c, "held-out value", { min: observed[0], max: observed[1], axisLabel: { color: c.soft, fontSize: 11, showMinLabel: false, showMaxLabel: false, formatter: (v) => short(v) }, splitLine: { show: false }, axisLine: { show: true, lineStyle: { color: c.faint }, onZero: false } }),
      series: [
        { type: "custom", clip: true, encode: { x: [0, 1], y: [2, 3] },
          tooltip: { formatter: (p) => `${count(p.value[4])} held out at ${short((p.value[2] + p.value[3]) / 2)}\nfitted ${short(p.value[0])} to ${short(p.value[1])}` },
          data: cells,
          renderItem: (_, api) => {
            const a = api.coord([api.value(0), api.value(3)]), b = api.coord([api.value(1), api.value(2)]);
            const shape = { x: a[0], y: a[1], width: Math.max(1, b[0] - a[0] - 0.5), height: Math.max(1, b[1] - a[1] - 0.5) };
            return { type: "rect", shape, style: { fill: mix(c.blueWash, c.blue, Math.sqrt(api.value(4) / largest)) } };
          } },
        from < to ? { type: "line", data: [[from, from], [to, to]], showSymbol: false, silent: true, lineStyle: { color: c.ink, width: 1, type: [5, 4], opacity: 0.7 }, tooltip: { show: false } } : null,
        { type: "scatter", data: means, symbol: "circle", symbolSize: 7, itemStyle: { color: c.raised, borderColor: c.clay, borderWidth: 1.8 }, tooltip: { formatter: (p) => `mean ${short(p.value[1])} at fitted ${short(p.value[0])}` } },
      ].filter(Boolean),
    }), { names: ["fitted from", "to", "held out from", "to", "count"], rows: cells });
  }

  function coverage() {
    const v = report.coverage;
    if (!v || !v.bins.length) {
      return [];
    }
    const names = v.bins.map((b) => b.counts);
    const band = 0.04;
    const shares = figure("Coverage of the intervals", `${percent(v.overall)} of the held-out values lie within their ${Math.round(100 * v.target)} % interval. Whiskers: 95 % range of chance. Band: target ± 4 points.`, "", (c) => base(c, {
      xAxis: axis(c, v.unit, { type: "category", data: names }),
      yAxis: heightAxis(c, "within the interval", { min: Math.max(0, Math.floor(10 * Math.min(v.target - 0.1, ...v.bins.map((b) => b.low))) / 10), max: 1, axisLabel: { color: c.soft, fontSize: 11, formatter: (y) => Math.round(100 * y) + " %" } }),
      series: [
        { type: "custom", silent: true, z: 3, data: v.bins.map((b, i) => [i, b.low, b.high]), encode: { x: 0, y: [1, 2] },
          renderItem: (_, api) => {
            const a = api.coord([api.value(0), api.value(1)]), b = api.coord([api.value(0), api.value(2)]);
            return { type: "group", children: [
              { type: "line", shape: { x1: a[0], y1: a[1], x2: b[0], y2: b[1] }, style: { stroke: c.blue, lineWidth: 1.5 } },
              { type: "line", shape: { x1: a[0] - 4, y1: a[1], x2: a[0] + 4, y2: a[1] }, style: { stroke: c.blue, lineWidth: 1.5 } },
              { type: "line", shape: { x1: b[0] - 4, y1: b[1], x2: b[0] + 4, y2: b[1] }, style: { stroke: c.blue, lineWidth: 1.5 } }] };
          } },
        { type: "line", z: 4, data: v.bins.map((b) => b.share), lineStyle: { width: 0 }, ...dot(c.blue, 9),
          tooltip: { formatter: (p) => `${names[p.dataIndex]} ${v.unit}\n${percent(p.value)} of ${count(v.bins[p.dataIndex].heldOut)} held out` },
          markLine: { silent: true, symbol: "none", data: [{ yAxis: v.target }], lineStyle: { color: c.moss, type: "solid", width: 1.2 }, label: { formatter: "target", position: "insideStartTop", color: c.moss, fontSize: 11 } },
          markArea: { silent: true, data: [[{ yAxis: v.target - band }, { yAxis: Math.min(1, v.target + band) }]], itemStyle: { color: c.moss, opacity: 0.12 } } },
      ],
    }), { names: [v.unit, "held out", "within", "low", "high"], rows: v.bins.map((b) => [b.counts, b.heldOut, b.share, b.low, b.high]) });
    const first = v.bins[0], last = v.bins[v.bins.length - 1];
    const widths = figure("Width of the intervals", `Intervals are ${short(first.width)} wide on average where there are ${first.counts} ${v.unit} and ${short(last.width)} where there are ${last.counts}.`, "", (c) => base(c, {
      xAxis: axis(c, v.unit, { type: "category", data: names }),
      yAxis: heightAxis(c, "mean width", { scale: false, min: 0 }),
      series: [{ type: "bar", data: v.bins.map((b) => b.width), barMaxWidth: 34, itemStyle: { color: c.blue, opacity: 0.75 }, tooltip: { formatter: (p) => `${names[p.dataIndex]} ${v.unit}\nwidth ${short(p.value)}` } }],
    }), { names: [v.unit, "mean width"], rows: v.bins.map((b) => [b.counts, b.width]) });
    return [shares, widths];
  }

  function spectrum() {
    const values = report.spectrum, edge = report.noiseEdge;
    if (!values.length) {
      return null;
    }
    const energy = values.reduce((sum, x) => sum + x * x, 0);
    const above = edge === null ? 0 : values.filter((x) => x > edge).length;
    const words = `${report.trace.length ? "Singular values of the low-rank part, offsets left out." : "Singular values of the matrix."} The first carries ${percent(energy > 0 ? values[0] * values[0] / energy : 0)} of the sum of squares of those shown.`
      + (edge === null ? "" : ` ${count(above)} ${above === 1 ? "stands" : "stand"} above the edge that noise alone would reach (${short(edge)}).`);
    const many = values.length > 40;
    const least = values.filter((x) => x > values[0] * 1e-17).pop();
    const line = edge === null ? undefined : {
      silent: true, symbol: "none", data: [{ yAxis: edge }], label: { formatter: "noise edge", position: "insideEndTop", fontSize: 11 },
    };
    return figure(report.trace.length ? "Spectrum of the factors" : "Singular values", words, report.trace.length ? "" : "wide", (c) => {
      const marks = line && { ...line, lineStyle: { color: c.moss, type: "solid", width: 1.2 }, label: { ...line.label, color: c.moss } };
      const tip = { formatter: (p) => many ? `value ${p.value[0]}: ${short(p.value[1])}` : `direction ${p.name}: ${short(p.value)}` };
      return base(c, many ? {
        xAxis: axis(c, "place", { type: "value", min: 0, max: values.length + 1, axisLabel: { color: c.soft, fontSize: 11, showMaxLabel: false, formatter: (v) => short(v) } }),
        yAxis: heightAxis(c, "singular value", { type: "log", min: least ? Math.pow(10, Math.floor(Math.log10(least))) : undefined }),
        series: [{ type: "scatter", data: values.map((x, i) => [i + 1, x]).filter((p) => p[1] >= least), symbolSize: 5,
          itemStyle: { color: (p) => edge !== null && p.value[1] > edge ? c.clay : c.blue, opacity: 0.8 }, tooltip: tip, markLine: marks }],
      } : {
        xAxis: axis(c, "direction", { type: "category", data: values.map((_, i) => i + 1) }),
        yAxis: heightAxis(c, "singular value", { scale: false, min: 0 }),
        series: [{ type: "bar", data: values, barMaxWidth: 22, itemStyle: { color: (p) => edge !== null && p.value > edge ? c.clay : c.blue, opacity: 0.75 }, tooltip: tip, markLine: marks }],
      });
    }, { names: ["direction", "singular value"], rows: values.map((x, i) => [i + 1, x]) });
  }

  function histogram(title, words, h, across, up) {
    if (!h || !h.bins.length) {
      return null;
    }
    return figure(title, words, "third", (c) => base(c, {
      grid: { left: 46, right: 8, top: 28, bottom: 44 },
      xAxis: axis(c, across, { type: "category", data: h.bins }),
      yAxis: heightAxis(c, up, { scale: false, min: 0, splitNumber: 3 }),
      series: [{ type: "bar", data: h.counts, barCategoryGap: "12%", itemStyle: { color: c.blue, opacity: 0.6 }, tooltip: { formatter: (p) => `${p.name}: ${count(p.value)}` } }],
    }), { names: [across, up], rows: h.bins.map((b, i) => [b, h.counts[i]]) });
  }

  // ---- sections that a verb lays out itself

  const widths = { WHOLE: "wide", HALF: "", THIRD: "third" };

  function laidOut(section) {
    return section.figures.map((f) => (f.png ? picture(f) : f.series ? chart(f) : f.values ? heatMap(f) : readable(f)));
  }

  function chart(f) {
    const usable = (v, of) => v !== null && (!of.logarithmic || v > 0);
    const points = (s) => s.x.map((x, i) => [usable(x, f.across) ? x : null, usable(s.y[i], f.up) ? s.y[i] : null, s.high.length && usable(s.high[i], f.up) ? s.high[i] : null]);
    const names = [...new Set(f.series.map((s) => s.name))];
    const named = f.across.categories.length > 0;
    const line = (c, s, color) => ({
      name: s.name, type: "line", data: points(s).map((p) => p.slice(0, 2)), showSymbol: s.x.length < 30, symbol: "circle", symbolSize: 5, itemStyle: { color },
      lineStyle: { color, width: s.style === "DASHED" ? 1.5 : 2, type: s.style === "DASHED" ? [5, 4] : "solid" },
    });
    const between = (s, color) => ({
      name: s.name, type: "custom", silent: true, z: 1, encode: { x: 0, y: [1, 2] }, data: s.x.length ? [[s.x[0], s.y[0], s.high[0]]] : [], itemStyle: { color },
      renderItem: (_, api) => {
        const kept = points(s).filter((p) => p[0] !== null && p[1] !== null && p[2] !== null);
        const outline = [...kept.map((p) => api.coord([p[0], p[1]])), ...kept.reverse().map((p) => api.coord([p[0], p[2]]))];
        return { type: "polygon", shape: { points: outline }, style: { fill: color, opacity: 0.16 } };
      }, clip: true,
    });
    const whisker = (s, color) => ({
      name: s.name, type: "custom", silent: true, z: 3, encode: { x: 0, y: [1, 2] }, data: points(s), itemStyle: { color }, clip: true,
      renderItem: (_, api) => {
        const a = api.coord([api.value(0), api.value(1)]), b = api.coord([api.value(0), api.value(2)]);
        const bar = (x1, y1, x2, y2) => ({ type: "line", shape: { x1, y1, x2, y2 }, style: { stroke: color, lineWidth: 1.5 } });
        return { type: "group", children: [bar(a[0], a[1], b[0], b[1]), bar(a[0] - 4, a[1], a[0] + 4, a[1]), bar(b[0] - 4, b[1], b[0] + 4, b[1])] };
      },
    });
    const all = f.series.flatMap((s) => s.x.map((x, i) => [s, x, i]));
    return figure(f.title, f.caption, widths[f.width], (c) => {
      const palette = [c.blue, c.clay, c.moss, c.soft, mix(c.blue, c.clay, 0.5), mix(c.moss, c.blue, 0.5), c.faint, c.ink];
      const colour = (s) => palette[names.indexOf(s.name) % palette.length];
      const drawn = f.series.map((s) => {
        switch (s.style) {
          case "BAND": return between(s, colour(s));
          case "WHISKERS": return whisker(s, colour(s));
          case "BARS": return { name: s.name, type: "bar", data: s.y, barMaxWidth: 34, itemStyle: { color: colour(s), opacity: 0.75 } };
          case "POINTS": return { name: s.name, type: "scatter", data: points(s).map((p) => p.slice(0, 2)), symbolSize: s.x.length > 60 ? 4 : 6, itemStyle: { color: colour(s), opacity: 0.8 } };
          default: return line(c, s, colour(s));
        }
      });
      if (f.marks.length && drawn.length) {
        drawn[0].markLine = { silent: true, symbol: "none", data: f.marks.map((m) => ({ [m.vertical ? "xAxis" : "yAxis"]: m.at, label: { formatter: m.name, position: m.vertical ? "end" : "insideEndTop", color: c.moss, fontSize: 11 } })),
          lineStyle: { color: c.moss, type: "solid", width: 1.2 } };
      }
      return base(c, {
        grid: { left: f.up.logarithmic ? 72 : 58, right: 24, top: names.length > 1 ? 50 : 30, bottom: named ? 60 : 44 },
        legend: names.length > 1 ? { data: names, top: 0, left: 0, type: "scroll", itemWidth: 16, itemHeight: 8, textStyle: { color: c.soft, fontSize: 12, fontFamily: c.label } } : undefined,
        tooltip: { ...base(c).tooltip, formatter: (p) => `${p.seriesName}\n${named ? p.name : short(p.value[0])}: ${short(Array.isArray(p.value) ? p.value[1] : p.value)}` },
        xAxis: named ? axis(c, f.across.name, { type: "category", data: f.across.categories, nameGap: 40, axisLabel: { color: c.soft, fontSize: 11, fontFamily: c.label, interval: f.across.categories.length > 30 ? "auto" : 0, rotate: f.across.categories.length > 6 ? 30 : 0, width: 90, overflow: "truncate" } })
          : axis(c, f.across.name, { type: f.across.logarithmic ? "log" : "value", min: "dataMin", max: "dataMax" }),
        yAxis: heightAxis(c, f.up.name, f.up.logarithmic ? { type: "log", nameGap: names.length > 1 ? 8 : 10 } : { scale: !f.series.some((s) => s.style === "BARS") }),
        series: drawn,
      });
    }, all.length > 20000 ? null : { names: ["series", f.across.name, f.up.name, "to"], rows: all.map(([s, x, i]) => [s.name, named ? f.across.categories[x] ?? x : x, s.y[i], s.high.length ? s.high[i] : null]) });
  }

  function heatMap(f) {
    const cells = f.values.flatMap((row, i) => row.map((v, j) => [j, i, v])).filter((cell) => cell[2] !== null);
    const least = cells.reduce((a, cell) => Math.min(a, cell[2]), Infinity), most = cells.reduce((a, cell) => Math.max(a, cell[2]), -Infinity);
    const signed = least < 0, end = Math.max(Math.abs(least), Math.abs(most));
    const few = cells.length <= 150;
    const deep = (v) => (signed ? Math.abs(v) / end : (v - least) / (most > least ? most - least : 1)) > 0.55; // where ink is hard to read
    const made = figure(f.title, f.caption, widths[f.width], (c) => base(c, {
      grid: { left: 120, right: 84, top: 12, bottom: 84 },
      tooltip: { ...base(c).tooltip, formatter: (p) => `${f.rows[p.value[1]]}, ${f.columns[p.value[0]]}\n${short(p.value[2])} ${f.unit}` },
      xAxis: axis(c, "", { type: "category", data: f.columns, axisLabel: { color: c.soft, fontSize: 11, fontFamily: c.label, rotate: 40, interval: f.columns.length > 40 ? "auto" : 0, width: 100, overflow: "truncate" } }),
      yAxis: axis(c, "", { type: "category", data: f.rows, inverse: true, axisLabel: { color: c.soft, fontSize: 11, fontFamily: c.label, interval: f.rows.length > 40 ? "auto" : 0, width: 108, overflow: "truncate" } }),
      visualMap: { min: signed ? -end : least, max: signed ? end : most > least ? most : least + 1, calculable: false, right: 0, top: "middle", itemWidth: 12, itemHeight: 120, text: [f.unit, ""], textStyle: { color: c.soft, fontSize: 11, fontFamily: c.label },
        formatter: (v) => short(v), inRange: { color: signed ? [c.clay, c.raised, c.blue] : [c.blueWash, c.blue] } },
      series: [{ type: "heatmap", data: cells.map((cell) => ({ value: cell, label: { color: deep(cell[2]) ? c.paper : c.ink } })), itemStyle: { borderColor: c.paper, borderWidth: cells.length > 1600 ? 0 : 1 }, label: { show: few, fontSize: 10, formatter: (p) => digits(p.value[2], 2) } }],
    }), { names: ["", ...f.columns], rows: f.values.map((row, i) => [f.rows[i], ...row]) });
    made.querySelector(".chart").style.height = Math.max(260, Math.min(900, 110 + 22 * f.rows.length)) + "px";
    return made;
  }

  function picture(f) {
    const image = element("img", { src: "data:image/png;base64," + f.png, alt: f.title + ". " + f.caption, class: "picture" });
    image.style.aspectRatio = Math.min(3, Math.max(1 / 3, f.columns / f.rows));
    return element("figure", { class: widths[f.width] }, element("h3", {}, f.title), image,
      element("figcaption", {}, element("b", {}, "Figure " + ++figureNumber + ". "), f.caption + " (" + f.scale + ")"));
  }

  function readable(f) {
    const numeric = f.names.map((_, k) => f.rows.every((r) => typeof r[k] === "number" || r[k] === null));
    return element("figure", { class: widths[f.width] }, element("h3", {}, f.title),
      element("div", { class: "table-scroll" }, element("table", {},
        element("thead", {}, element("tr", {}, f.names.map((n, k) => element("th", { class: numeric[k] ? "number" : "", scope: "col" }, n)))),
        element("tbody", {}, f.rows.map((r) => element("tr", {}, r.map((v, k) => element("td", { class: numeric[k] ? "number" : "" }, typeof v === "number" ? digits(v, 5) : v === null ? "–" : String(v)))))))),
      f.caption ? element("figcaption", {}, f.caption) : null);
  }

  // ---- directions and recommendations, in words

  function ends(list, side, largest) {
    return element("ul", { class: "ends " + side }, list.map((w) => {
      const bar = element("i", {});
      bar.style.width = (largest > 0 ? 100 * Math.abs(w.weight) / largest : 0) + "%";
      return element("li", {}, element("span", { class: "name", title: w.label }, w.label), element("span", { class: "weight", title: short(w.weight) }, bar));
    }));
  }

  function directions() {
    if (!report.directions.length) {
      return null;
    }
    return element("div", { class: "directions" }, report.directions.map((d, i) => {
      const columns = Math.max(0, ...[...d.columnsHigh, ...d.columnsLow].map((w) => Math.abs(w.weight)));
      const rows = Math.max(0, ...[...d.rowsHigh, ...d.rowsLow].map((w) => Math.abs(w.weight)));
      return element("div", { class: "direction" },
        element("h3", {}, "Direction " + (i + 1), element("span", {}, "strength " + short(d.strength))),
        element("h4", {}, "columns at one end"), ends(d.columnsHigh, "high", columns),
        element("h4", {}, "columns at the other"), ends(d.columnsLow, "low", columns),
        d.rowsHigh.length ? element("h4", {}, "rows at one end") : null, ends(d.rowsHigh, "high", rows),
        d.rowsLow.length ? element("h4", {}, "rows at the other") : null, ends(d.rowsLow, "low", rows));
    }));
  }

  function recommendations() {
    const r = report.recommendations;
    if (!r || !r.list.length) {
      return null;
    }
    const ranged = r.list.every((x) => x.lower !== null && x.upper !== null);
    const low = Math.min(...r.list.map((x) => (ranged ? x.lower : x.value))), high = Math.max(...r.list.map((x) => (ranged ? x.upper : x.value)));
    const place = (v) => (high > low ? 100 * (v - low) / (high - low) : 50) + "%";
    const row = (x, i) => {
      let range = null;
      if (ranged) {
        const bar = element("span", { class: "bar" }), mark = element("span", { class: "dot" });
        bar.style.left = place(x.lower);
        bar.style.right = `calc(100% - ${place(x.upper)})`;
        mark.style.left = place(x.value);
        range = element("td", {}, element("div", { class: "range", title: `${short(x.lower)} to ${short(x.upper)}` }, bar, mark));
      }
      return element("tr", {}, element("td", { class: "rank" }, String(i + 1)), element("td", { class: "name" }, x.label), element("td", { class: "number" }, x.value.toFixed(2)),
        ranged ? element("td", { class: "number" }, `${x.lower.toFixed(2)} – ${x.upper.toFixed(2)}`) : null, range, element("td", { class: "number" }, count(x.seen)));
    };
    return element("div", { class: "table-scroll" }, element("table", {},
      element("thead", {}, element("tr", {}, element("th", {}, ""), element("th", { scope: "col" }, r.columnName), element("th", { class: "number", scope: "col" }, "predicted"),
        ranged ? element("th", { class: "number", scope: "col" }, "interval") : null, ranged ? element("th", {}, "") : null, element("th", { class: "number", scope: "col" }, "seen"))),
      element("tbody", {}, r.list.map(row))));
  }

  // ---- the page

  function figures(...list) {
    const drawn = list.flat().filter(Boolean);
    return drawn.length ? element("div", { class: "figures" }, drawn) : null;
  }

  function build() {
    head();
    section(report.trace.length ? "Fit" : "Result", null, figures(heldOut(), trace(), gaps(), rankPath(), spectrum()));
    section("Uncertainty", report.coverage ? report.coverage.note : null, figures(coverage()));
    report.sections.forEach((one) => section(one.title, one.note || null, figures(laidOut(one)) || " "));
    section("Strongest directions", "What the low-rank part has found: rows and columns at the same end of a direction raise each other's values, at opposite ends they lower them.", directions());
    if (report.recommendations) {
      section("Recommended for " + report.recommendations.row, "The highest predictions among what this row has no entry for; ‘seen’ counts the entries that each column has.", recommendations());
    }
    section("Data", null, element("div", { class: "facts" }, facts(null, report.data.facts.slice(0, Math.ceil(report.data.facts.length / 2))), facts(null, report.data.facts.slice(Math.ceil(report.data.facts.length / 2)))),
      figures(
        histogram("Entries in each row", "Rows by how many entries they have.", report.data.perRow, "entries", "rows"),
        histogram("Entries in each column", "Columns by how many entries they have.", report.data.perColumn, "entries", "columns"),
        histogram("Values", "Entries by their value.", report.data.values, "value", "entries")));
    section("How it was made", null, element("div", { class: "facts" }, facts("Options", report.options), facts("Provenance", report.provenance)));
    document.getElementById("foot").append("One file, nothing loaded from elsewhere. Figures can be saved by printing this page; the numbers behind each are below it.");
  }

  function draw() {
    const c = colours();
    for (const chart of charts) {
      chart.drawn = chart.drawn || echarts.init(chart.box, null, { renderer: "svg" });
      chart.drawn.setOption(chart.option(c), true);
    }
  }

  build();
  draw();
  document.documentElement.dataset.drawn = String(charts.length);
  let waiting = 0;
  addEventListener("resize", () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(() => charts.forEach((chart) => chart.drawn.resize()));
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  addEventListener("beforeprint", () => { draw(); charts.forEach((chart) => chart.drawn.resize()); });
})();
