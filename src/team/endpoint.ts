/** Where a collector may be: HTTPS anywhere, plain HTTP on this machine alone. */

export type EndpointProblem = 'no-address' | 'not-https' | 'extra';

/** The address without a slash at its end, or what is wrong with it: no URL, no HTTPS, or a name, password, question or fragment in it. */
export function parseEndpoint(text: string): string | { readonly problem: EndpointProblem } {
  if (!URL.canParse(text)) return { problem: 'no-address' };
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return { problem: 'no-address' };
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) return { problem: 'not-https' };
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') return { problem: 'extra' };
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

/** Of a host as `URL` has it, where every way to write an IPv4 address has become one. */
function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host);
}
