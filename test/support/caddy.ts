/** The real Caddy, with the configuration that is deployed. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { runCommand } from './runCommand.ts';

const usualPlaces = ['/usr/bin/caddy', '/usr/local/bin/caddy', '/opt/homebrew/bin/caddy'];

/** Path of a Caddy: PAYOFF_CADDY if set, else in the usual places, else undefined. */
export function findCaddy(): string | undefined {
  return [process.env.PAYOFF_CADDY ?? '', ...usualPlaces].find((place) => existsSync(place));
}

/** As `findCaddy`, but installs Debian's package when there is none and this process may. */
export async function installCaddy(): Promise<string | undefined> {
  const found = findCaddy();
  if (found !== undefined) return found;
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return undefined;
  process.stderr.write("Installing Debian's caddy, which the test of the deployment needs (about 40 MB).\n");
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await runCommand('apt-get', ['update', '-qq'], { env, limitMs: 5 * 60_000 });
  await runCommand('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'caddy'], { env, limitMs: 5 * 60_000 });
  return findCaddy();
}

export interface Caddy {
  /** The certificate (PEM) of the authority that it made for itself. */
  readonly rootCertificate: string;
  close(): Promise<void>;
}

/** Starts it with a Caddyfile and the variables that this asks for; everything of its own is in a temporary folder. Resolves once it made its certificate. */
export async function startCaddy(binary: string, caddyfile: string, environment: Readonly<Record<string, string>>): Promise<Caddy> {
  const folder = mkdtempSync(path.join(tmpdir(), 'payoff-caddy-'));
  const places = { HOME: folder, XDG_DATA_HOME: path.join(folder, 'data'), XDG_CONFIG_HOME: path.join(folder, 'config') };
  const child = spawn(binary, ['run', '--adapter', 'caddyfile', '--config', caddyfile], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { PATH: process.env.PATH, ...places, ...environment },
  });
  const ended = once(child, 'exit');
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const close = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  const rootCertificate = path.join(places.XDG_DATA_HOME, 'caddy/pki/authorities/local/root.crt');
  for (let tries = 0; !(existsSync(rootCertificate) && said.includes('serving initial configuration')); tries += 1) {
    if (child.exitCode === null && tries < 600) await pause(50);
    else {
      await close();
      throw new Error(`Caddy did not start. It said:\n${said.slice(-2000)}`);
    }
  }
  return { rootCertificate, close };
}
