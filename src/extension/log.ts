/** The extension's log: counts and milliseconds, no paths and no prompts unless the user asks for the debug level. */
import type { Disposable, LogOutputChannel } from 'vscode';

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
    this.#channel?.info(sentence);
  }

  warn(sentence: string): void {
    this.#channel?.warn(sentence);
  }

  error(sentence: string): void {
    this.errors.push(sentence);
    this.#channel?.error(sentence);
  }

  show(): void {
    this.#channel?.show();
  }

  dispose(): void {
    this.#channel?.dispose();
    this.#channel = null;
  }
}
