/** Which of several lines ccusage counts (20.0.24, as tried line by line; the tests hold what was seen). */
import type { CcusageLine } from './ccusageLine.ts';

/**
 * The lines that count, each as it is counted, of all lines in the order of their files' paths.
 *
 * Equal are lines of one `message.id` and `requestId`, in whatever session; without a `requestId` also session and time have to be equal.
 * A side chain may repeat a message of its session under another `requestId`. Of equal lines stays the one that is no side chain, then that
 * with more tokens of all classes together, then the dearer one, then one that says its speed, then the first.
 */
export function countedLines(lines: Iterable<CcusageLine>, costOf: (line: CcusageLine) => number): readonly CcusageLine[] {
  const kept: CcusageLine[] = [];
  const byKey = new Map<string, number>();
  const byMessage = new Map<string, number[]>();
  const register = (line: CcusageLine, index: number): void => {
    byKey.set(keyOf(line), index);
    const message = messageOf(line);
    const known = byMessage.get(message);
    if (known === undefined) byMessage.set(message, [index]);
    else if (!known.includes(index)) known.push(index);
  };
  const find = (line: CcusageLine): number | undefined => {
    const key = keyOf(line);
    const exact = byKey.get(key);
    // What replaced the line there may have another request's name.
    if (exact !== undefined && keyOf(kept[exact] ?? line) === key) return exact;
    return byMessage.get(messageOf(line))?.find((index) => line.sidechain || kept[index]?.sidechain === true);
  };
  for (const line of lines) {
    if (!line.identified) {
      kept.push(line);
      continue;
    }
    const index = find(line);
    const existing = index === undefined ? undefined : kept[index];
    if (index === undefined || existing === undefined) {
      register(line, kept.push(line) - 1);
    } else if (replaces(line, existing, costOf)) {
      kept[index] = line;
      register(line, index);
    }
  }
  return kept;
}

function keyOf({ messageId, requestId, sessionId, atMs }: CcusageLine): string {
  return requestId === null ? `${messageId}\n\n${sessionId}\n${String(atMs)}` : `${messageId}\n${requestId}`;
}

function messageOf({ messageId, sessionId }: CcusageLine): string {
  return `${messageId}\n${sessionId}`;
}

function replaces(candidate: CcusageLine, existing: CcusageLine, costOf: (line: CcusageLine) => number): boolean {
  if (candidate.sidechain !== existing.sidechain) return existing.sidechain;
  const more = allTokens(candidate) - allTokens(existing);
  if (more !== 0) return more > 0;
  const dearer = costOf(candidate) - costOf(existing);
  if (dearer !== 0) return dearer > 0;
  return candidate.saysSpeed && !existing.saysSpeed;
}

function allTokens({ tokens: { input, output, cacheWrite5m, cacheWrite1h, cacheRead } }: CcusageLine): number {
  return input + output + cacheWrite5m + cacheWrite1h + cacheRead;
}
