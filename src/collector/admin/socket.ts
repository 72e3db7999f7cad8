/**
 * The collector that holds a PGlite folder does for the command line what that cannot do itself. A Unix socket of mode 600 in the folder (mode 700): who may
 * read the data may ask. A line of JSON each way.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { AdminAnswer } from './commands.ts';

/** Paths of sockets are cut at 104 bytes (macOS) or 108 (Linux). */
const longestPath = 100;
/** Publishing every week of ten thousand people takes minutes. */
const answerLimitMs = 600_000;

export interface AdminSocket {
  readonly address: string;
  close(): Promise<void>;
}

/** Listens in the folder, or in a folder of its own where that has too long a path. */
export async function openAdminSocket(folder: string, run: (given: readonly string[]) => Promise<AdminAnswer>): Promise<AdminSocket> {
  const own = path.join(folder, 'admin.sock');
  const other = Buffer.byteLength(own) > longestPath ? mkdtempSync(path.join(tmpdir(), 'payoff-')) : null;
  const address = other === null ? own : path.join(other, 'admin.sock');
  rmSync(address, { force: true }); // of a process that was killed: the folder's lock is held by now
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    onLine(socket, (line) => void answerTo(line, run).then((answer) => socket.end(`${JSON.stringify(answer)}\n`)));
  });
  await listening(server, address);
  chmodSync(address, 0o600);
  return {
    address,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => {
          rmSync(other ?? address, { recursive: true, force: true });
          resolve();
        });
      }),
  };
}

/** Asks the collector that listens there; null where none does. */
export function askAdminSocket(address: string, given: readonly string[]): Promise<AdminAnswer | null> {
  return new Promise((resolve) => {
    const socket = connect(address);
    const nobody = (): void => {
      socket.destroy();
      resolve(null);
    };
    socket.setTimeout(answerLimitMs, nobody);
    socket.on('error', nobody);
    socket.on('close', () => resolve(null));
    socket.on('connect', () => socket.write(`${JSON.stringify(given)}\n`));
    onLine(socket, (line) => resolve(answerOf(line)));
  });
}

function onLine(socket: Socket, take: (line: string) => void): void {
  createInterface({ input: socket })
    .on('error', () => undefined) // the socket's own handler has seen it
    .once('line', take);
}

async function answerTo(line: string, run: (given: readonly string[]) => Promise<AdminAnswer>): Promise<AdminAnswer> {
  try {
    const given: unknown = JSON.parse(line);
    if (!Array.isArray(given)) throw new TypeError('No arguments.');
    return await run(given.map(String));
  } catch {
    return { ok: false, text: 'payoff collector: the running collector could not do this; its log says more.\n' };
  }
}

function answerOf(line: string): AdminAnswer | null {
  const answer: unknown = JSON.parse(line);
  if (typeof answer !== 'object' || answer === null || !('ok' in answer) || !('text' in answer)) return null;
  return { ok: answer.ok === true, text: String(answer.text) };
}

function listening(server: Server, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(address, resolve);
  });
}
