/**
 * By which key a repository is called in what leaves: the same for every developer of a team who cloned it, in whatever way, and another in another team.
 * Whoever holds the salt can try names, so that members of the team could guess: that is why keys are off unless they are wanted.
 */

/** 16 hexadecimal digits of what `keyedHash` (HMAC-SHA-256 under the team's salt, in hexadecimal) makes of where the repository comes from. */
export function repositoryKey(source: string, keyedHash: (text: string) => string): string {
  return keyedHash(source).slice(0, 16);
}

/** Hosts that answer under another name where SSH has to go through the port of HTTPS. */
const sameHosts: ReadonlyMap<string, string> = new Map([
  ['ssh.github.com', 'github.com'],
  ['altssh.gitlab.com', 'gitlab.com'],
  ['altssh.bitbucket.org', 'bitbucket.org'],
  ['ssh.dev.azure.com', 'dev.azure.com'],
]);

/**
 * The address of a remote without what differs between two clones of it: how it is reached, user, password, port, `.git`, and capital letters. Of
 * `https://ada@GitHub.com/loom/Weave.git/` and `git@github.com:loom/weave` alike `github.com/loom/weave`. A path on disk stays one.
 */
export function normalOrigin(address: string): string {
  const { host, path } = partsOf(address.trim().replaceAll('\\', '/'));
  const name = host
    .toLowerCase()
    .replace(/^[^@]*@/, '')
    .replace(/:\d*$/, '');
  const plain = decoded(path)
    .toLowerCase()
    .replace(/\/{2,}/g, '/')
    .replace(/\/+$/, '')
    .replace(/\.git$/, '')
    .replace(/\/+$/, '');
  if (name === '') return plain;
  return `${sameHosts.get(name) ?? name}/${withoutPrefix(plain.replace(/^\//, ''))}`;
}

function partsOf(address: string): { readonly host: string; readonly path: string } {
  const web = /^[a-z][a-z0-9+.-]*:\/\/([^/]*)(.*)$/i.exec(address);
  if (web !== null) return { host: address.startsWith('file:') ? '' : (web[1] ?? ''), path: web[2] ?? '' };
  // As git has it: a colon before any slash is a host's, but for the letter of a drive.
  const short = /^([^/:]+@)?(\[[^\]]+\]|[^/:]{2,}):(.*)$/.exec(address);
  return short === null ? { host: '', path: address } : { host: short[2] ?? '', path: short[3] ?? '' };
}

/** What is in the addresses for one protocol alone: Bitbucket's `scm`, Azure's `v3` and `_git`. */
function withoutPrefix(path: string): string {
  return path.replace(/^(?:scm|v3)\//, '').replace(/\/_git\//, '/');
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
