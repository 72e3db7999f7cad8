/** Finds every message of the product in its sources, by what the compiler reads there: the literals of `t(`, `plural(` and `kept(`. */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

export const root = path.resolve(import.meta.dirname, '../../..');

/** Whose messages are shown to a person outside a terminal; the command line's own words stay English. */
const folders = [
  'src/compare',
  'src/core',
  'src/engine',
  'src/extension',
  'src/git',
  'src/ingest',
  'src/ledger',
  'src/protocol',
  'webview',
];
/** The files that `t`, `plural` and `kept` come from. */
const homes = ['core/l10n/message.ts', 'core/l10n/keptText.ts'];

type Saying = 't' | 'plural' | 'kept';

export interface Extracted {
  /** Each message once, in the order of files and of lines. */
  readonly messages: readonly string[];
  /** The first file that each of them is in. */
  readonly files: ReadonlyMap<string, string>;
  /** What stands in a call that no translation could follow, each a sentence with its place. */
  readonly problems: readonly string[];
}

/** The messages of the whole product. */
export function extractAll(): Extracted {
  const files = folders.flatMap((folder) => globSync(`${folder}/**/*.ts`, { cwd: root })).map((file) => file.split(path.sep).join('/'));
  const found = files.sort().map((file) => ({ file, ...extract(file, readFileSync(path.join(root, file), 'utf8')) }));
  const firstFiles = new Map<string, string>();
  for (const { file, messages } of found) for (const message of messages) if (!firstFiles.has(message)) firstFiles.set(message, file);
  return {
    messages: [...firstFiles.keys()],
    files: firstFiles,
    problems: found.flatMap(({ problems }) => problems),
  };
}

/** The messages of one file. */
export function extract(file: string, text: string): Omit<Extracted, 'files'> {
  const messages: string[] = [];
  const problems: string[] = [];
  if (homes.some((home) => file.endsWith(home))) return { messages, problems };
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const names = importedNames(source);
  const visit = (node: ts.Node, inFunction: boolean): void => {
    const name = ts.isCallExpression(node) && ts.isIdentifier(node.expression) ? names.get(node.expression.text) : undefined;
    if (ts.isCallExpression(node) && name !== undefined) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      const say = (sentence: string): void => void problems.push(`${file}:${String(line + 1)}: ${sentence}`);
      if (!inFunction && name !== 'kept') say('It is said when the file is loaded, before the language is known: say it in a function.');
      messages.push(...literalsOf(node, name, say));
    }
    const within = inFunction || (ts.isFunctionLike(node) && !ts.isConstructorTypeNode(node)) || ts.isPropertyDeclaration(node);
    ts.forEachChild(node, (child) => visit(child, within));
  };
  visit(source, false);
  return { messages, problems };
}

/** By what the file calls them: which of the functions. */
function importedNames(source: ts.SourceFile): ReadonlyMap<string, Saying> {
  const names = new Map<string, Saying>();
  for (const statement of source.statements) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
    if (!/(^|\/)l10n\/(message|keptText)\.ts$/.test(statement.moduleSpecifier.text)) continue;
    const bindings = statement.importClause?.namedBindings;
    if (bindings === undefined || !ts.isNamedImports(bindings)) continue;
    for (const { name, propertyName } of bindings.elements) {
      const original = (propertyName ?? name).text;
      if (original === 't' || original === 'plural' || original === 'kept') names.set(name.text, original);
    }
  }
  return names;
}

/** The one literal of `t` and `kept`, the two of `plural`; what is none of them is said. */
function literalsOf(call: ts.CallExpression, name: Saying, say: (sentence: string) => void): readonly string[] {
  const [first, last] = name === 'plural' ? [1, 3] : [0, 1];
  const parts = call.arguments.slice(last);
  return call.arguments.slice(first, last).flatMap((argument) => {
    if (!ts.isStringLiteralLike(argument)) {
      say('A message is a literal, so that it is found.');
      return [];
    }
    const places = placesOf(argument.text);
    const given = parts.length;
    if (!parts.some(ts.isSpreadElement) && Math.max(-1, ...places) >= given) say(`“${argument.text}” has more places than are filled.`);
    return [argument.text];
  });
}

/** The numbers of a message's places, each once, in order: `[0, 1]` of `{1} of {0}`. */
export function placesOf(message: string): readonly number[] {
  return [...new Set([...message.matchAll(/\{(\d+)\}/g)].map(([, number]) => Number(number)))].sort((one, other) => one - other);
}
