/** The OpenTelemetry Collector itself, where a machine has its binary: it takes OTLP over HTTP and writes what it got to its log. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

export interface RealCollector {
  readonly url: string;
  /** Resolves once its log holds the text; rejects after half a minute. */
  says(text: string): Promise<void>;
  close(): Promise<void>;
}

/** Starts it on a free port of loopback. */
export async function startRealCollector(binary: string): Promise<RealCollector> {
  const folder = mkdtempSync(path.join(tmpdir(), 'payoff-otelcol-'));
  const port = await freePort();
  const configuration = path.join(folder, 'otelcol.yaml');
  writeFileSync(
    configuration,
    `receivers:
  otlp:
    protocols:
      http:
        endpoint: 127.0.0.1:${String(port)}
exporters:
  debug:
    verbosity: detailed
service:
  telemetry:
    metrics:
      level: none
  pipelines:
    metrics:
      receivers: [otlp]
      exporters: [debug]
`,
  );
  const child = spawn(binary, ['--config', configuration], { stdio: ['ignore', 'pipe', 'pipe'], env: { PATH: process.env.PATH ?? '' } });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (log += chunk.toString('utf8')));
  const ended = once(child, 'exit');
  const says = async (text: string): Promise<void> => {
    for (let tries = 0; tries < 300; tries += 1) {
      if (log.includes(text)) return;
      if (child.exitCode !== null) break;
      await pause(100);
    }
    throw new Error(`The collector did not say ${JSON.stringify(text)}. It said:\\n${log.slice(-2000)}`);
  };
  await says('Everything is ready');
  return {
    url: `http://127.0.0.1:${String(port)}`,
    says,
    close: async () => {
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
