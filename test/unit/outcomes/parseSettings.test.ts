import { describe, it } from 'mocha';
import assert from 'node:assert/strict';
import { saidKept } from '../../../src/core/l10n/keptText.ts';
import { parseSettings, problemText } from '../../../src/core/outcomes/parseSettings.ts';
import { defaultSettings, windowAt } from '../../../src/core/outcomes/repositorySettings.ts';

const dayMs = (date: string): number => Date.parse(`${date}T00:00:00Z`);

describe('.payoff.json', () => {
  it('is read as a whole, with comments and trailing commas', () => {
    const { settings, problems } = parseSettings(`\uFEFF{
      // How we work.
      "$schema": "./payoff.schema.json",
      "window": 21,
      "windowChanges": [
        { "from": "2026-10-01", "days": 7, "reason": " we release weekly now " },
        { "from": "2026-06-01", "days": 14, "reason": "fewer surprises" },
      ],
      "hotfix": { "hours": 48, "branches": ["urgent/*"] },
      "reverts": "files", /* the wider rule */
      "style": "squash",
      "shippedRef": { "tag": "v*" },
      "cordon": ["spike/*", { "branch": "lab/*", "from": "2026-01-01", "until": "2026-03-01" }, { "path": "prototypes/**" }],
      "verification": ["make  smoke"],
      "exclude": ["vendor/**", "!vendor/fork"],
      "team": "payments",
    }`);
    assert.deepEqual(problems, []);
    assert.deepEqual(settings, {
      windows: [
        { days: 21, fromMs: null, reason: '' },
        { days: 14, fromMs: dayMs('2026-06-01'), reason: 'fewer surprises' },
        { days: 7, fromMs: dayMs('2026-10-01'), reason: 'we release weekly now' },
      ],
      hotfix: { hours: 48, branches: ['urgent/*'] },
      reverts: 'files',
      style: 'squash',
      shippedRef: { kind: 'tag', pattern: 'v*' },
      cordon: [
        { kind: 'branch', glob: 'spike/*', fromMs: null, untilMs: null },
        { kind: 'branch', glob: 'lab/*', fromMs: dayMs('2026-01-01'), untilMs: dayMs('2026-03-01') },
        { kind: 'path', glob: 'prototypes/**', fromMs: null, untilMs: null },
      ],
      verification: ['make smoke'],
      exclude: ['vendor/**', '!vendor/fork'],
      team: 'payments',
      collector: '',
    });
    assert.equal(windowAt(settings, dayMs('2026-05-31')).days, 21);
    assert.equal(windowAt(settings, dayMs('2026-06-01')).days, 14);
    assert.equal(windowAt(settings, dayMs('2027-01-01')).days, 7);
  });

  it('has a default for whatever it leaves out', () => {
    for (const text of ['{}', '{ "style": "auto" }', '// nothing\n{\n}\n'])
      assert.deepEqual(parseSettings(text), { settings: defaultSettings, problems: [] });
    assert.equal(problemText([]), null);
  });

  it('takes a team with its collector, https or on this machine', () => {
    for (const endpoint of ['https://payoff.example.com', 'http://localhost:8080', 'http://127.0.0.1/x', 'http://[::1]:9']) {
      const { settings, problems } = parseSettings(JSON.stringify({ team: { name: 'payments', endpoint } }));
      assert.deepEqual([settings.team, settings.collector, problems], ['payments', endpoint, []]);
    }
    const { settings, problems } = parseSettings('{ "team": { "name": "a", "endpoint": "http://a.example" } }');
    assert.deepEqual([settings.team, settings.collector, problems.length], ['', '', 1]);
  });

  for (const [what, text, line, sentence] of [
    ['a window of other days', '{\n "window": 10\n}', 2, 'window has to be 7, 14 or 21 (days). Its default holds.'],
    ['a key that is misspelt', '{\n\n "windows": 7 }', 3, /^windows is not known here and is ignored; known are window, /],
    [
      'a change without a reason',
      '{ "windowChanges": [\n{ "from": "2026-10-01", "days": 7 }] }',
      2,
      'windowChanges[0] needs reason. windowChanges[0] is left out.',
    ],
    [
      'a change with an empty reason',
      '{ "windowChanges": [{ "from": "2026-10-01", "days": 7,\n "reason": " " }] }',
      2,
      'windowChanges[0].reason has to be a reason in words, at most 200 characters long. windowChanges[0] is left out.',
    ],
    [
      'a change on a day that there is not',
      '{ "windowChanges": [{ "from": "2026-02-30", "days": 7, "reason": "x" }] }',
      1,
      'windowChanges[0].from has to be a day such as "2026-10-01". windowChanges[0] is left out.',
    ],
    [
      'two changes on one day',
      '{ "windowChanges": [{ "from": "2026-02-03", "days": 7, "reason": "x" },\n{ "from": "2026-02-03", "days": 21, "reason": "y" }] }',
      2,
      'Two windows begin on the same day; the last one of them holds from it on.',
    ],
    ['a foreign key in a rule', '{ "shippedRef": { "tag": "v*", "on": 1 } }', 1, /^shippedRef has to be \{ "tag": "v\*" \} or/],
    [
      'a cordon that ends too early',
      '{ "cordon": [{ "path": "a", "from": "2026-02-01", "until": "2026-02-01" }] }',
      1,
      'cordon[0] ends before it begins; it is left out.',
    ],
    ['a list that is none', '{ "exclude": "vendor" }', 1, 'exclude has to be a list in [ ]. exclude is left out.'],
    [
      'a whole command',
      '{ "verification": ["npm run test -- --all"] }',
      1,
      /^verification\[0\] has to be the first words of a command, three at the most/,
    ],
    ['a key that is there twice', '{ "team": "a",\n"team": "b" }', 2, 'team is there twice; the last one holds.'],
    ['a missing comma', '{\n "window": 7\n "team": "a" }', 3, 'A comma or } is expected here. Until it can be read, the defaults hold.'],
    ['an open brace', '{ "hotfix": {\n', 1, 'This { has no }. Until it can be read, the defaults hold.'],
    ['text behind it', '{}\n{}', 2, 'There is something behind the end of the settings. Until it can be read, the defaults hold.'],
    ['a single quote', "{ 'window': 7 }", 1, 'A key in double quotes is expected here. Until it can be read, the defaults hold.'],
    ['nothing', ' \n', 2, 'It ends too early. Until it can be read, the defaults hold.'],
  ] as const)
    it(`says where it holds ${what}`, () => {
      const [problem, ...others] = parseSettings(text).problems;
      assert.deepEqual(others, []);
      assert.equal(problem?.line, line);
      if (typeof sentence === 'string') assert.equal(saidKept(problem.text), sentence);
      else assert.match(saidKept(problem.text), sentence);
    });

  it('loses nothing right to what is wrong beside it', () => {
    const { settings, problems } = parseSettings(
      '{ "window": 3, "style": "trunk", "exclude": ["a", 7, "b"], "hotfix": { "hours": -1, "branches": ["x/*", ""] }, "nonsense": {} }',
    );
    assert.deepEqual(
      [settings.windows, settings.style, settings.exclude, settings.hotfix],
      [defaultSettings.windows, 'trunk', ['a', 'b'], { hours: 72, branches: ['x/*'] }],
    );
    assert.equal(problems.length, 5);
    assert.match(problemText([...problems, ...problems]) ?? '', /^Line 1: .* And 5 more\.$/);
  });

  it('names keys and never values', () => {
    const { problems } = parseSettings(
      '{ "team": ["hunter2"], "verification": ["curl -H hunter2 https://x.invalid x"], "window": "hunter2" }',
    );
    assert.equal(problems.length, 3);
    assert.doesNotMatch(JSON.stringify(problems), /hunter2/);
  });
});
