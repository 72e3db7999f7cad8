/**
 * What the README, the Dockerfile and compose.yaml say, for a machine without a container engine. Each reader knows exactly the lines that its file has;
 * any other is an error, so that a change of the file is a change of the test.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';

export const repository = path.resolve(import.meta.dirname, '../../..');

type Environment = Readonly<Record<string, string>>;

/** The lines of the README's code block below a heading. */
export function commandsBelow(heading: string): readonly string[] {
  const readme = readFileSync(path.join(repository, 'README.md'), 'utf8');
  const section = readme.split('\n## ').find((text) => text.startsWith(`${heading}\n`));
  const [, block] = /```sh\n(.*?)```/s.exec(section ?? '') ?? [];
  if (block === undefined) throw new Error(`The README has no commands below ${JSON.stringify(heading)}.`);
  return block.trim().split('\n');
}

export interface Image {
  /** Files of the repository, those of `dist` among them, that lie beside each other in it. */
  readonly files: readonly string[];
  readonly environment: Environment;
  /** What runs in it, `payoff-collector serve`. */
  readonly command: readonly string[];
  /** Exits with 0 once it is healthy. */
  readonly healthCheck: readonly string[];
}

/** What the last stage of the Dockerfile makes. */
export function readImage(): Image {
  const stages = readFileSync(path.join(repository, 'deploy/Dockerfile'), 'utf8')
    .replace(/\\\n\s*/g, '')
    .split(/^FROM /m);
  const files: string[] = [];
  const environment: Record<string, string> = {};
  let command: string[] = [];
  let healthCheck: string[] = [];
  for (const line of (stages.at(-1) ?? '').trim().split('\n').slice(1)) {
    const [, word = '', rest = ''] = /^([A-Z]+) (.*)$/.exec(line) ?? [];
    if (word === 'COPY') files.push(...copied(rest));
    else if (word === 'ENV') for (const pair of rest.trim().split(/\s+/)) addTo(environment, pair);
    else if (word === 'CMD') command = JSON.parse(rest) as string[];
    else if (word === 'HEALTHCHECK') healthCheck = JSON.parse(rest.slice(rest.indexOf('['))) as string[];
    else if (!['WORKDIR', 'RUN', 'USER', 'EXPOSE', 'VOLUME'].includes(word))
      throw new Error(`The Dockerfile says what nobody knows: ${line}`);
  }
  if (files.length === 0 || command.length === 0 || healthCheck.length === 0) throw new Error('The Dockerfile makes nothing that runs.');
  return { files, environment, command, healthCheck };
}

function copied(words: string): readonly string[] {
  const [from, ...paths] = words.trim().split(/\s+/);
  const sources = paths.slice(0, -1);
  if (from !== '--from=build' || paths.at(-1) !== './') throw new Error(`COPY ${words} is not understood.`);
  return sources.map((source) => {
    const [, file] = /^\/source\/([\w./-]+)$/.exec(source) ?? [];
    if (file === undefined) throw new Error(`${source} is not in the stage of the build.`);
    return file;
  });
}

function addTo(environment: Record<string, string>, pair: string): void {
  const [, name, value] = /^([A-Z_]+)=(\S*)$/.exec(pair) ?? [];
  if (name === undefined || value === undefined) throw new Error(`${pair} sets nothing.`);
  environment[name] = value;
}

/** A service's variables in compose.yaml, with those of the shell in place of `${NAME:-default}`. */
export function serviceEnvironment(service: string, shell: Environment): Environment {
  const compose = readFileSync(path.join(repository, 'deploy/compose.yaml'), 'utf8');
  const own = new RegExp(`^  ${service}:\n((?:    .*\n|\n)+)`, 'm').exec(compose)?.[1] ?? '';
  const block = /^ {4}environment:\n((?: {6}.*\n)+)/m.exec(own)?.[1];
  if (block === undefined) throw new Error(`compose.yaml has no environment of ${service}.`);
  const environment: Record<string, string> = {};
  for (const line of block.trimEnd().split('\n')) {
    if (/^ *#/.test(line)) continue;
    const [, name, quoted, plain] = /^ {6}([A-Z_]+): (?:'([^']*)'|(\S.*))$/.exec(line) ?? [];
    if (name === undefined) throw new Error(`compose.yaml says what nobody knows: ${line}`);
    environment[name] = (quoted ?? plain ?? '').replace(/\$\{([A-Z_]+):-([^}]*)\}/g, (_, variable: string, otherwise: string) => {
      const value = shell[variable] ?? '';
      return value === '' ? otherwise : value;
    });
  }
  return environment;
}
