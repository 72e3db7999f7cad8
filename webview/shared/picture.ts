/**
 * A picture of what a view shows, as it stands on the page: texts, lines, bars with their patterns, and charts, beneath a heading that says
 * what the page's controls say. (A page may not draw itself otherwise: foreign content taints a canvas.)
 */
import { sharpenCharts } from './chart.ts';
import { resolved, text as colourText } from './contrast.ts';
import { patternOf } from './fills.ts';
import { themeColours } from './theme.ts';
import type { Rgb } from './contrast.ts';
import type { Pattern } from './fills.ts';

export interface PictureHead {
  readonly title: string;
  /** Each on lines of its own: the filter, whether it is a demo. */
  readonly lines: readonly string[];
}

/** What only works on the page, and what is there for those who do not see it. */
const leftOut = [
  '.filters, .figure-tools, .back, .visually-hidden, .menu, .toasts, dialog, input, vscode-button, vscode-text-field',
  '.icon-button, .headline-facts .link, .figure > .link, .entry-actions, summary .icon, .entry-fold .icon, .look .icon, .sort-mark',
].join(', ');
/** How parts are filled, as their styles have it. */
const patterns: readonly (readonly [string, Pattern])[] = [
  ['.part-onDefaultBranch', 'wide'],
  ['.part-onAnotherBranch', 'falling'],
  ['.part-cameBack', 'rising'],
  ['.part-openWork', 'upright'],
  ['.part-noCommit', 'level'],
  ['.part-setAside', 'thinLevel'],
  ['.part-outsideRepositories', 'thin'],
];
const margin = 24;

/** The picture as base64 of a PNG; null where nothing of it is on screen. */
export function pictureOf(view: Element, head: PictureHead): string | null {
  const shown = [...view.querySelectorAll('*')].filter((each) => !isLeftOut(each) && each.children.length === 0);
  const boxes = shown.map(shownBox).filter(({ left, right, top, bottom }) => right > left && bottom > top);
  if (boxes.length === 0) return null;
  const [left, right] = [Math.min(...boxes.map((box) => box.left)), Math.max(...boxes.map((box) => box.right))];
  const [top, bottom] = [Math.min(...boxes.map((box) => box.top)), Math.max(...boxes.map((box) => box.bottom))];
  const sheet = document.createElement('canvas');
  const context = sheet.getContext('2d');
  if (context === null) return null;
  const width = Math.max(320, Math.ceil(right - left) + 2 * margin);
  const headHeight = drawHead(context, head, width - 2 * margin, false);
  const ratio = Math.max(2, window.devicePixelRatio || 1);
  sheet.width = width * ratio;
  sheet.height = Math.ceil(bottom - top + headHeight + 2 * margin) * ratio;
  context.scale(ratio, ratio);
  context.fillStyle = themeColours().background;
  context.fillRect(0, 0, sheet.width, sheet.height);
  drawHead(context, head, width - 2 * margin, true);
  context.translate(margin - left, margin + headHeight - top);
  const restore = sharpenCharts(ratio);
  new Drawing(context).element(view);
  restore();
  return sheet.toDataURL('image/png').replace(/^data:image\/png;base64,/, '');
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** The part of an element that what scrolls around it lets through. */
function shownBox(element: Element): Box {
  const { left, right, top, bottom } = element.getBoundingClientRect();
  const frame = element.closest('[role=grid], .table-twin')?.getBoundingClientRect();
  if (frame === undefined) return { left, right, top, bottom };
  return {
    left: Math.max(left, frame.left),
    right: Math.min(right, frame.right),
    top: Math.max(top, frame.top),
    bottom: Math.min(bottom, frame.bottom),
  };
}

function isLeftOut(element: Element): boolean {
  return element.closest(leftOut) !== null;
}

/** Draws the heading, or only measures; the result is its height. */
function drawHead(context: CanvasRenderingContext2D, { title, lines }: PictureHead, width: number, draw: boolean): number {
  const { text, quietText, font } = themeColours();
  let y = 0;
  const write = (said: string, size: number, weight: number, colour: string): void => {
    context.font = `${String(weight)} ${String(size)}px ${font}`;
    for (const line of wrapped(context, said, width)) {
      y += Math.round(size * 1.5);
      context.fillStyle = colour;
      if (draw) context.fillText(line, margin, margin + y - size * 0.4);
    }
  };
  write(title, 15, 600, text);
  for (const line of lines) write(line, 12, 400, quietText);
  return y + 20;
}

function wrapped(context: CanvasRenderingContext2D, text: string, width: number): readonly string[] {
  const done: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && context.measureText(longer).width > width) {
      done.push(line);
      line = word;
    } else line = longer;
  }
  return [...done, line];
}

class Drawing {
  readonly #context: CanvasRenderingContext2D;
  readonly #background: Rgb;

  constructor(context: CanvasRenderingContext2D) {
    this.#context = context;
    this.#background = resolved(themeColours().background, [255, 255, 255]);
  }

  /** The element and what is in it, from behind to the front. */
  element(element: Element): void {
    const style = getComputedStyle(element);
    if (element.matches(leftOut) || style.display === 'none' || style.visibility === 'hidden') return;
    const box = element.getBoundingClientRect();
    const context = this.#context;
    context.save();
    context.globalAlpha *= Number(style.opacity);
    if (box.width > 0 && box.height > 0) {
      this.#ground(element, style, box);
      this.#edges(style, box);
      if (style.overflowX !== 'visible' && style.display !== 'contents') {
        context.beginPath();
        context.rect(box.left, box.top, box.width, box.height);
        context.clip();
      }
    }
    if (element instanceof HTMLCanvasElement) {
      if (box.width > 0 && element.width > 0) context.drawImage(element, box.left, box.top, box.width, box.height);
    } else if (element instanceof SVGSVGElement) this.#icon(element, style, box);
    else
      for (const child of element.childNodes)
        if (child instanceof Text) this.#text(child, style);
        else if (child instanceof Element) this.element(child);
    context.restore();
  }

  #ground(element: Element, style: CSSStyleDeclaration, box: DOMRect): void {
    const pattern = patterns.find(([selector]) => element.matches(selector))?.[1];
    const own = style.getPropertyValue('--colour').trim();
    const context = this.#context;
    context.beginPath();
    context.roundRect(box.left, box.top, box.width, box.height, Math.min(parseFloat(style.borderTopLeftRadius) || 0, box.height / 2));
    if (pattern !== undefined && own !== '') {
      context.fillStyle = patternOf(pattern, colourText(resolved(own, this.#background)), colourText(this.#background));
      context.fill();
      context.strokeStyle = own;
      context.lineWidth = 1;
      context.stroke();
    } else if (style.backgroundColor !== 'rgba(0, 0, 0, 0)' && !element.matches('body')) {
      context.fillStyle = style.backgroundColor;
      context.fill();
    }
  }

  #edges(style: CSSStyleDeclaration, { left, right, top, bottom }: DOMRect): void {
    const edges = [
      [style.borderTopWidth, style.borderTopStyle, style.borderTopColor, left, top, right, top],
      [style.borderBottomWidth, style.borderBottomStyle, style.borderBottomColor, left, bottom, right, bottom],
      [style.borderLeftWidth, style.borderLeftStyle, style.borderLeftColor, left, top, left, bottom],
      [style.borderRightWidth, style.borderRightStyle, style.borderRightColor, right, top, right, bottom],
    ] as const;
    const context = this.#context;
    for (const [width, kind, colour, x, y, toX, toY] of edges) {
      const thick = parseFloat(width);
      if (kind === 'none' || !(thick > 0)) continue;
      context.strokeStyle = colour;
      context.lineWidth = thick;
      context.beginPath();
      context.moveTo(x, y);
      context.lineTo(toX, toY);
      context.stroke();
    }
  }

  #icon(icon: SVGSVGElement, style: CSSStyleDeclaration, box: DOMRect): void {
    const { width, height } = icon.viewBox.baseVal;
    if (width === 0 || height === 0) return;
    const context = this.#context;
    context.save();
    context.translate(box.left, box.top);
    context.scale(box.width / width, box.height / height);
    for (const path of icon.querySelectorAll('path')) {
      const { fill, stroke, strokeWidth } = getComputedStyle(path);
      const shape = new Path2D(path.getAttribute('d') ?? '');
      if (fill !== 'none') {
        context.fillStyle = fill || style.color;
        context.fill(shape);
      }
      if (stroke === 'none') continue;
      context.strokeStyle = stroke;
      context.lineWidth = parseFloat(strokeWidth) || 1;
      context.stroke(shape);
    }
    context.restore();
  }

  /** Word by word, each where the page has it. */
  #text(node: Text, style: CSSStyleDeclaration): void {
    const context = this.#context;
    context.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    context.fillStyle = style.color;
    context.textBaseline = 'alphabetic';
    const range = document.createRange();
    for (const word of node.data.matchAll(/\S+/g)) {
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      const box = range.getBoundingClientRect();
      if (box.width === 0) continue;
      const { fontBoundingBoxAscent: above, fontBoundingBoxDescent: below } = context.measureText(word[0]);
      context.fillText(word[0], box.left, box.top + (box.height + above - below) / 2, box.width + 1);
    }
  }
}
