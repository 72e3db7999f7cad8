import { t } from '../../src/core/l10n/message.ts';
import { modelLabel } from '../../src/core/report/modelLabel.ts';
import { capitalized, shortSha } from '../../src/core/report/words.ts';
import { h, render } from '../shared/dom.ts';
import { focusSoon } from '../shared/focus.ts';
import { icon } from '../shared/icons.ts';
import { problemSentence } from '../shared/problemSentence.ts';
import { Loader } from '../shared/resource.ts';
import { emphasized } from './overviewView.ts';
import type { Explanation, ExplanationParagraph, ExplanationReference, NotFound } from '../../src/core/report/explanation.ts';
import type { Child } from '../shared/dom.ts';
import type { Amounts, LocalExplanation, Panel } from './panel.ts';

interface Asked {
  readonly reference: string;
  readonly kind: ExplanationReference['kind'];
  readonly folder: string | null;
}

/** What led on from an explanation, and the reference that did. */
interface Step {
  readonly asked: Asked;
  readonly reference: string;
}

/** Says why a figure is what it is, beside the view it belongs to. Esc closes it, and the focus goes back to where it came from. */
export class ExplainDrawer {
  readonly #panel: Panel;
  readonly #loader: Loader<Explanation | NotFound>;
  #dialog: HTMLDialogElement | null = null;
  #asked: Asked | null = null;
  #here: LocalExplanation | null = null;
  /** What led here, to go back to. */
  #trail: Step[] = [];

  constructor(panel: Panel) {
    this.#panel = panel;
    this.#loader = new Loader(() => this.draw());
  }

  show(reference: string, kind: ExplanationReference['kind'], folder: string | null): void {
    const onward = this.#dialog?.open === true && this.#asked !== null;
    if (onward && this.#asked !== null) this.#trail.push({ asked: this.#asked, reference });
    else this.#trail = [];
    this.#ask({ reference, kind, folder });
    if (onward) this.#arrive('.drawer-title');
  }

  showHere(explanation: LocalExplanation): void {
    this.#loader.forget();
    this.#asked = null;
    this.#trail = [];
    this.#here = explanation;
    this.#open();
  }

  close(): void {
    this.#dialog?.close();
  }

  draw(): void {
    if (this.#dialog?.open === true) render(this.#dialog, this.#content());
  }

  #ask(asked: Asked): void {
    this.#asked = asked;
    this.#here = null;
    void this.#loader.load((signal) => this.#panel.host.call('explain', { ...asked }, signal), true);
    this.#open();
  }

  #open(): void {
    if (this.#dialog === null) {
      const dialog = document.createElement('dialog');
      dialog.className = 'drawer';
      dialog.setAttribute('aria-label', t('Explanation'));
      dialog.addEventListener('click', (event) => {
        if (event.target === dialog) dialog.close(); // beside it
      });
      document.body.append(dialog);
      this.#dialog = dialog;
    }
    if (!this.#dialog.open) this.#dialog.showModal();
    this.draw();
  }

  #content(): Child {
    const { value, problem } = this.#loader.state;
    const back = this.#trail.at(-1);
    return h(
      'div',
      { class: 'drawer-inside' },
      h(
        'header',
        { class: 'drawer-head' },
        back === undefined
          ? null
          : h(
              'button',
              {
                type: 'button',
                class: 'icon-button',
                key: 'back',
                'aria-label': t('Back'),
                title: t('Back'),
                onclick: () => {
                  this.#trail.pop();
                  this.#ask(back.asked);
                  this.#arrive(`[data-reference="${CSS.escape(back.reference)}"]`);
                },
              },
              icon('back'),
            ),
        h('h2', { tabindex: '-1' }, t('Why this number')),
        h(
          'button',
          {
            type: 'button',
            class: 'icon-button',
            key: 'close',
            'aria-label': t('Close'),
            title: t('Close (Esc)'),
            onclick: () => this.#dialog?.close(),
          },
          icon('close'),
        ),
      ),
      this.#here !== null ? this.#local(this.#here) : this.#remote(value, problem),
    );
  }

  #local({ title, money, paragraphs, amounts = this.#panel.amounts }: LocalExplanation): Child {
    return h(
      'div',
      { class: 'drawer-body', key: 'here' },
      h('h3', { class: 'drawer-title', tabindex: '-1' }, title),
      money === null ? null : h('p', { class: 'drawer-amount' }, amounts.text(money)),
      h(
        'ol',
        { class: 'reasons' },
        ...paragraphs.map((each) =>
          h(
            'li',
            {},
            h('p', {}, ...emphasized(typeof each.text === 'string' ? each.text : each.text(amounts))),
            each.money === null ? null : h('span', { class: 'reason-amount' }, amounts.text(each.money)),
          ),
        ),
      ),
    );
  }

  #remote(value: Explanation | NotFound | null, problem: string | null): Child {
    if (problem !== null)
      return h(
        'div',
        { class: 'drawer-body', key: 'problem' },
        h('p', { role: 'alert' }, problemSentence(t('The explanation'), problem)),
        this.#again(),
      );
    if (value === null)
      return h(
        'div',
        { class: 'drawer-body', key: 'loading', 'aria-busy': 'true' },
        ...['s-sentence short', 's-line', 's-line', 's-line short'].map((each) => h('div', { class: `skeleton ${each}` })),
      );
    if ('notFound' in value) return h('p', { class: 'drawer-body', key: 'not-found' }, value.notFound);
    const { amounts } = this.#panel;
    return h(
      'div',
      { class: 'drawer-body', key: `${value.subject} ${value.id}` },
      h('h3', { class: 'drawer-title', tabindex: '-1' }, value.title),
      value.money === null
        ? h('p', { class: 'quiet' }, t('Cost not recorded.'))
        : h('p', { class: 'drawer-amount' }, amounts.text(value.money)),
      value.money === null || value.summary === '' ? null : h('p', { class: 'quiet' }, summaryIn(amounts, value.summary)),
      h(
        'ol',
        { class: 'reasons' },
        ...value.paragraphs.map(({ text, mix, money, evidence }) =>
          h(
            'li',
            {},
            h('p', {}, ...emphasized(amounts.said(capitalized(text)))),
            money === null ? null : h('span', { class: 'reason-amount' }, amounts.text(money)),
            mix === null ? null : h('p', { class: 'quiet reason-mix' }, mixIn(amounts, mix)),
            evidence === null ? null : this.#reference(evidence, value),
          ),
        ),
      ),
      value.subject !== 'file'
        ? null
        : h(
            'p',
            {},
            h(
              'button',
              { type: 'button', class: 'link', onclick: () => this.#panel.openFile(value.repository, value.id) },
              t('Show its lines that are still there'),
            ),
          ),
      h(
        'p',
        {},
        h(
          'button',
          {
            type: 'button',
            class: 'link',
            onclick: () => void this.#openDocument(value),
          },
          t('Open as a document'),
        ),
      ),
    );
  }

  #reference({ kind, id }: ExplanationReference, from: Explanation): Child {
    if (kind === from.subject && id === from.id) return null;
    const names = {
      commit: t('Commit {0}', shortSha(id)),
      session: t('Session {0}', id.slice(0, 8)),
      pullRequest: t('Pull request'),
      file: id,
    };
    return h(
      'button',
      { type: 'button', class: 'link', 'data-reference': id, onclick: () => this.show(id, kind, from.repository || null) },
      names[kind],
    );
  }

  /** The element that was followed is gone: to the heading at once, and on to what it led to. */
  #arrive(selector: string): void {
    this.#dialog?.querySelector<HTMLElement>('h2')?.focus();
    focusSoon(`.drawer ${selector}`);
  }

  async #openDocument({ id, subject }: Explanation): Promise<void> {
    const answer = await this.#panel.host.call('openExplanation', { reference: id, kind: subject });
    if (!answer.ok) this.#panel.fail(t('Opening the explanation'), answer.error.sentence);
  }

  #again(): Child {
    const asked = this.#asked;
    return asked === null ? null : h('button', { type: 'button', class: 'link', onclick: () => this.#ask(asked) }, t('Try again'));
  }
}

/** It goes on after the amount; shares are of no price. */
function summaryIn({ unit }: Amounts, summary: string): string {
  return capitalized(unit === 'plan' ? summary.replace(/^at list price[:,]? ?/, '') : summary);
}

/** `9 requests since the edit before: Opus 5.5 $2.18, Haiku 5.5 $0.13`. */
function mixIn(amounts: Amounts, { requests, models }: NonNullable<ExplanationParagraph['mix']>): string {
  return `${requests}: ${models.map(({ model, money }) => `${modelLabel(model)} ${amounts.text(money)}`).join(', ')}`;
}
