import { z } from "zod";

/** A column of a table that somebody brought. */
export const ColumnName = z.string().min(1).max(250);

/** One thing that a dataset must keep to. A failed check that is blocking says that the data must not be used. */
export const DataCheck = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("row-count"),
    min: z.int().min(0),
    max: z.int().min(0).optional(),
    blocking: z.boolean().optional(),
  }),
  z.strictObject({ kind: z.literal("columns"), names: z.array(ColumnName).min(1).max(2000), blocking: z.boolean().optional() }),
  z.strictObject({
    kind: z.literal("type"),
    column: ColumnName,
    type: z.enum(["integer", "number", "string", "boolean", "timestamp"]),
    blocking: z.boolean().optional(),
  }),
  z.strictObject({
    kind: z.literal("null-fraction"),
    column: ColumnName,
    max: z.number().min(0).max(1),
    blocking: z.boolean().optional(),
  }),
  z.strictObject({
    kind: z.literal("range"),
    column: ColumnName,
    min: z.union([z.number(), z.string().max(200)]).optional(),
    max: z.union([z.number(), z.string().max(200)]).optional(),
    blocking: z.boolean().optional(),
  }),
  z.strictObject({
    kind: z.literal("allowed-values"),
    column: ColumnName,
    values: z
      .array(z.union([z.number(), z.string().max(200), z.boolean()]))
      .min(1)
      .max(1000),
    blocking: z.boolean().optional(),
  }),
  z.strictObject({ kind: z.literal("unique"), column: ColumnName, blocking: z.boolean().optional() }),
]);
export type DataCheck = z.infer<typeof DataCheck>;
