import { describe, it } from 'mocha';
import assert from 'node:assert/strict';
import { detectSettings } from '../../../src/core/outcomes/detectSettings.ts';
import type { HistoryFacts } from '../../../src/core/outcomes/detectSettings.ts';
import { parseSettings } from '../../../src/core/outcomes/parseSettings.ts';
import { defaultSettings } from '../../../src/core/outcomes/repositorySettings.ts';
import { isComplete, proposeSetup } from '../../../src/core/outcomes/setupProposal.ts';
import type { SetupProposal } from '../../../src/core/outcomes/setupProposal.ts';
import { addedLines } from '../../../src/core/outcomes/settingsText.ts';
import { setupText } from '../../../src/extension/setupText.ts';

const day = 86_400_000;
const nowMs = Date.parse('2026-11-22T12:00:00Z');
const nothing: HistoryFacts = {
  ...{ changes: [], comeBacks: [], mergedBranches: [], branches: [], tags: [] },
  ...{ defaultBranch: 'main', cadence: null, nowMs },
};
const times = <Value>(count: number, value: Value): readonly Value[] => Array.from({ length: count }, () => value);
const came = (...days: readonly number[]): HistoryFacts['comeBacks'] =>
  days.map((each, index) => ({ kind: index === 0 ? 'hotfixed' : 'reverted', afterMs: each * day }));
const changes = times(340, { style: 'squash' as const });

describe('The window that a history suggests', () => {
  for (const [name, comeBacks, value, reason] of [
    [
      'a week',
      came(1, 2, 2, 3, 3, 3, 4, 5, 6, 6, 6, 19),
      7,
      '11 reverts and 1 hotfix in 340 changes, 11 of the 12 within 6 days: a window of 7 days is enough.',
    ],
    ['to the very day', came(1, 7, 7, 7, 7), 7, '4 reverts and 1 hotfix in 340 changes, all within 7 days: a window of 7 days is enough.'],
    [
      'a moment more',
      came(1, 7, 7, 7, 7.01),
      14,
      '4 reverts and 1 hotfix in 340 changes, all within 8 days: a window of 14 days is enough.',
    ],
    [
      'three weeks',
      came(15, 15, 15, 15, 15),
      21,
      '4 reverts and 1 hotfix in 340 changes, all within 15 days: a window of 21 days is enough.',
    ],
    [
      'the longest',
      came(1, 30, 30, 30, 30),
      21,
      '4 reverts and 1 hotfix in 340 changes, 1 of the 5 within 21 days: even the longest window, 21 days, misses some.',
    ],
  ] as const)
    it(`is ${name}`, () => {
      assert.deepEqual(detectSettings({ ...nothing, changes, comeBacks }).window, { value, basis: 'history', reason });
    });

  it('is the default where too little came back to tell', () => {
    const of = (comeBacks: HistoryFacts['comeBacks'], some = changes): unknown =>
      detectSettings({ ...nothing, changes: some, comeBacks }).window;
    const fallback = (reason: string): unknown => ({ value: 14, basis: 'default', reason });
    assert.deepEqual(of([], []), fallback('No change is known yet: 14 days is the default.'));
    assert.deepEqual(of([]), fallback('Of 340 changes none is known to have come back: 14 days is the default.'));
    assert.deepEqual(of(came(1)), fallback('1 hotfix in 340 changes is too few to tell how late they come: 14 days is the default.'));
    assert.deepEqual(
      of(came(1, 2, 2, 2)),
      fallback('3 reverts and 1 hotfix in 340 changes are too few to tell how late they come: 14 days is the default.'),
    );
  });
});

describe('What else a history suggests', () => {
  it('is a style that nearly every change has, else each change’s own', () => {
    const style = (...some: HistoryFacts['changes']): readonly [string, string] => {
      const { value, reason } = detectSettings({ ...nothing, changes: some }).style;
      return [value, reason];
    };
    const squash = { style: 'squash' } as const;
    const merge = { style: 'merge' } as const;
    assert.deepEqual(style(), ['auto', 'No change is known yet: told change by change.']);
    assert.deepEqual(style(...times(9, squash)), ['auto', 'Only 9 changes are known yet: told change by change.']);
    assert.deepEqual(style(...times(10, squash)), ['squash', 'All of the last 10 changes came as squashed pull requests.']);
    assert.deepEqual(style(merge, ...times(19, squash)), ['squash', '19 of the last 20 changes came as squashed pull requests.']);
    assert.deepEqual(style(merge, ...times(18, squash)), [
      'auto',
      'The last 19 changes came as squashed pull requests (18), merge commits (1): told change by change.',
    ]);
    // What was long ago is not how it is.
    assert.equal(style(...times(300, merge), ...times(200, squash))[0], 'squash');
  });

  it('are the names of its hotfix branches', () => {
    const found = detectSettings({
      ...nothing,
      mergedBranches: ['hotfix/a', 'hotfix/b', 'Hotfix-1', 'feature/hotfix/x', 'hotfixes'],
      branches: ['hotfix/a', 'main'],
    });
    assert.deepEqual(found.hotfix.value, { hours: 72, branches: ['hotfix/*', 'Hotfix-*'] });
    assert.match(found.hotfix.reason, /^Branches are named hotfix\/\* \(2\), Hotfix-\* \(1\)\./);
    assert.deepEqual(detectSettings(nothing).hotfix.value, defaultSettings.hotfix);
  });

  it('is what stands for production, to be taken in by hand', () => {
    const tags = (...names: readonly string[]): HistoryFacts['tags'] => names.map((name) => ({ name, atMs: nowMs - 30 * day }));
    const ref = (some: Partial<HistoryFacts>): unknown => detectSettings({ ...nothing, ...some }).shippedRef.value;
    assert.equal(ref({}), null);
    assert.deepEqual(ref({ tags: tags('v1.0.0', 'v1.1.0', 'v2.0', 'nightly', 'release-1.0') }), { kind: 'tag', pattern: 'v*' });
    assert.deepEqual(ref({ tags: tags('1.0', '1.1', '1.2') }), { kind: 'tag', pattern: '*.*' });
    assert.deepEqual(ref({ tags: tags('pkg@1.0', 'pkg@1.1', 'pkg@1.2') }), { kind: 'tag', pattern: 'pkg@*' });
    assert.equal(ref({ tags: tags('v1.0', 'v1.1') }), null);
    assert.equal(ref({ tags: tags('v1.0', 'v1.1', 'v1.2').map((tag) => ({ ...tag, atMs: nowMs - 400 * day })) }), null);
    assert.deepEqual(ref({ branches: ['main', 'production'], tags: tags('v1.0', 'v1.1', 'v1.2') }), {
      kind: 'branch',
      pattern: 'production',
    });
    assert.equal(ref({ branches: ['production'], defaultBranch: 'production' }), null);
  });

  it('is how often it ships', () => {
    const { cadence } = detectSettings({ ...nothing, cadence: { band: 'weekly', shippingDays: 13, days: 91 } });
    assert.equal(cadence, 'Something shipped on 13 of the last 91 days: on one to three days of a week.');
    assert.equal(detectSettings(nothing).cadence, '');
  });
});

describe('The file that is proposed', () => {
  const rich: HistoryFacts = {
    ...nothing,
    changes,
    comeBacks: came(1, 2, 3, 4, 5),
    mergedBranches: ['hotfix/a', 'spike/b'],
    tags: ['v1.0', 'v1.1', 'v1.2'].map((name) => ({ name, atMs: nowMs })),
  };
  const propose = (existing: string | null, facts = rich): SetupProposal =>
    proposeSetup({ repository: '/home/ada/loom', file: '/home/ada/loom/.payoff.json', existing, detected: detectSettings(facts) });

  it('says what was detected, and is right, with what is only offered and with that taken in', () => {
    const { proposed } = propose(null);
    const expected = {
      ...defaultSettings,
      windows: [{ days: 7, fromMs: null, reason: '' }],
      style: 'squash',
      hotfix: { hours: 72, branches: ['hotfix/*'] },
    };
    assert.deepEqual(parseSettings(proposed), { settings: expected, problems: [] });
    const takenIn = proposed.replaceAll(/\/\/ (?="shippedRef"|"cordon")/g, '');
    assert.deepEqual(parseSettings(takenIn), {
      settings: {
        ...expected,
        shippedRef: { kind: 'tag', pattern: 'v*' },
        cordon: [{ kind: 'branch', glob: 'spike/*', fromMs: null, untilMs: null }],
      },
      problems: [],
    });
    assert.deepEqual(parseSettings(propose(null, nothing).proposed), { settings: defaultSettings, problems: [] });
  });

  for (const [name, existing, added] of [
    ['an empty one', '{}', ['style', 'hotfix']],
    ['one of several lines', '{\n  "style": "trunk", // ours\n}\n', ['hotfix']],
    ['one of a single line', '// Ours.\n{ "team": "looms" }', ['style', 'hotfix']],
    ['one with comments before it', '/* { */ {\n\n  // nothing yet\n}\n', ['style', 'hotfix']],
    ['a whole one', '{ "style": "auto", "hotfix": {} }', []],
    ['one that is wrong', '{ "style": 7, }', ['hotfix']],
  ] as const)
    it(`leaves ${name} as it is, and adds what it lacks`, () => {
      const { proposed, problem } = propose(existing);
      const [before, after] = [parseSettings(existing), parseSettings(proposed)];
      assert.deepEqual(
        after.problems.map(({ text }) => text),
        before.problems.map(({ text }) => text),
      );
      assert.equal(problem === null, before.problems.length === 0);
      const expected = {
        ...before.settings,
        ...((added as readonly string[]).includes('style') ? { style: 'squash' } : {}),
        ...((added as readonly string[]).includes('hotfix') ? { hotfix: { hours: 72, branches: ['hotfix/*'] } } : {}),
      };
      assert.deepEqual(after.settings, expected);
      const open = existing.lastIndexOf('{', existing.search(/"|\/\/ nothing|\}$/)) + 1;
      assert.ok(proposed.startsWith(existing.slice(0, open)) && proposed.endsWith(existing.slice(open)), proposed);
      assert.equal(isComplete({ existing, proposed }), added.length === 0);
    });

  it('is none where what is there cannot be read', () => {
    const proposal = propose('{ "window": ');
    assert.ok(isComplete(proposal));
    assert.match(proposal.problem ?? '', /^Line 1: /);
    assert.match(setupText(proposal, false), /that nothing can be added to/);
  });

  it('changes no window: without one in the file the default was in force', () => {
    const [window] = propose('{}').settings;
    assert.equal(window?.value, '14');
    assert.match(window.reason, /a window of 7 days is enough\. Until now 14 days were in force: .*windowChanges/);
    const suggested = propose(null).settings[0];
    assert.deepEqual(propose('{ "window": 21 }').settings[0], {
      ...{ ...suggested, value: '21', basis: 'file' },
      reason: `The history alone suggests 7: ${suggested?.reason ?? ''}`,
    });
  });

  it('says of what the file has what holds, and whether the history suggests it too', () => {
    const change = '{ "from": "2026-11-03", "days": 21, "reason": "We release monthly." }';
    const [window] = propose(`{ "window": 7, "windowChanges": [${change}] }`).settings;
    assert.equal(window?.reason, 'windowChanges makes it 21 days. The history suggests the same.');
  });

  it('is shown with its reasons, and its names make no markup', () => {
    const text = setupText(propose(null, { ...rich, mergedBranches: ['hotfix/a', 'hotfix/`b`'], branches: [] }), true);
    assert.match(text, /^# Set up loom\n\n\*\*.*made up.*\*\*\n/);
    assert.match(
      text,
      /^\| window \| 7 \| History \| 4 reverts and 1 hotfix in 340 changes, all within 5 days: a window of 7 days is enough\. \|$/m,
    );
    assert.match(text, /^\| shippedRef \| \\\{ "tag": "v\\\*" \\\} \| Choice \|/m);
    assert.match(text, /## The file\n\n```jsonc\n\/\/ How Payoff judges/);
    const existing = '{\n  // ````\n  "team": "looms"\n}\n';
    const added = setupText(propose(existing), false);
    assert.match(added, /## What would be added\n\n`````diff\n \{\n\+ {2}\/\/ How work comes/);
    assert.ok(added.endsWith(' }\n`````\n'), added);
  });

  it('is shown as what it adds', () => {
    assert.equal(addedLines('a\nb\nc\n', 'a\nx\ny\nb\nc\n'), ' a\n+x\n+y\n b\n c');
    assert.equal(addedLines('a\r\nb', 'a\nx\nb'), ' a\n+x\n b');
    assert.equal(addedLines('{}', '{\n1\n}'), '-{}\n+{\n+1\n+}');
  });
});
