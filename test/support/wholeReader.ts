/** Reads a transcript as simply as can be: every record that may hold a fact is parsed whole. What the quick reader is held against. */
import { asFields, asName, asString } from '../../src/core/transcript/fields.ts';
import type { Fact } from '../../src/core/transcript/facts.ts';
import type { HashText } from '../../src/core/transcript/hashedLine.ts';
import { TranscriptReader } from '../../src/core/transcript/reader.ts';
import { factTypes, recordType } from '../../src/core/transcript/recordType.ts';
import { mostNames } from '../../src/ingest/readTranscript.ts';

export interface WholeReading {
  readonly facts: readonly Fact[];
  readonly state: string;
  readonly recordTypes: Readonly<Record<string, number>>;
  readonly skipped: Readonly<Record<string, number>>;
}

/** What the complete lines of `bytes` say. */
export function readWhole(bytes: Buffer, hash: HashText, isExcluded: (folder: string) => boolean = () => false): WholeReading {
  const reader = new TranscriptReader({ hash, isExcluded });
  const recordTypes = new Map<string, number>();
  const skipped = new Map<string, number>();
  const count = (counts: Map<string, number>, name: string): void => {
    const key = counts.has(name) || counts.size < mostNames ? asName(name) : '';
    counts.set(key, (counts.get(key) ?? 0) + 1);
  };
  for (let from = 0, end = bytes.indexOf(0x0a); end >= 0; from = end + 1, end = bytes.indexOf(0x0a, from)) {
    const line = bytes.subarray(from, end);
    const type = recordType(line);
    if (type !== null && !factTypes.has(type) && reader.state.firstRecordMs !== null) {
      count(recordTypes, type);
      continue;
    }
    const record = parse(line);
    if (typeof record === 'string') {
      if (record !== '') count(skipped, record);
      continue;
    }
    count(recordTypes, asString(record.type));
    try {
      const reason = reader.read(record, from);
      if (reason !== null) count(skipped, reason);
    } catch {
      count(skipped, 'unreadable');
    }
  }
  return {
    facts: reader.takeFacts(),
    state: reader.writtenState(),
    recordTypes: Object.fromEntries(recordTypes),
    skipped: Object.fromEntries(skipped),
  };
}

function parse(line: Buffer): NonNullable<ReturnType<typeof asFields>> | 'not-json' | 'not-an-object' | '' {
  try {
    return asFields(JSON.parse(line.toString('utf8').replace(/^[\0\uFEFF]+/, ''))) ?? 'not-an-object';
  } catch {
    return line.every((byte) => [0x20, 0x09, 0x0d, 0].includes(byte)) ? '' : 'not-json';
  }
}
