import { createRequire } from 'node:module';

interface GeneratedMessage {
  fromObject(fields: object): object;
  encode(message: object): { finish(): Uint8Array };
  decode(bytes: Uint8Array): object;
  toObject(message: object, options: object): Record<string, unknown>;
}

/** Protobuf classes of an official package, generated from OTLP's own definitions: the judge of what the collector reads and answers. */
const generated = createRequire(import.meta.url)('otlp-generated/build/src/generated/root.js') as {
  readonly opentelemetry: {
    readonly proto: {
      readonly collector: {
        readonly metrics: {
          readonly v1: { readonly ExportMetricsServiceRequest: GeneratedMessage; readonly ExportMetricsServiceResponse: GeneratedMessage };
        };
      };
    };
  };
};
const { ExportMetricsServiceRequest, ExportMetricsServiceResponse } = generated.opentelemetry.proto.collector.metrics.v1;

/** An export, given in its JSON form, as protobuf. */
export function protobufFrom(json: object): Uint8Array {
  return ExportMetricsServiceRequest.encode(ExportMetricsServiceRequest.fromObject(json)).finish();
}

/** An answer to an export, in its JSON form. */
export function answerFrom(bytes: Uint8Array): Record<string, unknown> {
  return ExportMetricsServiceResponse.toObject(ExportMetricsServiceResponse.decode(bytes), { longs: String });
}
