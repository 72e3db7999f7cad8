/** What became of changes as the default branch tells it: reverted, landed again, mended, each by the arrival that did it. */
import type { Copies } from '../attribution/copies.ts';
import { withCopies } from '../attribution/copies.ts';
import { isGenerated } from '../attribution/generatedFiles.ts';
import type { RepositoryFacts } from '../attribution/gitFacts.ts';
import type { Change } from './changes.ts';
import { mendedBy } from './hotfixes.ts';
import type { Members } from './members.ts';
import { NamedReverts } from './namedReverts.ts';
import type { JoinedCommit } from './outcome.ts';
import type { RepositorySettings } from './repositorySettings.ts';
import { windowAt } from './repositorySettings.ts';
import { takesBack } from './undoing.ts';
import type { UndoneLines, Undoing } from './undoing.ts';
import { changedLines, commitsOf, isOfBots } from './units.ts';

/** A change with all that happened to it. */
export interface Life {
  readonly change: Change;
  /** The arrivals by which it landed, the first and those after a revert. */
  readonly landings: Change[];
  readonly cameBack: CameBack[];
  readonly joined: JoinedCommit[];
  /** Whether the default branch has it now. */
  isThere: boolean;
}

export interface CameBack {
  readonly kind: 'reverted' | 'hotfixed';
  readonly by: 'name' | 'lines' | 'files';
  readonly unit: Change;
  readonly lines: UndoneLines | null;
  /** How often it had landed by then, less one. */
  readonly landing: number;
}

export interface LivesInput {
  readonly units: readonly Change[];
  readonly commits: RepositoryFacts['commits'];
  readonly copies: Copies;
  readonly members: Members;
  readonly undoings: readonly Undoing[];
  readonly settings: Pick<RepositorySettings, 'reverts' | 'hotfix' | 'windows'>;
  /** Branches that a unit was made on, as far as that is known. */
  readonly branchesOf: (unit: Change) => readonly string[];
}

export interface Lives {
  /** In the order in which they landed first. */
  readonly lives: readonly Life[];
  /** By the place of a unit, the life that it belongs to; none for a bot's, and for a revert of what is not known. */
  readonly ofUnit: ReadonlyMap<number, Life>;
}

/** What a unit is. `undid`: the lives that it took from the default branch, `landed`: those that it brought back. */
interface Role {
  readonly kind: 'change' | 'bot' | 'revert' | 'reland' | 'hotfix';
  readonly life: Life | null;
  readonly undid: readonly Life[];
  readonly landed: readonly Life[];
}

interface Target {
  readonly role: Role;
  readonly unit: Change;
  readonly by: 'name' | 'lines';
  readonly lines: UndoneLines | null;
}

/** More than so many times the lines of what it takes back, and a revert is work of its own beside that. */
const mostOwnWork = 2;

const dayMs = 24 * 60 * 60_000;

/** Follows every arrival in order. */
export function livesOf(input: LivesInput): Lives {
  return new Follower(input).follow();
}

class Follower {
  private readonly input: LivesInput;
  private readonly named: NamedReverts;
  private readonly undoings = new Map<string, Undoing[]>();
  private readonly placeOf = new Map<string, number>();
  private readonly roles: Role[] = [];
  private readonly lives: Life[] = [];

  constructor(input: LivesInput) {
    this.input = input;
    this.named = new NamedReverts(input.units, input.commits, input.members);
    for (const [place, { sha }] of input.units.entries()) this.placeOf.set(sha, place);
    for (const undoing of input.undoings) {
      const known = this.undoings.get(undoing.laterSha);
      if (known === undefined) this.undoings.set(undoing.laterSha, [undoing]);
      else known.push(undoing);
    }
  }

  follow(): Lives {
    for (const [place, unit] of this.input.units.entries()) this.roles.push(this.roleOf(place, unit));
    const ofUnit = new Map<number, Life>();
    for (const [place, { life }] of this.roles.entries()) if (life !== null) ofUnit.set(place, life);
    return { lives: this.lives, ofUnit };
  }

  private roleOf(place: number, unit: Change): Role {
    const named = this.named.of(place);
    const targets = this.targetsOf(unit, named.whole);
    const [undid, landed] = this.takeEffect(unit, targets);
    const touched = [...new Set([...named.touched.flatMap((each) => this.roles[each] ?? []), ...targets.map(({ role }) => role)])];
    if (touched.length > 0 ? this.doesLittleElse(unit, named.touched, targets) : named.isRevert) {
      const isReland = undid.length === 0 && landed.length > 0;
      const wide = isReland ? [] : this.byFiles(unit, undid);
      const lives = [...new Set([...undid, ...landed, ...wide, ...touched.flatMap(({ life }) => life ?? [])])];
      for (const life of lives) this.join(life, unit, landed.includes(life) ? 'reland' : 'revert');
      return { kind: isReland ? 'reland' : 'revert', life: lives[0] ?? null, undid: [...undid, ...wide], landed };
    }
    const again = this.landsAgain(place, unit);
    if (again !== null) return again;
    const mended = this.mends(unit);
    if (mended !== null) return { kind: 'hotfix', life: mended, undid, landed };
    if (isOfBots(unit)) return { kind: 'bot', life: null, undid, landed };
    const life: Life = { change: unit, landings: [unit], cameBack: [], joined: [], isThere: true };
    this.lives.push(life);
    return { kind: 'change', life, undid, landed };
  }

  /** What a unit takes back in whole, by name or by lines. */
  private targetsOf(unit: Change, whole: readonly number[]): readonly Target[] {
    const targets = new Map<number, Target>();
    const undoings = this.undoings.get(unit.sha) ?? [];
    for (const place of whole) {
      const [role, target] = [this.roles[place], this.input.units[place]];
      if (role === undefined || target === undefined) continue;
      targets.set(place, { role, unit: target, by: 'name', lines: undoings.find(({ changeSha }) => changeSha === target.sha) ?? null });
    }
    for (const lines of undoings) {
      const place = this.placeOf.get(lines.changeSha);
      const [role, target] = place === undefined ? [] : [this.roles[place], this.input.units[place]];
      if (place === undefined || role === undefined || target === undefined || targets.has(place)) continue;
      if (takesBack(lines) && (lines.removed > 0 || !replaces(unit, target)))
        targets.set(place, { role, unit: target, by: 'lines', lines });
    }
    return [...targets].sort(([left], [right]) => left - right).map(([, target]) => target);
  }

  /** Takes lives from the default branch, and brings back those that what is taken back had taken. */
  private takeEffect(unit: Change, targets: readonly Target[]): readonly [Life[], Life[]] {
    const [undid, landed] = [new Set<Life>(), new Set<Life>()];
    for (const { role, by, lines } of targets) {
      const own = role.kind === 'change' && role.life !== null ? [role.life] : [];
      for (const life of [...own, ...role.landed]) if (this.takeBack(life, unit, by, lines)) undid.add(life);
      for (const life of role.undid) {
        if (life.isThere || undid.has(life)) continue;
        land(life, unit);
        landed.add(life);
      }
    }
    return [[...undid], [...landed]];
  }

  private takeBack(life: Life, unit: Change, by: CameBack['by'], lines: UndoneLines | null): boolean {
    if (!life.isThere) return false;
    life.isThere = false;
    life.cameBack.push({ kind: 'reverted', by, unit, lines, landing: life.landings.length - 1 });
    return true;
  }

  /** The wider rule: a revert takes back whatever touches the same files and is still watched. */
  private byFiles(unit: Change, undid: readonly Life[]): readonly Life[] {
    const { settings } = this.input;
    if (settings.reverts !== 'files') return [];
    const paths = pathsOf(unit);
    return this.lives.filter((life) => {
      const landedMs = life.landings.at(-1)?.shippedAtMs ?? 0;
      const isWatched = unit.shippedAtMs <= landedMs + windowAt(settings, landedMs).days * dayMs;
      if (!life.isThere || !isWatched || undid.includes(life) || !life.change.commits.some((commit) => shares(commit, paths))) return false;
      return this.takeBack(life, unit, 'files', null);
    });
  }

  /** Whether it changes hardly more than what it takes back. */
  private doesLittleElse(unit: Change, touched: readonly number[], targets: readonly Target[]): boolean {
    const all = new Set([...touched.flatMap((place) => this.input.units[place] ?? []), ...targets.map((target) => target.unit)]);
    let lines = 0;
    for (const target of all) lines += changedLines(target);
    return changedLines(unit) <= mostOwnWork * lines;
  }

  /** A copy of what was taken back lands it again; a copy of what is there is nothing new. */
  private landsAgain(place: number, unit: Change): Role | null {
    const counts = new Map<Life, number>();
    let copied = 0;
    for (const commit of unit.commits) {
      const lives = new Set(
        withCopies(this.input.copies, commit).flatMap(({ sha }): readonly Life[] => {
          const other = this.input.members.unitOf(sha);
          const role = other === undefined || other >= place ? undefined : this.roles[other];
          return role !== undefined && role.life !== null && (role.kind === 'change' || role.kind === 'reland') ? [role.life] : [];
        }),
      );
      if (lives.size > 0) copied += 1;
      for (const life of lives) counts.set(life, (counts.get(life) ?? 0) + 1);
    }
    const [life] = [...counts].sort(([, left], [, right]) => right - left)[0] ?? [];
    if (life === undefined) return null;
    const gone = [...counts].flatMap(([each, count]) => (!each.isThere && 2 * count >= unit.commits.length ? [each] : []));
    if (gone.length === 0 && copied < unit.commits.length) return null;
    for (const each of gone) {
      land(each, unit);
      this.join(each, unit, 'reland');
    }
    return { kind: 'reland', life: gone[0] ?? life, undid: [], landed: gone };
  }

  private mends(unit: Change): Life | null {
    const { settings, commits, branchesOf } = this.input;
    const candidates = (this.undoings.get(unit.sha) ?? []).flatMap((lines) => {
      const place = this.placeOf.get(lines.changeSha);
      const [role, target] = place === undefined ? [] : [this.roles[place], this.input.units[place]];
      if (target === undefined || role === undefined || role.life === null || role.kind === 'revert' || !role.life.isThere) return [];
      const { life } = role;
      // What a copy landed again is mended in the time after that.
      const landedMs = role.kind === 'change' ? (life.landings.at(-1) ?? target).shippedAtMs : target.shippedAtMs;
      return [{ life, lines, landedMs }];
    });
    const mended = mendedBy({ unit, commits, rule: settings.hotfix, branches: branchesOf, candidates });
    if (mended === null) return null;
    const { life, lines } = mended;
    life.cameBack.push({ kind: 'hotfixed', by: 'lines', unit, lines, landing: life.landings.length - 1 });
    this.join(life, unit, 'hotfix');
    return life;
  }

  private join(life: Life, unit: Change, kind: JoinedCommit['kind']): void {
    for (const { sha } of commitsOf(unit, this.input.commits)) life.joined.push({ sha, kind, atMs: unit.shippedAtMs });
  }
}

function land(life: Life, unit: Change): void {
  life.isThere = true;
  life.landings.push(unit);
}

/** Whether a unit writes something else where it takes away what a change added: where nothing can be restored, that is no revert. */
function replaces(unit: Change, target: Change): boolean {
  const paths = pathsOf(target);
  let [plus, minus] = [0, 0];
  for (const { files } of unit.commits)
    for (const { path, previousPath, added, removed } of files) {
      if (!paths.has(path) && (previousPath === null || !paths.has(previousPath))) continue;
      plus += added ?? 0;
      minus += removed ?? 0;
    }
  return 2 * plus > minus;
}

function pathsOf({ commits }: Change): ReadonlySet<string> {
  const paths = new Set<string>();
  for (const { files } of commits) for (const { path } of files) if (!isGenerated(path)) paths.add(path);
  return paths;
}

function shares({ files }: Change['commits'][number], paths: ReadonlySet<string>): boolean {
  return files.some(({ path, previousPath }) => paths.has(path) || (previousPath !== null && paths.has(previousPath)));
}
