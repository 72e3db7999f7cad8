/** Charts as elements: made once, updated in place, redrawn when the theme changes. */
import { BarController, BarElement, CategoryScale, Chart, LinearScale, LineController, LineElement, PointElement, Tooltip } from 'chart.js';
import type { ChartConfiguration, ChartDataset, LinearScaleOptions, Plugin, Scale } from 'chart.js';
import { roundMarks } from './axisMarks.ts';
import { yearsBeneath } from './axisYears.ts';
import { island } from './dom.ts';
import { seriesColour, seriesFill } from './fills.ts';
import { laneAxes, laneCaptions, laneDatasets } from './lanes.ts';
import { onThemeChange, themeColours } from './theme.ts';
import type { AxisMarks } from './axisMarks.ts';
import type { Description, Island } from './dom.ts';
import type { Lane } from './lanes.ts';
import type { ThemeColours } from './theme.ts';

Chart.register(BarController, BarElement, CategoryScale, LinearScale, LineController, LineElement, PointElement, Tooltip);

/** Marks at an axis. */
const mostMarks = 4;

/** Null is a gap; a bar from one value to another begins above the axis. */
export type Value = number | readonly [number, number] | null;

export interface Series {
  readonly label: string;
  readonly type: 'bar' | 'line';
  readonly values: readonly Value[];
  /** Place in the theme's row of chart colours; -1 is the quiet colour. */
  readonly colour: number;
  readonly axis?: 'left' | 'right';
  readonly dashed?: boolean;
  /** Bars that the picture is about; the others are quiet. */
  readonly about?: (index: number) => boolean;
  /** Said in the tooltip instead of the value. */
  readonly texts?: readonly string[];
}

export interface ChartPicture {
  /** What it shows, for those who do not see it. */
  readonly name: string;
  readonly labels: readonly string[];
  /** Longer names of the labels, for the tooltip. */
  readonly titles?: readonly string[];
  /** The day of each label where they are days or weeks: their years stand beneath them where they are of several. */
  readonly days?: readonly string[];
  /** What the labels are, beneath them, where they do not say it. */
  readonly along?: string;
  readonly series: readonly Series[];
  readonly format: (value: number, axis: 'left' | 'right') => string;
  /** What stands at an axis; `format` where it is left out. */
  readonly marks?: { readonly left?: AxisMarks; readonly right?: AxisMarks };
  /** Labels are names: none is left out where there is little room, as days are. */
  readonly names?: boolean;
  readonly stacked?: boolean;
  /** Without axes: a small picture beside its figures. */
  readonly bare?: boolean;
  /** Beneath the bars, a line for each kind of what happened along them. */
  readonly lanes?: readonly Lane[];
  /** A line across, and where along the labels: 0 is the beginning of the first. */
  readonly middle?: number;
  /** Dashed lines across, each before the label of an index: what is right of one is measured otherwise. */
  readonly cuts?: readonly number[];
  readonly onSelect?: (index: number) => void;
}

interface Entry {
  readonly chart: Chart;
  picture: ChartPicture;
}

const charts = new Map<Element, Entry>();
let watching = false;

/** A canvas that shows the picture; its height is the class's, and with lanes so much more. */
export function chart(picture: ChartPicture, className = ''): Description {
  const { lanes } = picture;
  const more = lanes === undefined ? {} : { style: { '--lanes': String(lanes.length) } };
  return island('div', { class: `chart ${className}`, ...more }, chartIsland(picture));
}

function chartIsland(picture: ChartPicture): Island {
  return {
    mount(element) {
      if (!watching) onThemeChange(redrawAll);
      watching = true;
      const canvas = document.createElement('canvas');
      canvas.setAttribute('role', 'img');
      element.append(canvas);
      canvas.setAttribute('aria-label', picture.name);
      const made = new Chart(canvas, {
        ...configurationOf(picture, () => charts.get(element)?.picture),
        plugins: [drawn(element, picture)],
      });
      charts.set(element, { chart: made, picture });
    },
    update(element) {
      const entry = charts.get(element);
      if (entry === undefined) return;
      const same = sameContent(entry.picture, picture);
      entry.picture = picture;
      if (same) return;
      element.querySelector('canvas')?.setAttribute('aria-label', picture.name);
      redraw(entry, element);
    },
    unmount(element) {
      charts.get(element)?.chart.destroy();
      charts.delete(element);
    },
  };
}

/** Draws every chart with so many points a pixel, until the function that it returns is called. */
export function sharpenCharts(ratio: number): () => void {
  const draw = (points: number | undefined): void => {
    for (const { chart: made } of charts.values()) {
      if (points === undefined) delete made.options.devicePixelRatio;
      else made.options.devicePixelRatio = points;
      made.resize();
    }
  };
  draw(ratio);
  return () => draw(undefined);
}

function redrawAll(): void {
  for (const [element, entry] of charts) redraw(entry, element);
}

function redraw(entry: Entry, element: Element): void {
  const { data, options } = configurationOf(entry.picture, () => charts.get(element)?.picture);
  entry.chart.data = data;
  entry.chart.options = options ?? {};
  entry.chart.update('none');
}

function sameContent(one: ChartPicture, other: ChartPicture): boolean {
  const content = ({ name, labels, series, titles, lanes, middle, cuts, days }: ChartPicture): string =>
    JSON.stringify([
      name,
      labels,
      series,
      titles,
      lanes,
      middle,
      cuts,
      days,
      series.map(({ about, values }) => values.map((_value, at) => about?.(at))),
    ]);
  return one.format(1e9, 'left') === other.format(1e9, 'left') && content(one) === content(other);
}

/** What the library does not draw: names beside marks, and the line at the middle. */
function drawn(element: Element, first: ChartPicture): Plugin {
  return {
    id: 'payoff',
    afterDatasetsDraw: (made) => {
      const picture = charts.get(element)?.picture ?? first;
      const colours = themeColours();
      if (picture.lanes !== undefined) laneCaptions(made, picture.lanes, colours);
      if (picture.middle !== undefined) middleLine(made, picture.middle / picture.labels.length, colours);
      for (const at of picture.cuts ?? []) cutLine(made, at / picture.labels.length, colours);
    },
  };
}

function middleLine({ ctx, chartArea: { left, right, top, bottom } }: Chart, share: number, { text, background }: ThemeColours): void {
  const x = Math.round(left + (right - left) * share);
  for (const [colour, width] of [
    [background, 4],
    [text, 2],
  ] as const) {
    ctx.fillStyle = colour;
    ctx.fillRect(x - width / 2, top, width, bottom - top);
  }
}

function cutLine({ ctx, chartArea: { left, right, top, bottom } }: Chart, share: number, { text }: ThemeColours): void {
  const x = Math.round(left + (right - left) * share) + 0.5;
  ctx.save();
  ctx.strokeStyle = text;
  ctx.setLineDash([3, 3]);
  ctx.beginPath();
  ctx.moveTo(x, top);
  ctx.lineTo(x, bottom);
  ctx.stroke();
  ctx.restore();
}

function configurationOf(picture: ChartPicture, current: () => ChartPicture | undefined): ChartConfiguration {
  const colours = themeColours();
  const { bare = false, stacked = false, lanes } = picture;
  const hasRight = picture.series.some(({ axis }) => axis === 'right');
  const ticks = { color: colours.quietText, font: { family: colours.font, size: 11 } };
  const axis = (position: 'left' | 'right'): object => ({
    position,
    ...roundIn(picture.marks?.[position]?.unit),
    stacked,
    display: !bare,
    beginAtZero: true,
    border: { display: false },
    grid: { color: colours.grid, drawOnChartArea: position === 'left', drawTicks: false },
    ticks: {
      ...ticks,
      maxTicksLimit: mostMarks,
      padding: 8,
      callback: (value: number | string, _index: number, marks: readonly { readonly value: number }[]) =>
        picture.marks?.[position]?.text(Number(value), Math.abs((marks[1]?.value ?? 0) - (marks[0]?.value ?? 0))) ??
        picture.format(Number(value), position),
    },
    ...(lanes === undefined ? {} : { stack: 'left', stackWeight: 7 }),
  });
  return {
    type: 'bar',
    data: {
      labels: [...picture.labels],
      datasets: [
        ...picture.series.map((series) => dataset(series, colours, bare)),
        ...(lanes === undefined ? [] : laneDatasets(lanes, colours)),
      ],
    },
    options: {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      layout: { padding: bare ? { top: 2 } : { top: 6, right: hasRight ? 0 : 4 } },
      interaction: lanes === undefined ? { mode: 'index', intersect: false } : { mode: 'nearest', intersect: false, axis: 'xy' },
      onClick: (_event, elements) => {
        const [first] = elements;
        if (first !== undefined) select(current(), first.datasetIndex, first.index);
      },
      scales: {
        x: {
          stacked,
          display: !bare,
          border: { color: colours.quiet },
          grid: { display: false },
          ...(picture.days === undefined ? {} : { beforeFit: years(picture.days) }),
          title: { display: picture.along !== undefined, text: picture.along ?? '', ...ticks, padding: 2 },
          ticks: { ...ticks, padding: 4, ...(picture.names === true ? { autoSkip: false } : { maxRotation: 0, autoSkipPadding: 16 }) },
        },
        y: axis('left'),
        ...(hasRight ? { y1: axis('right') } : {}),
        ...(lanes === undefined ? {} : laneAxes(lanes, colours)),
      },
      plugins: { tooltip: tooltip(picture, colours) },
    },
  };
}

/** Names the years once it is known which labels there is room for. */
function years(days: readonly string[]): (scale: Scale) => void {
  return (scale) => {
    for (const [at, text] of yearsBeneath(scale.ticks, days).entries()) {
      const tick = scale.ticks[at];
      if (tick !== undefined) tick.label = typeof text === 'string' ? text : [...text];
    }
  };
}

/** Puts marks where the values are round in the unit that they are shown in; the library's are round in their own. */
function roundIn(unit: number | undefined): Partial<LinearScaleOptions> {
  if (unit === undefined) return {};
  return {
    afterBuildTicks: (scale) => {
      scale.ticks = roundMarks(scale.min / unit, scale.max / unit, mostMarks).map((value) => ({ value: value * unit }));
    },
  };
}

function select(picture: ChartPicture | undefined, datasetIndex: number, index: number): void {
  if (picture === undefined) return;
  const mark = picture.lanes?.[datasetIndex - picture.series.length]?.marks[index];
  if (mark === undefined) picture.onSelect?.(index);
  else mark.onSelect?.();
}

function dataset(series: Series, colours: ThemeColours, bare: boolean): ChartDataset {
  // A line crosses bars: what is quiet beside them would be lost on them.
  const colour = series.type === 'line' && series.colour < 0 ? colours.text : seriesColour(series.colour, colours);
  const shared = { label: series.label, yAxisID: series.axis === 'right' ? 'y1' : 'y' };
  if (series.type === 'bar') {
    const { about = (): boolean => true } = series;
    const [fill, quiet] = [seriesFill(series.colour, colours), seriesFill(-1, colours)];
    return {
      ...shared,
      type: 'bar',
      data: series.values.map((value) => (isRange(value) ? [value[0], value[1]] : value)),
      order: 2,
      backgroundColor: series.values.map((_value, index) => (about(index) ? fill : quiet)),
      borderColor: colours.highContrast ? colours.text : colours.background,
      borderWidth: colours.highContrast ? 1 : bare ? 0 : { top: 1 },
      borderSkipped: false,
      borderRadius: 1,
      categoryPercentage: bare ? 1 : 0.8,
      barPercentage: bare ? 0.86 : 0.92,
      maxBarThickness: bare ? 100 : 36,
    };
  }
  return {
    ...shared,
    type: 'line',
    data: series.values.map((value) => (isRange(value) ? value[1] : value)),
    order: 1,
    borderColor: colour,
    borderWidth: 2,
    borderDash: series.dashed === true ? [4, 4] : [],
    backgroundColor: colour,
    tension: 0,
    // A value without another beside it has no line: it is a point.
    pointRadius: series.values.map((value, index) => (value !== null && isAlone(series.values, index) ? 4 : 0)),
    pointHoverRadius: 4,
    pointBackgroundColor: colour,
    pointBorderColor: colour,
    pointHitRadius: 8,
  };
}

function isAlone(values: readonly Value[], index: number): boolean {
  return (values[index - 1] ?? null) === null && (values[index + 1] ?? null) === null;
}

function isRange(value: Value): value is readonly [number, number] {
  return typeof value === 'object' && value !== null;
}

function tooltip(picture: ChartPicture, colours: ThemeColours): object {
  const markAt = (datasetIndex: number, index: number): Lane['marks'][number] | undefined =>
    picture.lanes?.[datasetIndex - picture.series.length]?.marks[index];
  const valueOf = (raw: unknown): number | null =>
    typeof raw === 'number' ? raw : Array.isArray(raw) ? Number(raw[1]) - Number(raw[0]) : null;
  return {
    backgroundColor: colours.background,
    titleColor: colours.text,
    bodyColor: colours.text,
    borderColor: colours.quietText,
    borderWidth: 1,
    cornerRadius: 3,
    padding: 8,
    usePointStyle: true,
    boxHeight: 7,
    titleFont: { family: colours.font, size: 12 },
    bodyFont: { family: colours.font, size: 12 },
    callbacks: {
      title: ([item]: readonly { datasetIndex: number; dataIndex: number; label: string }[]) =>
        item === undefined ? '' : (markAt(item.datasetIndex, item.dataIndex)?.title ?? picture.titles?.[item.dataIndex] ?? item.label),
      label: ({ datasetIndex, dataIndex, raw }: { datasetIndex: number; dataIndex: number; raw: unknown }) => {
        const mark = markAt(datasetIndex, dataIndex);
        if (mark !== undefined) return mark.text;
        const series = picture.series[datasetIndex];
        const value = valueOf(raw);
        if (series === undefined || value === null) return '';
        return `${series.label}: ${series.texts?.[dataIndex] ?? picture.format(value, series.axis ?? 'left')}`;
      },
    },
    filter: ({ datasetIndex, dataIndex, raw }: { datasetIndex: number; dataIndex: number; raw: unknown }) =>
      markAt(datasetIndex, dataIndex) !== undefined || valueOf(raw) !== null,
  };
}
