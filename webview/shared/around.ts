/**
 * A sentence with elements in its places, in the language's own order: `around((button) => t('{0} each', button), h('button', …))`. Each place is
 * given a mark, by which it is found again in what is said.
 */
export function around<Element>(
  say: (...marks: string[]) => string,
  ...elements: readonly Element[]
): readonly (Element | string | undefined)[] {
  const said = say(...elements.map((_element, index) => `\u0001${String(index)}\u0001`));
  return said.split('\u0001').map((part, index) => (index % 2 === 0 ? part : elements[Number(part)]));
}
