/** Rows of the tables of facts, each in the order of its columns. One list each, without lists in it: they are made for every fact there is. */
import type {
  CheckFact,
  CommitFact,
  CompactionFact,
  CostStateFact,
  EditFact,
  Fact,
  FailedEditFact,
  LargeReadFact,
  PullRequestFact,
  PushFact,
  RequestFact,
  ShellCallFact,
  TurnFact,
} from '../core/transcript/facts.ts';
import type { Value } from './newRows.ts';

/** A table of facts: how many columns it has, and how many of them, the first ones, say which fact it is. */
export interface FactTable {
  readonly name: string;
  readonly columns: number;
  readonly key: readonly string[];
}

export const factTables: Readonly<Record<RowFact['kind'], FactTable>> = {
  turn: { name: 'turn', columns: 9, key: ['uuid'] },
  edit: { name: 'edit', columns: 12, key: ['tool_use_id'] },
  commit: { name: 'commit_call', columns: 15, key: ['tool_use_id', 'position'] },
  push: { name: 'push_call', columns: 5, key: ['tool_use_id'] },
  check: { name: 'check_run', columns: 7, key: ['tool_use_id', 'position'] },
  shellCall: { name: 'shell_call', columns: 9, key: ['tool_use_id'] },
  failedEdit: { name: 'failed_edit', columns: 8, key: ['tool_use_id'] },
  largeRead: { name: 'large_read', columns: 7, key: ['tool_use_id'] },
  compaction: { name: 'compaction', columns: 6, key: ['uuid'] },
};

/** Rows of a transcript, of a context, and of the key that hashes were made under. */
interface Place {
  readonly transcript: number;
  readonly context: number;
  readonly key: number;
}

/** A fact that has a table of its own, by its kind. */
type RowFact = Exclude<Fact, RequestFact | CostStateFact | PullRequestFact>;

/** The fact's row in the table of its kind. */
export function factRow(fact: RowFact, place: Place): Value[] {
  switch (fact.kind) {
    case 'turn':
      return turnRow(fact, place);
    case 'edit':
      return editRow(fact, place);
    case 'commit':
      return commitRow(fact, place);
    case 'push':
      return pushRow(fact, place);
    case 'check':
      return checkRow(fact, place);
    case 'shellCall':
      return shellCallRow(fact, place);
    case 'failedEdit':
      return failedEditRow(fact, place);
    case 'largeRead':
      return largeReadRow(fact, place);
    case 'compaction':
      return compactionRow(fact, place);
  }
}

function turnRow(fact: TurnFact, { transcript, context, key }: Place): Value[] {
  return [fact.uuid, transcript, context, fact.atMs, fact.promptId, Number(fact.command), fact.textHash, key, fact.mode];
}

// prettier-ignore
function editRow(fact: EditFact, { transcript, context, key }: Place): Value[] {
  return [
    fact.toolUseId, transcript, context, fact.messageId, fact.atMs, fact.tool, fact.path, fact.linesAdded, fact.linesRemoved,
    fact.addedHashes, fact.removedHashes, key,
  ];
}

// prettier-ignore
function commitRow(fact: CommitFact, { transcript, context, key }: Place): Value[] {
  return [
    fact.toolUseId, fact.index, transcript, context, fact.messageId, fact.startedAtMs, fact.endedAtMs, truth(fact.succeeded),
    Number(fact.amend), fact.directory, fact.subjectHash, JSON.stringify(fact.printed), fact.operation?.sha ?? '',
    fact.operation?.kind ?? '', key,
  ];
}

function pushRow(fact: PushFact, { transcript, context }: Place): Value[] {
  return [fact.toolUseId, transcript, context, fact.atMs, fact.branch];
}

function checkRow(fact: CheckFact, { transcript, context }: Place): Value[] {
  return [fact.toolUseId, fact.index, transcript, context, fact.atMs, fact.check, truth(fact.succeeded)];
}

// prettier-ignore
function shellCallRow(fact: ShellCallFact, { transcript, context, key }: Place): Value[] {
  return [
    fact.toolUseId, transcript, context, fact.atMs, truth(fact.succeeded), fact.fileHashes, fact.runHashes, key, fact.commandHash,
  ];
}

function failedEditRow(fact: FailedEditFact, { transcript, context, key }: Place): Value[] {
  return [fact.toolUseId, transcript, context, fact.atMs, fact.tool, fact.path, fact.errorHash, key];
}

function largeReadRow(fact: LargeReadFact, { transcript, context }: Place): Value[] {
  return [fact.toolUseId, transcript, context, fact.atMs, fact.path, fact.characters, Number(fact.whole)];
}

function compactionRow(fact: CompactionFact, { transcript, context }: Place): Value[] {
  return [fact.uuid, transcript, context, fact.atMs, fact.trigger, fact.tokensBefore];
}

/** Yes, no, or not known, as a column. */
function truth(value: boolean | null): number | null {
  return value === null ? null : Number(value);
}
