/** Two made-up months, so that the product can be seen on a machine that has none: sessions, and repositories that hold what they committed. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { DemoHistory } from './demoHistory.ts';
import { makeRepository } from './demoRepository.ts';
import { DemoSession } from './demoSession.ts';
import type { DemoWorkplace } from './demoSession.ts';
import { demoRepositories, liveWork, looseWork } from './demoStory.ts';
import type { DemoRepository, DemoSettings, DemoStep } from './demoStory.ts';
import { Chance } from './random.ts';

export interface Demo {
  /** Where a window is opened: one of the made-up repositories. */
  readonly folder: string;
  /** What makes every face show the demo and say so. */
  readonly environment: Readonly<Record<string, string>>;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
/** Work of a day begins at eight. */
const morningMs = 8 * hourMs;
/** What happens today is over before the live session begins. */
const todayMs = 3 * hourMs;

/** The last push, which brought the live session's commit to the remote. */
const pushedMs = 4 * minuteMs;

interface Made {
  readonly folder: string;
  readonly configuration: string;
  readonly nowMs: number;
}

/** Writes the demo below `folder`, which exists and is empty: sessions up to `nowMs`, one of them still live. Takes a second or two. */
export function writeDemo(folder: string, nowMs: number, seed = 3): Demo {
  const made: Made = { folder, nowMs, configuration: path.join(folder, '.claude') };
  for (const [index, repository] of demoRepositories.entries()) {
    const chance = new Chance(seed + index);
    const history = play(made, repository, chance);
    if (index === 0) goOnLive(made, placeOf(made, repository, repository.checkedOut, history), chance);
    makeRepository(history, {
      folder: path.join(folder, repository.name),
      remote: path.join(folder, 'remotes', `${repository.name}.git`),
      checkedOut: repository.checkedOut,
      fetchedAtMs: nowMs - pushedMs,
    });
  }
  playLoose(made, new Chance(seed + demoRepositories.length));
  return {
    folder: path.join(folder, demoRepositories[0].name),
    environment: {
      PAYOFF_DEMO: '1',
      PAYOFF_LEDGER: path.join(folder, 'ledger.sqlite'),
      CLAUDE_CONFIG_DIR: made.configuration,
    },
  };
}

/** Everything that happened in a repository but for the live session. */
function play(made: Made, repository: DemoRepository, chance: Chance): DemoHistory {
  const firstDay = Math.max(...repository.steps.map(({ ago }) => ago)) + 3;
  const history = new DemoHistory(repository.files, morningOf(made.nowMs, firstDay), new Chance(chance.between(1, 1e9)));
  let clockMs = 0;
  for (const step of repository.steps) {
    clockMs = Math.max(clockMs, morningOf(made.nowMs, step.ago)) + chance.between(5, 75) * minuteMs;
    clockMs = playStep(step, placeOf(made, repository, step.branch, history), { history, chance, startMs: clockMs, nowMs: made.nowMs });
  }
  return history;
}

interface Scene {
  readonly history: DemoHistory;
  readonly chance: Chance;
  readonly startMs: number;
  readonly nowMs: number;
}

/** One step; when it was over. */
function playStep(step: DemoStep, place: DemoWorkplace, { history, chance, startMs, nowMs }: Scene): number {
  switch (step.kind) {
    case 'byHand':
      for (const file of step.files) history.edit(step.branch, file);
      history.commit(step.branch, step.subject, startMs);
      return startMs;
    case 'discard':
      history.discard(step.branch);
      return startMs;
    case 'merge':
      history.merge(step.branch, `Merge pull request #${String(step.pull)} from ada/${step.branch}\n\n${step.title}`, startMs);
      return startMs;
    case 'squash':
      history.squash(step.branch, `${step.title} (#${String(step.pull)})`, startMs);
      return startMs;
    case 'revert':
      history.revert(step.subject, startMs);
      return startMs;
    case 'mend':
      history.mend(step.mends, step.subject, startMs);
      return startMs;
    case 'settings':
      history.put(step.branch, '.payoff.json', settingsLines(step.settings, nowMs));
      history.commit(step.branch, step.subject, startMs);
      return startMs;
    case 'ship':
    case 'edit':
    case 'read': {
      const session = new DemoSession(place, chance, { startMs });
      session.ask(`${step.title}.`);
      if (step.kind === 'ship') shipIn(session, step);
      else if (step.kind === 'edit') session.edit(step.files);
      else if (step.pull === undefined) session.explore();
      else session.review(step.pull);
      session.say('Done.', null);
      session.write(step.title, { ended: true });
      return session.nowMs;
    }
  }
}

/** `.payoff.json`, line by line. */
function settingsLines({ window, change, cordon }: DemoSettings, nowMs: number): readonly string[] {
  const windowChanges = change === undefined ? [] : [{ from: dayBefore(nowMs, change.ago), days: change.days, reason: change.reason }];
  return JSON.stringify({ window, windowChanges, ...(cordon === undefined ? {} : { cordon }) }, null, 2).split('\n');
}

function dayBefore(nowMs: number, ago: number): string {
  return new Date(nowMs - ago * dayMs).toISOString().slice(0, 10);
}

function shipIn(session: DemoSession, { commits, pull, title }: Extract<DemoStep, { kind: 'ship' }>): void {
  for (const [index, commit] of commits.entries()) {
    if (index > 0) session.say('Committed.', `${commit.subject}.`);
    session.edit(commit.files);
    session.commit(commit);
  }
  if (pull !== undefined) session.propose(pull, title);
}

/** The session that the status bar shows: it made a commit some minutes ago, and its last response is seconds old. */
function goOnLive(made: Made, place: DemoWorkplace, chance: Chance): void {
  const seed = chance.between(1, 1e9);
  // How long it takes depends neither on when it begins nor on the repository: so it can be made to end now.
  const lastedMs = live({ ...place, history: null }, new Chance(seed), 0).nowMs;
  live(place, new Chance(seed), made.nowMs - lastedMs - 2000).write(liveWork.title, { ended: false });
}

function live(place: DemoWorkplace, chance: Chance, startMs: number): DemoSession {
  const session = new DemoSession(place, chance, { startMs, model: 'claude-opus-5-5', cache: '1h' });
  session.ask(`${liveWork.title}.`, { delegates: true });
  session.edit(liveWork.commit.files);
  session.commit(liveWork.commit);
  session.say('Committed.', 'Now let the weft turn there.');
  session.edit(liveWork.next);
  session.say('The weft turns at the selvedge now.', null);
  return session;
}

/** Sessions beside the repositories. */
function playLoose(made: Made, chance: Chance): void {
  const cwd = path.join(made.folder, 'talks');
  mkdirSync(cwd, { recursive: true });
  for (const { ago, title } of looseWork) {
    const place = { cwd, branch: '', configuration: made.configuration, history: null, test: '', pulls: '' };
    const session = new DemoSession(place, chance, { startMs: morningOf(made.nowMs, ago) + 8 * hourMs });
    session.ask(`${title}.`, { delegates: false });
    session.edit(['talk.md']);
    session.say('Done.', null);
    session.write(title, { ended: true });
  }
}

function placeOf({ folder, configuration }: Made, { name, test }: DemoRepository, branch: string, history: DemoHistory): DemoWorkplace {
  return { cwd: path.join(folder, name), branch, configuration, history, test, pulls: `https://example.invalid/ada/${name}/pull` };
}

/** Eight o'clock of a day, UTC; today's begins late enough to be over now. */
function morningOf(nowMs: number, ago: number): number {
  if (ago === 0) return nowMs - todayMs;
  return Math.floor(nowMs / dayMs - ago) * dayMs + morningMs;
}
