import assert from 'node:assert/strict';
import { problemSentence } from '../../../../webview/shared/problemSentence.ts';
import { saveProblem } from '../../../../src/extension/panel/saveProblem.ts';

const name = 'payoff overview.csv';
const coded = (code: string, message = ''): Error => Object.assign(new Error(message), { code });

describe('why a file could not be saved', () => {
  for (const [code, sentence] of [
    ['NoPermissions', /^“payoff overview\.csv” was not saved: you may not write there\. Nothing was changed\. Choose /],
    ['FileIsADirectory', /: a folder has that name\. Nothing was changed\. Choose another name\.$/],
    ['FileNotFound', /: its folder is not there any more, or takes no files\. Nothing was changed\. Choose another folder\.$/],
    ['FileNotADirectory', /: its folder is not there any more, or takes no files\./],
    ['Unavailable', /: that place cannot be reached now\. Nothing was changed\./],
  ] as const)
    it(`is told from VS Code’s ${code}`, () => assert.match(saveProblem(name, coded(code)), sentence));

  it('is told from the system’s word where VS Code has none of its own', () => {
    const message = (word: string): Error => coded('Unknown', `${word}: something happened, open '/home/ada/secret'`);
    assert.match(saveProblem(name, message('EROFS')), /you may not write there/);
    assert.match(saveProblem(name, message('ENOENT')), /its folder is not there/);
    assert.match(
      saveProblem(name, message('ENOSPC')),
      /^“payoff overview\.csv” was not saved whole: there is no room left\. .* incomplete\. /,
    );
  });

  it('claims nothing of the file where the reason is not known, and never says its path', () => {
    for (const problem of [coded('Unknown', "boom '/home/ada/secret'"), new Error('boom'), 'boom', null, undefined]) {
      const sentence = saveProblem(name, problem);
      assert.match(sentence, /could not be saved, and what is there under that name may be incomplete\. Save it again/);
      assert.doesNotMatch(sentence, /secret|boom/);
      // The panel puts nothing before what is a sentence already.
      assert.equal(problemSentence('Saving', sentence), sentence);
    }
  });
});
