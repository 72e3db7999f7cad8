/** How much of Linux's limits on watched files this user's processes have taken. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import type { WatchFacts } from '../../core/report/doctor/facts.ts';

const limits = '/proc/sys/fs/inotify';
/** A look through every process is ended after this time. */
const limitMs = 1_000;

/** Null where there are no such limits. Throws when it takes too long. */
export function watchLimits(): WatchFacts | null {
  if (process.platform !== 'linux') return null;
  const untilMs = performance.now() + limitMs;
  let [watches, instances] = [0, 0];
  for (const pid of readdirSync('/proc')) {
    if (!/^\d+$/.test(pid)) continue;
    const taken = takenBy(pid, untilMs);
    watches += taken.watches;
    instances += taken.instances;
  }
  return {
    watches,
    instances,
    maxWatches: limitOf('max_user_watches'),
    maxInstances: limitOf('max_user_instances'),
    ownWatches: takenBy('self', untilMs).watches,
  };
}

/** Processes of other users cannot be looked into, and their limits are their own. */
function takenBy(pid: string, untilMs: number): { readonly watches: number; readonly instances: number } {
  let [watches, instances] = [0, 0];
  for (const file of namesIn(`/proc/${pid}/fd`)) {
    if (performance.now() > untilMs) throw new Error('There are too many processes to look through.');
    try {
      if (readlinkSync(`/proc/${pid}/fd/${file}`) !== 'anon_inode:inotify') continue;
      watches += readFileSync(`/proc/${pid}/fdinfo/${file}`, 'utf8').match(/^inotify /gm)?.length ?? 0;
      instances += 1;
    } catch {
      // It was closed meanwhile.
    }
  }
  return { watches, instances };
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function limitOf(name: string): number {
  return Number(readFileSync(`${limits}/${name}`, 'utf8'));
}
