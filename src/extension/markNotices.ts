/** Tells of each mark that is passed, once and in one window, and lets it be snoozed. Knows nothing of VS Code, so that it is tested without. */
import { t } from '../core/l10n/message.ts';
import { noticeKeys, snoozeKey } from '../core/marks/judge.ts';
import type { MarkState } from '../core/marks/judge.ts';
import { noticeSentence } from '../core/marks/markWords.ts';
import { snoozeChoices } from '../core/marks/snoozes.ts';
import type { SnoozeChoice } from '../core/marks/snoozes.ts';
import type { LiveSnapshot } from '../core/report/live.ts';
import { warningMarks } from '../core/report/markLines.ts';
import type { EngineClient } from './engineClient.ts';

export interface MarkNoticesOptions {
  readonly client: Pick<EngineClient, 'ask'>;
  /** Shows a notice with buttons; resolves to the one that was pressed. */
  readonly say: (sentence: string, buttons: readonly string[]) => PromiseLike<string | undefined>;
  /** Opens what tells more of marks. */
  readonly show: () => void;
}

export class MarkNotices {
  readonly #given: MarkNoticesOptions;
  /** What this window has asked for already, by the key of its largest amount. */
  readonly #asked = new Set<string>();
  #snapshot: LiveSnapshot | null = null;

  constructor(given: MarkNoticesOptions) {
    this.#given = given;
  }

  /** Looks at a snapshot's marks; tells of those that no window has told of. */
  follow(snapshot: LiveSnapshot): void {
    this.#snapshot = snapshot;
    for (const state of warningMarks(snapshot)) void this.#tell(state, snapshot);
  }

  /** Marks that warn now, each with how long it can be snoozed. */
  snoozable(): readonly { readonly state: MarkState; readonly choices: readonly SnoozeChoice[] }[] {
    const snapshot = this.#snapshot;
    if (snapshot === null) return [];
    return warningMarks(snapshot).map((state) => ({ state, choices: snoozeChoices(state, snapshot.atMs, snapshot.timezone) }));
  }

  async snooze(state: MarkState, { untilMs }: SnoozeChoice): Promise<void> {
    await this.#given.client.ask('snoozeMark', { key: snoozeKey(state), untilMs });
  }

  async #tell(state: MarkState, { atMs, timezone }: LiveSnapshot): Promise<void> {
    const keys = noticeKeys(state);
    const key = keys.at(-1) ?? '';
    if (this.#asked.has(key)) return;
    this.#asked.add(key);
    const claimed = await this.#given.client.ask('claimNotice', { keys });
    // A reader that is gone comes back: then it is asked again.
    if (!claimed.ok) this.#asked.delete(key);
    if (!claimed.ok || !claimed.value) return;
    const choices = snoozeChoices(state, atMs, timezone);
    const show = t('Show');
    const pressed = await this.#given.say(noticeSentence(state, atMs, timezone), [...choices.map(({ title }) => title), show]);
    if (pressed === show) this.#given.show();
    const choice = choices.find(({ title }) => title === pressed);
    if (choice !== undefined) await this.snooze(state, choice);
  }
}
