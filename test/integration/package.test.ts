import assert from 'node:assert/strict';
import { globSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { packageExtension } from '../support/packageExtension.ts';
import { noticesFiles } from '../support/thirdPartyNotices.ts';
import { zipEntries } from '../support/zipEntries.ts';

const root = path.resolve(import.meta.dirname, '../..');

describe('The VSIX', function () {
  this.timeout(150_000);
  let folder: string;
  let file: string;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'payoff-vsix-'));
    file = path.join(folder, 'payoff.vsix');
    await packageExtension(file);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('holds the bundles, the media, the schema and the documents, and nothing else', async () => {
    const beside = globSync(['l10n/bundle.l10n.*.json', 'media/**/*.*', 'package.nls*.json'], { cwd: root }).map((name) =>
      name.split(path.sep).join('/'),
    );
    const expected = [
      ...['extension.cjs', 'engine.cjs', 'ingest.cjs', 'worker.cjs', 'parser.cjs', 'cli.cjs', 'panel.js', 'panel.css'].map(
        (name) => `dist/${name}`,
      ),
      ...['package.json', 'THIRD-PARTY-NOTICES.txt', 'schemas/payoff.schema.json', 'schemas/team-week.schema.json', 'docs/advice.md'],
      ...['readme.md', 'changelog.md', 'LICENSE.txt'], // as the packager names them
      ...beside,
    ].map((name) => `extension/${name}`);
    assert.deepEqual(zipEntries(await readFile(file)), ['[Content_Types].xml', 'extension.vsixmanifest', ...expected].sort());
  });

  it('is smaller than 1.5 MB', () => {
    const { size } = statSync(file);
    assert.ok(size < 1.5 * 1024 * 1024, `It has ${size} bytes.`);
  });
});

describe('The notices of the extension and of the collector', function () {
  this.timeout(60_000);

  it('name every bundled package with its licence', async () => {
    for (const { file, text } of noticesFiles)
      assert.equal(readFileSync(path.join(root, file), 'utf8'), await text(), 'Run: node test/support/thirdPartyNotices.ts');
  });
});

describe('The manifest', () => {
  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Record<string, unknown>;
  const text = (field: string): string => {
    const value = manifest[field];
    assert.ok(typeof value === 'string' && value !== '', `There is no ${field}.`);
    return value;
  };
  const texts = (field: string): string[] => (manifest[field] ?? []) as string[];

  // The registry's rules for names, characters and lengths: eclipse/openvsx, ExtensionValidator.
  it('has a publisher and a name that both registries take', () => {
    for (const field of ['publisher', 'name']) assert.match(text(field), /^[a-z0-9][a-z0-9-]{0,254}$/i);
    assert.equal(`${text('publisher')}.${text('name')}`, 'payoff.payoff');
  });

  it('has a version that is no reserved word', () => {
    assert.match(text('version'), /^\d+\.\d+\.\d+$/);
  });

  it('supports VS Code from 1.103 on, with types no newer than that', () => {
    assert.deepEqual(manifest.engines, { vscode: '^1.103.0' });
    const { '@types/vscode': types } = manifest.devDependencies as Record<string, string>;
    assert.match(types ?? '', /^1\.103\./);
  });

  it('has a licence, in a field and in a file', () => {
    assert.equal(text('license'), 'MIT');
    assert.match(readFileSync(path.join(root, 'LICENSE'), 'utf8'), /^MIT License/);
  });

  it('has texts without control characters and within the lengths', () => {
    const limits = { displayName: 255, description: 2048, license: 255 };
    for (const [field, limit] of Object.entries(limits)) {
      assert.ok(text(field).length <= limit, field);
      assert.doesNotMatch(text(field), /[\p{Cc}\p{Cf}\p{Cn}\p{Co}\p{Zl}\p{Zp}]/u);
    }
    for (const value of [...texts('categories'), ...texts('keywords')]) {
      assert.ok(value.length <= 255);
      assert.doesNotMatch(value, /[\p{Cc}\p{Cf}\p{Cn}\p{Co}\p{Zl}\p{Zp}]/u);
    }
    assert.ok(texts('keywords').length <= 30, 'The marketplace takes thirty keywords at most.');
  });

  it('has valid addresses and values wherever it has them', () => {
    const addresses = ['homepage', 'repository', 'bugs'].map((field) => {
      const value = manifest[field];
      return typeof value === 'object' && value !== null && 'url' in value ? value.url : value;
    });
    for (const address of addresses)
      if (address !== undefined)
        assert.ok(typeof address === 'string' && URL.canParse(address.replace(/^git\+/, '')), 'An address is none.');
    assert.ok(['github', 'standard', undefined].includes(manifest.markdown as string | undefined));
    assert.ok(['marketplace', false, undefined].includes(manifest.qna as string | false | undefined));
  });

  it('has an icon that is a PNG of at least 128 pixels', () => {
    const icon = readFileSync(path.join(root, text('icon')));
    assert.equal(icon.toString('latin1', 1, 4), 'PNG');
    assert.ok(icon.readUInt32BE(16) >= 128 && icon.readUInt32BE(20) >= 128);
  });

  it('depends on nothing that lies in a folder of this machine', () => {
    for (const field of ['dependencies', 'devDependencies', 'optionalDependencies'])
      for (const version of Object.values((manifest[field] ?? {}) as Record<string, string>))
        assert.match(version, /^(?:npm:@[\w-]+\/[\w-]+@)?\d+\.\d+\.\d+$/);
  });

  it('points to files that the VSIX holds', () => {
    assert.equal(manifest.main, './dist/extension.cjs');
    assert.deepEqual(manifest.bin, { payoff: 'dist/cli.cjs' });
  });
});
