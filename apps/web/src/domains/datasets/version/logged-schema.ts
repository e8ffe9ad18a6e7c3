export interface LoggedColumn {
  name: string;
  type: string;
  isRequired: boolean | undefined;
}

/** The columns of a schema as MLflow writes it; undefined for any other text. */
export function readLoggedSchema(text: string | null): LoggedColumn[] | undefined {
  try {
    const parsed: unknown = JSON.parse(text ?? "");
    const spec = isObject(parsed) ? parsed.mlflow_colspec : undefined;
    if (!Array.isArray(spec)) return undefined;
    return spec.filter(isObject).map((column, at) => ({
      name: typeof column.name === "string" ? column.name : `column ${at + 1}`,
      type: typeof column.type === "string" ? column.type : "unknown",
      isRequired: typeof column.required === "boolean" ? column.required : undefined,
    }));
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
