/** The link with which a lead invites: `vscode://payoff.payoff/join#endpoint=…&team=…&token=…`. Its fragment reaches no server. */

export interface JoinLink {
  readonly endpoint: string;
  readonly team: string;
  readonly token: string;
}

/** What a link says, from any editor's scheme; null when it is none. What is in it is not judged yet. */
export function parseJoinLink(text: string): JoinLink | null {
  const match = /^[a-z][a-z0-9+.-]*:\/\/payoff\.payoff\/join\/?#(.+)$/i.exec(text.trim());
  if (match === null) return null;
  const said = new URLSearchParams(match[1]);
  const [endpoint, team, token] = [said.get('endpoint'), said.get('team'), said.get('token')];
  return endpoint === null || team === null || token === null ? null : { endpoint, team, token };
}
