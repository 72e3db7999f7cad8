import assert from 'node:assert/strict';
import * as v from 'valibot';
import { protocolVersion, workerContract } from '../../../src/protocol/messages.ts';
import { aDoctor, aReport } from '../../support/fakeEngine.ts';
import { aPlan, aSnapshot } from '../../support/snapshots.ts';

describe('the messages between window and worker', () => {
  it('carry a whole snapshot, a report and a doctor unchanged', () => {
    const snapshot = aSnapshot({ plan: aPlan(), reading: { bytesRead: 1, bytes: 2, todayExact: false, paused: true } });
    assert.deepEqual(v.parse(workerContract.events.snapshot, structuredClone(snapshot)), snapshot);
    assert.deepEqual(v.parse(workerContract.methods.report.result, structuredClone(aReport)), aReport);
    assert.deepEqual(v.parse(workerContract.methods.doctor.result, structuredClone(aDoctor())), aDoctor());
  });

  it('refuse another version’s handshake', () => {
    const options = {
      claudeDirectories: [],
      ledger: null,
      exclude: [],
      timezone: '',
      mappings: [],
      plan: 'auto',
      folders: null,
      git: true,
      identities: ['any'],
    };
    assert.ok(v.is(workerContract.methods.open.params, { ...options, version: protocolVersion }));
    assert.ok(!v.is(workerContract.methods.open.params, { ...options, version: protocolVersion + 1 }));
  });

  it('refuse an amount that is no whole number of nanodollars', () => {
    for (const nanodollars of [0.5, Number.NaN, -1, 2 ** 53, '1'])
      assert.ok(!v.is(workerContract.events.snapshot, { ...aSnapshot(), today: { nanodollars, unpricedRequests: 0, lowerBound: false } }));
  });
});
