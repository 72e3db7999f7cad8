/**
 * Tests that mostly wait, for another process or for time to pass, side by side: all of them begin when the first one does, and each is told in its turn.
 * What a test needs it makes by itself, since no hook runs around it alone.
 */
import { before, it } from 'mocha';

/** So many are under way at once. */
const mostTogether = 3;

/** In place of `it`, for the tests of one `describe`. */
export function sideBySide(): (title: string, run: () => Promise<void>) => void {
  const waiting: (() => Promise<void>)[] = [];
  before(() => {
    const lane = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await next();
    };
    for (let count = 0; count < mostTogether; count += 1) void lane();
  });
  return (title, run) => {
    const done = new Promise<void>((succeeded, failed) => {
      waiting.push(() => run().then(succeeded, failed));
    });
    // It may fail before its turn has come.
    done.catch(() => undefined);
    it(title, () => done);
  };
}
