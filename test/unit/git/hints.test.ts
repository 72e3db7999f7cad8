import assert from 'node:assert/strict';
import { hintsOf } from '../../../src/git/hints.ts';
import type { CommitText } from '../../../src/git/hints.ts';
import { pullNumberOf } from '../../../src/git/message.ts';

const plain = { bot: false, mergedBranch: '', mergedInto: '', hotfix: false, withClaude: false };
const hints = (text: Partial<CommitText>): ReturnType<typeof hintsOf> =>
  hintsOf({ authorName: 'Ada', authorAddress: 'ada@example.invalid', subject: '', body: '', ...text });
const merged = (subject: string, body = ''): readonly [string, string, number | null] => {
  const { mergedBranch, mergedInto } = hints({ subject, body });
  return [mergedBranch, mergedInto, pullNumberOf(subject, body)];
};

describe('what a commit says of itself', () => {
  it('is nothing for a plain one', () => {
    assert.deepEqual(hints({ subject: 'Merge two lists', body: 'Text' }), plain);
  });

  it('tells programs from people', () => {
    const programs = [
      ['dependabot[bot]', '49699333+dependabot[bot]@users.noreply.github.com'],
      ['dependabot-preview[bot]', '27856297+dependabot-preview[bot]@users.noreply.github.com'],
      ['Renovate Bot', 'bot@renovateapp.com'],
      ['Self hosted', 'renovate@example.invalid'],
      ['GitHub Actions', 'actions@github.com'],
      ['GitHub Action', 'action@github.com'],
      ['github-actions', '41898282+github-actions[bot]@users.noreply.github.com'],
      ['semantic-release-bot', 'semantic-release-bot@martynus.net'],
      ['Release', 'release-bot@example.invalid'],
      ['k8s-ci-robot', ''],
      ['copilot-swe-agent[bot]', ''],
      ['bot', 'ada@example.invalid'],
    ];
    for (const [authorName = '', authorAddress = ''] of programs)
      assert.equal(hints({ authorName, authorAddress }).bot, true, `${authorName} <${authorAddress}>`);
    const people = [
      ['Jan Bot', 'jan.bot@example.invalid'],
      ['Botond', 'bot.ond@example.invalid'],
      ['Travista', 'renovator@example.invalid'],
      ['Abbot', 'abbot@example.invalid'],
      ['Renovata', '12+renovata@users.noreply.github.com'],
      ['Claude', 'noreply@anthropic.com'],
      ['claude[bot]', '209825114+claude[bot]@users.noreply.github.com'],
      ['', ''],
    ];
    for (const [authorName = '', authorAddress = ''] of people)
      assert.equal(hints({ authorName, authorAddress }).bot, false, `${authorName} <${authorAddress}>`);
  });

  it("tells what git's merges merged, and into what", () => {
    assert.deepEqual(merged("Merge branch 'topic/one'"), ['topic/one', '', null]);
    assert.deepEqual(merged("Merge branch 'topic' into release-1.2"), ['topic', 'release-1.2', null]);
    assert.deepEqual(merged("Merge branch 'main' of https://example.invalid/a/b into main"), ['main', 'main', null]);
    assert.deepEqual(merged("Merge branch 'main' of git@example.invalid:a/b"), ['main', '', null]);
    assert.deepEqual(merged("Merge remote-tracking branch 'origin/topic/one' into two"), ['topic/one', 'two', null]);
    assert.deepEqual(merged("Merge remote-tracking branch 'upstream/main'"), ['main', '', null]);
    assert.deepEqual(merged("Merge branches 'one', 'two' and 'three' into four"), ['one', 'four', null]);
    assert.deepEqual(merged("Merge branch 'main' into topic (#9)"), ['main', 'topic', 9]);
    assert.deepEqual(merged("Merge tag 'v1.0' into stable"), ['', 'stable', null]);
    assert.deepEqual(merged("Merge commit 'abc1234'"), ['', '', null]);
  });

  it("tells what the forges' merges merged, with the number of the pull request", () => {
    assert.deepEqual(merged('Merge pull request #7 from ada/topic/one', '\nTitle'), ['topic/one', '', 7]);
    assert.deepEqual(merged("Merge branch 'topic' into 'main'", 'Title\n\nSee merge request group/project!12'), ['topic', 'main', 12]);
    assert.deepEqual(merged('Merged in topic/one (pull request #7)'), ['topic/one', '', 7]);
    assert.deepEqual(merged('Merge pull request #7 in LOOM/weave from topic/one to main'), ['topic/one', 'main', 7]);
    assert.deepEqual(merged('Merge pull request #7 in LOOM/weave from ~ada/weave:topic to main'), ['topic', 'main', 7]);
    assert.deepEqual(merged('Pull request #7: Weave', 'Merge in LOOM/weave from topic/one to main\n\n* commit'), ['topic/one', 'main', 7]);
    assert.deepEqual(merged('Merged PR 7: Weave'), ['', '', 7]);
    assert.deepEqual(merged('Merge pull request 7 from topic/one into main'), ['topic/one', 'main', 7]);
    assert.deepEqual(merged("Merge pull request 'Weave from one to two' (#7) from ada:topic into main"), ['topic', 'main', 7]);
    assert.deepEqual(merged('Auto merge of #7 - ada:topic, r=grace'), ['topic', '', 7]);
    assert.deepEqual(merged('Merge #7 #8'), ['', '', 7]);
  });

  it("keeps nobody's words as the name of a branch", () => {
    assert.deepEqual(merged("Merge branch 'what I really think of it' into main"), ['', 'main', null]);
    assert.deepEqual(merged(`Merge branch '${'a'.repeat(300)}'`), ['', '', null]);
    for (const odd of ['a..b', 'a~1', '-q', 'a/', '@{1}', 'a\u0007']) assert.deepEqual(merged(`Merge branch '${odd}'`), ['', '', null]);
    assert.deepEqual(merged("We said: Merge branch 'topic'"), ['', '', null]);
  });

  it('knows a hotfix by its subject, branch or title', () => {
    for (const subject of ['Hotfix: stop', 'hot-fix the loom', 'fix: hot fix of it', 'HOTFIX/weave', 'Merged PR 7: Hotfix', 'Two hotfixes'])
      assert.equal(hints({ subject }).hotfix, true, subject);
    assert.equal(hints({ subject: 'Merge pull request #7 from ada/hotfix-weave', body: 'Weave' }).hotfix, true);
    assert.equal(hints({ subject: 'Merge pull request #7 from ada/weave', body: '\nHotfix for weave\n' }).hotfix, true);
    assert.equal(hints({ subject: "Merge branch 'hotfix/1.2' into 'main'" }).hotfix, true);
  });

  it('takes neither a fix, nor what comes to a hotfix or takes one back, for a hotfix', () => {
    const others = [
      'fix!: stop',
      'Fix the loom',
      'Bugfix',
      'Shot fixed',
      'Hot fixture',
      'Revert "Hotfix: stop"',
      "Merge branch 'main' into hotfix/1",
    ];
    for (const subject of others) assert.equal(hints({ subject }).hotfix, false, subject);
    assert.equal(hints({ subject: 'Weave', body: 'No hotfix.' }).hotfix, false);
    assert.equal(hints({ subject: "Merge branch 'main' of https://example.invalid/hotfix/x into main" }).hotfix, false);
  });

  it('knows Claude by its trailer, and from people of that name', () => {
    const trailer = (value: string): boolean => hints({ subject: 'Weave', body: `Text\n\nCo-Authored-By: ${value}` }).withClaude;
    for (const value of ['Claude <noreply@anthropic.com>', 'Claude Opus 5.5 (1M context) <noreply@anthropic.com>', 'Claude Code', 'Claude'])
      assert.equal(trailer(value), true, value);
    assert.equal(trailer('claude[bot] <209825114+claude[bot]@users.noreply.github.com>'), true);
    for (const value of ['Claude Monet <claude@example.invalid>', 'Ada <ada@example.invalid>', 'Claudette', 'Ada <ada@notanthropic.com>'])
      assert.equal(trailer(value), false, value);
    assert.equal(hints({ subject: 'Weave', body: 'Claude <noreply@anthropic.com> said so' }).withClaude, false);
    assert.equal(hints({ authorName: 'Claude', authorAddress: 'noreply@anthropic.com' }).withClaude, true);
  });
});
