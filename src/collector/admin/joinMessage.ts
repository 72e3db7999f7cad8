interface JoinFacts {
  readonly endpoint: string;
  readonly team: string;
  readonly name: string;
  readonly k: number;
  readonly token: string;
  /** When the link expires, for people. */
  readonly until: string;
}

/** `vscode://payoff.payoff/join#…`: all behind the `#`, which no server is ever told. */
export function joinLinkOf({ endpoint, team, token }: Pick<JoinFacts, 'endpoint' | 'team' | 'token'>): string {
  return `vscode://payoff.payoff/join#endpoint=${encodeURIComponent(endpoint)}&team=${team}&token=${token}`;
}

/** The link, and a message to paste for the team. */
export function joinMessage(facts: JoinFacts): readonly string[] {
  const { name, k, until } = facts;
  return [
    joinLinkOf(facts),
    '',
    `A message to paste for the team (the link is good until ${until}):`,
    '',
    `We would like to see as a team what Claude Code costs and what it brings, in weekly sums. Joining is voluntary, and nothing is sent before`,
    `you have seen exactly what it would be and said yes. No names, texts, paths or repositories leave your machine; a figure is shown only when`,
    `at least ${k} people are in it and none of them makes up more than half. You can withdraw everything at any time.`,
    '',
    `1. Install the extension Payoff (payoff.payoff) in VS Code.`,
    `2. Open this link to join "${name}": ${joinLinkOf(facts)}`,
    `   Without an editor: payoff team join "${joinLinkOf(facts)}"`,
  ];
}
