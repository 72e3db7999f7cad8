/**
 * Elements described as values, and a page brought to match them. An element that stays is never made anew, so focus, selection, scroll
 * positions and running transitions survive every update. Styles are set as properties, never as attributes: the page's policy refuses those.
 */

/** Called with the element after it is made or updated; the result, if any, is called when it goes. */
export interface Island<E extends Element = Element> {
  mount(element: E): void;
  update(element: E): void;
  unmount(element: E): void;
}

type Handler = (event: Event) => void;
export type Property = string | number | boolean | null | undefined | Handler | Readonly<Record<string, string>>;
/**
 * `onclick` and the like are listeners, `style` is an object of CSS properties, a name with a leading dot is a property of the element,
 * true is an empty attribute, false and null are none.
 */
export type Properties = Readonly<Record<string, Property>>;

export interface Description {
  readonly tag: string;
  readonly key: string | null;
  readonly properties: Properties;
  readonly children: readonly (Description | string)[];
  readonly island: Island | null;
}
export type Child = Description | string | number | null | undefined | false | readonly Child[];

/** Describes an element; children that are null or false are left out. */
export function h(tag: string, properties: Properties = {}, ...children: readonly Child[]): Description {
  const { key, ...rest } = properties;
  return { tag, key: typeof key === 'string' ? key : null, properties: rest, children: flatten(children), island: null };
}

/** Describes an element whose inside is somebody else's, such as a canvas; what it holds is left alone. */
export function island(tag: string, properties: Properties, handle: Island): Description {
  return { ...h(tag, properties), island: handle };
}

interface Made {
  description: Description | string;
  readonly node: ChildNode;
}

const made = new WeakMap<Element, Made[]>();
const handlers = new WeakMap<Element, Map<string, Handler>>();
const svgSpace = 'http://www.w3.org/2000/svg';

/** Brings the inside of `container` to what is described. Only ever call it on elements that it alone fills. */
export function render(container: Element, ...children: readonly Child[]): void {
  reconcile(container, flatten(children));
}

function flatten(children: readonly Child[]): (Description | string)[] {
  return children.flatMap((child): (Description | string)[] => {
    if (child === null || child === undefined || child === false) return [];
    if (typeof child === 'string' || typeof child === 'number') return [String(child)];
    return isList(child) ? flatten(child) : [child];
  });
}

function isList(child: Description | readonly Child[]): child is readonly Child[] {
  return Array.isArray(child);
}

function reconcile(container: Element, wanted: readonly (Description | string)[]): void {
  const left = new Set(made.get(container) ?? []);
  const keyed = new Map([...left].map((old) => [nameOf(old.description), old]));
  const matched = wanted.map((description) => {
    const name = nameOf(description);
    const candidates = name === null ? left : [keyed.get(name)];
    for (const old of candidates) {
      if (old === undefined || !left.has(old) || !fits(old.description, description)) continue;
      left.delete(old);
      return old;
    }
    return null;
  });
  for (const old of left) remove(old);
  let after = container.firstChild;
  const now = wanted.map((description, index): Made => {
    const old = matched[index] ?? null;
    const node = old === null ? make(description, container) : bring(old, description);
    if (node === after) after = after.nextSibling;
    else container.insertBefore(node, after);
    if (old === null && typeof description !== 'string' && node instanceof Element) description.island?.mount(node);
    return { description, node };
  });
  made.set(container, now);
}

/** What an element with a key is found by among its siblings. */
function nameOf(description: Description | string): string | null {
  return typeof description === 'string' || description.key === null ? null : `${description.tag} ${description.key}`;
}

function fits(old: Description | string, wanted: Description | string): boolean {
  if (typeof old === 'string' || typeof wanted === 'string') return typeof old === typeof wanted;
  return old.tag === wanted.tag && old.key === wanted.key;
}

function make(description: Description | string, container: Element): ChildNode {
  if (typeof description === 'string') return document.createTextNode(description);
  const { tag, properties } = description;
  const inSvg = tag === 'svg' || (container.namespaceURI === svgSpace && container.tagName !== 'foreignObject');
  const element = inSvg ? document.createElementNS(svgSpace, tag) : document.createElement(tag);
  if (description.island === null) reconcile(element, description.children);
  assign(element, {}, properties);
  return element;
}

function bring(old: Made, wanted: Description | string): ChildNode {
  const { node, description: before } = old;
  if (typeof wanted === 'string') {
    if (node.nodeValue !== wanted) node.nodeValue = wanted;
  } else if (typeof before !== 'string' && node instanceof Element) {
    if (wanted.island === null) reconcile(node, wanted.children);
    assign(node, before.properties, wanted.properties);
    wanted.island?.update(node);
  }
  return node;
}

function remove({ description, node }: Made): void {
  if (node instanceof Element) leave(description, node);
  node.remove();
}

function leave(description: Description | string, element: Element): void {
  if (typeof description === 'string') return;
  description.island?.unmount(element);
  for (const child of made.get(element) ?? []) if (child.node instanceof Element) leave(child.description, child.node);
}

function assign(element: Element, before: Properties, wanted: Properties): void {
  for (const name of Object.keys(before)) if (!(name in wanted)) assignOne(element, name, before[name], null);
  for (const [name, value] of Object.entries(wanted)) assignOne(element, name, before[name], value);
}

function assignOne(element: Element, name: string, before: Property, value: Property): void {
  if (typeof value === 'function' || typeof before === 'function')
    listen(element, name.slice(2), typeof value === 'function' ? value : null);
  else if (name === 'style') assignStyle(element, asStyle(before), asStyle(value));
  else if (name.startsWith('.')) assignProperty(element, name.slice(1), value);
  else if (value === before) return;
  else if (value === null || value === undefined || value === false) element.removeAttribute(name);
  else if (typeof value !== 'object') element.setAttribute(name, value === true ? '' : String(value));
}

/** Fields, boxes and lists are moved by the user too, so what the element has now decides. */
function assignProperty(element: Element, name: string, value: Property): void {
  if (Reflect.get(element, name) !== value) Reflect.set(element, name, value);
}

function asStyle(value: Property): Readonly<Record<string, string>> {
  return typeof value === 'object' && value !== null ? value : {};
}

function assignStyle(element: Element, before: Readonly<Record<string, string>>, wanted: Readonly<Record<string, string>>): void {
  if (!(element instanceof HTMLElement || element instanceof SVGElement)) return;
  for (const name of Object.keys(before)) if (!(name in wanted)) element.style.removeProperty(name);
  for (const [name, value] of Object.entries(wanted)) if (before[name] !== value) element.style.setProperty(name, value);
}

/** One listener for each kind of event, which calls the handler of the newest description. */
function listen(element: Element, type: string, handler: Handler | null): void {
  let own = handlers.get(element);
  if (own === undefined) handlers.set(element, (own = new Map<string, Handler>()));
  const known = own.has(type);
  own.set(type, handler ?? ((): void => undefined));
  if (!known) element.addEventListener(type, (event) => handlers.get(element)?.get(type)?.(event));
}
