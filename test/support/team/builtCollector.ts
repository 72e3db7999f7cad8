/** The collector as it ships, built from the sources as they are, in a folder that has only what it is given. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { build } from 'esbuild';
import { buildOptions, bundles, collectorBundle, pgliteParts } from '../../../esbuild.mjs';
import { runCommand, runOrFail } from '../runCommand.ts';
import { repository } from './deployment.ts';
import type { Image } from './deployment.ts';

/** Makes what the build puts into `dist` for the collector. */
export async function buildCollector(dist: string): Promise<void> {
  mkdirSync(dist, { recursive: true });
  const page = bundles.filter(({ name }) => name === 'team');
  await Promise.all([collectorBundle, ...page].map((bundle) => build({ ...buildOptions(bundle), outdir: dist, metafile: false })));
  for (const part of pgliteParts)
    copyFileSync(path.join(repository, 'node_modules/@electric-sql/pglite/dist', part), path.join(dist, part));
}

/** What runs of an image, as a process of this machine: the same files, variables and commands, at another place. */
export class BuiltCollector {
  private readonly app: string;
  private readonly image: Image;
  private readonly environment: NodeJS.ProcessEnv;
  private readonly port: number;
  private child: ChildProcess | null = null;

  /** `environment` is all that it has: that of the image and its service. */
  constructor(image: Image, { dist, app, port, environment }: { dist: string; app: string; port: number; environment: NodeJS.ProcessEnv }) {
    mkdirSync(app, { recursive: true });
    for (const file of image.files) {
      const made = path.relative('dist', file);
      const source = made.startsWith('..') ? path.join(repository, file) : path.join(dist, made);
      copyFileSync(source, path.join(app, path.basename(file)));
    }
    this.app = app;
    this.image = image;
    this.port = port;
    this.environment = environment;
  }

  /** Resolves once its own health check passes. */
  async start(): Promise<void> {
    const [program, ...given] = this.image.command;
    if (program !== 'payoff-collector') throw new Error(`The image runs ${String(program)}.`);
    const child = spawn(process.execPath, [this.bundle, ...given], {
      cwd: this.app,
      env: this.environment,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.child = child;
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    const check = this.image.healthCheck.slice(1).map((word) => word.replace('127.0.0.1:4319', `127.0.0.1:${String(this.port)}`));
    for (let tries = 0; (await runCommand(process.execPath, check, { env: this.environment })).code !== 0; tries += 1) {
      if (child.exitCode !== null || tries > 400) throw new Error(`The collector is not healthy. It said: ${said}`);
      await pause(100);
    }
  }

  /** What `payoff-collector` with these arguments prints; rejects where it fails. */
  run(given: readonly string[]): Promise<string> {
    return runOrFail(process.execPath, [this.bundle, ...given], { cwd: this.app, env: this.environment, limitMs: 60_000 });
  }

  async end(): Promise<void> {
    const { child } = this;
    if (child?.exitCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  }

  private get bundle(): string {
    return path.join(this.app, 'collector.cjs');
  }
}
