/** What a window and its worker say of a team. Tokens go from one to the other and are kept in the window's secret storage alone. */
import * as v from 'valibot';
import { count, instant, list, nothing, shortText } from './basicSchemas.ts';
import type { Methods } from './rpc.ts';

const token = v.pipe(v.string(), v.minLength(1), v.maxLength(200));

const invitation = v.object({
  endpoint: shortText,
  team: shortText,
  token: shortText,
  code: v.nullable(shortText),
  repositories: v.boolean(),
});

const weekBytes = v.object({
  week: v.string(),
  sequence: count,
  body: v.string(),
  state: v.picklist(['new', 'waiting', 'delivered', 'refused']),
});
export type WeekBytesMessage = v.InferOutput<typeof weekBytes>;

const repositoryName = v.object({ key: v.string(), repository: v.string() });
export type RepositoryNameMessage = v.InferOutput<typeof repositoryName>;

/** What joining would mean; handed back unchanged for a yes. */
export const offer = v.object({
  invitation,
  reporter: v.string(),
  device: v.string(),
  weeks: list(weekBytes),
  answer: v.nullable(v.object({ name: v.string(), k: count, salt: v.string(), token })),
});
export type OfferMessage = v.InferOutput<typeof offer>;

const refused = v.object({
  reason: v.picklist([
    ...(['managed', 'off', 'invalid', 'busy', 'no-member', 'no-token', 'unreachable', 'refused', 'restricted', 'ledger'] as const),
  ]),
  refused: v.string(),
});

const membership = v.object({
  ...{ team: v.string(), name: v.string(), endpoint: v.string(), reporter: v.string(), device: v.string(), salt: v.string() },
  ...{ k: count, repositories: v.boolean(), joinedMs: instant },
});

export const teamStatus = v.object({
  membership: v.nullable(membership),
  code: v.string(),
  weeks: list(
    v.object({
      ...{ week: v.string(), sequence: count, state: v.picklist(['waiting', 'delivered', 'refused']), attempts: count },
      ...{ nextMs: v.nullable(instant), answer: v.nullable(count), sentMs: v.nullable(instant) },
    }),
  ),
  withdrawal: v.nullable(v.object({ team: v.string(), endpoint: v.string(), askedMs: instant, nextMs: instant })),
  problem: v.string(),
  managed: v.boolean(),
});
export type TeamStatusMessage = v.InferOutput<typeof teamStatus>;

const sent = v.object({
  ...{ sent: count, waiting: count, refused: list(v.string()), withdrawn: v.nullable(v.string()) },
  ...{ problem: v.string(), againMs: v.nullable(instant) },
});

/** Why the window lets nothing be sent; `on` where it does. */
export const reporting = v.picklist(['on', 'setting', 'telemetry', 'restricted']);
export type Reporting = v.InferOutput<typeof reporting>;

/** The token of a team, for the worker's memory. */
export const teamToken = v.object({ team: shortText, token });
export type TeamTokenMessage = v.InferOutput<typeof teamToken>;

export const teamMethods = {
  /** What the window keeps; null: nothing. In answer to the event `keepToken` too: then it is stored. */
  teamToken: { params: v.nullable(teamToken), result: nothing },
  teamStatus: { params: nothing, result: teamStatus },
  /** Team and collector that the `.payoff.json` of one of these folders names, without a token. */
  teamProposal: {
    params: v.object({ folders: list(v.string()) }),
    result: v.nullable(v.object({ endpoint: v.string(), team: v.string() })),
  },
  /** What a yes would send; nothing is sent. */
  teamPrepare: { params: invitation, result: v.union([offer, refused]) },
  teamJoin: { params: offer, result: v.union([v.object({ membership, code: v.string() }), refused]) },
  /** The bytes that the collector has or would get. */
  teamPreview: { params: nothing, result: v.union([list(weekBytes), refused]) },
  /** Which key is which repository, to be shown on this machine alone. */
  teamKeys: { params: nothing, result: list(repositoryName) },
  /** Everything now, as a person asked for it. */
  teamSend: { params: nothing, result: v.union([sent, refused]) },
  teamWithdraw: {
    params: nothing,
    result: v.union([v.object({ team: v.string(), done: v.boolean(), deleted: count, problem: v.string() }), refused]),
  },
  teamLeave: { params: nothing, result: v.union([v.object({ team: v.string(), code: v.string() }), refused]) },
} satisfies Methods;
