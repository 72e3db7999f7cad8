/** What `TranscriptReader` asks of the records that fill a transcript, and which of them it needs whole. */
import { asFields, asList, asName, asString } from '../core/transcript/fields.ts';
import type { Fields } from '../core/transcript/fields.ts';
import type { ReaderState } from '../core/transcript/readerState.ts';
import { shapeOf } from './projection.ts';

const envelope = {
  type: 'name',
  timestamp: 'value',
  sessionId: 'name',
  cwd: 'name',
  gitBranch: 'name',
  entrypoint: 'name',
  version: 'name',
  uuid: 'value',
  isSidechain: 'kind',
} as const;

const counts = {
  input_tokens: 'value',
  output_tokens: 'value',
  cache_read_input_tokens: 'value',
  cache_creation_input_tokens: 'value',
  cache_creation: { ephemeral_1h_input_tokens: 'value', ephemeral_5m_input_tokens: 'value' },
  server_tool_use: { web_search_requests: 'value' },
  iterations: 'value',
  speed: 'value',
  inference_geo: 'value',
} as const;

/** Of `user`, `assistant` and `api-request` records. Every field that the reader looks at is here, if only for its kind. */
export const recordShape = shapeOf({
  ...envelope,
  // Of an `api-request`.
  id: 'value',
  // Of a prompt.
  isMeta: 'kind',
  isCompactSummary: 'kind',
  turnCompanion: 'value',
  origin: { kind: 'value' },
  promptId: 'value',
  // Of a response.
  requestRef: 'value',
  requestedModel: 'name',
  message: {
    id: 'name',
    model: 'name',
    stop_reason: 'name',
    usage: counts,
    content: { type: 'name', id: 'value', name: 'name', tool_use_id: 'value', is_error: 'kind', input: { command: 'value' } },
  },
  // Of a tool's result.
  toolUseResult: {
    staged: 'kind',
    type: 'value',
    filePath: 'value',
    notebook_path: 'kind',
    content: 'value',
    structuredPatch: 'value',
    edits: 'kind',
    interrupted: 'kind',
    backgroundTaskId: 'value',
    gitOperation: 'kind',
  },
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
