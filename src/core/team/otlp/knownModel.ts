import { canonicalModel } from '../../pricing/modelName.ts';
import { overlay } from '../../pricing/overlay.ts';
import { otherModel } from '../teamWeek.ts';

const known: ReadonlySet<string> = new Set(overlay.map(({ model }) => model));

/** The canonical name of a model that our own price table knows, else `other`: a name that somebody made up may tell who did. */
export function knownModel(id: string | undefined): string {
  const model = canonicalModel(id ?? '');
  return known.has(model) ? model : otherModel;
}
