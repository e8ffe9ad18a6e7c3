import { AppError } from "../app-error.ts";

interface Problem {
  readonly message: string;
  readonly offset?: number;
  readonly length?: number;
  readonly expected?: readonly string[];
}

export function searchRefusal(path: "filter" | "orderBy", problem: Problem): AppError {
  return new AppError("invalid", problem.message, {
    params: { reason: path === "filter" ? "filter" : "order-by", ...problem },
    fields: [{ path, message: problem.message }],
  });
}
