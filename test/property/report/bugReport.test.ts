/** A bug report holds no path, name, id or text: whatever is planted in what it is made of, not a byte of that is found in it. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { bugReport } from '../../../src/core/report/doctor/bugReport.ts';
import type { ReportedDoctor, ReportingFace } from '../../../src/core/report/doctor/bugReport.ts';
import { finding, stateIds } from '../../../src/core/report/doctor/finding.ts';
import type { Finding, StateId } from '../../../src/core/report/doctor/finding.ts';
import { settingIds } from '../../../src/extension/settings.ts';

/** Letters and digits that no version, name or word of ours holds. */
const secret = fc.stringMatching(/^[a-z]{3}q[0-9]{5}z[a-z]{3}$/);
const number = fc.stringMatching(/^9[0-9]{11}$/);

/** How somebody's text may come: alone, in a path, an address, an error, or hidden in what looks like a thing that is known. */
const shapes: readonly ((canary: string) => string)[] = [
  (canary) => canary,
  (canary) => `/home/${canary}/.claude/projects/-home-${canary}/${canary}.jsonl`,
  (canary) => `C:\\Users\\${canary}\\ledger.sqlite`,
  (canary) => `${canary}@example.com`,
  (canary) => `ENOENT: no such file or directory, open '/home/${canary}/x'`,
  (canary) => `2.1.330-${canary}`,
  (canary) => `2.1.330\n${canary}`,
  (canary) => `claude-opus-5-5-${canary}`,
  (canary) => `arn:aws:bedrock:eu-west-1:${canary}:inference-profile/eu.anthropic.claude-opus-5-5`,
  (canary) => `${canary}/anthropic/claude-opus-5-5`,
  (canary) => `assistant${canary}`,
  (canary) => `v22.15.1+${canary}`,
  (canary) => `6.1.0-${canary}-amd64`,
  (canary) => `payoff.timezone.${canary}`,
  (canary) => `ledger-check${canary}`,
  (canary) => `__proto__${canary}`,
];

interface Planted {
  readonly canary: string;
  readonly text: string;
}
const planted: fc.Arbitrary<Planted> = fc
  .tuple(fc.oneof(secret, number), fc.constantFrom(...shapes))
  .map(([canary, shape]) => ({ canary, text: shape(canary) }));

/** A doctor and a window in which every string is the given text. */
function filledWith(text: string): readonly [ReportedDoctor, ReportingFace] {
  const counts = { files: 1, [text]: 7 };
  const known: Finding = { ...finding('lines-not-json', 'notice', text, { action: text, places: [text] }), counts };
  const unknown: Finding = { ...known, id: text as StateId };
  const doctor: ReportedDoctor = {
    states: [known, { ...known, severity: 'fine' }, { ...known, examined: false }, unknown],
    files: 1,
    bytes: 1_234_567,
    versions: [{ version: text, requests: 1 }],
    models: [{ model: text, requests: 1 }],
    recordTypes: [{ type: text, lines: 1 }],
    skippedReasons: [{ reason: text, lines: 1 }],
    machine: { platform: text, release: text, architecture: text, node: text, sqlite: text, git: text },
    ledger: { bytes: 1, schemaVersion: 2, requests: 1, sessions: 1 },
  };
  const editor = { name: text, version: text, remote: text, trusted: false, changedSettings: [text, 'payoff.timezone'] };
  return [doctor, { payoff: text, editor, settingIds }];
}

describe('a bug report', () => {
  it('holds nothing of what was planted in any string that reaches it', () => {
    fc.assert(
      fc.property(planted, ({ canary, text }) => {
        const report = bugReport(...filledWith(text));
        assert.ok(!report.toLowerCase().includes(canary), `${text}\n${report}`);
        assert.ok(report.includes('notice lines-not-json ×2 (not examined): files 2'), report);
        assert.ok(report.includes('Settings that differ: payoff.timezone\n'), report);
      }),
      { numRuns: 500 },
    );
  });

  it('is made of words that are known, whatever text it is given', () => {
    const [doctor, face] = filledWith('x');
    const words = (report: string): ReadonlySet<string> => new Set(report.split(/[\s(),]+/).filter((word) => !/^[\d.×]+$/.test(word)));
    const ours = words(bugReport(doctor, face));
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'binary' }), (text) => {
        for (const word of words(bugReport(...filledWith(text)))) assert.ok(ours.has(word) || stateIds.some((id) => id === word), word);
      }),
      { numRuns: 50 },
    );
  });

  it('rounds sizes, so that nobody is known by them', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e12 }), (bytes) => {
        const [doctor, face] = filledWith('x');
        const size = /Transcripts: 1 file, ([\d.,]+) [kMG]B/.exec(bugReport({ ...doctor, bytes }, face))?.[1] ?? '';
        assert.match(size.replaceAll(/[.,]/g, ''), /^0*\d{1,2}0*$/);
      }),
    );
  });
});

describe('a bug report of a known machine', () => {
  it('names versions, models, records and states that are our own words', () => {
    const [, face] = filledWith('x');
    const [plain] = filledWith('x');
    const report = bugReport(
      {
        ...plain,
        states: [
          finding('models-unpriced', 'problem', 'a', { counts: { models: 1, requests: 3 } }),
          finding('models-unpriced', 'problem', 'b', { counts: { models: 1, requests: 4 } }),
          finding('ledger-check', 'fine', 'c'),
          finding('git', 'fine', 'd'),
        ],
        versions: [
          { version: '2.1.9', requests: 1 },
          { version: '2.1.330', requests: 5 },
          { version: '10.0.0.1', requests: 1 },
        ],
        models: [
          { model: 'arn:aws:bedrock:eu-west-1:123456789012:inference-profile/eu.anthropic.claude-opus-4-6-20260101-v1:0', requests: 2 },
          { model: 'claude-opus-4-6', requests: 3 },
          { model: 'my-own-model', requests: 1 },
        ],
        recordTypes: [{ type: 'assistant', lines: 9 }],
        skippedReasons: [{ reason: 'too-long', lines: 1 }],
        machine: {
          platform: 'linux',
          release: '6.1.0-9-amd64',
          architecture: 'x64',
          node: '22.15.1',
          sqlite: '3.50.4',
          git: '2.39.5.windows.1',
        },
      },
      {
        ...face,
        payoff: '0.4.0',
        editor: { name: 'VSCodium', version: '1.103.2', remote: 'ssh-remote', trusted: true, changedSettings: [] },
      },
    );
    assert.equal(
      report,
      `### Payoff bug report

Versions, counts and states only: no path, name, branch, id or text of yours.

- Payoff 0.4.0, VSCodium 1.103.2, Node 22.15.1, SQLite 3.50.4, git 2.39.5
- System: linux 6.1.0 x64
- Window: remote (ssh-remote)
- Settings that differ: none
- Transcripts: 1 file, 1.2 MB
- Ledger: 1 kB, schema 2, 1 request of 1 session
- Claude Code: 2.1.330 (5), 2.1.9 (1), 1 other
- Models: claude-opus-4-6 (5), 1 unknown (1)
- Records: assistant (9)
- Skipped lines: too-long (1)

States:
- problem models-unpriced ×2: requests 7, models 2
- fine: ledger-check, git
`,
    );
  });
});
