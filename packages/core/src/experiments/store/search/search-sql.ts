import type { Bindings } from "../../../kernel/index.ts";

/** What all parts of a search's statement bind and name. */
export interface SearchSql {
  readonly bindings: Bindings;
  readonly workspaceSql: string;
  /** An array of the experiments' numbers. */
  readonly experimentsSql: string;
}
