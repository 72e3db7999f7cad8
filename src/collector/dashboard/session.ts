/**
 * Who asks: a token in the `Authorization` header (scripts), or in the cookie that signing in has set. The cookie is the token itself, so that any
 * instance behind a load balancer knows it and a revoked token ends at once; scripts of the page cannot read it, and no other site can send it.
 */
import type {} from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** With the prefix a browser takes it only over HTTPS, for this host alone and every path. */
const secureName = '__Host-payoff';
const plainName = 'payoff';
const hours = 12;

export interface GivenToken {
  readonly token: string;
  readonly by: 'header' | 'cookie';
}

/** The token of a request; null without one. A header goes before a cookie. */
export function givenToken(request: FastifyRequest): GivenToken | null {
  const header = /^Bearer ([\w-]{1,200})$/i.exec(request.headers.authorization ?? '')?.[1];
  if (header !== undefined) return { token: header, by: 'header' };
  const cookie = request.cookies[secureName] ?? (request.protocol === 'https' ? undefined : request.cookies[plainName]);
  return cookie === undefined || !/^[\w-]{1,200}$/.test(cookie) ? null : { token: cookie, by: 'cookie' };
}

/** `request.protocol` is that of the browser where a trusted proxy says so (fastify's `trustProxy`). */
export function keepToken(request: FastifyRequest, reply: FastifyReply, token: string): void {
  const secure = request.protocol === 'https';
  void reply.setCookie(secure ? secureName : plainName, token, {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure,
    maxAge: hours * 3600,
  });
}

export function dropToken(request: FastifyRequest, reply: FastifyReply): void {
  for (const name of [secureName, plainName])
    void reply.clearCookie(name, {
      path: '/',
      httpOnly: true,
      sameSite: 'strict',
      secure: request.protocol === 'https' || name === secureName,
    });
}

/**
 * Whether a write by cookie comes from the page itself. `SameSite=Strict` keeps other sites away; this also keeps away other ports and hosts of the same
 * site: the browser says where the request is from, and one that says nothing is refused.
 */
export function isOwnPage(request: FastifyRequest): boolean {
  const fetchSite = request.headers['sec-fetch-site'];
  if (fetchSite !== undefined) return fetchSite === 'same-origin';
  const { origin } = request.headers;
  return origin !== undefined && origin === `${request.protocol}://${request.host}`;
}
