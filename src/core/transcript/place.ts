/** What a transcript's path says about it (TRANSCRIPTS section 1). Directory names are never turned back into a folder. */

export interface TranscriptPlace {
  /** The session a file belongs to as its path tells it; `''` when only its records can (the flat layout of subagents). */
  readonly sessionId: string;
  /** `''` for a main transcript. */
  readonly agentId: string;
}

/**
 * Where a file below `projects` belongs, null when it is no transcript.
 * @param segments the path's parts below `projects`, the project's folder first
 */
export function transcriptPlace(segments: readonly string[]): TranscriptPlace | null {
  const name = segments.at(-1);
  if (name === undefined || segments.length < 2 || !name.endsWith('.jsonl') || name.includes('.orphaned-')) return null;
  const stem = name.slice(0, -'.jsonl'.length);
  const isAgent = stem.startsWith('agent-');
  if (segments.length === 2) return isAgent ? { sessionId: '', agentId: stem.slice('agent-'.length) } : { sessionId: stem, agentId: '' };
  const subagents = segments.lastIndexOf('subagents');
  if (!isAgent || subagents < 2) return null;
  // A subagent's own subagents lie deeper, but all belong to the session whose folder is under the project's.
  return { sessionId: segments[1] ?? '', agentId: stem.slice('agent-'.length) };
}
