import assert from 'node:assert/strict';
import { panelHtml } from '../../../../src/extension/panel/panelHtml.ts';

describe('the panel’s page', () => {
  const html = panelHtml({
    nonce: 'N0nce',
    cspSource: 'https://source.example',
    script: 'https://source.example/panel.js',
    style: 'https://source.example/panel.css',
  });
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';

  it('may load its own script and styles and nothing else', () => {
    assert.deepEqual(policy.split('; '), [
      "default-src 'none'",
      "script-src 'nonce-N0nce'",
      "style-src https://source.example 'nonce-N0nce'",
      'img-src https://source.example data:',
      'font-src https://source.example',
    ]);
    assert.doesNotMatch(policy, /unsafe|\*|connect-src/);
  });

  it('gives the toolkit its nonce, and has no script or style written into it', () => {
    assert.match(html, /<meta property="csp-nonce" content="N0nce">/);
    assert.deepEqual(
      [...html.matchAll(/<script[^>]*>([^<]*)<\/script>/g)].map(([, inside]) => inside),
      [''],
    );
    assert.doesNotMatch(html, /<style|\son\w+=|\sstyle=/);
  });
});
