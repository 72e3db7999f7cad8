import { ampersand, bar, closing, dash, greater, less, newline, noCharacter, opening, semicolon } from './characters.ts';
import type { ShellReader } from './reader.ts';

export type Operator = '' | '&&' | '||' | ';' | '&' | '|';

/** The operator that begins with the code here; `''` where none does: `&>` is a redirection. A new line is as good as a `;`. */
export function operatorAt(reader: ShellReader, code: number): Operator {
  if (code === newline || code === semicolon) return ';';
  if (code === bar) return reader.code(1) === bar ? '||' : '|';
  if (code !== ampersand) return '';
  const next = reader.code(1);
  return next === ampersand ? '&&' : next === greater ? '' : '&';
}

export function passOperator(reader: ShellReader, code: number): void {
  const next = reader.code(1);
  if (code === newline) reader.passNewline();
  else if ((code === bar && (next === bar || next === ampersand)) || (code === ampersand && next === ampersand)) reader.position += 2;
  else reader.position += 1;
}

/** Whether a simple command ends before the character. */
export function endsSimple(reader: ShellReader, code: number): boolean {
  if (code === ampersand) return reader.code(1) !== greater;
  return code === noCharacter || code === newline || code === semicolon || code === bar || code === closing;
}

/** The longest redirection here, at a `<`, a `>` or a `&>`. */
export function redirectionAt(reader: ShellReader): string {
  const first = reader.code();
  const second = reader.code(1);
  const third = reader.code(2);
  if (first === ampersand) return third === greater ? '&>>' : '&>';
  if (first === greater) return second === greater ? '>>' : second === ampersand ? '>&' : second === bar ? '>|' : '>';
  if (second === less) return third === less ? '<<<' : third === dash ? '<<-' : '<<';
  return second === greater ? '<>' : second === ampersand ? '<&' : '<';
}

/** Whether the character stands between commands, or between a command and what it reads and writes. */
export function isOperator(code: number): boolean {
  return (
    code === opening || code === closing || code === semicolon || code === ampersand || code === bar || code === less || code === greater
  );
}

export function beginsArithmetic(reader: ShellReader): boolean {
  return reader.code() === opening && reader.code(1) === opening;
}
