import { canonicalModel } from './modelName.ts';

/** Models that Claude Code runs with a million tokens unasked (`contextWindow` in its own result, 2.1.330, 2026-11-22). */
const million: ReadonlySet<string> = new Set([
  'claude-fable-5',
  'claude-fable-5-1',
  'claude-fable-5-2',
  'claude-haiku-5-5',
  'claude-mythos-5',
  'claude-mythos-5-1',
  'claude-mythos-5-2',
  'claude-opus-4-7',
  'claude-opus-4-8',
  'claude-opus-5',
  'claude-opus-5-5',
  'claude-sonnet-5',
  'claude-sonnet-5-5',
]);

/** Models that it runs with 200,000 tokens unless the id asks for a million with `[1m]`. */
const shorter: ReadonlySet<string> = new Set([
  'claude-3-5-haiku',
  'claude-3-5-sonnet',
  'claude-3-7-sonnet',
  'claude-haiku-4-5',
  'claude-opus-4-5',
  'claude-opus-4-6',
  'claude-sonnet-4',
  'claude-sonnet-4-5',
  'claude-sonnet-4-6',
]);

/**
 * The context window in tokens with which Claude Code runs a model id, null where it was not seen. A response's `model` never has the
 * `[1m]` that was asked for: ask with the requested id where it is known.
 */
export function contextWindow(id: string): number | null {
  const model = canonicalModel(id);
  if (million.has(model)) return 1_000_000;
  if (!shorter.has(model)) return null;
  return /\[1m\]$/i.test(id) ? 1_000_000 : 200_000;
}
