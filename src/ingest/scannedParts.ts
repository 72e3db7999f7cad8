/** Parts of a record that stay where the scanner found them. */
import { PatchInPlace, TextInPlace, ValueInPlace } from '../core/transcript/inPlace.ts';
import type { HashedLines } from '../core/transcript/inPlace.ts';
import type { Scanner } from './scanner.ts';

export class ScannedText extends TextInPlace {
  private readonly scanner: Scanner;
  private readonly from: number;
  private readonly end: number;

  constructor(scanner: Scanner, from: number, end: number) {
    super();
    this.scanner = scanner;
    this.from = from;
    this.end = end;
  }

  override lines(): HashedLines | null {
    return this.scanner.textLines(this.from);
  }

  override value(): string {
    return this.scanner.parsed(this.from, this.end) as string;
  }
}

export class ScannedPatch extends PatchInPlace {
  private readonly scanner: Scanner;
  private readonly from: number;
  private readonly end: number;

  constructor(scanner: Scanner, from: number, end: number) {
    super();
    this.scanner = scanner;
    this.from = from;
    this.end = end;
  }

  override lines(): { readonly added: HashedLines; readonly removed: HashedLines } | null {
    return this.scanner.patchLines(this.from);
  }

  override value(): unknown {
    return this.scanner.parsed(this.from, this.end);
  }
}

export class ScannedValue extends ValueInPlace {
  private readonly scanner: Scanner;
  private readonly from: number;
  private readonly end: number;

  constructor(scanner: Scanner, from: number, end: number) {
    super();
    this.scanner = scanner;
    this.from = from;
    this.end = end;
  }

  override value(): unknown {
    return this.scanner.parsed(this.from, this.end);
  }
}
