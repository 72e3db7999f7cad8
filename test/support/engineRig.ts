import { mkdir, mkdtemp, realpath, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Report, ReportRow } from '../../src/core/report/report.ts';
import { openEngine } from '../../src/engine/engine.ts';
import type { Engine, EngineOptions, IngestResult } from '../../src/engine/types.ts';
import { removeFolder } from './removeFolder.ts';

/** A configuration folder, a home and a ledger in one temporary folder, and the real engine over them. */
export class EngineRig {
  readonly root: string;
  readonly home: string;
  readonly configuration: string;
  readonly ledger: string;
  private readonly engines: Engine[] = [];

  private constructor(root: string) {
    this.root = root;
    this.home = join(root, 'home');
    this.configuration = join(this.home, '.claude');
    this.ledger = join(this.home, '.payoff', 'ledger.sqlite');
  }

  static async make(): Promise<EngineRig> {
    const rig = new EngineRig(await realpath(await mkdtemp(join(tmpdir(), 'payoff-engine-'))));
    await mkdir(join(rig.configuration, 'projects'), { recursive: true });
    return rig;
  }

  /** Writes a file below `projects`; returns its path. */
  async write(path: string, content: string | Buffer): Promise<string> {
    const full = join(this.configuration, 'projects', path);
    await mkdir(dirname(full), { recursive: true });
    await writeFile(full, content);
    return full;
  }

  async open(options: Partial<EngineOptions> = {}): Promise<Engine> {
    const engine = await openEngine({
      claudeDirectories: [],
      ledger: this.ledger,
      exclude: [],
      timezone: 'UTC',
      mappings: [],
      identities: [],
      environment: {},
      home: this.home,
      holder: 'test',
      ...options,
    });
    if ('sentence' in engine) throw new Error(engine.sentence);
    this.engines.push(engine);
    return engine;
  }

  /** Reads everything into the ledger and closes it again. */
  async ingest(options: Partial<EngineOptions> = {}): Promise<IngestResult> {
    const engine = await this.open(options);
    try {
      return await engine.ingest({});
    } finally {
      await engine.close();
      this.engines.pop();
    }
  }

  /** What the ledger says after reading everything. */
  async report(by: Parameters<Engine['report']>[0]['by'] = 'model', options: Partial<EngineOptions> = {}): Promise<Report> {
    const engine = await this.open(options);
    try {
      await engine.ingest({});
      return await engine.report({ by, sinceMs: null, untilMs: null });
    } finally {
      await engine.close();
      this.engines.pop();
    }
  }

  async totals(options: Partial<EngineOptions> = {}): Promise<ReportRow> {
    return (await this.report('model', options)).totals;
  }

  async close(): Promise<void> {
    for (const engine of this.engines) await engine.close();
    // What was just ended may still be writing.
    await removeFolder(this.root);
  }
}
