/** Real requests over loopback: what is in them, and what of an answer is not followed, awaited or believed. */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, RequestListener, Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { collectorCaller, isCertificateFailure } from '../../../src/team/callCollector.ts';
import type { CollectorCall } from '../../../src/team/callCollector.ts';
import { selfSigned } from '../../support/team/selfSigned.ts';

describe('a request to a collector', () => {
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });

  const listen = async (server: Server): Promise<number> => {
    servers.push(server);
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return (server.address() as AddressInfo).port;
  };
  const serve = async (listener: RequestListener): Promise<string> => `http://127.0.0.1:${String(await listen(createServer(listener)))}`;
  const call = (url: string, some: Partial<CollectorCall> = {}): CollectorCall => ({
    ...{ method: 'PUT', url, token: 'payoff_ingest_x', body: '{"a":"ü"}' },
    ...some,
  });

  it('has method, address, token and body in it, and nothing else of this machine', async () => {
    let seen: { readonly line: string; readonly headers: IncomingHttpHeaders; readonly body: string } | null = null;
    const url = await serve((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        seen = { line: `${request.method ?? ''} ${request.url ?? ''}`, headers: request.headers, body };
        response.writeHead(429, { 'retry-after': '7', 'content-type': 'application/json' }).end('{"stored":true}');
      });
    });
    const response = await collectorCaller()(call(`${url}/v1/reports/a`));
    assert.deepEqual(response, { kind: 'answer', status: 429, json: { stored: true }, retryAfter: '7' });
    assert.deepEqual(seen, {
      line: 'PUT /v1/reports/a',
      headers: {
        ...{ authorization: 'Bearer payoff_ingest_x', accept: 'application/json', 'content-type': 'application/json' },
        ...{ 'content-length': '10', connection: 'keep-alive', host: url.slice(7) },
      },
      body: '{"a":"ü"}',
    });
  });

  it('follows no redirect, neither elsewhere nor on the same host', async () => {
    const asked: string[] = [];
    const other = await serve((request, response) => {
      asked.push(`${request.url ?? ''} ${request.headers.authorization ?? ''}`);
      response.end('{}');
    });
    for (const location of [`${other}/elsewhere`, '/v1/here']) {
      const url = await serve((request, response) => {
        asked.push(request.url ?? '');
        response.writeHead(307, { location }).end();
      });
      const response = await collectorCaller()(call(`${url}/v1/team`));
      assert.deepEqual(response, { kind: 'answer', status: 307, json: undefined, retryAfter: null });
    }
    assert.deepEqual(asked, ['/v1/team', '/v1/team']);
  });

  it('ends where the answer does not, grows without end, or the caller wants no more of it', async () => {
    const silent = await serve(() => undefined);
    assert.deepEqual(await collectorCaller(50)(call(silent)), { kind: 'failed', code: 'timeout' });
    const half = await serve((_, response) => void response.writeHead(200).write('{"stored":'));
    assert.deepEqual(await collectorCaller(50)(call(half)), { kind: 'failed', code: 'timeout' });
    const endless = await serve((_, response) => {
      response.on('error', () => undefined);
      const more = (): void => {
        if (!response.destroyed) response.write('x'.repeat(10_000), more);
      };
      more();
    });
    assert.deepEqual(await collectorCaller()(call(endless)), { kind: 'failed', code: 'too-large' });
    const cut = await serve(
      (_, response) => void response.writeHead(200, { 'content-length': '100' }).write('{', () => response.destroy()),
    );
    const answer = await collectorCaller()(call(cut));
    assert.equal(answer.kind, 'failed');
    const stop = new AbortController();
    const stopped = collectorCaller()(call(silent, { signal: stop.signal }));
    stop.abort();
    assert.deepEqual(await stopped, { kind: 'failed', code: 'aborted' });
    assert.deepEqual(await collectorCaller()(call('http://127.0.0.1:1')), { kind: 'failed', code: 'ECONNREFUSED' });
    assert.equal((await collectorCaller()(call(silent, { token: 'a\r\nb' }))).kind, 'failed');
  });

  it('fails at a certificate that nobody vouches for, whatever the environment says of that', async () => {
    const asked: string[] = [];
    const server = createTlsServer(selfSigned('127.0.0.1'), (request, response) => {
      asked.push(request.url ?? '');
      response.end('{"stored":true}');
    });
    const url = `https://127.0.0.1:${String(await listen(server))}`;
    const before = process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    for (const value of ['1', '0']) {
      process.env.NODE_TLS_REJECT_UNAUTHORIZED = value;
      try {
        const response = await collectorCaller()(call(url));
        assert.ok(response.kind === 'failed' && isCertificateFailure(response.code), JSON.stringify(response));
      } finally {
        if (before === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
        else process.env.NODE_TLS_REJECT_UNAUTHORIZED = before;
      }
    }
    assert.deepEqual(asked, []);
  });
});
