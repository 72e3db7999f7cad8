import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../../..');
const verbs = /^(?:SELECT|INSERT|UPDATE|DELETE|WITH)\b/;

/** Statements that are of no team: they find it, list teams for the one who runs the collector, or ask nothing of the tables. */
const ofNoTeam: readonly RegExp[] = [
  /^SELECT hash, team, id, kind, expires_ms, revoked_ms FROM tokens WHERE hash = ANY/, // a token says which teams it is for
  /^SELECT team FROM tokens WHERE hash = \$1 AND joined/, // the same of one that ended by a withdrawal
  /^SELECT team, id, kind, created_ms, expires_ms, revoked_ms FROM tokens ORDER BY/, // token list
  /^UPDATE tokens SET revoked_ms = \$2 WHERE id = \$1/, // token revoke
  /^SELECT (?:team, name, k, salt, created_ms) FROM teams ORDER BY team/, // team list, and what is done for each team
  /^(?:SELECT name FROM|INSERT INTO) migrations/,
  /^SELECT (?:1 AS one|1 AS found WHERE EXISTS \(\$\{text\}\)|pg_(?:try_)?advisory_xact_lock)/,
];

/** Every SQL statement that the collector's sources hold. */
function statements(): readonly string[] {
  return globSync('src/collector/**/*.ts', { cwd: root }).flatMap((file) =>
    [...readFileSync(path.join(root, file), 'utf8').matchAll(/(['"`])((?:(?!\1)[\s\S])*)\1/g)]
      .map(([, , text = '']) => text.trim().replace(/\s+/g, ' '))
      .filter((text) => verbs.test(text)),
  );
}

describe('Every statement of the collector', () => {
  it('names the team, so that rows can be spread by it', () => {
    const all = statements();
    assert.ok(all.length > 30, `${all.length} statements were found`);
    const named = /\bteam = \$\d|\.team = |INSERT INTO \S+ \(team,/;
    assert.deepEqual(
      all.filter((text) => !named.test(text) && !ofNoTeam.some((allowed) => allowed.test(text))),
      [],
    );
  });
});
