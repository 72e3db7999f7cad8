/** Every command by its id. package.json and package.nls.json hold the same ones under the same names; a test keeps them together. */
export const commandIds = {
  openPanel: 'payoff.openPanel',
  openAdvice: 'payoff.openAdvice',
  showToday: 'payoff.showToday',
  explainCommit: 'payoff.explainCommit',
  explainSession: 'payoff.explainSession',
  explainFile: 'payoff.explainFile',
  copyReceipt: 'payoff.copyReceipt',
  refresh: 'payoff.refresh',
  stopReading: 'payoff.stopReading',
  continueReading: 'payoff.continueReading',
  forgetRepository: 'payoff.forgetRepository',
  deleteEverything: 'payoff.deleteEverything',
  openLedgerFolder: 'payoff.openLedgerFolder',
  setUpRepository: 'payoff.setUpRepository',
  writeSettings: 'payoff.writeSettings',
  writeBudgetReview: 'payoff.writeBudgetReview',
  whyDifferent: 'payoff.whyDifferent',
  setMark: 'payoff.setMark',
  snoozeMark: 'payoff.snoozeMark',
  joinTeam: 'payoff.joinTeam',
  showTeamTold: 'payoff.showTeamTold',
  showTeamStatus: 'payoff.showTeamStatus',
  withdrawFromTeam: 'payoff.withdrawFromTeam',
  doctor: 'payoff.doctor',
  copyBugReport: 'payoff.copyBugReport',
  showLog: 'payoff.showLog',
} as const;

export type CommandName = keyof typeof commandIds;

/** The tree beside source control, and what marks its commits for the menus. */
export const todayViewId = 'payoff.today';
export const commitItem = 'payoff.commit';

/** The panel, as VS Code keeps it over a reload. */
export const panelViewType = 'payoff.panel';
