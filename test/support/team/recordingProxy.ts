import { connect, createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';

/** Lets everything through to a port of this machine, and keeps every byte that a client sends. */
export class RecordingProxy {
  readonly url: string;
  private readonly server: Server;
  private readonly chunks: Buffer[];

  private constructor(server: Server, chunks: Buffer[]) {
    this.server = server;
    this.chunks = chunks;
    this.url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  }

  static async before(port: number): Promise<RecordingProxy> {
    const chunks: Buffer[] = [];
    const server = createServer((client) => {
      const behind = connect(port, '127.0.0.1');
      client.on('data', (chunk) => chunks.push(chunk));
      client.pipe(behind).pipe(client);
      for (const socket of [client, behind])
        socket.on('error', () => {
          client.destroy();
          behind.destroy();
        });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return new RecordingProxy(server, chunks);
  }

  /** All that was sent, connection by connection as it came. */
  sent(): Buffer {
    return Buffer.concat(this.chunks);
  }

  close(): void {
    this.server.close();
  }
}
