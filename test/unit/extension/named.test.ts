import assert from 'node:assert/strict';
import { globProblem, isWholePath } from '../../../src/extension/named.ts';

describe('what may be acted on by its name', () => {
  for (const path of ['/home/ada/loom', '/', 'C:\\work\\loom', '\\\\server\\share'])
    it(`is the whole path ${path}`, () => assert.equal(isWholePath(path), true));

  for (const name of ['', ' ', '.', 'loom', './loom', '../loom', 'work/loom'])
    it(`is never ${JSON.stringify(name)}, which stands for another place each time`, () => assert.equal(isWholePath(name), false));

  for (const glob of ['/home/ada/private/**', '~', '~/private/**', '**/private', 'private', 'private/', 'C:\\private', '*.tmp'])
    it(`is the glob ${glob}, which fits folders`, () => assert.equal(globProblem(glob), null));

  for (const glob of ['work/private', './private', '../private/**', '.', '..', '~other/private'])
    it(`is not the glob ${glob}, which fits none`, () => {
      assert.equal(globProblem(glob), `${glob} would fit no folder: begin with the whole path, ~/ or **/.`);
    });

  it('is no empty glob', () => {
    for (const glob of ['', '  ']) assert.match(globProblem(glob) ?? '', /no folder to exclude/);
  });
});
