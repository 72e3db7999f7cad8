/** One step of the store's schema. Steps are only ever added, behind the last, and never changed once they are released. */
export interface Migration {
  /** What it is known by in the store. */
  readonly name: string;
  readonly script: string;
}
