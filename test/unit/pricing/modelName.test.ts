import assert from 'node:assert/strict';
import { canonicalModel, profileRegion } from '../../../src/core/pricing/modelName.ts';

describe('the name of a model', () => {
  const spellings: readonly (readonly [id: string, model: string])[] = [
    ['claude-opus-4-5', 'claude-opus-4-5'],
    ['claude-opus-4-5-20251101', 'claude-opus-4-5'],
    ['claude-opus-4-5@20251101', 'claude-opus-4-5'],
    ['claude-opus-4-5@default', 'claude-opus-4-5'],
    ['claude-opus-4-6[1m]', 'claude-opus-4-6'],
    ['claude-opus-4-6[1M]', 'claude-opus-4-6'],
    ['claude-sonnet-4-20250514[1m]', 'claude-sonnet-4'],
    ['claude-3-7-sonnet-latest', 'claude-3-7-sonnet'],
    ['anthropic.claude-opus-4-6-v1', 'claude-opus-4-6'],
    ['anthropic.claude-sonnet-4-5-20250929-v1:0', 'claude-sonnet-4-5'],
    ['anthropic.claude-sonnet-4-20250514-v1:0[1m]', 'claude-sonnet-4'],
    ['anthropic.claude-3-haiku-20240307-v1:0:200k', 'claude-3-haiku'],
    ['anthropic.claude-3-5-sonnet-20241022-v2:0', 'claude-3-5-sonnet'],
    ['claude-3-5-sonnet-v2@20241022', 'claude-3-5-sonnet'],
    ...['us', 'eu', 'apac', 'jp', 'au', 'global'].map(
      (region) => [`${region}.anthropic.claude-haiku-4-5-20251001-v1:0`, 'claude-haiku-4-5'] as const,
    ),
    ['arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-sonnet-4-5-20250929-v1:0', 'claude-sonnet-4-5'],
    ['arn:aws:bedrock:eu-west-1:123456789012:inference-profile/eu.anthropic.claude-opus-4-6-v1', 'claude-opus-4-6'],
    ['arn:aws-us-gov:bedrock:us-gov-west-1:123456789012:inference-profile/global.anthropic.claude-opus-4-6-v1', 'claude-opus-4-6'],
    ['anthropic/claude-opus-4-6', 'claude-opus-4-6'],
    ['anthropic/claude-opus-4.6', 'claude-opus-4-6'],
    ['openrouter/anthropic/claude-haiku-4.5', 'claude-haiku-4-5'],
    ['bedrock/us.anthropic.claude-opus-4-6-v1', 'claude-opus-4-6'],
    ['projects/p/locations/global/publishers/anthropic/models/claude-opus-4-5@20251101', 'claude-opus-4-5'],
    ['claude-opus-4-0', 'claude-opus-4'],
    ['claude-sonnet-4-0', 'claude-sonnet-4'],
  ];
  for (const [id, model] of spellings) {
    it(`${id} is ${model}`, () => {
      assert.equal(canonicalModel(id), model);
    });
  }

  it('is its own name', () => {
    for (const [, model] of spellings) assert.equal(canonicalModel(model), model);
  });

  it('is never a prefix: claude-opus-5 and claude-opus-5-5 are two models', () => {
    assert.notEqual(canonicalModel('claude-opus-5-5-20260922'), canonicalModel('claude-opus-5-20260724'));
  });

  const untouched = [
    '',
    '<synthetic>',
    'claude-v2',
    'claude-v2:1',
    'claude-opus-5-preview',
    'claude-opus-4-6-fast',
    'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3d4e5f6',
    'arn:aws:bedrock:us-east-1:123456789012:provisioned-model/claude-20251101',
    'us.meta.llama4-scout-17b-instruct',
    'z-ai/glm-4.6',
    'my-claude-opus-4-6',
  ];
  for (const id of untouched) {
    it(`leaves what it does not understand: ${JSON.stringify(id)}`, () => {
      assert.equal(canonicalModel(id), id);
    });
  }

  it('takes the date and [1m] off other models too, and nothing else', () => {
    assert.equal(canonicalModel('vendor/model.v2-20260101[1m]'), 'vendor/model.v2');
  });
});

describe('the region of an inference profile', () => {
  it('is the geography that the id binds a request to', () => {
    assert.equal(profileRegion('eu.anthropic.claude-opus-4-6-v1'), 'eu');
    assert.equal(profileRegion('apac.anthropic.claude-sonnet-4-20250514-v1:0[1m]'), 'apac');
    assert.equal(profileRegion('bedrock/jp.anthropic.claude-sonnet-4-5-20250929-v1:0'), 'jp');
    assert.equal(profileRegion('arn:aws:bedrock:ap-southeast-2:123456789012:inference-profile/au.anthropic.claude-opus-4-6-v1'), 'au');
  });

  it('is none for global profiles and for ids without one, whatever region an ARN was called from', () => {
    assert.equal(profileRegion('global.anthropic.claude-opus-4-6-v1'), '');
    assert.equal(profileRegion('arn:aws:bedrock:us-east-1:123456789012:inference-profile/global.anthropic.claude-opus-4-6-v1'), '');
    assert.equal(profileRegion('claude-opus-4-5@20251101'), '');
    assert.equal(profileRegion('us.claude-opus-4-6'), '');
  });
});
