/** Lines beneath a chart's bars, one for each kind of mark, so that no kind hides another. */
import type { Chart, ChartDataset, PointStyle, Scale } from 'chart.js';
import { seriesColour } from './fills.ts';
import type { ThemeColours } from './theme.ts';

export type Shape = 'tick' | 'diamond' | 'triangle' | 'square' | 'ring' | 'cross';

export interface Mark {
  /** Along the labels: 0 is the beginning of the first, 1.5 the middle of the second. */
  readonly at: number;
  /** In the tooltip: when, and what. */
  readonly title: string;
  readonly text: string;
  readonly shape: Shape;
  /** Said beside the mark where there is room. */
  readonly caption?: string;
  readonly onSelect?: () => void;
}

export interface Lane {
  readonly label: string;
  /** As a series'. */
  readonly colour: number;
  readonly marks: readonly Mark[];
}

const styles: Readonly<Record<Shape, { readonly style: PointStyle; readonly radius: number; readonly rotation?: number }>> = {
  tick: { style: 'line', radius: 7, rotation: 90 },
  diamond: { style: 'rectRot', radius: 6 },
  triangle: { style: 'triangle', radius: 6 },
  square: { style: 'rect', radius: 6 },
  ring: { style: 'circle', radius: 5 },
  cross: { style: 'crossRot', radius: 6 },
};

/** Between the last line and the bars, in lines. */
const roomBelow = 0.6;

/** The axis of names at the left. */
export function laneAxes(lanes: readonly Lane[], colours: ThemeColours): Readonly<Record<string, object>> {
  return {
    lanes: {
      type: 'linear',
      min: 0,
      max: lanes.length + roomBelow,
      reverse: true,
      position: 'left',
      stack: 'left',
      stackWeight: lanes.length,
      border: { display: false },
      grid: { color: colours.grid, drawTicks: false },
      afterBuildTicks: (axis: Scale) => {
        axis.ticks = lanes.map((_lane, index) => ({ value: index + 0.5 }));
      },
      // The names are whole, however little room a narrow page leaves to the axis.
      afterFit: (axis: Scale) => {
        const { ctx } = axis.chart;
        ctx.font = `11px ${colours.font}`;
        axis.width = Math.max(axis.width, ...lanes.map(({ label }) => ctx.measureText(label).width + 10));
      },
      ticks: {
        color: colours.text,
        font: { family: colours.font, size: 11 },
        padding: 8,
        autoSkip: false,
        callback: (value: number | string) => lanes[Math.floor(Number(value))]?.label ?? '',
      },
    },
  };
}

export function laneDatasets(lanes: readonly Lane[], colours: ThemeColours): ChartDataset[] {
  return lanes.map(({ label, colour, marks }, lane): ChartDataset => {
    const drawn = seriesColour(colour, colours);
    const hollow = (shape: Shape): boolean => shape === 'ring' || shape === 'cross' || shape === 'tick';
    return {
      type: 'line',
      label,
      // Not to be looked up among the labels: their middles are whole numbers, and marks lie between.
      parsing: false,
      data: marks.map(({ at }) => ({ x: at - 0.5, y: lane + 0.5 })),
      yAxisID: 'lanes',
      order: 0,
      showLine: false,
      clip: false,
      pointStyle: marks.map(({ shape }) => styles[shape].style),
      pointRadius: marks.map(({ shape }) => styles[shape].radius),
      pointHoverRadius: marks.map(({ shape }) => styles[shape].radius + 2),
      pointRotation: marks.map(({ shape }) => styles[shape].rotation ?? 0),
      pointBackgroundColor: marks.map(({ shape }) => (hollow(shape) ? colours.background : drawn)),
      pointBorderColor: marks.map(({ shape }) => (hollow(shape) ? drawn : colours.background)),
      pointBorderWidth: marks.map(({ shape }) => (hollow(shape) ? 2 : 1)),
      pointHitRadius: 6,
    };
  });
}

/** Writes each mark's caption to its right, else to its left, and not at all where the next mark or the edge is in the way. */
export function laneCaptions(chart: Chart, lanes: readonly Lane[], { text, font }: ThemeColours): void {
  const { ctx, chartArea } = chart;
  const first = chart.data.datasets.length - lanes.length;
  ctx.font = `11px ${font}`;
  ctx.fillStyle = text;
  ctx.textBaseline = 'middle';
  lanes.forEach(({ marks }, lane) => {
    const points = chart.getDatasetMeta(first + lane).data;
    let takenUntil = chartArea.left;
    marks.forEach(({ caption }, index) => {
      const point = points[index];
      if (point === undefined) return;
      const { x, y } = point;
      const [before, next] = [Math.max(takenUntil, chartArea.left), points[index + 1]?.x ?? chartArea.right + 10];
      takenUntil = x + 10;
      if (caption === undefined) return;
      const { width } = ctx.measureText(caption);
      if (x + 10 + width <= next - 10) {
        ctx.fillText(caption, x + 10, y);
        takenUntil = x + 10 + width + 6;
      } else if (x - 10 - width >= before) ctx.fillText(caption, x - 10 - width, y);
    });
  });
}
