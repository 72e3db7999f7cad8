/** What `TranscriptReader` asks of the records that fill a transcript, and which of them it needs whole. */
import { asFields, asList, asName, asString } from '../core/transcript/fields.ts';
import type { Fields } from '../core/transcript/fields.ts';
import type { ReaderState } from '../core/transcript/readerState.ts';
import type { Slots } from './slots.ts';

/** Types of records that are read by this shape; of any other that holds facts the whole is parsed. */
export const shapedTypes: ReadonlySet<unknown> = new Set(['assistant', 'user', 'api-request']);

/** Of `user`, `assistant` and `api-request` records. Every field that the reader looks at is here, if only for its kind. */
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
});

const originShape = (of: Slots): Fields => ({ kind: of.value() });

const messageShape = (of: Slots): Fields => ({
  id: of.name(),
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
});

const inputShape = (of: Slots): Fields => ({ command: of.value() });

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
  gitOperation: of.kind(),
});

/**
 * Whether the reader would see the whole record differently from what was read of it: it needs the texts of a response that may not be
 * final, of a prompt in several blocks, and of what a commit or a pull request printed.
 */
export function needsWhole(record: Fields, state: ReaderState): boolean {
  switch (record.type) {
    case 'api-request':
      return false;
    case 'assistant': {
      const message = asFields(record.message);
      return message !== null && asName(message.stop_reason) === '';
    }
    case 'user':
      return needsWholeUser(record, state);
    default:
      return true;
  }
}

function needsWholeUser(record: Fields, state: ReaderState): boolean {
  const content = asFields(record.message)?.content;
  if (typeof content === 'string') return false;
  const id = resultId(asList(content));
  if (id === null) return true;
  const result = asFields(record.toolUseResult);
  if (result?.gitOperation !== undefined || result?.notebook_path !== undefined) return true;
  const shell = state.calls.get(id)?.shell ?? null;
  return shell !== null && (shell.commits.length > 0 || shell.createsPullRequest);
}

/** Which call the first result among the blocks is of; null when there is none. */
function resultId(blocks: readonly unknown[]): string | null {
  for (const item of blocks) {
    const block = asFields(item);
    if (block?.type === 'tool_result') return asString(block.tool_use_id);
  }
  return null;
}
