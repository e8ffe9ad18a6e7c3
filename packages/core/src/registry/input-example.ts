import { z } from "zod";

/** A longer value is no example that anybody reads. */
const exampleMax = 2000;

const Records = z.array(z.record(z.string(), z.unknown())).min(1);
const Split = z.looseObject({ columns: z.array(z.union([z.string(), z.number()])), data: z.array(z.array(z.unknown())).min(1) });
const Named = z.record(z.string(), z.unknown());

type Lookup = (name: string | null, index: number) => unknown;

/** Values of the first row of an input example, by column; null where there is none. The shapes are those that clients write. */
export function exampleValues(json: string | null): Lookup {
  const row = firstRow(json);
  return (name, index) => {
    const value = row(name, index) ?? null;
    return JSON.stringify(value).length > exampleMax ? null : value;
  };
}

function firstRow(json: string | null): Lookup {
  let given: unknown;
  try {
    given = json === null ? null : JSON.parse(json);
  } catch {
    return () => null;
  }
  return lookup(unwrap(given));
}

const wrappers = ["dataframe_split", "dataframe_records", "inputs", "instances"];

function unwrap(given: unknown): unknown {
  const named = Named.safeParse(given);
  if (!named.success || Object.keys(named.data).length > 2) return given;
  const wrapper = wrappers.find((name) => named.data[name] !== undefined);
  return wrapper === undefined ? given : named.data[wrapper];
}

function lookup(given: unknown): Lookup {
  const split = Split.safeParse(given);
  if (split.success) {
    const { columns, data } = split.data;
    return (name, index) => data[0]?.[name === null ? index : columns.findIndex((column) => String(column) === name)];
  }
  const records = Records.safeParse(given);
  if (records.success) return (name) => (name === null ? records.data[0] : own(records.data[0], name));
  const named = Named.safeParse(given);
  if (named.success) return (name) => (name === null ? given : own(named.data, name));
  return (name) => (name === null && Array.isArray(given) ? given[0] : null);
}

const own = (record: Record<string, unknown> | undefined, name: string): unknown =>
  record && Object.hasOwn(record, name) ? record[name] : null;
