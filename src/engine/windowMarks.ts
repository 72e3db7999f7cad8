/** The marks of one window: reckoned with each snapshot, and put into words when the panel asks. */
import { marksSection } from '../core/report/advice/marksSection.ts';
import type { MarksSection } from '../core/report/advice/marksSection.ts';
import type { LiveSnapshot } from '../core/report/live.ts';
import type { MarkSettings } from '../protocol/markSchemas.ts';
import type { Engine } from './types.ts';

/** The settings of a window that says none. */
const none: MarkSettings = { marks: [], timeSaved: null, problems: [] };

/**
 * The snapshot with the marks as they stand; without, while the engine reads the weeks that they are judged by for the first time: then `onReady` is
 * called, and what is asked again has them.
 */
export async function withMarks(
  snapshot: LiveSnapshot,
  { engine, settings, onReady }: { readonly engine: Engine; readonly settings: MarkSettings | undefined; readonly onReady: () => void },
): Promise<LiveSnapshot> {
  const { marks, problems } = settings ?? none;
  if (marks.length === 0) return problems.length === 0 ? snapshot : { ...snapshot, marks: { states: [], problems } };
  const states = engine.marks.states(marks, snapshot);
  if (engine.marks.isReady) return { ...snapshot, marks: { states: await states, problems } };
  states.then(onReady, onReady);
  return snapshot;
}

/** What the panel shows of them. */
export async function marksSectionOf(
  engine: Engine,
  given: MarkSettings | undefined,
  { snapshot, nowMs }: { readonly snapshot: LiveSnapshot | null; readonly nowMs: number },
): Promise<MarksSection> {
  const settings = given ?? none;
  const timeSaved = settings.timeSaved === null ? null : await engine.marks.timeSaved(settings.timeSaved, nowMs);
  const marks = snapshot?.marks ?? { states: [], problems: settings.problems };
  return marksSection({ marks, timeSaved, nowMs, timezone: engine.timezone });
}
