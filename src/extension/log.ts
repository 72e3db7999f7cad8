/** The extension's log: counts, milliseconds and reasons; paths and ids only where the user asks for the debug level. */
import type { Disposable, LogOutputChannel } from 'vscode';
import { withoutNames } from './withoutNames.ts';

export interface Log {
  debug(sentence: string): void;
  info(sentence: string): void;
  warn(sentence: string): void;
  error(sentence: string): void;
}

/**
 * A log that also remembers the errors it wrote, for the tests: no error may be in it. Once disposed it is silent: VS Code closes the
 * channel while `deactivate` still runs, and a closed channel throws.
 */
export class ChannelLog implements Log, Disposable {
  #channel: LogOutputChannel | null;
  readonly errors: string[] = [];

  constructor(channel: LogOutputChannel) {
    this.#channel = channel;
  }

  debug(sentence: string): void {
    this.#channel?.debug(sentence);
  }

  info(sentence: string): void {
    this.#write('info', sentence);
  }

  warn(sentence: string): void {
    this.#write('warn', sentence);
  }

  error(sentence: string): void {
    this.errors.push(sentence);
    this.#write('error', sentence);
  }

  show(): void {
    this.#channel?.show();
  }

  dispose(): void {
    this.#channel?.dispose();
    this.#channel = null;
  }

  /** Whoever looks for the reason on this machine finds the whole sentence at the level below. */
  #write(level: 'info' | 'warn' | 'error', sentence: string): void {
    const said = withoutNames(sentence);
    this.#channel?.[level](said);
    if (said !== sentence) this.#channel?.debug(sentence);
  }
}
