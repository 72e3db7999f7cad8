import protobuf from 'protobufjs/light.js';
import type { OtlpExport } from '../../core/team/otlp/otlpExport.ts';
import { RefusedExport, exportOf } from './exportTree.ts';
import { messagesAtMost } from './limits.ts';
import { anyValueType, exportRequestType } from './metricsProto.ts';

/** Reads an export of metrics in OTLP's protobuf encoding; throws `RefusedExport`. */
export function decodeProtobuf(body: Uint8Array): OtlpExport {
  if (whole(() => countMessages(exportRequestType, readerOf(body))) > messagesAtMost)
    throw new RefusedExport(`More than ${messagesAtMost} points and attributes: send fewer at a time.`, true);
  const message = whole(() => exportRequestType.decode(readerOf(body)));
  const plain: unknown = exportRequestType.toObject(message, { longs: String });
  return exportOf(plain, stringValue);
}

function stringValue(value: unknown): string | undefined {
  if (!(value instanceof Uint8Array)) return undefined;
  const plain: unknown = anyValueType.toObject(whole(() => anyValueType.decode(readerOf(value))));
  if (typeof plain !== 'object' || plain === null || !('stringValue' in plain)) return undefined;
  return typeof plain.stringValue === 'string' ? plain.stringValue : undefined;
}

/** What is not described is skipped and not kept. */
function readerOf(bytes: Uint8Array): protobuf.Reader {
  const reader = protobuf.Reader.create(bytes);
  reader.discardUnknown = true;
  return reader;
}

/** A truncated or malformed message is the sender's error; the decoder throws errors of several kinds. */
function whole<Result>(decode: () => Result): Result {
  try {
    return decode();
  } catch {
    throw new RefusedExport('The body is not a whole protobuf message.');
  }
}

/**
 * How many messages a body holds that the decoder would make an object of, at any depth; it stops once they are too many. The description has no message
 * within itself, so that it ends at its depth. Throws where a length or a tag is wrong.
 */
function countMessages(type: protobuf.Type, reader: protobuf.Reader, end = reader.len, before = 0): number {
  let count = before + 1;
  while (reader.pos < end && count <= messagesAtMost) {
    const tag = reader.uint32();
    const wireType = tag & 7;
    const field = type.fieldsById[tag >>> 3]?.resolve();
    if (field?.resolvedType instanceof protobuf.Type && wireType === 2) {
      const length = reader.uint32();
      if (reader.pos + length > end) throw new RangeError('A message is longer than the one that holds it.');
      count = countMessages(field.resolvedType, reader, reader.pos + length, count);
    } else reader.skipType(wireType);
  }
  return count;
}
