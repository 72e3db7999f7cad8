/** What stands for the address in a membership that tells by OpenTelemetry: where it goes is said by the environment of whoever sends. */
export const otlpEndpoint = 'OpenTelemetry';
