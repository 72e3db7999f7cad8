import { setImmediate as nextTurn } from 'node:timers/promises';

/**
 * Puts what is asked at the same time into one question: while one is on its way, what comes in waits for the next. Under load the store is asked a few
 * times for hundreds of requests; a request that comes alone waits for nothing.
 */
export function together<Item, Result>(
  ask: (items: readonly Item[]) => Promise<readonly Result[]>,
  { most, key }: { readonly most: number; readonly key?: (item: Item) => string },
): (item: Item) => Promise<Result> {
  interface Waiting {
    readonly item: Item;
    readonly resolve: (result: Result) => void;
    readonly reject: (error: unknown) => void;
  }
  let waiting: Waiting[] = [];
  let busy = false;

  /** The first that wait; of several with one key only the first, as they are about the same row. */
  function next(): readonly Waiting[] {
    const taken: Waiting[] = [];
    const left: Waiting[] = [];
    const keys = new Set<string>();
    for (const each of waiting) {
      const own = key?.(each.item);
      if (taken.length >= most || (own !== undefined && keys.has(own))) left.push(each);
      else {
        taken.push(each);
        if (own !== undefined) keys.add(own);
      }
    }
    waiting = left;
    return taken;
  }

  async function work(): Promise<void> {
    busy = true;
    while (waiting.length > 0) {
      await nextTurn(); // PGlite answers before any other request is read: what is there to be read by now joins in
      const batch = next();
      try {
        const results = await ask(batch.map(({ item }) => item));
        batch.forEach(({ resolve, reject }, index) => {
          const result = results[index];
          if (result === undefined) reject(new Error('A question was left unanswered.'));
          else resolve(result);
        });
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    busy = false;
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (!busy) void work();
    });
}
