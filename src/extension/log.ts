/** The extension's log: counts and milliseconds, no paths and no prompts unless the user asks for the debug level. */
import type { LogOutputChannel } from 'vscode';

export interface Log {
  debug(sentence: string): void;
  info(sentence: string): void;
  warn(sentence: string): void;
  error(sentence: string): void;
}

/** A log that also remembers how many errors it wrote, for the tests: no error may be in it. */
export class ChannelLog implements Log {
  readonly #channel: LogOutputChannel;
  readonly errors: string[] = [];

  constructor(channel: LogOutputChannel) {
    this.#channel = channel;
  }

  debug(sentence: string): void {
    this.#channel.debug(sentence);
  }

  info(sentence: string): void {
    this.#channel.info(sentence);
  }

  warn(sentence: string): void {
    this.#channel.warn(sentence);
  }

  error(sentence: string): void {
    this.errors.push(sentence);
    this.#channel.error(sentence);
  }
}
