import assert from 'node:assert/strict';
import { runAdmin } from '../../../src/collector/admin/commands.ts';
import { publishedWeeks } from '../../../src/collector/editions.ts';
import type { TeamAnswer } from '../../../src/core/team/dashboard/api.ts';
import { weekAfter } from '../../../src/core/team/published/closing.ts';
import type { Figure } from '../../../src/core/team/published/dashboardTypes.ts';
import type { OutcomesPart, PartName, PublishedPart, UsagePart } from '../../../src/core/team/published/types.ts';
import { CollectorRig, storeKinds } from '../../support/collector/collectorRig.ts';
import { CliBundle } from '../../support/faults/cliBundle.ts';
import { asTold, clientFigures, clientWeeks, sumOf } from '../../support/team/clientFigures.ts';
import type { ClientFigures } from '../../support/team/clientFigures.ts';
import { farFromWeekEnd } from '../../support/team/farFromWeekEnd.ts';
import { TeamDeveloper } from '../../support/team/teamDeveloper.ts';

const people = [1, 2, 3];

/** A part is off by 5 % at most when it is rounded; parts that are fitted to their whole by as much again. */
const rounded = 0.05;
const fitted = 0.105;

function assertNear(told: number, exact: number, within: number, of: string): void {
  assert.ok(exact > 0 && Math.abs(told - exact) <= within * exact, `${of}: ${String(told)} instead of ${String(exact)}`);
}

function valueOf(figure: Figure | undefined): number {
  assert.ok(figure !== undefined && 'value' in figure, JSON.stringify(figure));
  return figure.value;
}

describe('Three developers and their team', function () {
  this.timeout(180_000);
  let cli: CliBundle;
  let developers: readonly TeamDeveloper[] = [];
  let rigs: readonly CollectorRig[] = [];
  let editions: readonly PublishedPart[] = [];
  let answer: TeamAnswer;

  before(async function () {
    this.timeout(600_000);
    await farFromWeekEnd();
    cli = await CliBundle.make();
    [developers, rigs] = await Promise.all([
      Promise.all(people.map((number) => TeamDeveloper.make(number, cli, Date.now()))),
      Promise.all(storeKinds.map((kind) => CollectorRig.start(kind, { nowMs: Date.now }))),
    ]);
  });
  after(async () => {
    await Promise.all([...rigs.map((rig) => rig.close()), ...developers.map((developer) => developer.close())]);
    cli.remove();
  });

  /** The last published week of a part. */
  function last<Part extends PartName>(part: Part): Extract<PublishedPart, { part: Part }> {
    const found = editions.filter((edition): edition is Extract<PublishedPart, { part: Part }> => edition.part === part).at(-1);
    assert.ok(found !== undefined, `No ${part} is published.`);
    return found;
  }

  const figuresOf = (first: string, until = first): Promise<readonly ClientFigures[]> =>
    Promise.all(developers.map((developer) => clientFigures(developer, first, until)));

  it('get the same figures of both stores, each joined by the printed link', async () => {
    const answers: TeamAnswer[] = [];
    const published: PublishedPart[][] = [];
    for (const [index, rig] of rigs.entries()) {
      const { database, collector } = rig;
      const admin = { database, nowMs: Date.now(), publicUrl: collector.url };
      assert.ok((await runAdmin({ kind: 'teamCreate', name: 'Platform', k: 3, seats: 4 }, admin)).ok);
      const { text } = await runAdmin({ kind: 'joinLink', team: 'platform', endpoint: null, expiresInMs: 3_600_000 }, admin);
      const [link = ''] = text.split('\n');
      // Nobody is in two teams at a time.
      for (const developer of developers) {
        if (index > 0) await developer.payoff(['team', 'leave']);
        const told = await developer.payoff(['team', 'join', link, '--yes']);
        assert.match(told, /Joined Platform \(platform\)\. A figure of the team needs 3 people\.\n[^]*Sent: 9 weeks\.\n$/);
      }
      const { text: said } = await runAdmin({ kind: 'publish' }, admin);
      assert.match(said, /^Published:\nplatform {2}\d{4}-W\d\d {2}usage\n/);
      assert.match((await runAdmin({ kind: 'publish' }, admin)).text, /^Nothing new: /);
      published.push([...(await publishedWeeks(database, 'platform'))]);
      assert.equal(said.trim().split('\n').length, 1 + (published[index]?.length ?? 0));
      answers.push((await rig.send('GET', '/api/teams/platform/figures', { token: await rig.token('lead') })).body as TeamAnswer);
    }
    const [first, second] = published.map((each) => each.map((edition) => ({ ...edition, publishedAtMs: 0 })));
    assert.deepEqual(first, second);
    const [one, other] = answers;
    assert.ok(one !== undefined && published[0] !== undefined);
    assert.deepEqual(one.figures, other?.figures);
    [answer, editions] = [one, published[0]];
  });

  it('are told of what they spent, of its models and its tokens, as the sum of their own reports', async () => {
    const { week, cost, tokens, sessions, reporters }: UsagePart = last('usage');
    assert.deepEqual(reporters, { atLeast: 3, below: 6 });
    assert.ok(cost !== null && tokens !== null && sessions !== null);
    const clients = await figuresOf(week);

    assert.equal(cost.total, sumOf(clients, ({ costNanodollars }) => asTold(costNanodollars)) / 1000);
    assertNear(
      cost.total * 1000,
      sumOf(clients, ({ costNanodollars }) => costNanodollars),
      rounded,
      'spend',
    );
    assert.deepEqual(Object.keys(cost.models.slices).sort(), ['claude-haiku-4-5', 'claude-opus-5-5']);
    for (const [model, told] of Object.entries(cost.models.slices))
      assertNear(
        told * 1000,
        sumOf(clients, ({ models }) => models[model] ?? 0),
        fitted,
        model,
      );
    for (const name of ['input', 'output', 'cacheWrite', 'cacheRead'] as const) {
      const parts = clients.flatMap((client) => client.tokens.filter((each) => each.name === name));
      assert.equal(
        tokens.classes.slices[name],
        sumOf(parts, (part) => asTold(part.tokens)),
        name,
      );
      assertNear(
        tokens.classes.slices[name] ?? 0,
        sumOf(parts, (part) => part.tokens),
        rounded,
        name,
      );
    }
    assert.equal(sessions.total, 9);
  });

  it('are told of where it is and of the changes that stayed, as their own reports say', async () => {
    const { week, standing, verified, closed }: OutcomesPart = last('outcomes');
    assert.ok(standing !== null);
    const clients = await figuresOf(week);
    const whole = sumOf(clients, ({ costNanodollars }) => costNanodollars);
    assert.ok(Object.keys(standing.slices).length >= 2, JSON.stringify(standing));
    for (const [part, told] of Object.entries(standing.slices))
      assertNear(told / 1000, sumOf(clients, (client) => client.standing[part] ?? 0) / whole, fitted, part);
    assert.equal(sumOf(Object.values(standing.slices), (share) => share) + (standing.others ?? 0), 1000);

    const weeks = await Promise.all(developers.map(clientWeeks));
    const count = (name: 'verified' | 'closed', of: string): number => sumOf(weeks, (each) => each.get(of)?.[name] ?? 0);
    assert.deepEqual([verified, closed], [count('verified', week), count('closed', week)]);
    assert.deepEqual([verified, closed], [4, 7]);

    // Four weeks, sum by sum: what the dashboard has as its headline.
    const four = [0, 1, 2, 3].map((back) => weekAfter(week, -back));
    const spent = sumOf(weeks, (each) => sumOf(four, (name) => each.get(name)?.spendNanodollars ?? 0));
    const stayed = sumOf(four, (name) => count('verified', name));
    assertNear(valueOf(answer.figures.costPerChange) * 1000, spent / stayed, rounded, 'cost per change that stayed');
  });

  it('see the same on the dashboard', async () => {
    const { weeks, models, coverage, state, verifiedShare } = answer.figures;
    assert.equal(state, 'published');
    const usage = last('usage');
    const outcomes = last('outcomes');
    const row = (week: string) => weeks.find((each) => each.week === week);
    assert.equal(valueOf(row(usage.week)?.cost), usage.cost?.total);
    assert.equal(valueOf(row(usage.week)?.tokens), usage.tokens?.total);
    assert.equal(valueOf(row(outcomes.week)?.verified), outcomes.verified);
    assert.equal(valueOf(row(outcomes.week)?.verifiedShare), 4 / 7);
    assert.equal(valueOf(verifiedShare), 4 / 7);
    assert.equal(valueOf(coverage.seats), 4);

    const clients = await figuresOf(models.weeks[0] ?? '', models.weeks.at(-1));
    assert.equal(models.rows.length, 2);
    for (const { model, cost, inWeeks } of models.rows) {
      assert.equal(inWeeks, models.weeks.length);
      assertNear(
        valueOf(cost) * 1000,
        sumOf(clients, (client) => client.models[model] ?? 0),
        fitted,
        model,
      );
    }
  });
});
