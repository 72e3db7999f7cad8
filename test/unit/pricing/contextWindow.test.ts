import assert from 'node:assert/strict';
import { contextWindow } from '../../../src/core/pricing/contextWindow.ts';

describe('the context window', () => {
  it('is what Claude Code runs a model with', () => {
    for (const id of ['claude-opus-5-5', 'claude-opus-4-7', 'claude-sonnet-5', 'claude-haiku-5-5', 'claude-fable-5-1'])
      assert.equal(contextWindow(id), 1_000_000, id);
    for (const id of ['claude-opus-4-6', 'claude-sonnet-4-6', 'claude-haiku-4-5-20251001', 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'])
      assert.equal(contextWindow(id), 200_000, id);
  });

  it('is a million with [1m]', () => {
    for (const id of ['claude-opus-4-6[1m]', 'claude-sonnet-4-20250514[1m]', 'claude-opus-5-5[1m]'])
      assert.equal(contextWindow(id), 1_000_000, id);
  });

  it('is unknown for a model that was not seen, with [1m] too', () => {
    for (const id of ['', 'claude-opus-9-9', 'claude-opus-9-9[1m]', 'claude-opus-5-6', 'gpt-5']) assert.equal(contextWindow(id), null, id);
  });
});
