/** Charts as elements: made once, updated in place, redrawn when the theme changes. */
import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  Filler,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
} from 'chart.js';
import type { ChartConfiguration, ChartDataset, PointStyle } from 'chart.js';
import { island } from './dom.ts';
import { onThemeChange, themeColours, withAlpha } from './theme.ts';
import type { Description, Island } from './dom.ts';
import type { ThemeColours } from './theme.ts';

Chart.register(BarController, BarElement, CategoryScale, Filler, LinearScale, LineController, LineElement, PointElement, Tooltip);

export interface Series {
  readonly label: string;
  readonly type: 'bar' | 'line' | 'points';
  /** Null is a gap. */
  readonly values: readonly (number | null)[];
  /** Place in the theme's row of chart colours; -1 is the quiet text colour. */
  readonly colour: number;
  readonly axis?: 'left' | 'right';
  readonly fill?: boolean;
  readonly dashed?: boolean;
  readonly stepped?: boolean;
  readonly marker?: PointStyle;
  /** Values that are drawn quietly: all but this one stand back. */
  readonly only?: number;
  /** Said in the tooltip instead of the value. */
  readonly texts?: readonly (string | null)[];
}

export interface ChartPicture {
  /** What it shows, for those who do not see it. */
  readonly name: string;
  readonly labels: readonly string[];
  /** Longer names of the labels, for the tooltip. */
  readonly titles?: readonly string[];
  readonly series: readonly Series[];
  readonly format: (value: number, axis: 'left' | 'right') => string;
  readonly stacked?: boolean;
  /** Without axes: a small picture beside its figures. */
  readonly bare?: boolean;
  readonly onSelect?: (index: number) => void;
}

const charts = new Map<Element, { chart: Chart; picture: ChartPicture }>();
let watching = false;

/** A canvas that shows the picture; its height is the class's. */
export function chart(picture: ChartPicture, className = ''): Description {
  return island('div', { class: `chart ${className}` }, chartIsland(picture));
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
      const made = new Chart(
        canvas,
        configuration(picture, themeColours(), () => charts.get(element)?.picture),
      );
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

function redrawAll(): void {
  for (const [element, entry] of charts) redraw(entry, element);
}

function redraw(entry: { chart: Chart; picture: ChartPicture }, element: Element): void {
  const { data, options } = configuration(entry.picture, themeColours(), () => charts.get(element)?.picture);
  entry.chart.data = data;
  entry.chart.options = options ?? {};
  entry.chart.update('none');
}

function sameContent(one: ChartPicture, other: ChartPicture): boolean {
  const content = ({ name, labels, series, titles }: ChartPicture): string => JSON.stringify([name, labels, series, titles]);
  return one.format(1e9, 'left') === other.format(1e9, 'left') && content(one) === content(other);
}

type Dataset = ChartDataset<'bar' | 'line', (number | null)[]>;

function configuration(picture: ChartPicture, colours: ThemeColours, current: () => ChartPicture | undefined): ChartConfiguration {
  const { bare = false, stacked = false } = picture;
  const hasRight = picture.series.some(({ axis }) => axis === 'right');
  const ticks = { color: colours.quietText, font: { family: colours.font, size: 11 } };
  const axis = (position: 'left' | 'right'): object => ({
    position,
    stacked,
    display: !bare,
    beginAtZero: true,
    border: { display: false },
    grid: { color: colours.grid, drawOnChartArea: position === 'left', drawTicks: false },
    ticks: { ...ticks, maxTicksLimit: 4, padding: 8, callback: (value: number | string) => picture.format(Number(value), position) },
  });
  return {
    type: 'bar',
    data: { labels: [...picture.labels], datasets: picture.series.map((series) => dataset(series, colours, bare)) },
    options: {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      layout: { padding: bare ? { top: 2 } : { top: 6, right: hasRight ? 0 : 4 } },
      interaction: { mode: 'index', intersect: false },
      onClick: (_event, elements) => {
        const [first] = elements;
        if (first !== undefined) current()?.onSelect?.(first.index);
      },
      scales: {
        x: {
          stacked,
          display: !bare,
          border: { color: colours.grid },
          grid: { display: false },
          ticks: { ...ticks, maxRotation: 0, autoSkipPadding: 16, padding: 4 },
        },
        y: axis('left'),
        ...(hasRight ? { y1: axis('right') } : {}),
      },
      plugins: { tooltip: tooltip(picture, colours) },
    },
  };
}

function dataset(series: Series, colours: ThemeColours, bare: boolean): Dataset {
  const colour = series.colour < 0 ? colours.quietText : (colours.series[series.colour % colours.series.length] ?? colours.text);
  const shared = { label: series.label, data: [...series.values], yAxisID: series.axis === 'right' ? 'y1' : 'y' };
  if (series.type === 'bar') {
    const { only } = series;
    const colourAt = (index: number): string => (only === undefined || only === index ? colour : faded(colour));
    return {
      ...shared,
      type: 'bar',
      order: 2,
      backgroundColor: series.values.map((_value, index) => colourAt(index)),
      borderColor: colours.background,
      borderWidth: bare ? 0 : { top: 1 },
      borderRadius: 1,
      categoryPercentage: bare ? 1 : 0.8,
      barPercentage: bare ? 0.86 : 0.92,
      maxBarThickness: bare ? 100 : 36,
    };
  }
  return {
    ...shared,
    type: 'line',
    order: series.type === 'points' ? 0 : 1,
    showLine: series.type === 'line',
    stepped: series.stepped === true ? 'before' : false,
    borderColor: colour,
    borderWidth: series.dashed === true ? 1 : 2,
    borderDash: series.dashed === true ? [4, 4] : [],
    backgroundColor: series.fill === true ? faded(colour) : colour,
    fill: series.fill === true,
    tension: 0,
    pointStyle: series.marker ?? 'circle',
    pointRadius: series.type === 'points' ? 5 : 0,
    pointHoverRadius: series.type === 'points' ? 7 : 3,
    pointBackgroundColor: series.marker === 'cross' || series.marker === 'star' ? colour : colours.background,
    pointBorderColor: colour,
    pointBorderWidth: series.type === 'points' ? 2 : 0,
    pointHitRadius: 8,
  };
}

function tooltip(picture: ChartPicture, colours: ThemeColours): object {
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
      title: (items: readonly { dataIndex: number; label: string }[]) =>
        picture.titles?.[items[0]?.dataIndex ?? -1] ?? items[0]?.label ?? '',
      label: ({ datasetIndex, dataIndex, raw }: { datasetIndex: number; dataIndex: number; raw: unknown }) => {
        const series = picture.series[datasetIndex];
        if (series === undefined || typeof raw !== 'number') return '';
        return `${series.label}: ${series.texts?.[dataIndex] ?? picture.format(raw, series.axis ?? 'left')}`;
      },
    },
    filter: ({ raw }: { raw: unknown }) => typeof raw === 'number',
  };
}

/** At a third of its strength. */
function faded(colour: string): string {
  return withAlpha(colour, 0.35);
}
