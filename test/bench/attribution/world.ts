/** What all who work on one history share: the clock, the chances, who there is, and how they like to work. */
import type { Random } from '../random.ts';
import { randomFrom } from '../random.ts';
import { makeLines, makePath } from './lines.ts';
import { person } from './pens.ts';
import { Repository } from './repository.ts';
import type { Person, WorkTree } from './repository.ts';
import { Transcript } from './transcript.ts';

/** How the people of a history work: drawn once, so that histories differ more than the days of one. */
export interface Style {
  /** Of a hundred chances to commit, how many a session takes by itself. */
  readonly sessionCommits: number;
  readonly ending: 'trunk' | 'merge' | 'squash' | 'rebase';
  /** Sessions have working trees of their own. */
  /** `inside`: in a folder of the main one, gone by now. */
  readonly workTrees: 'none' | 'kept' | 'removed' | 'inside';
  readonly formats: boolean;
  readonly teammates: number;
  /** Of a hundred commands that change files, those that are no edits but Bash. */
  readonly bash: number;
  readonly version: string;
}

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

export class World {
  readonly random: Random;
  readonly style: Style;
  readonly root: string;
  readonly repositories: Repository[] = [];
  readonly transcripts: Transcript[] = [];
  /** What is particular about a session, for the table of kinds. */
  readonly sessionKinds = new Map<string, Set<string>>();
  /** The owner's addresses: git is configured with the first, the person's own settings with the others. */
  readonly addresses: readonly string[];
  nowMs: number;
  private numbers = 0;

  constructor(root: string, seed: number) {
    this.root = root;
    const random = randomFrom(seed * 7919 + 17);
    this.random = random;
    this.nowMs = Date.UTC(2026, 8, 1, 8) + random.below(20 * day);
    this.style = {
      sessionCommits: random.of([0, 0, 5, 10, 20, 60]),
      ending: random.of(['trunk', 'merge', 'squash', 'rebase', 'rebase']),
      workTrees: random.of(['none', 'none', 'kept', 'kept', 'removed', 'inside']),
      formats: random.below(3) === 0,
      teammates: random.of([0, 1, 1, 2]),
      bash: random.of([0, 5, 10, 25]),
      version: random.of(['1.0.120', '2.1.39', '2.1.39', '2.1.330']),
    };
    this.addresses = random.below(3) === 0 ? ['ada@example.invalid', 'ada@home.invalid'] : ['ada@example.invalid'];
    for (const name of random.below(5) === 0 ? ['loom', 'weft'] : ['loom']) this.repositories.push(this.begin(`${root}/${name}`));
  }

  chance(ofHundred: number): boolean {
    return this.random.below(100) < ofHundred;
  }

  pass(leastMs: number, mostMs: number): number {
    return (this.nowMs += leastMs + this.random.below(Math.max(1, mostMs - leastMs)));
  }

  note(sessionId: string, kind: string): void {
    this.sessionKinds.set(sessionId, (this.sessionKinds.get(sessionId) ?? new Set()).add(kind));
  }

  number(): number {
    return (this.numbers += 1);
  }

  owner(): Person {
    return { name: 'Ada', address: this.random.below(4) === 0 ? this.random.of(this.addresses) : (this.addresses[0] ?? '') };
  }

  teammate(): Person {
    const name = this.random.of(['Grace', 'Linus', 'Edsger']);
    return { name, address: `${name.toLowerCase()}@example.invalid` };
  }

  /** What somebody writes above a commit: mostly its own words, sometimes the same as others. */
  subject(): string {
    const number = String(this.number());
    if (this.chance(12)) return this.random.of(['wip', 'Fix tests', 'Update', 'fix']);
    return `${this.random.of(['Add', 'Fix', 'feat: weave', 'refactor: mend', 'Change'])} ${this.random.of(['the loom', 'the shuttle', 'caching'])} ${number}`;
  }

  /** The transcript of a session that begins, or goes on from another one's. */
  transcript(where: WorkTree, forked?: Transcript): Transcript {
    const digits = String(this.transcripts.length + 1).padStart(8, '0');
    const sessionId = `${digits}-0000-4000-8000-000000000001`;
    const made = forked?.fork(sessionId) ?? new Transcript({ sessionId, version: this.style.version }, where.folder, where.branch);
    this.transcripts.push(made);
    return made;
  }

  private begin(path: string): Repository {
    const files = new Map(
      Array.from({ length: 4 + this.random.below(8) }, () => {
        const file = makePath(this.random);
        return [file, makeLines(this.random, 10 + this.random.below(60), { ...person, path: file })] as const;
      }),
    );
    return new Repository(path, files, this.owner(), this.nowMs - day);
  }
}
