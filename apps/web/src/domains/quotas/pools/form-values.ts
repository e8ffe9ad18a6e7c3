const textOf = (form: FormData, name: string): string => String(form.get(name) ?? "").trim();

export const numberOf = (form: FormData, name: string): number => Number(textOf(form, name));

/** An empty field is no limit. */
export const limitOf = (form: FormData, name: string): number | null => (textOf(form, name) === "" ? null : numberOf(form, name));

export const wordOf = <Value extends string>(form: FormData, name: string, among: readonly Value[]): Value | undefined =>
  among.find((value) => value === textOf(form, name));

export const nullable = (form: FormData, name: string): string | null => textOf(form, name) || null;
