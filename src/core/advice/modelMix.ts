/** The plain notice of what a dear model was used for. It claims nothing about quality (`docs/advice.md`, model mix). */
import type { History } from '../attribution/history.ts';
import { display } from '../l10n/display.ts';
import { t } from '../l10n/message.ts';
import type { Rate } from '../pricing/rating.ts';
import { canonicalNames } from '../report/filterRequests.ts';
import { modelLabel } from '../report/modelLabel.ts';
import { formatDollars } from '../report/money.ts';
import { shareText } from '../report/words.ts';
import type { Advice, AdviceQuestion } from './advice.ts';
import { leastChanges } from './compareModels.ts';
import { kindsOfWork } from './kindsOfWork.ts';
import { workKindLabel } from './workKinds.ts';
import type { WorkKind } from './workKinds.ts';

/** Kinds of work that are often given to a cheaper model; whether it does them as well is not said. */
const lighterKinds = ['docs', 'configuration', 'tests', 'smallEdits'] as const satisfies readonly WorkKind[];
/** Of the period's spend the one model, and of that the lighter kinds together, and each of them that is named. */
const leastOfSpend = 0.5;
const leastLighter = 0.3;
const leastNamed = 0.1;
export const leastSessions = 5;
/** Nanodollars of the one model in the period. */
const leastSpend = 5e9;
/** Dear is a model of which a thousand tokens of answer cost as much: Opus, Fable and Mythos at the prices of today. */
const dearAnswer = { tokens: 1_000, nanodollars: 20_000_000 };

/** What one dear model was used for. */
export interface ModelMixFigures {
  readonly model: string;
  /** Of all models. */
  readonly spend: number;
  readonly ofModel: number;
  /** The lighter kinds that are named, the dearest first. */
  readonly kinds: readonly { readonly kind: WorkKind; readonly nanodollars: number }[];
  readonly sessions: number;
}

/**
 * Null where nothing is worth a word, and where a request of the period has no price: then nobody knows the shares. `compared` are kinds of work for
 * which there are changes enough to know better.
 */
export function modelMixFigures(
  history: History,
  { fromMs, toMs, nowMs }: AdviceQuestion,
  rate: Rate,
  compared: (model: string, kind: WorkKind) => boolean,
): ModelMixFigures | null {
  const kindOf = kindsOfWork(history);
  const nameOf = canonicalNames();
  const models = new Map<string, { spend: number; readonly kinds: Map<WorkKind, number>; readonly sessions: Set<string> }>();
  let spend = 0;
  for (const request of history.requests) {
    if (request.atMs < fromMs || request.atMs >= toMs) continue;
    if (request.nanodollars === null) return null;
    const name = nameOf(request.model);
    let own = models.get(name);
    if (own === undefined) models.set(name, (own = { spend: 0, kinds: new Map(), sessions: new Set() }));
    const kind = kindOf(request);
    spend += request.nanodollars;
    own.spend += request.nanodollars;
    own.kinds.set(kind, (own.kinds.get(kind) ?? 0) + request.nanodollars);
    own.sessions.add(request.sessionId);
  }
  for (const [model, own] of models) {
    const isMost = own.spend >= leastSpend && own.spend >= leastOfSpend * spend && own.sessions.size >= leastSessions;
    if (!isMost || !isDear(model, Math.min(toMs - 1, nowMs), rate)) continue;
    const kinds = lighterKinds
      .map((kind) => ({ kind, nanodollars: compared(model, kind) ? 0 : (own.kinds.get(kind) ?? 0) }))
      .filter(({ nanodollars }) => nanodollars > 0 && nanodollars >= leastNamed * own.spend)
      .sort((left, right) => right.nanodollars - left.nanodollars);
    if (sumOf(kinds) < leastLighter * own.spend) continue;
    return { model, spend, ofModel: own.spend, kinds, sessions: own.sessions.size };
  }
  return null;
}

/** The notice, where there is something to notice. */
export function modelMix(
  history: History,
  question: AdviceQuestion,
  rate: Rate,
  compared: (model: string, kind: WorkKind) => boolean = () => false,
): readonly Advice[] {
  const figures = modelMixFigures(history, question, rate, compared);
  if (figures === null) return [];
  const { ofShare, lighterShare, kinds, name } = wordsOf(figures);
  return [mixAdvice(figures, t('{0} is {1} of the spend in this time, {2} of it on {3}.', name, ofShare, lighterShare, kinds))];
}

/** The notice of the last seven days, as it is said while a session runs. */
export function mixOfSevenDays(figures: ModelMixFigures): Advice {
  const { ofShare, lighterShare, kinds, name } = wordsOf(figures);
  return mixAdvice(figures, t('{0} is {1} of the last seven days, {2} of it on {3}.', name, ofShare, lighterShare, kinds));
}

function wordsOf({ model, spend, ofModel, kinds }: ModelMixFigures): {
  readonly name: string;
  readonly ofShare: string;
  readonly lighterShare: string;
  readonly kinds: string;
} {
  const list = new Intl.ListFormat(display().locale, { type: 'conjunction' });
  return {
    name: modelLabel(model),
    ofShare: shareText(ofModel, spend),
    lighterShare: shareText(sumOf(kinds), ofModel),
    kinds: list.format(kinds.map(({ kind }) => workKindLabel(kind))),
  };
}

function mixAdvice({ model, ofModel, kinds, sessions }: ModelMixFigures, sentence: string): Advice {
  return {
    rule: 'modelMix',
    id: `modelMix:${model}`,
    sentence,
    action: t(
      'In Claude Code, /model switches the model. Whether a cheaper one does as well can be said once {0} changes of each have had their window.',
      leastChanges,
    ),
    stake: null,
    sample: { of: 'sessions', counted: sessions, needed: leastSessions },
    evidence: kinds.map(({ kind, nanodollars }) => ({
      text: t('{0}: {1} of {2}', workKindLabel(kind), formatDollars(nanodollars), formatDollars(ofModel)),
      reference: { kind: 'model', model } as const,
    })),
    source: 'model-mix',
  };
}

/** By its own price then, in the usual mode. */
function isDear(model: string, atMs: number, rate: Rate): boolean {
  const tokens = { input: 0, output: dearAnswer.tokens, cacheWrite5m: 0, cacheWrite1h: 0, cacheRead: 0, webSearches: 0 };
  const rating = rate({ messageId: '', model, atMs, tokens, fast: false, geography: '' });
  return rating.priced && rating.cost.total >= dearAnswer.nanodollars;
}

function sumOf(kinds: ModelMixFigures['kinds']): number {
  return kinds.reduce((sum, { nanodollars }) => sum + nanodollars, 0);
}
