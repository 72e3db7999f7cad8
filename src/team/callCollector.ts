/**
 * One request to a collector. Certificates are always checked, whatever the environment says of that; redirects are never followed, so that neither the
 * token nor a report gets to another place; answers are short and have to come in time. What it sends is the method, the address, the token and the body:
 * no name of this program or machine. Node's own rules for proxies hold: NODE_USE_ENV_PROXY.
 */
import http from 'node:http';
import https from 'node:https';
import tls from 'node:tls';

export interface CollectorCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly token: string;
  readonly body: string | null;
  readonly signal?: AbortSignal | undefined;
}

export type CollectorResponse =
  /** `json` is undefined where the answer is none. */
  | { readonly kind: 'answer'; readonly status: number; readonly json: unknown; readonly retryAfter: string | null }
  /** No whole answer: the code of Node's error, or `timeout`, `too-large`, `aborted`. */
  | { readonly kind: 'failed'; readonly code: string };

export type CallCollector = (call: CollectorCall) => Promise<CollectorResponse>;

const answerBytesAtMost = 65_536;
/** For the whole request: less than a sender is believed to be at work. */
export const callTimeoutMs = 30_000;

/** Whether a failure is about the certificate of the collector. */
export function isCertificateFailure(code: string): boolean {
  return /CERT|SIGNATURE|SELF_SIGNED|ISSUER|HOSTNAME_MISMATCH|CRL/.test(code);
}

/** Makes requests that end after `timeoutMs`. */
export function collectorCaller(timeoutMs: number = callTimeoutMs): CallCollector {
  return (call) => callOnce(call, timeoutMs);
}

function callOnce({ method, url, token, body, signal }: CollectorCall, timeoutMs: number): Promise<CollectorResponse> {
  const timeout = AbortSignal.timeout(timeoutMs);
  const either = signal === undefined ? timeout : AbortSignal.any([signal, timeout]);
  return new Promise((resolve) => {
    const fail = (code: string): void => resolve({ kind: 'failed', code });
    const failBy = (error: unknown): void => {
      if (timeout.aborted) fail('timeout');
      else if (signal?.aborted === true) fail('aborted');
      else fail(codeOf(error));
    };
    try {
      const isSecure = url.startsWith('https:');
      const request = (isSecure ? https : http).request(url, {
        method,
        signal: either,
        headers: {
          authorization: `Bearer ${token}`,
          accept: 'application/json',
          ...(body === null ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
        },
        ...(isSecure ? { rejectUnauthorized: true, ca: authorities() } : {}),
      });
      request.on('error', failBy);
      request.on('response', (response) => {
        const chunks: Buffer[] = [];
        let bytes = 0;
        response.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
          chunks.push(chunk);
          if (bytes <= answerBytesAtMost) return;
          fail('too-large');
          request.destroy();
        });
        response.on('error', failBy);
        response.on('end', () => {
          const { statusCode = 0, headers } = response;
          resolve({ kind: 'answer', status: statusCode, json: jsonOf(chunks), retryAfter: headers['retry-after'] ?? null });
        });
      });
      request.end(body ?? undefined);
    } catch (error) {
      failBy(error);
    }
  });
}

let known: string[] | null = null;

/** Those of Node and those that the operating system trusts, such as a company's own: as a browser on this machine would. */
function authorities(): string[] {
  known ??= [...new Set([...tls.getCACertificates('default'), ...tls.getCACertificates('system')])];
  return known;
}

function jsonOf(chunks: readonly Buffer[]): unknown {
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}
