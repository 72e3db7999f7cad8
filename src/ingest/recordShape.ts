/** What `TranscriptReader` asks of the records that fill a transcript, and which of them it needs whole. */
import { asFields, asList, asName } from '../core/transcript/fields.ts';
import type { Fields } from '../core/transcript/fields.ts';
import type { Slots } from './slots.ts';

/** Types of records that are read by this shape; of any other that holds facts the whole is parsed. */
export const shapedTypes: ReadonlySet<unknown> = new Set(['assistant', 'user', 'api-request', 'pr-link', 'cost-state']);

/** Of records of these types. Every field that the reader looks at is here, if only for its kind; `assembly/digests.ts` names the slots by their places. */
export const recordShape = (of: Slots): Fields => ({
  type: of.name(),
  timestamp: of.value(),
  sessionId: of.name(),
  cwd: of.name(),
  gitBranch: of.name(),
  entrypoint: of.name(),
  version: of.name(),
  uuid: of.value(),
  isSidechain: of.kind(),
  // Of an `api-request`.
  id: of.value(),
  // Of a prompt.
  isMeta: of.kind(),
  isCompactSummary: of.kind(),
  turnCompanion: of.value(),
  origin: of.members(originShape),
  promptId: of.value(),
  // Of a response.
  requestRef: of.value(),
  requestedModel: of.name(),
  message: of.members(messageShape),
  toolUseResult: of.members(resultShape),
  // Of a `pr-link`.
  prUrl: of.value(),
  prNumber: of.value(),
  // Of a `cost-state`.
  modelUsage: of.value(),
  totalCostUSD: of.value(),
  hasUnknownModelCost: of.kind(),
  // Of a prompt, and of a result.
  permissionMode: of.name(),
  toolDenialKind: of.kind(),
});

const originShape = (of: Slots): Fields => ({ kind: of.value() });

const messageShape = (of: Slots): Fields => ({
  id: of.value(),
  model: of.name(),
  stop_reason: of.name(),
  usage: of.members(usageShape),
  content: of.members(blockShape),
});

const blockShape = (of: Slots): Fields => ({
  type: of.name(),
  id: of.value(),
  name: of.name(),
  tool_use_id: of.value(),
  is_error: of.kind(),
  input: of.members(inputShape),
  content: of.later(),
});

const inputShape = (of: Slots): Fields => ({
  command: of.value(),
  file_path: of.value(),
  notebook_path: of.value(),
  offset: of.kind(),
  limit: of.kind(),
});

const usageShape = (of: Slots): Fields => ({
  input_tokens: of.value(),
  output_tokens: of.value(),
  cache_read_input_tokens: of.value(),
  cache_creation_input_tokens: of.value(),
  cache_creation: of.members(creationShape),
  server_tool_use: of.members(toolUseShape),
  iterations: of.members(iterationShape),
  speed: of.name(),
  inference_geo: of.name(),
});

const iterationShape = (of: Slots): Fields => ({
  type: of.name(),
  model: of.name(),
  input_tokens: of.value(),
  output_tokens: of.value(),
  cache_read_input_tokens: of.value(),
  cache_creation_input_tokens: of.value(),
  cache_creation: of.members(creationShape),
  server_tool_use: of.members(toolUseShape),
  speed: of.name(),
  inference_geo: of.name(),
});

const creationShape = (of: Slots): Fields => ({ ephemeral_1h_input_tokens: of.value(), ephemeral_5m_input_tokens: of.value() });

const toolUseShape = (of: Slots): Fields => ({ web_search_requests: of.value() });

const resultShape = (of: Slots): Fields => ({
  staged: of.kind(),
  type: of.value(),
  filePath: of.value(),
  notebook_path: of.kind(),
  content: of.lines(),
  structuredPatch: of.lines(),
  edits: of.kind(),
  interrupted: of.kind(),
  backgroundTaskId: of.value(),
  gitOperation: of.value(),
  stdout: of.value(),
  stderr: of.value(),
});

/**
 * Whether the reader would see the whole record differently from what was read of it: it needs the texts of a response that may not be final and of a
 * prompt in several blocks, and a notebook's cells.
 */
export function needsWhole(record: Fields): boolean {
  switch (record.type) {
    case 'assistant': {
      const message = asFields(record.message);
      return message !== null && asName(message.stop_reason) === '';
    }
    case 'user': {
      const content = asFields(record.message)?.content;
      if (typeof content === 'string') return false;
      const hasResult = asList(content).some((block) => asFields(block)?.type === 'tool_result');
      return !hasResult || asFields(record.toolUseResult)?.notebook_path !== undefined;
    }
    default:
      return false;
  }
}
