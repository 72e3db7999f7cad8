import assert from 'node:assert/strict';
import { finding } from '../../../src/core/report/doctor/finding.ts';
import { askDoctor } from '../../../src/extension/doctorAnswer.ts';
import { doctorText } from '../../../src/extension/doctorText.ts';
import type { DoctorInput } from '../../../src/extension/doctorText.ts';
import { aDoctor } from '../../support/fakeEngine.ts';
import { now } from '../../support/snapshots.ts';

const text = (doctor: DoctorInput['doctor'], some: Partial<DoctorInput> = {}): string =>
  doctorText({ doctor, window: { trusted: true, remote: null, changedSettings: [] }, demo: false, nowMs: now, ...some });

describe('doctor as a document', () => {
  it('begins with what needs a hand, then what is worth knowing, then what is well', () => {
    assert.match(text(aDoctor()), /^# Payoff: doctor\n\nAll is well\.\n\n## Looked at, and well\n\n- The ledger passed/);
    const asking = text(
      aDoctor({
        states: [
          finding('git-missing', 'problem', 'git was not found.', { action: 'Install git.' }),
          finding('times-old', 'notice', '2 requests are old.'),
          finding('ledger-check', 'fine', 'The ledger passed.'),
        ],
        lease: { holder: 'cli', pid: 7, heartbeatAtMs: now - 3000 },
      }),
      { window: { trusted: false, remote: 'wsl', changedSettings: ['payoff.plan'] } },
    );
    assert.match(
      asking,
      /## What needs a hand\n\n- git was not found\. \*\*Install git\.\*\*\n\n## Worth knowing\n\n- 2 requests are old\.\n- This window is in Restricted Mode/,
    );
    assert.match(asking, /## Looked at, and well\n\n- The ledger passed\.\n- Payoff runs on the remote machine \\\(wsl\\\)/);
    assert.ok(asking.includes('- **Ingests** cli \\(process 7, 3 s ago\\)'), asking);
    assert.ok(!asking.includes('All is well.'));
    assert.ok(asking.includes('**Payoff: Copy Bug Report**'));
  });

  it('leaves out what has nothing to say', () => {
    assert.doesNotMatch(text(aDoctor()), /skipped|without a price/);
    assert.match(text(aDoctor({ unpricedModels: [{ model: 'claude-next', requests: 2 }] })), /\| claude-next \| 2 \|/);
    assert.doesNotMatch(text({ ...aDoctor(), ledger: null }), /## The ledger/);
  });

  it('shows no name as markup', () => {
    const hostile = '[x](https://evil.example) <img> **b**';
    const shown = text(aDoctor({ states: [finding('link-loops', 'notice', hostile, { action: hostile })] }));
    const line = shown.split('\n').find((each) => each.includes('evil')) ?? '';
    assert.doesNotMatch(line.slice(2).replaceAll(/(?<!\\)\*\*/g, ''), /(?<!\\)[[\]()<>*]/);
  });

  it('says that the reader does not answer where it does not', async () => {
    const answer = await askDoctor({
      ask: () => Promise.resolve({ ok: false, error: { reason: 'closed', sentence: 'It is not running.' } }),
    });
    assert.match(text(answer), /## What needs a hand\n\n- Payoff’s reader did not answer: It is not running\. \*\*Run Payoff: Refresh/);
    assert.deepEqual([answer.ledger, answer.machine.node], [null, process.versions.node]);
  });
});
