/** Entry of `dist/collector.cjs`: gives `payoff collector` this process's arguments, environment and signals. */
import { runCollector } from './runCollector.ts';

const ended = new Promise<void>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve());
});

void runCollector(process.argv.slice(2), {
  environment: process.env,
  folder: process.cwd(),
  stdout: process.stdout,
  stderr: process.stderr,
  ended,
}).then((code) => process.exit(code));
