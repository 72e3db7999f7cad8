import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { History } from '../../src/core/attribution/history.ts';
import { commitRows } from '../../src/core/report/buildCommits.ts';
import { buildStanding } from '../../src/core/report/buildStanding.ts';
import { everything } from '../../src/core/report/filterRequests.ts';
import { selectHistory } from '../../src/core/report/selection.ts';
import type { Engine } from '../../src/engine/types.ts';
import { anEngine, payoff } from '../support/cliEngine.ts';
import { testRate, tokens } from '../support/rows.ts';
import { aCommit, aFile, anEdit, aRecordedCall, aRepository, at, onFeature, onNoRef, sha, tell } from '../support/story.ts';

const file = (name: string): { readonly files: readonly ReturnType<typeof aFile>[] } => ({ files: [aFile(name)] });
const kept = aCommit({ sha: sha('a1'), ...file('kept.ts') });
const lost = aCommit({ sha: sha('b1'), authorMs: at(160), ...file('lost.ts'), ...onNoRef });
const ahead = aCommit({ sha: sha('c1'), authorMs: at(260), ...file('ahead.ts'), ...onFeature, branch: 'main' });
const picked = aCommit({ sha: sha('d1'), authorMs: at(360), ...file('picked.ts'), ...onFeature });
const copy = { ...picked, sha: sha('d2'), parents: [kept.sha], branch: 'main', onDefaultBranch: true };

/** A commit on main, one that is lost, one not pushed yet, one picked onto main, and a last word; the last two by a model without a price. */
function story(): History {
  const made = [kept, lost, ahead, picked];
  return tell({
    requests: [
      ...made.map(({ authorMs }, index) => ({
        messageId: `makes ${String(index)}`,
        atMs: authorMs - 40_000,
        model: index === 3 ? 'claude-unheard-9' : 'claude-opus-5-5',
        tokens: tokens({ output: 500 }),
      })),
      { messageId: 'says', atMs: at(3000), model: 'claude-unheard-9' },
    ],
    edits: made.map(({ authorMs, files: [touched] }) => anEdit({ file: touched?.path ?? '', atMs: authorMs - 30_000 })),
    commitCalls: made.map((commit) => aRecordedCall(commit)),
    repositories: [aRepository([...made, copy])],
  });
}

function engineOf(history: History): Partial<Engine> {
  const base = anEngine({ timezone: 'UTC' });
  return {
    report: async (query) => {
      const { repository = null } = query;
      const selection = selectHistory(history, { ...everything, repository }, testRate);
      const report = await base.report(query);
      return { ...report, standing: buildStanding({ history, selection, nowMs: at(3600) }) };
    },
    commits: ({ filter }) => {
      const { rows, withCost } = commitRows({ history, filter, timezone: 'UTC' });
      return Promise.resolve({ total: rows.length, withCost, rows, pullRequests: [] });
    },
  };
}

const cells = (text: string, beginning: string): string => text.split('\n').find((line) => line.startsWith(beginning)) ?? '';
const amount = (line: string): number => (line.endsWith('no price yet') ? 0 : Number(/\$(\d+\.\d+)/.exec(line)?.[1] ?? NaN));

describe('payoff commits with a commit that is lost', () => {
  const given = { engine: engineOf(story()), columns: 200, surroundings: { environment: { NO_COLOR: '1' } } };

  it('adds up: its cost is in its row and not in the rest', async () => {
    const { stdout } = await payoff(['commits'], given);
    const rows = ['a100000', 'b100000', 'c100000', 'In no commit'].map((name) => amount(cells(stdout, name)));
    const total = amount(cells(stdout, 'Total'));
    assert.ok(rows.every((one) => one >= 0) && (rows[1] ?? 0) > 0, stdout);
    assert.equal(Math.round(rows.reduce((sum, one) => sum + one, 0) * 1000), Math.round(total * 1000), stdout);
    assert.match(cells(stdout, 'b100000'), /on no branch any more/);
    assert.doesNotMatch(stdout, /In no commit: .*on no branch any more/);
  });

  it('says in JSON which row is lost, so that the others add up to what is attributed', async () => {
    const { rows } = JSON.parse((await payoff(['commits', '--json'], given)).stdout) as {
      rows: {
        lost: boolean;
        costNanodollars: number | null;
        models: object[];
        links: { costUsd: number | null; unpricedRequests?: number }[];
      }[];
    };
    const { standing } = JSON.parse((await payoff(['report', '--repo', '.', '--json'], given)).stdout) as {
      standing: { attributedNanodollars: number; unattributed: { lostCommit: { costNanodollars: number } } };
    };
    const sum = (isLost: boolean): number =>
      rows.reduce((total, { lost: is, costNanodollars }) => total + (is === isLost ? (costNanodollars ?? 0) : 0), 0);
    assert.deepEqual([sum(false), sum(true)], [standing.attributedNanodollars, standing.unattributed.lostCommit.costNanodollars]);
    assert.ok(sum(true) > 0);
  });

  it('says where the others are: not on the remote, or by a copy', async () => {
    const { stdout } = await payoff(['commits'], given);
    assert.match(cells(stdout, 'c100000'), /main, not on the remote/);
    assert.match(cells(stdout, 'd100000'), /on main as d200000, window open/);
  });

  it('has no amount in JSON where nothing has a price, and counts it', async () => {
    const { rows } = JSON.parse((await payoff(['commits', '--json'], given)).stdout) as {
      rows: { sha: string; links: object[]; models: object[] }[];
    };
    const row = rows.find((one) => one.sha === picked.sha);
    const nothing = { costUsd: null, costNanodollars: null, unpricedRequests: 1 };
    assert.deepEqual(row?.models, [{ model: 'claude-unheard-9', ...nothing }]);
    const [link] = row.links;
    assert.deepEqual({ ...nothing, ...link }, { ...link, ...nothing });
    const { standing } = JSON.parse((await payoff(['report', '--repo', '.', '--json'], given)).stdout) as {
      standing: { unattributed: { noEdits: object } };
    };
    assert.deepEqual(standing.unattributed.noEdits, { costUsd: 0, costNanodollars: 0, unpricedRequests: 1 });
  });
});
