import { ShellReader } from './reader.ts';
import type { Input, Shared } from './reader.ts';
import { printedBy } from './plainOutput.ts';
import type { OutputFile, SimpleCommand } from './plainOutput.ts';
import { knownText } from './word.ts';
import type { Text, Word } from './word.ts';

/**
 * A small reader of POSIX and bash command lines that knows which simple commands run, in which order, with which words, and where a change of
 * folder ends. It is lenient: `if`, `for` and their like are passed over and both branches taken, what cannot be read is skipped. It never throws,
 * and it reads every character a fixed number of times.
 */
export type Node = SimpleCommand | Scope;

/** Commands whose change of folder ends with them: `( … )`, `$( … )`, a piece of a pipeline, a job in the background. */
export interface Scope {
  readonly kind: 'scope';
  readonly nodes: readonly Node[];
  /** Set anew once what stands behind it is known. */
  decisive: boolean;
  /** Whether its output becomes part of a word or a file instead of being printed. */
  readonly captured: boolean;
}

/** What is behind this many characters is not read. */
const maximumLength = 16 * 1024 * 1024;
/** Nor what follows this many commands. */
const mostCommands = 20_000;
/** Longest value of a variable that is remembered, and how many are. */
const longestValue = 4096;
const mostVariables = 64;

type Operator = '' | '&&' | '||' | ';' | '&' | '|';
type Closer = '' | ')' | '}' | ';;';

/** One piece between two operators, with the operator behind it. */
interface Entry {
  readonly nodes: Node[];
  readonly negated: boolean;
  after: Operator;
  /** Told at the end of the list. */
  decisive: boolean;
}

/** Keywords after which a command can follow directly. */
const passedKeywords = new Set(['if', 'then', 'elif', 'else', 'fi', 'while', 'until', 'do', 'done', 'coproc']);
const otherKeywords = new Set(['!', 'time', '{', '}', 'for', 'select', 'case', 'esac', 'function', '[[']);
const assignment = /^([A-Za-z_][A-Za-z0-9_]*)(\[[^\]]*\])?\+?=/;

/** The commands of a command line, in order. */
export function parseShell(source: string): readonly Node[] {
  const parser = new Parser();
  return parser.parse(source);
}

class Parser {
  private readonly shared: Shared;
  /** Substitutions met while reading words: they run before the command that holds them. */
  private met: Node[] = [];
  /** How many parentheses are open: a `)` without one is skipped. */
  private open = 0;
  private commands = 0;
  private stopsOnError = false;
  private failsInPipes = false;

  constructor() {
    this.shared = { depth: 0, variables: new Map(), expansion: 0, substitute: (reader) => this.substitute(reader) };
  }

  parse(source: string): readonly Node[] {
    const bounded = source.slice(0, maximumLength);
    this.shared.expansion = 2 * bounded.length + longestValue;
    return this.readList(new ShellReader(bounded, this.shared), '');
  }

  /** Reads the commands of `$( … )` up to its end and returns what they print where that is plain to see. */
  private substitute(reader: ShellReader): Text | null {
    const outer = this.met;
    this.met = [];
    this.open += 1;
    const nodes = this.readList(reader, ')');
    this.open -= 1;
    this.met = outer;
    if (nodes.length > 0) outer.push({ kind: 'scope', nodes, decisive: false, captured: true });
    const only = onlyPrinting(nodes);
    return only === null ? null : printedBy(only);
  }

  private readList(reader: ShellReader, closer: Closer): Node[] {
    const entries: Entry[] = [];
    let compound = false;
    let negated = false;
    const operator = (after: Operator, length: number): void => {
      const last = entries[entries.length - 1];
      if (last?.after === '') last.after = after;
      reader.position += length;
      negated = false;
    };
    /** Adds what was met while it was read, and itself. */
    const add = (node: Node | null): void => {
      const nodes = this.met;
      if (node === null && nodes.length === 0) return;
      if (node !== null) nodes.push(node);
      this.met = [];
      entries.push({ nodes, negated, after: '', decisive: true });
    };
    const addAll = (nodes: readonly Node[]): void => {
      for (const node of nodes) this.met.push(node);
      add(null);
    };
    while (!reader.ended) {
      reader.skipBlanks();
      const character = reader.peek();
      if (character === '') break;
      if (character === '\n') {
        operator(';', 0);
        reader.passNewline();
      } else if (character === '#') reader.skipComment();
      else if (reader.startsWith('&&')) operator('&&', 2);
      else if (reader.startsWith('||')) operator('||', 2);
      else if (character === '|') operator('|', reader.peek(1) === '&' ? 2 : 1);
      else if (character === '&' && reader.peek(1) !== '>') operator('&', 1);
      else if (character === ';') {
        if (closer === ';;' && (reader.peek(1) === ';' || reader.peek(1) === '&')) break;
        operator(';', 1);
      } else if (character === ')') {
        if (closer === ')') reader.position += 1;
        if (this.open > 0) break;
        reader.position += 1;
      } else if (character === '(') {
        if (reader.peek(1) === '(' && reader.skipArithmetic()) continue;
        reader.position += 1;
        this.open += 1;
        const nodes = reader.nested([], () => this.readList(reader, ')'));
        this.open -= 1;
        add({ kind: 'scope', nodes, decisive: true, captured: false });
      } else {
        const read = this.readSimple(reader, entries[entries.length - 1]);
        if (typeof read !== 'string') add(read);
        else if (read === '}' && closer === '}') break;
        else if (read === 'esac' && closer === ';;') {
          // The last branch of a `case` needs no `;;`: who reads the `case` sees its end again.
          reader.position -= read.length;
          break;
        } else if (read === '!') negated = true;
        else if (read === '{') addAll(reader.nested([], () => this.readList(reader, '}')));
        else if (read === 'case') {
          compound = true;
          addAll(reader.nested([], () => this.readCase(reader)));
        } else if (read !== 'time' && read !== '}' && read !== 'esac') compound = true;
      }
    }
    add(null);
    return this.join(entries, compound);
  }

  /** Reads one simple command; a keyword instead where there is one, null where only assignments or redirections are. */
  private readSimple(reader: ShellReader, previous: Entry | undefined): SimpleCommand | string | null {
    const words: Word[] = [];
    const assignments: Word[] = [];
    const input: Input = { text: null };
    let output: OutputFile | null = null;
    let descriptor = '';
    for (;;) {
      reader.skipBlanks();
      const character = reader.peek();
      if (character === '' || character === '\n' || character === ';' || character === '|' || character === ')') break;
      if (character === '&' && reader.peek(1) !== '>') break;
      if (character === '#') reader.skipComment();
      else if (character === '(') {
        if (words.length === 1 && /^\(\s*\)/.test(reader.source.slice(reader.position, reader.position + 8))) {
          // The head of a function: its body follows as the next command.
          reader.position = reader.source.indexOf(')', reader.position) + 1;
          return 'function';
        }
        this.skipParenthesized(reader);
      } else if ((character === '<' || character === '>') && reader.peek(1) === '(') this.readProcess(reader);
      else if (character === '<' || character === '>' || character === '&') {
        const file = this.readRedirection(reader, input);
        if (file !== null && (descriptor === '' || descriptor === '1')) output = file;
        descriptor = '';
      } else {
        const word = reader.readWord();
        const next = reader.peek();
        if (words.length === 0 && assignments.length === 0 && isKeyword(word)) return this.passKeyword(reader, word.text);
        if ((next === '<' || next === '>') && /^(\d+|\{\w+\})$/.test(word.source)) {
          descriptor = word.source;
          continue;
        }
        if (words.length === 0 && assignment.test(word.source)) {
          assignments.push(word);
          if (next === '(') this.skipParenthesized(reader);
        } else words.push(word);
      }
    }
    if (words.length === 0) {
      for (const word of assignments) this.assign(word);
      return null;
    }
    this.noteEffects(words);
    this.commands += 1;
    if (this.commands > mostCommands) reader.position = reader.source.length;
    const source = previous?.after === '|' ? onlyPrinting(previous.nodes) : null;
    const alternative = previous?.after === '||';
    return { kind: 'command', words, input, output, source, alternative, decisive: true };
  }

  /** Reads on behind a keyword to where a command can stand again. */
  private passKeyword(reader: ShellReader, keyword: string): string {
    if (keyword === 'for' || keyword === 'select' || keyword === 'function') {
      reader.skipBlanks();
      const name = reader.startsWith('((') ? null : reader.readWord();
      if (name !== null) this.shared.variables.delete(name.text);
      if (keyword === 'function') {
        reader.skipBlanks();
        if (reader.peek() === '(') this.skipParenthesized(reader);
      } else this.skipWords(reader);
    } else if (keyword === '[[') {
      this.skipTest(reader);
    }
    return keyword;
  }

  private skipWords(reader: ShellReader): void {
    for (;;) {
      reader.skipBlanks();
      const character = reader.peek();
      if (reader.startsWith('((') && reader.skipArithmetic()) continue;
      if (character === '(') this.skipParenthesized(reader);
      else if (character === '<' || character === '>') reader.position += 1;
      else if (character === '' || '\n;&|)'.includes(character)) return;
      else reader.readWord();
    }
  }

  /** Passes `[[ … ]]`, in which operators of the shell mean comparison. */
  private skipTest(reader: ShellReader): void {
    for (;;) {
      reader.skipBlanks();
      const character = reader.peek();
      if (character === '' || character === '\n') return;
      if ('<>&|();'.includes(character)) reader.position += 1;
      else if (reader.readWord().source === ']]') return;
    }
  }

  /** Passes an array's values or a pattern in parentheses: words, not commands. */
  private skipParenthesized(reader: ShellReader): void {
    let open = 0;
    do {
      reader.skipBlanks();
      const character = reader.peek();
      if (character === '(') open += 1;
      else if (character === ')') open -= 1;
      if (character === '\n') reader.passNewline();
      else if (character === '#') reader.skipComment();
      else if (character !== '' && '();&|<>'.includes(character)) reader.position += 1;
      else if (character !== '') reader.readWord();
    } while (open > 0 && !reader.ended);
  }

  /** Reads `<(…)` and `>(…)`. */
  private readProcess(reader: ShellReader): void {
    reader.position += 2;
    reader.nested(null, () => this.substitute(reader));
  }

  /** Returns the file that is written to, null where none is. */
  private readRedirection(reader: ShellReader, input: Input): OutputFile | null {
    const [operator = ''] =
      /^(<<<|<<-|<<|<>|<&|<|&>>|&>|>>|>&|>\||>)?/.exec(reader.source.slice(reader.position, reader.position + 3)) ?? [];
    reader.position += Math.max(1, operator.length);
    reader.skipBlanks();
    const next = reader.peek();
    if ((next === '<' || next === '>') && reader.peek(1) === '(') {
      this.readProcess(reader);
      return null;
    }
    if (next === '' || '\n;|&()<>'.includes(next)) return null;
    if (operator === '<<' || operator === '<<-') {
      reader.announceHeredoc(input, readDelimiter(reader), operator === '<<-');
      return null;
    }
    const target = reader.readWord();
    if (operator === '<<<') input.text = { text: `${target.text}\n`, unknownAt: target.unknownAt };
    else if (operator === '<') input.text = { text: '', unknownAt: 0 };
    return /^(?:&?>>?|>\|)$/.test(operator) ? { name: target, appends: operator.endsWith('>>') } : null;
  }

  private readCase(reader: ShellReader): Node[] {
    const nodes: Node[] = [];
    this.open += 1;
    reader.skipBlanks();
    reader.readWord();
    for (;;) {
      this.skipToPattern(reader);
      if (reader.ended) break;
      if (reader.peek() === ')') {
        reader.position += 1;
        nodes.push(...this.readList(reader, ';;'));
        while (reader.peek() === ';' || reader.peek() === '&') reader.position += 1;
        // A `)` where `;;` should be closes something further out.
        if (reader.peek() === ')') break;
        continue;
      }
      const word = reader.readWord();
      if (word.source === 'esac') break;
    }
    this.open -= 1;
    return nodes;
  }

  private skipToPattern(reader: ShellReader): void {
    for (;;) {
      reader.skipBlanks();
      const character = reader.peek();
      if (character === '\n') reader.passNewline();
      else if (character === '#') reader.skipComment();
      else if (character !== '' && '(|;&<>'.includes(character)) reader.position += 1;
      else return;
    }
  }

  private assign(word: Word): void {
    const found = assignment.exec(word.text);
    const name = found?.[1];
    if (found === null || name === undefined) return;
    const { variables } = this.shared;
    const start = found[0].length;
    const plain = found[0] === `${name}=`;
    if (!plain || word.unknownAt >= 0 || word.text.length - start > longestValue || variables.size >= mostVariables) variables.delete(name);
    else variables.set(name, { text: word.text.slice(start), unknownAt: -1 });
  }

  /** Keeps track of what changes how later commands are read: exported and read variables, `set -e`, `set -o pipefail`. */
  private noteEffects(words: readonly Word[]): void {
    const name = words[0]?.text;
    if (name === 'export' || name === 'declare' || name === 'local' || name === 'readonly' || name === 'typeset') {
      for (const word of words) this.assign(word);
    } else if (name === 'read' || name === 'unset') {
      for (const word of words) this.shared.variables.delete(word.text);
    } else if (name === 'set') {
      for (const word of words) {
        if (/^-[a-z]*e/.test(word.text)) this.stopsOnError = true;
        if (word.text === 'pipefail') this.failsInPipes = true;
      }
    }
  }

  /** Puts the pieces of a list together: pieces of a pipeline and jobs in the background get a scope of their own. */
  private join(entries: readonly Entry[], compound: boolean): Node[] {
    let chain = true;
    let nextDecisive = true;
    for (let index = entries.length - 1; index >= 0; index -= 1) {
      const entry = entries[index];
      if (entry === undefined) continue;
      const { after } = entry;
      const isLast = index === entries.length - 1;
      if (after === '||' || after === '&' || (after === ';' && !isLast)) chain = false;
      const decides: boolean = after === '|' ? this.failsInPipes && nextDecisive : chain || (after === ';' && this.stopsOnError);
      nextDecisive = decides && !compound && !entry.negated;
      entry.decisive = nextDecisive;
    }
    const joined: Node[] = [];
    let piped = false;
    for (const { nodes, after, decisive } of entries) {
      if (!decisive) for (const node of nodes) node.decisive = false;
      if (piped || after === '|' || after === '&') joined.push({ kind: 'scope', nodes, decisive, captured: false });
      else for (const node of nodes) joined.push(node);
      piped = after === '|';
    }
    return joined;
  }
}

/** The command whose output is all that the nodes print; null when there are several, or none. */
function onlyPrinting(nodes: readonly Node[]): SimpleCommand | null {
  let only: SimpleCommand | null = null;
  for (const node of nodes) {
    if (node.kind === 'scope' && node.captured) continue;
    if (node.kind === 'scope' || only !== null) return null;
    only = node;
  }
  return only;
}

function isKeyword(word: Word): boolean {
  return !word.quoted && word.source === word.text && (passedKeywords.has(word.text) || otherKeywords.has(word.text));
}

/** A heredoc's end is taken as written: only its quotes go. */
function readDelimiter(reader: ShellReader): Word {
  const word = reader.readWord();
  return word.quoted || knownText(word) !== null ? word : { ...word, text: word.source };
}
