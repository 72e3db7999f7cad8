/** What a join link says: strict, since any page can have VS Code open one. Knows nothing of VS Code. */

export interface Invited {
  readonly endpoint: string;
  readonly team: string;
  readonly token: string;
}

const longest = 1000;
const teamPattern = /^[a-z0-9][a-z0-9-]{0,62}$/;
const tokenPattern = /^payoff_(?:join|ingest)_[\w-]{16,128}$/;

/** The invitation in a link's fragment; null where any of its three parts is missing, twice, too long, or not as a collector makes it. */
export function invitationIn(fragment: string): Invited | null {
  if (fragment.length > longest) return null;
  const said = new URLSearchParams(fragment);
  const [endpoint, team, token] = ['endpoint', 'team', 'token'].map((key) => (said.getAll(key).length === 1 ? said.get(key) : null));
  if (typeof endpoint !== 'string' || typeof team !== 'string' || typeof token !== 'string') return null;
  return hostOf(endpoint) !== null && isTeam(team) && isToken(token) ? { endpoint, team, token } : null;
}

/** The invitation of a whole link, from any editor's scheme; null when the text is none. */
export function invitationOf(text: string): Invited | null {
  const fragment = /^[a-z][a-z0-9+.-]*:\/\/payoff\.payoff\/join\/?#(.+)$/i.exec(text.trim())?.[1];
  return fragment === undefined ? null : invitationIn(fragment);
}

/** The host of a collector's address, in ASCII, with its port; null where the address is none that a token may be sent to. */
export function hostOf(endpoint: string): string | null {
  if (!URL.canParse(endpoint)) return null;
  const { protocol, hostname, host, username, password, search, hash } = new URL(endpoint);
  if (username + password + search + hash !== '' || hostname === '') return null;
  const isHere = hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
  return protocol === 'https:' || (protocol === 'http:' && isHere) ? host : null;
}

export function isTeam(text: string): boolean {
  return teamPattern.test(text);
}

export function isToken(text: string): boolean {
  return tokenPattern.test(text);
}
