import { rejectedPoints, rejectionText } from '../../core/team/otlp/rejections.ts';
import type { Rejected } from '../../core/team/otlp/rejections.ts';
import { exportResponseType, statusType } from './metricsProto.ts';

/** OTLP's encodings of bodies; an answer has its request's. */
export const jsonType = 'application/json';
export const protobufType = 'application/x-protobuf';
export type Encoding = typeof jsonType | typeof protobufType;

/** The encoding that a request names; JSON for everything that is not protobuf, so that a refusal can be read. */
export function encodingOf(contentType: string | undefined): Encoding {
  return contentType?.split(';')[0]?.trim().toLowerCase() === protobufType ? protobufType : jsonType;
}

/** An `ExportMetricsServiceResponse`: empty where every point was taken. */
export function exportAnswer(rejected: Rejected, encoding: Encoding): string | Buffer {
  const points = rejectedPoints(rejected);
  const errorMessage = rejectionText(rejected);
  if (encoding === jsonType)
    return JSON.stringify(points === 0 ? {} : { partialSuccess: { rejectedDataPoints: String(points), errorMessage } });
  const message = points === 0 ? {} : { partialSuccess: { rejectedDataPoints: points, errorMessage } };
  return Buffer.from(exportResponseType.encode(exportResponseType.fromObject(message)).finish());
}

/** Codes of gRPC's `Status`, which OTLP has in the body of every refusal, by HTTP status. */
const codes: ReadonlyMap<number, number> = new Map([
  [400, 3],
  [401, 16],
  [403, 7],
  [413, 8],
  [415, 3],
  [429, 8],
  [503, 14],
]);
const internal = 13;

/** A `Status` with the sentence. */
export function statusAnswer(status: number, message: string, encoding: Encoding): string | Buffer {
  const code = codes.get(status) ?? internal;
  return encoding === jsonType
    ? JSON.stringify({ code, message })
    : Buffer.from(statusType.encode(statusType.fromObject({ code, message })).finish());
}
