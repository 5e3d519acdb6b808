// Draws each timeline when it scrolls into view, in the colours of the page.
(() => {
  'use strict';
  const timelines = JSON.parse(document.getElementById('charts').textContent);
  const charts = new Map();
  const BAR = 18;
  const ROW = 16;
  const PRINTED_WIDTH = 640;

  const colour = name => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
  const shapeOf = symbol => document.querySelector(`#symbol-${symbol} path`).getAttribute('d');
  const text = (x, y, content, more) => ({
    type: 'text', silent: true, style: { x, y, text: content, fill: colour('ink'), font: '11px sans-serif', ...more } });

  // Bands across all lanes, with their labels in the given row above the lanes.
  const bands = (name, row, spans) => ({ type: 'custom', silent: true, z: row, clip: false,
    data: spans.map(span => [span.from, span.to]), encode: { x: [0, 1] },
    renderItem: (params, api) => {
      const { x, y, width, height } = params.coordSys;
      const top = y - ROW * row;
      const from = api.coord([api.value(0), 0])[0];
      const to = Math.max(api.coord([api.value(1), 0])[0], from + 2);
      const edge = at => ({ type: 'line', shape: { x1: at, x2: at, y1: top, y2: y + height },
        style: { stroke: colour(name), lineDash: name === 'overlap' ? [4, 3] : null } });
      const centre = Math.min(Math.max((from + to) / 2, x + 28), x + width - 28);
      const before = spans[params.dataIndex - 1];
      const room = before ? centre - api.coord([(before.from + before.to) / 2, 0])[0] : Infinity;
      return { type: 'group', silent: true, children: [
        { type: 'rect', shape: { x: from, y: top, width: to - from, height: y + height - top }, style: { fill: colour(name), opacity: 0.16 } },
        edge(from), edge(to),
        text(centre, top + 2, room > 70 ? spans[params.dataIndex].label : '', { align: 'center', fontWeight: 'bold' })] };
    } });

  const hatch = () => ({ color: colour('stale-holder'), dashArrayX: [1, 0], dashArrayY: [3, 4], rotation: -Math.PI / 4, symbolSize: 1 });
  const bars = timeline => ({ type: 'custom', name: 'bars', z: 3, encode: { x: [0, 1], y: 2 },
    data: timeline.bars.map(bar => ({ value: [bar.from, bar.to, bar.lane], tip: bar.text })),
    renderItem: (params, api) => {
      const bar = timeline.bars[params.dataIndex];
      const [from, y] = api.coord([bar.from, bar.lane]);
      const width = Math.max(api.coord([bar.to, bar.lane])[0] - from, 2);
      const stale = bar.symbol === 'stale-holder';
      const style = stale
        ? { fill: colour('page'), stroke: colour('stale-holder'), lineWidth: 1.5, decal: hatch() }
        : { fill: colour('hold') };
      const children = [{ type: 'rect', shape: { x: from, y: y - BAR / 2, width, height: BAR, r: 2 }, style }];
      const next = Math.min(...timeline.bars
        .filter(other => other.lane === bar.lane && other.from > bar.from && other.label)
        .map(other => api.coord([other.from, 0])[0]), params.coordSys.x + params.coordSys.width);
      if (bar.label && bar.label.length * 5.8 < next - from) {
        children.push(text(from, y - BAR / 2 - 13, bar.label));
      }
      if (bar.ending) {
        children.push(text(from + width, y + BAR / 2 + 2, bar.ending, { align: width < 60 ? 'left' : 'right', fontStyle: 'italic' }));
      }
      return { type: 'group', children };
    } });

  const SIZES = { contended: 12, 'no-answer': 13, invoice: 15, 'late-invoice': 20, rejected: 17 };
  const NAMED = { 'late-invoice': 'late invoice', rejected: 'rejected' };
  const marks = timeline => ({ type: 'custom', name: 'marks', z: 4, encode: { x: 0, y: 1 },
    data: timeline.marks.map(mark => ({ value: [mark.at, mark.lane], tip: mark.text })),
    renderItem: (params, api) => {
      const mark = timeline.marks[params.dataIndex];
      const [x, y] = api.coord([mark.at, mark.lane]);
      const size = SIZES[mark.symbol];
      const children = [{ type: 'path',
        shape: { pathData: shapeOf(mark.symbol), x: x - size / 2, y: y - size / 2, width: size, height: size, layout: 'center' },
        style: { fill: colour(mark.symbol), stroke: colour('page'), lineWidth: mark.symbol === 'contended' ? 0 : 1 } }];
      if (NAMED[mark.symbol]) {
        const room = params.coordSys.x + params.coordSys.width - x;
        children.push(text(x, y + BAR / 2 + 4, NAMED[mark.symbol],
          { align: room < 35 ? 'right' : 'center', fill: colour(mark.symbol), fontWeight: 'bold' }));
      }
      return { type: 'group', children };
    } });

  const tip = params => {
    const box = document.createElement('div');
    box.className = 'tip';
    box.textContent = params.data.tip;
    return box;
  };

  const options = timeline => ({
    animation: false,
    grid: { left: 8, right: 14, top: 40, bottom: 6, containLabel: true },
    tooltip: { formatter: tip, confine: true, backgroundColor: colour('panel'), borderColor: colour('line'),
      textStyle: { color: colour('ink'), fontSize: 13 } },
    xAxis: { type: 'value', min: 0, max: Math.ceil(timeline.end / 1000) * 1000, minInterval: 1000,
      axisLabel: { formatter: ms => ms / 1000 + ' s', color: colour('quiet'), hideOverlap: true },
      axisLine: { show: true, lineStyle: { color: colour('line') } }, splitLine: { lineStyle: { color: colour('line'), opacity: 0.6 } } },
    yAxis: { type: 'category', inverse: true, data: timeline.workers, axisTick: { show: false },
      axisLabel: { color: colour('ink') }, axisLine: { lineStyle: { color: colour('line') } },
      splitLine: { show: true, lineStyle: { color: colour('line') } } },
    series: [bands('fault', 2, [{ ...timeline.fault, label: 'fault' }]), bands('overlap', 1, timeline.overlaps), bars(timeline), marks(timeline)]
  });

  const draw = (element, size) => {
    charts.get(element)?.dispose();
    const chart = echarts.init(element, null, { renderer: 'svg', ...size });
    chart.setOption(options(timelines[element.dataset.experiment]));
    charts.set(element, chart);
  };

  const elements = [...document.querySelectorAll('.timeline')];
  const seen = new IntersectionObserver(entries => entries
    .filter(entry => entry.isIntersecting && !charts.has(entry.target))
    .forEach(entry => draw(entry.target)), { rootMargin: '300px' });
  const sized = new ResizeObserver(entries => entries.forEach(entry => charts.get(entry.target)?.resize()));
  elements.forEach(element => { seen.observe(element); sized.observe(element); });

  const redraw = () => [...charts.keys()].forEach(element => draw(element));
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
  addEventListener('beforeprint', () => {
    document.documentElement.classList.add('printing');
    elements.forEach(element => draw(element, { width: PRINTED_WIDTH }));
  });
  addEventListener('afterprint', () => {
    document.documentElement.classList.remove('printing');
    redraw();
  });
})();
