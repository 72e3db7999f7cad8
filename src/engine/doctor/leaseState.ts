import type { LeaseFacts } from '../../core/report/doctor/facts.ts';
import type { Lease } from '../../ledger/lease.ts';
import { leaseExpiryMs } from '../../ledger/lease.ts';
import { processState } from './processState.ts';

/** Who held the lease when this process opened the ledger, and for how long it had not been heard of then. */
export interface FoundLease {
  readonly holder: string;
  readonly pid: number;
  readonly silentMs: number;
  readonly alive: boolean;
  readonly process: LeaseFacts['process'];
}

/** Null when nobody held it, or where that cannot be told. */
export async function findLease(lease: Lease): Promise<FoundLease | null> {
  try {
    const last = lease.last();
    if (last === null) return null;
    const silentMs = Date.now() - last.heartbeatAtMs;
    const alive = Math.abs(silentMs) <= leaseExpiryMs;
    return { holder: last.holder, pid: last.pid, silentMs, alive, process: alive ? 'runs' : await processState(last.pid) };
  } catch {
    return null;
  }
}

/** As the lease is now; where this process took it to read first, as it was before. */
export async function leaseFacts(lease: Lease, found: FoundLease | null): Promise<LeaseFacts> {
  const last = lease.last();
  const common = { expiryMs: leaseExpiryMs, lockedOut: lease.lockedOut, outdated: lease.outdated };
  if (last !== null) {
    const { holder, pid, heartbeatAtMs, wanted } = last;
    return { ...common, holder, pid, heartbeatAtMs, wanted, process: await processState(pid) };
  }
  if (found === null) return { ...common, holder: '', pid: 0, heartbeatAtMs: 0, wanted: false, process: null };
  const { holder, pid, silentMs } = found;
  return { ...common, holder, pid, heartbeatAtMs: Date.now() - silentMs, wanted: false, process: found.process };
}
