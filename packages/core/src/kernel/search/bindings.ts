/** Collects the values of a statement that is put together from parts; text never holds a value. */
export interface Bindings {
  readonly values: readonly unknown[];
  /** The placeholder of a value. */
  bind(value: unknown): string;
}

export function createBindings(): Bindings {
  const values: unknown[] = [];
  return {
    values,
    bind(value) {
      values.push(value);
      return `$${values.length}`;
    },
  };
}
