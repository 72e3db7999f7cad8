/** Where and how metrics are sent: what the standard variables of OpenTelemetry say (`OTEL_EXPORTER_OTLP_*`), those of metrics before the general ones. */
import { t } from '../../core/l10n/message.ts';
import { parseEndpoint } from '../endpoint.ts';
import { endpointSentence, otlpVariable } from '../words.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export interface OtlpSettings {
  /** Where metrics go, whole. */
  readonly url: string;
  readonly protocol: 'http/protobuf' | 'http/json';
  readonly temporality: 'cumulative' | 'delta';
}

/** The settings, or why nothing can be sent, in a sentence. Headers, timeout, compression and certificates are read by the exporter itself. */
export function otlpSettings(environment: Environment): OtlpSettings | { readonly problem: string } {
  const given = (name: string): string => (environment[name] ?? '').trim();
  const own = given('OTEL_EXPORTER_OTLP_METRICS_ENDPOINT');
  const shared = given(otlpVariable);
  // OpenTelemetry's own default is a port of this machine: whoever answers there was not named by anybody.
  if (own === '' && shared === '')
    return { problem: t('Say where the metrics go: set {0}, such as https://otel.example.com.', otlpVariable) };
  const url = own === '' ? `${shared.replace(/\/+$/, '')}/v1/metrics` : own;
  const endpoint = parseEndpoint(url);
  if (typeof endpoint !== 'string') return { problem: endpointSentence(url, endpoint.problem) };
  const protocol = given('OTEL_EXPORTER_OTLP_METRICS_PROTOCOL') || given('OTEL_EXPORTER_OTLP_PROTOCOL') || 'http/protobuf';
  if (protocol !== 'http/protobuf' && protocol !== 'http/json')
    return {
      problem: t(
        'Metrics are sent as http/protobuf or http/json, not as {0}: set OTEL_EXPORTER_OTLP_METRICS_PROTOCOL, or give the address of a collector that takes one of them.',
        JSON.stringify(protocol),
      ),
    };
  // `lowmemory` is about instruments that count for a long time: here as cumulative.
  const temporality = given('OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE').toLowerCase() === 'delta' ? 'delta' : 'cumulative';
  return { url: endpoint, protocol, temporality };
}
