/** What later arrivals took back of changes, kept in memory while git is read again and again: a new commit costs what its own files cost. */
import { findCopies, withCopies } from '../core/attribution/copies.ts';
import { fileNamesOf } from '../core/attribution/fileNames.ts';
import { leftOut } from '../core/attribution/generatedFiles.ts';
import type { Link } from '../core/attribution/link.ts';
import type { Change } from '../core/outcomes/changes.ts';
import { netLines } from '../core/outcomes/netLines.ts';
import { findUndoings } from '../core/outcomes/undoing.ts';
import type { Undoing, UndoingInput } from '../core/outcomes/undoing.ts';
import { unitsOf } from '../core/outcomes/units.ts';
import { readFileLines } from '../ledger/commitLines.ts';
import { trivialUnder } from './keptMatchers.ts';
import type { MatchingInput } from './lineMatching.ts';

interface Kept {
  /** All that a unit's lines and their worth depend on, one text a unit, in order. */
  readonly states: readonly string[];
  readonly undoings: readonly Undoing[];
}

/** Of so many arrivals all are watched; of more those that Claude or an identity of the clone had a part in. */
const fewUnits = 2_000;

export class KeptUndoings {
  readonly #kept = new Map<string, Kept>();

  /** Of one repository, in order of arrival. Lines that were not read take nothing back, and are looked at once they are. */
  find(input: Pick<MatchingInput, 'database' | 'id' | 'facts' | 'ownKey' | 'patched'>, links: readonly Link[]): readonly Undoing[] {
    const { id, facts, ownKey, patched } = input;
    const { settings } = facts.record;
    const copies = findCopies(facts.commits);
    const units = unitsOf(facts, copies, settings?.style ?? null);
    const matters = units.length <= fewUnits ? () => true : mattering(input, links);
    const read = patched.under(ownKey);
    const states = units.map(
      (unit) => `${unit.sha} ${unit.commits.map(({ sha }) => (read.has(sha) ? 'r' : '-')).join('')}${matters(unit) ? 'm' : ''}`,
    );
    const name = `${String(id)} ${String(ownKey.id)} ${JSON.stringify(settings?.exclude ?? [])}`;
    const before = this.#kept.get(name) ?? { states: [], undoings: [] };
    const same = states.findIndex((state, place) => state !== before.states[place]);
    const done = same < 0 ? states.length : same;
    const places = new Map(units.map(({ sha }, place) => [sha, place]));
    const isDone = ({ laterSha }: Undoing): boolean => (places.get(laterSha) ?? Infinity) < done;
    const undoings =
      done === units.length
        ? before.undoings.filter(isDone)
        : findUndoings({ units, ...linesReader(input, read), matters, done: { units: done, undoings: before.undoings.filter(isDone) } });
    for (const other of this.#kept.keys()) if (other.startsWith(`${String(id)} `)) this.#kept.delete(other);
    this.#kept.set(name, { states, undoings });
    return undoings;
  }
}

function mattering({ facts }: Pick<MatchingInput, 'facts'>, links: readonly Link[]): (unit: Change) => boolean {
  const copies = findCopies(facts.commits);
  const own = new Set(facts.record.identityHashes);
  const linked = new Set(
    links.flatMap(({ sha }) => {
      const commit = facts.commits.get(sha);
      return commit === undefined ? [] : withCopies(copies, commit).map((copy) => copy.sha);
    }),
  );
  return ({ commits }) =>
    commits.some(({ sha, authorHash, hints }) => own.has(authorHash) || linked.has(sha) || hints?.withClaude === true);
}

/** Reads lines of units out of the ledger, and names their files as the history first did. */
function linesReader(
  { database, id, facts, ownKey }: Pick<MatchingInput, 'database' | 'id' | 'facts' | 'ownKey'>,
  read: ReadonlySet<string>,
): Pick<UndoingInput, 'linesOf' | 'filesOf'> {
  const source = readFileLines(database, id, ownKey);
  const names = fileNamesOf(facts.commits);
  const isLeftOut = leftOut(facts.record.settings);
  const trivial = trivialUnder(ownKey);
  return {
    filesOf: ({ commits }) => commits.flatMap(({ files }) => files.map(({ path }) => names.nameOf(path))),
    linesOf: ({ commits }) => {
      // What is known in part proves nothing: what one commit adds another may take away again.
      if (!commits.every(({ sha }) => read.has(sha))) return new Map();
      const changed = commits.map(({ sha, files }) => ({
        files: files.flatMap(({ path }, position) =>
          isLeftOut(path) ? [] : [{ file: names.nameOf(path), ...source.ofCommit(sha, position) }],
        ),
      }));
      return netLines(changed, trivial);
    },
  };
}
