import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { describe, it } from 'mocha';
import { normalOrigin, repositoryKey } from '../../../src/core/team/repositoryKey.ts';

const under = (salt: string) => (text: string) => createHmac('sha256', salt).update(text).digest('hex');

describe('the key of a repository', () => {
  it('is the same however it was cloned', () => {
    const same = [
      [
        'https://github.com/loom/weave',
        'https://github.com/loom/weave.git',
        'https://ada:secret@GitHub.com:443/Loom/Weave.git/',
        'git@github.com:loom/weave.git',
        'github.com:loom/weave',
        'ssh://git@github.com/loom/weave.git',
        'ssh://git@ssh.github.com:443/loom/weave.git',
        'git://github.com/loom//weave',
      ],
      [
        'https://dev.azure.com/loom/cloth/_git/weave',
        'https://loom@dev.azure.com/loom/cloth/_git/weave',
        'git@ssh.dev.azure.com:v3/loom/cloth/weave',
      ],
      ['https://git.loom.example/scm/cloth/weave.git', 'ssh://git@git.loom.example:7999/cloth/weave.git'],
      ['https://git.loom.example/a%20b.git', 'git@git.loom.example:a b'],
      ['ssh://git@[2001:db8::1]:22/weave.git', '[2001:db8::1]:weave'],
      ['/srv/git/weave.git', 'file:///srv/git/weave.git', '/srv/git/weave/'],
      ['C:\\git\\weave.git', 'c:/git/weave'],
    ];
    for (const addresses of same) assert.equal(new Set(addresses.map(normalOrigin)).size, 1, JSON.stringify(addresses.map(normalOrigin)));
    assert.equal(normalOrigin('git@github.com:loom/weave.git'), 'github.com/loom/weave');
    assert.equal(new Set(same.map(([address]) => normalOrigin(address ?? ''))).size, same.length);
  });

  it('is of 16 digits, of the whole address, and another under another salt', () => {
    const key = repositoryKey('github.com/loom/weave', under('salt'));
    assert.match(key, /^[0-9a-f]{16}$/);
    assert.equal(key, createHmac('sha256', 'salt').update('github.com/loom/weave').digest('hex').slice(0, 16));
    assert.notEqual(key, repositoryKey('github.com/loom/weave', under('pepper')));
    assert.notEqual(key, repositoryKey('github.com/loom/weaver', under('salt')));
  });
});
