/**
 * What is wanted of a JSON object, told by the function that builds it: it takes each member in turn from slots. The same function tells the scanner
 * beforehand what to look for, and builds the object of what was found.
 */
import type { Fields } from '../core/transcript/fields.ts';

/** Where the members of an object are taken from, each with one call, in the order in which the function names them. */
export interface Slots {
  /** All of it. */
  value(): unknown;
  /** All of it; a text is often the same as one before. */
  name(): unknown;
  /** Of a text, an object or a list only that it is one: `''`, `{}`, `[]`. */
  kind(): unknown;
  /** All of it; a text of lines or the hunks of a patch may stay where they are. */
  lines(): unknown;
  /** All of it; it may stay where it is until `valueOf` asks for it. */
  later(): unknown;
  /** Members of an object or of each object in a list, whose other elements are left out; anything else is as `value`. */
  members(shape: Shape): unknown;
}

export type Shape = (of: Slots) => Fields;

/** What a shape asks of one member. */
export class Wanted {
  readonly as: 'value' | 'name' | 'kind';
  readonly shape: Shape | null;

  constructor(as: 'value' | 'name' | 'kind', shape: Shape | null = null) {
    this.as = as;
    this.shape = shape;
  }
}

/** Names and wishes of a shape's members, in the order of their slots. */
export function membersOf(shape: Shape): readonly (readonly [name: string, wanted: Wanted])[] {
  const asked = shape({
    value: () => new Wanted('value'),
    name: () => new Wanted('name'),
    kind: () => new Wanted('kind'),
    lines: () => new Wanted('value'),
    later: () => new Wanted('value'),
    members: (inner) => new Wanted('value', inner),
  });
  return Object.entries(asked).map(([name, wanted]) => {
    if (!(wanted instanceof Wanted)) throw new Error(`The member ${name} is not taken from a slot.`);
    return [name, wanted];
  });
}
