import { configureDisplay } from '../../src/core/l10n/display.ts';
import { displayElementId } from '../../src/protocol/panel.ts';
import { display } from '../../src/protocol/displaySchemas.ts';
import * as v from 'valibot';

/** Shows the page in the language and currency that were written into it; before anything is drawn. */
export function followDisplay(): void {
  const written = document.getElementById(displayElementId)?.textContent;
  if (written === undefined || written === '') return;
  const read = v.safeParse(display, JSON.parse(written));
  if (read.success) configureDisplay(read.output);
}
