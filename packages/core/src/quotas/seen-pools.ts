import type { Ledger, Terms } from "./rules/ledger.ts";
import type { Scoped } from "./scope.ts";
import type { RateRow } from "./store/money.ts";
import type { OutsideRow } from "./store/outside.ts";
import type { IdleRow, PartRow, UseNowRow, WaitRow } from "./store/overview.ts";

/** All that is known of the pools that are looked at. */
export interface Seen {
  readonly scope: Scoped;
  readonly terms: Terms;
  readonly ledger: Ledger;
  readonly names: ReadonlyMap<number, string>;
  readonly parts: readonly PartRow[];
  readonly waits: readonly WaitRow[];
  readonly idle: readonly IdleRow[];
  readonly useNow: readonly UseNowRow[];
  readonly outside: readonly OutsideRow[];
  readonly rates: ReadonlyMap<string, RateRow>;
}
