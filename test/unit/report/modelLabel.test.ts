import assert from 'node:assert/strict';
import { modelLabel } from '../../../src/core/report/modelLabel.ts';

describe('the label of a model', () => {
  for (const [model, label] of [
    ['claude-opus-5-5', 'Opus 5.5'],
    ['claude-opus-5', 'Opus 5'],
    ['claude-haiku-4-5', 'Haiku 4.5'],
    ['claude-3-7-sonnet', 'Sonnet 3.7'],
    ['claude-3-opus', 'Opus 3'],
    ['glm-5', 'glm-5'],
    ['claude-opus-5-5-turbo', 'claude-opus-5-5-turbo'],
    ['', 'unknown model'],
  ] as const)
    it(`is ${label} for ${model === '' ? 'no name' : model}`, () => {
      assert.equal(modelLabel(model), label);
    });
});
