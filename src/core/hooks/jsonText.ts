/** Where each value of a JSON text lies, so that one can be added or taken away and every other character stays as it is. */

export interface JsonNode {
  readonly kind: 'object' | 'array' | 'plain';
  /** Of the value in the text, the end excluded. */
  readonly start: number;
  readonly end: number;
  readonly children: readonly JsonChild[];
}

export interface JsonChild {
  /** Of a member of an object; `''` of an element. */
  readonly key: string;
  /** Where its key begins, or the element itself. */
  readonly start: number;
  readonly value: JsonNode;
}

/** Deeper than any settings file; it keeps a hostile one from the end of the stack. */
const deepest = 100;

/** The outermost value; null where the text is no JSON. A mark of the encoding before it is passed over, as editors do. */
export function jsonTree(text: string): JsonNode | null {
  try {
    JSON.parse(withoutMark(text));
    return new Reader(text).value(withoutMark(text) === text ? 0 : 1, 0);
  } catch {
    return null;
  }
}

/** The value behind a key: the last one, as for every reader of JSON. */
export function memberOf(node: JsonNode, key: string): JsonChild | undefined {
  return node.kind === 'object' ? node.children.findLast((child) => child.key === key) : undefined;
}

export function withoutMark(text: string): string {
  return text.replace(/^\uFEFF/, '');
}

const space = /[ \t\r\n]*/y;
const string = /"(?:[^"\\]|\\.)*"/y;
const plain = /[^\s,\]}]+/y;

/** Reads a text that is known to be JSON. */
class Reader {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  value(from: number, depth: number): JsonNode {
    if (depth > deepest) throw new RangeError('too deep');
    const start = this.#end(space, from);
    const first = this.#text[start];
    if (first === '{' || first === '[') return this.#container(start, first === '{' ? 'object' : 'array', depth);
    return { kind: 'plain', start, end: this.#end(first === '"' ? string : plain, start), children: [] };
  }

  #container(start: number, kind: 'object' | 'array', depth: number): JsonNode {
    const children: JsonChild[] = [];
    let at = this.#end(space, start + 1);
    while (this.#text[at] !== '}' && this.#text[at] !== ']') {
      const child = kind === 'object' ? this.#member(at, depth) : { key: '', start: at, value: this.value(at, depth + 1) };
      children.push(child);
      at = this.#end(space, child.value.end);
      if (this.#text[at] === ',') at = this.#end(space, at + 1);
    }
    return { kind, start, end: at + 1, children };
  }

  #member(start: number, depth: number): JsonChild {
    const keyEnd = this.#end(string, start);
    const key: unknown = JSON.parse(this.#text.slice(start, keyEnd));
    return { key: String(key), start, value: this.value(this.#end(space, keyEnd) + 1, depth + 1) };
  }

  #end(token: RegExp, from: number): number {
    token.lastIndex = from;
    token.test(this.#text);
    return Math.max(token.lastIndex, from);
  }
}
