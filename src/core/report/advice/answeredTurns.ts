import { oncePer } from '../../advice/oncePer.ts';
import type { History, PlacedRequest } from '../../attribution/history.ts';
import { turnStarts } from '../../transcript/prompt.ts';
import { getOrAdd } from '../moneySum.ts';

interface AnsweredTurn {
  readonly atMs: number;
  readonly request: PlacedRequest;
}

/** Turns with the first request that answered each; one that nothing answered before the next asked nothing of the model. */
export const answeredTurns = oncePer(({ requests, turns }: Pick<History, 'requests' | 'turns'>): readonly AnsweredTurn[] => {
  const sessions = new Map<string, PlacedRequest[]>();
  for (const request of requests) if (turns.has(request.sessionId)) getOrAdd(sessions, request.sessionId, () => []).push(request);
  return [...sessions].flatMap(([sessionId, own]) => {
    const starts = turnStarts([...(turns.get(sessionId) ?? [])]);
    let at = 0;
    return starts.flatMap((atMs, index) => {
      while ((own[at]?.atMs ?? Infinity) < atMs) at += 1;
      const request = own[at];
      return request === undefined || request.atMs >= (starts[index + 1] ?? Infinity) ? [] : [{ atMs, request }];
    });
  });
});
