/** A collector of OpenTelemetry as far as tests need one: it keeps what it is sent, decoded by the generated classes of an official package. */
import { createServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import root from 'otlp-generated/build/src/generated/root.js';
import * as v from 'valibot';

/** Integers of 64 bits arrive as texts or numbers. */
const nanoseconds = v.pipe(
  v.union([v.string(), v.number()]),
  v.transform((value) => BigInt(value)),
);
const attributes = v.pipe(
  v.array(v.object({ key: v.string(), value: v.object({ stringValue: v.string() }) })),
  v.transform((list) => Object.fromEntries(list.map(({ key, value }) => [key, value.stringValue]))),
);
const temporalities = v.union([
  v.pipe(
    v.number(),
    v.transform((number) => (number === 1 ? 'delta' : 'cumulative')),
  ),
  v.pipe(
    v.string(),
    v.transform((name) => (name.endsWith('DELTA') ? 'delta' : 'cumulative')),
  ),
]);
const exported = v.object({
  resourceMetrics: v.tuple([
    v.object({
      resource: v.object({ attributes }),
      scopeMetrics: v.tuple([
        v.object({
          metrics: v.array(
            v.object({
              name: v.string(),
              unit: v.string(),
              description: v.string(),
              sum: v.object({
                aggregationTemporality: temporalities,
                isMonotonic: v.optional(v.boolean(), false),
                dataPoints: v.array(
                  v.object({ attributes, asDouble: v.number(), startTimeUnixNano: nanoseconds, timeUnixNano: nanoseconds }),
                ),
              }),
            }),
          ),
        }),
      ]),
    }),
  ]),
});
export type Exported = v.InferOutput<typeof exported>['resourceMetrics'][0];

export interface ReceivedExport {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Exported;
  /** As it came, inflated. */
  readonly bytes: Buffer;
}

export interface OtlpReceiver {
  readonly url: string;
  readonly received: readonly ReceivedExport[];
  /** Statuses of the next answers; 200 when there are no more. */
  readonly answers: number[];
  close(): Promise<void>;
}

export async function startOtlpReceiver(): Promise<OtlpReceiver> {
  const received: ReceivedExport[] = [];
  const answers: number[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const status = answers.shift() ?? 200;
      const whole = Buffer.concat(chunks);
      const bytes = request.headers['content-encoding'] === 'gzip' ? gunzipSync(whole) : whole;
      if (status === 200)
        received.push({ path: request.url ?? '', headers: request.headers, body: decoded(bytes, request.headers), bytes });
      response.writeHead(status, { 'content-type': request.headers['content-type'] ?? '' }).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    received,
    answers,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function decoded(bytes: Buffer, headers: IncomingHttpHeaders): Exported {
  const plain: unknown = headers['content-type'] === 'application/json' ? JSON.parse(bytes.toString('utf8')) : fromProtobuf(bytes);
  return v.parse(exported, plain).resourceMetrics[0];
}

interface MessageClass {
  decode(bytes: Uint8Array): object;
  toObject(message: object, options: object): unknown;
}

function fromProtobuf(bytes: Buffer): unknown {
  const path = ['opentelemetry', 'proto', 'collector', 'metrics', 'v1', 'ExportMetricsServiceRequest'];
  // The package's own types do not name its classes.
  const found = path.reduce<object>((place, name) => Reflect.get(place, name) as object, root) as MessageClass;
  return found.toObject(found.decode(bytes), { longs: String, enums: Number, defaults: false });
}
