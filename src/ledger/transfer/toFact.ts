/** The records of an export as the facts that they were. */
import type { Context, Fact } from '../../core/transcript/facts.ts';
import type { TransferRecord } from './format.ts';

export type FactRecord = Extract<
  TransferRecord,
  {
    readonly type:
      | 'request'
      | 'turn'
      | 'edit'
      | 'commitCall'
      | 'pushCall'
      | 'pullRequest'
      | 'checkRun'
      | 'shellCall'
      | 'failedEdit'
      | 'largeRead'
      | 'compaction'
      | 'costState';
  }
>;

/** @param context the one that the record names */
export function factOf(record: FactRecord, context: Context): Fact {
  switch (record.type) {
    case 'request': {
      const { type, inheritedBy: _heirs, input, output, cacheWrite5m, cacheWrite1h, cacheRead, webSearches, ...rest } = record;
      return { ...rest, kind: type, tokens: { input, output, cacheWrite5m, cacheWrite1h, cacheRead, webSearches }, context };
    }
    case 'commitCall': {
      const { type: _type, key: _key, operationSha: sha, operationKind: kind, succeeded, ...rest } = record;
      return {
        ...rest,
        kind: 'commit',
        succeeded: succeeded === true ? true : null,
        operation: sha === '' ? null : { sha, kind },
        context,
      };
    }
    case 'turn': {
      const { type: kind, key: _key, ...rest } = record;
      return { ...rest, kind, context };
    }
    case 'edit': {
      const { type: kind, key: _key, ...rest } = record;
      return { ...rest, kind, context };
    }
    case 'pushCall':
      return { kind: 'push', toolUseId: record.toolUseId, atMs: record.atMs, branch: record.branch, context };
    case 'pullRequest': {
      const { source, atMs, url, number, action } = record;
      return { kind: 'pullRequest', source, atMs, url, number, action, context };
    }
    case 'checkRun': {
      const { toolUseId, index, atMs, kind: check, succeeded } = record;
      return { kind: 'check', toolUseId, index, atMs, check, succeeded, context };
    }
    case 'shellCall': {
      const { type: kind, key: _key, ...rest } = record;
      return { ...rest, kind, context };
    }
    case 'failedEdit': {
      const { type: kind, key: _key, ...rest } = record;
      return { ...rest, kind, context };
    }
    case 'largeRead': {
      const { type: kind, ...rest } = record;
      return { ...rest, kind, context };
    }
    case 'compaction':
      return {
        kind: 'compaction',
        uuid: record.uuid,
        atMs: record.atMs,
        trigger: record.trigger,
        tokensBefore: record.tokensBefore,
        context,
      };
    case 'costState': {
      const { lineOffset: offset, models, clientNanodollars, unknownModel: hasUnknownModelCost } = record;
      return { kind: 'costState', offset, models, clientNanodollars, hasUnknownModelCost };
    }
  }
}
