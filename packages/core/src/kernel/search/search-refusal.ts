import { AppError } from "../app-error.ts";

interface Problem {
  readonly message: string;
  readonly offset?: number;
  readonly length?: number;
  readonly expected?: readonly string[];
  /** Of the order in its list. */
  readonly index?: number;
}

export function searchRefusal(path: "filter" | "orderBy", problem: Problem): AppError {
  const { message, offset, length = 0, expected = [], index } = problem;
  const place = offset === undefined ? {} : { place: { offset, length, expected: [...expected], ...(index !== undefined && { index }) } };
  return new AppError("invalid", message, {
    params: { reason: path === "filter" ? "filter" : "order-by", ...problem },
    fields: [{ path, message, ...place }],
  });
}
