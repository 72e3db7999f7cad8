/** A release as the workflow makes it, up to its publication. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bundledPackages } from '../support/bundledPackages.ts';
import { makeRelease, sectionOf } from '../support/release.ts';

const root = path.resolve(import.meta.dirname, '../..');

describe('a release', function () {
  this.timeout(180_000);
  let folder: string;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'payoff-release-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('is the VSIX, what it is made of, what changed, and the digests of them', async () => {
    const names = await makeRelease(folder, null);
    const { version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as { version: string };
    assert.deepEqual(names, [`payoff-${version}.vsix`, `payoff-${version}.cdx.json`, 'NOTES.md', 'SHA256SUMS']);
    for (const line of (await readFile(path.join(folder, 'SHA256SUMS'), 'utf8')).trim().split('\n')) {
      const [digest, name = ''] = line.split('  ');
      assert.equal(
        createHash('sha256')
          .update(await readFile(path.join(folder, name)))
          .digest('hex'),
        digest,
      );
    }
    const bill = JSON.parse(await readFile(path.join(folder, `payoff-${version}.cdx.json`), 'utf8')) as {
      components: { name: string; version: string; purl: string; licenses: { license: { id: string } }[] }[];
      metadata: { component: { purl: string } };
    };
    assert.equal(bill.metadata.component.purl, `pkg:npm/payoff@${version}`);
    assert.deepEqual(
      bill.components.map((each) => `${each.name} ${each.version}`),
      (await bundledPackages()).map(({ manifest }) => `${String(manifest.name)} ${String(manifest.version)}`),
    );
    const valibot = bill.components.find(({ name }) => name === 'valibot');
    assert.match(valibot?.purl ?? '', /^pkg:npm\/valibot@\d/);
    assert.equal(valibot?.licenses[0]?.license.id, 'MIT');
    assert.ok(bill.components.some(({ purl }) => purl.startsWith('pkg:npm/%40pydantic/genai-prices@')));
    assert.match(await readFile(path.join(folder, 'NOTES.md'), 'utf8'), /^### Added/);
  });

  it('is refused where tag, manifest and changelog do not agree', async () => {
    await assert.rejects(makeRelease(folder, 'v999.0.0'), /^Error: The tag is v999\.0\.0, and package\.json has version /);
    assert.throws(() => sectionOf('# Changelog\n\n## [Unreleased]\n\n## [1.0.0]\n\n- One\n', 'Unreleased'), /says nothing of Unreleased/);
    assert.throws(() => sectionOf('# Changelog\n', '1.0.0'), /says nothing of 1\.0\.0/);
    assert.equal(sectionOf('## [Unreleased]\n\n## [1.0.0] - 2026-11-22\n\n- One\n\n## [0.9.0]\n- Old\n', '1.0.0'), '- One\n');
  });
});
