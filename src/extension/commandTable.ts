/** Every command by its id. package.json and package.nls.json hold the same ones under the same names; a test keeps them together. */
export const commandIds = {
  showToday: 'payoff.showToday',
  refresh: 'payoff.refresh',
  stopReading: 'payoff.stopReading',
  continueReading: 'payoff.continueReading',
  forgetRepository: 'payoff.forgetRepository',
  deleteEverything: 'payoff.deleteEverything',
  openLedgerFolder: 'payoff.openLedgerFolder',
  doctor: 'payoff.doctor',
  showLog: 'payoff.showLog',
} as const;

export type CommandName = keyof typeof commandIds;
