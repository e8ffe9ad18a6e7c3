import { AppError } from "@plumbline/core/kernel";
import { pythonJson } from "./json.ts";

const seeDocs = " See the API docs for more information about request parameters.";

/** A request that an MLflow server refuses with INVALID_PARAMETER_VALUE and these words. */
export const refused = (message: string): AppError => new AppError("invalid", message, { params: { reason: "mlflow-text" } });

/** What this server does not do, and need not be asked again. */
export const notImplemented = (message: string): AppError => new AppError("invalid", message, { params: { reason: "not-implemented" } });

export const missingValue = (name: string): AppError => refused(`Missing value for required parameter '${name}'.${seeDocs}`);

export const wrongType = (name: string, value: unknown): AppError =>
  refused(`${invalidValue(name, value)}  Hint: Value was of type '${pythonType(value)}'.${seeDocs}`);

/** With the hint to the documentation that MLflow appends to what its schemas refuse. */
export const refusedBySchema = (message: string): AppError => refused(message + seeDocs);

const quotedMax = 2000;

/** The beginning of MLflow's message about a value; what is wrong with it follows. */
export function invalidValue(name: string, value: unknown): string {
  const text = pythonJson(value);
  return `Invalid value ${text.length > quotedMax ? `${text.slice(0, quotedMax)}…` : text} for parameter '${name}' supplied:`;
}

export const tooLong = (name: string, max: number): string => `'${name}' exceeds the maximum length of ${max} characters`;

/** Refuses a text that is longer than `max` characters. */
export function checkLength(name: string, value: string | undefined, max: number): void {
  if (value !== undefined && value.length > max) throw refused(tooLong(name, max));
}

/** The name that Python gives to the type of a JSON value. */
function pythonType(value: unknown): string {
  if (value === null || value === undefined) return "NoneType";
  if (Array.isArray(value)) return "list";
  switch (typeof value) {
    case "string":
      return "str";
    case "boolean":
      return "bool";
    case "bigint":
      return "int";
    case "number":
      return Number.isInteger(value) ? "int" : "float";
    default:
      return "dict";
  }
}

/** A text as Python's `repr` shows it. */
export function pythonRepr(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text.replaceAll("\\", "\\\\").replaceAll(quote, `\\${quote}`);
  return quote + escaped.replaceAll("\n", "\\n").replaceAll("\r", "\\r").replaceAll("\t", "\\t") + quote;
}

export const pythonList = (items: readonly string[]): string => `[${items.map(pythonRepr).join(", ")}]`;
