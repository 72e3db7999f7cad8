import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { commands, window } from 'vscode';
import { commandIds } from '../../../../src/extension/commandTable.ts';
import { todayText } from '../../../../src/extension/documentText.ts';
import { aReport, aRow } from '../../../support/fakeEngine.ts';
import { now } from '../../../support/snapshots.ts';
import { activated, barText, previewShows } from '../payoff.ts';

describe('Commands', () => {
  it('open the panel in the group that is in front, once', async () => {
    for (let times = 0; times < 2; times += 1) await commands.executeCommand(commandIds.openPanel);
    while (window.tabGroups.activeTabGroup.activeTab === undefined) await delay(20);
    const { all } = window.tabGroups;
    assert.deepEqual(
      all.map(({ tabs }) => tabs.map(({ label }) => label)),
      [['Payoff']],
    );
    await commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('refresh, and show today’s report and doctor in the preview', async () => {
    await barText(await activated(), 'today');
    // The command line of the test before had the lease; a refresh takes it back at once.
    await commands.executeCommand(commandIds.refresh);
    await commands.executeCommand(commandIds.showToday);
    const today = await previewShows('today', /^# \\\$\d+\.\d\d today\n/);
    assert.match(today, /^\| work \| \\\$/m);
    assert.match(today, /^\| Opus 4\.6 \| \\\$/m);
    await commands.executeCommand(commandIds.showToday);
    await commands.executeCommand(commandIds.doctor);
    const doctor = await previewShows('doctor', /\*\*Ingests\*\* vscode \\\(process \d+, \d+ s ago\\\)/);
    assert.match(doctor, /^# Payoff: doctor\n/);
    const tabs = window.tabGroups.all.flatMap((group) => group.tabs.map(({ label }) => label));
    assert.deepEqual(tabs, ['Claude Code today', 'Payoff: doctor']); // each once, however often it is asked for
    await commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('show no name as markup: VS Code’s own renderer makes neither link nor image nor element nor formula of it', async () => {
    const hostile = [
      '[x](https://evil.example) ![y](https://evil.example/y.png) <img src="https://evil.example/z.png"> `z` **b** $q$ $$q$$',
      'https://evil.example //evil.example www.evil.example me@evil.example mailto:me@evil.example ftp://evil.example <https://evil.example>',
      '1. one - two # three | four &lt; ~~five~~ [x]: https://evil.example',
    ];
    const session = { sessionId: 'a', startedAtMs: now, endedAtMs: now, turns: 1, subagents: 0, linesAdded: 0, linesRemoved: 0 };
    const text = todayText({
      nowMs: now,
      byRepository: { ...aReport, rows: hostile.map((name) => aRow(`C:\\${name.replaceAll('\\', '')}`, 1)) },
      byModel: { ...aReport, rows: hostile.map((name) => aRow(name, 1)) },
      sessions: [{ ...session, cwd: '/work', repository: '/work', branches: hostile, models: hostile, figures: aRow('a', 1) }],
      demo: false,
    });
    const rendered = await commands.executeCommand<string>('markdown.api.render', text);
    const html = rendered.slice(rendered.indexOf('<h1')); // before it newer versions put what their diagrams need
    assert.ok(html.includes('<table') && html.includes('evil.example'), html);
    const tags = new Set([...html.matchAll(/<([a-z][a-z0-9-]*)/gi)].map(([, tag]) => tag));
    assert.deepEqual([...tags].sort(), ['h1', 'h2', 'p', 'strong', 'table', 'tbody', 'td', 'th', 'thead', 'tr']);
    assert.equal(html.match(/<strong>/g)?.length, 2 * 3 + 4); // those of the totals
    assert.doesNotMatch(html, /<[^>]*\s(?:href|src)=/);
  });
});
