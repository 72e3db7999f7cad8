/** `payoff team` with a real engine, a real collector and a recording of every byte between them. */
import assert from 'node:assert/strict';
import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { getPriority, hostname, setPriority } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { gunzipSync } from 'node:zlib';
import { run } from '../../src/cli/run.ts';
import { openEngine } from '../../src/engine/engine.ts';
import { CollectorRig } from '../support/collector/collectorRig.ts';
import { EngineRig } from '../support/engineRig.ts';
import { farFromWeekEnd } from '../support/team/farFromWeekEnd.ts';
import { RecordingProxy } from '../support/team/recordingProxy.ts';
import { Canaries, plantCanaries } from '../support/teamCanaries.ts';

interface Previewed {
  readonly weeks: readonly { readonly body: string; readonly state: string }[];
  readonly keys: readonly { readonly key: string; readonly repository: string }[];
}

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

describe('payoff team', function () {
  this.timeout(60_000);
  const canaries = new Canaries(7);
  let rig: EngineRig;
  let collector: CollectorRig;
  let proxy: RecordingProxy;
  let environment: Readonly<Record<string, string | undefined>>;
  let folder: string;
  let link: string;
  let managedFile: string;
  before(async function () {
    this.timeout(600_000);
    await farFromWeekEnd();
    rig = await EngineRig.make();
    managedFile = join(rig.root, 'managed.json');
    collector = await CollectorRig.start('pglite', { nowMs: Date.now });
    await collector.makeTeam();
    proxy = await RecordingProxy.before(collector.collector.port);
    const planted = await plantCanaries(rig, canaries, Date.now() - 27 * 86_400_000);
    environment = planted.environment;
    folder = planted.work.clone;
    for (const [word, place] of [
      [rig.root, 'a folder'],
      [hostname(), 'the host'],
    ] as const)
      // A short name of a host is in many a token by chance.
      if (word.length >= 8) canaries.remember(word, place);
    const token = await collector.token('join');
    link = `vscode://payoff.payoff/join#endpoint=${encodeURIComponent(proxy.url)}&team=platform&token=${token}`;
  });
  after(async () => {
    proxy.close();
    await collector.close();
    await rig.close();
  });

  /** `answer`: what is typed at a question; null: nobody is there. */
  const payoff = (given: readonly string[], answer: string | null = null, more: Record<string, string> = {}): Promise<Ran> =>
    runs(['team', ...given], answer, more);
  const runs = async (given: readonly string[], answer: string | null = null, more: Record<string, string> = {}): Promise<Ran> => {
    let [stdout, stderr] = ['', ''];
    const terminal = { isTerminal: false, columns: Infinity };
    const code = await run(given, {
      ...{ environment: { ...environment, ...more }, home: rig.home, folder, timezone: 'UTC' },
      ...{ version: () => '1', isCheckout: () => false, readInput: () => Promise.resolve(null), ask: () => Promise.resolve(answer) },
      stdout: { ...terminal, write: (text) => (stdout += text) },
      stderr: { ...terminal, write: (text) => (stderr += text) },
      openEngine: (options) => openEngine({ ...options, team: { managedFile } }),
      openUpkeep: openEngine,
      examineWithoutLedger: () => Promise.reject(new Error('The ledger can be used.')),
      nowMs: Date.now,
      signal: new AbortController().signal,
    });
    return { code, stdout, stderr };
  };
  const rows = async (): Promise<number> => (await collector.database.query('SELECT week FROM reports', [])).length;
  const tokenFile = (): string => `${rig.ledger}.team-token`;

  it('sends nothing before a yes, and shows all that a yes would send', async () => {
    for (const answer of [null, 'n', '']) {
      const ran = await payoff(['join', link], answer);
      assert.equal(ran.code, 1);
      assert.match(ran.stderr, answer === null ? /Nothing is sent without a yes: give --yes/ : /Nothing was sent, and no team was joined/);
      assert.match(ran.stdout, /pseudonymous, not anonymous: outcomes can be matched with git by someone who holds both/);
      assert.match(ran.stdout, /buckets\[0\]\.turns: \d+\n {4}Prompts that were answered/);
    }
    assert.equal(proxy.sent().length, 0);
    assert.ok(!existsSync(tokenFile()));
    assert.match((await payoff(['status'])).stdout, /No team is joined: nothing is sent/);
    for (const command of ['send', 'preview', 'leave']) {
      const { code, stderr } = await payoff([command]);
      assert.equal(code, 1);
      assert.match(stderr, /No team is joined.*payoff team join shows what would be/, command);
    }
    assert.equal(proxy.sent().length, 0);
  });

  it('refuses what managed settings or a switch forbid, and what makes no sense', async () => {
    writeFileSync(managedFile, '{ "team": { "alowed": true } }');
    assert.match((await payoff(['join', link, '--yes'])).stderr, /cannot be understood \(team\.alowed\), so nothing is sent/);
    writeFileSync(managedFile, '{ "team": { "allowed": false } }');
    assert.match((await payoff(['join', link, '--yes'])).stderr, /forbid reporting to a team/);
    writeFileSync(managedFile, '{}');
    assert.match((await payoff(['join', link, '--yes'], null, { PAYOFF_TEAM: 'off' })).stderr, /turned off by PAYOFF_TEAM/);
    assert.match((await payoff(['join', link, '--yes'], null, { PAYOFF_DEMO: '1' })).stderr, /generated figures/);
    assert.match((await payoff(['join', 'https://payoff.example.com', '--yes'])).stderr, /This is no join link/);
    assert.match((await payoff(['join', '--endpoint', proxy.url, '--team', 'platform'])).stderr, /A token is needed/);
    const file = join(rig.root, 'token');
    writeFileSync(file, await collector.token('ingest'));
    chmodSync(file, 0o640);
    const named = ['join', '--endpoint', proxy.url, '--team', 'platform', '--token-file', file];
    assert.match((await payoff(named)).stderr, /others may read or change it: run chmod 600/);
    chmodSync(file, 0o600);
    assert.match((await payoff(named, 'n')).stderr, /Nothing was sent/);
    // A whole link, where neither the list of processes nor a shell's history has it.
    const inEnvironment = { PAYOFF_TEAM_TOKEN: `${link}\n` };
    assert.match((await payoff(['join'], 'n', inEnvironment)).stdout, /The team platform at http/);
    assert.match((await payoff(['join', '--team', 'platform'], 'n', inEnvironment)).stderr, /A join link names endpoint and team/);
    assert.match((await payoff(['join'], 'n', { PAYOFF_TEAM_TOKEN: 'https://payoff.example.com' })).stderr, /This is no join link/);
    writeFileSync(file, `${link}\n`);
    const fromFile = await payoff(['join', '--token-file', file], 'n');
    assert.match(fromFile.stdout, /The team platform at http/);
    assert.match(fromFile.stderr, /Nothing was sent, and no team was joined/);
    chmodSync(file, 0o644);
    assert.match((await payoff(['join', '--token-file', file])).stderr, /run chmod 600/);
    assert.equal(proxy.sent().length, 0);
  });

  it('names the keys of repositories here, and nowhere else', async () => {
    const ran = await payoff(['join', link, '--repositories', '--yes']);
    assert.equal(ran.code, 0, ran.stderr);
    const name = basename(folder);
    const said = JSON.parse((await payoff(['preview', '--json'])).stdout) as Previewed;
    const key = said.keys.find(({ repository }) => repository === name)?.key ?? '';
    assert.match(key, /^[0-9a-f]{16}$/);
    assert.ok(said.weeks.some(({ body }) => body.includes(`"repository":"${key}"`)));
    assert.ok((await payoff(['preview'])).stdout.includes(`never sent.\n  ${key}  ${name}\n`));
    const database = new DatabaseSync(rig.ledger, { readOnly: true });
    const stored = ['team_outbox', 'team_membership'].map((table) => JSON.stringify(database.prepare(`SELECT * FROM ${table}`).all()));
    database.close();
    for (const text of [...stored, proxy.sent().toString()]) assert.ok(!text.includes(name));
    canaries.assertNone(stored[0] ?? '', 'the outbox');
    assert.equal((await payoff(['withdraw', '--yes'])).code, 0);
  });

  it('joins after a yes, with the very bytes that were shown, and none that anybody wrote', async () => {
    const ran = await payoff(['join', link], 'y');
    assert.equal(ran.code, 0, ran.stderr);
    assert.match(ran.stdout, /Joined Team platform \(platform\)\. A figure of the team needs 5 people/);
    const [, count = ''] = /Sent: (\d+) weeks\./.exec(ran.stdout) ?? [];
    assert.ok(Number(count) >= 3 && Number(count) === (await rows()));
    const shown = [...ran.stdout.matchAll(/^\{"schema".*\}$/gm)].map(([body]) => body);
    const wire = proxy.sent().toString();
    assert.equal(shown.length, Number(count));
    for (const body of shown) assert.ok(wire.includes(`\r\n\r\n${body}`), body);
    canaries.assertNone(wire, 'what was sent');
    const { mode } = statSync(tokenFile());
    assert.equal(mode & 0o777, 0o600);
    assert.match(readFileSync(tokenFile(), 'utf8'), /^\{"team":"platform","token":"payoff_ingest_[\w-]+"\}\n$/);
    const database = new DatabaseSync(rig.ledger, { readOnly: true });
    const outbox = String(database.prepare('SELECT group_concat(body) AS bodies FROM team_outbox').get()?.bodies);
    database.close();
    assert.equal(outbox, shown.join());
    canaries.assertNone(outbox, 'the outbox');
  });

  it('shows what was sent and how it stands, and sends nothing twice', async () => {
    const before = proxy.sent().length;
    const status = await payoff(['status']);
    assert.match(status.stdout, /Sent {6}\d+ weeks, last on .*\nKeys {6}repositories are not told apart\n$/);
    const json = JSON.parse((await payoff(['status', '--json'])).stdout) as { membership: Record<string, unknown>; code: string };
    assert.deepEqual([json.membership.team, 'salt' in json.membership], ['platform', false]);
    assert.ok(status.stdout.includes(`Code      ${json.code}\n`));
    const preview = JSON.parse((await payoff(['preview', '--json'])).stdout) as Previewed;
    assert.deepEqual(preview.keys, []);
    assert.ok(preview.weeks.length >= 3 && preview.weeks.every(({ state }) => state === 'delivered'));
    assert.ok(preview.weeks.every(({ body }) => proxy.sent().includes(body)));
    assert.equal((await payoff(['send'])).stdout, 'Nothing is new for the team.\n');
    assert.equal(proxy.sent().length, before);
  });

  it('is sent what waits when a session of Claude Code ends, by its hook', async () => {
    const database = new DatabaseSync(rig.ledger);
    database.exec("UPDATE team_outbox SET state = 'waiting'");
    const waiting = Number(database.prepare('SELECT count(*) AS found FROM team_outbox').get()?.found);
    const state = (): unknown =>
      database
        .prepare('SELECT DISTINCT state FROM team_outbox')
        .all()
        .map((row) => row.state);
    const before = proxy.sent().length;
    const usual = getPriority();
    assert.equal((await runs(['hook', 'work', 'session-end'])).code, 0);
    if (process.getuid?.() === 0) setPriority(usual); // it works behind everything else, and this process goes on
    assert.deepEqual(state(), ['delivered']);
    database.close();
    assert.ok(proxy.sent().length > before);
    const log = readFileSync(join(dirname(rig.ledger), 'hook.log'), 'utf8');
    assert.match(log, new RegExp(`session-end: .*Weeks sent to the team: ${String(waiting)}\\.`));
    canaries.assertNone(log, "the hook's log");
  });

  it('does not use a token that others may read', async () => {
    chmodSync(tokenFile(), 0o644);
    const database = new DatabaseSync(rig.ledger);
    database.exec("UPDATE team_outbox SET state = 'waiting'");
    database.close();
    const ran = await payoff(['send']);
    assert.equal(ran.code, 1);
    assert.match(ran.stderr, /others may read or change it.*\n.*There is no token of the team platform here/);
    chmodSync(tokenFile(), 0o600);
    assert.equal((await payoff(['send'])).code, 0);
  });

  it('tells the file of an export nothing of the team, and keeps the membership when everything is deleted', async () => {
    const engine = await rig.open({ environment });
    const { membership } = engine.team.status();
    assert.ok(membership !== null);
    const file = join(rig.root, 'history.payoff');
    const written = await engine.transfer.exportHistory({ path: file, replace: false });
    assert.ok(!('problem' in written));
    const exported = readFileSync(file);
    const bytes = exported[0] === 0x1f ? gunzipSync(exported) : exported;
    assert.ok(bytes.includes('"type":"request"'));
    for (const word of [membership.reporter, membership.device, membership.salt]) assert.ok(!bytes.includes(word));
    await engine.deleteEverything();
    assert.deepEqual([engine.team.status().membership, engine.team.status().weeks], [membership, []]);
    await engine.close();
    assert.ok((await rows()) > 0);
  });

  it('withdraws after a yes: nothing is left at the collector, and no token here', async () => {
    assert.match((await payoff(['withdraw'], 'n')).stderr, /Nothing was withdrawn/);
    const ran = await payoff(['withdraw', '--yes']);
    assert.equal(ran.code, 0, ran.stderr);
    assert.match(ran.stdout, /Withdrawn from the team platform: \d+ reports deleted there\. Your pseudonym is forgotten/);
    assert.deepEqual([await rows(), existsSync(tokenFile())], [0, false]);
    assert.equal((await payoff(['withdraw', '--yes'])).code, 1);
    canaries.assertNone(proxy.sent().toString(), 'what was sent');
  });

  it('says before the yes that the salt is asked for, where repositories are told apart, and leaves again', async () => {
    const ran = await payoff(['join', link, '--repositories', '--yes']);
    assert.equal(ran.code, 0, ran.stderr);
    assert.match(ran.stderr, /^The team is asked for its salt first/);
    assert.match((await payoff(['status'])).stdout, /repositories are told apart, by keys/);
    const left = await payoff(['leave']);
    assert.match(left.stdout, /Nothing is sent to the team platform any more\. What was sent stays there/);
    assert.equal(existsSync(tokenFile()), false);
    canaries.assertNone(proxy.sent().toString(), 'what was sent');
  });
});
