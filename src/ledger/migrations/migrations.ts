import { fifthSchema } from './fifth.ts';
import { firstSchema } from './first.ts';
import { fourthSchema } from './fourth.ts';
import { secondSchema } from './second.ts';
import { sixthSchema } from './sixth.ts';
import { thirdSchema } from './third.ts';

export interface Migration {
  readonly name: string;
  readonly sql: string;
}

/** Every schema the ledger ever had, in order; a row is never changed once released. `user_version` counts the applied ones. */
export const migrations: readonly Migration[] = [
  { name: 'first', sql: firstSchema },
  { name: 'second', sql: secondSchema },
  { name: 'third', sql: thirdSchema },
  { name: 'fourth', sql: fourthSchema },
  { name: 'fifth', sql: fifthSchema },
  { name: 'sixth', sql: sixthSchema },
];

/** `PRAGMA application_id` of a ledger: the letters `PayO`. */
export const applicationId = 0x5061794f;
