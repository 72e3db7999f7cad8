import { join } from 'node:path';

/** Where the ledger is: the option, then `PAYOFF_LEDGER`, then one file per operating-system user. */
export function ledgerPath(options: {
  readonly ledger: string | null;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}): string {
  return options.ledger || options.environment.PAYOFF_LEDGER || join(options.home, '.payoff', 'ledger.sqlite');
}
