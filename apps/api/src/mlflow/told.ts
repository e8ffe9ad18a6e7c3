import type { AppError } from "@plumbline/core/kernel";

/** What the answer says; status and name where they differ from those of the error's code. */
export interface Told {
  readonly message: string;
  readonly status?: number;
  readonly name?: string;
}

export type Params = AppError["params"];
export type Describe = (params: Params, path: string, message: string) => Told;
