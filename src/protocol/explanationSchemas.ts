import * as v from 'valibot';
import type { Explanation, ExplanationParagraph, ExplanationReference, NotFound, Receipt } from '../core/report/explanation.ts';
import { list, name, oneOf } from './basicSchemas.ts';
import { modelShare, money } from './moneySchemas.ts';

export const subject = oneOf<ExplanationReference['kind']>({ commit: true, session: true, pullRequest: true, file: true });

/** Something that can be asked about. */
export const reference = v.object({ kind: subject, id: name }) satisfies v.GenericSchema<ExplanationReference>;

const paragraph = v.object({
  text: v.string(),
  mix: v.nullable(v.object({ requests: v.string(), models: list(modelShare) })),
  money: v.nullable(money),
  evidence: v.nullable(v.object({ kind: subject, id: v.string() })),
}) satisfies v.GenericSchema<ExplanationParagraph>;

export const explanation = v.object({
  subject,
  id: v.string(),
  title: v.string(),
  repository: v.string(),
  money: v.nullable(money),
  summary: v.string(),
  paragraphs: list(paragraph),
}) satisfies v.GenericSchema<Explanation>;

export const receipt = v.object({
  kind: oneOf<Receipt['kind']>({ commit: true, branch: true, pullRequest: true }),
  id: v.string(),
  markdown: v.string(),
}) satisfies v.GenericSchema<Receipt>;

export const notFound = v.object({ notFound: v.string() }) satisfies v.GenericSchema<NotFound>;
