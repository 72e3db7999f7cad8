/** The page's questions to the collector that served it: same origin, with the cookie that the page itself cannot read. */
import type { ApiError } from '../../src/core/team/dashboard/api.ts';

export type Answer<Value> =
  | { readonly ok: true; readonly value: Value }
  /** `status` 0: nobody answered. */
  | { readonly ok: false; readonly status: number; readonly sentence: string };

interface Request {
  readonly method?: string;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

/** Asks for a `Value`. Page and collector are one version, which the figures' own version says: nothing else is checked. */
export async function ask<Value>(address: string, { method = 'GET', body, signal }: Request = {}): Promise<Answer<Value>> {
  let response: Response;
  let answered: unknown;
  try {
    response = await fetch(address, {
      method,
      credentials: 'same-origin',
      cache: 'no-cache',
      ...(signal === undefined ? {} : { signal }),
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    answered = response.status === 204 ? null : await response.json();
  } catch {
    return { ok: false, status: 0, sentence: 'The collector does not answer. Check that it is running and that this device reaches it.' };
  }
  if (response.ok) return { ok: true, value: answered as Value };
  const sentence = isApiError(answered) ? answered.error.message : `The collector answered with status ${String(response.status)}.`;
  return { ok: false, status: response.status, sentence };
}

function isApiError(answered: unknown): answered is ApiError {
  return typeof answered === 'object' && answered !== null && 'error' in answered;
}
