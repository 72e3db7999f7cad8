import { createHash } from 'node:crypto';

/** Numbers of the advisory locks: the first of each pair is this application's in a database that it may share with others. */
export const locks = {
  application: 0x7061_796f,
  migrating: 1,
  retention: 2,
} as const;

/** The second number of the lock under which a team's figures are published; two teams with one number only wait for each other. */
export function publishingLock(team: string): number {
  return createHash('sha256').update(`publishing ${team}`).digest().readInt32BE(0);
}
