/** Reverts by name: which arrivals a commit says it takes back, and whether in whole. */
import type { CommitRecord, RepositoryFacts } from '../attribution/gitFacts.ts';
import { ShaIndex } from '../attribution/shaIndex.ts';
import type { Change } from './changes.ts';
import type { Members } from './members.ts';
import { changedLines, commitsOf } from './units.ts';

export interface Named {
  /** It says that it reverts something that it does not hold itself, known or not. */
  readonly isRevert: boolean;
  /** Units that it names, in whole or in part, by their place. */
  readonly touched: readonly number[];
  /** Those of them that are taken back in whole now. */
  readonly whole: readonly number[];
}

/** This share of a unit's lines has to be in the commits of it that are named: several reverts may name one each. */
const wholeShare = 0.8;

/** Asked for one unit after the other, in order. */
export class NamedReverts {
  readonly #units: readonly Change[];
  readonly #commits: RepositoryFacts['commits'];
  readonly #members: Members;
  readonly #named = new Map<number, Set<string>>();
  #shas: ShaIndex | null = null;

  constructor(units: readonly Change[], commits: RepositoryFacts['commits'], members: Members) {
    this.#units = units;
    this.#commits = commits;
    this.#members = members;
  }

  of(place: number): Named {
    const unit = this.#units[place];
    const says = unit === undefined ? [] : commitsOf(unit, this.#commits).flatMap(({ reverts }) => reverts);
    if (unit === undefined || says.length === 0) return { isRevert: false, touched: [], whole: [] };
    let isRevert = false;
    const touched = new Set<number>();
    for (const name of says) {
      const shas = this.#startingWith(name);
      // What is not known any more, or not yet, is somebody's.
      if (shas.length === 0) isRevert ||= this.#isMostlyOf(unit, name);
      for (const sha of shas) {
        const target = this.#members.unitOf(sha);
        // What never arrived was taken back on its own branch.
        if (target === place || target === undefined) continue;
        isRevert = true;
        if (target > place) continue;
        touched.add(target);
        this.#note(target, sha);
      }
    }
    const whole = [...touched].filter((target) => this.#isWhole(target));
    for (const target of whole) this.#named.delete(target);
    return { isRevert, touched: [...touched], whole };
  }

  /**
   * Whether the commits that name something nobody knows are most of a unit: of several commits one may take back what was on their branch, before it
   * was rebased or squashed. A squashed pull request has all of their messages in its own.
   */
  #isMostlyOf(unit: Change, name: string): boolean {
    if (unit.style === 'squash') return false;
    const says = ({ reverts }: CommitRecord): boolean => reverts.includes(name);
    if (!unit.commits.some(says)) return true;
    const saying = unit.commits.filter(says);
    return 2 * saying.length > unit.commits.length || 2 * changedLines({ commits: saying }) > changedLines(unit);
  }

  #note(target: number, sha: string): void {
    const named = this.#named.get(target) ?? new Set<string>();
    this.#named.set(target, named.add(sha));
  }

  #isWhole(target: number): boolean {
    const unit = this.#units[target];
    const named = this.#named.get(target);
    if (unit === undefined || named === undefined) return false;
    const isSingle = unit.commits.length === 1;
    // Of a rebased pull request its own SHA is only that of its last commit.
    if (named.has(unit.sha) && (isSingle || !unit.commits.some(({ sha }) => sha === unit.sha))) return true;
    const isNamed = isSingle
      ? this.#membersNamed(unit, named)
      : unit.commits.filter((commit) => this.#membersNamed({ ...unit, sha: commit.sha, commits: [commit] }, named).length > 0);
    const all = changedLines(unit);
    return all === 0 ? isNamed.length >= unit.commits.length : changedLines({ commits: isNamed }) >= wholeShare * all;
  }

  /** The commits of a unit that are named, by themselves or as what it squashed. */
  #membersNamed(unit: Change, named: ReadonlySet<string>): readonly CommitRecord[] {
    return this.#members.of(unit).filter(({ sha }) => named.has(sha));
  }

  #startingWith(name: string): readonly string[] {
    if (this.#commits.has(name)) return [name];
    this.#shas ??= new ShaIndex(this.#commits);
    return this.#shas.startingWith(name).map(({ sha }) => sha);
  }
}
