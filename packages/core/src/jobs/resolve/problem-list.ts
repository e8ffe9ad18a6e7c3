import type { FieldError } from "@plumbline/contracts/problem";
import { AppError } from "../../kernel/index.ts";

/** What is wrong with a spec, each with its field. */
export interface ProblemList {
  readonly add: (path: string, message: string) => void;
  /** Throws `invalid` with all of them, if there are any. */
  readonly refuse: () => void;
  readonly fields: readonly FieldError[];
}

/** A refusal of another noun, with its fields named as they stand in the spec. Anything else stays as it is. */
export function atFields(error: unknown, fieldsOf: (refusal: AppError) => readonly FieldError[]): unknown {
  if (!(error instanceof AppError)) return error;
  return new AppError(error.code, error.message, { params: error.params, fields: fieldsOf(error), cause: error });
}

export function createProblemList(): ProblemList {
  const fields: FieldError[] = [];
  return {
    fields,
    add: (path, message) => void fields.push({ path, message }),
    refuse() {
      const [first] = fields;
      if (first) throw new AppError("invalid", `${first.path}: ${first.message}.`, { fields });
    },
  };
}
