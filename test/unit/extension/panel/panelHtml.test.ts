import assert from 'node:assert/strict';
import { panelHtml } from '../../../../src/extension/panel/panelHtml.ts';
import { displayElementId } from '../../../../src/protocol/panel.ts';

const display = { locale: 'de', messages: { 'under {0}': '</script><b>unter {0}' }, currency: null };

describe('the panel’s page', () => {
  const html = panelHtml({
    nonce: 'N0nce',
    cspSource: 'https://source.example',
    script: 'https://source.example/panel.js',
    style: 'https://source.example/panel.css',
    display,
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

  it('holds what it is to say as data that cannot end before its end', () => {
    const [, data = ''] = new RegExp(`<script type="application/json" id="${displayElementId}">([^<]*)</script>`).exec(html) ?? [];
    assert.deepEqual(JSON.parse(data), display);
    assert.match(html, /<html lang="de">/);
  });

  it('gives the toolkit its nonce, and has no script or style written into it', () => {
    assert.match(html, /<meta property="csp-nonce" content="N0nce">/);
    assert.deepEqual(
      [...html.matchAll(/<script nonce[^>]*>([^<]*)<\/script>/g)].map(([, inside]) => inside),
      [''],
    );
    assert.equal([...html.matchAll(/<script/g)].length, 2);
    assert.doesNotMatch(html, /<style|\son\w+=|\sstyle=/);
  });
});
