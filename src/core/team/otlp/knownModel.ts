import { canonicalModel } from '../../pricing/modelName.ts';
import { overlay } from '../../pricing/overlay.ts';

/** Every model without a price of ours: a name that somebody made up may tell who did. */
export const otherModel = 'other';

const known: ReadonlySet<string> = new Set(overlay.map(({ model }) => model));

/** The canonical name of a model that the price table knows, else `other`. */
export function knownModel(id: string | undefined): string {
  const model = canonicalModel(id ?? '');
  return known.has(model) ? model : otherModel;
}
