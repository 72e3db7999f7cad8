/** By how much a plan may lie above the weeks that it is made of; the team's is `usual` until a lead says otherwise. */
export const growthFactorRange = { least: 1.1, most: 1.3, usual: 1.2 } as const;
