/** A membership that tells by OpenTelemetry: the same outbox, with metrics in the place of reports. */
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import { otlpEndpoint } from '../../../src/core/team/openTelemetry.ts';
import { readOutbox } from '../../../src/ledger/team.ts';
import { withOtlp } from '../../../src/team/otlp/otlpCaller.ts';
import type { LedgerReporter } from '../../../src/team/ledgerReporter.ts';
import { aBody, hourMs, ReporterRig } from '../../support/team/reporterRig.ts';
import { startOtlpReceiver } from '../../support/team/otlpReceiver.ts';
import type { OtlpReceiver } from '../../support/team/otlpReceiver.ts';

describe('A team that is told by OpenTelemetry', () => {
  const saved = { ...process.env };
  let receiver: OtlpReceiver;
  let rig: ReporterRig;
  let reporter: LedgerReporter;
  before(async () => {
    receiver = await startOtlpReceiver();
  });
  after(() => receiver.close());
  beforeEach(() => {
    process.env = { ...saved, OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url };
    rig = new ReporterRig();
    reporter = reporterOf();
  });
  afterEach(() => {
    process.env = saved;
    rig.close();
  });

  /** As a process with these variables has one. */
  function reporterOf(environment: NodeJS.ProcessEnv = process.env): LedgerReporter {
    const delivered = (week: string): string | null =>
      readOutbox(rig.ledger().database).find((row) => row.week === week)?.delivered || null;
    return rig.reporter('desk', { call: withOtlp(rig.collector.call, { environment, delivered, now: () => rig.nowMs }) });
  }
  async function join(): Promise<void> {
    const offer = await reporter.prepare({ endpoint: otlpEndpoint, team: 'platform', token: '', code: null, repositories: false });
    assert.ok(!('reason' in offer), JSON.stringify(offer));
    assert.equal(receiver.received.length, received, 'Nothing is sent before a yes.');
    const joined = await reporter.join(offer, { keepToken: rig.keepToken });
    assert.ok(!('reason' in joined), JSON.stringify(joined));
  }
  let received = 0;
  beforeEach(() => (received = receiver.received.length));

  const send = async (by = reporter) => {
    const sent = await by.send({ tokenOf: rig.tokenOf, due: false });
    assert.ok(!('reason' in sent), JSON.stringify(sent));
    return sent;
  };
  /** Turns by week, of what came since the beginning. */
  const turns = (): readonly (readonly [string, number])[] =>
    receiver.received
      .slice(received)
      .flatMap(({ body }) =>
        body.scopeMetrics[0].metrics
          .filter(({ name }) => name === 'payoff.turns')
          .flatMap(({ sum }) => sum.dataPoints.map(({ attributes, asDouble }) => [attributes['payoff.week'] ?? '', asDouble] as const)),
      );

  it('gets each week once, a correction as a new value, and nothing of a token', async () => {
    await join();
    assert.equal((await send()).sent, 2);
    rig.nowMs += hourMs;
    rig.bodies = [aBody('2026-W46', 46), aBody('2026-W47', 50)];
    assert.equal((await send()).sent, 1);
    assert.equal((await send()).sent, 0);
    assert.deepEqual(turns(), [
      ['2026-W46', 46],
      ['2026-W47', 47],
      ['2026-W47', 50],
    ]);
    assert.equal(receiver.received.at(-1)?.headers.authorization, undefined);
  });

  it('gets what was added, where that is asked for', async () => {
    process.env.OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE = 'delta';
    await join();
    await send();
    rig.nowMs += hourMs;
    rig.bodies = [aBody('2026-W46', 46), aBody('2026-W47', 45)];
    await send();
    assert.deepEqual(turns(), [
      ['2026-W46', 46],
      ['2026-W47', 47],
      ['2026-W47', -2],
    ]);
  });

  it('is tried again when its collector was away, and left to a process that knows where it is', async () => {
    await join();
    receiver.answers.push(400);
    const failed = await send();
    assert.deepEqual([failed.sent, failed.waiting], [0, 2]);
    assert.match(failed.problem, /OpenTelemetry was not reached \(\S+\)\. Everything is kept and sent later\./);
    const elsewhere = await send(reporterOf({}));
    assert.match(elsewhere.problem, /OTEL_EXPORTER_OTLP_ENDPOINT is not set in this environment/);
    assert.equal((await send()).sent, 2);
  });

  it('cannot be withdrawn from here, and says so; leaving stops it', async () => {
    await join();
    await send();
    const withdrawn = await reporter.withdraw({ tokenOf: rig.tokenOf });
    assert.match('reason' in withdrawn ? withdrawn.refused : '', /cannot be deleted from here: ask those who keep it/);
    assert.ok(!('reason' in reporter.leave()));
    const refused = await reporter.send({ tokenOf: rig.tokenOf, due: false });
    assert.match('reason' in refused ? refused.refused : '', /No team is joined/);
  });

  it('is not told of repositories apart', async () => {
    const offer = await reporter.prepare({ endpoint: otlpEndpoint, team: 'platform', token: '', code: null, repositories: true });
    assert.match('reason' in offer ? offer.refused : '', /not told apart by OpenTelemetry/);
  });
});
