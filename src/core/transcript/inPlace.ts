/**
 * Parts of a record that were left where they lie in the file: of an edit's lines only the hashes are ever wanted, and whoever reads the file may
 * take them from its bytes. Valid while their record is being read.
 */

/** Lines that never were texts. */
export interface HashedLines {
  /** How many there are. */
  readonly length: number;
  /** Keyed hashes of those that are not blank, as `packHashes` gives them. */
  readonly hashes: Uint8Array;
}

/** Lines of an edit. */
export type Lines = readonly string[] | HashedLines;

/** Anything that is only read when its value is asked for. */
export class ValueInPlace<Value = unknown> {
  readonly value: () => Value;

  constructor(value: () => Value) {
    this.value = value;
  }
}

/** A text of lines. */
export class TextInPlace extends ValueInPlace<string> {
  /** Its lines as `linesOfContent` tells them, null where only its value can tell. */
  readonly lines: () => HashedLines | null;

  constructor(value: () => string, lines: () => HashedLines | null) {
    super(value);
    this.lines = lines;
  }
}

/** The hunks of a patch. */
export class PatchInPlace extends ValueInPlace {
  /** The lines as `linesOfPatch` tells them, null where only its value can tell. */
  readonly lines: () => { readonly added: HashedLines; readonly removed: HashedLines } | null;

  constructor(value: () => unknown, lines: () => { readonly added: HashedLines; readonly removed: HashedLines } | null) {
    super(value);
    this.lines = lines;
  }
}

/** The value of a part of a record, wherever it is. */
export function valueOf(part: unknown): unknown {
  return part instanceof ValueInPlace ? part.value() : part;
}
