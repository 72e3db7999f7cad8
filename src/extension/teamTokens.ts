/** The token of the team that this machine has joined, in VS Code's secret storage and nowhere else. */
import * as v from 'valibot';
import type { Disposable, SecretStorage } from 'vscode';
import type { TeamTokenMessage } from '../protocol/teamSchemas.ts';
import { teamToken } from '../protocol/teamSchemas.ts';

const key = 'payoff.team';

export class TeamTokens {
  readonly #secrets: SecretStorage;

  constructor(secrets: SecretStorage) {
    this.#secrets = secrets;
  }

  /** Null where there is none, or where the secret storage cannot be read. */
  async read(): Promise<TeamTokenMessage | null> {
    try {
      const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), teamToken), await this.#secrets.get(key));
      return parsed.success ? parsed.output : null;
    } catch {
      return null;
    }
  }

  async keep(token: TeamTokenMessage): Promise<void> {
    await this.#secrets.store(key, JSON.stringify(token));
  }

  /** That of another team stays. */
  async forget(team: string): Promise<void> {
    if ((await this.read())?.team === team) await this.#secrets.delete(key);
  }

  /** Another window joined a team, or withdrew. */
  onDidChange(listener: () => void): Disposable {
    return this.#secrets.onDidChange((change) => {
      if (change.key === key) listener();
    });
  }
}
