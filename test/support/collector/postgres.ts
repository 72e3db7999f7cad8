/** A real PostgreSQL for tests: a cluster in a temporary folder on a free port, one in each process of tests, gone with it. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { installPostgres } from '../tools.ts';

/** PostgreSQL refuses to run as root: there it runs as the user that owns nothing. */
const nobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

export class TestPostgres {
  readonly port: number;
  private readonly folder: string;
  private readonly binaries: string;
  private server: ChildProcess | null = null;
  private readonly durable: boolean;
  private databases = 0;

  private constructor(binaries: string, folder: string, port: number, durable: boolean) {
    this.binaries = binaries;
    this.folder = folder;
    this.port = port;
    this.durable = durable;
  }

  /** `durable` makes it wait for its disk as one in service does; tests need no such thing. */
  static async make({ durable = false }: { readonly durable?: boolean } = {}): Promise<TestPostgres> {
    const binaries = await installPostgres();
    const folder = mkdtempSync(path.join(tmpdir(), 'payoff-postgres-'));
    if (nobody.uid !== undefined) chownSync(folder, nobody.uid, nobody.gid);
    const cluster = new TestPostgres(binaries, folder, await freePort(), durable);
    await cluster.run('initdb', ['-D', cluster.data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync']);
    process.once('exit', () => cluster.kill());
    await cluster.start();
    return cluster;
  }

  /** Starts the server on the same port and data; resolves when it answers. */
  async start(): Promise<void> {
    const size = this.durable ? ['shared_buffers=128MB'] : ['fsync=off', 'shared_buffers=32MB'];
    const settings = [
      ...size,
      'max_connections=60',
      `port=${this.port}`,
      'listen_addresses=127.0.0.1',
      'unix_socket_directories=',
      'lc_messages=C',
    ].flatMap((setting) => ['-c', setting]);
    this.server = spawn(path.join(this.binaries, 'postgres'), ['-D', this.data, ...settings], { stdio: 'ignore', ...nobody });
    for (;;) {
      const client = new pg.Client({ connectionString: this.url('postgres'), connectionTimeoutMillis: 2_000 });
      try {
        await client.connect();
        await client.end();
        return;
      } catch (error) {
        if (this.server.exitCode !== null) throw error;
        await delay(20);
      }
    }
  }

  /** Ends the server as an administrator does who does not wait for clients, or (SIGQUIT) as a crash would; the data stay. */
  async stop(signal: 'SIGINT' | 'SIGQUIT' = 'SIGINT'): Promise<void> {
    const { server } = this;
    this.server = null;
    if (server?.exitCode !== null) return;
    await new Promise((resolve) => {
      server.once('exit', resolve);
      server.kill(signal);
    });
  }

  /** Of the running server; each connection has a process of its own below it. */
  get processId(): number {
    return this.server?.pid ?? 0;
  }

  /** Makes an empty database; its address. */
  async createDatabase(): Promise<string> {
    this.databases += 1;
    const name = `test_${this.databases}`;
    const client = new pg.Client({ connectionString: this.url('postgres') });
    await client.connect();
    await client.query(`CREATE DATABASE ${name}`);
    await client.end();
    return this.url(name);
  }

  /** Ends the server for good and removes its folder. */
  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private get data(): string {
    return path.join(this.folder, 'data');
  }

  private url(database: string): string {
    return `postgres://postgres@127.0.0.1:${this.port}/${database}`;
  }

  private run(program: string, args: readonly string[]): Promise<void> {
    return new Promise((resolve, reject) => {
      const child = spawn(path.join(this.binaries, program), args, { stdio: ['ignore', 'ignore', 'pipe'], ...nobody });
      let said = '';
      child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
      child.once('error', reject);
      child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(`${program} ended with ${code}: ${said}`))));
    });
  }

  private kill(): void {
    this.server?.kill('SIGQUIT');
    rmSync(this.folder, { recursive: true, force: true });
  }
}

let shared: Promise<TestPostgres> | null = null;

/** The cluster of this process of tests. */
export function sharedPostgres(): Promise<TestPostgres> {
  shared ??= TestPostgres.make();
  return shared;
}

// Outside of tests (in a benchmark) there are no such hooks, and no shared one.
if ('after' in globalThis)
  after(async () => {
    await (await shared)?.remove();
  });

/** A port of the loopback that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
