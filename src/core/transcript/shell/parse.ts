/**
 * A small reader of POSIX and bash command lines that knows which simple commands run, in which order, with which words, and where a change of
 * folder ends. It is lenient: `if`, `for` and their like are passed over and both branches taken, what cannot be read is skipped. It never throws,
 * and it reads every character a fixed number of times.
 */
import { ampersand, closing, greater, hashSign, less, newline, noCharacter, opening, semicolon } from './characters.ts';
import { assignment, effects, isAssignment, isDescriptor, isKeyword } from './firstWords.ts';
import { beginsArithmetic, endsSimple, isOperator, operatorAt, passOperator, redirectionAt } from './operators.ts';
import type { Operator } from './operators.ts';
import { onlyPrinting } from './nodes.ts';
import type { Node } from './nodes.ts';
import { ShellReader } from './reader.ts';
import type { Input, Shared } from './reader.ts';
import { printedBy } from './plainOutput.ts';
import type { OutputFile, SimpleCommand } from './plainOutput.ts';
import { knownText } from './word.ts';
import type { Text, Word } from './word.ts';

/** What is behind this many characters is not read. */
const maximumLength = 16 * 1024 * 1024;
/** Nor what follows this many commands. */
const mostCommands = 20_000;
/** Longest value of a variable that is remembered, and how many are. */
const longestValue = 4096;
const mostVariables = 64;

type Closer = '' | ')' | '}' | ';;';

/** One piece between two operators, with the operator behind it. */
interface Entry {
  readonly nodes: Node[];
  readonly negated: boolean;
  after: Operator;
  /** Told at the end of the list. */
  decisive: boolean;
}

/** What has been read of a simple command. */
interface Draft {
  readonly words: Word[];
  assignments: Word[] | null;
  readonly input: Input;
  output: OutputFile | null;
  /** The number or name that the redirection belongs to that comes next. */
  descriptor: string;
}

/** The commands of a command line, in order. */
export function parseShell(source: string): readonly Node[] {
  const parser = new Parser();
  return parser.parse(source);
}

class Parser implements Shared {
  depth = 0;
  variables: Map<string, Text> | null = null;
  expansion = 0;
  /** Substitutions met while reading words: they run before the command that holds them. */
  private met: Node[] = [];
  /** How many parentheses are open: a `)` without one is skipped. */
  private open = 0;
  private commands = 0;
  private stopsOnError = false;
  private failsInPipes = false;

  parse(source: string): readonly Node[] {
    const bounded = source.length > maximumLength ? source.slice(0, maximumLength) : source;
    this.expansion = 2 * bounded.length + longestValue;
    return this.readList(new ShellReader(bounded, this), '');
  }

  /** Reads the commands of `$( … )` up to its end and returns what they print where that is plain to see. */
  substitute(reader: ShellReader): Text | null {
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
    let last: Entry | null = null;
    let compound = false;
    let negated = false;
    for (;;) {
      const code = reader.skipBlanks();
      if (code === noCharacter) break;
      if (code === closing) {
        if (closer === ')') reader.position += 1;
        if (this.open > 0) break;
        reader.position += 1;
      } else if (code === hashSign) reader.skipComment();
      else if (code === opening) {
        if (reader.code(1) === opening && reader.skipArithmetic()) continue;
        reader.position += 1;
        this.open += 1;
        const nodes = this.readInner(reader, ')');
        this.open -= 1;
        this.met.push({ kind: 'scope', nodes, decisive: true, captured: false });
        last = this.addMet(entries, last, negated);
      } else {
        const operator = operatorAt(reader, code);
        if (operator !== '') {
          if (closer === ';;' && code === semicolon && (reader.code(1) === semicolon || reader.code(1) === ampersand)) break;
          passOperator(reader, code);
          if (last?.after === '') last.after = operator;
          negated = false;
          continue;
        }
        const read = this.readSimple(reader, last);
        if (typeof read !== 'string') {
          if (read !== null) this.met.push(read);
          last = this.addMet(entries, last, negated);
        } else if (read === '}' && closer === '}') break;
        else if (read === 'esac' && closer === ';;') {
          // The last branch of a `case` needs no `;;`: who reads the `case` sees its end again.
          reader.position -= read.length;
          break;
        } else if (read === '!') negated = true;
        else if (read === '{') {
          for (const node of this.readInner(reader, '}')) this.met.push(node);
          last = this.addMet(entries, last, negated);
        } else if (read === 'case') {
          compound = true;
          for (const node of this.readCase(reader)) this.met.push(node);
          last = this.addMet(entries, last, negated);
        } else if (read !== 'time' && read !== '}' && read !== 'esac') compound = true;
      }
    }
    this.addMet(entries, last, negated);
    return this.join(entries, compound);
  }

  /** Makes an entry of the commands that were met since the last one, where there are any; returns what is the last one then. */
  private addMet(entries: Entry[], last: Entry | null, negated: boolean): Entry | null {
    const nodes = this.met;
    if (nodes.length === 0) return last;
    this.met = [];
    const entry: Entry = { nodes, negated, after: '', decisive: true };
    entries.push(entry);
    return entry;
  }

  private readInner(reader: ShellReader, closer: Closer): Node[] {
    if (!reader.enter()) return [];
    const nodes = this.readList(reader, closer);
    reader.leave();
    return nodes;
  }

  /** Reads one simple command; a keyword instead where there is one, null where only assignments or redirections are. */
  private readSimple(reader: ShellReader, previous: Entry | null): SimpleCommand | string | null {
    const draft: Draft = { words: [], assignments: null, input: { text: null }, output: null, descriptor: '' };
    for (;;) {
      const code = reader.skipBlanks();
      const isArgument = code !== noCharacter && code !== newline && code !== hashSign && !isOperator(code);
      if (!isArgument && endsSimple(reader, code)) break;
      const keyword = isArgument ? this.readArgument(reader, draft) : this.readBetween(reader, code, draft);
      if (keyword !== '') return keyword;
    }
    const { words, input, output } = draft;
    if (words.length === 0) {
      if (draft.assignments !== null) for (const word of draft.assignments) this.assign(word);
      return null;
    }
    this.noteEffects(words);
    this.commands += 1;
    if (this.commands > mostCommands) reader.position = reader.source.length;
    const source = previous?.after === '|' ? onlyPrinting(previous.nodes) : null;
    const alternative = previous?.after === '||';
    return { kind: 'command', words, input, output, source, alternative, decisive: true };
  }

  /** Reads a word of a command; returns the keyword that it is, else `''`. */
  private readArgument(reader: ShellReader, draft: Draft): string {
    const word = reader.readWord();
    const next = reader.code();
    if (draft.words.length === 0 && draft.assignments === null && isKeyword(word)) return this.passKeyword(reader, word.text);
    if ((next === less || next === greater) && isDescriptor(word)) draft.descriptor = word.source;
    else if (draft.words.length === 0 && isAssignment(word)) {
      draft.assignments ??= [];
      draft.assignments.push(word);
      if (next === opening) this.skipParenthesized(reader);
    } else draft.words.push(word);
    return '';
  }

  /** Reads what stands between the words of a command; returns `function` where it is the head of one, else `''`. */
  private readBetween(reader: ShellReader, code: number, draft: Draft): string {
    if (code === hashSign) reader.skipComment();
    else if (code === opening) {
      if (draft.words.length === 1 && /^\(\s*\)/.test(reader.source.slice(reader.position, reader.position + 8))) {
        // The head of a function: its body follows as the next command.
        reader.position = reader.source.indexOf(')', reader.position) + 1;
        return 'function';
      }
      this.skipParenthesized(reader);
    } else if (code !== ampersand && reader.code(1) === opening) this.readProcess(reader);
    else {
      const file = this.readRedirection(reader, draft.input);
      if (file !== null && (draft.descriptor === '' || draft.descriptor === '1')) draft.output = file;
      draft.descriptor = '';
    }
    return '';
  }

  /** Reads on behind a keyword to where a command can stand again. */
  private passKeyword(reader: ShellReader, keyword: string): string {
    if (keyword === 'for' || keyword === 'select' || keyword === 'function') {
      reader.skipBlanks();
      const name = beginsArithmetic(reader) ? null : reader.readWord();
      if (name !== null) this.variables?.delete(name.text);
      if (keyword === 'function') {
        if (reader.skipBlanks() === opening) this.skipParenthesized(reader);
      } else this.skipWords(reader);
    } else if (keyword === '[[') {
      this.skipTest(reader);
    }
    return keyword;
  }

  private skipWords(reader: ShellReader): void {
    for (;;) {
      const code = reader.skipBlanks();
      if (beginsArithmetic(reader) && reader.skipArithmetic()) continue;
      if (code === opening) this.skipParenthesized(reader);
      else if (code === less || code === greater) reader.position += 1;
      else if (code === noCharacter || code === newline || isOperator(code)) return;
      else reader.readWord();
    }
  }

  /** Passes `[[ … ]]`, in which operators of the shell mean comparison. */
  private skipTest(reader: ShellReader): void {
    for (;;) {
      const code = reader.skipBlanks();
      if (code === noCharacter || code === newline) return;
      if (isOperator(code)) reader.position += 1;
      else if (reader.readWord().source === ']]') return;
    }
  }

  /** Passes an array's values or a pattern in parentheses: words, not commands. */
  private skipParenthesized(reader: ShellReader): void {
    let open = 0;
    do {
      const code = reader.skipBlanks();
      if (code === opening) open += 1;
      else if (code === closing) open -= 1;
      if (code === newline) reader.passNewline();
      else if (code === hashSign) reader.skipComment();
      else if (isOperator(code)) reader.position += 1;
      else if (code !== noCharacter) reader.readWord();
    } while (open > 0 && !reader.ended);
  }

  /** Reads `<(…)` and `>(…)`. */
  private readProcess(reader: ShellReader): void {
    reader.position += 2;
    if (!reader.enter()) return;
    this.substitute(reader);
    reader.leave();
  }

  /** Returns the file that is written to, null where none is. */
  private readRedirection(reader: ShellReader, input: Input): OutputFile | null {
    const operator = redirectionAt(reader);
    reader.position += operator.length;
    const next = reader.skipBlanks();
    if ((next === less || next === greater) && reader.code(1) === opening) {
      this.readProcess(reader);
      return null;
    }
    if (next === noCharacter || next === newline || isOperator(next)) return null;
    if (operator === '<<' || operator === '<<-') {
      reader.announceHeredoc(input, readDelimiter(reader), operator === '<<-');
      return null;
    }
    const target = reader.readWord();
    if (operator === '<<<') input.text = { text: `${target.text}\n`, unknownAt: target.unknownAt };
    else if (operator === '<') input.text = { text: '', unknownAt: 0 };
    if (operator === '>' || operator === '&>' || operator === '>|') return { name: target, appends: false };
    return operator === '>>' || operator === '&>>' ? { name: target, appends: true } : null;
  }

  private readCase(reader: ShellReader): Node[] {
    const nodes: Node[] = [];
    if (!reader.enter()) return nodes;
    this.open += 1;
    reader.skipBlanks();
    reader.readWord();
    for (;;) {
      this.skipToPattern(reader);
      if (reader.ended) break;
      if (reader.code() === closing) {
        reader.position += 1;
        nodes.push(...this.readList(reader, ';;'));
        while (reader.code() === semicolon || reader.code() === ampersand) reader.position += 1;
        // A `)` where `;;` should be closes something further out.
        if (reader.code() === closing) break;
        continue;
      }
      const word = reader.readWord();
      if (word.source === 'esac') break;
    }
    this.open -= 1;
    reader.leave();
    return nodes;
  }

  private skipToPattern(reader: ShellReader): void {
    for (;;) {
      const code = reader.skipBlanks();
      if (code === newline) reader.passNewline();
      else if (code === hashSign) reader.skipComment();
      else if (code !== closing && isOperator(code)) reader.position += 1;
      else return;
    }
  }

  private assign(word: Word): void {
    const found = assignment.exec(word.text);
    const name = found?.[1];
    if (found === null || name === undefined) return;
    this.variables ??= new Map();
    const { variables } = this;
    const start = found[0].length;
    const plain = found[0] === `${name}=`;
    if (!plain || word.unknownAt >= 0 || word.text.length - start > longestValue || variables.size >= mostVariables) variables.delete(name);
    else variables.set(name, { text: word.text.slice(start), unknownAt: -1 });
  }

  private noteEffects(words: readonly Word[]): void {
    const effect = effects.get(words[0]?.text ?? '');
    if (effect === undefined) return;
    for (const word of words) {
      if (effect === 'assigns') this.assign(word);
      else if (effect === 'forgets') this.variables?.delete(word.text);
      else if (word.text === 'pipefail') this.failsInPipes = true;
      else if (/^-[a-z]*e/.test(word.text)) this.stopsOnError = true;
    }
  }

  /** Puts the pieces of a list together: pieces of a pipeline and jobs in the background get a scope of their own. */
  private join(entries: readonly Entry[], compound: boolean): Node[] {
    const only = entries.length === 1 ? entries[0] : undefined;
    if (only?.after === '' && !compound && !only.negated) return only.nodes;
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

/** A heredoc's end is taken as written: only its quotes go. */
function readDelimiter(reader: ShellReader): Word {
  const word = reader.readWord();
  return word.quoted || knownText(word) !== null ? word : { ...word, text: word.source };
}
