/** In which ways changes are put into two groups, and how a difference between them is said. */
import type { History } from '../../attribution/history.ts';
import { t } from '../../l10n/message.ts';
import { modelLabel } from '../../report/modelLabel.ts';
import { formatCount } from '../../report/money.ts';
import type { AdviceReference, AdviceRule } from '../advice.ts';
import { workKindLabel, workKinds } from '../workKinds.ts';
import type { CostedChange, Split } from './compareCosts.ts';
import { middleOf, sessionShapes } from './sessionShapes.ts';
import type { SessionShape } from './sessionShapes.ts';

export interface InsightSplit extends Split {
  readonly rule: AdviceRule;
  readonly id: string;
  /** What was seen; amounts as they are said. */
  readonly sentence: (one: string, other: string) => string;
  /** What can be done where the other group is dearer, and where it is cheaper. */
  readonly action: (otherIsDearer: boolean) => string;
  readonly reference: AdviceReference | null;
}

/** All that is compared, in a fixed order. Where a group is empty nothing comes of it. */
export function insightSplits(changes: readonly CostedChange[], history: Pick<History, 'turns' | 'edits'>): readonly InsightSplit[] {
  const shapes = sessionShapes(history, new Set(changes.map(({ sessionId }) => sessionId)));
  const shapeOf = (change: CostedChange): SessionShape | undefined => shapes.get(change.sessionId);
  return [byLength(changes, shapeOf), byFocus(changes, shapeOf), byPlan(shapeOf), bySubagents(), ...byModels(changes), ...byKinds(changes)];
}

type ShapeOf = (change: CostedChange) => SessionShape | undefined;

/** Short are sessions up to the middle of this developer's. */
function byLength(changes: readonly CostedChange[], shapeOf: ShapeOf): InsightSplit {
  const middle = middleOf(changes.flatMap((change) => shapeOf(change)?.prompts ?? []).filter((prompts) => prompts > 0));
  return {
    ...{ rule: 'sessionLength', id: 'sessionLength', reference: null },
    groupOf: (change) => {
      const prompts = shapeOf(change)?.prompts ?? null;
      return prompts === null || prompts === 0 ? null : prompts <= middle ? 'one' : 'other';
    },
    sentence: (one, other) =>
      middle === 1
        ? t('A change that stayed cost {0} in sessions of one prompt and {1} in longer ones.', one, other)
        : t('A change that stayed cost {0} in sessions of up to {2} prompts and {1} in longer ones.', one, other, formatCount(middle)),
    action: (otherIsDearer) =>
      otherIsDearer
        ? t('Begin the next change in a new session: /clear in Claude Code.')
        : t('Go on in a session for changes that belong together.'),
  };
}

/** Focused are sessions that edited in as many folders as the middle of this developer's, or in fewer. */
function byFocus(changes: readonly CostedChange[], shapeOf: ShapeOf): InsightSplit {
  const known = changes.flatMap((change) => shapeOf(change)?.folders ?? []).filter((folders) => folders > 0);
  const middle = middleOf(known);
  return {
    ...{ rule: 'sessionFocus', id: 'sessionFocus', reference: null },
    groupOf: (change) => {
      const folders = shapeOf(change)?.folders ?? 0;
      return folders === 0 ? null : folders <= middle ? 'one' : 'other';
    },
    sentence: (one, other) =>
      middle === 1
        ? t('A change that stayed cost {0} in sessions that edited in one folder and {1} in those that edited in more.', one, other)
        : t(
            'A change that stayed cost {0} in sessions that edited in up to {2} folders and {1} in those that edited in more.',
            ...[one, other, formatCount(middle)],
          ),
    action: (otherIsDearer) =>
      otherIsDearer
        ? t('Give a session one part of the code at a time, where the work allows it.')
        : t('Let a session see all the parts of the code that a change needs.'),
  };
}

function byPlan(shapeOf: ShapeOf): InsightSplit {
  return {
    ...{ rule: 'planMode', id: 'planMode', reference: null },
    groupOf: (change) => {
      const planned = shapeOf(change)?.planned ?? null;
      return planned === null ? null : planned ? 'one' : 'other';
    },
    sentence: (one, other) => t('A change that stayed cost {0} in sessions with plan mode and {1} in those without.', one, other),
    action: (otherIsDearer) =>
      otherIsDearer ? t('Begin in plan mode more often: Shift+Tab in Claude Code.') : t('Leave plan mode for the work that needs a plan.'),
  };
}

function bySubagents(): InsightSplit {
  return {
    ...{ rule: 'subagents', id: 'subagents', reference: null },
    groupOf: ({ subagents }) => (subagents > 0 ? 'one' : 'other'),
    sentence: (one, other) => t('A change that stayed cost {0} with subagents and {1} without.', one, other),
    action: (otherIsDearer) =>
      otherIsDearer
        ? t('Let Claude use subagents where the work can be divided.')
        : t('Ask for subagents where the work needs them: each reads its own context.'),
  };
}

/** Each two models that made changes. */
function byModels(changes: readonly CostedChange[]): readonly InsightSplit[] {
  const models = [...new Set(changes.flatMap(({ model }) => model ?? []))].sort();
  return models.flatMap((first, index) =>
    models.slice(index + 1).map((second): InsightSplit => ({
      ...{ rule: 'modelCost', id: `modelCost:${first}:${second}`, reference: { kind: 'model', model: second } },
      groupOf: ({ model }) => (model === first ? 'one' : model === second ? 'other' : null),
      sentence: (one, other) =>
        t('A change that stayed cost {0} with {1} and {2} with {3}.', one, modelLabel(first), other, modelLabel(second)),
      action: (otherIsDearer) =>
        t(
          'Look at which changes went to {0}: where {1} does as well, a change costs less with it.',
          ...(otherIsDearer ? [modelLabel(second), modelLabel(first)] : [modelLabel(first), modelLabel(second)]),
        ),
    })),
  );
}

/** Each kind of work beside all others together; of two kinds that is said once. */
function byKinds(changes: readonly CostedChange[]): readonly InsightSplit[] {
  const kinds = workKinds.filter((kind) => kind !== 'noEdits' && changes.some((change) => change.kind === kind));
  return kinds.slice(0, kinds.length === 2 ? 1 : undefined).map((kind): InsightSplit => ({
    ...{ rule: 'kindOfWork', id: `kindOfWork:${kind}`, reference: null },
    groupOf: (change) => (change.kind === null || change.kind === 'noEdits' ? null : change.kind === kind ? 'one' : 'other'),
    sentence: (one, other) =>
      t(
        'A change that stayed cost {0} where it was mostly {1}, and {2} where it was mostly something else.',
        ...[one, workKindLabel(kind), other],
      ),
    action: () => t('Look at what your spend is for: payoff report --by kind.'),
  }));
}
