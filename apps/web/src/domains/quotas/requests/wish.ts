/** `none` asks for no limit; an empty field leaves it as it is. */
function limitOf(form: FormData, name: string): number | null | undefined {
  const text = String(form.get(name) ?? "")
    .trim()
    .toLowerCase();
  if (text === "") return undefined;
  return text === "none" ? null : Number(text);
}

/** A form's wish, as it is asked. A day ends with its last moment where the reader is. */
export function wishOf(form: FormData) {
  const day = String(form.get("until") ?? "");
  const [borrowingLimit, lendingLimit] = [limitOf(form, "borrowingLimit"), limitOf(form, "lendingLimit")];
  return {
    ...(borrowingLimit === undefined ? {} : { borrowingLimit }),
    ...(lendingLimit === undefined ? {} : { lendingLimit }),
    pool: String(form.get("pool") ?? ""),
    amount: Number(form.get("amount")),
    from: String(form.get("from") ?? "") || null,
    until: day === "" ? null : new Date(`${day}T23:59:59`).toISOString(),
  };
}
