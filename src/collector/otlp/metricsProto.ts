import protobuf from 'protobufjs/light.js';

const message = (fields: Record<string, readonly [id: number, type: string]>, repeated: readonly string[] = []) => ({
  fields: Object.fromEntries(
    Object.entries(fields).map(([name, [id, type]]) => [name, { id, type, ...(repeated.includes(name) ? { rule: 'repeated' } : {}) }]),
  ),
});

/**
 * OTLP's protocol buffers (opentelemetry/proto/metrics/v1, collector/metrics/v1), of which only the fields are described that are looked at: the rest is
 * skipped. Values of attributes stay bytes, so that only those are decoded that are asked for, and none can nest.
 */
const root = protobuf.Root.fromJSON({
  nested: {
    ExportRequest: message({ resourceMetrics: [1, 'ResourceMetrics'] }, ['resourceMetrics']),
    ResourceMetrics: message({ resource: [1, 'Resource'], scopeMetrics: [2, 'ScopeMetrics'] }, ['scopeMetrics']),
    Resource: message({ attributes: [1, 'KeyValue'] }, ['attributes']),
    ScopeMetrics: message({ metrics: [2, 'Metric'] }, ['metrics']),
    Metric: message({
      name: [1, 'string'],
      gauge: [5, 'OtherKind'],
      sum: [7, 'Sum'],
      histogram: [9, 'OtherKind'],
      exponentialHistogram: [10, 'OtherKind'],
      summary: [11, 'OtherKind'],
    }),
    Sum: message({ dataPoints: [1, 'NumberPoint'], aggregationTemporality: [2, 'int32'], isMonotonic: [3, 'bool'] }, ['dataPoints']),
    OtherKind: message({ dataPoints: [1, 'OtherPoint'] }, ['dataPoints']),
    OtherPoint: message({}),
    NumberPoint: {
      ...message(
        {
          startTimeUnixNano: [2, 'fixed64'],
          timeUnixNano: [3, 'fixed64'],
          asDouble: [4, 'double'],
          asInt: [6, 'sfixed64'],
          attributes: [7, 'KeyValue'],
        },
        ['attributes'],
      ),
      oneofs: { value: { oneof: ['asDouble', 'asInt'] } },
    },
    KeyValue: message({ key: [1, 'string'], value: [2, 'bytes'] }),
    AnyValue: { ...message({ stringValue: [1, 'string'] }), oneofs: { value: { oneof: ['stringValue'] } } },
    ExportResponse: message({ partialSuccess: [1, 'PartialSuccess'] }),
    PartialSuccess: message({ rejectedDataPoints: [1, 'int64'], errorMessage: [2, 'string'] }),
    Status: message({ code: [1, 'int32'], message: [2, 'string'] }),
  },
});

export const exportRequestType = root.lookupType('ExportRequest');
export const anyValueType = root.lookupType('AnyValue');
export const exportResponseType = root.lookupType('ExportResponse');
export const statusType = root.lookupType('Status');
