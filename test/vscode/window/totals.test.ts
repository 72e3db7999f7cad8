import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { partLabel, reasonLabel } from '../../../src/core/report/labels.ts';
import { formatMoney } from '../../../src/core/report/money.ts';
import { dayKey } from '../../../src/core/report/time.ts';
import type { Reason, StandingPart } from '../../../src/core/attribution/placement.ts';
import { errorLines, startCodeServer } from '../../support/codeServer.ts';
import type { CodeServer } from '../../support/codeServer.ts';
import type { CodeWindow } from '../../support/codeWindow.ts';
import { EngineRig } from '../../support/engineRig.ts';
import { writeMixedHistory } from '../../support/mixedHistory.ts';
import type { MixedHistory } from '../../support/mixedHistory.ts';
import { noonZone } from '../../support/noonZone.ts';
import { panelFrame } from '../../support/panelFrame.ts';
import { PanelReader } from '../../support/panelReader.ts';
import { startRealClaude } from '../../support/realClaude.ts';
import type { RealClaude } from '../../support/realClaude.ts';
import { stageExtension } from '../../support/stageExtension.ts';
import { removeFolder } from '../../support/removeFolder.ts';

interface Cost {
  readonly costNanodollars: number;
  readonly sideCallsNanodollars?: number | null;
  readonly unpricedRequests?: number;
  readonly lowerBound?: boolean;
}
interface Row extends Cost {
  readonly key: string;
  readonly requests: number;
}
interface Report {
  readonly totals: Row;
  readonly rows: readonly Row[];
  readonly standing: {
    readonly totalNanodollars: number;
    readonly attributedNanodollars: number;
    readonly unattributedNanodollars: number;
    readonly parts: Readonly<Record<StandingPart, Cost & { readonly commits: number; readonly sessions: number }>>;
    readonly unattributed: Readonly<Partial<Record<Reason, Cost>>>;
  };
}
interface Sessions {
  readonly rows: readonly (Cost & { readonly sessionId: string; readonly endedAt: string; readonly repository: string })[];
}
interface Commits {
  readonly rows: readonly (Omit<Cost, 'costNanodollars'> & { readonly sha: string; readonly costNanodollars: number | null })[];
}

const item = 'payoff.payoff.cost';
const zone = noonZone();

/** An amount of the command line's JSON as the faces say it. */
function said({ costNanodollars, unpricedRequests = 0, lowerBound = false }: Cost): string {
  return formatMoney({ nanodollars: costNanodollars, unpricedRequests, lowerBound });
}

/** With the side calls, where they are known: a report has them beside the requests. */
function whole(cost: Cost): Cost {
  return { ...cost, costNanodollars: cost.costNanodollars + (cost.sideCallsNanodollars ?? 0) };
}

const sumOf = (costs: readonly Cost[]): number => costs.reduce((sum, { costNanodollars }) => sum + costNanodollars, 0);
const capital = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;

describe('Every total of the panel, in a real window, is the command line’s to the cent', function () {
  this.timeout(240_000);
  let rig: EngineRig;
  let history: MixedHistory;
  let claude: RealClaude;
  let extension: string;
  let server: CodeServer;
  let window: CodeWindow;
  let panel: PanelReader;
  let repositories: readonly { readonly name: string; readonly folder: string }[];

  before(async () => {
    extension = await stageExtension(await mkdtemp(path.join(tmpdir(), 'payoff-extension-')));
    rig = await EngineRig.make();
    history = await writeMixedHistory(rig, Date.now());
    const { loom, weft } = history;
    repositories = [loom, weft].map(({ clone }) => ({ name: path.basename(clone), folder: clone }));
    claude = await startRealClaude(
      {
        reply: ({ turn }) => {
          if (turn > 0) return { text: 'Done.', usage: { output_tokens: 4_321 } };
          const file = path.join(loom.clone, 'real.ts');
          return {
            tools: [
              { name: 'Write', input: { file_path: file, content: 'export const real = 1;\n' } },
              { name: 'Bash', input: { command: 'git add real.ts && git commit -q -m "Add real.ts"', description: 'Commit' } },
            ],
            usage: { output_tokens: 54_321 },
          };
        },
      },
      { home: rig.home, work: loom.clone },
    );
    await claude.run({ prompt: 'Add it.', model: 'claude-opus-5-5' });
    server = await startCodeServer({ version: 'newest', home: rig.home, env: { TZ: zone }, settings: { 'payoff.timezone': zone } });
    window = await server.openWindow({ workspace: loom.clone, extension });
    await window.statusBarItem(item, ({ text }) => text.includes('today'));
    await window.run('Payoff: Open the Panel');
    panel = new PanelReader(await panelFrame(window.page));
    await panel.view('overview');
    await panel.filter('Period', 'All time');
  });
  after(async () => {
    await server.close();
    await claude.close();
    await rig.close();
    await removeFolder(extension);
  });

  const cli = async <Answer>(...args: readonly string[]): Promise<Answer> => {
    const program = path.join(extension, 'dist/cli.cjs');
    const env = { PATH: process.env.PATH, HOME: rig.home, TZ: zone };
    const { stdout } = await promisify(execFile)(process.execPath, [program, ...args, '--json'], { env, cwd: rig.root });
    return JSON.parse(stdout) as Answer;
  };
  const report = (folder: string, by = 'day'): Promise<Report> => cli('report', '--repo', folder, '--by', by);
  /** Asks again until the page shows what a filter asked for: what is wanted stands in the first argument of the last look. */
  const eventually = async (look: () => Promise<void>): Promise<void> => {
    const deadline = Date.now() + 60_000;
    for (;;) {
      try {
        await look();
        return;
      } catch (error) {
        if (Date.now() > deadline) throw error;
        await window.page.waitForTimeout(100);
      }
    }
  };

  for (const name of ['loom', 'weft']) {
    describe(`of the repository ${name}`, () => {
      let folder: string;
      let answer: Report;
      before(async () => {
        folder = repositories.find((each) => each.name === name)?.folder ?? '';
        answer = await report(folder);
        await panel.view('overview');
        await panel.filter('Repository', name);
      });

      it('where it is now: every part with its commits and sessions, and together', async () => {
        const { parts, totalNanodollars } = answer.standing;
        assert.equal(sumOf(Object.values(parts)), totalNanodollars);
        await eventually(async () => {
          const rows = await panel.table('Where it is now');
          const shown = new Map(rows.map(([label = '', cost, , commits, sessions]) => [label, [cost, commits, sessions]]));
          assert.equal(shown.get('Together')?.[0], said({ costNanodollars: totalNanodollars }));
          for (const [part, share] of Object.entries(parts)) {
            const row = shown.get(capital(partLabel(part as StandingPart, 'main')));
            const wanted = [said(share), String(share.commits), String(share.sessions)];
            if (row === undefined) assert.equal(share.costNanodollars, 0, part);
            else assert.deepEqual(row, wanted, part);
          }
        });
      });

      it('why it is there: the explanation of each part, with the reasons of what is in no commit', async () => {
        const { parts, unattributed, unattributedNanodollars, attributedNanodollars, totalNanodollars } = answer.standing;
        assert.equal(sumOf(Object.values(unattributed)), unattributedNanodollars);
        assert.equal(attributedNanodollars + unattributedNanodollars, totalNanodollars);
        await panel.click('button[aria-label="Show Where it is now as a picture"]');
        for (const [part, share] of Object.entries(parts)) {
          if (share.costNanodollars === 0) continue;
          const label = capital(partLabel(part as StandingPart, 'main'));
          const explained = await panel.explanation(`.key button[aria-label^="Explain ${label}:"]`);
          assert.equal(explained.amount, said(share), part);
          if (part !== 'noEdits') continue;
          const { noEdits, review, sideCalls } = unattributed;
          const reasons = [noEdits, review, sideCalls].filter((each) => each !== undefined);
          assert.equal(sumOf(reasons), share.costNanodollars, [noEdits, sideCalls].map(String).join());
          // One reason alone is the part itself, and is not said again.
          if (reasons.length > 1) assert.deepEqual([...explained.parts].sort(), reasons.map(said).sort(), reasonLabel('sideCalls'));
        }
      });

      it('the branches, which add up to the whole', async () => {
        const { rows } = await report(folder, 'branch');
        const { totalNanodollars } = answer.standing;
        const sideCalls = answer.standing.unattributed.sideCalls?.costNanodollars ?? 0;
        assert.equal(sumOf(rows) + sideCalls, totalNanodollars);
        const shown = new Map((await panel.rows(panel.locate('table.branches:visible'))).map((cells) => [cells[0], cells.at(-1)]));
        assert.equal(shown.size, rows.length);
        // Side calls are of the branch on which their session ended: here all on main.
        for (const row of rows) {
          const withSideCalls = { ...row, costNanodollars: row.costNanodollars + (row.key === 'main' ? sideCalls : 0) };
          assert.equal(shown.get(row.key), said(withSideCalls), row.key);
        }
      });

      it('the weeks', async () => {
        const { rows } = await report(folder, 'week');
        const sideCalls = answer.standing.unattributed.sideCalls?.costNanodollars ?? 0;
        assert.equal(sumOf(rows) + sideCalls, answer.standing.totalNanodollars);
        if (!(await panel.has('.weeks[open]'))) await panel.click('.weeks > summary');
        const shown = (await panel.table('Tokens and dollars')).map(([, cost]) => cost).filter((cost) => cost !== '$0.00');
        sameButSideCalls(shown, rows, sideCalls);
      });

      it('the days', async () => {
        const { rows } = await report(folder, 'day');
        const sideCalls = answer.standing.unattributed.sideCalls?.costNanodollars ?? 0;
        assert.equal(sumOf(rows) + sideCalls, answer.standing.totalNanodollars);
        const shown = (await panel.table('Day by day')).map((cells) => cells.at(-1)).filter((cost) => cost !== '$0.00');
        sameButSideCalls(shown, rows, sideCalls);
      });

      it('Sessions: their sum, every row, and the page of each', async () => {
        const { rows } = await cli<Sessions>('sessions', '--repo', folder);
        const newestFirst = [...rows].sort((left, right) => Date.parse(right.endedAt) - Date.parse(left.endedAt));
        const sideCalls = answer.standing.unattributed.sideCalls?.costNanodollars ?? 0;
        assert.equal(sumOf(rows) + sideCalls, answer.standing.totalNanodollars);
        await panel.view('sessions');
        await eventually(async () => {
          assert.equal(await panel.text('.list-sum .sum'), said({ costNanodollars: answer.standing.totalNanodollars }));
          const costs = await panel.texts('.grid-row .col-cost');
          assert.equal(costs.length, rows.length);
          sameButSideCalls(costs, newestFirst, sideCalls);
        });
        const costs = await panel.texts('.grid-row .col-cost');
        for (const [index, cost] of costs.entries()) {
          await panel.click(`#session-row-${String(index)} .col-branch`);
          assert.equal(await panel.text('.session-head .big'), cost);
          assert.equal((await panel.table('What became of it')).at(-1)?.[1], cost);
          const { costNanodollars = 0 } = newestFirst[index] ?? {};
          const together = (await panel.table('Cost along its turns')).at(-1)?.at(-1);
          assert.equal(together, said({ costNanodollars }));
          await panel.click('.back');
        }
      });

      it('Shipped: every commit and pull request', async () => {
        await panel.view('shipped');
        const { rows } = await cli<Commits>('commits', '--repo', folder);
        await eventually(async () => {
          assert.deepEqual(
            await panel.attributes('#view-shipped .commit-row', 'data-id'),
            rows.map(({ sha }) => sha),
          );
        });
        assert.deepEqual(
          await panel.texts('.commit-row .entry-cost'),
          rows.map(({ costNanodollars, ...rest }) => (costNanodollars === null ? 'cost not recorded' : said({ ...rest, costNanodollars }))),
        );
        const pullRequests = (await report(folder, 'pull-request')).rows.filter(({ key }) => key !== '');
        assert.deepEqual(
          pullRequests.map(({ key }) => key),
          name === 'weft' ? [history.pullRequest] : [],
        );
        for (const row of pullRequests) {
          const entry = `#view-shipped .request-row[data-id="${row.key}"]`;
          assert.equal(await panel.text(`${entry} .entry-cost`), said(row));
        }
      });
    });
  }

  it('together: the sentence’s amount is that of all repositories and what is in none', async () => {
    await panel.view('overview');
    await panel.filter('Repository', 'All repositories');
    const { totals } = await cli<Report>('report');
    const standings = await Promise.all(repositories.map(({ folder }) => report(folder)));
    const inNone = (await cli<Report>('report', '--by', 'repository')).rows.find(({ key }) => key === '');
    const total = standings.reduce((sum, { standing }) => sum + standing.totalNanodollars, 0) + (inNone?.costNanodollars ?? 0);
    assert.ok(total >= totals.costNanodollars);
    await eventually(async () => {
      const rows = await panel.table('Where it is now');
      assert.equal(rows.at(-1)?.[1], said({ costNanodollars: total }));
      assert.equal((await panel.texts('.sentence strong'))[0], said({ costNanodollars: total }));
    });
  });

  it('Your data: what the ledger holds', async () => {
    await panel.view('data');
    const { ledger } = await cli<{ readonly ledger: { readonly requests: number; readonly sessions: number } }>('doctor');
    const counts = new Map<string, string>();
    const names = await panel.texts('.counts dt');
    for (const [index, count] of (await panel.texts('.counts dd')).entries()) counts.set((names[index] ?? '').toLowerCase(), count);
    assert.equal(counts.get('requests'), String(ledger.requests));
    assert.equal(counts.get('sessions'), String(ledger.sessions));
    const held = await panel.rows(panel.locate('table.holdings:visible'));
    const { rows } = await cli<Report>('report', '--by', 'repository');
    for (const { name, folder } of repositories) {
      const row = held.find(([repository]) => repository?.endsWith(name));
      assert.equal(row?.[2], String(rows.find(({ key }) => key === folder)?.requests), name);
    }
  });

  it('today: in the bar and in the tree', async () => {
    const today = ['--since', dayKey(Date.now(), zone)];
    const { totals } = await cli<Report>('report', ...today);
    await window.statusBarItem(item, ({ text }) => text.endsWith(`${said(whole(totals))} today`));
    // The tree is about the window's own folder.
    const { standing } = await cli<Report>('report', '--repo', history.loom.clone, ...today);
    const amount = said({ costNanodollars: standing.totalNanodollars });
    await window.page.click('.activitybar [aria-label^="Source Control"]');
    const pane = '.pane:has(.pane-header:has-text("Payoff: Today"))';
    const header = await window.page.waitForSelector(`${pane} .pane-header`);
    if ((await header.getAttribute('aria-expanded')) === 'false') await header.click();
    await eventually(async () => {
      const rows = await window.page.locator(`${pane} .monaco-list-row`).all();
      const labels = await Promise.all(rows.map(async (row) => ((await row.getAttribute('aria-label')) ?? '').trim()));
      assert.ok(labels.includes(`Where the ${amount} spent here today is`), labels.join('\n'));
      for (const [part, share] of Object.entries(standing.parts)) {
        const label = `${said(share)} ${partLabel(part as StandingPart, 'main')}`;
        assert.equal(labels.includes(label), share.costNanodollars > 0, label);
      }
    });
  });

  it('left no error in the log', async () => assert.deepEqual(errorLines(await server.extensionHostLog()), []));

  /** Amounts in their order: those of the rows, of which one has the known side calls too. */
  function sameButSideCalls(shown: readonly (string | undefined)[], rows: readonly Cost[], sideCalls: number): void {
    const wanted = rows.map(said);
    if (sideCalls === 0) {
      assert.deepEqual(shown, wanted);
      return;
    }
    const others = rows.findIndex((row, index) => shown[index] === said({ ...row, costNanodollars: row.costNanodollars + sideCalls }));
    assert.ok(others >= 0, `No row has the side calls: ${shown.join(' ')}`);
    assert.deepEqual(shown.toSpliced(others, 1), wanted.toSpliced(others, 1));
  }
});
