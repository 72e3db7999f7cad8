import { t } from '../../src/core/l10n/message.ts';
import { dateWords } from '../../src/core/report/dates.ts';
import { dayKey } from '../../src/core/report/time.ts';
import { focusSoon } from '../shared/focus.ts';
import { shortLength } from './pullRequestSection.ts';
import { dayOf, filtersFor, findAnywhere, findCommit, findPullRequest, longestList } from './shippedSearch.ts';
import { unfiltered, withName } from './state.ts';
import type { Panel } from './panel.ts';
import type { PanelState } from './state.ts';
import { shortSha } from '../../src/core/report/words.ts';

const all = { ...unfiltered, period: { kind: 'all', since: '', until: '' } } as const;

/**
 * Brings the user to one commit or pull request of Shipped. Where the filter hides it, it is widened and that is said; where it is nowhere,
 * that is said with the reason. The way back keeps the filter as it was. A later arrival takes the place of one that still searches.
 */
export class ShippedArrival {
  readonly #panel: Panel;
  readonly #settled: () => Promise<void>;
  #searching = new AbortController();

  /** `settled` ends when the commits of the panel's filter have come, or could not. */
  constructor(panel: Panel, settled: () => Promise<void>) {
    this.#panel = panel;
    this.#settled = settled;
  }

  /** The user went elsewhere. */
  cancel(): void {
    this.#searching.abort();
  }

  async at(id: string): Promise<void> {
    this.#searching.abort();
    this.#searching = new AbortController();
    const { signal } = this.#searching;
    await this.#settled();
    if (!signal.aborted) await (id.includes('/') ? this.#pullRequest(id, signal) : this.#commit(id, signal));
  }

  async #commit(sha: string, signal: AbortSignal): Promise<void> {
    const { commits, host, nowMs, timezone } = this.#panel;
    const shown = commits.rows.find((row) => row.sha.startsWith(sha));
    if (shown !== undefined) {
      this.#reveal(shown.sha);
      return;
    }
    const short = shortSha(sha);
    const found = await findAnywhere(host, this.#panel.filter.period, sha, signal);
    if (signal.aborted) return;
    if (!found.ok) this.#panel.fail(t('Looking for {0}', short), found.error.sentence);
    else if (found.value === null)
      this.#panel.announce(
        t('{0} cannot be shown: no repository that git was read in has it, or neither you nor a session made it.', short),
        true,
      );
    else {
      const { row } = found.value;
      const before = this.#panel.state;
      this.#panel.change(filtersFor(row, before, nowMs, timezone));
      let index = await this.#indexOf(row.sha, signal);
      const tooLong = index >= longestList;
      if (tooLong) {
        this.#panel.change(dayOf(row, timezone));
        index = await this.#indexOf(row.sha, signal);
      }
      await this.#settled();
      if (!isOver(signal) && index >= commits.rows.length && index < Infinity) await commits.more(index + 1);
      if (isOver(signal)) return;
      this.#reveal(row.sha);
      const day = dateWords(dayKey(row.authoredAtMs, timezone), dayKey(nowMs, timezone));
      if (tooLong) this.#panel.announce(t('Filter changed to {0} to show {1}.', day, short), true);
      else if (isWider(before, this.#panel.state)) this.#panel.announce(t('Filter widened to show {0}.', short), true);
    }
  }

  /** Rows before it under the filter now; infinite where that could not be found. */
  async #indexOf(sha: string, signal: AbortSignal): Promise<number> {
    const found = await findCommit(this.#panel.host, this.#panel.filter, sha, signal);
    return found.ok && found.value !== null ? found.value.index : Infinity;
  }

  async #pullRequest(url: string, signal: AbortSignal): Promise<void> {
    const { commits, host } = this.#panel;
    const number = url.split('/').at(-1) ?? '';
    if (!commits.pullRequests.some((row) => row.url === url)) {
      const found = await findPullRequest(host, url, signal);
      if (signal.aborted) return;
      if (!found.ok || found.value === null) {
        if (found.ok)
          this.#panel.announce(t('Pull request {0} cannot be shown: no session that is known made it or worked on it.', number), true);
        else this.#panel.fail(t('Looking for pull request {0}', number), found.error.sentence);
        return;
      }
      this.#panel.change(all);
      await this.#settled();
      if (isOver(signal)) return;
      this.#panel.announce(t('Filter widened to show pull request {0}.', number), true);
    }
    if (commits.pullRequests.findIndex((row) => row.url === url) >= shortLength)
      this.#panel.change({ unfolded: withName(this.#panel.state.unfolded, 'pullRequests', true) });
    focusSoon(`[data-id="${CSS.escape(url)}"] button`, { centre: true });
  }

  #reveal(sha: string): void {
    this.#panel.change({ unfolded: withName(this.#panel.state.unfolded, `commit ${sha}`, true) });
    focusSoon(`[data-id="${CSS.escape(sha)}"] button`, { centre: true });
  }
}

function isWider(before: PanelState, now: PanelState): boolean {
  return (['repository', 'branch', 'model', 'part'] as const).some((name) => before[name] !== now[name]) || before.period !== now.period;
}

/** Asked anew each time: it changes while something is awaited. */
function isOver(signal: AbortSignal): boolean {
  return signal.aborted;
}
