import type { Unexamined } from '../../core/report/doctor/finding.ts';

/** What `look` finds, or that it failed or took longer than `limitMs`. Never rejects. */
export async function examined<Value>(limitMs: number, look: () => Promise<Value> | Value): Promise<Value | Unexamined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<Unexamined>((resolve) => {
    timer = setTimeout(() => resolve({ unexamined: 'time' }), limitMs);
  });
  try {
    return await Promise.race([Promise.resolve().then(look), late]);
  } catch {
    return { unexamined: 'failed' };
  } finally {
    clearTimeout(timer);
  }
}

/** What `look` finds at once, or that it failed. */
export function examinedNow<Value>(look: () => Value): Value | Unexamined {
  try {
    return look();
  } catch {
    return { unexamined: 'failed' };
  }
}
