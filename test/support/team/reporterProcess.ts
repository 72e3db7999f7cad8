/** One process that does something with a team, to be killed at it: `join`, `send` or `withdraw`, with the weeks that a file has. */
import { readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import type { TeamWeekBody } from '../../../src/core/team/teamWeek.ts';
import { openLedger } from '../../../src/ledger/open.ts';
import { collectorCaller } from '../../../src/team/callCollector.ts';
import { LedgerReporter } from '../../../src/team/ledgerReporter.ts';

const [what = '', ledgerFile = '', bodiesFile = '', tokenFile = '', url = ''] = process.argv.slice(2);

async function work(): Promise<void> {
  const opened = openLedger({ path: ledgerFile, nowMs: Date.now() });
  if (!opened.ok) throw new Error(opened.sentence);
  const reporter = new LedgerReporter({
    ledger: opened.ledger,
    compose: () => Promise.resolve(JSON.parse(readFileSync(bodiesFile, 'utf8')) as TeamWeekBody[]),
    nameKeys: () => Promise.resolve([]),
    ...{ timezone: 'UTC', call: collectorCaller(), managed: () => null, off: () => null, now: Date.now, chance: Math.random },
  });
  const tokenOf = (): Promise<string> => Promise.resolve(readFileSync(tokenFile, 'utf8'));
  process.stdout.write('begun\n');
  if (what === 'join' && reporter.status().membership === null) {
    const offer = await reporter.prepare({ endpoint: url, team: 'platform', token: await tokenOf(), code: null, repositories: false });
    if ('reason' in offer) throw new Error(offer.refused);
    // As the command line keeps it: whoever is killed at it leaves the one before.
    const keepToken = async (_: string, token: string): Promise<void> => {
      await writeFile(`${tokenFile}.new`, token);
      await rename(`${tokenFile}.new`, tokenFile);
    };
    const joined = await reporter.join(offer, { keepToken });
    if ('reason' in joined) throw new Error(joined.refused);
  }
  const done = what === 'withdraw' ? await reporter.withdraw({ tokenOf }) : await reporter.send({ tokenOf, due: false });
  if ('reason' in done && done.reason !== 'no-member') throw new Error(done.refused);
  if ('problem' in done && done.problem !== '') throw new Error(done.problem);
  opened.ledger.database.close();
}

void work();
